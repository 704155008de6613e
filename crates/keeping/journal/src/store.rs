//! The journal's tables: its statements, and how a writing transaction fails.

use std::path::Path;

use database::{Database, Engine, Failed, Location};
use sqlx::{AnyConnection, Row};

use crate::error::JournalError;

/// Every statement, one to a file; each is prepared on both engines in a test.
pub(crate) mod sql {
    use super::Scan;

    macro_rules! statements {
        ($($name:ident = $file:literal;)*) => {
            $(pub(crate) const $name: &str = include_str!(concat!("../sql/", $file, ".sql"));)*
            /// The portable statements by name.
            pub(crate) const ALL: &[(&str, &str)] = &[$(($file, $name)),*];
        };
    }
    statements! {
        LAST_ENTRY = "last_entry";
        LAST_SEQUENCE = "last_sequence";
        INSERT_ENTRY = "insert_entry";
        READ_ENTRIES = "read_entries";
        READ_LEAF_HASHES = "read_leaf_hashes";
        ENTRY_BATCH = "entry_batch";
        INSERT_FILE = "insert_file";
        READ_FILE = "read_file";
        FILE_EXISTS = "file_exists";
        LIST_FILES = "list_files";
        INSERT_PAYLOAD = "insert_payload";
        READ_PAYLOAD = "read_payload";
        READ_PAYLOADS = "read_payloads";
        LIST_PAYLOADS = "list_payloads";
        DELETE_PAYLOAD = "delete_payload";
        INSERT_ERASURE = "insert_erasure";
        READ_ERASURE = "read_erasure";
        LIST_ERASURES = "list_erasures";
        INSERT_CHECKPOINT = "insert_checkpoint";
        LIST_CHECKPOINTS = "list_checkpoints";
        LAST_CHECKPOINT = "last_checkpoint";
        INSERT_KEY_STATEMENT = "insert_key_statement";
        LIST_KEY_STATEMENTS = "list_key_statements";
    }
    macro_rules! scans {
        ($($name:ident = $file:literal;)*) => {
            $(pub(crate) const $name: Scan = Scan {
                sqlite: include_str!(concat!("../sql/sqlite/", $file, ".sql")),
                postgres: include_str!(concat!("../sql/postgres/", $file, ".sql")),
            };)*
            /// The statements that read whole tables, by name.
            pub(crate) const SCANS: &[(&str, Scan)] = &[$(($file, $name)),*];
        };
    }
    // What verifying reads: every column as the bytes the table itself has, past any index, with the kind SQLite keeps it as.
    scans! {
        SCAN_ENTRIES = "scan_entries";
        ENTRY_AT = "entry_at";
        SCAN_FILES = "scan_files";
        SCAN_PAYLOADS = "scan_payloads";
        SCAN_ERASURES = "scan_erasures";
        SCAN_CHECKPOINTS = "scan_checkpoints";
        SCAN_KEY_STATEMENTS = "scan_key_statements";
    }
    pub(crate) const SQLITE_INTEGRITY_CHECK: &str = include_str!("../sql/sqlite/integrity_check.sql");
    pub(crate) const POSTGRES_NOTIFY: &str = include_str!("../sql/postgres/notify.sql");
}

/// A statement that each engine is asked in its own words.
#[derive(Clone, Copy)]
pub(crate) struct Scan {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Scan {
    pub(crate) fn on(self, engine: Engine) -> &'static str {
        match engine {
            Engine::Postgres => self.postgres,
            Engine::SqliteFile | Engine::SqliteMemory => self.sqlite,
        }
    }
}

/// The channel on which PostgreSQL passes news between servers.
pub(crate) const NEWS_CHANNEL: &str = "footprint_journal";

static TABLES: database::Tables = database::Tables {
    noted_in: "_sqlx_migrations",
    changes: &[(1, "journal", include_str!("../sql/migrations/0001_journal.sql"))],
};

/// Opens the database at an address, with the journal's tables.
pub(crate) async fn open(address: &str) -> Result<Database, JournalError> {
    Ok(Database::open(address.parse()?, &TABLES).await?)
}

/// Opens the database at an address as it is.
pub(crate) async fn open_as_is(address: &str) -> Result<Database, JournalError> {
    Ok(Database::open_as_is(address.parse()?, &TABLES).await?)
}

/// Opens a SQLite file, with the journal's tables.
pub(crate) async fn open_file(path: &Path) -> Result<Database, JournalError> {
    Ok(Database::open(Location::file(path).map_err(JournalError::file(path))?, &TABLES).await?)
}

/// Runs `work` in one writing transaction.
pub(crate) async fn in_transaction<T>(
    database: &Database,
    work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, JournalError>,
) -> Result<T, TransactionError> {
    database.in_transaction(async |connection| work(connection).await.map_err(TransactionError::NotCommitted)).await
}

/// How a writing transaction failed.
pub(crate) enum TransactionError {
    /// Before the commit: nothing took effect.
    NotCommitted(JournalError),
    /// At the commit: it may or may not have taken effect.
    AtCommit(sqlx::Error),
}

impl From<sqlx::Error> for TransactionError {
    fn from(cause: sqlx::Error) -> Self {
        Self::NotCommitted(cause.into())
    }
}

impl Failed for TransactionError {
    fn at_commit(cause: sqlx::Error) -> Self {
        Self::AtCommit(cause)
    }
}

impl TransactionError {
    /// The failure, for writes whose repetition is harmless and whose outcome the caller looks up.
    pub(crate) fn into_error(self) -> JournalError {
        match self {
            TransactionError::NotCommitted(error) => error,
            TransactionError::AtCommit(error) => error.into(),
        }
    }
}

/// The number of the last entry, by a connection that reads.
pub(crate) async fn last_of(database: &Database) -> Result<u64, JournalError> {
    let mut connection = database.read.acquire().await?;
    last_sequence(&mut connection).await
}

/// The number of the last entry, 0 where there is none.
pub(crate) async fn last_sequence(connection: &mut AnyConnection) -> Result<u64, JournalError> {
    let row = sqlx::query(sql::LAST_SEQUENCE).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>("sequence")?.unsigned_abs())
}

/// A sequence or count as the databases keep it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
