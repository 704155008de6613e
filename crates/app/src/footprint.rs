//! The whole of Footprint over one journal.

use crate::act::{Asked, Who};
use crate::cache::Kept;
use crate::lens::Lens;
use crate::reader::Viewer;
use crate::rooms::{Act, House, Refusal};
use jiff::Timestamp;
use journal::{Entry, Journal, JournalError, Known, Outcome, SubmitError, Writer};
use mandate::PersonId;
use register::{Finding, Link, SearchIndex};
use std::path::PathBuf;
use std::sync::Arc;
use terms::{AsAt, Date, OdsCode, Sequence};
use thiserror::Error;
use who_pays::OverrideId;

/// Why an act did not take effect, or a question had no answer.
#[derive(Clone, Debug, Error)]
pub enum AppError {
    /// The state does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Everything asked for is so already; nothing was recorded.
    #[error("there is nothing to record: it is so already")]
    Unchanged,
    /// The journal failed; nothing of the act took effect unless it says otherwise.
    #[error(transparent)]
    Journal(#[from] Arc<JournalError>),
    /// The rules failed on this act; nothing was recorded. A defect, to be reported.
    #[error("the act could not be decided, and nothing was recorded: {0}")]
    Failed(String),
}

impl From<JournalError> for AppError {
    fn from(error: JournalError) -> Self {
        Self::Journal(Arc::new(error))
    }
}

/// An act, recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its entry.
    pub sequence: Sequence,
    /// When.
    pub recorded_at: Timestamp,
}

/// The whole of Footprint. Clones share it.
#[derive(Clone)]
pub struct Footprint {
    writer: Writer<House>,
    kept: Arc<KeptAnswers>,
}

/// What was worked out for the last states of knowledge asked about.
#[derive(Default)]
pub(crate) struct KeptAnswers {
    search: Kept<SearchIndex>,
    findings: Kept<Vec<Finding>>,
    codes: Kept<Vec<OdsCode>>,
    successions: Kept<Vec<Link>>,
}

impl KeptAnswers {
    pub(crate) fn search_index(&self, house: &House, known: Sequence) -> Arc<SearchIndex> {
        self.search.get(known, || SearchIndex::build(&house.register().view(known)))
    }

    pub(crate) fn findings(&self, house: &House, known: Sequence) -> Arc<Vec<Finding>> {
        self.findings.get(known, || house.register().view(known).findings())
    }
}

impl Footprint {
    /// Opens the journal at an address (a path, `sqlite:PATH` or `postgres://…`) and replays it.
    ///
    /// # Errors
    /// When the database cannot be opened or an entry cannot be read.
    pub async fn open(database: &str) -> Result<Self, AppError> {
        Self::over(Journal::open(database).await?).await
    }

    /// Footprint over a journal that is already open.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub async fn over(journal: Journal) -> Result<Self, AppError> {
        let writer = Writer::start(journal, House::default()).await?;
        let footprint = Self { writer, kept: Arc::default() };
        footprint.keep_if_costly().await;
        Ok(footprint)
    }

    /// Keeps what is worked out from the record for the next run of the program, if working it out again would take long: when
    /// it did at the beginning, and when what was recorded since does. To be called before a program ends that recorded much.
    pub async fn keep_if_costly(&self) {
        match self.writer.keep_if_costly().await {
            Ok(Some(path)) => tracing::debug!(path = %path.display(), "the state is kept"),
            Ok(None) => {}
            // Where nothing may be written the record is read again, which is all there is to it.
            Err(cause) => tracing::debug!(%cause, "the state is not kept"),
        }
    }

    /// The last entry of what was kept by an earlier run of the program and taken up by this one.
    pub fn taken_up_at(&self) -> Sequence {
        Sequence(self.writer.taken_up_at())
    }

    /// Keeps what is worked out from the record for the next run of the program, and says in which file; in none where there is
    /// nowhere to keep it.
    ///
    /// # Errors
    /// When it cannot be written; nothing depends on it.
    pub async fn keep(&self) -> Result<Option<PathBuf>, AppError> {
        Ok(self.writer.keep().await?)
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        self.writer.journal()
    }

    /// The present moment, by the clock the record is timed by.
    pub fn now(&self) -> Timestamp {
        self.journal().clock().now()
    }

    /// Everything that is true now, as far as this server knows.
    pub fn known(&self) -> Arc<Known<House>> {
        self.writer.known()
    }

    /// Everything that is true, after taking in what other servers have recorded.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn catch_up(&self) -> Result<Arc<Known<House>>, AppError> {
        Ok(self.writer.catch_up().await?)
    }

    /// Has an act decided, recorded and applied. When this returns, the record is durable and every later question here
    /// is answered with it.
    ///
    /// # Errors
    /// [`AppError::Refused`] with the reason; nothing is then recorded.
    pub async fn act(&self, who: &Who, act: impl Into<Act>) -> Result<Recorded, AppError> {
        let asked = Asked { who: who.clone(), act: act.into() };
        match self.writer.submit(asked).await {
            Ok(Outcome::Recorded(entry)) => {
                Ok(Recorded { sequence: Sequence(entry.sequence), recorded_at: entry.recorded_at })
            }
            Ok(Outcome::Unchanged) => Err(AppError::Unchanged),
            Err(SubmitError::Refused(refusal)) => Err(refusal.into()),
            Err(SubmitError::Failed(reason)) => Err(AppError::Failed(reason)),
            Err(SubmitError::Journal(error)) => Err(match &*error {
                JournalError::Clock(wrong) => Refusal::Clock(*wrong).into(),
                _ => AppError::Journal(error),
            }),
            Err(SubmitError::Stopped) => Err(AppError::Failed("the writer has stopped".into())),
        }
    }

    /// Forgets a person: in one entry records that they are forgotten, and erases their name, contact and the wording of their
    /// interests. What they did stays on record under their identity, and every proof holds.
    ///
    /// # Errors
    /// When it is refused or fails; nothing is then erased.
    pub async fn forget(&self, who: &Who, person: PersonId) -> Result<Recorded, AppError> {
        self.act(who, mandate::Act::ForgetPerson { person }).await
    }

    /// Erases an override's key: in one entry records that it is erased, and erases it. The act, its dates and its count stay on
    /// record, and every proof holds.
    ///
    /// # Errors
    /// When it is refused or fails; nothing is then erased.
    pub async fn erase_key(&self, who: &Who, id: OverrideId) -> Result<Recorded, AppError> {
        self.act(who, who_pays::Act::EraseKey { id }).await
    }

    /// One entry of the journal, whatever is in it. Nobody is shown one but through [`Footprint::shown`].
    pub(crate) async fn entry(&self, sequence: Sequence) -> Result<Option<Entry>, AppError> {
        let Some(before) = sequence.0.checked_sub(1) else { return Ok(None) };
        let mut entries = self.journal().read(before, 1).await?;
        Ok(entries.pop().filter(|entry| entry.sequence == sequence.0))
    }

    /// The index for searching the register as known after an entry; built at the first question and kept.
    pub fn search_index(&self, house: &House, known: Sequence) -> Arc<SearchIndex> {
        self.kept.search_index(house, known)
    }

    /// Every finding as known after an entry; worked out at the first question and kept.
    pub fn findings(&self, house: &House, known: Sequence) -> Arc<Vec<Finding>> {
        self.kept.findings(house, known)
    }

    /// Every code on the register as known after an entry, in order; worked out at the first question and kept.
    pub fn codes(&self, house: &House, known: Sequence) -> Arc<Vec<OdsCode>> {
        self.kept.codes.get(known, || house.register().view(known).codes())
    }

    /// Every succession as known after an entry, oldest first; worked out at the first question and kept.
    pub fn successions(&self, house: &House, known: Sequence) -> Arc<Vec<Link>> {
        self.kept.successions.get(known, || {
            let view = house.register().view(known);
            let codes = self.codes(house, known);
            let mut links: Vec<Link> = codes.iter().flat_map(|code| view.successions_of(*code)).collect();
            links.sort();
            links
        })
    }

    /// A lens on a state, which keeps what is worked out through it for the next that asks.
    pub fn lens(&self, known: Arc<Known<House>>, at: AsAt, today: Date, viewer: Viewer) -> Lens {
        Lens::new(known, at, today, viewer).keeping(Arc::clone(&self.kept))
    }
}
