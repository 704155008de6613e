//! The figures of a plan from the system down to the month: each node the sum of its children.

use ask::{Cell, Column, Fault, Kind, Table};
use kit::address::Address;
use plan::drill::{BLANK, Drill, LEVELS};
use plan::{Plan, Side, Unit};
use terms::Pence;

use super::desk::Desk;
use super::plans::SOURCE;

/// What the levels below the system are called, in addresses and for people.
const NAMES: [(&str, &str); LEVELS - 1] = [
    ("place", "Place"),
    ("body", "Body"),
    ("provider", "With"),
    ("measure", "Measure"),
    ("month", "Month (0 for the year, 1 for April)"),
];

/// Where in the tree one stands: as many levels as are said, from the place down.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The side whose figures are added up.
    pub side: Option<Side>,
    /// In what they are counted.
    pub unit: Option<Unit>,
    /// The levels, as addresses have them.
    pub levels: Vec<String>,
}

fn figure(unit: Unit, total: i64) -> Cell {
    match unit {
        Unit::Pence => Cell::Money(Pence(total)),
        Unit::WteHundredths => super::words::value_cell(&plan::Value::Figure { unit, amount: total }, true),
        Unit::Count | Unit::BasisPoints | Unit::Text => Cell::Number(total),
    }
}

/// The figures below a place in the tree, and what they come to: the sentence, and the table.
///
/// # Errors
/// When figures of the unit do not add up, or there is no such place.
pub fn figures(desk: &Desk<'_>, plan: &Plan, place: &Place) -> Result<(String, Table), Fault> {
    let (side, unit) = (place.side.unwrap_or(Side::Commissioner), place.unit.unwrap_or(Unit::Pence));
    let Some(version) = plan.version() else { return Err(Fault::Unknown("The plan has no lines.".to_owned())) };
    if plan.lines().iter().any(|line| !desk.opens_line(plan, line)) {
        return Err(Fault::Unknown(
            "Not every body has signed, so that the figures are for those whose plan it is.".to_owned(),
        ));
    }
    let tree = Drill::of_plan(&version.merged, plan.system.as_str(), plan.year, side, unit)
        .map_err(|error| Fault::param("unit", ask::sentence(&error.to_string())))?;
    let mut path = vec![plan.system.to_string()];
    path.extend(place.levels.iter().map(|level| super::lines::folded(level)));
    let depth = place.levels.len();
    let is_empty = tree.node(&[]).is_none();
    let node = tree.node(&path);
    if node.is_none() && !is_empty {
        let (name, _) = NAMES.get(depth.saturating_sub(1)).copied().unwrap_or(NAMES[0]);
        return Err(Fault::param(name, "There is no such part of the plan’s figures: follow the links from the whole"));
    }
    let node = node.unwrap_or_default();
    let (key, label) = NAMES.get(depth).copied().unwrap_or(("part", "Part"));
    let row = |(name, child): (&str, plan::drill::Node)| {
        let link = Cell::link(name, deeper(plan, place, side, unit, name));
        // Below a month there is nothing.
        let cell = if depth + 1 < NAMES.len() { link } else { Cell::from(name) };
        vec![cell, figure(unit, child.total), naming::count(child.n_lines)]
    };
    let mut rows: Vec<Vec<Cell>> =
        if depth < NAMES.len() { tree.children(&path).map(row).collect() } else { Vec::new() };
    rows.push(vec![Cell::from("All"), figure(unit, node.total), naming::count(node.n_lines)]);
    let table = Table {
        caption: format!("Figures of {}", plan.title),
        columns: vec![
            Column::new(key, label, Kind::Link),
            Column::new("total", "Figure", if unit == Unit::Pence { Kind::Money } else { Kind::Number }),
            Column::new("lines", "Lines it is the sum of", Kind::Number),
        ],
        rows,
        source: SOURCE.to_owned(),
        notes: vec![
            format!(
                "Every figure is the sum of those below it, and of its lines. A level that a line leaves blank is shown as {BLANK}."
            ),
            "Figures of commissioners and of providers are never added together. Lines in which plans differ count for nothing \
             until a decision settles them. Where a measure has a line for the year and all twelve months, the months are \
             counted."
                .to_owned(),
        ],
    };
    let whole = std::iter::once(desk.body(plan.system)).chain(place.levels.iter().cloned()).collect::<Vec<_>>();
    let words = format!("{}: {}.", whole.join(" › "), figure(unit, node.total).shown());
    Ok((words, table))
}

fn deeper(plan: &Plan, place: &Place, side: Side, unit: Unit, name: &str) -> String {
    let address =
        Address::new(format!("/plans/{}/figures", plan.id)).with("side", side.slug()).with("unit", unit.slug());
    let levels = place.levels.iter().map(String::as_str).chain([name]);
    let with = |address: Address, (level, (key, _)): (&str, (&str, &str))| address.with(key, level);
    levels.zip(NAMES).fold(address, with).href()
}
