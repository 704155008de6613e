//! Attempts that were refused: who, where, why; no secret and no free text.

use jiff::Timestamp;
use sqlx::Row;

use crate::account::{AccountId, PersonId};
use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{hex, random};
use crate::store::{Store, moment};

/// A refused attempt, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalDraft {
    /// Who, if they had signed in.
    pub account: Option<AccountId>,
    /// For whom.
    pub person: Option<PersonId>,
    /// The method, e.g. `POST`.
    pub method: String,
    /// The route's template, e.g. `/meetings/{id}`: what stands in place of `{id}` may be somebody's.
    pub route: String,
    /// The answer's status.
    pub status: u16,
    /// Why, as one of the code's own words, e.g. `wrong-password`.
    pub why: &'static str,
}

/// A kept refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its id; a later one sorts after.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who, if they had signed in.
    pub account: Option<String>,
    /// For whom.
    pub person: Option<String>,
    /// The method.
    pub method: String,
    /// The route's template.
    pub route: String,
    /// The answer's status.
    pub status: u16,
    /// Why.
    pub why: String,
}

impl Store {
    /// Keeps a refusal.
    pub async fn keep_refusal(&self, draft: &RefusalDraft, now: Timestamp) -> Result<(), StoreError> {
        let id = format!("{:012x}-{}", now.as_millisecond().max(0), hex(&random::<6>()?));
        let insert = sqlx::query(sql::INSERT_REFUSAL)
            .bind(id)
            .bind(now.as_second())
            .bind(draft.account.as_ref().map_or("", AccountId::as_str))
            .bind(draft.person.as_ref().map_or("", PersonId::as_str))
            .bind(draft.method.as_str())
            .bind(draft.route.as_str())
            .bind(i64::from(draft.status))
            .bind(draft.why);
        insert.execute(&self.database().write).await?;
        Ok(())
    }

    /// Refusals, the latest first; the next page begins before the last id of this one.
    pub async fn refusals(&self, before: Option<&str>, limit: u32) -> Result<Vec<Refusal>, StoreError> {
        // No id begins with a letter beyond the hexadecimal digits.
        let query = sqlx::query(sql::LIST_REFUSALS).bind(before.unwrap_or("g")).bind(i64::from(limit));
        let rows = query.fetch_all(&self.database().read).await?;
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Refusal {
                id: row.try_get("id")?,
                at: moment(row.try_get("refused_at")?)?,
                account: filled(row.try_get("account")?),
                person: filled(row.try_get("person")?),
                method: row.try_get("method")?,
                route: row.try_get("route")?,
                status: u16::try_from(row.try_get::<i64, _>("status")?).unwrap_or_default(),
                why: row.try_get("why")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
