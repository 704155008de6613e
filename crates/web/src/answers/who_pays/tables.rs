//! Overrides, cases and what was done in one, as tables.

use mandate::pounds;
use who_pays::{Case, Move, MoveKind, Override, OverrideStanding, Stage, SubjectRef, Sum};

use super::{Payers, SOON_DAYS, within};
use crate::answers::counted;
use crate::clocks::day;
use crate::components::TagColour;
use crate::table::{Cell, Column, Kind, Table};

fn standing(payers: &Payers<'_>, held: &Override) -> OverrideStanding {
    payers.room.standing(held, payers.today, SOON_DAYS)
}

fn column(key: &'static str, label: &str, kind: Kind) -> Column {
    Column::new(key, label, kind)
}

fn sum(of: Sum) -> String {
    format!("{}, {}", counted(of.records, "record", "records"), pounds(of.pence))
}

/// The overrides a reader may see, all or those that stand in one way. No key is in it, nor its hash.
pub fn overrides(payers: &Payers<'_>, only: Option<OverrideStanding>) -> Table {
    let shown = payers.locals().into_iter().filter(|held| only.is_none_or(|only| standing(payers, held) == only));
    let rows = shown.map(|held| {
        let stands = standing(payers, held);
        let colour = match stands {
            OverrideStanding::InForce => TagColour::Green,
            OverrideStanding::Expiring => TagColour::Orange,
            OverrideStanding::Coming => TagColour::Blue,
            _ => TagColour::Grey,
        };
        vec![
            Cell::link(held.id.to_string(), format!("/who-pays/overrides/{}", held.id)),
            held.kind.words().into(),
            payers.body(held.commissioner).into(),
            held.first.into(),
            held.last().into(),
            Cell::Tagged { text: stands.words().to_owned(), colour },
            payers.owner(&held.owner).into(),
            held.reason.to_string().into(),
        ]
    });
    Table {
        caption: only.map_or_else(|| "Overrides".to_owned(), |only| format!("Overrides: {}", within(only.words()))),
        columns: vec![
            column("override", "Override", Kind::Link),
            column("kind", "Kind", Kind::Text),
            column("commissioner", "Who pays", Kind::Text),
            column("first", "First day", Kind::Date),
            column("last", "Last day", Kind::Date),
            column("state", "State", Kind::Text),
            column("owner", "Who answers for it", Kind::Text),
            column("reason", "Reason", Kind::Text),
        ],
        rows: rows.collect(),
        source: payers.source(),
        notes: vec![
            "An override decides records dated from its first to its last day, and none after. Keys are never shown."
                .to_owned(),
        ],
    }
}

/// How many of the overrides a reader may see stand in each way.
pub fn counts(payers: &Payers<'_>) -> Table {
    let seen = payers.locals();
    let rows = OverrideStanding::ALL.iter().map(|stands| {
        let n = seen.iter().filter(|held| standing(payers, held) == *stands).count();
        vec![
            Cell::link(stands.words(), format!("/who-pays/overrides?state={}", stands.slug())),
            i64::try_from(n).unwrap_or(i64::MAX).into(),
        ]
    });
    Table {
        caption: format!("How many overrides, on {}", day(payers.today)),
        columns: vec![column("state", "State", Kind::Link), column("overrides", "Overrides", Kind::Number)],
        rows: rows.collect(),
        source: payers.source(),
        notes: vec![format!("About to expire: the last day is no more than {SOON_DAYS} days off.")],
    }
}

/// How a case stands, in a word and a colour.
fn stands(case: &Case, payers: &Payers<'_>) -> Cell {
    let (text, colour) = match case.stage {
        Stage::Closed => {
            let words = case.closed.map_or("Closed", |(outcome, _)| outcome.words());
            (format!("Closed: {}", within(words)), TagColour::Grey)
        }
        Stage::Escalated => (case.stage.words().to_owned(), TagColour::Purple),
        _ if case.is_overdue(payers.today) => (format!("{}, overdue", case.stage.words()), TagColour::Red),
        _ => (case.stage.words().to_owned(), TagColour::Blue),
    };
    Cell::Tagged { text, colour }
}

/// The cases a reader may see: open ones by deadline, then closed ones.
pub fn cases(payers: &Payers<'_>) -> Table {
    let rows = payers.cases().into_iter().map(|case| {
        let account = case.account();
        vec![
            Cell::link(case.id.to_string(), format!("/who-pays/challenges/{}", case.id)),
            payers.body(case.claimant).into(),
            payers.body(case.respondent).into(),
            case.first.into(),
            case.last.into(),
            i64::try_from(case.claim.records).unwrap_or(i64::MAX).into(),
            pounds(case.claim.pence).into(),
            pounds(account.conceded.pence).into(),
            pounds(account.disputed.pence).into(),
            stands(case, payers),
            case.due.into(),
        ]
    });
    Table {
        caption: "Challenges".to_owned(),
        columns: vec![
            column("case", "Case", Kind::Link),
            column("claimant", "Claimant", Kind::Text),
            column("respondent", "Respondent", Kind::Text),
            column("first", "Activity from", Kind::Date),
            column("last", "Activity to", Kind::Date),
            column("records", "Records", Kind::Number),
            column("claimed", "Claimed", Kind::Text),
            column("conceded", "Conceded", Kind::Text),
            column("disputed", "In dispute", Kind::Text),
            column("state", "State", Kind::Text),
            column("due", "To move by", Kind::Date),
        ],
        rows: rows.collect(),
        source: payers.source(),
        notes: vec!["What is conceded, given up and in dispute adds up to what was claimed at first.".to_owned()],
    }
}

/// What a case is, as pairs of a heading and its value.
pub fn case_facts(payers: &Payers<'_>, case: &Case) -> Vec<(String, String)> {
    let account = case.account();
    let subject = match &case.subject.of {
        SubjectRef::Record { run, row, hash } => format!("Row {row} of run {run}, SHA-256 {hash}"),
        SubjectRef::Batch { run, hash } => format!("A list of records of run {run}, SHA-256 {hash}"),
    };
    let edition = |edition: Option<&who_pays::GuidanceEdition>| {
        edition.map_or_else(|| "no edition since 2013".to_owned(), |edition| edition.name.to_owned())
    };
    let (first, last) = case.editions();
    let guidance = if first == last {
        edition(first)
    } else {
        format!("{} at its beginning, {} at its end: say which activity goes by which", edition(first), edition(last))
    };
    let pair = |key: &str, value: String| (key.to_owned(), value);
    vec![
        pair("Claimant", payers.body(case.claimant)),
        pair("Respondent", payers.body(case.respondent)),
        pair("Activity", format!("{} to {}", day(case.first), day(case.last))),
        pair("Guidance", guidance),
        pair("About", subject),
        pair("Claimed", sum(case.claim)),
        pair("Conceded", sum(account.conceded)),
        pair("Given up", sum(account.given_up)),
        pair("In dispute", sum(account.disputed)),
    ]
}

fn move_words(made: &Move) -> String {
    match made.kind {
        MoveKind::Opened => "Opened the case".to_owned(),
        MoveKind::Answered { offer } if offer == Sum::NOTHING => "Refused".to_owned(),
        MoveKind::Answered { offer } => format!("Offered {}", sum(offer)),
        MoveKind::Pressed { ask } => format!("Pressed for {}", sum(ask)),
        MoveKind::Escalated => "Took it to NHS England".to_owned(),
        MoveKind::Closed { outcome, sum: of } => format!("Closed: {}, {}", within(outcome.words()), sum(of)),
        MoveKind::Ruled { ruling, sum: of } => {
            format!("Recorded NHS England’s ruling: {}, {}", within(ruling.words()), sum(of))
        }
    }
}

/// What was done in a case, in order.
pub fn moves(payers: &Payers<'_>, case: &Case) -> Table {
    let rows = case.moves.iter().map(|made| {
        vec![
            made.stamp.on.into(),
            payers.body(case.body(made.party)).into(),
            move_words(made).into(),
            made.words.as_ref().map(ToString::to_string).into(),
            payers.actor(&made.stamp.by).into(),
            made.received.words().into(),
            made.due.into(),
            Cell::link(made.stamp.entry.to_string(), format!("/entries/{}", made.stamp.entry)),
        ]
    });
    Table {
        caption: "What was done".to_owned(),
        columns: vec![
            column("on", "On", Kind::Date),
            column("side", "By", Kind::Text),
            column("move", "What", Kind::Text),
            column("words", "In their words", Kind::Text),
            column("person", "Who", Kind::Text),
            column("received", "How recorded", Kind::Text),
            column("due", "Other side to move by", Kind::Date),
            column("entry", "Entry", Kind::Link),
        ],
        rows: rows.collect(),
        source: payers.source(),
        notes: Vec::new(),
    }
}

/// The files in evidence.
pub fn evidence(payers: &Payers<'_>, case: &Case) -> Table {
    let rows = case.evidence.iter().map(|filed| {
        vec![
            Cell::link(filed.title.to_string(), format!("/who-pays/challenges/{}/evidence/{}", case.id, filed.id)),
            payers.body(case.body(filed.party)).into(),
            filed.stamp.on.into(),
            payers.actor(&filed.stamp.by).into(),
            i64::try_from(filed.n_bytes).unwrap_or(i64::MAX).into(),
            filed.hash.to_string().into(),
            Cell::link(filed.stamp.entry.to_string(), format!("/entries/{}", filed.stamp.entry)),
        ]
    });
    Table {
        caption: "Evidence".to_owned(),
        columns: vec![
            column("title", "File", Kind::Link),
            column("side", "Of", Kind::Text),
            column("on", "Filed on", Kind::Date),
            column("person", "By", Kind::Text),
            column("bytes", "Bytes", Kind::Number),
            column("sha256", "SHA-256", Kind::Code),
            column("entry", "Entry", Kind::Link),
        ],
        rows: rows.collect(),
        source: payers.source(),
        notes: Vec::new(),
    }
}
