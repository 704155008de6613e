//! Published files on their way into the register.

use app::{AppError, Footprint, Recorded, Refusal, Who};
use import::{BadRow, ImportError, Reading, SourceFile};
use register::{Act, Released, Series};
use std::sync::Arc;
use terms::Sequence;
use thiserror::Error;
use tokio::task::JoinHandle;

/// What to do with a file of which some rows cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Take the good rows and report the bad ones.
    TakeGood,
    /// Take nothing if any row is bad.
    AllOrNone,
}

/// What became of one file.
#[derive(Clone, Debug)]
pub(crate) struct Intake {
    /// The file's name.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) taken: Taken,
    /// The rows that could not be read.
    pub(crate) bad_rows: Vec<BadRow>,
}

/// What became of a file that was read.
#[derive(Clone, Debug)]
pub(crate) enum Taken {
    /// It is recorded.
    Recorded {
        /// Of which series.
        series: Series,
        /// When released.
        released: Released,
        /// How many rows it had.
        rows: usize,
        /// How many facts it states.
        facts: usize,
        /// Its entry.
        recorded: Recorded,
    },
    /// The same file is in the register already.
    Already {
        /// The entry that took it.
        entry: Sequence,
    },
}

/// Why a file was not taken.
#[derive(Debug, Error)]
pub(crate) enum IntakeError {
    /// It could not be read at all.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It was refused or could not be recorded.
    #[error(transparent)]
    App(#[from] AppError),
    /// No row says anything, and some are bad: an entry of nothing would hide that.
    #[error(
        "{name}: no row says anything that can be taken; {n_bad} of {rows} rows cannot be read, the first: {first}"
    )]
    NothingGood {
        /// The file.
        name: String,
        /// How many rows are bad.
        n_bad: usize,
        /// How many there are.
        rows: usize,
        /// The first bad one.
        first: BadRow,
        /// All of them.
        bad_rows: Vec<BadRow>,
    },
    /// Some rows are bad and all or none was asked for.
    #[error("{name}: {n_bad} of {rows} rows cannot be read, so nothing was taken; the first: {first}")]
    BadRows {
        /// The file.
        name: String,
        /// How many rows are bad.
        n_bad: usize,
        /// How many there are.
        rows: usize,
        /// The first bad one.
        first: BadRow,
        /// All of them.
        bad_rows: Vec<BadRow>,
    },
}

/// A file that is being read, perhaps while the one before it is recorded.
pub(crate) struct Begun {
    name: String,
    reading: JoinHandle<Result<Reading, ImportError>>,
}

/// Begins to read a file.
pub(crate) fn begin(file: &Arc<SourceFile>, released: Option<Released>) -> Begun {
    let (name, file) = (file.name.clone(), Arc::clone(file));
    Begun { name, reading: tokio::task::spawn_blocking(move || import::read(&file, released)) }
}

/// Takes a file into the register, as one act that takes effect whole.
///
/// # Errors
/// [`IntakeError`]; nothing of the file then took effect.
pub(crate) async fn intake(
    footprint: &Footprint,
    actor: &str,
    begun: Begun,
    rows: Rows,
) -> Result<Intake, IntakeError> {
    let Begun { name, reading } = begun;
    let reading = reading.await.map_err(|error| AppError::Failed(error.to_string()))??;
    if rows == Rows::AllOrNone
        && let Some(first) = reading.bad_rows.first().cloned()
    {
        let (n_bad, rows) = (reading.bad_rows.len(), reading.rows);
        return Err(IntakeError::BadRows { name, n_bad, rows, first, bad_rows: reading.bad_rows });
    }
    let nothing = !reading.facts.iter().any(|fact| !matches!(fact, register::Fact::Noted { .. }));
    if nothing && let Some(first) = reading.bad_rows.first().cloned() {
        let (n_bad, rows) = (reading.bad_rows.len(), reading.rows);
        return Err(IntakeError::NothingGood { name, n_bad, rows, first, bad_rows: reading.bad_rows });
    }
    let (series, released, rows, facts) = (reading.series, reading.released, reading.rows, reading.facts.len());
    let act = Act::TakeImport {
        series,
        released,
        source_name: reading.source_name,
        source_hash: reading.source_hash,
        rows: rows as u64,
        facts: reading.facts,
    };
    let taken = match footprint.act(&Who::keeper(actor), act).await {
        Ok(recorded) => Taken::Recorded { series, released, rows, facts, recorded },
        Err(AppError::Refused(Refusal::Register(register::Refusal::AlreadyTaken { entry, .. }))) => {
            Taken::Already { entry }
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Intake { name, taken, bad_rows: reading.bad_rows })
}
