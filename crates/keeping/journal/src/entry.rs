//! An entry: one act, recorded for good, and what may be offered for recording.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{Timestamp, Unit};
use serde_json::{Value, json};

use crate::canonical::canonical;
use crate::error::JournalError;
use crate::hash::{FileHash, Hash, PayloadHash};
use crate::merkle::leaf_hash;

/// The version of the entry's form that this program writes. Version 1 had no `erases`; it is read for ever.
pub const FORMAT: u64 = 2;

/// What an appender offers for recording.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Who acts.
    pub actor: String,
    /// What they asked for.
    pub act: Value,
    /// On what authority.
    pub authority: Value,
    /// What is true from now on because of it.
    pub events: Value,
    /// Payloads that may one day have to be forgotten; the entry holds their salted hashes only.
    pub payloads: Vec<Payload>,
    /// Fact files the act rests on, in the order the act uses them.
    pub files: Vec<FactFileRef>,
    /// Payloads of earlier entries that are erased with this entry, in the same transaction.
    pub erases: Vec<Erased>,
}

/// A payload to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// By its salted hash.
    Payload(PayloadHash),
    /// By the entry that names it, and its place there.
    Of {
        /// The entry's number.
        entry: u64,
        /// The place among its payloads, from 0.
        place: usize,
    },
}

/// Bytes that may be erased without breaking a proof: a name, contact details, free text.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    salt: [u8; 32],
    bytes: Vec<u8>,
    hash: PayloadHash,
}

/// A published file, named by the hash of its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct FactFile {
    hash: FileHash,
    bytes: Arc<Vec<u8>>,
}

/// A fact file named in a draft.
#[derive(Debug, Clone)]
pub enum FactFileRef {
    /// Offered with the draft; stored in the same transaction unless it is there already.
    Offered(FactFile),
    /// Already in the store.
    Stored(FileHash),
}

/// A recorded entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1, without gaps.
    pub sequence: u64,
    /// When it was recorded, to the microsecond; never before the entry that precedes it.
    pub recorded_at: Timestamp,
    /// Who acted.
    pub actor: String,
    /// What they asked for.
    pub act: Value,
    /// On what authority.
    pub authority: Value,
    /// What is true because of it.
    pub events: Value,
    /// The salted hashes of its payloads.
    pub payloads: Vec<PayloadHash>,
    /// The hashes of its fact files.
    pub files: Vec<FileHash>,
    /// The salted hashes of payloads of earlier entries that it erased.
    pub erases: Vec<PayloadHash>,
    /// The version of the form it is written in.
    pub format: u64,
    /// The leaf of the tree: the canonical bytes, exactly as stored.
    pub stored: Vec<u8>,
    /// The hash of that leaf.
    pub leaf_hash: Hash,
}

/// What an entry names but does not hold: its fact files, and those of its payloads that are not erased.
#[derive(Clone, Debug, Default)]
pub struct Attached {
    pub(crate) files: BTreeMap<FileHash, Arc<Vec<u8>>>,
    pub(crate) payloads: BTreeMap<PayloadHash, Vec<u8>>,
}

impl Payload {
    /// A payload under a fresh random salt.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn new(bytes: Vec<u8>) -> Result<Payload, JournalError> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|cause| JournalError::Stopped(format!("no randomness: {cause}")))?;
        Ok(Payload::with_salt(salt, bytes))
    }

    /// A payload under a given salt, as when it is read back.
    pub fn with_salt(salt: [u8; 32], bytes: Vec<u8>) -> Payload {
        let hash = PayloadHash::of(&salt, &bytes);
        Payload { salt, bytes, hash }
    }

    /// The salted hash that an entry holds in its place.
    pub fn hash(&self) -> PayloadHash {
        self.hash
    }

    /// The salt.
    pub fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// The bytes themselves.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes themselves, without the rest.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl FactFile {
    /// A file of these bytes, named by their hash.
    pub fn new(bytes: Arc<Vec<u8>>) -> FactFile {
        FactFile { hash: FileHash::of(&bytes), bytes }
    }

    /// The hash that names it.
    pub fn hash(&self) -> FileHash {
        self.hash
    }

    /// The bytes as published.
    pub fn bytes(&self) -> &Arc<Vec<u8>> {
        &self.bytes
    }
}

impl FactFileRef {
    /// The hash that names the file.
    pub fn hash(&self) -> FileHash {
        match self {
            FactFileRef::Offered(file) => file.hash,
            FactFileRef::Stored(hash) => *hash,
        }
    }
}

impl Attached {
    /// The bytes of a fact file the entry names.
    pub fn file(&self, hash: &FileHash) -> Option<&Arc<Vec<u8>>> {
        self.files.get(hash)
    }

    /// The bytes of a payload the entry names; nothing when it was erased.
    pub fn payload(&self, hash: &PayloadHash) -> Option<&[u8]> {
        self.payloads.get(hash).map(Vec::as_slice)
    }
}

impl Entry {
    /// The entry a draft becomes at its place. Its values are read back from the stored bytes, so that deciding now and
    /// replaying later see the same.
    ///
    /// `erases` are the draft's, each found by its hash.
    pub(crate) fn record(
        draft: &Draft,
        erases: &[PayloadHash],
        sequence: u64,
        recorded_at: Timestamp,
    ) -> Result<Entry, JournalError> {
        let leaf = json!({
            "act": draft.act,
            "actor": draft.actor,
            "authority": draft.authority,
            "erases": erases.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "events": draft.events,
            "files": draft.files.iter().map(|file| file.hash().to_string()).collect::<Vec<_>>(),
            "format": FORMAT,
            "payloads": draft.payloads.iter().map(|payload| payload.hash().to_string()).collect::<Vec<_>>(),
            "recorded_at": moment(recorded_at),
            "sequence": sequence,
        });
        Entry::read(sequence, canonical(&leaf)?)
    }

    /// Reads stored bytes.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] when they are not an entry in canonical form at this place.
    pub fn read(sequence: u64, stored: Vec<u8>) -> Result<Entry, JournalError> {
        parse(sequence, stored).map_err(|reason| JournalError::Unreadable { sequence, reason })
    }
}

/// A moment as entries write it.
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// The moment to record at: now, to the microsecond, but never before the last entry.
pub(crate) fn not_before(now: Timestamp, last: Timestamp) -> Timestamp {
    // Rounding down keeps a recorded moment from lying in the future of the clock that set it.
    let whole = jiff::TimestampRound::new().smallest(Unit::Microsecond).mode(jiff::RoundMode::Floor);
    now.round(whole).unwrap_or(now).max(last)
}

fn parse(sequence: u64, stored: Vec<u8>) -> Result<Entry, String> {
    let value: Value = serde_json::from_slice(&stored).map_err(|cause| cause.to_string())?;
    if canonical(&value).map_err(|cause| cause.to_string())? != stored {
        return Err("the bytes are not in canonical form".into());
    }
    let Value::Object(mut members) = value else { return Err("it is not a JSON object".into()) };
    let mut take = |name: &str| members.remove(name).ok_or_else(|| format!("it has no {name:?}"));
    let format = take("format")?;
    let Some(format @ 1..=FORMAT) = format.as_u64() else {
        return Err(format!("found format {format}, this program reads formats 1 to {FORMAT}"));
    };
    let written = take("sequence")?;
    if written != json!(sequence) {
        return Err(format!("it says it is entry {written}"));
    }
    let recorded_at = text(take("recorded_at")?)?;
    let entry = Entry {
        sequence,
        recorded_at: recorded_at
            .parse()
            .ok()
            .filter(|read| moment(*read) == recorded_at)
            .ok_or_else(|| format!("found {recorded_at:?} for a moment"))?,
        actor: text(take("actor")?)?,
        act: take("act")?,
        authority: take("authority")?,
        events: take("events")?,
        payloads: payload_hashes(take("payloads")?)?,
        files: hashes(take("files")?)?.into_iter().map(FileHash).collect(),
        erases: if format == 1 { Vec::new() } else { payload_hashes(take("erases")?)? },
        format,
        leaf_hash: leaf_hash(&stored),
        stored,
    };
    match members.keys().next() {
        Some(unknown) => Err(format!("it has an unknown {unknown:?}")),
        None => Ok(entry),
    }
}

fn text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(format!("found {other} for text")),
    }
}

fn payload_hashes(value: Value) -> Result<Vec<PayloadHash>, String> {
    Ok(hashes(value)?.into_iter().map(PayloadHash).collect())
}

fn hashes(value: Value) -> Result<Vec<Hash>, String> {
    let Value::Array(items) = value else { return Err(format!("found {value} for a list of hashes")) };
    items
        .into_iter()
        .map(|item| text(item)?.parse().map_err(|cause: crate::hash::NotAHash| cause.to_string()))
        .collect()
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Payloads hold what must be forgettable, so neither bytes nor salt may reach a log.
        write!(f, "Payload({})", self.hash)
    }
}

impl std::fmt::Debug for FactFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FactFile({}, {} bytes)", self.hash, self.bytes.len())
    }
}
