//! The arguments of commands about who decides that are written by hand: a scheme, and what a new installation needs to begin.

use super::{civil_date, one_of};
use clap::Args;
use mandate::{Capacity, InstrumentId, InstrumentKind, PersonId, PostId, PostKind};
use std::path::PathBuf;
use terms::{Date, OdsCode};

/// Print a body's scheme of reservation and delegation, or adopt one from a CSV or XLSX file.
///
/// The file is the table that --format csv prints: one row for each matter, one column for each holder. With a wrong cell nothing is
/// adopted, and every wrong cell is listed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint scheme 10H --valid-at 2016-10-01 --format csv > scheme.csv\n  footprint scheme 10H --adopt scheme.xlsx --from 2016-09-01 --title 'Scheme of 2016' --rests-on 10h-constitution"
)]
pub(crate) struct SchemeArgs {
    /// The body's code.
    pub(crate) body: OdsCode,
    /// Adopt the scheme in this file.
    #[arg(long, value_name = "FILE", requires_all = ["from", "title", "rests_on"])]
    pub(crate) adopt: Option<PathBuf>,
    /// The first day of the scheme.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Option<Date>,
    /// The title of the scheme.
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// The identity of the constitution it rests on.
    #[arg(long, value_name = "INSTRUMENT")]
    pub(crate) rests_on: Option<InstrumentId>,
    /// The identity of the scheme. Made from the body and the first day if not given.
    #[arg(long, value_name = "INSTRUMENT")]
    pub(crate) id: Option<InstrumentId>,
}

/// Enter a person, so that they can be appointed to posts.
///
/// The name is kept beside the record and can be forgotten; the identity stays, so it must not carry the name.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint person 'Jane Example' --contact jane@example.org")]
pub(crate) struct PersonArgs {
    /// The name.
    pub(crate) name: String,
    /// How to reach them.
    #[arg(long, value_name = "TEXT")]
    pub(crate) contact: Option<String>,
    /// The identity, such as person-7f3a9c. Made at random if not given.
    #[arg(long, value_name = "PERSON")]
    pub(crate) id: Option<PersonId>,
}

/// Create a post of a body.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  footprint post 14y-secretary 'Governing body secretary' --kind governing-body-secretary --body 14Y --from 2018-04-01"
)]
pub(crate) struct PostArgs {
    /// The identity, such as 14y-secretary.
    pub(crate) id: PostId,
    /// The title.
    pub(crate) title: String,
    /// The kind, such as accountable-officer, chair, lay-member, director-finance or governing-body-secretary.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: PostKind,
    /// The codes of the bodies it serves, with commas between them.
    #[arg(long, value_name = "CODES", value_delimiter = ',', required = true)]
    pub(crate) body: Vec<OdsCode>,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Date,
    /// The last day. Still there if not given.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Option<Date>,
}

/// Appoint a person to a post.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint appoint person-7f3a9c 14y-secretary --from 2018-04-01")]
pub(crate) struct AppointArgs {
    /// The person.
    pub(crate) person: PersonId,
    /// The post.
    pub(crate) post: PostId,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Date,
    /// The last day. No end if not given.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Option<Date>,
    /// As substantive, interim, acting or deputy holder.
    #[arg(long = "in", value_name = "CAPACITY", default_value = "substantive", value_parser = one_of::<Capacity>(Capacity::ALL.iter().map(|word| word.slug())))]
    pub(crate) capacity: Capacity,
}

/// Join bodies that merged to their successor: what they decided, delegated and began goes on in it.
///
/// Their powers, posts, seats and mandates that ran to their last day go on for their part; powers until the successor adopts a
/// scheme of its own. The register must say that they passed to it on that day. What a body held that was divided goes to several,
/// each thing to the one a file says. It cannot be undone.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint carry-over 10Y 10H --to 14Y --on 2018-04-01 --by buckinghamshire-order\n  footprint carry-over QNQ --division frimley.csv --on 2026-04-01 --by frimley-order\n\nA line of the file is a thing and where it goes: `post:qnq-chair,S0E4D`, `power:qnq-scheme-3,QRL`, `seat:forum,QRL`, `mandate:qnq-acute,S0E4D`, or `post:qnq-deputy,lapses`. What is not said is listed, and nothing is recorded."
)]
pub(crate) struct CarryOverArgs {
    /// The codes of the bodies that ended.
    #[arg(value_name = "CODE", required = true)]
    pub(crate) predecessors: Vec<OdsCode>,
    /// The code of the body that takes their place.
    #[arg(long = "to", value_name = "CODE", required_unless_present = "division", conflicts_with = "division")]
    pub(crate) successor: Option<OdsCode>,
    /// A file that says which successor takes each thing of one body that was divided.
    #[arg(long, value_name = "FILE")]
    pub(crate) division: Option<PathBuf>,
    /// The successor's first day.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) on: Date,
    /// The instrument by which it happened: an order or resolution on record.
    #[arg(long, value_name = "INSTRUMENT")]
    pub(crate) by: InstrumentId,
}

/// Erase a person's name, contact and the wording of their interests for good, and close their account.
///
/// What they did stays on record under their identity, which says nothing of them; every proof holds. Asked again it erases
/// what an interrupted first time left.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  footprint forget person-7f3a9c21 --yes")]
pub(crate) struct ForgetArgs {
    /// The person.
    pub(crate) person: PersonId,
    /// Do it: it cannot be undone.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Record a statute, constitution, agreement, direction or resolution: what powers rest on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  footprint instrument nhs-act-2006 'National Health Service Act 2006' --kind statute --from 2013-04-01\n  footprint instrument 14y-constitution 'Constitution' --kind constitution --body 14Y --rests-on nhs-act-2006 --from 2018-04-01"
)]
pub(crate) struct InstrumentArgs {
    /// The identity, such as nhs-act-2006.
    pub(crate) id: InstrumentId,
    /// The title.
    pub(crate) title: String,
    /// What it is; a scheme comes by `footprint scheme BODY --adopt`.
    #[arg(long, value_name = "KIND", value_parser = one_of::<InstrumentKind>(InstrumentKind::ALL.iter().filter(|word| **word != InstrumentKind::Scheme).map(|word| word.slug())))]
    pub(crate) kind: InstrumentKind,
    /// The code of the body whose it is; none for a statute.
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<OdsCode>,
    /// The identity of what it rests on; nothing for a statute.
    #[arg(long, value_name = "INSTRUMENT")]
    pub(crate) rests_on: Option<InstrumentId>,
    /// Where it is published, or the minute that approved it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: Option<String>,
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) from: Date,
    /// The last day. Still in force if not given.
    #[arg(long, value_name = "DATE", value_parser = civil_date)]
    pub(crate) to: Option<Date>,
}

fn kind(text: &str) -> Result<PostKind, String> {
    text.parse().map_err(|_| {
        let all: Vec<String> = PostKind::all().into_iter().map(PostKind::slug).collect();
        format!("`{text}` is not a kind of post: write one of {}", all.join(", "))
    })
}
