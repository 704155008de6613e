//! The arguments of commands about overrides and challenges.

use super::{civil_date, one_of};
use clap::{Args, Subcommand};
use mandate::{PersonId, PostId};
use std::path::PathBuf;
use terms::{Date, OdsCode, Pence};
use who_pays::{CaseId, OverrideId, OverrideKind, OverrideStanding, Party, Ruling, RunId};

/// Set who pays by hand where no data set shows it: for one pseudonymous key, for a while, on somebody's word.
#[derive(Debug, Args)]
pub(crate) struct OverrideArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) act: OverrideAct,
}

/// What can be done with overrides.
#[derive(Debug, Subcommand)]
pub(crate) enum OverrideAct {
    /// Add an override. The key comes from standard input or a file, never from the command line, which shells and systems keep.
    #[command(
        after_help = "Example:\n  footprint override add --key-from key.txt --kind section-117 --commissioner QU9 --owner qnq-finance --of QNQ --from 2024-04-01 --to 2025-03-31 --reason 'Detained from there in 2023'"
    )]
    Add(AddArgs),
    /// Give an override a later last day, before it stops.
    Extend {
        /// Which.
        id: OverrideId,
        /// The last day from now on.
        #[arg(long, value_name = "DATE", value_parser = civil_date)]
        to: Date,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// End an override before its last day.
    End {
        /// Which.
        id: OverrideId,
        /// The last day on which it applies; the day before its first if it never should have.
        #[arg(long, value_name = "DATE", value_parser = civil_date)]
        last: Date,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// List overrides, or those that stand in one way.
    List {
        /// How they stand on the day.
        #[arg(long, value_name = "STATE", value_parser = one_of::<OverrideStanding>(OverrideStanding::ALL.iter().map(|word| word.slug())))]
        state: Option<OverrideStanding>,
    },
    /// Erase an override's key for good. That it was made, by whom and for which days stays on record.
    Erase {
        /// Which.
        id: OverrideId,
    },
}

/// An override to be added.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The file with the pseudonymous local key, as in the column `local_key`; - for standard input.
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) key_from: PathBuf,
    /// Why the payer is set by hand.
    #[arg(long, value_name = "KIND", value_parser = one_of::<OverrideKind>(OverrideKind::ALL.iter().map(|word| word.slug())))]
    pub(crate) kind: OverrideKind,
    /// The code of the body that pays.
    #[arg(long, value_name = "CODE")]
    pub(crate) commissioner: OdsCode,
    /// The post that answers for it.
    #[arg(long, value_name = "POST", required_unless_present = "owner_person", conflicts_with = "owner_person")]
    pub(crate) owner: Option<PostId>,
    /// The person who answers for it, instead of a post.
    #[arg(long, value_name = "PERSON")]
    pub(crate) owner_person: Option<PersonId>,
    /// The code of the body whose post or person that is.
    #[arg(long, value_name = "CODE")]
    pub(crate) of: OdsCode,
    /// The first day of activity.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Date,
    /// The last day of activity. Every override has one.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Date,
    /// The reason, without anything that could find the patient.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// The identity. Made at random if not given.
    #[arg(long, value_name = "OVERRIDE")]
    pub(crate) id: Option<OverrideId>,
}

/// Say that another body should have paid, and settle it: claim, evidence, answer, outcome.
#[derive(Debug, Args)]
pub(crate) struct ChallengeArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) act: ChallengeAct,
}

/// What can be done with challenges.
#[derive(Debug, Subcommand)]
pub(crate) enum ChallengeAct {
    /// Open a case.
    #[command(
        after_help = "Examples:\n  footprint challenge open --claimant QU9 --respondent QNQ --claim 'Ten stays of people of theirs' --from 2024-04-01 --to 2024-04-30 --records 10 --amount 12500 --run april-2024 --list list.csv\n  footprint challenge open --claimant QU9 --respondent QNQ --claim 'One stay' --from 2024-04-01 --to 2024-04-01 --records 1 --amount 950.50 --run april-2024 --row 12 --walk walk.txt"
    )]
    Open(OpenArgs),
    /// Put a file in evidence. Its hash goes on the record, its bytes are kept beside it.
    File {
        /// The case.
        case: CaseId,
        /// The file.
        file: PathBuf,
        /// What it is.
        #[arg(long, value_name = "TEXT")]
        title: String,
        /// For which side.
        #[arg(long = "for", value_name = "SIDE", default_value = "claimant", value_parser = one_of::<Party>(Party::ALL.iter().map(|word| word.slug())))]
        party: Party,
    },
    /// Record the respondent's answer: --agree, or what they offer, with a reason. Nothing offered is a refusal.
    #[command(
        after_help = "Examples:\n  footprint challenge answer challenge-7f3a --agree\n  footprint challenge answer challenge-7f3a --records 2 --amount 2500 --reason 'Two were ours'\n  footprint challenge answer challenge-7f3a --reason 'None was ours' --letter letter.pdf"
    )]
    Answer(AnswerArgs),
    /// Record that the claimant presses on, in full or for less.
    Press {
        /// The case.
        case: CaseId,
        #[command(flatten)]
        sum: SumArgs,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Record that a side took the case to NHS England.
    Escalate {
        /// The case.
        case: CaseId,
        /// Which side.
        #[arg(long = "by", value_name = "SIDE", default_value = "claimant", value_parser = one_of::<Party>(Party::ALL.iter().map(|word| word.slug())))]
        party: Party,
        /// Why, with NHS England's reference if there is one.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Close a case: the claimant accepts the offer or withdraws, or NHS England ruled.
    #[command(
        after_help = "Examples:\n  footprint challenge close challenge-7f3a --accept\n  footprint challenge close challenge-7f3a --withdraw --reason 'Our mistake'\n  footprint challenge close challenge-7f3a --ruling upheld-in-part --records 4 --amount 4000 --reason 'RC-12'"
    )]
    Close(CloseArgs),
    /// List cases: those open by deadline, then those closed.
    List,
    /// Show a case: how it stands, what was done, the evidence.
    Show {
        /// The case.
        case: CaseId,
    },
    /// Write the whole case as one pack: .pdf (tagged) or .html.
    Pack {
        /// The case.
        case: CaseId,
        /// Where to.
        #[arg(long, value_name = "OUT")]
        to: PathBuf,
    },
    /// Set how many days each side has and how soon an override is about to expire, from a day on. Clocks that have begun keep their deadlines.
    Days {
        /// The first day.
        #[arg(long, value_name = "DATE", value_parser = civil_date)]
        from: Date,
        /// How many days the respondent has to answer.
        #[arg(long, value_name = "DAYS")]
        answer: u16,
        /// How many days the claimant has to reply.
        #[arg(long, value_name = "DAYS")]
        reply: u16,
        /// How many days before its last day an override counts as about to expire; as before if it is not said.
        #[arg(long, value_name = "DAYS")]
        soon: Option<u16>,
        /// By what they are set, such as a protocol between the bodies.
        #[arg(long, value_name = "TEXT")]
        source: String,
    },
}

/// Records and pounds.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct SumArgs {
    /// How many records.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) records: u64,
    /// How much, in pounds, such as 2500 or 950.50.
    #[arg(long, value_name = "POUNDS", default_value = "0", value_parser = pounds)]
    pub(crate) amount: Pence,
}

/// A case to be opened.
#[derive(Debug, Args)]
pub(crate) struct OpenArgs {
    /// The code of the body that claims.
    #[arg(long, value_name = "CODE")]
    pub(crate) claimant: OdsCode,
    /// The code of the body that should have paid.
    #[arg(long, value_name = "CODE")]
    pub(crate) respondent: OdsCode,
    /// The claim in words, without anything that could find a patient.
    #[arg(long, value_name = "TEXT")]
    pub(crate) claim: String,
    /// The first day of the activity.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Date,
    /// The last day of the activity.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Date,
    #[command(flatten)]
    pub(crate) sum: SumArgs,
    /// The run that answered the records, as you name it, such as april-2024.
    #[arg(long, value_name = "RUN")]
    pub(crate) run: RunId,
    /// The row of the run's input, from 1, if it is one record.
    #[arg(long, value_name = "ROW", requires = "walk", conflicts_with = "list")]
    pub(crate) row: Option<u64>,
    /// The file with the walk of that record, as `footprint explain` prints it. Postcodes are blanked as it is read.
    #[arg(long, value_name = "FILE", requires = "row")]
    pub(crate) walk: Option<PathBuf>,
    /// The list of the records, if they are several. Its hash goes on the record, the list does not.
    #[arg(long, value_name = "FILE", required_unless_present = "row")]
    pub(crate) list: Option<PathBuf>,
    /// The identity. Made at random if not given.
    #[arg(long, value_name = "CASE")]
    pub(crate) id: Option<CaseId>,
}

/// The respondent's answer.
#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    /// The case.
    pub(crate) case: CaseId,
    /// They agree to all that is asked.
    #[arg(long, conflicts_with_all = ["records", "amount", "reason"])]
    pub(crate) agree: bool,
    #[command(flatten)]
    pub(crate) sum: SumArgs,
    /// Why not all.
    #[arg(long, value_name = "TEXT", required_unless_present = "agree")]
    pub(crate) reason: Option<String>,
    /// The letter it came in, which then goes on file.
    #[arg(long, value_name = "FILE")]
    pub(crate) letter: Option<PathBuf>,
}

/// The end of a case.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("how").required(true).args(["accept", "withdraw", "ruling"])))]
pub(crate) struct CloseArgs {
    /// The case.
    pub(crate) case: CaseId,
    /// The claimant accepts what was offered; nothing, where it was refused.
    #[arg(long)]
    pub(crate) accept: bool,
    /// The claimant withdraws.
    #[arg(long, requires = "reason")]
    pub(crate) withdraw: bool,
    /// What NHS England ruled.
    #[arg(long, value_name = "RULING", requires = "reason", value_parser = one_of::<Ruling>(Ruling::ALL.iter().map(|word| word.slug())))]
    pub(crate) ruling: Option<Ruling>,
    #[command(flatten)]
    pub(crate) sum: SumArgs,
    /// Why; of a ruling its reference and reasons.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

fn pounds(text: &str) -> Result<Pence, String> {
    Pence::not_negative(text).map_err(|refused| refused.to_string())
}
