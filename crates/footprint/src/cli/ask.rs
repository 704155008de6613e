//! The arguments of questions.

use super::{civil_date, one_of};
use clap::Args;
use register::Weights;
use register::restate::Mode;
use std::path::PathBuf;
use terms::Date;
use who_pays::CaseId;

/// One organisation.
///
/// `org` shows its names, dates, parents, members, predecessors and successors; `sources` shows everything any file says of
/// it, each statement with the short number that `deny` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint org 14Y\n  footprint org QU9 --valid-at 2019-10-01\n  footprint sources 14Y"
)]
pub(crate) struct CodeArgs {
    /// The organisation's ODS code, such as 14Y, or its GSS code, such as E38000222.
    pub(crate) code: String,
}

/// Find organisations by code, GSS code, words of the name, or postcode.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint search aylesbury vale\n  footprint search HP20 1UA\n  footprint search 14Y,15A,10Q"
)]
pub(crate) struct SearchArgs {
    /// What to look for: words that must all occur, or a list of codes with commas between them.
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,
}

/// What changed in a place between two dates, and why.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint diff QU9 2013-04-01 2019-10-01\n  footprint diff 10Q,14Y,15A 2019-10-01 2026-04-01"
)]
pub(crate) struct DiffArgs {
    /// The place: a system, such as QU9, or several codes with commas between them.
    pub(crate) place: String,
    /// The first day, such as 2013-04-01.
    #[arg(value_parser = civil_date, value_name = "DATE1")]
    pub(crate) first: Date,
    /// The second day, such as 2019-10-01.
    #[arg(value_parser = civil_date, value_name = "DATE2")]
    pub(crate) second: Date,
}

/// Every succession on the register: the whole old-to-new table, oldest first.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint successions\n  footprint successions --all --format csv > successions.csv"
)]
pub(crate) struct SuccessionsArgs {
    /// Of every kind of body; without it, of commissioners and systems only.
    #[arg(long)]
    pub(crate) all: bool,
}

/// What changed between two days in the world, or between two entries in what the register knows.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  footprint changes 12 15\n  footprint changes 2018-03-31 2018-04-01")]
pub(crate) struct ChangesArgs {
    /// The earlier: a day such as 2018-03-31, or an entry's number.
    pub(crate) from: String,
    /// The later, written the same way.
    pub(crate) to: String,
}

/// Restate a series of your own, by practice or by commissioner, onto the structure of any date.
///
/// The file is CSV (in a zip file or not) or Parquet. Every total is conserved exactly; each row says how it was made, and
/// what cannot be placed is listed with the reason. The rows go to the terminal unless --output names a file; the account of
/// what was read and where it went goes to the error stream. Ends with exit code 3 if something could not be placed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint restate lists.csv --code CODE --value NUMBER_OF_PATIENTS --date 2021-01-01 --to 2026-02-01
  footprint restate spend.parquet --code org --value items --value cost --date month --to 2019-10-01 --keep drug
  footprint restate lists.csv --code CODE --value PATIENTS --date month --to 2026-02-01 --mode as-was")]
pub(crate) struct RestateArgs {
    /// The file.
    pub(crate) file: PathBuf,
    /// The column with the practice or commissioner.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) code: String,
    /// A column of figures to restate; give it again for each further one.
    #[arg(long, value_name = "COLUMN", required = true)]
    pub(crate) value: Vec<String>,
    /// When the rows were so: a column, or one day for all such as 2021-01-01. The day of --valid-at if not given.
    #[arg(long, value_name = "COLUMN|DATE")]
    pub(crate) date: Option<String>,
    /// The day whose structure is wanted, such as 2026-02-01.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Date,
    /// as-is: every row to the structure of --to. as-was: each row to the structure of its own day.
    #[arg(long, value_name = "MODE", default_value = "as-is", value_parser = one_of::<Mode>(["as-is", "as-was"]))]
    pub(crate) mode: Mode,
    /// What shares are measured by where a body passed to several: list-size (registered patients) or small-area (residents).
    #[arg(long, value_name = "WEIGHTS", default_value = "list-size", value_parser = one_of::<Weights>(["list-size", "small-area"]))]
    pub(crate) by: Weights,
    /// A further column by which rows are kept apart; give it again for each further one.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) keep: Vec<String>,
    /// Write the restated rows to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write what could not be placed to this CSV file, with the reasons.
    #[arg(long, value_name = "FILE")]
    pub(crate) unplaced: Option<PathBuf>,
    /// Write text as it stands, for a program that reads it. Otherwise a cell that a spreadsheet would run (it begins with = + - @, a tab
    /// or a carriage return, and is no number) gets an apostrophe before it.
    #[arg(long)]
    pub(crate) plain: bool,
}

/// Write everything about one challenge as one document: .pdf (tagged) or .html.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint challenge-pack challenge-7f3a --to case.pdf")]
pub(crate) struct PackArgs {
    /// The challenge.
    pub(crate) challenge: CaseId,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}
