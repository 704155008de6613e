//! Invitations: the only way to an account. A link, shown once, used once.

use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, Row};

use crate::account::{Account, AccountId, Name, PersonId, read_account};
use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{Secret, SecretHash};
use crate::store::Store;

/// An invitation as it is handed to its person. It cannot be shown again: only a hash of the token is kept.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The account it opens.
    pub account: AccountId,
    /// What its link carries.
    pub token: Secret,
    /// When it runs out.
    pub expires_at: Timestamp,
}

impl Store {
    /// Makes an account for a person and invites them to it.
    ///
    /// # Errors
    /// [`StoreError::PersonTaken`] or [`StoreError::NameTaken`] when an open account has either.
    pub async fn invite(
        &self,
        person: &PersonId,
        name: &Name,
        now: Timestamp,
        lasts: SignedDuration,
    ) -> Result<Invitation, StoreError> {
        let id = AccountId::random()?;
        let work = async |connection: &mut AnyConnection| {
            let query = sqlx::query(sql::FIND_ACCOUNT_OF_PERSON).bind(person.as_str());
            if query.fetch_optional(&mut *connection).await?.is_some() {
                return Err(StoreError::PersonTaken(person.clone()));
            }
            let query = sqlx::query(sql::FIND_ACCOUNT_BY_NAME).bind(name.as_str());
            if query.fetch_optional(&mut *connection).await?.is_some() {
                return Err(StoreError::NameTaken(name.clone()));
            }
            let insert = sqlx::query(sql::INSERT_ACCOUNT)
                .bind(id.as_str())
                .bind(person.as_str())
                .bind(name.as_str())
                .bind(now.as_second());
            insert.execute(&mut *connection).await?;
            write_invitation(connection, &id, now, lasts).await
        };
        self.in_transaction(work).await.map_err(|error| {
            // Somebody else asked for the same at the same moment.
            if error.is_taken() { StoreError::PersonTaken(person.clone()) } else { error }
        })
    }

    /// Invites the person of an account again: after a lost link, a lost password, or a doubt about who holds it.
    ///
    /// Until they accept nobody can sign in: the old password, links, sessions, tokens and invitation end now.
    ///
    /// # Errors
    /// [`StoreError::NoSuchAccount`] when there is none or it is closed.
    pub async fn invite_again(
        &self,
        id: &AccountId,
        now: Timestamp,
        lasts: SignedDuration,
    ) -> Result<Invitation, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let reset = sqlx::query(sql::RESET_ACCOUNT).bind(id.as_str()).execute(&mut *connection).await?;
            if reset.rows_affected() == 0 {
                return Err(StoreError::NoSuchAccount(id.clone()));
            }
            for statement in [sql::DELETE_SESSIONS_OF, sql::DELETE_LINKS, sql::DELETE_INVITATION_OF] {
                sqlx::query(statement).bind(id.as_str()).execute(&mut *connection).await?;
            }
            let revoke = sqlx::query(sql::REVOKE_TOKENS_OF).bind(id.as_str()).bind(now.as_second());
            revoke.execute(&mut *connection).await?;
            write_invitation(connection, id, now, lasts).await
        };
        self.in_transaction(work).await
    }

    /// The account an open invitation leads to, without using it.
    pub async fn invited(&self, token: &SecretHash, now: Timestamp) -> Result<Option<Account>, StoreError> {
        let query = sqlx::query(sql::FIND_INVITATION).bind(token.as_str()).bind(now.as_second());
        let Some(row) = query.fetch_optional(&self.database().read).await? else { return Ok(None) };
        self.account(&AccountId::stored(row.try_get("account")?)).await
    }

    /// Uses an invitation with the hash of a chosen password. See [`crate::Passwords::accept`].
    pub(crate) async fn accept_password(
        &self,
        token: &SecretHash,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<Account, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let id = take(connection, token, now).await?;
            sqlx::query(sql::SET_PASSWORD).bind(id.as_str()).bind(password_hash).execute(&mut *connection).await?;
            activate(connection, &id).await
        };
        self.in_transaction(work).await
    }

    /// Uses an invitation to link an identity at a provider to its account.
    ///
    /// # Errors
    /// [`StoreError::InvitationSpent`], or [`StoreError::LinkTaken`] when the identity has an account already.
    pub async fn accept_link(
        &self,
        token: &SecretHash,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<Account, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let id = take(connection, token, now).await?;
            link(connection, &id, issuer, subject, now).await?;
            activate(connection, &id).await
        };
        self.in_transaction(work).await.map_err(taken)
    }

    /// Links an identity at a provider to the account invited under the e-mail address the provider vouches for.
    ///
    /// Only an account whose invitation is open is linked: one in use is never taken over by an address. Nothing when there is
    /// none.
    ///
    /// # Errors
    /// [`StoreError::LinkTaken`] when the identity has an account already.
    pub async fn accept_vouched(
        &self,
        name: &Name,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<Account>, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let query = sqlx::query(sql::FIND_ACCOUNT_BY_NAME).bind(name.as_str());
            let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
            let account = read_account(&row)?;
            let query = sqlx::query(sql::FIND_INVITATION_OF).bind(account.id.as_str()).bind(now.as_second());
            let Some(row) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
            let token = SecretHash(row.try_get("token_hash")?);
            let id = take(connection, &token, now).await?;
            link(connection, &id, issuer, subject, now).await?;
            activate(connection, &id).await.map(Some)
        };
        self.in_transaction(work).await.map_err(taken)
    }
}

fn taken(error: StoreError) -> StoreError {
    if error.is_taken() { StoreError::LinkTaken } else { error }
}

async fn write_invitation(
    connection: &mut AnyConnection,
    id: &AccountId,
    now: Timestamp,
    lasts: SignedDuration,
) -> Result<Invitation, StoreError> {
    let token = Secret::random()?;
    let expires_at = now.saturating_add(lasts).unwrap_or(now);
    let insert =
        sqlx::query(sql::INSERT_INVITATION).bind(token.hash().0).bind(id.as_str()).bind(expires_at.as_second());
    insert.execute(connection).await?;
    Ok(Invitation { account: id.clone(), token, expires_at })
}

async fn take(connection: &mut AnyConnection, token: &SecretHash, now: Timestamp) -> Result<AccountId, StoreError> {
    let query = sqlx::query(sql::TAKE_INVITATION).bind(token.as_str()).bind(now.as_second());
    let row = query.fetch_optional(connection).await?.ok_or(StoreError::InvitationSpent)?;
    Ok(AccountId::stored(row.try_get("account")?))
}

async fn link(
    connection: &mut AnyConnection,
    id: &AccountId,
    issuer: &str,
    subject: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let insert = sqlx::query(sql::INSERT_LINK).bind(issuer).bind(subject).bind(id.as_str()).bind(now.as_second());
    insert.execute(connection).await?;
    Ok(())
}

async fn activate(connection: &mut AnyConnection, id: &AccountId) -> Result<Account, StoreError> {
    let activated = sqlx::query(sql::ACTIVATE_ACCOUNT).bind(id.as_str()).execute(&mut *connection).await?;
    if activated.rows_affected() == 0 {
        return Err(StoreError::NoSuchAccount(id.clone()));
    }
    let row = sqlx::query(sql::FIND_ACCOUNT).bind(id.as_str()).fetch_one(connection).await?;
    read_account(&row)
}
