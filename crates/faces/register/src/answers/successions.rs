//! What became of bodies, and what they came from.

use register::{BodyKind, Heirs, Link, Placing, Unit, View, Weights};
use terms::{AsAt, Certainty, Date, FuzzyDate, OdsCode};

use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{SUCCESSIONS, code_cell, count, name, open, series_of};

/// Which successions a table holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those between commissioners and between systems: the footprint of commissioning.
    Footprint,
    /// All, of every kind of body.
    All,
    /// Those on the way from and to some bodies.
    Of(Vec<OdsCode>),
}

/// The successions from a body on, up to a day.
pub fn successors(view: &View<'_>, code: OdsCode, to: Option<Date>) -> Table {
    let until = to.map(|to| format!(" to {}", day(to))).unwrap_or_default();
    listed(view, format!("What became of {code}{until}"), &view.successors(code, to))
}

/// The successions that lead to a body, back to a day.
pub fn predecessors(view: &View<'_>, code: OdsCode, from: Option<Date>) -> Table {
    let since = from.map(|from| format!(" since {}", day(from))).unwrap_or_default();
    listed(view, format!("What {code} came from{since}"), &view.predecessors(code, from))
}

/// The old → new table.
pub fn successions(view: &View<'_>, which: &Which) -> Table {
    let caption = match which {
        Which::Footprint => "Successions of commissioners and systems",
        Which::All => "Successions of every kind of body",
        Which::Of(codes) => {
            let codes: Vec<&str> = codes.iter().map(OdsCode::as_str).collect();
            return listed(view, format!("Successions to and from {}", codes.join(", ")), &chosen(view, which));
        }
    };
    listed(view, caption.to_owned(), &chosen(view, which))
}

/// The successions themselves, oldest first.
pub fn chosen(view: &View<'_>, which: &Which) -> Vec<Link> {
    let mut all: Vec<Link> = match which {
        Which::Of(codes) => codes
            .iter()
            .flat_map(|code| view.successors(*code, None).into_iter().chain(view.predecessors(*code, None)))
            .collect(),
        Which::All | Which::Footprint => view.codes().into_iter().flat_map(|code| view.successions_of(code)).collect(),
    };
    if *which == Which::Footprint {
        let matters = |code: OdsCode, on: Date| {
            view.kind_on(code, on).is_some_and(|kind: BodyKind| kind.is_commissioner() || kind.is_system())
        };
        all.retain(|link| matters(link.from, link.on.earliest()) || matters(link.to, link.on.latest()));
    }
    all.sort();
    all.dedup();
    all
}

/// Some successions, as rows in their own order.
pub fn of_links(view: &View<'_>, caption: &str, links: &[Link]) -> Table {
    listed(view, caption.to_owned(), links)
}

fn listed(view: &View<'_>, caption: String, links: &[Link]) -> Table {
    let rows = links.iter().map(|link| {
        let (before, after) = (eve(link.on), link.on.latest());
        vec![
            link.on.into(),
            code_cell(link.from),
            name(view, link.from, before).into(),
            code_cell(link.to),
            name(view, link.to, after).into(),
            link.cause.words().into(),
            if link.cause_stated { "stated by the source" } else { "from the shape of the successions" }.into(),
            Cell::from(&*link.instrument),
        ]
    });
    Table {
        caption,
        columns: vec![
            Column::new("on", "On", Kind::Date),
            Column::new("old_code", "Old code", Kind::Code),
            Column::new("old_name", "Old body", Kind::Text),
            Column::new("new_code", "New code", Kind::Code),
            Column::new("new_name", "New body", Kind::Text),
            Column::new("cause", "Cause", Kind::Text),
            Column::new("cause_from", "Cause known", Kind::Text),
            Column::new("instrument", "Order or statute", Kind::Text),
        ],
        rows: rows.collect(),
        source: series_of(view, SUCCESSIONS),
        notes: Vec::new(),
    }
}

/// The last day before a change.
pub fn eve(on: FuzzyDate) -> Date {
    on.earliest().yesterday().unwrap_or(on.earliest())
}

/// The day a body's total is taken from: the day asked about if it was open, else the last day of its life, else the
/// first.
pub fn own_day(view: &View<'_>, at: AsAt, code: OdsCode) -> Date {
    let Some(life) = view.lives(code).counting() else { return at.valid };
    if life.contains(at.valid) != Certainty::No {
        return at.valid;
    }
    match (life.from(), life.to()) {
        (Some(from), _) if from.latest() > at.valid => from.latest(),
        (_, Some(to)) => eve(to),
        _ => at.valid,
    }
}

/// How a body's total on one day is shared among the bodies of another, and by what.
pub fn shares(view: &View<'_>, code: OdsCode, from: Date, to: Date, by: Weights) -> Table {
    let heirs = view.heirs(code, from, to, by);
    let (rows, notes) = match &heirs {
        Ok(heirs) => (share_rows(view, heirs, to), vec![placing(heirs)]),
        Err(unplaced) => (Vec::new(), vec![format!("{code} cannot be placed on {}: {unplaced}.", day(to))]),
    };
    Table {
        caption: format!("Where what {code} had on {} belongs on {}", day(from), day(to)),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("weight", weight_label(&heirs), Kind::Number),
            Column::new("share_percent", "Share (%)", Kind::Number),
            Column::new("open", "State on that day", Kind::Text),
        ],
        rows,
        source: series_of(view, SUCCESSIONS),
        notes,
    }
}

fn share_rows(view: &View<'_>, heirs: &Heirs, to: Date) -> Vec<Vec<Cell>> {
    let total: u64 = heirs.shares.iter().map(|(_, weight)| weight).sum();
    let weighed = matches!(heirs.placing, Placing::Apportioned { .. });
    let row = |(code, weight): &(OdsCode, u64)| {
        let share = if total == 0 { 0.0 } else { *weight as f64 * 100.0 / total as f64 };
        vec![
            code_cell(*code),
            name(view, *code, to).into(),
            if weighed { count(*weight) } else { Cell::Empty },
            Cell::Decimal { value: share, places: 2 },
            open(view, *code, to).into(),
        ]
    };
    heirs.shares.iter().map(row).collect()
}

fn weight_label<E>(heirs: &Result<Heirs, E>) -> &'static str {
    match heirs {
        Ok(Heirs { placing: Placing::Apportioned { unit, .. }, .. }) => unit_words(*unit),
        _ => "Weight",
    }
}

/// What one unit of weight is, for a heading.
pub fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Patients => "Registered patients",
        Unit::Practices => "Practices",
        Unit::Residents => "Residents",
        Unit::SmallAreas => "Small areas",
        Unit::Stated => "People, as entered",
    }
}

/// How a body was placed, as a sentence.
pub fn placing(heirs: &Heirs) -> String {
    match &heirs.placing {
        Placing::Direct => "Direct: the body itself was open on that day, and nothing passed to or from it.".to_owned(),
        Placing::Followed => "Followed: it passed whole to one body, or came whole from one.".to_owned(),
        Placing::Apportioned { unit: Unit::Stated, counted, .. } => {
            format!("Apportioned by the people who passed with each succession, as entered for {}.", day(*counted))
        }
        Placing::Apportioned { by, counted, unit } => {
            let by = match by {
                Weights::ListSize => "by the practices that passed each way",
                Weights::SmallArea => "by the small areas that passed each way",
            };
            format!("Apportioned {by}: {}, counted {}.", unit_words(*unit).to_lowercase(), day(*counted))
        }
    }
}
