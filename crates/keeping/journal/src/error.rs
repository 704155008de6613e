//! What can go wrong with the record.

use crate::canonical::CanonicalError;
use crate::hash::{FileHash, PayloadHash};

/// Why the journal could not do as it was asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Someone else appended first; the caller catches up and decides again.
    #[error("the journal stands at entry {found}, the act was decided at {expected}")]
    Conflict {
        /// The last entry the caller had seen.
        expected: u64,
        /// The last entry there is.
        found: u64,
    },
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
    /// This machine's clock and the last entry are further apart than clocks of the same world are.
    #[error(transparent)]
    Clock(#[from] crate::believed::ClockError),
    /// What was to be erased was never there.
    #[error("entry {entry} has no text {place} that could be erased")]
    NothingToErase {
        /// The entry named.
        entry: u64,
        /// The place of the payload in it, from 0.
        place: usize,
    },
    /// The commit failed and the database cannot say whether it took effect.
    #[error(
        "the connection was lost during the commit of entry {first}; whether it was recorded is not known: {cause}"
    )]
    OutcomeUnknown {
        /// The first entry of the group.
        first: u64,
        /// What went wrong.
        cause: String,
    },
    /// An entry offered for recording has no canonical form.
    #[error("the entry cannot be recorded: {0}")]
    Canonical(#[from] CanonicalError),
    /// A stored entry does not read as one.
    #[error("entry {sequence} does not read as an entry: {reason}")]
    Unreadable {
        /// Which entry, from 1.
        sequence: u64,
        /// What was found.
        reason: String,
    },
    /// A fact file the entry names is not in the store.
    #[error("fact file {0} is not in the store")]
    NoSuchFile(FileHash),
    /// A stored fact file does not unpack to the bytes its name promises.
    #[error("fact file {0} is damaged")]
    DamagedFile(FileHash),
    /// There never was such a payload.
    #[error("payload {0} is not in the store")]
    NoSuchPayload(PayloadHash),
    /// The payload was erased; its entry and every proof still stand.
    #[error("payload {0} was erased")]
    Erased(PayloadHash),
    /// A proof was asked about entries that are not there.
    #[error("asked about entry {asked}, the tree has {size} entries")]
    OutOfRange {
        /// The entry or size asked about.
        asked: u64,
        /// How many entries there are.
        size: u64,
    },
    /// A signed note, checkpoint or key does not hold.
    #[error(transparent)]
    Note(#[from] crate::note::NoteError),
    /// Reading or writing a file outside the database.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The place a backup or an export was to go is already taken.
    #[error("{0} is already there and is not overwritten")]
    Taken(String),
    /// A journal that had to be empty is not.
    #[error("the journal to restore into already has {0} entries")]
    NotEmpty(u64),
    /// Something within the journal stopped; a bug.
    #[error("the journal stopped: {0}")]
    Stopped(String),
}

impl JournalError {
    /// A failure on a file, with its name.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> JournalError {
        let path = path.display().to_string();
        move |cause| JournalError::File { path, cause }
    }
}

impl JournalError {
    /// What is damaged, where the failure means that the database or the record in it is: it was read, and what was found is not
    /// what was written. Nothing for a database that cannot be reached, and for what was asked wrongly.
    pub fn damage(&self) -> Option<String> {
        match self {
            Self::Database(cause) => is_damage(cause).then(|| cause.to_string()),
            Self::Migration(sqlx::migrate::MigrateError::Execute(cause)) => is_damage(cause).then(|| cause.to_string()),
            Self::Migration(_)
            | Self::Unreadable { .. }
            | Self::NoSuchFile(_)
            | Self::DamagedFile(_)
            | Self::NoSuchPayload(_)
            | Self::Open(database::OpenError::NoTables(_)) => Some(self.to_string()),
            _ => None,
        }
    }
}

impl JournalError {
    /// Whether something was to be written where the database may only be read.
    pub fn is_read_only(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        error.code().is_some_and(|code| {
            // PostgreSQL: a read-only transaction, a right that the role has not.
            matches!(code.as_ref(), "25006" | "42501") || code.parse::<i32>().is_ok_and(|code| code & 0xff == 8)
        })
    }
}

/// Whether the database, as far as it could be reached, is not what it was.
fn is_damage(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Database(error) => {
            let Some(code) = error.code() else { return false };
            if code.len() == 5 {
                // PostgreSQL: its own words for damage, and tables or columns that are not there.
                return code.starts_with("XX") || matches!(code.as_ref(), "42P01" | "42703");
            }
            let Ok(code) = code.parse::<i32>() else { return false };
            // SQLITE_ERROR (a table that is not there, a schema that does not read), _CORRUPT, _NOTADB, _MISMATCH, _FORMAT; of the
            // failures to read, those that mean that bytes are missing or unreadable.
            matches!(code & 0xff, 1 | 11 | 20 | 24 | 26) || matches!(code, 266 | 522 | 8202 | 8458)
        }
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::ColumnNotFound(_)
        | sqlx::Error::ColumnIndexOutOfBounds { .. }
        | sqlx::Error::TypeNotFound { .. }
        | sqlx::Error::RowNotFound
        | sqlx::Error::AnyDriverError(_)
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

impl From<database::OpenError> for JournalError {
    fn from(error: database::OpenError) -> Self {
        match error {
            database::OpenError::Address(address) => Self::Address(address),
            database::OpenError::Database(cause) => Self::Database(cause),
            database::OpenError::Migration(cause) => Self::Migration(cause),
            other => Self::Open(other),
        }
    }
}
