//! What changed in a place, and which local authorities a commissioner covers.

use register::{Coverage, PlaceDiff, SearchIndex, View};
use terms::{AsAt, Date, OdsCode};

use super::successions::eve;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{code_cell, count, kind, name, series_of};

/// What changed in a place between two days.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The answer itself.
    pub diff: PlaceDiff,
    /// `7 → 3`, in words.
    pub in_words: String,
    /// The commissioners on the first day.
    pub before: Table,
    /// The commissioners on the second day.
    pub after: Table,
    /// Each change with its cause.
    pub changes: Table,
    /// How many practices passed from whom to whom.
    pub practices: Table,
}

/// What changed in a place between two days.
pub fn diff(view: &View<'_>, place: &[OdsCode], first: Date, second: Date) -> Diff {
    let diff = view.diff(place, first, second);
    let (n_before, n_after) = (diff.before.len() as u64, diff.after.len() as u64);
    let in_words = format!(
        "{} on {}, {} on {}",
        super::counted(n_before, "commissioner", "commissioners"),
        day(first),
        super::counted(n_after, "commissioner", "commissioners"),
        day(second)
    );
    Diff {
        before: bodies(view, &diff.before, first),
        after: bodies(view, &diff.after, second),
        changes: changes(view, &diff, first, second),
        practices: practices(view, &diff, first, second),
        in_words,
        diff,
    }
}

fn bodies(view: &View<'_>, codes: &[OdsCode], on: Date) -> Table {
    let rows = codes.iter().map(|code| {
        let members = view.members(*code, on);
        let practices = members.iter().filter(|member| member.tie == register::Tie::Commissioner).count();
        vec![
            code_cell(*code),
            name(view, *code, on).into(),
            kind(view, *code, on).into(),
            Cell::Number(practices as i64),
        ]
    });
    Table {
        caption: format!("Commissioners on {}", day(on)),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("members", "Member practices and networks", Kind::Number),
        ],
        rows: rows.collect(),
        source: series_of(view, naming::MEMBERSHIPS),
        notes: Vec::new(),
    }
}

fn changes(view: &View<'_>, diff: &PlaceDiff, first: Date, second: Date) -> Table {
    let mut rows: Vec<Vec<Cell>> = diff
        .links
        .iter()
        .map(|link| {
            vec![
                link.on.into(),
                code_cell(link.from),
                name(view, link.from, eve(link.on)).into(),
                code_cell(link.to),
                name(view, link.to, link.on.latest()).into(),
                link.cause.words().into(),
                Cell::from(&*link.instrument),
            ]
        })
        .collect();
    for ((old, new), commissioners) in &diff.moved {
        for code in commissioners {
            rows.push(vec![
                joined(view, *code, *new, second).into(),
                code_cell(*old),
                name(view, *old, first).into(),
                code_cell(*new),
                name(view, *new, second).into(),
                format!("{code} {} passed from system to system", name(view, *code, second)).into(),
                Cell::Empty,
            ]);
        }
    }
    for code in &diff.unexplained {
        let gone = diff.before.contains(code);
        let (old, new) = if gone { (code_cell(*code), Cell::Empty) } else { (Cell::Empty, code_cell(*code)) };
        let named = |wanted: bool, on| if wanted { Cell::from(name(view, *code, on)) } else { Cell::Empty };
        let life = view.lives(*code).counting();
        let on = life.and_then(|life| if gone { life.to() } else { life.from() });
        let cause = "No succession on record";
        rows.push(vec![on.into(), old, named(gone, first), new, named(!gone, second), cause.into(), Cell::Empty]);
    }
    Table {
        caption: format!("What changed between {} and {}", day(first), day(second)),
        columns: vec![
            Column::new("on", "On", Kind::Date),
            Column::new("old_code", "Old code", Kind::Code),
            Column::new("old_name", "Old body", Kind::Text),
            Column::new("new_code", "New code", Kind::Code),
            Column::new("new_name", "New body", Kind::Text),
            Column::new("cause", "Cause", Kind::Text),
            Column::new("instrument", "Order or statute", Kind::Text),
        ],
        rows,
        source: series_of(view, naming::SUCCESSIONS),
        notes: Vec::new(),
    }
}

/// Since when a commissioner is in the system that it is in on a day.
fn joined(view: &View<'_>, code: OdsCode, system: OdsCode, on: Date) -> Option<terms::FuzzyDate> {
    let held = view.memberships(code).into_iter().find(|held| {
        held.tie == register::Tie::System && held.parent == system && held.period.contains(on) != terms::Certainty::No
    });
    held.and_then(|held| held.period.from())
}

fn practices(view: &View<'_>, diff: &PlaceDiff, first: Date, second: Date) -> Table {
    let rows = diff.practices.iter().map(|((old, new), n)| {
        vec![
            code_cell(*old),
            name(view, *old, first).into(),
            code_cell(*new),
            name(view, *new, second).into(),
            count(*n),
        ]
    });
    Table {
        caption: "Members whose commissioner differs between the two days".to_owned(),
        columns: vec![
            Column::new("old_code", "Old code", Kind::Code),
            Column::new("old_name", "Old commissioner", Kind::Text),
            Column::new("new_code", "New code", Kind::Code),
            Column::new("new_name", "New commissioner", Kind::Text),
            Column::new("members", "Members that passed", Kind::Number),
        ],
        rows: rows.collect(),
        source: series_of(view, naming::MEMBERSHIPS),
        notes: vec!["Members that had closed by the second day, or have no commissioner then, are not counted.".into()],
    }
}

/// The local authorities a commissioner covers, the largest part first.
pub fn coverage(view: &View<'_>, at: AsAt, code: OdsCode) -> Table {
    let parts = view.coverage(code, at.valid);
    let percent = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    let total: u64 = parts.iter().map(|part| weight(part).0).sum();
    let rows = parts.iter().map(|part| {
        let (held, whole) = weight(part);
        vec![
            part.authority.as_str().into(),
            view.area_name(part.authority).map(String::from).into(),
            count(part.n_areas),
            count(part.n_areas_of_authority),
            part.residents.map(|heads| count(heads.0)).into(),
            Cell::Decimal { value: percent(held, whole), places: 1 },
            Cell::Decimal { value: percent(held, total), places: 1 },
        ]
    });
    let mut notes = Vec::new();
    if let Some(part) = parts.first() {
        let by = if part.residents.is_some() { "residents of small areas" } else { "small areas" };
        notes.push(format!("Shares are by {by}, from the lookup of {}.", day(part.counted)));
        let whole = parts.iter().all(|part| part.n_areas == part.n_areas_of_authority);
        notes.push(
            if whole {
                "Coterminous: the commissioner covers whole local authorities and no part of another."
            } else {
                "Not coterminous: at least one local authority lies only partly in the commissioner."
            }
            .to_owned(),
        );
    }
    Table {
        caption: format!("Local authorities covered by {code} on {}", day(at.valid)),
        columns: vec![
            Column::new("authority", "Local authority", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("areas", "Small areas covered", Kind::Number),
            Column::new("areas_of_authority", "Small areas in all", Kind::Number),
            Column::new("residents", "Residents covered", Kind::Number),
            Column::new("share_of_authority_percent", "Share of the authority (%)", Kind::Number),
            Column::new("share_of_commissioner_percent", "Share of the commissioner (%)", Kind::Number),
        ],
        rows: rows.collect(),
        source: series_of(view, &[register::Series::OnsSmallAreas, register::Series::SmallAreaPopulation]),
        notes,
    }
}

/// The part and the whole authority, by residents where they are known, else by small areas.
fn weight(part: &Coverage) -> (u64, u64) {
    match (part.residents, part.residents_of_authority) {
        (Some(held), Some(whole)) => (held.0, whole.0),
        _ => (part.n_areas, part.n_areas_of_authority),
    }
}

/// The bodies a reader means by a place: codes, GSS codes, or the first body found by a name.
///
/// # Errors
/// The word that is none.
pub fn place(view: &View<'_>, index: &SearchIndex, text: &str, on: Date) -> Result<Vec<OdsCode>, String> {
    let words: Vec<&str> = text.split([',', ';', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let codes: Option<Vec<OdsCode>> = words.iter().map(|word| super::search::one(view, word)).collect();
    match codes {
        Some(codes) if !codes.is_empty() => Ok(codes),
        _ => {
            let found = index.find(view, text, on, 20);
            let system = found.iter().find(|code| view.kind_on(**code, on).is_some_and(register::BodyKind::is_system));
            system.or(found.first()).map(|code| vec![*code]).ok_or_else(|| text.to_owned())
        }
    }
}
