//! Place and system, measured: how much is commissioned and decided at each level, and why no lower.

use std::collections::{BTreeMap, BTreeSet};

use mandate::{Level, LineCode, Mandate, Matter, Measure};
use terms::{Date, OdsCode};

use super::services::level_cell;
use super::words::{Basis, level_words, matter_words, populations_words};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{certainty, from, last_day, period_columns};

fn number(count: u64) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How much of a whole a part is, in percent to one place; nothing of nothing.
fn share(part: u64, whole: u64) -> Cell {
    if whole == 0 {
        return Cell::Empty;
    }
    // Tenths of a percent, rounded half up, in whole numbers.
    let tenths = part.saturating_mul(2000).saturating_add(whole) / whole.saturating_mul(2);
    let value = f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0;
    Cell::Decimal { value, places: 1 }
}

/// How much some bodies decide at each level on the day: services, posts and uses of power; every body with a mandate when
/// none is named.
pub fn place_and_system(basis: &Basis<'_>, bodies: &BTreeSet<OdsCode>) -> Table {
    let on = basis.on();
    let bodies = if bodies.is_empty() { with_mandates(basis) } else { bodies.clone() };
    let split = basis.mandates.split(&bodies, &leaves(basis), &BTreeMap::new(), Date::MIN, on);
    let sum = |of: fn(&Measure) -> u64| split.levels.values().map(of).sum::<u64>();
    let (services, posts, decisions) = (sum(|held| held.services), sum(|held| held.posts), sum(|held| held.decisions));
    let row = |first: Cell, held: &Measure| {
        vec![
            first,
            number(held.services),
            share(held.services, services),
            number(held.posts),
            share(held.posts, posts),
            number(held.decisions),
            share(held.decisions, decisions),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = split
        .levels
        .iter()
        .map(|(level, held)| row(level_cell(level_words(*level).to_owned(), *level), held))
        .collect();
    let (place, system) = split.place_and_system();
    rows.push(row("Place or below".into(), &place));
    rows.push(row("Above place".into(), &system));
    let mut notes = vec![
        "Each lowest service line counts once for each body’s registered people. A post counts at place when it serves one of the bodies and at system when it serves several. Decisions are the recorded uses of powers up to the day.".to_owned(),
    ];
    let left = split.unplaced;
    if left.services + left.decisions > 0 {
        notes.push(format!(
            "Left out: {} with no mandate or overlapping ones, and {} about functions or such services.",
            naming::counted(left.services, "service of a body", "services of bodies"),
            naming::counted(left.decisions, "decision", "decisions")
        ));
    }
    notes.push(format!("For {}.", basis.bodies(bodies)));
    Table {
        caption: format!("Place and system on {}", day(on)),
        columns: vec![
            Column::new("level", "Level", Kind::Text),
            Column::new("services", "Services", Kind::Number),
            Column::new("services_percent", "Share of services (%)", Kind::Number),
            Column::new("posts", "Posts", Kind::Number),
            Column::new("posts_percent", "Share of posts (%)", Kind::Number),
            Column::new("decisions", "Decisions", Kind::Number),
            Column::new("decisions_percent", "Share of decisions (%)", Kind::Number),
        ],
        rows,
        source: basis.source(),
        notes,
    }
}

/// The bodies for whose people a mandate holds on the day.
pub fn with_mandates(basis: &Basis<'_>) -> BTreeSet<OdsCode> {
    let on = basis.on();
    let people = basis.mandates.people_between(on, on.tomorrow().unwrap_or(on));
    people.into_iter().map(|population| population.body).collect()
}

/// The lines of the day with none under them.
fn leaves(basis: &Basis<'_>) -> Vec<LineCode> {
    let lines: Vec<&mandate::Line> = basis.mandates.lines(basis.on()).collect();
    let parents: BTreeSet<&LineCode> = lines.iter().filter_map(|line| line.parent.as_ref()).collect();
    lines.iter().map(|line| &line.code).filter(|code| !parents.contains(code)).cloned().collect()
}

/// The mandates above place level that hold on the day, with the reason why each stands no lower.
pub fn levels(basis: &Basis<'_>) -> Table {
    let mut held: Vec<&Mandate> = basis.mandates.above_place(basis.on()).into_iter().map(|(held, _)| held).collect();
    held.sort_by_key(|mandate| (std::cmp::Reverse(mandate.level), &mandate.line));
    let mut table = listed(basis, &held);
    table.caption = format!("Why these stand above place on {}", day(basis.on()));
    table.notes = vec!["A mandate above place level is refused without a reason.".to_owned()];
    table
}

/// Every mandate, ever.
pub fn mandates(basis: &Basis<'_>) -> Table {
    let held: Vec<&Mandate> = basis.mandates.mandates().collect();
    let mut table = listed(basis, &held);
    table.caption = "Mandates".to_owned();
    table
}

fn listed(basis: &Basis<'_>, held: &[&Mandate]) -> Table {
    let rows = held.iter().map(|mandate| {
        let reason = basis.mandates.mandate_reason(&mandate.id);
        vec![
            Cell::link(
                matter_words(basis, &Matter::Service(mandate.line.clone())),
                format!("/services/{}", mandate.line),
            ),
            level_cell(level_words(mandate.level).to_owned(), mandate.level),
            basis.bodies(mandate.commissioners.iter().copied()).into(),
            populations_words(basis, &mandate.populations).into(),
            reason.unwrap_or(if mandate.level > Level::Place { "reason erased" } else { "" }).into(),
            mandate.instrument.to_string().into(),
            from(&mandate.period),
            last_day(&mandate.period),
            certainty(mandate.period.contains(basis.on())).into(),
            Cell::link(mandate.id.as_str(), format!("/mandates/{}", mandate.id)),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: String::new(),
        columns: vec![
            Column::new("service", "Service", Kind::Link),
            Column::new("level", "Level", Kind::Text),
            Column::new("commissioners", "Commissioned by", Kind::Text),
            Column::new("populations", "For", Kind::Text),
            Column::new("reason", "Why no lower", Kind::Text),
            Column::new("instrument", "Instrument", Kind::Code),
            first,
            last,
            Column::new("on_the_day", "On the day", Kind::Text),
            Column::new("mandate", "Mandate", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}
