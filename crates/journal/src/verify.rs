//! Checking a whole journal: everything is worked out again from the stored bytes.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::checkpoint::{Checkpoint, StoredCheckpoint};
use crate::entry::{Entry, Payload};
use crate::error::JournalError;
use crate::hash::{FileHash, Hash, PayloadHash};
use crate::journal::{Journal, unpack};
use crate::keys::{KeyHistory, KeyStatement};
use crate::merkle::{Frontier, leaf_hash};
use crate::note::{Note, VerifierKey};
use crate::store::{signed, sql};

/// How many entries are held at a time.
const PAGE: usize = 500;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many entries there are.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// How many checkpoints were checked.
    pub checkpoints: u64,
    /// How many entries the last good checkpoint vouches for. Those after it are vouched for by nobody yet.
    pub vouched: u64,
    /// How many fact files were unpacked and checked.
    pub fact_files: u64,
    /// How many payloads were checked.
    pub payloads: u64,
    /// How many payloads have been erased.
    pub erased: u64,
    /// The keys the journal has had.
    pub keys: KeyHistory,
    /// Everything found altered: entries first, each kind in its own order.
    pub altered: Vec<Altered>,
}

/// Something that is not as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Altered {
    /// The bytes of an entry.
    Entry {
        /// Which.
        sequence: u64,
        /// What was found.
        found: String,
    },
    /// The stored hash of an entry; the entry itself is as it was.
    LeafHash {
        /// Which.
        sequence: u64,
    },
    /// An entry or its stored hash: they differ, and no checkpoint says which is right.
    EntryOrHash {
        /// Which.
        sequence: u64,
    },
    /// One of these entries, together with its hash: the tree is not the one that was signed.
    EntryAmong {
        /// The first it may be.
        from: u64,
        /// The last it may be.
        to: u64,
    },
    /// A signed checkpoint.
    Checkpoint {
        /// Which.
        number: u64,
        /// What was found.
        found: String,
    },
    /// A statement about the signing key.
    KeyStatement {
        /// Which.
        number: u64,
        /// What was found.
        found: String,
    },
    /// A fact file.
    FactFile {
        /// Its name.
        hash: String,
        /// What was found.
        found: String,
    },
    /// An erasable payload.
    Payload {
        /// Its salted hash.
        hash: String,
        /// What was found.
        found: String,
    },
}

impl fmt::Display for Altered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Altered::Entry { sequence, found } => write!(f, "entry {sequence} is altered: {found}"),
            Altered::LeafHash { sequence } => write!(f, "the stored hash of entry {sequence} is altered"),
            Altered::EntryOrHash { sequence } => write!(f, "entry {sequence} or its stored hash is altered"),
            Altered::EntryAmong { from, to } => {
                write!(f, "an entry from {from} to {to} is altered together with its hash")
            }
            Altered::Checkpoint { number, found } => write!(f, "checkpoint {number} is altered: {found}"),
            Altered::KeyStatement { number, found } => write!(f, "key statement {number} is altered: {found}"),
            Altered::FactFile { hash, found } => write!(f, "fact file {hash} is altered: {found}"),
            Altered::Payload { hash, found } => write!(f, "payload {hash} is altered: {found}"),
        }
    }
}

impl VerifyReport {
    /// The first thing found altered; nothing when the journal is whole.
    pub fn first_altered(&self) -> Option<&Altered> {
        self.altered.first()
    }
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Entries checked.
    pub done: u64,
    /// Entries there are.
    pub of: u64,
}

/// What the caller brings to a check from outside the journal.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// A verifier key of this journal, known by other means. Without one the check shows only that the journal agrees
    /// with itself.
    pub key: Option<VerifierKey>,
    /// Witnesses whose cosignatures, where there are any, must hold.
    pub witnesses: Vec<VerifierKey>,
}

struct Check<'a> {
    journal: &'a Journal,
    report: VerifyReport,
    files: BTreeSet<FileHash>,
    payloads: BTreeSet<PayloadHash>,
}

impl Journal {
    /// Works everything out again from the stored bytes and names whatever is not as it was recorded.
    ///
    /// # Errors
    /// Only when the database cannot be read; what is altered is in the report.
    pub async fn verify(
        &self,
        trust: &Trust,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<VerifyReport, JournalError> {
        let report = VerifyReport {
            entries: 0,
            root: crate::merkle::empty_root(),
            checkpoints: 0,
            vouched: 0,
            fact_files: 0,
            payloads: 0,
            erased: 0,
            keys: KeyHistory::default(),
            altered: Vec::new(),
        };
        let mut check = Check { journal: self, report, files: BTreeSet::new(), payloads: BTreeSet::new() };
        let stated = check.statements(trust).await?;
        check.entries(&stated, progress).await?;
        check.fact_files().await?;
        check.payloads().await?;
        // Entries come first in the report, whatever they were found by.
        check.report.altered.sort_by_key(|altered| {
            !matches!(
                altered,
                Altered::Entry { .. }
                    | Altered::LeafHash { .. }
                    | Altered::EntryOrHash { .. }
                    | Altered::EntryAmong { .. }
            )
        });
        Ok(check.report)
    }
}

/// What some signed note says the root is at a size.
struct Stated {
    size: u64,
    root: Hash,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    Checkpoint(u64),
    KeyStatement(u64),
}

impl Check<'_> {
    /// Checks the signed notes in themselves; what they state about the tree is returned in order of size.
    async fn statements(&mut self, trust: &Trust) -> Result<Vec<Stated>, JournalError> {
        let mut stated = Vec::new();
        let mut keys = KeyHistory::default();
        for (kept, number) in self.journal.key_statements().await?.iter().zip(1..) {
            let mut altered = |found| self.report.altered.push(Altered::KeyStatement { number, found });
            if kept.number != number {
                altered(format!("it is numbered {}", kept.number));
            }
            match KeyStatement::read(&kept.note) {
                Ok(statement) => {
                    stated.push(Stated {
                        size: statement.size,
                        root: statement.root,
                        source: Source::KeyStatement(number),
                    });
                    if let Err(error) = keys.push(statement) {
                        altered(error.to_string());
                    }
                }
                Err(error) => altered(error.to_string()),
            }
        }
        if let Some(trusted) = &trust.key
            && !keys.statements.iter().any(|statement| statement.to == *trusted)
        {
            let found = format!("no statement leads to the trusted key {trusted}");
            self.report.altered.push(Altered::KeyStatement { number: 1, found });
        }
        for (kept, number) in self.journal.checkpoints().await?.iter().zip(1..) {
            self.report.checkpoints += 1;
            match read_checkpoint(kept, number, &keys, &trust.witnesses) {
                Ok(checkpoint) => {
                    stated.push(Stated {
                        size: checkpoint.size,
                        root: checkpoint.root,
                        source: Source::Checkpoint(number),
                    });
                }
                Err(found) => self.report.altered.push(Altered::Checkpoint { number, found }),
            }
        }
        self.report.keys = keys;
        stated.sort_by_key(|stated| stated.size);
        Ok(stated)
    }

    /// Checks every entry, and the tree against what was signed.
    async fn entries(
        &mut self,
        stated: &[Stated],
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), JournalError> {
        let of = self.journal.last_sequence().await?;
        let mut stated = stated.iter().peekable();
        // One tree over what the bytes hash to, one over the stored hashes: where they part, a checkpoint decides.
        let (mut by_bytes, mut by_hashes) = (Frontier::default(), Frontier::default());
        let mut parted: Vec<u64> = Vec::new();
        let mut vouched = 0;
        let mut last_at = Timestamp::MIN;
        let mut last_row: i64 = 0;
        loop {
            while let Some(stated) = stated.next_if(|stated| stated.size == by_bytes.size()) {
                self.weigh(stated, (&by_bytes, &by_hashes), &mut parted, &mut vouched);
            }
            let rows = sqlx::query(sql::READ_ENTRIES)
                .bind(last_row)
                .bind(signed(page_up_to(stated.peek().map(|stated| stated.size - by_bytes.size()))))
                .fetch_all(&self.journal.database().read)
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let sequence = by_bytes.size() + 1;
                last_row = row.try_get("sequence")?;
                let (stored, hash) = self.entry(row, sequence, &mut last_at)?;
                if hash != Some(stored) {
                    parted.push(sequence);
                }
                by_bytes.push(stored);
                by_hashes.push(hash.unwrap_or(stored));
            }
            progress(Progress { done: by_bytes.size(), of: of.max(by_bytes.size()) });
        }
        self.report.altered.extend(parted.into_iter().map(|sequence| Altered::EntryOrHash { sequence }));
        for beyond in stated {
            let found = format!("it is about {} entries, there are {}", beyond.size, by_bytes.size());
            self.report.altered.push(about(beyond.source, found));
        }
        self.report.entries = by_bytes.size();
        self.report.root = by_bytes.root();
        self.report.vouched = vouched;
        Ok(())
    }

    /// Checks one entry in itself. Returns what its bytes hash to, and its stored hash.
    fn entry(
        &mut self,
        row: &AnyRow,
        sequence: u64,
        last_at: &mut Timestamp,
    ) -> Result<(Hash, Option<Hash>), JournalError> {
        let stored: Vec<u8> = row.try_get("leaf")?;
        let hash: Vec<u8> = row.try_get("leaf_hash")?;
        let found: i64 = row.try_get("sequence")?;
        let by_bytes = leaf_hash(&stored);
        let mut altered = |found| self.report.altered.push(Altered::Entry { sequence, found });
        if found != signed(sequence) {
            altered(format!("entry {found} stands in its place"));
        }
        match Entry::read(sequence, stored) {
            Ok(entry) => {
                if entry.recorded_at < *last_at {
                    altered(format!("it was recorded at {}, before the entry that precedes it", entry.recorded_at));
                }
                *last_at = entry.recorded_at;
                self.files.extend(entry.files);
                self.payloads.extend(entry.payloads);
            }
            Err(JournalError::Unreadable { reason, .. }) => altered(reason),
            Err(error) => return Err(error),
        }
        Ok((by_bytes, Hash::from_bytes(&hash)))
    }

    /// Sets the tree so far against what was signed about it.
    fn weigh(
        &mut self,
        stated: &Stated,
        (by_bytes, by_hashes): (&Frontier, &Frontier),
        parted: &mut Vec<u64>,
        vouched: &mut u64,
    ) {
        let size = by_bytes.size();
        let altered = &mut self.report.altered;
        if stated.root == by_hashes.root() {
            altered.extend(parted.drain(..).map(|sequence| Altered::Entry {
                sequence,
                found: "its bytes are not those that were signed for".into(),
            }));
            *vouched = size;
        } else if stated.root == by_bytes.root() {
            altered.extend(parted.drain(..).map(|sequence| Altered::LeafHash { sequence }));
            *vouched = size;
        } else if parted.is_empty() && *vouched < size {
            altered.push(Altered::EntryAmong { from: *vouched + 1, to: size });
            altered.push(about(stated.source, "it states another root".into()));
        } else if parted.is_empty() {
            altered.push(about(stated.source, "it states another root".into()));
        } else {
            altered.extend(parted.drain(..).map(|sequence| Altered::EntryOrHash { sequence }));
        }
    }

    async fn fact_files(&mut self) -> Result<(), JournalError> {
        let mut missing = std::mem::take(&mut self.files);
        let named = missing.clone();
        for name in self.names(sql::LIST_FILES).await? {
            let mut altered = |found: &str| {
                self.report.altered.push(Altered::FactFile { hash: name.clone(), found: found.into() });
            };
            let Ok(hash) = name.parse::<FileHash>() else {
                altered("its name is not a hash");
                continue;
            };
            missing.remove(&hash);
            if !named.contains(&hash) {
                altered("no entry names it");
                continue;
            }
            let row = sqlx::query(sql::READ_FILE).bind(&name).fetch_one(&self.journal.database().read).await?;
            let packed: Vec<u8> = row.try_get("packed")?;
            let whole = tokio::task::spawn_blocking(move || unpack(&hash, &packed).is_ok()).await;
            if whole.is_ok_and(|whole| whole) {
                self.report.fact_files += 1;
            } else {
                altered("its bytes do not hash to its name");
            }
        }
        self.report.altered.extend(missing.into_iter().map(|hash| Altered::FactFile {
            hash: hash.to_string(),
            found: "an entry names it and it is missing".into(),
        }));
        Ok(())
    }

    async fn payloads(&mut self) -> Result<(), JournalError> {
        let mut missing = std::mem::take(&mut self.payloads);
        let named = missing.clone();
        let erased = self.names(sql::LIST_ERASURES).await?;
        for name in self.names(sql::LIST_PAYLOADS).await? {
            let row = sqlx::query(sql::READ_PAYLOAD).bind(&name).fetch_one(&self.journal.database().read).await?;
            let (salt, bytes): (Vec<u8>, Vec<u8>) = (row.try_get("salt")?, row.try_get("bytes")?);
            let salt: Option<[u8; 32]> = salt.as_slice().try_into().ok();
            let whole = salt.is_some_and(|salt| Payload::with_salt(salt, bytes).hash().to_string() == name);
            let known = name.parse::<PayloadHash>().is_ok_and(|hash| {
                missing.remove(&hash);
                named.contains(&hash)
            });
            let found = match (whole, known, erased.contains(&name)) {
                (false, _, _) => "its salt and bytes do not hash to its name",
                (_, false, _) => "no entry names it",
                (_, _, true) => "it was erased and is back",
                (true, true, false) => {
                    self.report.payloads += 1;
                    continue;
                }
            };
            self.report.altered.push(Altered::Payload { hash: name, found: found.into() });
        }
        for name in erased {
            match name.parse::<PayloadHash>() {
                Ok(hash) if named.contains(&hash) => {
                    missing.remove(&hash);
                    self.report.erased += 1;
                }
                _ => {
                    let found = "it is marked as erased and no entry names it".into();
                    self.report.altered.push(Altered::Payload { hash: name, found });
                }
            }
        }
        self.report.altered.extend(missing.into_iter().map(|hash| Altered::Payload {
            hash: hash.to_string(),
            found: "an entry names it and it is missing, though it was never erased".into(),
        }));
        Ok(())
    }

    /// Every name in one of the stores beside the entries.
    async fn names(&self, list: &'static str) -> Result<Vec<String>, JournalError> {
        let mut all: Vec<String> = Vec::new();
        loop {
            let rows = sqlx::query(list)
                .bind(all.last().cloned().unwrap_or_default())
                .bind(signed(PAGE as u64))
                .fetch_all(&self.journal.database().read)
                .await?;
            for row in &rows {
                all.push(row.try_get("hash")?);
            }
            if rows.len() < PAGE {
                return Ok(all);
            }
        }
    }
}

fn about(source: Source, found: String) -> Altered {
    match source {
        Source::Checkpoint(number) => Altered::Checkpoint { number, found },
        Source::KeyStatement(number) => Altered::KeyStatement { number, found },
    }
}

/// A page that ends where the next signed note has something to say.
fn page_up_to(left: Option<u64>) -> u64 {
    left.map_or(PAGE as u64, |left| left.min(PAGE as u64))
}

fn read_checkpoint(
    kept: &StoredCheckpoint,
    number: u64,
    keys: &KeyHistory,
    witnesses: &[VerifierKey],
) -> Result<Checkpoint, String> {
    if kept.number != number {
        return Err(format!("it is numbered {}", kept.number));
    }
    let note: Note = kept.note.parse().map_err(|error: crate::note::NoteError| error.to_string())?;
    let checkpoint = Checkpoint::read(note.text()).map_err(|error| error.to_string())?;
    if checkpoint.size != kept.size {
        return Err(format!("it is kept as one of {} entries and says {}", kept.size, checkpoint.size));
    }
    if keys.current().is_some_and(|key| key.name() != checkpoint.origin) {
        return Err(format!("it is about another journal, {}", checkpoint.origin));
    }
    keys.check(&note, checkpoint.size).map_err(|error| error.to_string())?;
    for witness in witnesses {
        if let Err(error @ crate::note::NoteError::BadSignature(_)) = note.verify(witness) {
            return Err(error.to_string());
        }
    }
    Ok(checkpoint)
}
