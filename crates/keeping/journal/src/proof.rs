//! Proofs that travel alone: that an entry is in a journal, and that one journal is the continuation of another.
//!
//! Source: C2SP tlog-proof (c2sp.org/tlog-proof) for the text of an inclusion proof.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::checkpoint::Checkpoint;
use crate::error::JournalError;
use crate::hash::Hash;
use crate::journal::Journal;
use crate::merkle::{consistency_path, inclusion_holds, inclusion_path, leaf_hash};
use crate::note::{Note, NoteError, VerifierKey};

const HEADING: &str = "c2sp.org/tlog-proof@v1";

/// Shows that a leaf stands at an index in the tree of a signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// The entry's index, from 0: one less than its sequence.
    pub index: u64,
    /// The hashes from the leaf's sibling up to below the root.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

impl InclusionProof {
    /// Checks that `stored` is the entry proved, in a journal signed for by `key`.
    ///
    /// # Errors
    /// [`NoteError`] naming what does not hold.
    pub fn verify(&self, stored: &[u8], key: &VerifierKey) -> Result<Checkpoint, NoteError> {
        self.checkpoint.verify(key)?;
        let stated = Checkpoint::read(self.checkpoint.text())?;
        if stated.origin != key.name() {
            return Err(NoteError::Text { what: "the origin of the key", found: stated.origin });
        }
        if inclusion_holds(self.index, stated.size, &leaf_hash(stored), &self.path, &stated.root) {
            Ok(stated)
        } else {
            let found = format!("an entry that is not at index {} of the {} under that root", self.index, stated.size);
            Err(NoteError::Text { what: "the entry proved", found })
        }
    }
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADING}\nindex {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for InclusionProof {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<InclusionProof, NoteError> {
        let refused = || NoteError::Text { what: "an inclusion proof", found: text.chars().take(200).collect() };
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(refused)?;
        let mut lines = head.lines();
        if lines.next() != Some(HEADING) {
            return Err(refused());
        }
        let line = lines.next().ok_or_else(refused)?;
        // Extra data is vouched for by nobody and is passed over.
        let line = if line.starts_with("extra ") { lines.next().ok_or_else(refused)? } else { line };
        let written = line.strip_prefix("index ").ok_or_else(refused)?;
        let index: u64 = written.parse().map_err(|_| refused())?;
        let path = lines
            .map(|line| BASE64.decode(line).ok().and_then(|bytes| Hash::from_bytes(&bytes)).ok_or_else(refused))
            .collect::<Result<_, _>>()?;
        Ok(InclusionProof { index, path, checkpoint: checkpoint.parse()? })
    }
}

impl Journal {
    /// The hashes that lead from an entry to the root over the first `size` entries.
    pub async fn inclusion_path(&self, sequence: u64, size: u64) -> Result<Vec<Hash>, JournalError> {
        let leaves = self.leaves(size).await?;
        let index = sequence.checked_sub(1).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| inclusion_path(&leaves, index)).ok_or(JournalError::OutOfRange { asked: sequence, size })
    }

    /// The hashes that show the first `old` entries to be the start of the first `new`.
    pub async fn consistency_path(&self, old: u64, new: u64) -> Result<Vec<Hash>, JournalError> {
        let leaves = self.leaves(new).await?;
        let known = usize::try_from(old).ok();
        known
            .and_then(|known| consistency_path(&leaves, known))
            .ok_or(JournalError::OutOfRange { asked: old, size: new })
    }

    /// A proof of one entry against the last checkpoint, complete in itself.
    ///
    /// # Errors
    /// [`JournalError::OutOfRange`] when no checkpoint covers the entry yet.
    pub async fn inclusion_proof(&self, sequence: u64) -> Result<InclusionProof, JournalError> {
        let uncovered = |size| JournalError::OutOfRange { asked: sequence, size };
        let last = self.last_checkpoint().await?.ok_or_else(|| uncovered(0))?;
        let checkpoint: Note = last.note.parse()?;
        let size = Checkpoint::read(checkpoint.text())?.size;
        let index = sequence.checked_sub(1).filter(|index| *index < size).ok_or_else(|| uncovered(size))?;
        Ok(InclusionProof { index, path: self.inclusion_path(sequence, size).await?, checkpoint })
    }
}
