//! Worked examples, asked of a room.

use std::path::PathBuf;

use clap::Args;

/// Have a room answer a file of worked examples.
///
/// A row each, with an `id`; the answers come out a row each under the same `id`. Give the same files to another implementation and
/// compare. Nothing is read from the journal and nothing is recorded.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  footprint conform money ledger --world money-world --in ledger.csv --out answers.csv
  footprint conform intervention triggers --world world --in triggers.csv

`footprint conform money all` is no kind: the message lists those there are.")]
pub(crate) struct ConformArgs {
    /// The room asked, such as money.
    pub(crate) room: String,
    /// The kind of question, such as ledger.
    pub(crate) kind: String,
    /// The folder of the tables that the questions speak of; the folder of the questions if not given.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) world: Option<PathBuf>,
    /// The file of questions: comma-separated text with a header.
    #[arg(long = "in", value_name = "FILE")]
    pub(crate) questions: PathBuf,
    /// Write the answers to this file. Otherwise they are printed.
    #[arg(long = "out", value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
}
