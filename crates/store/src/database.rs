//! The database: one text of each statement for both engines, and the few places where the engines differ.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, Connection, Executor};

use crate::error::StoreError;

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
        ACTIVATE_ACCOUNT = "activate_account";
        BLOB_MEDIA_TYPE = "blob_media_type";
        CLEAR_FAILURES = "clear_failures";
        CLOSE_ACCOUNT = "close_account";
        COUNT_FAILURE = "count_failure";
        COUNT_SESSIONS_OF = "count_sessions_of";
        DELETE_BLOB = "delete_blob";
        DELETE_HOLDS_OF_BLOB = "delete_holds_of_blob";
        DELETE_INVITATION_OF = "delete_invitation_of";
        DELETE_LINKS = "delete_links";
        DELETE_OTHER_SESSIONS_OF = "delete_other_sessions_of";
        DELETE_SESSION = "delete_session";
        DELETE_SESSIONS_OF = "delete_sessions_of";
        FIND_ACCOUNT = "find_account";
        FIND_ACCOUNT_BY_NAME = "find_account_by_name";
        FIND_ACCOUNT_OF_PERSON = "find_account_of_person";
        FIND_INVITATION = "find_invitation";
        FIND_INVITATION_OF = "find_invitation_of";
        FIND_LINKED = "find_linked";
        FIND_SESSION = "find_session";
        HOLD_BLOB = "hold_blob";
        INSERT_ACCOUNT = "insert_account";
        INSERT_BLOB = "insert_blob";
        INSERT_INVITATION = "insert_invitation";
        INSERT_LINK = "insert_link";
        INSERT_PENDING = "insert_pending";
        INSERT_REFUSAL = "insert_refusal";
        INSERT_SESSION = "insert_session";
        LET_GO_BLOB = "let_go_blob";
        LIST_ACCOUNTS = "list_accounts";
        LIST_LINKS = "list_links";
        LIST_REFUSALS = "list_refusals";
        READ_BLOB = "read_blob";
        RESET_ACCOUNT = "reset_account";
        SET_PASSWORD = "set_password";
        SWEEP_BLOBS = "sweep_blobs";
        SWEEP_HOLDS = "sweep_holds";
        SWEEP_INVITATIONS = "sweep_invitations";
        SWEEP_PENDING = "sweep_pending";
        SWEEP_REFUSALS = "sweep_refusals";
        SWEEP_SESSIONS = "sweep_sessions";
        TAKE_INVITATION = "take_invitation";
        TAKE_PENDING = "take_pending";
        TOUCH_SESSION = "touch_session";
    }
    pub(crate) const SQLITE_PRAGMAS: &str = include_str!("../sql/sqlite/pragmas.sql");
    pub(crate) const SQLITE_WRITE_AHEAD_LOG: &str = include_str!("../sql/sqlite/write_ahead_log.sql");
    pub(crate) const SQLITE_BEGIN: &str = include_str!("../sql/sqlite/begin.sql");
    pub(crate) const POSTGRES_BEGIN: &str = include_str!("../sql/postgres/begin.sql");
}

/// Kept apart from the journal's own list, so that either can move on without the other.
const MIGRATIONS_TABLE: &str = "_store_migrations";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Engine {
    SqliteFile,
    SqliteMemory,
    Postgres,
}

/// An open database: one connection that writes, a few that read.
#[derive(Clone)]
pub(crate) struct Database {
    engine: Engine,
    pub(crate) write: AnyPool,
    pub(crate) read: AnyPool,
}

impl Database {
    pub(crate) async fn open(address: &str) -> Result<Database, StoreError> {
        let (engine, url) = locate(address)?;
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = url.parse()?;
        let write = pool(engine, 1).connect_with(options.clone()).await?;
        let read = match engine {
            // A second connection to memory would be a second, empty database.
            Engine::SqliteMemory => write.clone(),
            Engine::SqliteFile | Engine::Postgres => pool(engine, 4).connect_lazy_with(options),
        };
        let database = Database { engine, write, read };
        database.migrate().await?;
        Ok(database)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let mut migrations = sqlx::migrate!("sql/migrations");
        migrations.dangerous_set_table_name(MIGRATIONS_TABLE);
        let mut connection = self.write.acquire().await?;
        if self.engine == Engine::SqliteFile {
            (&mut *connection).execute(sql::SQLITE_WRITE_AHEAD_LOG).await?;
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

    /// Runs `work` in one writing transaction: all of it takes effect or none.
    pub(crate) async fn in_transaction<T>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // SQLite takes its write lock at once, so that what is read in the transaction still holds when it commits.
        let begin = match self.engine {
            Engine::SqliteFile | Engine::SqliteMemory => sql::SQLITE_BEGIN,
            Engine::Postgres => sql::POSTGRES_BEGIN,
        };
        let mut connection = self.write.acquire().await?;
        let mut transaction = connection.begin_with(begin).await?;
        match work(&mut transaction).await {
            Ok(done) => {
                transaction.commit().await?;
                Ok(done)
            }
            Err(error) => {
                // The first failure is the one to report; an unfinished transaction is undone in any case.
                drop(transaction.rollback().await);
                Err(error)
            }
        }
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
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
    options
        .after_connect(|connection, _| Box::pin(async move { connection.execute(sql::SQLITE_PRAGMAS).await.map(drop) }))
}

/// Reads an address as the journal reads its own: a path, `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
fn locate(address: &str) -> Result<(Engine, String), StoreError> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return Ok((Engine::Postgres, address.to_owned()));
    }
    let refused = || StoreError::Address(address.to_owned());
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
    let path = std::path::absolute(Path::new(path)).map_err(|_| refused())?;
    let mut url = String::from("sqlite://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => url.push(char::from(*byte)),
            // Writing to a string cannot fail.
            other => drop(write!(url, "%{other:02X}")),
        }
    }
    url.push_str("?mode=rwc");
    if let Some(options) = options {
        url.push('&');
        url.push_str(options);
    }
    Ok((Engine::SqliteFile, url))
}
