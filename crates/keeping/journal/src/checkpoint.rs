//! Signed checkpoints: the size and root of the tree, vouched for by the journal's key and open to witnesses.
//!
//! Source: C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sqlx::{AnyConnection, Row};

use crate::error::JournalError;
use crate::hash::Hash;
use crate::journal::{Journal, PAGE};
use crate::keys::KeyHistory;
use crate::merkle::Frontier;
use crate::note::{Note, NoteError, Signer, VerifierKey};
use crate::store::{TransactionError, in_transaction, signed, sql};

/// What a checkpoint states: this journal has this many entries, and this is the root of the tree over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which journal: the name of its signing key.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A checkpoint as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Its place among the checkpoints, from 1.
    pub number: u64,
    /// The size noted beside it.
    pub size: u64,
    /// The signed note, byte for byte.
    pub note: String,
}

impl Checkpoint {
    /// The text that is signed: three lines.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.as_bytes()))
    }

    /// Reads the text of a note. Lines after the third are extensions, which nothing here depends on.
    ///
    /// # Errors
    /// [`NoteError::Text`] when it is not a checkpoint.
    pub fn read(text: &str) -> Result<Checkpoint, NoteError> {
        let refused = || NoteError::Text { what: "a checkpoint", found: text.to_owned() };
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(refused());
        };
        let number: u64 = size.parse().map_err(|_| refused())?;
        let root = BASE64.decode(root).ok().and_then(|bytes| Hash::from_bytes(&bytes)).ok_or_else(refused)?;
        if origin.is_empty() || number.to_string() != size || lines.any(str::is_empty) {
            return Err(refused());
        }
        Ok(Checkpoint { origin: origin.to_owned(), size: number, root })
    }
}

impl Journal {
    /// The root of the tree over the first `size` entries, from the stored leaf hashes.
    pub async fn root_at(&self, size: u64) -> Result<Hash, JournalError> {
        let mut frontier = Frontier::default();
        for leaf in self.leaves(size).await? {
            frontier.push(leaf);
        }
        Ok(frontier.root())
    }

    /// The stored leaf hashes of the first `size` entries.
    pub(crate) async fn leaves(&self, size: u64) -> Result<Vec<Hash>, JournalError> {
        let mut leaves: Vec<Hash> = Vec::new();
        while (leaves.len() as u64) < size {
            let wanted = usize::try_from(size - leaves.len() as u64).map_or(PAGE, |left| left.min(PAGE));
            let page = self.leaf_hashes(leaves.len() as u64, wanted).await?;
            if page.is_empty() {
                return Err(JournalError::OutOfRange { asked: size, size: leaves.len() as u64 });
            }
            leaves.extend(page);
        }
        Ok(leaves)
    }

    /// Signs where the journal stands and keeps the checkpoint. The same standing is not signed twice.
    ///
    /// # Errors
    /// When `signer` is not the journal's current key, or when the journal no longer holds what its last checkpoint said:
    /// such a journal is never signed.
    pub async fn checkpoint(&self, signer: &Signer) -> Result<Note, JournalError> {
        let history = self.key_history().await?;
        history.require_current(&signer.verifier())?;
        let head = self.head().await?;
        if let Some(last) = self.last_checkpoint().await? {
            let note: Note = last.note.parse()?;
            let stated = Checkpoint::read(note.text())?;
            if stated.size > head.sequence || self.root_at(stated.size).await? != stated.root {
                let found = format!("another tree than checkpoint {} of {} entries", last.number, stated.size);
                return Err(NoteError::Text { what: "the journal", found }.into());
            }
            if stated.size == head.sequence && note.verify(&signer.verifier()).is_ok() {
                return Ok(note);
            }
        }
        let stated = Checkpoint { origin: signer.name().to_owned(), size: head.sequence, root: head.root };
        let note = Note::new(stated.text())?.signed_by(signer);
        self.keep_checkpoint(head.sequence, &note).await?;
        Ok(note)
    }

    /// Keeps a checkpoint to which a witness has added its cosignature.
    ///
    /// # Errors
    /// When the journal's key or the witness's did not sign it, or when it does not state what this journal holds.
    pub async fn keep_cosigned(&self, note: &Note, witness: &VerifierKey) -> Result<(), JournalError> {
        let stated = Checkpoint::read(note.text())?;
        self.key_history().await?.check(note, stated.size)?;
        note.verify(witness)?;
        if self.root_at(stated.size).await? != stated.root {
            let found = format!("another tree than the checkpoint of {} entries", stated.size);
            return Err(NoteError::Text { what: "the journal", found }.into());
        }
        self.keep_checkpoint(stated.size, note).await
    }

    async fn keep_checkpoint(&self, size: u64, note: &Note) -> Result<(), JournalError> {
        let text = note.to_string();
        in_transaction(self.database(), async |connection| {
            let last = sqlx::query(sql::LAST_CHECKPOINT).fetch_optional(&mut *connection).await?;
            let number = last.map(|row| row.try_get::<i64, _>("number")).transpose()?.unwrap_or(0) + 1;
            let kept = StoredCheckpoint { number: number.unsigned_abs(), size, note: text };
            write_checkpoint(connection, &kept).await
        })
        .await
        .map_err(TransactionError::into_error)
    }

    /// The last checkpoint kept, if any.
    pub async fn last_checkpoint(&self) -> Result<Option<StoredCheckpoint>, JournalError> {
        let row = sqlx::query(sql::LAST_CHECKPOINT).fetch_optional(&self.database().read).await?;
        row.as_ref().map(stored).transpose()
    }

    /// Every checkpoint kept, in the order they were made.
    pub async fn checkpoints(&self) -> Result<Vec<StoredCheckpoint>, JournalError> {
        let mut all: Vec<StoredCheckpoint> = Vec::new();
        loop {
            let rows = sqlx::query(sql::LIST_CHECKPOINTS)
                .bind(all.last().map_or(i64::MIN, |last| signed(last.number)))
                .bind(signed(PAGE as u64))
                .fetch_all(&self.database().read)
                .await?;
            for row in &rows {
                all.push(stored(row)?);
            }
            if rows.len() < PAGE {
                return Ok(all);
            }
        }
    }

    /// The history of the journal's signing key.
    pub async fn key_history(&self) -> Result<KeyHistory, JournalError> {
        KeyHistory::read(&self.key_statements().await?)
    }
}

pub(crate) async fn write_checkpoint(
    connection: &mut AnyConnection,
    checkpoint: &StoredCheckpoint,
) -> Result<(), JournalError> {
    sqlx::query(sql::INSERT_CHECKPOINT)
        .bind(signed(checkpoint.number))
        .bind(signed(checkpoint.size))
        .bind(checkpoint.note.as_bytes())
        .execute(connection)
        .await?;
    Ok(())
}

fn stored(row: &sqlx::any::AnyRow) -> Result<StoredCheckpoint, JournalError> {
    Ok(StoredCheckpoint {
        number: u64::try_from(row.try_get::<i64, _>("number")?).unwrap_or(0),
        size: u64::try_from(row.try_get::<i64, _>("size")?).unwrap_or(0),
        // Bytes that are not text cannot be the note that was signed, and are found out as such.
        note: String::from_utf8_lossy(&row.try_get::<Vec<u8>, _>("note")?).into_owned(),
    })
}
