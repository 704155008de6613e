//! How two versions of a plan differ, line by line.

use ask::{Cell, Colour, Column, Fault, Kind, Table};
use plan::version::{Difference, LineDifference};
use plan::{Plan, Value};

use super::desk::Desk;
use super::lines::{key_cells, key_columns};
use super::plans::SOURCE;
use super::words::value_cell;

/// The lines in which two versions differ, and whose they are.
///
/// # Errors
/// When the plan has no version of a number.
pub fn differences(desk: &Desk<'_>, plan: &Plan, before: u32, now: u32) -> Result<Table, Fault> {
    let last = plan.sign_off.version();
    let missing = |name: &str, number: u32| {
        Fault::param(name, format!("The plan has no version {number}: it has versions 1 to {last}"))
    };
    for (name, number) in [("before", before), ("now", now)] {
        plan.find_version(number).ok_or_else(|| missing(name, number))?;
    }
    let is_within = desk.is_within(plan);
    let found = plan.differences(before, now).unwrap_or_default();
    let value =
        |value: &Option<Value>| value.as_ref().map_or(Cell::from("plans differ"), |value| value_cell(value, is_within));
    let row = |held: &LineDifference| {
        let (words, colour, old, new) = match &held.difference {
            Difference::Added { now } => ("added", Colour::Green, Cell::Empty, value(now)),
            Difference::Removed { before } => ("removed", Colour::Red, value(before), Cell::Empty),
            Difference::Changed { before, now } => ("changed", Colour::Orange, value(before), value(now)),
            Difference::Sources { now } => ("stands on something else", Colour::Blue, value(now), value(now)),
        };
        let sources: Vec<&str> = held.sources.iter().map(plan::SourceName::as_str).collect();
        let bodies = plan.bodies_of(&held.key, &held.sources);
        let change = Cell::Tagged { text: words.to_owned(), colour };
        let rest = [old, new, Cell::from(sources.join(", ")), Cell::from(desk.codes(&bodies))];
        std::iter::once(change).chain(key_cells(&held.key)).chain(rest).collect::<Vec<Cell>>()
    };
    let mut columns = vec![Column::new("change", "How it differs", Kind::Text)];
    columns.extend(key_columns());
    columns.extend([
        Column::new("before", "Before", Kind::Number),
        Column::new("now", "Now", Kind::Number),
        Column::new("sources", "In which plans", Kind::Text),
        Column::new("bodies", "Whose line it is", Kind::Text),
    ]);
    Ok(Table {
        caption: format!("Version {now} of {} beside version {before}", plan.title),
        columns,
        rows: found.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec!["A change drops the signatures of the bodies whose line it is, and no others.".to_owned()],
    })
}
