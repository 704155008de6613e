//! Making a run: the file on the disk, the run in the background, what it made into the store, and the file gone.

use std::io::{Read, Seek as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use activity::{
    BadRows, InputRead, Job, Limits, LocalOverride, Mapping, MissingOvcc, Output, WhatIf, edition_named, read_draft,
};
use app::Footprint;
use assign::Day;
use sha2::{Digest as _, Sha256};
use store::{LinkId, PART_BYTES_MAX, RunFile, RunState, Store};
use tempfile::TempDir;
use terms::Sequence;
use tokio::task::JoinHandle;
use who_pays::OverrideRow;

use super::{Account, Asked, Assignment, Loaded, Made, ROWS_KEPT, SPOOLED, UPLOAD_BYTES_MAX};
use kit::gate::Pass;
use kit::page::hex;
use kit::site::sentence;

/// How often a run says how far it has come.
const BEAT: Duration = Duration::from_secs(2);

/// A file that was sent, on the disk until this is dropped, with its hash taken as it came.
pub(crate) struct Spooled {
    /// Its place among the files that may be here at once, until it is gone.
    _pass: Option<Pass>,
    folder: TempDir,
    file: std::fs::File,
    name: String,
    bytes: u64,
    hash: Sha256,
    limit: u64,
}

/// More was sent than is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMuch;

impl Spooled {
    /// A file to be written.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn begin(room: &Assignment, name: &str, pass: Option<Pass>) -> std::io::Result<Self> {
        let spool = room.spool().ok_or_else(|| std::io::Error::other("there is no folder for files"))?;
        let folder = tempfile::Builder::new().prefix(SPOOLED).tempdir_in(spool)?;
        let file = std::fs::File::create(folder.path().join("input"))?;
        let limit = room.upload_bytes_max();
        Ok(Self { _pass: pass, folder, file, name: name.to_owned(), bytes: 0, hash: Sha256::new(), limit })
    }

    /// Adds what came next.
    ///
    /// # Errors
    /// When the disk refuses; inside, [`TooMuch`] when the file is longer than is taken.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> std::io::Result<Result<(), TooMuch>> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.limit {
            return Ok(Err(TooMuch));
        }
        self.hash.update(bytes);
        self.file.write_all(bytes)?;
        Ok(Ok(()))
    }

    /// The file's name, length and hash.
    pub(crate) fn read(&self) -> InputRead {
        InputRead { name: self.name.clone(), bytes: self.bytes, sha256: hex(&self.hash.clone().finalize()) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// An override on record, as a run of the method takes it.
pub fn local_override(row: &OverrideRow<'_>) -> LocalOverride {
    let held = row.held;
    LocalOverride {
        name: format!("override `{}` on record", held.id),
        key: row.key,
        commissioner: held.commissioner.to_string(),
        kind: held.kind.into(),
        first: Day::from(held.first),
        last: Day::from(held.last()),
        owner: held.owner.to_string(),
        reason: held.reason.to_string(),
    }
}

/// The local overrides on record after an entry.
pub(crate) fn overrides_on(footprint: &Footprint, known: Sequence) -> Vec<LocalOverride> {
    let house = footprint.known();
    house.state.who_pays().known(known).override_rows().rows.iter().map(local_override).collect()
}

/// The overrides of one local key: those of others must not keep one record from its answer.
pub(crate) fn overrides_for(footprint: &Footprint, known: Sequence, local_key: &str) -> Vec<LocalOverride> {
    if local_key.trim().is_empty() {
        return Vec::new();
    }
    let key = activity::hash_of_key(local_key);
    overrides_on(footprint, known).into_iter().filter(|held| held.key == key).collect()
}

/// The mapping that was asked for.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn mapping_of(asked: &Asked) -> Result<Mapping, String> {
    match &asked.mapping {
        None => Ok(Mapping::default()),
        Some(mapped) => Mapping::read(&mapped.name, mapped.text.as_bytes()).map_err(|error| error.to_string()),
    }
}

/// How much a file may ask for that was sent to a page: as much as the largest file of text that is taken.
const UPLOADED: Limits =
    Limits { bytes: UPLOAD_BYTES_MAX, unpacked: 8 * UPLOAD_BYTES_MAX, cells: 400_000_000, ..Limits::UPLOAD };

/// The job that was asked for.
///
/// # Errors
/// What is wrong with it, as a sentence.
fn job_of(asked: &Asked, left_out: PathBuf, overrides: Vec<LocalOverride>) -> Result<Job, String> {
    let named = |id: &Option<String>| id.as_deref().map(edition_named).transpose().map_err(|error| error.to_string());
    let drafts = match &asked.draft {
        None => Vec::new(),
        Some(draft) => {
            let from = Day::parse(&draft.from).ok_or("the day on which the draft takes effect is no day")?;
            vec![read_draft(&draft.name, draft.text.as_bytes(), from).map_err(|error| error.to_string())?]
        }
    };
    let job = Job::default();
    // Half of the processors, so that pages are still answered.
    let threads = std::num::NonZero::new(job.threads.get() / 2).unwrap_or(std::num::NonZero::<usize>::MIN);
    Ok(Job {
        edition: named(&asked.edition)?,
        what_if: asked.compares().then_some(WhatIf { edition: named(&asked.other_edition)?, drafts }),
        missing_ovcc: if asked.blank_is_resident { MissingOvcc::Resident } else { MissingOvcc::AsWritten },
        mapping: mapping_of(asked)?,
        bad_rows: if asked.leaves_out { BadRows::LeaveOut(left_out) } else { BadRows::Fail },
        variance: true,
        limits: UPLOADED,
        overrides,
        threads,
        ..job
    })
}

/// Looks at what was asked before any record is read.
///
/// # Errors
/// The field of the form that is wrong, and why.
pub(crate) fn check(asked: &Asked, loaded: &Loaded) -> Result<(), (&'static str, String)> {
    mapping_of(asked).map_err(|why| ("mapping", why))?;
    // A delegation was asked for in fields of its own.
    let field = match &asked.draft {
        Some(draft) if draft.name == "delegation" => "delegation_body",
        _ => "draft",
    };
    let job = job_of(asked, PathBuf::new(), Vec::new()).map_err(|why| (field, why))?;
    let mut drafted = None;
    for draft in job.what_if.iter().flat_map(|what_if| &what_if.drafts) {
        let reference = drafted.as_ref().unwrap_or(&loaded.reference);
        drafted = Some(reference.with_draft(draft).map_err(|why| (field, why.to_string()))?);
    }
    Ok(())
}

/// What a run should come to, when it is made again.
#[derive(Clone, Debug)]
pub(crate) enum Expect {
    /// It is made for the first time.
    Nothing,
    /// The bytes of before.
    Same(Box<Made>),
}

/// Makes a run that the store holds as running. The file is gone when it ends.
pub(crate) fn begin(
    room: &Assignment,
    id: LinkId,
    asked: Asked,
    spooled: Spooled,
    loaded: Arc<Loaded>,
    overrides: Vec<LocalOverride>,
    expect: Expect,
) -> JoinHandle<()> {
    let room = room.clone();
    tokio::spawn(async move {
        let (Some(store), Some(turn)) = (room.store().cloned(), room.turn()) else { return };
        let beating = Beating::of(&room, &store, &id);
        let Ok(_turn) = turn.acquire_owned().await else { return };
        let told = Arc::clone(&beating.told);
        let worked = tokio::task::spawn_blocking(move || {
            work(&asked, &spooled, &loaded, overrides, &told).map(|made| (made, spooled))
        });
        let (account, spooled) = match worked.await {
            Ok(Ok((made, spooled))) => match keep(&store, &id, made, &spooled, &expect).await {
                Ok(account) => (account, Some(spooled)),
                Err(error) => {
                    tracing::error!(%error, "the files of a run could not be kept");
                    (Account::Failed("The result could not be kept. Try again.".to_owned()), Some(spooled))
                }
            },
            Ok(Err(why)) => (Account::Failed(why), None),
            Err(error) => {
                tracing::error!(%error, "a run stopped unexpectedly");
                (Account::Failed("The run stopped unexpectedly.".to_owned()), None)
            }
        };
        drop(spooled);
        beating.task.abort();
        if let Err(error) = end(&room, &store, &id, &account).await {
            tracing::error!(%error, "the end of a run could not be kept");
        }
    })
}

/// What a run tells of itself while it is made.
struct Beating {
    told: Arc<Told>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Told {
    records: AtomicU64,
    bytes: AtomicU64,
}

impl Beating {
    fn of(room: &Assignment, store: &Store, id: &LinkId) -> Self {
        let told = Arc::new(Told::default());
        let (heard, room, store, id) = (Arc::clone(&told), room.clone(), store.clone(), id.clone());
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(BEAT).await;
                let (records, bytes) = (heard.records.load(Ordering::Relaxed), heard.bytes.load(Ordering::Relaxed));
                if let Err(error) = store.beat_run(&id, records, bytes, room.now()).await {
                    tracing::warn!(%error, "how far a run has come could not be kept");
                }
            }
        });
        Self { told, task }
    }
}

fn work(
    asked: &Asked,
    spooled: &Spooled,
    loaded: &Loaded,
    overrides: Vec<LocalOverride>,
    told: &Told,
) -> Result<Made, String> {
    let started = Instant::now();
    let input = spooled.path("input");
    // A message names the file as its sender does, never where it lies here.
    let plain = |message: String| {
        let named = message.replace(&input.display().to_string(), &asked.input.name);
        sentence(&named.replace(&format!("{}/", spooled.folder.path().display()), ""))
    };
    let job = job_of(asked, spooled.path("left-out"), overrides).map_err(plain)?;
    let output = Output::File(spooled.path("result"));
    let inputs = [activity::Input::File(input.clone())];
    let summary = job.run(&loaded.reference, &inputs, &output, &mut |progress| {
        told.records.store(progress.records, Ordering::Relaxed);
        told.bytes.store(progress.bytes, Ordering::Relaxed);
    });
    let summary = summary.map_err(|error| plain(error.to_string()))?;
    let read = summary.inputs.first().map(|input| input.sha256.clone());
    if read.as_ref() != Some(&asked.input.sha256) {
        return Err("The file on the disk is no longer the one that was sent. Send it again.".to_owned());
    }
    let mut made = Made::of(summary);
    made.milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(made)
}

/// Puts what a run made into the store, and takes its hash on the way.
async fn keep(
    store: &Store,
    id: &LinkId,
    mut made: Made,
    spooled: &Spooled,
    expect: &Expect,
) -> Result<Account, Box<dyn std::error::Error + Send + Sync>> {
    (made.result_sha256, made.result_bytes) = parts(store, id, RunFile::Result, &spooled.path("result")).await?;
    let left_out = spooled.path("left-out");
    if left_out.exists() {
        made.left_out_bytes = parts(store, id, RunFile::LeftOut, &left_out).await?.1;
    }
    if let Expect::Same(before) = expect {
        if before.result_sha256 != made.result_sha256 {
            return Ok(Account::Failed(format!(
                "The same file gave another result: SHA-256 {}, where before it was {}. This must not happen; tell whoever \
                 runs this service.",
                made.result_sha256, before.result_sha256
            )));
        }
        made.times_again = before.times_again + 1;
    }
    Ok(Account::Made(Box::new(made)))
}

/// A file into the store, part by part: its hash and length.
async fn parts(
    store: &Store,
    id: &LinkId,
    file: RunFile,
    path: &Path,
) -> Result<(String, u64), Box<dyn std::error::Error + Send + Sync>> {
    let mut opened = std::fs::File::open(path)?;
    let (mut hash, mut bytes, mut ordinal) = (Sha256::new(), 0, 0);
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut part = Vec::with_capacity(PART_BYTES_MAX);
            let read = Read::by_ref(&mut opened).take(PART_BYTES_MAX as u64).read_to_end(&mut part);
            read.map(|_| (opened, part))
        });
        let (again, part) = read.await??;
        opened = again;
        if part.is_empty() {
            return Ok((hex(&hash.finalize()), bytes));
        }
        hash.update(&part);
        bytes += part.len() as u64;
        store.keep_run_part(id, file, ordinal, &part).await?;
        ordinal += 1;
    }
}

async fn end(
    room: &Assignment,
    store: &Store,
    id: &LinkId,
    account: &Account,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let now = room.now();
    let (state, records) = match account {
        Account::Failed(_) => (RunState::Failed, 0),
        Account::Made(made) => (RunState::Done, made.read.records),
    };
    let text = serde_json::to_string(account)?;
    let until = now.saturating_add(ROWS_KEPT)?;
    if !store.finish_run(id, state, &text, records, until, now).await? {
        // It was deleted, or given up, while it ran: nothing of it stays.
        store.delete_run(id).await?;
    }
    Ok(())
}

/// A run's file on the disk again, for as long as this is held; nothing when its rows are gone.
///
/// # Errors
/// When the store or the disk refuses.
pub(crate) async fn fetched(
    room: &Assignment,
    id: &LinkId,
    file: RunFile,
) -> Result<Option<tempfile::NamedTempFile>, Box<dyn std::error::Error + Send + Sync>> {
    let (Some(store), Some(spool)) = (room.store(), room.spool()) else { return Ok(None) };
    let mut held = None;
    let mut ordinal = 0;
    while let Some(part) = store.run_part(id, file, ordinal).await? {
        let file = match &mut held {
            Some(file) => file,
            None => held.insert(tempfile::Builder::new().prefix(SPOOLED).tempfile_in(spool)?),
        };
        file.write_all(&part)?;
        ordinal += 1;
    }
    if let Some(file) = &mut held {
        file.flush()?;
        file.rewind()?;
    }
    Ok(held)
}

/// Goes on.
pub(super) const ON: ControlFlow<()> = ControlFlow::Continue(());
