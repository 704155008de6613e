//! The proof of coverage: every service, everybody, every day, exactly one responsible commissioner.

use std::collections::BTreeSet;

use mandate::{Coverage, FlawKind, LineCode, Matter, Population, UniverseId};
use terms::Date;

use super::places::with_mandates;
use super::words::{Basis, matter_words, population_words};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{counted, thousands};

/// The universes of services over which coverage is proved.
pub fn universes(basis: &Basis<'_>) -> Table {
    let rows = basis.mandates.universes().map(|universe| {
        vec![
            Cell::link(universe.name.as_str(), format!("/coverage?universe={}", universe.id)),
            universe.id.to_string().into(),
            Cell::Number(i64::try_from(universe.lines.len()).unwrap_or(i64::MAX)),
            universe.lines.iter().map(LineCode::as_str).collect::<Vec<_>>().join(", ").into(),
        ]
    });
    Table {
        caption: "Universes of services".to_owned(),
        columns: vec![
            Column::new("universe", "Universe", Kind::Link),
            Column::new("id", "Identity", Kind::Code),
            Column::new("services", "Services", Kind::Number),
            Column::new("lines", "Lines", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// Checks a universe between two days, the second included, for everybody for whom a mandate stands on one of them, and on the day
/// asked about. Nothing when there is no such universe.
pub fn check(basis: &Basis<'_>, universe: &UniverseId, from: Date, last: Date) -> Option<Coverage> {
    let to = last.tomorrow().unwrap_or(last);
    let named = basis.mandates.people_between(from, to).into_iter();
    let named: BTreeSet<Population> =
        named.chain(with_mandates(basis).into_iter().map(Population::registered)).collect();
    let populations: Vec<Population> = named.into_iter().collect();
    basis.mandates.coverage(universe, &populations, from, to)
}

/// What a check came to, in one sentence.
pub fn verdict(found: &Coverage) -> String {
    let looked = format!(
        "{} for {}, on every day from {} to {}",
        counted(found.n_lines as u64, "service", "services"),
        counted(found.n_populations as u64, "population", "populations"),
        day(found.from),
        day(found.to.yesterday().unwrap_or(found.to))
    );
    if found.n_populations == 0 {
        return format!(
            "Nothing was proved: no mandate holds on the day, so nobody’s services were looked at ({looked})."
        );
    }
    if found.holds() {
        return format!("Proved: each of {looked}, has exactly one responsible commissioner.");
    }
    let counts: Vec<String> = found
        .counts()
        .into_iter()
        .map(|(kind, n)| match kind {
            FlawKind::Gap => counted(n as u64, "gap", "gaps"),
            FlawKind::Overlap => counted(n as u64, "overlap", "overlaps"),
        })
        .collect();
    format!("Not so: looking at {looked}, there are {}.", counts.join(" and "))
}

/// The counter-examples: each service, population and stretch of days with nobody responsible or with too many.
pub fn coverage(basis: &Basis<'_>, universe: &UniverseId, found: &Coverage) -> Table {
    let rows = found.flaws.iter().map(|flaw| {
        vec![
            matter_words(basis, &Matter::Service(flaw.line.clone())).into(),
            flaw.line.to_string().into(),
            population_words(basis, &flaw.population).into(),
            flaw.kind.words().into(),
            flaw.from.into(),
            flaw.to.yesterday().unwrap_or(flaw.to).into(),
            flaw.mandates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
        ]
    });
    Table {
        caption: format!("Gaps and overlaps in {universe}"),
        columns: vec![
            Column::new("service", "Service", Kind::Text),
            Column::new("line", "Line", Kind::Code),
            Column::new("population", "For", Kind::Text),
            Column::new("kind", "What is wrong", Kind::Text),
            Column::new("from", "From", Kind::Date),
            Column::new("last_day", "To", Kind::Date),
            Column::new("mandates", "Mandates", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![
            verdict(found),
            format!(
                "{} in all. A mandate ends with the last of its commissioners unless a carry-over names who acts for it, and a body’s people are looked at up to the day on which they become its successor’s. Joint exercise is one responsibility, not an overlap.",
                thousands(found.flaws.len() as u64)
            ),
        ],
    }
}
