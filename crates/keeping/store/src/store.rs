//! The store as others hold it, and what it forgets by itself.

use database::Database;
use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, Executor as _};

use crate::database::{open, sql};
use crate::error::StoreError;

/// The tables beside the journal's. Clones share the connections.
#[derive(Clone)]
pub struct Store(Database);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// What a sweep deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions that were over.
    pub sessions: u64,
    /// Invitations that had run out.
    pub invitations: u64,
    /// Signings-in at a provider that never came back.
    pub pending: u64,
    /// Refusals older than they are kept.
    pub refusals: u64,
    /// Files nobody held any more.
    pub blobs: u64,
    /// Runs whose rows were past their date: their totals stay.
    pub run_rows: u64,
    /// Kept answers past their date.
    pub answers: u64,
    /// Tokens that ended longer ago than they are listed.
    pub tokens: u64,
    /// Idempotency keys past their time.
    pub keys: u64,
}

impl Store {
    /// Opens the tables at the journal's own address, and makes or updates them.
    ///
    /// # Errors
    /// When the address cannot be read or the database cannot be reached.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        Ok(Self(open(address).await?))
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0
    }

    /// Runs `work` in one writing transaction: all of it takes effect or none.
    pub(crate) async fn in_transaction<T>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.0.in_transaction(work).await
    }

    /// As [`Store::in_transaction`], for work that forgets: what it deletes is then in no file of the database, where that is one
    /// of SQLite's. (On PostgreSQL it goes with the next `VACUUM`.)
    pub(crate) async fn forget<T>(
        &self,
        work: impl AsyncFnOnce(&mut AnyConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.in_transaction(work).await?;
        self.forget_log().await;
        Ok(done)
    }

    /// Takes what was deleted out of SQLite's write-ahead log as well. A failure is told and nothing else: what was asked is done,
    /// and the next sweep tries again.
    pub(crate) async fn forget_log(&self) {
        match self.0.empty_log().await {
            Ok(true) => {}
            Ok(false) => tracing::warn!("a long read is in the way: the write-ahead log still holds what was deleted"),
            Err(error) => {
                tracing::warn!(%error, "the write-ahead log, which still holds what was deleted, could not be emptied");
            }
        }
    }

    /// Deletes what has run out: sessions, invitations, unfinished signings-in, files, rows of runs and kept answers past their
    /// date, tokens and idempotency keys, refusals older than `refusals_kept`. To be called now and then; calling twice does no harm.
    pub async fn sweep(&self, now: Timestamp, refusals_kept: SignedDuration) -> Result<Swept, StoreError> {
        let old = now.saturating_sub(refusals_kept).unwrap_or(Timestamp::MIN).as_second();
        let (moment, now) = (now, now.as_second());
        let work = async |connection: &mut AnyConnection| {
            let mut run = async |statement: &'static str, moment: i64| -> Result<u64, StoreError> {
                Ok(sqlx::query(statement).bind(moment).execute(&mut *connection).await?.rows_affected())
            };
            let sessions = run(sql::SWEEP_SESSIONS, now).await?;
            let invitations = run(sql::SWEEP_INVITATIONS, now).await?;
            let pending = run(sql::SWEEP_PENDING, now).await?;
            let refusals = run(sql::SWEEP_REFUSALS, old).await?;
            let keys = run(sql::SWEEP_REQUEST_KEYS, now).await?;
            run(sql::SWEEP_HOLDS, now).await?;
            let blobs = sqlx::query(sql::SWEEP_BLOBS).execute(&mut *connection).await?.rows_affected();
            let crate::run::SweptRuns { runs: run_rows, answers } = crate::run::sweep(connection, moment).await?;
            let tokens = crate::token::sweep(connection, moment).await?;
            Ok(Swept { sessions, invitations, pending, refusals, blobs, run_rows, answers, tokens, keys })
        };
        let swept = self.in_transaction(work).await?;
        if swept != Swept::default() {
            self.forget_log().await;
        }
        Ok(swept)
    }

    /// Has the database prepare every statement there is. Returns how many.
    ///
    /// # Errors
    /// The first statement the database does not accept, by the name of its file.
    pub async fn prepare_statements(&self) -> Result<usize, StoreError> {
        for (file, statement) in sql::ALL {
            (&self.0.read)
                .prepare(sqlx::SqlStr::from_static(statement))
                .await
                .map_err(|cause| StoreError::Stopped(format!("{file}.sql: {cause}")))?;
        }
        Ok(sql::ALL.len())
    }

    /// Closes the connections; clones can no longer be used.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

/// A moment as the tables keep it.
pub(crate) fn moment(seconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_second(seconds).map_err(|_| StoreError::Unreadable { what: "moment", found: seconds.to_string() })
}
