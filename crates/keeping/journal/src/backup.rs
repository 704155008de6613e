//! Backup and restore: a journal copied whole, from either database to a SQLite file and back into either.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;

use sqlx::{AnyConnection, Row};

use crate::checkpoint::write_checkpoint;
use crate::erasure::write_erasures;
use crate::error::JournalError;
use crate::hash::{FileHash, NotAHash, PayloadHash};
use crate::journal::{Journal, PAGE, write_entry, write_file, write_payload};
use crate::keys::write_key_statement;
use crate::store::{TransactionError, in_transaction, signed, sql};

/// The batch that restored entries are recorded under.
pub(crate) const RESTORED: &str = "restored";

impl Journal {
    /// Copies the journal into a new SQLite file while it goes on being used. The file appears whole or not at all.
    ///
    /// # Errors
    /// [`JournalError::Taken`] when there is a file already.
    pub async fn backup(&self, path: &Path) -> Result<u64, JournalError> {
        if path.exists() {
            return Err(JournalError::Taken(path.display().to_string()));
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = Path::new(&partial);
        for leftover in [partial.to_path_buf(), with_suffix(partial, "-wal"), with_suffix(partial, "-shm")] {
            if leftover.exists() {
                std::fs::remove_file(&leftover).map_err(JournalError::file(&leftover))?;
            }
        }
        let copy = Journal::open_file(partial).await?;
        let entries = self.copy_into(&copy).await?;
        // Closing the last connection folds the write-ahead log into the one file.
        copy.database().empty_log().await?;
        copy.close().await;
        std::fs::rename(partial, path).map_err(JournalError::file(path))?;
        sync_folder_of(path)?;
        Ok(entries)
    }

    /// Fills an empty journal from a backup.
    ///
    /// # Errors
    /// [`JournalError::NotEmpty`] when `into` has entries, or [`JournalError::Unreadable`] when the backup is damaged.
    pub async fn restore(backup: &Path, into: &Journal) -> Result<u64, JournalError> {
        // Opening would make a missing backup; it must be found instead.
        std::fs::metadata(backup).map_err(JournalError::file(backup))?;
        let from = Journal::open_file(backup).await?;
        let copied = from.copy_into(into).await;
        from.close().await;
        copied
    }

    /// Copies everything in one transaction.
    async fn copy_into(&self, into: &Journal) -> Result<u64, JournalError> {
        let found = into.last_sequence().await?;
        if found > 0 {
            return Err(JournalError::NotEmpty(found));
        }
        in_transaction(into.database(), async |connection| copy(self, connection).await)
            .await
            .map_err(TransactionError::into_error)
    }
}

async fn copy(from: &Journal, into: &mut AnyConnection) -> Result<u64, JournalError> {
    // Signed notes are read before the entries they speak of, and entries before the files and payloads they name, so that
    // a journal in use is still copied whole.
    let (statements, checkpoints) = (from.key_statements().await?, from.checkpoints().await?);
    for statement in &statements {
        write_key_statement(into, statement).await?;
    }
    for checkpoint in &checkpoints {
        write_checkpoint(into, checkpoint).await?;
    }
    let mut last = 0;
    loop {
        let before = last;
        last = copy_entries(from, into, before).await?;
        // A payload that was there when its entry was copied may have been erased since, by an entry that is then copied too.
        if last == before {
            break;
        }
    }
    for (hash, at) in erasures(from).await? {
        sqlx::query(sql::INSERT_ERASURE).bind(hash.to_string()).bind(at).execute(&mut *into).await?;
    }
    Ok(last)
}

/// Copies the entries after one, and what they name. Returns the last.
async fn copy_entries(from: &Journal, into: &mut AnyConnection, after: u64) -> Result<u64, JournalError> {
    let mut last = after;
    let (mut files, mut payloads, mut erased) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    loop {
        let page = from.read(last, PAGE).await?;
        for entry in &page {
            write_entry(into, entry, RESTORED).await?;
            files.extend(entry.files.iter().copied());
            payloads.extend(entry.payloads.iter().copied());
            last = entry.sequence;
        }
        let n_read = page.len();
        erased.extend(page.into_iter().filter(|entry| !entry.erases.is_empty()));
        if n_read < PAGE {
            break;
        }
    }
    for hash in files {
        let row = sqlx::query(sql::READ_FILE)
            .bind(hash.to_string())
            .fetch_optional(&from.database().read)
            .await?
            .ok_or(JournalError::NoSuchFile(hash))?;
        let packed: Vec<u8> = row.try_get("packed")?;
        write_file(into, &hash, Some(&packed)).await?;
    }
    for hash in payloads {
        match from.payload(&hash).await {
            Ok(payload) => write_payload(into, &payload).await?,
            Err(JournalError::Erased(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for entry in &erased {
        write_erasures(into, entry).await?;
    }
    Ok(last)
}

/// The names of all fact files.
pub(crate) async fn file_names(journal: &Journal) -> Result<Vec<FileHash>, JournalError> {
    Ok(listed(journal, sql::LIST_FILES).await?.into_iter().map(|(hash, _)| hash).collect())
}

/// The names of all payloads that are not erased.
pub(crate) async fn payload_names(journal: &Journal) -> Result<Vec<PayloadHash>, JournalError> {
    Ok(listed(journal, sql::LIST_PAYLOADS).await?.into_iter().map(|(hash, _)| hash).collect())
}

/// The names of all erased payloads, and when each was erased.
pub(crate) async fn erasures(journal: &Journal) -> Result<Vec<(PayloadHash, String)>, JournalError> {
    listed(journal, sql::LIST_ERASURES).await
}

async fn listed<H>(journal: &Journal, list: &'static str) -> Result<Vec<(H, String)>, JournalError>
where
    H: FromStr<Err = NotAHash> + std::fmt::Display,
{
    let mut all: Vec<(H, String)> = Vec::new();
    loop {
        let rows = sqlx::query(list)
            .bind(all.last().map(|(hash, _)| hash.to_string()).unwrap_or_default())
            .bind(signed(PAGE as u64))
            .fetch_all(&journal.database().read)
            .await?;
        for row in &rows {
            let name: String = row.try_get("hash")?;
            let hash = name.parse().map_err(|error: NotAHash| JournalError::Stopped(error.to_string()))?;
            all.push((hash, row.try_get("erased_at").unwrap_or_default()));
        }
        if rows.len() < PAGE {
            return Ok(all);
        }
    }
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Makes the new name itself durable.
fn sync_folder_of(path: &Path) -> Result<(), JournalError> {
    let whole = std::path::absolute(path).map_err(JournalError::file(path))?;
    let Some(folder) = whole.parent() else { return Ok(()) };
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(JournalError::file(folder))
}
