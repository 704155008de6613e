//! Runs of the assignment method over files of activity, and answers kept for a link: never in the journal, and gone on
//! the day they say.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::Secret;
use crate::store::{Store, moment};

/// The most bytes of one part of a run's file.
pub const PART_BYTES_MAX: usize = 1 << 20;
/// A run that says nothing for so long is given up: its server has stopped.
pub const SILENT_MAX: SignedDuration = SignedDuration::from_mins(10);

/// The id of a run or of a kept answer: 256 random bits, so that nobody finds one by trying.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(String);

impl LinkId {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> Result<Self, StoreError> {
        Ok(Self(Secret::random()?.expose().to_owned()))
    }

    /// The id as an address has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LinkId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let is_id = text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let unreadable = || StoreError::Unreadable { what: "link", found: text.chars().take(50).collect() };
        if is_id { Ok(Self(text.to_owned())) } else { Err(unreadable()) }
    }
}

impl Display for LinkId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whose a run or a kept answer is: a person's, for a body they acted for. Blank where nobody signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The person's id.
    pub person: String,
    /// The body's code; blank where they acted for none.
    pub body: String,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It is being made.
    Running,
    /// It was made.
    Done,
    /// It could not be made; its account says why, if its server lived to say so.
    Failed,
}

impl RunState {
    const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A run to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunDraft {
    /// Its id.
    pub id: LinkId,
    /// Whose it is.
    pub owner: Owner,
    /// How many bytes its input has.
    pub bytes_total: u64,
    /// What was asked, as its maker writes it.
    pub settings: String,
    /// When its rows go.
    pub rows_until: Timestamp,
}

/// A kept run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRun {
    /// Its id.
    pub id: LinkId,
    /// Whose it is.
    pub owner: Owner,
    /// When it was asked for.
    pub made_at: Timestamp,
    /// When it was last heard of.
    pub beat_at: Timestamp,
    /// How far it has come.
    pub state: RunState,
    /// Records done.
    pub records: u64,
    /// Bytes of the input done.
    pub bytes_done: u64,
    /// Bytes of the input altogether.
    pub bytes_total: u64,
    /// What was asked, as its maker wrote it.
    pub settings: String,
    /// What it came to, as its maker wrote it; blank until it ended, and in lists.
    pub account: String,
    /// When its rows go; none once they are gone.
    pub rows_until: Option<Timestamp>,
}

/// A file of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunFile {
    /// The records with their answers.
    Result,
    /// The rows that could not be read.
    LeftOut,
}

impl RunFile {
    const fn name(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::LeftOut => "left-out",
        }
    }
}

/// An answer kept for a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its id.
    pub id: LinkId,
    /// Whose it is.
    pub owner: Owner,
    /// When it was given.
    pub made_at: Timestamp,
    /// When it goes.
    pub until: Timestamp,
    /// The answer, as its maker wrote it.
    pub content: String,
}

impl Store {
    /// Keeps a run that begins.
    pub async fn begin_run(&self, draft: &RunDraft, now: Timestamp) -> Result<(), StoreError> {
        let insert = sqlx::query(sql::INSERT_RUN)
            .bind(draft.id.as_str())
            .bind(draft.owner.person.as_str())
            .bind(draft.owner.body.as_str())
            .bind(now.as_second())
            .bind(signed(draft.bytes_total))
            .bind(draft.settings.as_str())
            .bind(draft.rows_until.as_second().max(1));
        insert.execute(&self.database().write).await?;
        Ok(())
    }

    /// A kept run that ended begins again: its files are dropped and come anew. Whether it was there and not running.
    pub async fn begin_run_again(
        &self,
        id: &LinkId,
        bytes_total: u64,
        rows_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let update = sqlx::query(sql::BEGIN_RUN_AGAIN)
                .bind(id.as_str())
                .bind(now.as_second())
                .bind(signed(bytes_total))
                .bind(rows_until.as_second().max(1));
            let begun = update.execute(&mut *connection).await?.rows_affected() > 0;
            if begun {
                sqlx::query(sql::DELETE_RUN_PARTS).bind(id.as_str()).execute(&mut *connection).await?;
            }
            Ok::<_, StoreError>(begun)
        };
        self.in_transaction(work).await
    }

    /// Says how far a run has come. Whether it still runs: one that was deleted or given up does not.
    pub async fn beat_run(&self, id: &LinkId, records: u64, bytes: u64, now: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query(sql::BEAT_RUN)
            .bind(id.as_str())
            .bind(now.as_second())
            .bind(signed(records))
            .bind(signed(bytes));
        Ok(update.execute(&self.database().write).await?.rows_affected() > 0)
    }

    /// Adds the next part of one of a run's files; parts are numbered from 0.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] for more than [`PART_BYTES_MAX`].
    pub async fn keep_run_part(
        &self,
        id: &LinkId,
        file: RunFile,
        ordinal: u64,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        if bytes.len() > PART_BYTES_MAX {
            return Err(StoreError::TooLarge { found: bytes.len(), limit: PART_BYTES_MAX });
        }
        let insert =
            sqlx::query(sql::INSERT_RUN_PART).bind(id.as_str()).bind(file.name()).bind(signed(ordinal)).bind(bytes);
        insert.execute(&self.database().write).await?;
        Ok(())
    }

    /// Ends a run: what it came to, and until when its rows are kept. Whether it was still running.
    pub async fn finish_run(
        &self,
        id: &LinkId,
        state: RunState,
        account: &str,
        records: u64,
        rows_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(sql::FINISH_RUN)
            .bind(id.as_str())
            .bind(state.name())
            .bind(account)
            .bind(signed(records))
            .bind(now.as_second())
            .bind(rows_until.as_second().max(1));
        Ok(update.execute(&self.database().write).await?.rows_affected() > 0)
    }

    /// A kept run.
    pub async fn run(&self, id: &LinkId) -> Result<Option<KeptRun>, StoreError> {
        let query = sqlx::query(sql::FIND_RUN).bind(id.as_str());
        query.fetch_optional(&self.database().read).await?.as_ref().map(read_run).transpose()
    }

    /// The latest runs of a body, or of a person who acted for none.
    pub async fn runs_of(&self, owner: &Owner, limit: u32) -> Result<Vec<KeptRun>, StoreError> {
        let query =
            sqlx::query(sql::LIST_RUNS).bind(owner.body.as_str()).bind(owner.person.as_str()).bind(i64::from(limit));
        query.fetch_all(&self.database().read).await?.iter().map(read_run).collect()
    }

    /// A part of one of a run's files; nothing after the last, or when the rows are gone.
    pub async fn run_part(&self, id: &LinkId, file: RunFile, ordinal: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query(sql::READ_RUN_PART).bind(id.as_str()).bind(file.name()).bind(signed(ordinal));
        let row = query.fetch_optional(&self.database().read).await?;
        Ok(row.map(|row| row.try_get("bytes")).transpose()?)
    }

    /// Deletes a run with everything of it. Whether it was there.
    pub async fn delete_run(&self, id: &LinkId) -> Result<bool, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            sqlx::query(sql::DELETE_RUN_PARTS).bind(id.as_str()).execute(&mut *connection).await?;
            let deleted = sqlx::query(sql::DELETE_RUN).bind(id.as_str()).execute(&mut *connection).await?;
            Ok::<_, StoreError>(deleted.rows_affected() > 0)
        };
        self.forget(work).await
    }

    /// Keeps an answer for a link.
    pub async fn keep_answer(&self, answer: &KeptAnswer) -> Result<(), StoreError> {
        let insert = sqlx::query(sql::INSERT_KEPT_ANSWER)
            .bind(answer.id.as_str())
            .bind(answer.owner.person.as_str())
            .bind(answer.owner.body.as_str())
            .bind(answer.made_at.as_second())
            .bind(answer.until.as_second())
            .bind(answer.content.as_str());
        insert.execute(&self.database().write).await?;
        Ok(())
    }

    /// A kept answer, until it is too late.
    pub async fn kept_answer(&self, id: &LinkId, now: Timestamp) -> Result<Option<KeptAnswer>, StoreError> {
        let query = sqlx::query(sql::FIND_KEPT_ANSWER).bind(id.as_str());
        let Some(row) = query.fetch_optional(&self.database().read).await? else { return Ok(None) };
        let answer = KeptAnswer {
            id: row.try_get::<String, _>("id")?.parse()?,
            owner: Owner { person: row.try_get("person")?, body: row.try_get("body")? },
            made_at: moment(row.try_get("made_at")?)?,
            until: moment(row.try_get("until")?)?,
            content: row.try_get("content")?,
        };
        // What is too old is not shown, though the sweep has not come by yet.
        Ok(Some(answer).filter(|answer| answer.until > now))
    }

    /// Deletes a kept answer. Whether it was there.
    pub async fn delete_answer(&self, id: &LinkId) -> Result<bool, StoreError> {
        let delete = sqlx::query(sql::DELETE_KEPT_ANSWER).bind(id.as_str());
        Ok(delete.execute(&self.database().write).await?.rows_affected() > 0)
    }
}

/// What a sweep did with runs and kept answers.
pub(crate) struct SweptRuns {
    pub(crate) runs: u64,
    pub(crate) answers: u64,
}

/// Deletes the rows of runs and the answers that are past their date, and gives up runs that have gone silent.
pub(crate) async fn sweep(connection: &mut AnyConnection, now: Timestamp) -> Result<SweptRuns, StoreError> {
    let seconds = now.as_second();
    sqlx::query(sql::SWEEP_RUN_PARTS).bind(seconds).execute(&mut *connection).await?;
    let runs = sqlx::query(sql::SWEEP_RUNS).bind(seconds).execute(&mut *connection).await?.rows_affected();
    let silent = now.saturating_sub(SILENT_MAX).unwrap_or(Timestamp::MIN).as_second();
    sqlx::query(sql::FAIL_SILENT_RUNS).bind(silent).execute(&mut *connection).await?;
    let answers = sqlx::query(sql::SWEEP_KEPT_ANSWERS).bind(seconds).execute(&mut *connection).await?.rows_affected();
    Ok(SweptRuns { runs, answers })
}

fn read_run(row: &AnyRow) -> Result<KeptRun, StoreError> {
    let state: String = row.try_get("state")?;
    let state = [RunState::Running, RunState::Done, RunState::Failed]
        .into_iter()
        .find(|known| known.name() == state)
        .ok_or(StoreError::Unreadable { what: "state of a run", found: state })?;
    let count = |column: &str| Ok::<_, StoreError>(row.try_get::<i64, _>(column)?.max(0).cast_unsigned());
    let until: i64 = row.try_get("rows_until")?;
    Ok(KeptRun {
        id: row.try_get::<String, _>("id")?.parse()?,
        owner: Owner { person: row.try_get("person")?, body: row.try_get("body")? },
        made_at: moment(row.try_get("made_at")?)?,
        beat_at: moment(row.try_get("beat_at")?)?,
        state,
        records: count("records")?,
        bytes_done: count("bytes_done")?,
        bytes_total: count("bytes_total")?,
        settings: row.try_get("settings")?,
        account: row.try_get("account")?,
        rows_until: (until > 0).then(|| moment(until)).transpose()?,
    })
}

/// A count as the tables keep it.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
