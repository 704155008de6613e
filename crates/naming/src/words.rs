//! How answers put names, dates and doubts.

use register::{BodyKind, Fact, Series, View};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

use ask::day;
use ask::{Cell, Column, Kind};

/// Where a body's page is.
pub fn href(code: OdsCode) -> String {
    format!("/organisations/{code}")
}

/// A body's code, leading to its page.
pub fn code_cell(code: OdsCode) -> Cell {
    Cell::link(code.as_str(), href(code))
}

/// What a body was called on a day, as published; says so when only a later name is known, or none.
pub fn name(view: &View<'_>, code: OdsCode, on: Date) -> String {
    match view.name_on(code, on) {
        Some(name) if name.later => format!("{} (so named by {})", name.text, name.released.0.screen()),
        Some(name) => name.text.into_string(),
        None => "name not on record".to_owned(),
    }
}

/// What a body was called on a day or first afterwards, with its code.
pub fn with_code(view: &View<'_>, code: OdsCode, on: Date) -> String {
    view.name_on(code, on)
        .map_or_else(|| format!("name not on record ({code})"), |name| format!("{} ({code})", name.text))
}

/// What statute calls those who decide for a body: a clinical commissioning group has a governing body (NHS Act 2006, section 14L),
/// an integrated care board a board (schedule 1B), and so have trusts and the bodies before 2013.
pub fn board_words(register: View<'_>, body: OdsCode, on: Date) -> &'static str {
    match register.kind_on(body, on) {
        Some(
            BodyKind::CareBoard
            | BodyKind::Trust
            | BodyKind::Region
            | BodyKind::PrimaryCareTrust
            | BodyKind::HealthAuthority
            | BodyKind::HealthBoard,
        ) => "board",
        _ => "governing body",
    }
}

/// What a body was on a day, in words.
pub fn kind(view: &View<'_>, code: OdsCode, on: Date) -> &'static str {
    view.kind_on(code, on).map_or("Kind not on record", BodyKind::words)
}

/// The first day of a period; empty for "as far back as is known".
pub fn from(period: &Period) -> Cell {
    period.from().into()
}

/// The last day of a period, as people count: its exclusive end less a day; empty if it goes on.
pub fn last_day(period: &Period) -> Cell {
    period.to().map(FuzzyDate::previous_day).into()
}

/// The two columns of a period.
pub fn period_columns() -> [Column; 2] {
    [Column::new("from", "From", Kind::Date), Column::new("last_day", "To", Kind::Date)]
}

/// Whether something held on the day: `yes`, or that it is not certain and why.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Yes => "yes",
        Certainty::Uncertain => "uncertain: the date of the change is not known to the day",
        Certainty::No => "no",
    }
}

/// Whether a body was open on a day, as a sentence without its subject.
pub fn open(view: &View<'_>, code: OdsCode, on: Date) -> String {
    let life = view.lives(code).counting();
    match (view.was_open(code, on), life) {
        (Certainty::Yes, None) => "Taken to be open: no imported file gives its dates".to_owned(),
        (Certainty::Yes, Some(_)) => format!("Open on {}", day(on)),
        (Certainty::Uncertain, _) => {
            format!("Perhaps open on {}: the date of the change is not known to the day", day(on))
        }
        (Certainty::No, Some(life)) if life.from().is_some_and(|from| from.earliest() > on) => {
            format!("Not yet open on {}", day(on))
        }
        (Certainty::No, life) => match life.and_then(|life| life.to()) {
            Some(end) => format!("Closed {}", end.previous_day().screen()),
            None => format!("Not open on {}", day(on)),
        },
    }
}

/// The series on the register that state something of a kind, as a table's source names them.
pub fn series_of(view: &View<'_>, wanted: &[Series]) -> String {
    let mut titles: Vec<&str> = Vec::new();
    for import in view.imports().filter(|import| wanted.contains(&import.series)) {
        if !titles.contains(&import.series.title()) {
            titles.push(import.series.title());
        }
    }
    titles.sort_unstable();
    if titles.is_empty() {
        return "no imported file gives this".to_owned();
    }
    format!("{}, as known after entry {}", titles.join("; "), view.known())
}

/// The series that say to whom a body belongs.
pub const MEMBERSHIPS: &[Series] = &[
    Series::Epcmem,
    Series::Epraccur,
    Series::Eccg,
    Series::Epcn,
    Series::Etr,
    Series::Ord,
    Series::OnsSystems,
    Series::PracticeMap,
    Series::SystemWorkbook,
    Series::Eauth,
    Series::Entered,
];

/// The series that say what became of a body.
pub const SUCCESSIONS: &[Series] = &[Series::Succ, Series::Ord, Series::Entered];

/// One thing a source says, in words, without the subject's own code where `subject` is that.
pub fn fact(view: &View<'_>, fact: &Fact, subject: OdsCode, on: Date) -> String {
    let other = |code: OdsCode| format!("{code} {}", name(view, code, on));
    let whose = |code: OdsCode| if code == subject { String::new() } else { format!("{}: ", other(code)) };
    let during = |period: &Period| {
        if *period == Period::ALWAYS { String::new() } else { format!(", {}", period.screen()) }
    };
    match fact {
        Fact::Lived { code, life, period } => {
            let life = life.words().to_lowercase();
            format!("{}{life} dates {}", whose(*code), period.screen())
        }
        Fact::Acted { code, kind, period } => format!("{}{}{}", whose(*code), kind.words(), during(period)),
        Fact::Named { code, name, period } => format!("{}called “{name}”{}", whose(*code), during(period)),
        Fact::Addressed { code, address } => {
            let lines: Vec<&str> =
                address.lines.iter().map(AsRef::as_ref).chain([&*address.postcode]).filter(|l| !l.is_empty()).collect();
            format!("{}at {}", whose(*code), lines.join(", "))
        }
        Fact::Stood { code, status } => format!("{}status {}", whose(*code), status.words().to_lowercase()),
        Fact::Tied { child, tie, parent, period } => {
            let parent = match parent {
                register::BodyRef::Ods(code) if *code == subject => "this body".to_owned(),
                register::BodyRef::Ods(code) => other(*code),
                register::BodyRef::Gss(gss) => {
                    view.by_gss(*gss).map_or_else(|| gss.to_string(), |code| format!("{} ({gss})", other(code)))
                }
            };
            format!("{}{} {parent}{}", whose(*child), tie.words().to_lowercase(), during(period))
        }
        Fact::Succeeded { from, to, on: date, cause, instrument } => {
            let (from, to) = (if *from == subject { "this body".into() } else { other(*from) }, *to);
            let to = if to == subject { "this body".to_owned() } else { other(to) };
            let cause = cause.map(|cause| format!(" ({})", cause.words().to_lowercase())).unwrap_or_default();
            let order = if instrument.is_empty() { String::new() } else { format!(", by {instrument}") };
            format!("{from} succeeded by {to} on {}{cause}{order}", date.screen())
        }
        Fact::Passed { from, to, on: date, heads, basis } => {
            let (from, to) = (if *from == subject { "this body".into() } else { other(*from) }, other(*to));
            format!("{} people passed from {from} to {to} on {} ({basis})", thousands(heads.0), date.screen())
        }
        Fact::Identified { gss, .. } => format!("GSS code {gss}"),
        Fact::Listed { code, on, heads } => {
            format!("{}{} registered patients on {}", whose(*code), thousands(heads.0), day(*on))
        }
        Fact::Lay { area, authority, .. } => format!("small area {area} in local authority {authority}"),
        Fact::Populated { area, heads } => format!("{} people in {area}", thousands(heads.0)),
        Fact::Covered { authority, .. } => {
            let named = view.area_name(*authority).map(|name| format!(" {name}")).unwrap_or_default();
            format!("covers some of local authority {authority}{named}")
        }
        Fact::Titled { area, name } => format!("area {area} called “{name}”"),
        Fact::Partnered { system, partner, name: called } => {
            if *partner == subject {
                format!("partner in {}", other(*system))
            } else {
                format!("has the partner {partner} “{called}”")
            }
        }
        Fact::Bounded { label, .. } => format!("a boundary labelled “{label}”"),
        Fact::Arranged { kind, name, members, period, .. } => {
            let members: Vec<&str> = members.iter().map(OdsCode::as_str).collect();
            format!("{} “{name}” of {}{}", kind.words(), members.join(", "), during(period))
        }
        Fact::Noted { kind, detail, .. } => format!("{}: {detail}", kind.words()),
    }
}

/// A count with its thousands apart.
pub fn thousands(count: u64) -> String {
    ask::thousands(&count.to_string())
}

/// A count as a cell.
pub fn count(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `1 practice`, `2 practices`.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { several })
}
