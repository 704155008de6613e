//! Published tables of allocations on their way into the ledger.

use crate::intake::{IntakeError, Rows};
use app::{AppError, Footprint, House, Recorded, Who};
use import::{AllocationReading, BadRow, ImportError, SourceFile, WorkbookFinding, read_allocations};
use money::{Act, AllocationTable, VintageId};
use std::sync::Arc;

/// How many identities are tried for a file whose name and version another content has.
const TRIES: usize = 100;

/// What became of a table.
pub(crate) struct AllocationIntake {
    /// By which identity it is on record.
    pub(crate) vintage: VintageId,
    /// How many allocations it gives.
    pub(crate) n_allocations: usize,
    /// How many rows of the file were looked at: those taken and those that could not be read.
    pub(crate) rows: usize,
    /// Its entry; nothing where it was on record already.
    pub(crate) recorded: Option<Recorded>,
    /// The rows that could not be read.
    pub(crate) bad_rows: Vec<BadRow>,
    /// What was noticed in the file, and where it does not agree with itself.
    pub(crate) findings: Vec<String>,
}

/// Why a table was not taken, beside what is said of every file.
pub(crate) enum NotTaken {
    /// As with every file.
    Intake(IntakeError),
    /// Its bodies are not on the register.
    NoBody(Vec<WorkbookFinding>),
}

impl From<IntakeError> for NotTaken {
    fn from(error: IntakeError) -> Self {
        Self::Intake(error)
    }
}

impl From<AppError> for NotTaken {
    fn from(error: AppError) -> Self {
        Self::Intake(error.into())
    }
}

impl From<ImportError> for NotTaken {
    fn from(error: ImportError) -> Self {
        Self::Intake(error.into())
    }
}

/// Takes a table as one act that takes effect whole, with the register as it now is.
///
/// # Errors
/// [`NotTaken`]; nothing of the file then took effect.
pub(crate) async fn intake(
    footprint: &Footprint,
    actor: &str,
    file: &Arc<SourceFile>,
    rows: Rows,
) -> Result<AllocationIntake, NotTaken> {
    let (known, file) = (footprint.known(), Arc::clone(file));
    let reading = tokio::task::spawn_blocking(move || read_allocations(&file, &known.state.register().now())).await;
    let reading = reading.map_err(|error| AppError::Failed(error.to_string()))??;
    let (name, n_allocations, bad_rows) = (reading.source_name.clone(), reading.rows.len(), reading.left_out());
    let n_bad = bad_rows.len();
    let n_rows = n_allocations + n_bad;
    if n_allocations == 0 && reading.bad_rows.is_empty() {
        return Err(NotTaken::NoBody(reading.findings));
    }
    if let Some(first) = bad_rows.first().cloned() {
        if n_allocations == 0 {
            return Err(IntakeError::NothingGood { name, n_bad, rows: n_rows, first, bad_rows }.into());
        }
        if rows == Rows::AllOrNone {
            return Err(IntakeError::BadRows { name, n_bad, rows: n_rows, first, bad_rows }.into());
        }
    }
    let mut findings: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
    let table = named(&footprint.known().state, reading)?;
    findings.extend(table.findings().iter().map(ToString::to_string));
    let vintage = table.vintage.clone();
    let recorded = match footprint.act(&Who::keeper(actor), Act::ImportAllocations(table)).await {
        Ok(recorded) => Some(recorded),
        Err(AppError::Unchanged) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(AllocationIntake { vintage, n_allocations, rows: n_rows, recorded, bad_rows, findings })
}

/// The table under its file's name and version, or where another content has that, with the beginning of its hash and a number
/// behind: the same file read beside a register that knows more says more.
fn named(house: &House, reading: AllocationReading) -> Result<AllocationTable, AppError> {
    let room = house.money().now();
    let base = reading.vintage();
    let hash: String = reading.source_hash.to_string().chars().take(8).collect();
    let unnamed = || AppError::Failed(format!("no identity is free for {base}"));
    let id = |text: String| text.parse::<VintageId>().map_err(|_| unnamed());
    let mut table = reading.table(id(base.clone())?);
    for number in 1..TRIES {
        table.vintage = match number {
            1 => id(base.clone())?,
            2 => id(format!("{base}-{hash}"))?,
            _ => id(format!("{base}-{hash}-{}", number - 1))?,
        };
        match room.vintage(&table.vintage) {
            Some(held) if held.rows != table.rows || held.sums != table.sums => {}
            Some(_) | None => return Ok(table),
        }
    }
    Err(unnamed())
}
