//! The entries, and the tree over them.

use std::collections::BTreeMap;
use std::iter::Peekable;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::notes::{Source, Stated};
use super::{Altered, Check, Named, Progress, rows};
use crate::entry::Entry;
use crate::error::JournalError;
use crate::hash::Hash;
use crate::merkle::{Frontier, leaf_hash};
use crate::store::sql;

const KINDS: [(&str, &str); 4] =
    [("sequence", "integer"), ("leaf", "blob"), ("leaf_hash", "blob"), ("mark of its commit", "text")];

/// How many entries are checked between two words on how far it has come.
const TOLD_EVERY: u64 = 500;

/// A row of the entries, as it is kept.
struct Kept {
    sequence: Option<u64>,
    leaf: Vec<u8>,
    leaf_hash: Vec<u8>,
    batch: String,
    wrong: Option<String>,
}

impl Kept {
    fn read(row: &AnyRow) -> Result<Kept, JournalError> {
        Ok(Kept {
            sequence: rows::number(row, "sequence")?,
            leaf: rows::bytes(row, "leaf")?,
            leaf_hash: rows::bytes(row, "leaf_hash")?,
            batch: rows::text(row, "batch")?,
            wrong: rows::wrong_kind(row, &KINDS)?,
        })
    }

    /// Which entry it is: as its own bytes say, where they are those that were hashed, and else as it is numbered.
    fn place(&self) -> Option<u64> {
        let is_whole = Hash::from_bytes(&self.leaf_hash) == Some(leaf_hash(&self.leaf));
        let said = || serde_json::from_slice::<serde_json::Value>(&self.leaf).ok()?.get("sequence")?.as_u64();
        said().filter(|said| is_whole && Entry::read(*said, self.leaf.clone()).is_ok()).or(self.sequence)
    }
}

/// How the reading of the entries stands.
struct Walk<'s> {
    stated: Peekable<std::slice::Iter<'s, Stated>>,
    // One tree over what the bytes hash to, one over the stored hashes: where they part, a checkpoint decides.
    by_bytes: Frontier,
    by_hashes: Frontier,
    /// Entries whose bytes and stored hash differ, since the last signed root that held.
    parted: Vec<u64>,
    /// Up to where a signed root holds.
    held: u64,
    /// Up to where a signed root of those whom the caller trusts holds.
    vouched: u64,
    /// Whether a signed root did not hold, or an entry is missing: later roots cannot hold either and say nothing more.
    is_broken: bool,
    /// The moments of the last two entries that are whole.
    moments: (Timestamp, Timestamp),
    last_format: u64,
}

impl Check<'_> {
    /// Checks every entry, and the tree against what was signed.
    pub(super) async fn entries(
        &mut self,
        stated: &[Stated],
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), JournalError> {
        let of = self.journal.last_sequence().await.unwrap_or(0);
        let mut walk = Walk::new(stated);
        walk.weigh(&mut self.report.altered);
        let mut scanned = rows::scan(self.journal, sql::SCAN_ENTRIES);
        let mut in_order = true;
        while let Some(row) = scanned.try_next().await? {
            let kept = Kept::read(&row)?;
            let sequence = walk.next();
            if kept.sequence != Some(sequence) {
                in_order = false;
                break;
            }
            self.entry(&mut walk, kept, sequence);
            if sequence.is_multiple_of(TOLD_EVERY) || sequence == of {
                progress(Progress { done: sequence, of: of.max(sequence) });
            }
        }
        drop(scanned);
        if !in_order {
            // The rows are not in the order of their numbers, or not numbered one after another: each is first found its place.
            self.forget_entries();
            walk = Walk::new(stated);
            walk.weigh(&mut Vec::new());
            self.out_of_order(&mut walk).await?;
        }
        self.conclude(walk);
        Ok(())
    }

    /// Checks the entries one by one, each at the place that it is found to have.
    async fn out_of_order(&mut self, walk: &mut Walk<'_>) -> Result<(), JournalError> {
        let mut places: BTreeMap<u64, i64> = BTreeMap::new();
        let mut scanned = rows::scan(self.journal, sql::SCAN_ENTRIES);
        while let Some(row) = scanned.try_next().await? {
            let kept = Kept::read(&row)?;
            let Some(sequence) = kept.place().filter(|sequence| *sequence > 0) else {
                let found = "the table of entries has a row that is no entry and has no number".into();
                self.report.altered.push(Altered::Database { found });
                continue;
            };
            if places.insert(sequence, row.try_get("place")?).is_some() {
                self.report.altered.push(Altered::Entry { sequence, found: "it is there twice".into() });
            }
        }
        drop(scanned);
        for (sequence, place) in places {
            if sequence > walk.next() {
                walk.missing(sequence, &mut self.report.altered);
                self.has_gaps = true;
            }
            let row = sqlx::query(sql::ENTRY_AT.on(self.journal.engine()))
                .bind(place)
                .fetch_one(&self.journal.database().read)
                .await?;
            let kept = Kept::read(&row)?;
            self.entry(walk, kept, sequence);
        }
        Ok(())
    }

    fn forget_entries(&mut self) {
        self.report.altered.retain(|altered| !altered.is_of_an_entry());
        self.files.clear();
        self.payloads.clear();
        self.erased.clear();
        self.has_gaps = false;
    }

    /// Checks one entry in itself, takes note of what it names, and lets the tree grow by it.
    fn entry(&mut self, walk: &mut Walk<'_>, kept: Kept, sequence: u64) {
        let by_bytes = leaf_hash(&kept.leaf);
        let by_hash = Hash::from_bytes(&kept.leaf_hash);
        let mut altered = |found: String| self.report.altered.push(Altered::Entry { sequence, found });
        match (&kept.wrong, kept.sequence) {
            (Some(wrong), _) => altered(wrong.clone()),
            (None, Some(found)) if found != sequence => altered(format!("it is numbered {found}")),
            (None, None) => altered("it is not numbered".into()),
            _ => {}
        }
        let is_mark =
            |text: &str| text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_mark(&kept.batch) && kept.batch != crate::backup::RESTORED && kept.wrong.is_none() {
            altered("the mark of its commit is none".into());
        }
        match Entry::read(sequence, kept.leaf) {
            Ok(entry) => {
                if entry.format < walk.last_format {
                    altered(format!("it is in format {}, after entries in format {}", entry.format, walk.last_format));
                }
                walk.last_format = walk.last_format.max(entry.format);
                for hash in &entry.erases {
                    if !self.payloads.contains_key(hash) && !self.has_gaps {
                        altered(format!("it erases the payload {hash}, which no entry before it names"));
                    }
                    self.erased.entry(*hash).or_insert((sequence, entry.recorded_at));
                }
                if by_hash == Some(by_bytes)
                    && let Some(out_of_time) = walk.moment(sequence, entry.recorded_at)
                {
                    self.report.altered.push(out_of_time);
                }
                for hash in entry.files {
                    self.files.entry(hash).or_insert(sequence);
                }
                for hash in entry.payloads {
                    self.payloads.entry(hash).or_insert(Named { entry: sequence, format: entry.format });
                }
            }
            Err(error) => {
                altered(match error {
                    JournalError::Unreadable { reason, .. } => reason,
                    other => other.to_string(),
                });
                self.has_gaps = true;
            }
        }
        match by_hash {
            None => self.report.altered.push(Altered::LeafHash { sequence }),
            Some(hash) if hash != by_bytes => walk.parted.push(sequence),
            Some(_) => {}
        }
        walk.push(by_bytes, by_hash.unwrap_or(by_bytes), &mut self.report.altered);
    }

    fn conclude(&mut self, walk: Walk<'_>) {
        let entries = walk.by_bytes.size();
        self.has_gaps |= walk.stated.len() > 0;
        self.report.altered.extend(walk.parted.iter().map(|sequence| Altered::EntryOrHash { sequence: *sequence }));
        let (kept, own): (Vec<_>, Vec<_>) = walk.stated.partition(|beyond| matches!(beyond.source, Source::Kept(_)));
        if let Some(last) = own.last() {
            let more =
                if last.size > entries + 1 { format!(", as are all up to {}", last.size) } else { String::new() };
            let found = format!("it is missing{more}: {} is about {} entries", last.source, last.size);
            self.report.altered.push(Altered::Entry { sequence: entries + 1, found });
        }
        for Stated { size, source, .. } in kept {
            let found = format!("it is about {size} entries, there are {entries}: it was put back to an earlier state");
            self.report.altered.push(source.about(found));
        }
        self.report.entries = entries;
        self.report.root = walk.by_bytes.root();
        self.report.vouched = walk.vouched;
    }
}

impl<'s> Walk<'s> {
    fn new(stated: &'s [Stated]) -> Walk<'s> {
        Walk {
            stated: stated.iter().peekable(),
            by_bytes: Frontier::default(),
            by_hashes: Frontier::default(),
            parted: Vec::new(),
            held: 0,
            vouched: 0,
            is_broken: false,
            moments: (Timestamp::MIN, Timestamp::MIN),
            last_format: 0,
        }
    }

    /// The number of the entry that comes next.
    fn next(&self) -> u64 {
        self.by_bytes.size() + 1
    }

    fn push(&mut self, by_bytes: Hash, by_hash: Hash, altered: &mut Vec<Altered>) {
        self.by_bytes.push(by_bytes);
        self.by_hashes.push(by_hash);
        self.weigh(altered);
    }

    /// The entries up to one before `sequence` are not there: the tree goes on with nothing in their places.
    fn missing(&mut self, sequence: u64, altered: &mut Vec<Altered>) {
        let first = self.next();
        let last = sequence - 1;
        let found =
            if first == last { "it is missing".to_owned() } else { format!("it is missing, as are all up to {last}") };
        altered.push(Altered::Entry { sequence: first, found });
        self.is_broken = true;
        let nothing = Hash([0; 32]);
        // A number that is far off, as one that was altered may be, is not walked to.
        for _ in first..=last.min(first + 10_000_000) {
            self.push(nothing, nothing, altered);
        }
    }

    /// Takes in the moment of a whole entry; what is wrong with it, if it is before that of the last.
    fn moment(&mut self, sequence: u64, at: Timestamp) -> Option<Altered> {
        let (before_last, last) = self.moments;
        self.moments = (last, at);
        if at >= last {
            return None;
        }
        self.moments = (last, last);
        if at < before_last {
            let found = format!("it was recorded at {at}, before the entries that precede it");
            return Some(Altered::Entry { sequence, found });
        }
        Some(Altered::Moments { first: sequence - 1 })
    }

    /// Sets the tree so far against what was signed about it.
    fn weigh(&mut self, altered: &mut Vec<Altered>) {
        let size = self.by_bytes.size();
        while let Some(stated) = self.stated.next_if(|stated| stated.size <= size) {
            if self.is_broken {
                continue;
            }
            if stated.root == self.by_hashes.root() {
                altered.extend(self.parted.drain(..).map(|sequence| Altered::Entry {
                    sequence,
                    found: "its bytes are not those that were signed for".into(),
                }));
            } else if stated.root == self.by_bytes.root() {
                altered.extend(self.parted.drain(..).map(|sequence| Altered::LeafHash { sequence }));
            } else {
                self.is_broken = true;
                self.doubt(stated, size, altered);
                continue;
            }
            self.held = size;
            if stated.is_trusted {
                self.vouched = size;
            }
        }
    }

    /// Names what a signed root that does not hold is about.
    fn doubt(&mut self, stated: &Stated, size: u64, altered: &mut Vec<Altered>) {
        let parted = std::mem::take(&mut self.parted);
        let named = altered.iter().filter_map(Altered::entry).any(|sequence| sequence > self.held && sequence <= size);
        if self.held >= size {
            altered.push(stated.source.about("it states another root".into()));
        } else if !parted.is_empty() {
            altered.extend(parted.into_iter().map(|sequence| Altered::EntryOrHash { sequence }));
        } else if !named {
            altered.push(Altered::EntryAmong { from: self.held + 1, to: size });
            altered.push(stated.source.about("it states another root".into()));
        }
        if let Source::Kept(_) = stated.source {
            altered.push(stated.source.about(format!("this journal has another history of its first {size} entries")));
        }
    }
}
