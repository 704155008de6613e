//! Why an activity file, its mapping or its reference tables were refused.

use assign::AssignError;
use std::path::PathBuf;
use thiserror::Error;

/// Why a run could not begin or could not go on. A record is never refused: it gets an answer that says what is missing.
#[derive(Debug, Error)]
pub enum ActivityError {
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The result cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder of a result is not there.
    #[error("{} cannot be written: there is no folder {}; make it first, or name another", path.display(), folder.display())]
    NoFolder {
        /// Which file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The name of a result is that of a folder.
    #[error("{} cannot be written: it is a folder; name a file in it", path.display())]
    IsFolder {
        /// Which.
        path: PathBuf,
    },
    /// The file is no table the program reads.
    #[error("{file} is none of CSV, Parquet and Arrow IPC: it {found}")]
    Unrecognised {
        /// Which file.
        file: String,
        /// What it looks like.
        found: String,
    },
    /// The one record that was given cannot be read. It never repeats a value.
    #[error("{file} cannot be read: it {found}")]
    Record {
        /// Where it was given.
        file: String,
        /// What is wrong.
        found: String,
    },
    /// The file breaks off or contradicts itself.
    #[error("{file}{}: {reason}", place(*.line))]
    Damaged {
        /// Which file.
        file: String,
        /// The line or row, 0 where there is none.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// Dates of the run can mean two days.
    #[error(
        "{file} line or row {place}: `{found}` can mean two days: {why}; say in a mapping file `date_order,,day-first` or `date_order,,month-first`, or write dates as 2025-06-15"
    )]
    Dates {
        /// Which file.
        file: String,
        /// The line of text, or the row.
        place: u64,
        /// The date.
        found: String,
        /// Why it is not read.
        why: &'static str,
    },
    /// Most records of a run did not come to a question of the method, all for one reason.
    #[error("{}", most(.0))]
    MostUnanswered(Box<crate::run::Unanswered>),
    /// Columns that the method cannot do without are missing, or the mapping names columns the file has not.
    #[error("{file} lacks {}; it has {}", quoted(missing), quoted(has))]
    ColumnsAbsent {
        /// Which file.
        file: String,
        /// What is missing.
        missing: Vec<String>,
        /// The columns it has.
        has: Vec<String>,
    },
    /// Two columns could hold one item.
    #[error("{file} has two columns for {item}: `{first}` and `{second}`; name one in a mapping file")]
    ColumnTwice {
        /// Which file.
        file: String,
        /// The item.
        item: &'static str,
        /// One column.
        first: String,
        /// The other.
        second: String,
    },
    /// The file already has a column of the name of a result.
    #[error("{file} already has a column `{column}`, which the run would add; choose a prefix for the new columns")]
    ColumnTaken {
        /// Which file.
        file: String,
        /// The column.
        column: String,
    },
    /// Files of one run have different columns.
    #[error("{file} has other columns than {first}: assign them apart")]
    ColumnsDiffer {
        /// The later file.
        file: String,
        /// The first file.
        first: String,
    },
    /// A line of the mapping file cannot be used.
    #[error("{file} line {line}: {problem}: `{found}`")]
    Mapping {
        /// The mapping file.
        file: String,
        /// The line.
        line: u64,
        /// What is wrong.
        problem: &'static str,
        /// What was found.
        found: String,
    },
    /// There are no reference tables where they were said to be.
    #[error("there is no {}: name a folder of reference tables, or the file that `footprint reference prepare` made of one", path.display())]
    ReferenceAbsent {
        /// Where they were said to be.
        path: PathBuf,
    },
    /// A table of the reference folder is missing.
    #[error("{} has no {table}.csv", folder.display())]
    TableMissing {
        /// The folder.
        folder: PathBuf,
        /// The table.
        table: &'static str,
    },
    /// A reference table lacks columns, or a cell of it cannot be used.
    #[error("{file} line {line}, column {column}: {problem}")]
    ReferenceCell {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// What is wrong.
        problem: String,
    },
    /// The result would take the place of an input.
    #[error("{file} is an input and is not overwritten: write the result to another file")]
    OverInput {
        /// The input.
        file: String,
    },
    /// No edition has the name.
    #[error("there is no edition `{found}`; there are {}", known.join(", "))]
    NoSuchEdition {
        /// What was asked for.
        found: String,
        /// The ids of those there are.
        known: Vec<String>,
    },
    /// Tables that are needed have no vintage.
    #[error("no vintage of {} is kept: import one with `footprint import FILE`, or name a folder of tables", missing.join(" or "))]
    VintagesMissing {
        /// The tables.
        missing: Vec<&'static str>,
    },
    /// A local override cannot be used. The run is refused: a record whose payer was set by hand must not fall back
    /// unnoticed on the method.
    #[error("{name}, an override to {commissioner}: {problem}")]
    Override {
        /// The line of its file, or its identity on record.
        name: String,
        /// Who was to pay.
        commissioner: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// The file asks for more than is read, or contradicts itself.
    #[error(transparent)]
    Reader(#[from] reader::ReadError),
    /// The engine refused the reference or an edition.
    #[error(transparent)]
    Assign(#[from] AssignError),
    /// Records or pence that went in did not come out.
    #[error("the run does not balance: {0}")]
    Unbalanced(String),
    /// A part of the run failed in a way that is a mistake of the program.
    #[error("a worker stopped unexpectedly")]
    Worker,
}

fn most(most: &crate::run::Unanswered) -> String {
    let example = &most.example;
    let dates = if example.dates.is_empty() { String::new() } else { format!(", with {}", example.dates) };
    format!(
        "{} of {} records have no commissioner for one reason: {} The first stands on line or row {} of {}{dates}",
        most.records,
        most.of,
        most.reason.sentence(),
        example.place,
        example.file
    )
}

fn place(line: u64) -> String {
    if line == 0 { String::new() } else { format!(" line {line}") }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
