//! The arguments of commands that change the register.

use super::{civil_date, one_of};
use clap::{Args, Subcommand};
use register::{ArrangementKind, BodyKind, Cause, Life, Tie};
use std::path::PathBuf;
use std::str::FromStr;
use terms::{Date, DateError, FuzzyDate, GssCode, OdsCode};

/// Take published NHS and ONS files into the register.
///
/// Reference tables for assigning activity (a postcode directory, service codes, hubs and others) are kept as vintages beside the
/// journal, never in it; `footprint reference list` shows them.
///
/// The format is known by content. When a file was released is taken from its name (epraccur_2021-11.csv), else from the file
/// itself, else you are asked; it is never guessed. The same file again records nothing. Each file takes effect whole or not at
/// all; rows that cannot be read are listed with their line and column.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint import ~/Downloads/ods\n  footprint import eccg.csv --released 2024-12\n  footprint import epraccur.zip --strict\n  footprint import data --bad-rows bad.csv"
)]
pub(crate) struct ImportArgs {
    /// Files, folders of files, or zip files.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// When a file was released, such as 2024-12-01, 2024-12 or 2024. Of several files write which: eccg.csv=2024-12, as often as
    /// needed; a date alone then holds for those that say none themselves.
    #[arg(long, value_name = "[FILE=]DATE")]
    pub(crate) released: Vec<ReleasedArg>,
    /// Take nothing of a file if any of its rows cannot be read.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write every row that cannot be read to this CSV file.
    #[arg(long, value_name = "FILE")]
    pub(crate) bad_rows: Option<PathBuf>,
}

/// When a file, or every file that does not say so itself, was released.
#[derive(Clone, Debug)]
pub(crate) struct ReleasedArg {
    /// The file's name; nothing for any.
    pub(crate) file: Option<String>,
    /// When.
    pub(crate) date: FuzzyDate,
}

impl FromStr for ReleasedArg {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Ok(match text.rsplit_once('=') {
            Some((file, date)) => Self { file: Some(file.to_owned()), date: date.parse()? },
            None => Self { file: None, date: text.parse()? },
        })
    }
}

/// Enter a fact that no file gives, with its source.
///
/// What you enter outranks every file. What was known before stays on record: ask with --known-at.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  footprint enter life U2G6B --from 2026-04-01 --source 'RTT figures of April 2026' --reason 'in no ODS file yet'
  footprint enter kind U2G6B sub-icb-location --from 2026-04-01 --source '…' --reason '…'
  footprint enter member U2G6B --of S0E4D --tie system --from 2026-04-01 --source '…' --reason '…'
  footprint enter arrangement 'Berkshire West federation' --kind federation --members 10M,10N,10W,11D \\
      --from 2013 --to 2018-03-31 --source '…' --reason '…'
  footprint enter --file april-2026.csv --reason 'the boards of April 2026, before ODS lists them'
  footprint enter --template > april-2026.csv")]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct EnterArgs {
    /// What to enter.
    #[command(subcommand)]
    pub(crate) fact: Option<FactArgs>,
    /// Enter every fact of this CSV file as one act: all rows, each with its own source, or none.
    #[arg(long, value_name = "FILE", requires = "reason")]
    pub(crate) file: Option<PathBuf>,
    /// Why the facts of the file are entered. Can be erased later.
    #[arg(long, value_name = "TEXT", requires = "file")]
    pub(crate) reason: Option<String>,
    /// Print a file to begin from, with a row of each kind of fact.
    #[arg(long, conflicts_with = "file")]
    pub(crate) template: bool,
}

/// A fact that can be entered.
#[derive(Debug, Subcommand)]
pub(crate) enum FactArgs {
    /// When an organisation existed.
    Life {
        /// The organisation's code.
        code: OdsCode,
        #[command(flatten)]
        spell: Spell,
        /// In law (legal) or in practice (operational).
        #[arg(long, value_name = "LIFE", default_value = "legal", value_parser = one_of::<Life>(Life::ALL.iter().map(|word| word.slug())))]
        life: Life,
        #[command(flatten)]
        explained: Explained,
    },
    /// What an organisation was called.
    Name {
        /// The organisation's code.
        code: OdsCode,
        /// The name.
        name: String,
        #[command(flatten)]
        spell: Spell,
        #[command(flatten)]
        explained: Explained,
    },
    /// What an organisation was: a practice, a commissioning-group, a care-board.
    Kind {
        /// The organisation's code.
        code: OdsCode,
        /// The kind, such as practice, network, commissioning-group, sub-icb-location, care-board, place or trust.
        #[arg(value_parser = one_of::<BodyKind>(BodyKind::ALL.iter().map(|word| word.slug())))]
        kind: BodyKind,
        #[command(flatten)]
        spell: Spell,
        #[command(flatten)]
        explained: Explained,
    },
    /// To whom an organisation belonged.
    Member {
        /// The code of the one that belonged.
        code: OdsCode,
        /// The code of the one it belonged to.
        #[arg(long, value_name = "CODE")]
        of: OdsCode,
        /// What that one was to it: commissioner, network, place, system, region, provider or host.
        #[arg(long, value_name = "TIE", value_parser = one_of::<Tie>(Tie::ALL.iter().map(|word| word.slug())))]
        tie: Tie,
        #[command(flatten)]
        spell: Spell,
        #[command(flatten)]
        explained: Explained,
    },
    /// That one organisation gave way to another.
    Succession {
        /// The code of the old one.
        old: OdsCode,
        /// The code of the new one.
        new: OdsCode,
        /// The first day of the new, such as 2018-04-01.
        #[arg(long, value_name = "DATE")]
        on: FuzzyDate,
        /// How: merge, code-retained-merge, split, partial-transfer, recode, rename or dissolution. Worked out from the other
        /// successions of that day if not given.
        #[arg(long, value_name = "CAUSE", value_parser = one_of::<Cause>(Cause::ALL.iter().map(|word| word.slug())))]
        cause: Option<Cause>,
        /// The order or statute that did it.
        #[arg(long, value_name = "TEXT", default_value = "")]
        instrument: String,
        /// How many people passed: what the old one had is shared by this where it passed to several.
        #[arg(long, value_name = "NUMBER", requires = "basis")]
        heads: Option<u64>,
        /// What was counted, and when, such as 'residents, mid-2017'.
        #[arg(long, value_name = "TEXT", requires = "heads")]
        basis: Option<String>,
        #[command(flatten)]
        explained: Explained,
    },
    /// The code by which the Office for National Statistics knows an organisation.
    OnsCode {
        /// The organisation's code.
        code: OdsCode,
        /// Its ONS code, such as E54000067.
        ons: GssCode,
        #[command(flatten)]
        explained: Explained,
    },
    /// That several organisations worked together short of merger.
    Arrangement {
        /// The arrangement's name.
        name: String,
        /// Which kind: federation, shared-management, committees-in-common, joint-committee, cluster or partnership.
        #[arg(long, value_name = "KIND", value_parser = one_of::<ArrangementKind>(ArrangementKind::ALL.iter().map(|word| word.slug())))]
        kind: ArrangementKind,
        /// The members' codes, with commas between them.
        #[arg(long, value_name = "CODES", value_delimiter = ',', required = true)]
        members: Vec<OdsCode>,
        /// A code for the arrangement, beginning L-. Made from the name if not given.
        #[arg(long, value_name = "CODE")]
        code: Option<OdsCode>,
        #[command(flatten)]
        spell: Spell,
        #[command(flatten)]
        explained: Explained,
    },
}

/// When something was so.
#[derive(Debug, Args)]
pub(crate) struct Spell {
    /// The first day, such as 2018-04-01, 2018-04 or 2018. Always so until then if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<FuzzyDate>,
    /// The last day, such as 2022-06-30, 2022-06 or 2022. Still so if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<FuzzyDate>,
}

/// Who says so, and why it is entered.
#[derive(Debug, Args)]
pub(crate) struct Explained {
    /// Who says so: a published document, an order, a letter. Kept for ever, so name no person.
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: String,
    /// Why this is entered. Can be erased later.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// When the source was published, such as 2026-04-01 or 2026. Today if not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<FuzzyDate>,
    /// The statement of a file that this takes the place of: its short number from `footprint sources CODE`.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) instead_of: Option<String>,
}

/// Say that a fact in a file is wrong, so that it no longer counts.
///
/// `footprint sources CODE` lists what every file says about an organisation, each statement with its short number.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  footprint sources 14Y\n  footprint deny 14Y 3f0c91ab --source 'letter of 2 May 2026' --reason 'the closing date is a slip'"
)]
pub(crate) struct DenyArgs {
    /// The code of an organisation the statement is about.
    pub(crate) code: OdsCode,
    /// The statement's short number, from `footprint sources CODE`.
    pub(crate) number: String,
    /// Who says it is wrong: a published document, an order, a letter.
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: String,
    /// Why it is wrong. Can be erased later.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// When the source was published. Today if not given.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) published: Option<Date>,
}

/// Count an import as never made, from now on. What was known before stays on record.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint imports\n  footprint retract 7 --reason 'released in error, withdrawn on 3 May'"
)]
pub(crate) struct RetractArgs {
    /// The import: the number of its entry, or the first characters of the file's SHA-256 (at least 8).
    #[arg(value_name = "ENTRY|HASH")]
    pub(crate) import: String,
    /// Why. Can be erased later.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}
