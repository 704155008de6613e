//! The database: one SQL text for both engines, and the few places where the engines differ.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, Row};

use crate::error::JournalError;

/// Every statement, one to a file; each is prepared on both engines in a test.
pub(crate) mod sql {
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
    pub(crate) const SQLITE_PRAGMAS: &str = include_str!("../sql/sqlite/pragmas.sql");
    pub(crate) const SQLITE_WRITE_AHEAD_LOG: &str = include_str!("../sql/sqlite/write_ahead_log.sql");
    pub(crate) const SQLITE_BEGIN: &str = include_str!("../sql/sqlite/begin.sql");
    pub(crate) const SQLITE_CHECKPOINT_WAL: &str = include_str!("../sql/sqlite/checkpoint_wal.sql");
    pub(crate) const POSTGRES_BEGIN: &str = include_str!("../sql/postgres/begin.sql");
    pub(crate) const POSTGRES_NOTIFY: &str = include_str!("../sql/postgres/notify.sql");
}

/// The channel on which PostgreSQL passes news between servers.
pub(crate) const NEWS_CHANNEL: &str = "footprint_journal";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("sql/migrations");

/// Where a journal is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A SQLite file.
    SqliteFile,
    /// SQLite in memory, for tests and demonstrations.
    SqliteMemory,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// An open database: one connection that writes, a few that read.
pub(crate) struct Database {
    pub(crate) engine: Engine,
    pub(crate) url: String,
    pub(crate) write: AnyPool,
    pub(crate) read: AnyPool,
}

impl Database {
    pub(crate) async fn open(address: &str) -> Result<Database, JournalError> {
        let (engine, url) = locate(address)?;
        Database::connect(engine, url).await
    }

    pub(crate) async fn open_file(path: &Path) -> Result<Database, JournalError> {
        Database::connect(Engine::SqliteFile, sqlite_url(path).map_err(JournalError::file(path))?).await
    }

    async fn connect(engine: Engine, url: String) -> Result<Database, JournalError> {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = url.parse()?;
        let write = pool(engine, 1).connect_with(options.clone()).await?;
        let read = match engine {
            // A second connection to memory would be a second, empty database.
            Engine::SqliteMemory => write.clone(),
            Engine::SqliteFile | Engine::Postgres => pool(engine, 4).connect_lazy_with(options),
        };
        let database = Database { engine, url, write, read };
        database.migrate().await?;
        Ok(database)
    }

    async fn migrate(&self) -> Result<(), JournalError> {
        let mut connection = self.write.acquire().await?;
        if self.engine == Engine::SqliteFile {
            // Kept in the file, so once is enough; and where it fails the pool must not try again for a minute.
            (&mut *connection).execute(sql::SQLITE_WRITE_AHEAD_LOG).await?;
        }
        let mut attempt = MIGRATIONS.run_direct(None, &mut *connection, false).await;
        // SQLite has no lock around migrations: whoever comes second finds the work done when it looks again.
        for _ in 0..3 {
            if attempt.is_ok() || self.engine == Engine::Postgres {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            attempt = MIGRATIONS.run_direct(None, &mut *connection, false).await;
        }
        Ok(attempt?)
    }

    /// The statement that opens a writing transaction. SQLite takes its write lock at once, so that what is read in the
    /// transaction still holds when it commits.
    pub(crate) fn begin(&self) -> &'static str {
        match self.engine {
            Engine::SqliteFile | Engine::SqliteMemory => sql::SQLITE_BEGIN,
            Engine::Postgres => sql::POSTGRES_BEGIN,
        }
    }

    /// Runs `work` in one writing transaction. The connection is given up after any failure: neither engine promises
    /// much about one that failed.
    pub(crate) async fn in_transaction<T>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, JournalError>,
    ) -> Result<T, TransactionError> {
        let mut connection =
            self.write.acquire().await.map_err(|cause| TransactionError::NotCommitted(cause.into()))?;
        let outcome = run(&mut connection, self.begin(), work).await;
        if outcome.is_err() && self.engine != Engine::SqliteMemory {
            // A failure to close says nothing that the failure itself did not.
            drop(connection.close().await);
        }
        outcome
    }

    pub(crate) async fn last_sequence(&self) -> Result<u64, JournalError> {
        let mut connection = self.read.acquire().await?;
        last_sequence(&mut connection).await
    }
}

/// How a writing transaction failed.
pub(crate) enum TransactionError {
    /// Before the commit: nothing took effect.
    NotCommitted(JournalError),
    /// At the commit: it may or may not have taken effect.
    AtCommit(sqlx::Error),
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

async fn run<T>(
    connection: &mut AnyConnection,
    begin: &'static str,
    work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, JournalError>,
) -> Result<T, TransactionError> {
    let mut transaction =
        connection.begin_with(begin).await.map_err(|cause| TransactionError::NotCommitted(cause.into()))?;
    let done = match work(&mut transaction).await {
        Ok(done) => done,
        Err(error) => {
            // The first failure is the one to report; an unfinished transaction is undone when the connection closes.
            drop(transaction.rollback().await);
            return Err(TransactionError::NotCommitted(error));
        }
    };
    transaction.commit().await.map_err(TransactionError::AtCommit)?;
    Ok(done)
}

pub(crate) async fn last_sequence(connection: &mut AnyConnection) -> Result<u64, JournalError> {
    let row = sqlx::query(sql::LAST_SEQUENCE).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>("sequence")?.unsigned_abs())
}

/// A sequence or count as the databases keep it.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_mins(1))
        .test_before_acquire(engine == Engine::Postgres);
    match engine {
        Engine::Postgres => options,
        Engine::SqliteFile | Engine::SqliteMemory => {
            let options = if engine == Engine::SqliteMemory {
                // The database lives as long as its one connection.
                options.min_connections(1).idle_timeout(None).max_lifetime(None)
            } else {
                options
            };
            options.after_connect(|connection, _| {
                Box::pin(async move { connection.execute(sql::SQLITE_PRAGMAS).await.map(drop) })
            })
        }
    }
}

/// Reads the address of a journal: a path, `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
fn locate(address: &str) -> Result<(Engine, String), JournalError> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return Ok((Engine::Postgres, address.to_owned()));
    }
    let refused = || JournalError::Address(address.to_owned());
    let (path, options) = match address.strip_prefix("sqlite:") {
        Some(":memory:") => return Ok((Engine::SqliteMemory, "sqlite::memory:".to_owned())),
        Some(rest) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            rest.split_once('?').map_or((rest, None), |(path, options)| (path, Some(options)))
        }
        None if address.contains("://") => return Err(refused()),
        None => (address, None),
    };
    if path.is_empty() {
        return Err(refused());
    }
    let mut url = sqlite_url(Path::new(path)).map_err(|_| refused())?;
    if let Some(options) = options {
        url.push('&');
        url.push_str(options);
    }
    Ok((Engine::SqliteFile, url))
}

/// The address of a SQLite file, whatever characters its path has.
fn sqlite_url(path: &Path) -> std::io::Result<String> {
    let path: PathBuf = std::path::absolute(path)?;
    let mut url = String::from("sqlite://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => url.push(char::from(*byte)),
            // Writing to a string cannot fail.
            other => drop(write!(url, "%{other:02X}")),
        }
    }
    url.push_str("?mode=rwc");
    Ok(url)
}
