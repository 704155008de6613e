//! The one writer: it orders acts, decides each against the state as advanced by those before it, commits them in groups.
//!
//! A group is decided against a private copy of the state. Only when the group is durable does the copy become the state
//! that readers see, and only then is anyone answered, refused or accepted; when the commit fails the copy is dropped and
//! nothing of it was ever visible. When another server appended first, the missing entries are applied and the whole
//! group is decided again. Readers never wait: they hold the state they took for as long as they like.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};

use crate::entry::{Attached, Draft, Entry, FactFileRef, not_before};
use crate::error::JournalError;
use crate::hash::{Hash, PayloadHash};
use crate::journal::{Journal, Recording};
use crate::replay::{Begun, Texts, begin, forgets_unsaid, guarded, keep, replay};

/// The most acts that share one commit.
const GROUP_MOST: usize = 1024;

/// How many acts may wait before those who bring more wait too.
const QUEUE_MOST: usize = 4096;

/// How long the writer sleeps between looks for entries of other servers that no notice announced.
const FOLLOW: Duration = Duration::from_secs(2);

/// A replay that takes so long is worth keeping its outcome: a person waits for it, and the next command would take it again.
const WORTH_KEEPING: Duration = Duration::from_millis(200);

/// Why an entry could not be applied to a state.
pub type ApplyError = Box<dyn std::error::Error + Send + Sync>;

/// A state that follows the journal.
///
/// `decide` and `apply` are pure: no clock, no I/O, no randomness. `Clone` runs once for each group that changes
/// something, so large parts that rarely change are best kept behind an [`Arc`].
pub trait Replica: Clone + Send + Sync + 'static {
    /// What may be asked.
    type Act: Send + Sync + 'static;
    /// Why not.
    type Refusal: Send + 'static;

    /// What would follow from an act.
    ///
    /// # Errors
    /// The reason the act is refused.
    fn decide(&self, act: &Self::Act, now: Timestamp) -> Result<Decision, Self::Refusal>;

    /// Takes in an entry.
    ///
    /// # Errors
    /// When the entry cannot be understood; an entry just decided is then not recorded, and a recorded one stops the writer.
    /// The state may then be half-way through it, and is given up.
    fn apply(&mut self, entry: &Entry, attached: &Attached) -> Result<(), ApplyError>;

    /// The name of the rules by which the state is worked out and of the form in which it is kept, if it can be kept: a state
    /// that others made is not taken up.
    fn rules() -> Option<Hash> {
        None
    }

    /// The state in the form in which it is kept, without any text that can be erased; nothing when that does not read back.
    fn keep(&self) -> Option<Vec<u8>> {
        None
    }

    /// Which texts a kept form needs to be taken up; nothing when it does not read.
    fn texts_of(form: &[u8]) -> Option<Vec<PayloadHash>> {
        let _ = form;
        None
    }

    /// The state that was kept, with the texts it needs: those missing are erased.
    ///
    /// # Errors
    /// When it cannot be taken up; the record is then read from its first entry.
    fn resume(form: Vec<u8>, texts: &Texts) -> Result<Self, ApplyError> {
        let _ = (form, texts);
        Err("this state is not kept".into())
    }
}

/// What follows from an accepted act.
#[derive(Debug, Clone)]
pub enum Decision {
    /// This is to be recorded.
    Record(Box<Draft>),
    /// Everything asked for is so already; nothing is recorded.
    Nothing,
}

/// What became of an accepted act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is recorded, and durable.
    Recorded(Box<Entry>),
    /// There was nothing to record.
    Unchanged,
}

/// Why an act did not take effect.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError<R> {
    /// The state does not allow it.
    #[error("the act was refused")]
    Refused(R),
    /// The rules failed on this act alone; a bug in them, and nothing was recorded.
    #[error("the act could not be decided: {0}")]
    Failed(String),
    /// The journal failed; the whole group was dropped, or its outcome is not known.
    #[error(transparent)]
    Journal(Arc<JournalError>),
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
}

/// A state as of an entry.
#[derive(Debug)]
pub struct Known<S> {
    /// The last entry the state has taken in.
    pub sequence: u64,
    /// When that entry was recorded; nothing before the first.
    pub recorded_at: Option<Timestamp>,
    /// The state.
    pub state: S,
}

/// A handle on the one writer of this process. Clones share it; it stops when the last one is dropped.
pub struct Writer<S: Replica> {
    journal: Journal,
    queue: mpsc::Sender<Request<S>>,
    known: watch::Receiver<Arc<Known<S>>>,
    cost: Arc<Cost>,
    taken_up_at: u64,
}

/// How long it took to take in what is not kept: about as long as the next run of the program would take over it.
#[derive(Default)]
struct Cost(AtomicU64);

impl Cost {
    fn add(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX >> 1), Ordering::Relaxed);
    }

    fn get(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

enum Request<S: Replica> {
    Act(Arc<S::Act>, oneshot::Sender<Reply<S>>),
    CatchUp(oneshot::Sender<Result<(), Arc<JournalError>>>),
}

type Reply<S> = Result<Outcome, SubmitError<<S as Replica>::Refusal>>;

impl<S: Replica> Clone for Writer<S> {
    fn clone(&self) -> Writer<S> {
        Writer {
            journal: self.journal.clone(),
            queue: self.queue.clone(),
            known: self.known.clone(),
            cost: self.cost.clone(),
            taken_up_at: self.taken_up_at,
        }
    }
}

impl<S: Replica> Writer<S> {
    /// Takes up the state that was kept, or `initial`, replays what the journal has after it, and starts the writer, on the
    /// journal's clock.
    pub async fn start(journal: Journal, initial: S) -> Result<Writer<S>, JournalError> {
        let Begun { known, taken_up_at, replayed_in } = begin(&journal, &initial).await?;
        let cost = Arc::new(Cost::default());
        cost.add(replayed_in);
        let (publish, known) = watch::channel(Arc::new(known));
        let (queue, requests) = mpsc::channel(QUEUE_MOST);
        tokio::spawn(Task { journal: journal.clone(), publish, initial, cost: cost.clone() }.run(requests));
        Ok(Writer { journal, queue, known, cost, taken_up_at })
    }

    /// The last entry of the state that was kept and taken up again; 0 when the record was read from its first entry.
    pub fn taken_up_at(&self) -> u64 {
        self.taken_up_at
    }

    /// Keeps the state for the next run of the program if taking in again what is not kept would take long, and says where.
    ///
    /// # Errors
    /// When it cannot be kept; nothing depends on it.
    pub async fn keep_if_costly(&self) -> Result<Option<PathBuf>, JournalError> {
        if self.cost.get() < WORTH_KEEPING { Ok(None) } else { self.keep().await }
    }

    /// Keeps the state for the next run of the program, and says where; nowhere if it cannot be.
    ///
    /// # Errors
    /// When it cannot be kept; nothing depends on it.
    pub async fn keep(&self) -> Result<Option<PathBuf>, JournalError> {
        let kept = keep(&self.journal, self.known()).await?;
        self.cost.clear();
        Ok(kept)
    }

    /// The journal it writes to.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The state as last made durable; every act this process acknowledged is in it.
    pub fn known(&self) -> Arc<Known<S>> {
        self.known.borrow().clone()
    }

    /// The state after taking in whatever other servers have appended by now.
    pub async fn catch_up(&self) -> Result<Arc<Known<S>>, Arc<JournalError>> {
        let (reply, answer) = oneshot::channel();
        let stopped = || Arc::new(JournalError::Stopped("the writer has stopped".into()));
        self.queue.send(Request::CatchUp(reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())??;
        Ok(self.known())
    }

    /// Waits until the state has an entry after the one given, or the writer stops.
    pub async fn wait_beyond(&self, after: u64) -> Arc<Known<S>> {
        let mut known = self.known.clone();
        // An error means the writer has stopped; what is known then stays as it is.
        match known.wait_for(|known| known.sequence > after).await {
            Ok(newer) => newer.clone(),
            Err(_) => self.known(),
        }
    }

    /// Decides an act in its turn and records it. Answered only when durable.
    pub async fn submit(&self, act: S::Act) -> Result<Outcome, SubmitError<S::Refusal>> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(Request::Act(Arc::new(act), reply)).await.map_err(|_| SubmitError::Stopped)?;
        answer.await.unwrap_or(Err(SubmitError::Stopped))
    }
}

struct Task<S: Replica> {
    journal: Journal,
    publish: watch::Sender<Arc<Known<S>>>,
    /// The state before the first entry.
    initial: S,
    cost: Arc<Cost>,
}

/// What became of one act while its group was decided, before anything is durable.
enum Answer<R> {
    Recorded(usize),
    Unchanged,
    Refused(R),
    Failed(String),
}

struct Decided<S: Replica> {
    advanced: Known<S>,
    recordings: Vec<Recording>,
    answers: Vec<Answer<S::Refusal>>,
    /// How long the recordings took to be taken in.
    applied_in: Duration,
}

impl<S: Replica> Task<S> {
    async fn run(self, mut requests: mpsc::Receiver<Request<S>>) {
        let mut waiting = Vec::with_capacity(GROUP_MOST);
        loop {
            let at = self.publish.borrow().sequence;
            tokio::select! {
                biased;
                taken = requests.recv_many(&mut waiting, GROUP_MOST) => {
                    if taken == 0 {
                        return;
                    }
                    let group: Vec<Request<S>> = std::mem::take(&mut waiting);
                    if self.serve(group).await.is_err() {
                        return;
                    }
                }
                news = self.journal.wait_for_news(at, FOLLOW) => {
                    if news.is_err() {
                        // The database is away; asking again at once would only keep a processor busy.
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                    let behind = news.is_ok_and(|last| last > at);
                    if behind && let Err(cause) = self.catch_up().await && is_fatal(&cause) {
                        tracing::error!(%cause, "the journal cannot be followed; the writer stops");
                        return;
                    }
                }
            }
        }
    }

    /// Serves what was waiting. An error means that the writer cannot go on.
    async fn serve(&self, requests: Vec<Request<S>>) -> Result<(), ()> {
        let mut acts = Vec::new();
        let mut replies = Vec::new();
        let mut followers = Vec::new();
        for request in requests {
            match request {
                Request::Act(act, reply) => {
                    acts.push(act);
                    replies.push(reply);
                }
                Request::CatchUp(reply) => followers.push(reply),
            }
        }
        let settled = self.settle(acts).await;
        let fatal = settled.as_ref().is_err_and(is_fatal);
        match settled {
            Ok(answers) => {
                // Those who no longer listen for an answer have still acted.
                for reply in followers {
                    drop(reply.send(Ok(())));
                }
                for (reply, answer) in replies.into_iter().zip(answers) {
                    drop(reply.send(answer));
                }
            }
            Err(cause) => {
                let cause = Arc::new(cause);
                tracing::warn!(%cause, acts = replies.len(), "a group of acts was not recorded");
                for reply in followers {
                    drop(reply.send(Err(cause.clone())));
                }
                for reply in replies {
                    drop(reply.send(Err(SubmitError::Journal(cause.clone()))));
                }
            }
        }
        if fatal { Err(()) } else { Ok(()) }
    }

    /// Decides a group and makes it durable, again and again until no other server comes between.
    async fn settle(&self, acts: Vec<Arc<S::Act>>) -> Result<Vec<Reply<S>>, JournalError> {
        loop {
            self.catch_up().await?;
            if acts.is_empty() {
                return Ok(Vec::new());
            }
            let (base, group) = (self.publish.borrow().clone(), acts.clone());
            let (journal, now, runtime) = (self.journal.clone(), self.journal.clock().now(), Handle::current());
            if let Some(last) = base.recorded_at {
                journal.consent().check(now, last)?;
            }
            let expected = base.sequence;
            let decided = tokio::task::spawn_blocking(move || decide(&base, &group, now, &journal, &runtime))
                .await
                .map_err(|cause| JournalError::Stopped(cause.to_string()))??;
            match self.journal.append_group(expected, &decided.recordings).await {
                Ok(()) => {
                    self.cost.add(decided.applied_in);
                    let forgets = decided.recordings.iter().any(|recording| forgets_unsaid(&recording.entry));
                    let answers = self.conclude(decided);
                    if forgets {
                        self.begin_again().await?;
                    }
                    return Ok(answers);
                }
                Err(JournalError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Publishes what is now durable and turns it into answers.
    fn conclude(&self, decided: Decided<S>) -> Vec<Reply<S>> {
        if !decided.recordings.is_empty() {
            self.publish.send_replace(Arc::new(decided.advanced));
        }
        let mut entries: Vec<Option<Entry>> =
            decided.recordings.into_iter().map(|recording| Some(recording.entry)).collect();
        decided
            .answers
            .into_iter()
            .map(|answer| match answer {
                Answer::Recorded(place) => match entries.get_mut(place).and_then(Option::take) {
                    Some(entry) => Ok(Outcome::Recorded(Box::new(entry))),
                    None => Err(SubmitError::Failed("its entry was answered for already".into())),
                },
                Answer::Unchanged => Ok(Outcome::Unchanged),
                Answer::Refused(refusal) => Err(SubmitError::Refused(refusal)),
                Answer::Failed(reason) => Err(SubmitError::Failed(reason)),
            })
            .collect()
    }

    /// Takes in entries that this process did not append.
    async fn catch_up(&self) -> Result<(), JournalError> {
        let known = self.publish.borrow().clone();
        if self.journal.last_sequence().await? == known.sequence {
            return Ok(());
        }
        let copy = Known { sequence: known.sequence, recorded_at: known.recorded_at, state: known.state.clone() };
        let began = Instant::now();
        match replay(&self.journal, copy).await? {
            (_, Some(_)) => self.begin_again().await?,
            (advanced, None) => drop(self.publish.send_replace(Arc::new(advanced))),
        }
        self.cost.add(began.elapsed());
        Ok(())
    }

    /// Replays, so that the state holds nothing that has been erased: no text is in what is kept.
    async fn begin_again(&self) -> Result<(), JournalError> {
        let Begun { known, .. } = begin(&self.journal, &self.initial).await?;
        self.publish.send_replace(Arc::new(known));
        Ok(())
    }
}

/// Whether the state can no longer follow the journal; a database that is away may come back, a rule that fails will not.
fn is_fatal(error: &JournalError) -> bool {
    matches!(error, JournalError::Unreadable { .. } | JournalError::Stopped(_))
}

/// Decides each act against the state as advanced by those before it.
fn decide<S: Replica>(
    base: &Known<S>,
    acts: &[Arc<S::Act>],
    now: Timestamp,
    journal: &Journal,
    runtime: &Handle,
) -> Result<Decided<S>, JournalError> {
    let mut failed: Vec<Option<String>> = acts.iter().map(|_| None).collect();
    loop {
        match decide_without(base, acts, &failed, now, journal, runtime)? {
            Ok(decided) => return Ok(decided),
            // The state may be half-way through that act, so the group starts afresh without it.
            Err((place, reason)) => {
                if let Some(slot) = failed.get_mut(place) {
                    *slot = Some(reason);
                }
            }
        }
    }
}

type Attempt<S> = Result<Decided<S>, (usize, String)>;

fn decide_without<S: Replica>(
    base: &Known<S>,
    acts: &[Arc<S::Act>],
    failed: &[Option<String>],
    now: Timestamp,
    journal: &Journal,
    runtime: &Handle,
) -> Result<Attempt<S>, JournalError> {
    let mut advanced = Known { sequence: base.sequence, recorded_at: base.recorded_at, state: base.state.clone() };
    let mut recordings = Vec::new();
    let mut answers = Vec::with_capacity(acts.len());
    let mut applied_in = Duration::ZERO;
    for (place, (act, failure)) in acts.iter().zip(failed).enumerate() {
        if let Some(reason) = failure {
            answers.push(Answer::Failed(reason.clone()));
            continue;
        }
        let now = not_before(now, advanced.recorded_at.unwrap_or(Timestamp::MIN));
        let draft = match guarded(|| advanced.state.decide(act, now)) {
            Ok(Ok(Decision::Record(draft))) => draft,
            Ok(Ok(Decision::Nothing)) => {
                answers.push(Answer::Unchanged);
                continue;
            }
            Ok(Err(refusal)) => {
                answers.push(Answer::Refused(refusal));
                continue;
            }
            Err(panic) => return Ok(Err((place, panic))),
        };
        let erases = match runtime.block_on(journal.erased_by(&draft, &recordings)) {
            Ok(erases) => erases,
            Err(error @ JournalError::NothingToErase { .. }) => return Ok(Err((place, error.to_string()))),
            Err(error) => return Err(error),
        };
        let recording = match Recording::new(&draft, &erases, advanced.sequence + 1, now) {
            Ok(recording) => recording,
            Err(error) => return Ok(Err((place, error.to_string()))),
        };
        let attached = match attached_to(&draft, journal, runtime) {
            Ok(attached) => attached,
            Err(error @ (JournalError::NoSuchFile(_) | JournalError::DamagedFile(_))) => {
                return Ok(Err((place, error.to_string())));
            }
            Err(error) => return Err(error),
        };
        let began = Instant::now();
        match guarded(|| advanced.state.apply(&recording.entry, &attached)) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Ok(Err((place, error.to_string()))),
            Err(panic) => return Ok(Err((place, panic))),
        }
        applied_in += began.elapsed();
        advanced.sequence = recording.entry.sequence;
        advanced.recorded_at = Some(recording.entry.recorded_at);
        answers.push(Answer::Recorded(recordings.len()));
        recordings.push(recording);
    }
    Ok(Ok(Decided { advanced, recordings, answers, applied_in }))
}

/// What a draft brings with it or names in the store.
fn attached_to(draft: &Draft, journal: &Journal, runtime: &Handle) -> Result<Attached, JournalError> {
    let mut attached = Attached::default();
    for file in &draft.files {
        let bytes = match file {
            FactFileRef::Offered(file) => file.bytes().clone(),
            FactFileRef::Stored(hash) => Arc::new(runtime.block_on(journal.fact_file(hash))?),
        };
        attached.files.insert(file.hash(), bytes);
    }
    for payload in &draft.payloads {
        attached.payloads.insert(payload.hash(), payload.bytes().to_vec());
    }
    Ok(attached)
}
