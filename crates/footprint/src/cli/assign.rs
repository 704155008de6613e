//! The arguments of commands that assign activity records.

use super::civil_date;
use clap::{Args, Subcommand, ValueEnum};
use std::num::NonZero;
use std::path::PathBuf;
use terms::Date;

/// Assign every record of activity files to the commissioner that pays for it.
///
/// CSV, Parquet or Arrow IPC in and out, by content in and by the name of --to out. Every column passes through as it is;
/// commissioner, terminal, method, path, reason, flags and edition are added. The account of records and pence goes to the
/// error stream, and a run that does not balance fails. The result appears whole or not at all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint assign sus.csv --reference tables --to assigned.csv
  footprint assign op.parquet apc.parquet --reference tables --to year.parquet --variance variance.xlsx
  footprint assign old.csv --reference tables --to what-if.csv --edition 2025-26
  footprint assign year.parquet --reference tables --to merged.parquet --what-if draft=merger.csv --what-if-from 2025-04-01 --changes moved.csv
  zcat sus.csv.gz | footprint assign - --reference tables --to - | less")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct AssignArgs {
    /// The files, all with the same columns; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Where the result goes: .csv, .parquet, .arrow (file), .arrows (stream), or - for standard output in the input's format.
    #[arg(long, value_name = "OUT")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) reference: ReferenceArgs,
    /// A CSV file `item,column,constant` that says which column holds which item.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Leave out rows that cannot be read: count them and write them to OUT.left-out.csv. Otherwise the run fails at the first.
    #[arg(long, conflicts_with = "strict")]
    pub(crate) keep_going: bool,
    /// Fail at the first row that cannot be read. This is so anyway, and can be said for clarity.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write text as it stands, for a program that reads it. Otherwise a cell that a spreadsheet would run (it begins with = + - @, a tab
    /// or a carriage return, and is no number) gets an apostrophe before it.
    #[arg(long)]
    pub(crate) plain: bool,
    /// What stands before the names of the added columns.
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = plain_prefix)]
    pub(crate) prefix: String,
    /// Write submitted against derived commissioner by provider, point of delivery and reason: .csv or .xlsx. The files must
    /// have a column `submitted_commissioner`.
    #[arg(long, value_name = "OUT")]
    pub(crate) variance: Option<PathBuf>,
    /// Assign under something nobody has decided: edition=2024-25 or draft=FILE; once for each.
    #[arg(long, value_name = "WHAT=VALUE", value_parser = what_if)]
    pub(crate) what_if: Vec<WhatIf>,
    /// The day on which the draft would take effect.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) what_if_from: Option<Date>,
    /// Write what moves under the what-if, by provider and point of delivery: .csv or .xlsx.
    #[arg(long, value_name = "OUT", requires = "what_if")]
    pub(crate) changes: Option<PathBuf>,
    /// How many threads work. As many as the machine has if not given.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,
    /// Do not take the SHA-256 of the files, which costs about a second of one processor for 1.5 GB.
    #[arg(long)]
    pub(crate) without_hashes: bool,
}

/// Show how one record comes to its commissioner: every question, what decided it, and the rows behind it.
///
/// The record is a JSON object of item names and texts, in a file or on standard input. Items other than the postcode and the
/// local key can be given with --set; those two are not taken from the command line, which shells and systems keep.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint explain record.json --reference tables
  footprint explain - --reference tables --set cds_type=020 --set appointment_date=2025-06-15 < record.json")]
pub(crate) struct ExplainArgs {
    /// The file with the record as JSON; - for standard input. Without it the record is what --set says.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// An item of the record; give it again for each further one.
    #[arg(long, value_name = "ITEM=VALUE", value_parser = item)]
    pub(crate) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) reference: ReferenceArgs,
}

/// Which tables and editions records are assigned by.
#[derive(Debug, Args)]
pub(crate) struct ReferenceArgs {
    /// The folder of reference tables, one CSV file each, or the file that `footprint reference prepare` made of it. If not given:
    /// the register and the vintages that `footprint import` kept, as known at --known-at.
    #[arg(long, value_name = "FOLDER|FILE")]
    pub(crate) reference: Option<PathBuf>,
    /// Take practices, commissioners and successions from the register instead of the folder, as known at --known-at.
    #[arg(long, requires = "reference")]
    pub(crate) practices_from_register: bool,
    /// Apply one edition to every date, as a what-if: 2025-26. Otherwise each record's date chooses.
    #[arg(long, value_name = "EDITION")]
    pub(crate) edition: Option<String>,
    /// What a blank overseas visitor charging category means: as-written (not a resident), or A (a resident).
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Missing::AsWritten)]
    pub(crate) missing_ovcc: Missing,
    /// Local overrides: a CSV file `local_key,commissioner,kind,first,last,owner,reason`.
    #[arg(long, value_name = "FILE")]
    pub(crate) overrides: Option<PathBuf>,
    /// Local overrides of the journal, as known at --known-at; see `footprint overrides`.
    #[arg(long, conflicts_with = "overrides")]
    pub(crate) overrides_from_journal: bool,
}

/// Reference tables: prepare a folder of them once, or see the vintages that `import` kept.
#[derive(Debug, Args)]
pub(crate) struct ReferencesArgs {
    #[command(subcommand)]
    pub(crate) act: ReferencesAct,
}

/// What is to be done with reference tables.
#[derive(Debug, Subcommand)]
pub(crate) enum ReferencesAct {
    /// Read a folder of reference tables and write it as one file, which --reference takes in place of the folder.
    ///
    /// Every table is checked as it is for a run. The file depends on nothing but the tables: the same tables always give the
    /// same bytes. It is read by the version of the program that wrote it, and refused with a reason by one that cannot.
    #[command(after_help = "Examples:
  footprint reference prepare --reference tables --to tables.reference
  footprint assign sus.csv --reference tables.reference --to assigned.csv")]
    Prepare(PrepareArgs),
    /// List the vintages of reference tables that `import` kept: which table, from which day, from which file.
    List,
    /// Show one vintage: where it came from, its hashes, who kept it and when.
    Show(VintageArgs),
    /// Remove a vintage. Runs made with it keep their answers and its hash.
    Remove(VintageArgs),
}

/// A vintage.
#[derive(Debug, Args)]
pub(crate) struct VintageArgs {
    /// Its id, as `reference list` shows it: postcodes-1a2b3c4d.
    #[arg(value_name = "VINTAGE")]
    pub(crate) vintage: String,
}

/// What is prepared, and where to.
#[derive(Debug, Args)]
pub(crate) struct PrepareArgs {
    /// The folder of reference tables, one CSV file each.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) reference: PathBuf,
    /// Take practices, commissioners and successions from the register instead of the folder, as known at --known-at.
    #[arg(long)]
    pub(crate) practices_from_register: bool,
    /// Where the prepared file goes.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

/// What a blank charging category means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Missing {
    /// Not a resident: the guidance's general rule.
    AsWritten,
    /// A resident.
    #[value(name = "A", alias = "a")]
    Resident,
}

/// Something nobody has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WhatIf {
    /// One edition for every date.
    Edition(String),
    /// A draft: a merger, a boundary move, another delegation.
    Draft(PathBuf),
}

fn what_if(text: &str) -> Result<WhatIf, String> {
    match text.split_once('=') {
        Some(("edition", id)) if !id.is_empty() => Ok(WhatIf::Edition(id.to_owned())),
        Some(("draft", path)) if !path.is_empty() => Ok(WhatIf::Draft(path.into())),
        _ => Err(format!("`{text}` is no what-if: write edition=2025-26 or draft=FILE")),
    }
}

fn item(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((item, value)) => Ok((item.trim().to_owned(), value.to_owned())),
        None => Err(format!("`{text}` sets nothing: write tfc=100")),
    }
}

fn plain_prefix(text: &str) -> Result<String, String> {
    if text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        Ok(text.to_owned())
    } else {
        Err("a prefix has letters, digits and underscores only".to_owned())
    }
}
