//! Checking a whole journal: everything is worked out again from the stored bytes.
//!
//! Every column is read from the tables themselves, past their indexes, and as the bytes it is kept as, so that what was put
//! there by another hand is found and named and never merely fails to be read.

mod beside;
mod entries;
mod notes;
mod report;
mod rows;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::error::JournalError;
use crate::hash::{FileHash, PayloadHash};
use crate::journal::Journal;
use crate::note::{Note, VerifierKey};
use crate::store::sql;

pub use report::{Altered, Progress, VerifyReport};

/// What the caller brings to a check from outside the journal.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Verifier keys of this journal, known by other means. Without one the check shows only that the journal agrees with
    /// itself. Trust goes on from a key to the one it hands over to, and ends where a lost key was replaced by one that is
    /// not among these.
    pub keys: Vec<VerifierKey>,
    /// Witnesses whose cosignatures, where there are any, must hold.
    pub witnesses: Vec<VerifierKey>,
    /// Checkpoints of this journal that were kept elsewhere, each with what it is to be called: the journal must be their
    /// continuation.
    pub kept: Vec<(String, Note)>,
}

/// What is known of a payload from the entries.
struct Named {
    /// The entry that names it.
    entry: u64,
    /// The version of the form that entry is written in.
    format: u64,
}

struct Check<'a> {
    journal: &'a Journal,
    report: VerifyReport,
    files: BTreeMap<FileHash, u64>,
    payloads: BTreeMap<PayloadHash, Named>,
    /// What entries erased: which, and when it was recorded.
    erased: BTreeMap<PayloadHash, (u64, Timestamp)>,
    /// Whether entries are missing or do not read, so that what they named is not known.
    has_gaps: bool,
}

/// Opens a journal as it is, changing nothing, and checks it: [`Journal::verify`]. Damage that keeps it from being opened is in
/// the report like any other.
///
/// # Errors
/// Only when the database cannot be reached.
pub async fn verify_at(
    address: &str,
    trust: &Trust,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<VerifyReport, JournalError> {
    let opened = match Journal::open_as_is(address).await {
        Ok(journal) => {
            let report = journal.verify(trust, progress).await;
            journal.close().await;
            return report;
        }
        Err(error) => error,
    };
    let found = opened.damage().ok_or(opened)?;
    Ok(VerifyReport { altered: vec![Altered::Database { found }], ..VerifyReport::default() })
}

impl Journal {
    /// Works everything out again from the stored bytes and names whatever is not as it was recorded.
    ///
    /// # Errors
    /// Only when the database cannot be reached, or when a checkpoint of `trust` is none; what is altered, and a database that is
    /// damaged, is in the report.
    pub async fn verify(
        &self,
        trust: &Trust,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<VerifyReport, JournalError> {
        let mut check = Check {
            journal: self,
            report: VerifyReport::default(),
            files: BTreeMap::new(),
            payloads: BTreeMap::new(),
            erased: BTreeMap::new(),
            has_gaps: false,
        };
        let stated = check.statements(trust).await;
        let stated = check.sound(stated)?.unwrap_or_default();
        let read = check.entries(&stated, progress).await;
        check.sound(read)?;
        check.vouched(trust);
        let read = check.fact_files().await;
        check.sound(read)?;
        let read = check.payloads().await;
        check.sound(read)?;
        let read = check.database().await;
        check.sound(read)?;
        // Entries come first in the report, whatever they were found by.
        check.report.altered.sort_by_key(|altered| !altered.is_of_an_entry());
        Ok(check.report)
    }
}

impl Check<'_> {
    /// What a part of the check gave; nothing when the database is damaged there, which is then in the report.
    fn sound<T>(&mut self, outcome: Result<T, JournalError>) -> Result<Option<T>, JournalError> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                let found = error.damage().ok_or(error)?;
                let altered = Altered::Database { found };
                if !self.report.altered.contains(&altered) {
                    self.report.altered.push(altered);
                }
                Ok(None)
            }
        }
    }

    /// Asks SQLite whether its own structure is whole, which the indexes that questions are answered by depend on.
    async fn database(&mut self) -> Result<(), JournalError> {
        if self.journal.engine() == database::Engine::Postgres {
            return Ok(());
        }
        let rows = rows::texts(self.journal, sql::SQLITE_INTEGRITY_CHECK).await?;
        for found in rows.into_iter().filter(|found| found != "ok") {
            self.report.altered.push(Altered::Database { found });
        }
        Ok(())
    }
}
