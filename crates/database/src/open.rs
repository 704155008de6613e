//! Opening a database, and writing to it.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use crate::location::{Engine, Location};
use crate::tables::Tables;

const SQLITE_PRAGMAS: &str = include_str!("../sql/sqlite/pragmas.sql");
const SQLITE_WRITE_AHEAD_LOG: &str = include_str!("../sql/sqlite/write_ahead_log.sql");
const SQLITE_BEGIN: &str = include_str!("../sql/sqlite/begin.sql");
const POSTGRES_BEGIN: &str = include_str!("../sql/postgres/begin.sql");

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address cannot be read.
    #[error("found the database address {0:?}, required a path, sqlite:PATH or postgres://…")]
    Address(String),
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("bringing the tables up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
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

impl Database {
    /// Opens a database and brings `tables` up to date.
    pub async fn open(location: Location, tables: &Tables) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let Location { engine, url } = location;
        let options: AnyConnectOptions = url.parse()?;
        let write = pool(engine, 1).connect_with(options.clone()).await?;
        let read = match engine {
            // A second connection to memory would be a second, empty database.
            Engine::SqliteMemory => write.clone(),
            Engine::SqliteFile | Engine::Postgres => pool(engine, 4).connect_lazy_with(options),
        };
        let database = Self { engine, url, write, read };
        database.migrate(&tables.migrator()).await?;
        Ok(database)
    }

    async fn migrate(&self, migrations: &Migrator) -> Result<(), OpenError> {
        let mut connection = self.write.acquire().await?;
        if self.engine == Engine::SqliteFile {
            // Kept in the file, so once is enough; and where it fails the pool must not try again for a minute.
            (&mut *connection).execute(SQLITE_WRITE_AHEAD_LOG).await?;
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

    /// Closes every connection.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
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

fn pool(engine: Engine, connections: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_mins(1))
        .test_before_acquire(engine == Engine::Postgres);
    if engine == Engine::Postgres {
        return options;
    }
    // A database in memory lives as long as its one connection.
    let options = if engine == Engine::SqliteMemory {
        options.min_connections(1).idle_timeout(None).max_lifetime(None)
    } else {
        options
    };
    options.after_connect(|connection, _| Box::pin(async move { connection.execute(SQLITE_PRAGMAS).await.map(drop) }))
}
