//! The record: append, read, prove.
//!
//! *Question:* what was done, by whom, on what authority, when, and how can anyone be sure of it?
//! *Answer:* an append-only sequence of entries whose stored bytes are the leaves of a Merkle tree (RFC 6962), in SQLite
//! or PostgreSQL, with signed checkpoints and proofs that a short program in another language can check.
//! *Invariant:* what was acknowledged is durable, and no entry ever changes. The journal knows bytes and hashes, not meanings.

mod backup;
mod believed;
mod canonical;
mod checkpoint;
mod clock;
mod entry;
mod erasure;
mod error;
mod export;
mod hash;
mod journal;
pub mod keys;
pub mod merkle;
mod news;
pub mod note;
mod proof;
mod replay;
mod state_file;
mod store;
mod verify;
mod writer;

pub use believed::ClockError;
pub use canonical::{CanonicalError, canonical};
pub use checkpoint::{Checkpoint, StoredCheckpoint};
pub use clock::Clock;
pub use database::Engine;
pub use entry::{Attached, Draft, Entry, Erased, FORMAT, FactFile, FactFileRef, Payload};
pub use error::JournalError;
pub use export::{ExportPayloads, Exported};
pub use hash::{FileHash, Hash, NotAHash, PayloadHash};
pub use journal::{Head, Journal};
pub use proof::InclusionProof;
pub use replay::Texts;
pub use verify::{Altered, Progress, Trust, VerifyReport, verify_at};
pub use writer::{ApplyError, Decision, Known, Outcome, Replica, SubmitError, Writer};
