//! Sessions: who a browser's cookie stands for, and until when.

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use crate::account::{AccountId, Name, PersonId};
use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{Secret, SecretHash};
use crate::store::{Store, moment};

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without a request.
    pub idle: SignedDuration,
    /// In all, whatever is done.
    pub whole: SignedDuration,
}

impl Default for Lifetimes {
    /// Thirty minutes idle, twelve hours in all.
    ///
    /// Source: NIST SP 800-63B-3, 4.2.3, at its second level of assurance.
    fn default() -> Self {
        Self { idle: SignedDuration::from_mins(30), whole: SignedDuration::from_hours(12) }
    }
}

/// Whom a session is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionOf {
    /// The person of an account, who signed in.
    Account {
        /// The account.
        account: AccountId,
        /// Its person.
        person: PersonId,
        /// What they signed in by.
        name: Name,
    },
    /// A demonstration's visitor, acting as one of its people.
    Acting(PersonId),
}

impl SessionOf {
    /// The person the session acts for.
    pub fn person(&self) -> &PersonId {
        match self {
            Self::Account { person, .. } | Self::Acting(person) => person,
        }
    }

    /// The account, if somebody signed in.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Account { account, .. } => Some(account),
            Self::Acting(_) => None,
        }
    }
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whom it is for.
    pub of: SessionOf,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ends if nothing is asked before.
    pub idle_until: Timestamp,
    /// When it ends in any case.
    pub ends_at: Timestamp,
}

impl Session {
    /// When it ends as things stand.
    pub fn until(&self) -> Timestamp {
        self.idle_until.min(self.ends_at)
    }
}

/// A session just opened, and the token its cookie carries.
#[derive(Clone, Debug)]
pub struct Opened {
    /// For the cookie.
    pub token: Secret,
    /// The session.
    pub session: Session,
}

impl Store {
    /// Opens a session under a fresh token. One that the browser had before ends, so that a token known before signing in is
    /// worth nothing after.
    pub async fn open_session(
        &self,
        of: SessionOf,
        before: Option<&SecretHash>,
        now: Timestamp,
        lifetimes: Lifetimes,
    ) -> Result<Opened, StoreError> {
        let token = Secret::random()?;
        let ends_at = now.saturating_add(lifetimes.whole).unwrap_or(now);
        let idle_until = now.saturating_add(lifetimes.idle).unwrap_or(now).min(ends_at);
        let session = Session { of, began_at: now, idle_until, ends_at };
        let work = async |connection: &mut sqlx::AnyConnection| {
            if let Some(before) = before {
                sqlx::query(sql::DELETE_SESSION).bind(before.as_str()).execute(&mut *connection).await?;
            }
            let insert = sqlx::query(sql::INSERT_SESSION)
                .bind(token.hash().0)
                .bind(session.of.account().map(|account| account.as_str().to_owned()))
                .bind(session.of.person().as_str())
                .bind(now.as_second())
                .bind(idle_until.as_second())
                .bind(ends_at.as_second());
            insert.execute(&mut *connection).await?;
            Ok(())
        };
        self.in_transaction(work).await?;
        Ok(Opened { token, session })
    }

    /// The session of a token, if it is open.
    pub async fn session(&self, token: &SecretHash, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let query = sqlx::query(sql::FIND_SESSION).bind(token.as_str()).bind(now.as_second());
        let Some(row) = query.fetch_optional(&self.database().read).await? else { return Ok(None) };
        let person: PersonId = row.try_get::<String, _>("person")?.parse()?;
        let (account, name): (Option<String>, Option<String>) = (row.try_get("account")?, row.try_get("sign_in_name")?);
        let of = match (account, name) {
            (None, _) => SessionOf::Acting(person),
            (Some(account), Some(name)) => {
                SessionOf::Account { account: AccountId::stored(account), person, name: name.parse()? }
            }
            // The account was closed; closing ended its sessions, and one that slipped through is none.
            (Some(_), None) => return Ok(None),
        };
        Ok(Some(Session {
            of,
            began_at: moment(row.try_get("began_at")?)?,
            idle_until: moment(row.try_get("idle_until")?)?,
            ends_at: moment(row.try_get("ends_at")?)?,
        }))
    }

    /// Puts off the idle end of an open session, never beyond its end. The new idle end; nothing when it was over.
    pub async fn touch_session(
        &self,
        token: &SecretHash,
        session: &Session,
        now: Timestamp,
        lifetimes: Lifetimes,
    ) -> Result<Option<Timestamp>, StoreError> {
        let idle_until = now.saturating_add(lifetimes.idle).unwrap_or(now).min(session.ends_at);
        let update =
            sqlx::query(sql::TOUCH_SESSION).bind(token.as_str()).bind(idle_until.as_second()).bind(now.as_second());
        let touched = update.execute(&self.database().write).await?;
        Ok((touched.rows_affected() > 0).then_some(idle_until))
    }

    /// Ends a session.
    pub async fn end_session(&self, token: &SecretHash) -> Result<(), StoreError> {
        sqlx::query(sql::DELETE_SESSION).bind(token.as_str()).execute(&self.database().write).await?;
        // Whoever signs out does not wait for it.
        let store = self.clone();
        tokio::spawn(async move { store.forget_log().await });
        Ok(())
    }

    /// Ends every session of an account but one. Returns how many.
    pub async fn end_other_sessions(&self, account: &AccountId, but: &SecretHash) -> Result<u64, StoreError> {
        let delete = sqlx::query(sql::DELETE_OTHER_SESSIONS_OF).bind(account.as_str()).bind(but.as_str());
        Ok(delete.execute(&self.database().write).await?.rows_affected())
    }

    /// How many sessions of an account are open.
    pub async fn open_sessions(&self, account: &AccountId, now: Timestamp) -> Result<u64, StoreError> {
        let query = sqlx::query(sql::COUNT_SESSIONS_OF).bind(account.as_str()).bind(now.as_second());
        let row = query.fetch_one(&self.database().read).await?;
        Ok(row.try_get::<i64, _>("n")?.unsigned_abs())
    }
}
