//! Who may sign in.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{hex, random};
use crate::store::{Store, moment};
pub use terms::PersonId;

/// The name a person signs in by: an e-mail address, in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = StoreError;

    /// Trims and lower-cases. It asks only for what every address has: whether mail arrives is for the invitation to show.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        let name = text.trim().to_lowercase();
        let is_plain =
            |part: &str| !part.is_empty() && part.chars().all(|letter| !letter.is_whitespace() && !letter.is_control());
        let halves = name.rsplit_once('@');
        let is_name = name.len() <= 254
            && halves.is_some_and(|(local, domain)| is_plain(local) && is_plain(domain) && !local.contains('@'));
        if is_name { Ok(Self(name)) } else { Err(StoreError::NotAName(text.to_owned())) }
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The id of an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    pub(crate) fn random() -> Result<Self, StoreError> {
        Ok(Self(format!("account-{}", hex(&random::<8>()?))))
    }

    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let digits = text.strip_prefix("account-").unwrap_or_default();
        let is_id = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_id { Ok(Self(text.to_owned())) } else { Err(StoreError::NoSuchAccount(Self(text.to_owned()))) }
    }
}

impl Display for AccountId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Made; nobody has signed in by it yet.
    Invited,
    /// Its person may sign in.
    Active,
    /// Nobody may sign in by it again.
    Closed,
}

impl AccountState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        [Self::Invited, Self::Active, Self::Closed]
            .into_iter()
            .find(|state| state.word() == text)
            .ok_or_else(|| StoreError::Unreadable { what: "account state", found: text.to_owned() })
    }
}

/// One person's way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub person: PersonId,
    /// What they sign in by; forgotten when the account is closed.
    pub name: Option<Name>,
    /// How far it has come.
    pub state: AccountState,
    /// Wrong passwords in a row.
    pub failed: u32,
    /// When it was made.
    pub made_at: Timestamp,
}

impl Account {
    /// Whether its person may come in. Wrong passwords shut no account, or anybody could shut anybody's: who guesses waits.
    pub fn may_sign_in(&self) -> bool {
        self.state == AccountState::Active
    }
}

pub(crate) fn read_account(row: &AnyRow) -> Result<Account, StoreError> {
    let name: Option<String> = row.try_get("sign_in_name")?;
    Ok(Account {
        id: AccountId::stored(row.try_get("id")?),
        person: row.try_get::<String, _>("person")?.parse()?,
        name: name.map(|name| name.parse()).transpose()?,
        state: AccountState::read(&row.try_get::<String, _>("state")?)?,
        failed: u32::try_from(row.try_get::<i64, _>("failed")?).unwrap_or(u32::MAX),
        made_at: moment(row.try_get("made_at")?)?,
    })
}

impl Store {
    /// An account by its id, open or closed.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(sql::FIND_ACCOUNT).bind(id.as_str()).fetch_optional(&self.database().read).await?;
        row.as_ref().map(read_account).transpose()
    }

    /// The open account of a person.
    pub async fn account_of(&self, person: &PersonId) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query(sql::FIND_ACCOUNT_OF_PERSON).bind(person.as_str());
        query.fetch_optional(&self.database().read).await?.as_ref().map(read_account).transpose()
    }

    /// The open account somebody signs in to by a name.
    pub async fn account_by_name(&self, name: &Name) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query(sql::FIND_ACCOUNT_BY_NAME).bind(name.as_str());
        query.fetch_optional(&self.database().read).await?.as_ref().map(read_account).transpose()
    }

    /// Accounts by id, after one of them, open and closed.
    pub async fn accounts(&self, after: Option<&AccountId>, limit: u32) -> Result<Vec<Account>, StoreError> {
        let after = after.map_or("", AccountId::as_str);
        let query = sqlx::query(sql::LIST_ACCOUNTS).bind(after).bind(i64::from(limit));
        query.fetch_all(&self.database().read).await?.iter().map(read_account).collect()
    }

    /// The issuers of the providers an account is linked to.
    pub async fn issuers_of(&self, account: &AccountId) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query(sql::LIST_LINKS).bind(account.as_str());
        let rows = query.fetch_all(&self.database().read).await?;
        rows.iter().map(|row| Ok(row.try_get("issuer")?)).collect()
    }

    /// The account an identity at a provider is linked to, open or closed.
    pub async fn linked(&self, issuer: &str, subject: &str) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query(sql::FIND_LINKED).bind(issuer).bind(subject);
        query.fetch_optional(&self.database().read).await?.as_ref().map(read_account).transpose()
    }

    /// Closes an account: its sessions, tokens, links and invitation end, and its sign-in name and password are forgotten.
    ///
    /// # Errors
    /// [`StoreError::NoSuchAccount`] when there is none or it is closed already.
    pub async fn close_account(&self, id: &AccountId) -> Result<(), StoreError> {
        let work = async |connection: &mut sqlx::AnyConnection| {
            let of_it = [sql::DELETE_SESSIONS_OF, sql::DELETE_TOKENS_OF, sql::DELETE_LINKS, sql::DELETE_INVITATION_OF];
            for statement in of_it {
                sqlx::query(statement).bind(id.as_str()).execute(&mut *connection).await?;
            }
            let closed = sqlx::query(sql::CLOSE_ACCOUNT).bind(id.as_str()).execute(&mut *connection).await?;
            if closed.rows_affected() == 0 {
                return Err(StoreError::NoSuchAccount(id.clone()));
            }
            Ok(())
        };
        self.forget(work).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_address_in_small_letters() {
        assert_eq!(" Ann.Other@Example.NHS.uk ".parse::<Name>().unwrap().as_str(), "ann.other@example.nhs.uk");
        for wrong in
            ["", "ann", "@", "ann@", "@nhs.uk", "a nn@nhs.uk", "a@b@c", "ann@nhs.uk\nBcc: x@y", &"a".repeat(255)]
        {
            assert!(wrong.parse::<Name>().is_err(), "{wrong:?}");
        }
    }
}
