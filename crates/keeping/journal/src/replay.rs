//! Bringing a state to the end of the journal: from what was kept of it, else from the first entry.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::Row;

use crate::backup::erasures;
use crate::entry::{Attached, Entry};
use crate::error::JournalError;
use crate::hash::{Hash, PayloadHash};
use crate::journal::{Journal, PAGE, payload_of};
use crate::state_file::{self, KeptState, Unfit};
use crate::store::{signed, sql};
use crate::writer::{Known, Replica};

/// Beyond so many texts the whole table is read, rather than each by its name.
const BY_NAME_MOST: usize = 500;

/// Texts read for a state that is taken up again; an erased one is not among them.
#[derive(Debug, Default)]
pub struct Texts(HashMap<PayloadHash, Vec<u8>>);

impl Texts {
    /// A text; nothing when it was erased.
    pub fn get(&self, hash: &PayloadHash) -> Option<&[u8]> {
        self.0.get(hash).map(Vec::as_slice)
    }
}

/// A state at the end of the journal, and how it came there.
pub(crate) struct Begun<S> {
    pub(crate) known: Known<S>,
    /// The last entry of what was kept; 0 when the record was read from its first entry.
    pub(crate) taken_up_at: u64,
    /// How long it took to take in what was not kept.
    pub(crate) replayed_in: Duration,
}

/// The state after the last entry.
pub(crate) async fn begin<S: Replica>(journal: &Journal, initial: &S) -> Result<Begun<S>, JournalError> {
    loop {
        // What is erased by now is out of the database before any text is read; what is erased from here on may be read still.
        let erased_up_to = journal.last_sequence().await?;
        let empty = || Known { sequence: 0, recorded_at: None, state: initial.clone() };
        let known = resume(journal).await?.unwrap_or_else(empty);
        let taken_up_at = known.sequence;
        let began = Instant::now();
        let (known, erased_at) = replay(journal, known).await?;
        if erased_at.is_none_or(|entry| entry <= erased_up_to) {
            return Ok(Begun { known, taken_up_at, replayed_in: began.elapsed() });
        }
    }
}

/// The state that is kept for this journal, if one is and it is fit to be used.
async fn resume<S: Replica>(journal: &Journal) -> Result<Option<Known<S>>, JournalError> {
    let (Some(rules), Some(path)) = (S::rules(), journal.state_path().await?) else { return Ok(None) };
    let read = blocking({
        let path = path.clone();
        move || state_file::read(&path, &rules)
    })
    .await?;
    let kept = match read {
        Ok(kept) => kept,
        Err(Unfit::Unread(cause)) => {
            tracing::debug!(%cause, path = %path.display(), "no state is kept");
            return Ok(None);
        }
        Err(Unfit::OtherRules) => {
            tracing::debug!(path = %path.display(), "the state kept is another version's; the record is read from its first entry");
            return Ok(None);
        }
        Err(unfit) => return Ok(useless(&path, &unfit)),
    };
    if kept.entries == 0 || kept.entries > journal.last_sequence().await? {
        // A copy of the database that is behind, or a journal that began anew: it may yet come to be the same.
        tracing::debug!(path = %path.display(), "the state kept is ahead of the journal");
        return Ok(None);
    }
    let (entries, root) = (kept.entries, kept.root);
    let (found, taken_up) = tokio::join!(journal.root_at(entries), take_up::<S>(journal, kept));
    match found {
        Ok(found) if found == root => {}
        Ok(_) => return Ok(useless(&path, &"it is of another journal")),
        // What is wrong with the journal is for those to say who read that part of it.
        Err(damage) if damage.damage().is_some() => return Ok(useless(&path, &damage)),
        Err(error) => return Err(error),
    }
    let state = match taken_up? {
        Ok(state) => state,
        Err(cause) => return Ok(useless(&path, &cause)),
    };
    let last = journal.read(entries - 1, 1).await?.pop();
    Ok(last.map(|last| Known { sequence: entries, recorded_at: Some(last.recorded_at), state }))
}

/// Says that a kept state is of no use, and takes it away, so that it is said once.
fn useless<S>(path: &Path, cause: &dyn std::fmt::Display) -> Option<S> {
    tracing::warn!(%cause, path = %path.display(), "the state kept is of no use; the record is read from its first entry");
    if let Err(cause) = std::fs::remove_file(path) {
        tracing::debug!(%cause, path = %path.display(), "it could not be taken away");
    }
    None
}

async fn take_up<S: Replica>(journal: &Journal, kept: KeptState) -> Result<Result<S, String>, JournalError> {
    let form = kept.form;
    let named = blocking(move || guarded(|| S::texts_of(&form)).map(|named| (named, form))).await?;
    let (named, form) = match named {
        Ok((named, form)) => (named, form),
        Err(panic) => return Ok(Err(panic)),
    };
    let Some(named) = named else { return Ok(Err("it does not read".to_owned())) };
    let texts = texts(journal, named).await?;
    let resumed = blocking(move || guarded(|| S::resume(form, &texts))).await?;
    Ok(resumed.and_then(|resumed| resumed.map_err(|cause| cause.to_string())))
}

/// The texts that a state needs, each as its hash says or erased.
async fn texts(journal: &Journal, named: Vec<PayloadHash>) -> Result<Texts, JournalError> {
    let mut texts = HashMap::with_capacity(named.len());
    if named.len() <= BY_NAME_MOST {
        for hash in named {
            match journal.payload(&hash).await {
                Ok(payload) => drop(texts.insert(hash, payload.into_bytes())),
                Err(JournalError::Erased(_)) => {}
                Err(error) => return Err(error),
            }
        }
        return Ok(Texts(texts));
    }
    let mut missing: HashSet<PayloadHash> = named.into_iter().collect();
    let mut last = String::new();
    loop {
        let rows = sqlx::query(sql::READ_PAYLOADS)
            .bind(last)
            .bind(signed(PAGE as u64))
            .fetch_all(&journal.database().read)
            .await?;
        let n_read = rows.len();
        let mut page = Vec::with_capacity(n_read);
        last = String::new();
        for row in rows {
            last = row.try_get("hash")?;
            let Ok(hash) = last.parse::<PayloadHash>() else { continue };
            if missing.remove(&hash) {
                page.push((hash, row.try_get::<Vec<u8>, _>("salt")?, row.try_get::<Vec<u8>, _>("bytes")?));
            }
        }
        for (hash, salt, bytes) in page {
            texts.insert(hash, payload_of(&hash, &salt, bytes)?.into_bytes());
        }
        if n_read < PAGE || missing.is_empty() {
            break;
        }
    }
    if !missing.is_empty() {
        for (hash, _) in erasures(journal).await? {
            missing.remove(&hash);
        }
    }
    match missing.into_iter().next() {
        Some(lost) => Err(JournalError::NoSuchPayload(lost)),
        None => Ok(Texts(texts)),
    }
}

/// Brings a state up to the end of the journal, and says which entry among those taken in was the last to erase what the state
/// may hold.
pub(crate) async fn replay<S: Replica>(
    journal: &Journal,
    mut known: Known<S>,
) -> Result<(Known<S>, Option<u64>), JournalError> {
    let mut erased_at = None;
    loop {
        let entries = journal.read(known.sequence, PAGE).await?;
        if entries.is_empty() {
            return Ok((known, erased_at));
        }
        erased_at = entries.iter().rfind(|entry| forgets_unsaid(entry)).map(|entry| entry.sequence).or(erased_at);
        let mut batch = Vec::new();
        let mut named = 0;
        for entry in entries {
            let attached = journal.attached(&entry).await?;
            named += entry.files.len();
            batch.push((entry, attached));
            // Fact files are large: only a few are held at a time.
            if named >= 4 {
                known = apply_all(known, std::mem::take(&mut batch)).await?;
                named = 0;
            }
        }
        known = apply_all(known, batch).await?;
    }
}

/// Whether an entry erases texts and says so to no rule by an event, so that a state that has taken them in still holds them.
pub(crate) fn forgets_unsaid(entry: &Entry) -> bool {
    !entry.erases.is_empty() && entry.events.as_array().is_none_or(Vec::is_empty)
}

async fn apply_all<S: Replica>(mut known: Known<S>, entries: Vec<(Entry, Attached)>) -> Result<Known<S>, JournalError> {
    blocking(move || {
        for (entry, attached) in entries {
            let sequence = entry.sequence;
            if sequence != known.sequence + 1 {
                return Err(JournalError::Unreadable { sequence: known.sequence + 1, reason: "it is missing".into() });
            }
            match guarded(|| known.state.apply(&entry, &attached)) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(JournalError::Unreadable { sequence, reason: error.to_string() }),
                Err(panic) => return Err(JournalError::Unreadable { sequence, reason: panic }),
            }
            known.sequence = sequence;
            known.recorded_at = Some(entry.recorded_at);
        }
        Ok(known)
    })
    .await?
}

/// Runs a rule so that a bug in it fails one act and not the server. What it touched is dropped by the caller.
pub(crate) fn guarded<T>(rule: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(rule)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()))
            .unwrap_or_else(|| "a rule failed without saying why".into())
    })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JournalError> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| JournalError::Stopped(cause.to_string()))
}

/// Keeps a state for the next run of the program. Where, if it is kept anywhere.
pub(crate) async fn keep<S: Replica>(journal: &Journal, known: Arc<Known<S>>) -> Result<Option<PathBuf>, JournalError> {
    let (Some(rules), Some(path)) = (S::rules(), journal.state_path().await?) else { return Ok(None) };
    if known.sequence == 0 {
        return Ok(None);
    }
    let (entries, root) = (known.sequence, journal.root_at(known.sequence).await?);
    let written = blocking({
        let path = path.clone();
        move || write(&path, &rules, &known.state, entries, root)
    })
    .await?;
    written.map_err(JournalError::file(&path))?;
    Ok(Some(path))
}

fn write<S: Replica>(path: &Path, rules: &Hash, state: &S, entries: u64, root: Hash) -> std::io::Result<()> {
    let form = state.keep().ok_or_else(|| std::io::Error::other("the state does not read back as it was written"))?;
    if let Some(folder) = path.parent() {
        state_file::make_folder(folder)?;
    }
    state_file::write(path, rules, &KeptState { entries, root, form })
}
