//! Overrides, cases and what was done in one, as tables.

use terms::Pence;
use who_pays::{Case, Move, MoveKind, Override, OverrideStanding, Party, Stage, Stamp, SubjectRef, Sum};

use super::{Payers, within};
use ask::Colour;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::counted;

fn standing(payers: &Payers<'_>, held: &Override) -> OverrideStanding {
    payers.room.standing(held, payers.today)
}

/// A table of the room: its columns by key, heading and kind, and a row for each of `rows`.
fn table(
    payers: &Payers<'_>,
    caption: &str,
    columns: &[(&'static str, &str, Kind)],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: columns.iter().map(|(key, label, kind)| Column::new(*key, *label, *kind)).collect(),
        rows: rows.collect(),
        source: payers.source(),
        notes: Vec::new(),
    }
}

fn whole(number: u64) -> Cell {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// The entry that recorded something.
fn entry(stamp: &Stamp) -> Cell {
    Cell::link(stamp.entry.to_string(), format!("/entries/{}", stamp.entry))
}

/// How money is written: [`Pence::pounds`] on a page, [`Pence::to_the_penny`] in a document.
pub(super) type Writer = fn(Pence) -> String;

fn sum(of: Sum, written: Writer) -> String {
    format!("{}, {}", counted(of.records, "record", "records"), written(of.pence))
}

/// The overrides a reader may see, all or those that stand in one way. No key is in it, nor its hash.
pub fn overrides(payers: &Payers<'_>, only: Option<OverrideStanding>) -> Table {
    let shown = payers.locals().into_iter().filter(|held| only.is_none_or(|only| standing(payers, held) == only));
    let rows = shown.map(|held| {
        let stands = standing(payers, held);
        let colour = match stands {
            OverrideStanding::InForce => Colour::Green,
            OverrideStanding::Expiring => Colour::Orange,
            OverrideStanding::Coming => Colour::Blue,
            _ => Colour::Grey,
        };
        vec![
            Cell::link(held.id.to_string(), format!("/who-pays/overrides/{}", held.id)),
            held.kind.words().into(),
            payers.payer(held).into(),
            held.first.into(),
            held.last().into(),
            Cell::Tagged { text: stands.words().to_owned(), colour },
            payers.owner(held).into(),
            held.reason.to_string().into(),
        ]
    });
    let notes = vec![
        "An override decides records dated from its first to its last day, and none after. Keys are never shown."
            .to_owned(),
    ];
    Table {
        notes,
        ..table(
            payers,
            &only.map_or_else(|| "Overrides".to_owned(), |only| format!("Overrides: {}", within(only.words()))),
            &[
                ("override", "Override", Kind::Link),
                ("kind", "Kind", Kind::Text),
                ("commissioner", "Who pays", Kind::Text),
                ("first", "First day", Kind::Date),
                ("last", "Last day", Kind::Date),
                ("state", "State", Kind::Text),
                ("owner", "Who answers for it", Kind::Text),
                ("reason", "Reason", Kind::Text),
            ],
            rows,
        )
    }
}

/// How many of the overrides a reader may see stand in each way.
pub fn counts(payers: &Payers<'_>) -> Table {
    let seen = payers.locals();
    let rows = OverrideStanding::ALL.iter().map(|stands| {
        let n = seen.iter().filter(|held| standing(payers, held) == *stands).count();
        vec![Cell::link(stands.words(), format!("/who-pays/overrides?state={}", stands.slug())), whole(n as u64)]
    });
    let notes = vec![format!(
        "About to expire: the last day is no more than {} days off.",
        payers.room.clocks_on(payers.today).soon_days
    )];
    Table {
        notes,
        ..table(
            payers,
            &format!("How many overrides, on {}", day(payers.today)),
            &[("state", "State", Kind::Link), ("overrides", "Overrides", Kind::Number)],
            rows,
        )
    }
}

/// How a case stands, in a word and a colour.
pub(crate) fn stands(payers: &Payers<'_>, case: &Case) -> (String, Colour) {
    match case.stage {
        Stage::Closed => {
            let words = case.closed.map_or("Closed", |(outcome, _)| outcome.words());
            (format!("Closed: {}", within(words)), Colour::Grey)
        }
        Stage::Escalated => (case.stage.words().to_owned(), Colour::Purple),
        _ if case.is_overdue(payers.today) => (format!("{}, overdue", case.stage.words()), Colour::Red),
        _ => (case.stage.words().to_owned(), Colour::Blue),
    }
}

/// The cases a reader may see: open ones by deadline, then closed ones.
pub fn cases(payers: &Payers<'_>) -> Table {
    let rows = payers.cases().into_iter().map(|case| {
        let account = case.account();
        let (text, colour) = stands(payers, case);
        vec![
            Cell::link(case.id.to_string(), format!("/who-pays/challenges/{}", case.id)),
            payers.side(case, Party::Claimant).into(),
            payers.side(case, Party::Respondent).into(),
            case.first.into(),
            case.last.into(),
            whole(case.claim.records),
            case.claim.pence.into(),
            account.conceded.pence.into(),
            account.disputed.pence.into(),
            Cell::Tagged { text, colour },
            case.due.into(),
        ]
    });
    let notes = vec!["What is conceded, given up and in dispute adds up to what was claimed at first.".to_owned()];
    Table {
        notes,
        ..table(
            payers,
            "Challenges",
            &[
                ("case", "Case", Kind::Link),
                ("claimant", "Claimant", Kind::Text),
                ("respondent", "Respondent", Kind::Text),
                ("first", "Activity from", Kind::Date),
                ("last", "Activity to", Kind::Date),
                ("records", "Records", Kind::Number),
                ("claimed", "Claimed", Kind::Money),
                ("conceded", "Conceded", Kind::Money),
                ("disputed", "In dispute", Kind::Money),
                ("state", "State", Kind::Text),
                ("due", "To move by", Kind::Date),
            ],
            rows,
        )
    }
}

/// What a case is, as pairs of a heading and its value.
pub fn case_facts(payers: &Payers<'_>, case: &Case, written: Writer) -> Vec<(String, String)> {
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
        pair("Claimant", payers.side(case, Party::Claimant)),
        pair("Respondent", payers.side(case, Party::Respondent)),
        pair("Activity", format!("{} to {}", day(case.first), day(case.last))),
        pair("Guidance", guidance),
        pair("About", subject),
        pair("Claimed", sum(case.claim, written)),
        pair("Conceded", sum(account.conceded, written)),
        pair("Given up", sum(account.given_up, written)),
        pair("In dispute", sum(account.disputed, written)),
    ]
}

fn move_words(made: &Move, written: Writer) -> String {
    match made.kind {
        MoveKind::Opened => "Opened the case".to_owned(),
        MoveKind::Answered { offer } if offer == Sum::NOTHING => "Refused".to_owned(),
        MoveKind::Answered { offer } => format!("Offered {}", sum(offer, written)),
        MoveKind::Pressed { ask } => format!("Pressed for {}", sum(ask, written)),
        MoveKind::Escalated => "Took it to NHS England".to_owned(),
        MoveKind::Closed { outcome, sum: of } => format!("Closed: {}, {}", within(outcome.words()), sum(of, written)),
        MoveKind::Ruled { ruling, sum: of } => {
            format!("Recorded NHS England’s ruling: {}, {}", within(ruling.words()), sum(of, written))
        }
    }
}

/// What was done in a case, in order.
pub fn moves(payers: &Payers<'_>, case: &Case, written: Writer) -> Table {
    let rows = case.moves.iter().map(|made| {
        vec![
            made.stamp.on.into(),
            payers.side(case, made.party).into(),
            move_words(made, written).into(),
            made.words.as_ref().map(ToString::to_string).into(),
            payers.actor(&made.stamp.by).into(),
            made.received.words().into(),
            made.due.into(),
            entry(&made.stamp),
        ]
    });
    table(
        payers,
        "What was done",
        &[
            ("on", "On", Kind::Date),
            ("side", "By", Kind::Text),
            ("move", "What", Kind::Text),
            ("words", "In their words", Kind::Text),
            ("person", "Who", Kind::Text),
            ("received", "How recorded", Kind::Text),
            ("due", "Other side to move by", Kind::Date),
            ("entry", "Entry", Kind::Link),
        ],
        rows,
    )
}

/// The files in evidence.
pub fn evidence(payers: &Payers<'_>, case: &Case) -> Table {
    let rows = case.evidence.iter().map(|filed| {
        vec![
            Cell::link(filed.title.to_string(), format!("/who-pays/challenges/{}/evidence/{}", case.id, filed.id)),
            payers.side(case, filed.party).into(),
            filed.stamp.on.into(),
            payers.actor(&filed.stamp.by).into(),
            whole(filed.n_bytes),
            filed.hash.to_string().into(),
            entry(&filed.stamp),
        ]
    });
    table(
        payers,
        "Evidence",
        &[
            ("title", "File", Kind::Link),
            ("side", "Of", Kind::Text),
            ("on", "Filed on", Kind::Date),
            ("person", "By", Kind::Text),
            ("bytes", "Bytes", Kind::Number),
            ("sha256", "SHA-256", Kind::Code),
            ("entry", "Entry", Kind::Link),
        ],
        rows,
    )
}
