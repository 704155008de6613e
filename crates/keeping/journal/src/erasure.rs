//! Erasing what an entry names: by another entry, in its transaction.

use std::collections::BTreeSet;

use sqlx::AnyConnection;

use crate::entry::{Draft, Entry, Erased, moment};
use crate::error::JournalError;
use crate::hash::PayloadHash;
use crate::journal::{Journal, PAGE, Recording};
use crate::store::sql;

impl Journal {
    /// Takes what was erased out of SQLite's write-ahead log as well. The erasure is on record by now, so a failure is told and
    /// nothing else: the next one, a checkpoint of the log or the next start empties it.
    pub(crate) async fn forget_log(&self) {
        match self.database().empty_log().await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(
                "a long read is in the way, so the write-ahead log still holds erased bytes; they go with the next erasure or stop"
            ),
            Err(cause) => {
                tracing::warn!(%cause, "the write-ahead log, which still holds erased bytes, could not be emptied");
            }
        }
    }

    /// The hashes of what a draft erases. `recorded` are entries of the same group, which the database does not have yet.
    pub(crate) async fn erased_by(
        &self,
        draft: &Draft,
        recorded: &[Recording],
    ) -> Result<Vec<PayloadHash>, JournalError> {
        let mut hashes = Vec::with_capacity(draft.erases.len());
        for erased in &draft.erases {
            let hash = match erased {
                Erased::Payload(hash) => *hash,
                Erased::Of { entry, place } => {
                    let nothing = JournalError::NothingToErase { entry: *entry, place: *place };
                    let found =
                        if let Some(recording) = recorded.iter().find(|recording| recording.entry.sequence == *entry) {
                            recording.entry.payloads.get(*place).copied()
                        } else {
                            let found = self.read(entry.saturating_sub(1), 1).await?.pop();
                            found
                                .filter(|found| found.sequence == *entry)
                                .and_then(|found| found.payloads.get(*place).copied())
                        };
                    found.ok_or(nothing)?
                }
            };
            if !hashes.contains(&hash) {
                hashes.push(hash);
            }
        }
        Ok(hashes)
    }

    /// Payloads noted as erased by a version of this program that did not enter erasures in the record, and entered by none since.
    pub async fn erased_without_entry(&self) -> Result<Vec<PayloadHash>, JournalError> {
        let mut noted: BTreeSet<PayloadHash> =
            crate::backup::erasures(self).await?.into_iter().map(|(hash, _)| hash).collect();
        let mut last = 0;
        loop {
            let page = self.read(last, PAGE).await?;
            for entry in &page {
                for hash in &entry.erases {
                    noted.remove(hash);
                }
                last = entry.sequence;
            }
            if page.len() < PAGE || noted.is_empty() {
                return Ok(noted.into_iter().collect());
            }
        }
    }
}

/// Removes what an entry erases, and notes beside it that it was erased and when.
pub(crate) async fn write_erasures(connection: &mut AnyConnection, entry: &Entry) -> Result<(), JournalError> {
    for hash in &entry.erases {
        sqlx::query(sql::DELETE_PAYLOAD).bind(hash.to_string()).execute(&mut *connection).await?;
        sqlx::query(sql::INSERT_ERASURE)
            .bind(hash.to_string())
            .bind(moment(entry.recorded_at))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
