//! What can go wrong with what is not in the journal.

/// Why the store could not do as it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database cannot be read.
    #[error("found the database address {0:?}, required a path, sqlite:PATH or postgres://…")]
    Address(String),
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("bringing the tables up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database could not be opened for another reason.
    #[error("the database: {0}")]
    Open(database::OpenError),
    /// A sign-in name that is none.
    #[error("found the sign-in name {0:?}, required an e-mail address")]
    NotAName(String),
    /// A person's id that is none.
    #[error(transparent)]
    NotAPerson(#[from] terms::IdError),
    /// Somebody else signs in by that name.
    #[error("the sign-in name {0} is taken by another account")]
    NameTaken(Name),
    /// The person has an account already.
    #[error("{0} has an account already: close it first, or invite it again")]
    PersonTaken(PersonId),
    /// No such account, or a closed one.
    #[error("there is no open account {0}")]
    NoSuchAccount(AccountId),
    /// The invitation was used, replaced or has run out, or never was one.
    #[error("the invitation was used, was replaced or has run out")]
    InvitationSpent,
    /// That identity at that provider already belongs to an account.
    #[error("that identity is linked to an account already")]
    LinkTaken,
    /// The same file was kept as the same table before.
    #[error("that file is kept already, as the vintage {id} of {table}")]
    VintageTaken {
        /// The table.
        table: String,
        /// The vintage.
        id: String,
    },
    /// A vintage's text is no longer what it was when it was kept.
    #[error("the vintage {0} is no longer as it was kept: remove it and import its file again")]
    VintageDamaged(String),
    /// What is not the name of a token.
    #[error("found the name {0:?}, required one line of 1 to 80 characters")]
    NotATokenName(String),
    /// What is not a scope.
    #[error("found the scope {0:?}, required `read` or `act:ROOM`, or several with a space between")]
    NotAScope(String),
    /// Days no token can have.
    #[error("found the days {first} to {last}, required a first day from today on and a last day within a year of it")]
    TokenDays {
        /// The first.
        first: jiff::civil::Date,
        /// The last.
        last: jiff::civil::Date,
    },
    /// As many live tokens as an account may have.
    #[error("the account has {limit} live tokens, and may have no more: revoke one first")]
    TooManyTokens {
        /// How many it may have.
        limit: usize,
    },
    /// What is not an idempotency key.
    #[error("found the idempotency key {0:?}, required 1 to 255 visible ASCII characters")]
    NotAKey(String),
    /// More bytes than are kept.
    #[error("found {found} bytes, at most {limit} are kept")]
    TooLarge {
        /// How many were sent.
        found: usize,
        /// How many are kept.
        limit: usize,
    },
    /// The same bytes are kept under another media type.
    #[error("the same bytes are kept as {kept}, not {given}")]
    MediaTypeDiffers {
        /// What they are kept as.
        kept: String,
        /// What they were sent as.
        given: String,
    },
    /// A hash that is none.
    #[error("found {0:?}, required the 64 hexadecimal digits of a SHA-256")]
    NotAHash(String),
    /// Stored bytes are not those their name promises.
    #[error("{0} is damaged")]
    Damaged(crate::blob::BlobHash),
    /// A stored value does not read as what it should be.
    #[error("a stored {what} does not read: {found:?}")]
    Unreadable {
        /// What it should be.
        what: &'static str,
        /// What was found.
        found: String,
    },
    /// The system gave no random bytes.
    #[error("the system gave no random bytes: {0}")]
    Random(String),
    /// Too many passwords are being checked at once.
    #[error("too many passwords are being checked just now")]
    Busy,
    /// Something within stopped; a bug.
    #[error("stopped: {0}")]
    Stopped(String),
}

use crate::account::{AccountId, Name, PersonId};

impl StoreError {
    /// Whether a constraint of the tables turned the write away.
    pub(crate) fn is_taken(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(cause)) if cause.is_unique_violation())
    }

    /// Whether the same may be done a moment later: the database is busy or could not be reached.
    pub fn may_pass(&self) -> bool {
        use sqlx::Error;
        match self {
            Self::Database(cause) => matches!(
                cause,
                Error::PoolTimedOut
                    | Error::PoolClosed
                    | Error::Io(_)
                    | Error::Tls(_)
                    | Error::Protocol(_)
                    | Error::WorkerCrashed
                    | Error::BeginFailed
                    | Error::Database(_)
            ),
            Self::Busy => true,
            _ => false,
        }
    }

    /// Whether a write named something that is not there.
    pub(crate) fn is_of_nothing(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(cause)) if cause.is_foreign_key_violation())
    }
}

impl database::Failed for StoreError {}

impl From<database::OpenError> for StoreError {
    fn from(error: database::OpenError) -> Self {
        match error {
            database::OpenError::Address(address) => Self::Address(address),
            database::OpenError::Database(cause) => Self::Database(cause),
            database::OpenError::Migration(cause) => Self::Migration(cause),
            other => Self::Open(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_database_may_pass_and_what_does_not_read_never_will() {
        assert!(StoreError::Database(sqlx::Error::PoolTimedOut).may_pass());
        assert!(StoreError::Database(sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into())).may_pass());
        assert!(StoreError::Busy.may_pass());
        assert!(!StoreError::Database(sqlx::Error::ColumnNotFound("person".to_owned())).may_pass());
        assert!(!StoreError::Unreadable { what: "moment", found: "x".to_owned() }.may_pass());
    }
}
