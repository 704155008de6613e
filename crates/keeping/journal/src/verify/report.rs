//! What a check found.

use std::fmt;

use crate::hash::Hash;
use crate::keys::KeyHistory;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// How many entries there are.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// How many checkpoints were checked.
    pub checkpoints: u64,
    /// How many entries the last good checkpoint or key statement vouches for; where keys were given, the last by one of them or
    /// by a key that they lead to. Entries after it are vouched for by nobody yet.
    pub vouched: u64,
    /// How many fact files were unpacked and checked.
    pub fact_files: u64,
    /// How many payloads were checked.
    pub payloads: u64,
    /// How many payloads have been erased.
    pub erased: u64,
    /// How many of those are only noted beside the record, by a version that did not enter erasures in it.
    pub noted: u64,
    /// The keys the journal has had.
    pub keys: KeyHistory,
    /// Everything found altered: entries first, each kind in its own order.
    pub altered: Vec<Altered>,
}

impl Default for VerifyReport {
    fn default() -> Self {
        Self {
            entries: 0,
            root: crate::merkle::empty_root(),
            checkpoints: 0,
            vouched: 0,
            fact_files: 0,
            payloads: 0,
            erased: 0,
            noted: 0,
            keys: KeyHistory::default(),
            altered: Vec::new(),
        }
    }
}

impl VerifyReport {
    /// The first thing found altered; nothing when the journal is whole.
    pub fn first_altered(&self) -> Option<&Altered> {
        self.altered.first()
    }
}

/// Something that is not as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Altered {
    /// An entry, or what is kept in its row.
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
    /// One of two entries that follow one another: the later bears the earlier moment.
    Moments {
        /// The first of the two.
        first: u64,
    },
    /// A signed checkpoint.
    Checkpoint {
        /// Which.
        number: u64,
        /// What was found.
        found: String,
    },
    /// A checkpoint that was kept elsewhere does not fit this journal.
    Kept {
        /// What the caller calls it.
        name: String,
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
    /// The keys that the caller trusts do not vouch for the journal as it is.
    Untrusted {
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
    /// The database itself.
    Database {
        /// What it says of itself.
        found: String,
    },
}

impl Altered {
    /// Whether it is about entries.
    pub fn is_of_an_entry(&self) -> bool {
        matches!(
            self,
            Altered::Entry { .. }
                | Altered::LeafHash { .. }
                | Altered::EntryOrHash { .. }
                | Altered::EntryAmong { .. }
                | Altered::Moments { .. }
        )
    }

    /// The one entry it is about, if it is about one.
    pub(crate) fn entry(&self) -> Option<u64> {
        match self {
            Altered::Entry { sequence, .. } | Altered::LeafHash { sequence } | Altered::EntryOrHash { sequence } => {
                Some(*sequence)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Altered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Altered::Entry { sequence, found } => write!(f, "entry {sequence} is altered: {found}"),
            Altered::LeafHash { sequence } => write!(f, "the stored hash of entry {sequence} is altered"),
            Altered::EntryOrHash { sequence } => write!(f, "entry {sequence} or its stored hash is altered"),
            Altered::EntryAmong { from, to } if from == to => {
                write!(f, "entry {from} is altered together with its hash")
            }
            Altered::EntryAmong { from, to } => {
                write!(f, "an entry from {from} to {to} is altered together with its hash")
            }
            Altered::Moments { first } => {
                write!(f, "entry {first} or {} is altered: the later of them bears the earlier moment", first + 1)
            }
            Altered::Checkpoint { number, found } => write!(f, "checkpoint {number} is altered: {found}"),
            Altered::Kept { name, found } => write!(f, "the checkpoint {name}, which you kept, does not fit: {found}"),
            Altered::KeyStatement { number, found } => write!(f, "key statement {number} is altered: {found}"),
            Altered::Untrusted { found } => f.write_str(found),
            Altered::FactFile { hash, found } => write!(f, "fact file {hash} is altered: {found}"),
            Altered::Payload { hash, found } => write!(f, "payload {hash} is altered: {found}"),
            Altered::Database { found } => write!(f, "the database is damaged: {found}"),
        }
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
