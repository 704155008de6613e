//! Opening a database, and writing to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection, Executor, Row};

use crate::location::{Engine, Location};
use crate::tables::Tables;

const SQLITE_PRAGMAS: &str = include_str!("../sql/sqlite/pragmas.sql");
const SQLITE_READING: &str = include_str!("../sql/sqlite/reading.sql");
const SQLITE_MODE: &str = include_str!("../sql/sqlite/mode.sql");
const SQLITE_WRITE_AHEAD_LOG: &str = include_str!("../sql/sqlite/write_ahead_log.sql");
const SQLITE_EMPTY_LOG: &str = include_str!("../sql/sqlite/empty_log.sql");
const SQLITE_SCHEMA: &str = include_str!("../sql/sqlite/schema.sql");
const SQLITE_BEGIN: &str = include_str!("../sql/sqlite/begin.sql");
const POSTGRES_BEGIN: &str = include_str!("../sql/postgres/begin.sql");
const POSTGRES_SCHEMA: &str = include_str!("../sql/postgres/schema.sql");

/// How long the first connection may take. A server that says nothing for so long is taken for one that is not there.
const FIRST_ANSWER: Duration = Duration::from_secs(5);

/// How long one waits for a connection of the pool: longer than SQLite waits for its lock, so that the lock is what is told of,
/// and long enough for hundreds who come at once.
const ACQUIRED_WITHIN: Duration = Duration::from_secs(30);

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address cannot be read.
    #[error("found the database address {0:?}, required a path, sqlite:PATH or postgres://…")]
    Address(String),
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// It did not answer at all.
    #[error("the database gave no answer within {} seconds", .0.as_secs())]
    NoAnswer(Duration),
    /// The tables could not be brought up to date.
    #[error("bringing the tables up to date: {0}")]
    Migration(#[from] MigrateError),
    /// It was to be opened as it is, and has not the tables.
    #[error("it has no table {0}")]
    NoTables(&'static str),
    /// Its log of writes cannot be read where nothing may be written.
    #[error(
        "{} is in a place that cannot be written to and has a write-ahead log ({}-wal): open it once where it may be written, or \
         copy both files to such a place", .0.display(), .0.display()
    )]
    LogUnread(PathBuf),
}

/// An error that says how a transaction failed.
pub trait Failed: From<sqlx::Error> {
    /// The failure of the commit itself: it may or may not have taken effect.
    fn at_commit(cause: sqlx::Error) -> Self {
        cause.into()
    }
}

/// An open database: one connection that writes, a few that read.
#[derive(Clone, Debug)]
pub struct Database {
    /// Which it is.
    pub engine: Engine,
    /// Its address, as sqlx reads it.
    pub url: String,
    /// The one connection that writes.
    pub write: AnyPool,
    /// Those that read.
    pub read: AnyPool,
}

/// How far the tables are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Every change has been made.
    UpToDate,
    /// Some or all are still to be made.
    Behind,
}

impl Database {
    /// Opens a database and brings `tables` up to date. Where they are so already nothing is written, so that one that can only
    /// be read opens too: a file or folder without the right to write, a PostgreSQL role or server that may only read.
    ///
    /// # Errors
    /// Within seconds, with the cause, when it cannot be reached.
    pub async fn open(location: Location, tables: &Tables) -> Result<Self, OpenError> {
        let (database, standing) = Self::connect(location, tables).await?;
        if standing == Standing::Behind {
            database.migrate(&tables.migrator()).await?;
        }
        Ok(database)
    }

    /// Opens a database as it is and changes nothing in it, not even its tables.
    ///
    /// # Errors
    /// [`OpenError::NoTables`] when it lacks `tables`, or else as [`Database::open`].
    pub async fn open_as_is(location: Location, tables: &Tables) -> Result<Self, OpenError> {
        match Self::connect(location, tables).await? {
            (database, Standing::UpToDate) => Ok(database),
            (database, Standing::Behind) => {
                database.close().await;
                Err(OpenError::NoTables(tables.noted_in))
            }
        }
    }

    async fn connect(location: Location, tables: &Tables) -> Result<(Self, Standing), OpenError> {
        sqlx::any::install_default_drivers();
        let Location { engine, mut url } = location;
        let standing = if engine == Engine::SqliteMemory {
            Standing::Behind
        } else {
            let (found, standing) = first_look(engine, url, tables).await?;
            url = found;
            standing
        };
        let options: AnyConnectOptions = url.parse()?;
        let (write, read) = match engine {
            // A second connection to memory would be a second, empty database.
            Engine::SqliteMemory => {
                let only = writing(engine).connect_with(options).await?;
                (only.clone(), only)
            }
            Engine::SqliteFile | Engine::Postgres => {
                (writing(engine).connect_lazy_with(options.clone()), reading(engine).connect_lazy_with(options))
            }
        };
        Ok((Self { engine, url, write, read }, standing))
    }

    async fn migrate(&self, migrations: &Migrator) -> Result<(), OpenError> {
        let mut connection = self.write.acquire().await?;
        if self.engine == Engine::SqliteFile {
            // Kept in the file, so once is enough; and where it fails the pool must not try again and again.
            let mode: String = (&mut *connection).fetch_one(SQLITE_MODE).await?.try_get(0)?;
            if mode != "wal" {
                (&mut *connection).execute(SQLITE_WRITE_AHEAD_LOG).await?;
            }
        }
        let mut attempt = migrations.run_direct(None, &mut *connection, false).await;
        // SQLite has no lock around migrations: whoever comes second finds the work done when it looks again.
        for _ in 0..3 {
            if attempt.is_ok() || self.engine == Engine::Postgres {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            attempt = migrations.run_direct(None, &mut *connection, false).await;
        }
        Ok(attempt?)
    }

    /// The file it is, if it is one.
    pub fn file(&self) -> Option<PathBuf> {
        if self.engine == Engine::SqliteFile { file_of(&self.url) } else { None }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    /// Empties SQLite's write-ahead log into the file, so that what was deleted is in neither: deleted bytes are overwritten in
    /// the file, but the log still has them until then. Whether it is empty; readers can be in the way for a while.
    ///
    /// On PostgreSQL there is nothing this program can do: what is deleted goes with the next `VACUUM`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn empty_log(&self) -> Result<bool, sqlx::Error> {
        if self.engine != Engine::SqliteFile {
            return Ok(true);
        }
        for wait in [0, 50, 200, 750, 1500] {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            // The first column says whether something was in the way.
            let row = sqlx::query(SQLITE_EMPTY_LOG).fetch_one(&self.write).await?;
            if row.try_get::<i64, _>(0)? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The statement that opens a writing transaction. SQLite takes its write lock at once, so that what is read in the
    /// transaction still holds when it commits.
    pub fn begin(&self) -> &'static str {
        match self.engine {
            Engine::SqliteFile | Engine::SqliteMemory => SQLITE_BEGIN,
            Engine::Postgres => POSTGRES_BEGIN,
        }
    }

    /// Runs `work` in one writing transaction: all of it takes effect or none. The connection is given up after any
    /// failure: neither engine promises much about one that failed.
    pub async fn in_transaction<T, E: Failed>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.write.acquire().await?;
        let outcome = run(&mut connection, self.begin(), work).await;
        if outcome.is_err() && self.engine != Engine::SqliteMemory {
            // A failure to close says nothing that the failure itself did not.
            drop(connection.close().await);
        }
        outcome
    }
}

/// Connects once, outside any pool, which would try again for as long as it may: how far the tables are, and by which address
/// the database is best opened.
async fn first_look(engine: Engine, url: String, tables: &Tables) -> Result<(String, Standing), OpenError> {
    match look(engine, &url, tables).await {
        Err(OpenError::Database(cause)) if engine == Engine::SqliteFile && cannot_open(&cause) => {
            let Some(path) = file_of(&url).filter(|path| path.is_file()) else { return Err(cause.into()) };
            let mut log = path.clone().into_os_string();
            log.push("-wal");
            if Path::new(&log).metadata().is_ok_and(|log| log.len() > 0) {
                return Err(OpenError::LogUnread(path));
            }
            // A database that writes ahead needs files beside it even to be read. Where none can be made, and nobody has
            // any open, it can be read as a file that does not change.
            let unchanging = format!("{url}&immutable=true");
            let standing = look(engine, &unchanging, tables).await?;
            Ok((unchanging, standing))
        }
        looked => Ok((url, looked?)),
    }
}

async fn look(engine: Engine, url: &str, tables: &Tables) -> Result<Standing, OpenError> {
    let options: AnyConnectOptions = url.parse()?;
    let mut connection = tokio::time::timeout(FIRST_ANSWER, options.connect())
        .await
        .map_err(|_| OpenError::NoAnswer(FIRST_ANSWER))??;
    let standing = standing(engine, &mut connection, tables).await;
    drop(connection.close().await);
    standing
}

/// Reads which changes have been made, and writes nothing.
async fn standing(engine: Engine, connection: &mut AnyConnection, tables: &Tables) -> Result<Standing, OpenError> {
    let schema = match engine {
        Engine::Postgres => POSTGRES_SCHEMA,
        Engine::SqliteFile | Engine::SqliteMemory => SQLITE_SCHEMA,
    };
    if sqlx::query(schema).bind(tables.noted_in).fetch_optional(&mut *connection).await?.is_none() {
        return Ok(Standing::Behind);
    }
    if connection.dirty_version(tables.noted_in).await?.is_some() {
        return Ok(Standing::Behind);
    }
    let made = connection.list_applied_migrations(tables.noted_in).await?;
    let migrator = tables.migrator();
    let is_made = |wanted: &sqlx::migrate::Migration| {
        made.iter().any(|made| made.version == wanted.version && made.checksum == wanted.checksum)
    };
    let known = made.iter().all(|made| migrator.version_exists(made.version));
    Ok(if known && migrator.iter().all(is_made) { Standing::UpToDate } else { Standing::Behind })
}

/// Whether SQLite could not open the file or one that it needs beside it (`SQLITE_CANTOPEN`, `SQLITE_READONLY`).
fn cannot_open(cause: &sqlx::Error) -> bool {
    let code =
        cause.as_database_error().and_then(sqlx::error::DatabaseError::code).and_then(|code| code.parse::<i32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 8 | 14))
}

/// The file in an address that [`Location::file`] made.
fn file_of(url: &str) -> Option<PathBuf> {
    let written = url.strip_prefix("sqlite://")?.split('?').next()?;
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

async fn run<T, E: Failed>(
    connection: &mut AnyConnection,
    begin: &'static str,
    work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    let mut transaction = connection.begin_with(begin).await?;
    let done = match work(&mut transaction).await {
        Ok(done) => done,
        Err(error) => {
            // The first failure is the one to report; an unfinished transaction is undone when the connection closes.
            drop(transaction.rollback().await);
            return Err(error);
        }
    };
    transaction.commit().await.map_err(E::at_commit)?;
    Ok(done)
}

fn writing(engine: Engine) -> AnyPoolOptions {
    let options = pool(engine, 1);
    // A database in memory lives as long as its one connection.
    let options = match engine {
        Engine::Postgres => return options,
        Engine::SqliteMemory => options.min_connections(1).idle_timeout(None).max_lifetime(None),
        Engine::SqliteFile => options,
    };
    options.after_connect(|connection, _| Box::pin(async move { connection.execute(SQLITE_PRAGMAS).await.map(drop) }))
}

fn reading(engine: Engine) -> AnyPoolOptions {
    let options = pool(engine, 4);
    if engine == Engine::Postgres {
        return options;
    }
    // Nothing here may read the file: what fails here is tried again and again, and its cause is not told.
    options.after_connect(|connection, _| Box::pin(async move { connection.execute(SQLITE_READING).await.map(drop) }))
}

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRED_WITHIN)
        .test_before_acquire(engine == Engine::Postgres)
}
