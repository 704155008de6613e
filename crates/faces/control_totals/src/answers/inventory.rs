//! Inventories of work, and what several bodies do alike.

use ask::{Cell, Column, Fault, Kind, Table};
use money::BasisPoints;
use money::totals::{InventoryId, InventoryRecord};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode, Pence};

use super::costs::Costs;
use super::saving::too_large;

/// Where the page of a row is.
pub fn item_href(item: &InventoryId) -> String {
    format!("/inventory-items/{item}")
}

/// The inventory of a body, with the rows of those whose place it took.
///
/// # Errors
/// That whoever asks may read none.
pub fn inventory(costs: &Costs<'_>, code: OdsCode) -> Result<Table, Fault> {
    costs.open(code, "rows of an inventory")?;
    let bodies = costs.open_of(costs.bodies_of(code, &[FinancialYear::of(costs.on)]));
    let held = costs.room.items().filter(|held| bodies.contains(&held.entry.body));
    Ok(Table {
        caption: format!("Inventory of work of {}", costs.body(code)),
        columns: columns(),
        rows: held.map(|held| row(costs, held)).collect(),
        source: costs.source(),
        notes: vec![
            "What a body pays for, writes or sends over and over: payrolls, procurement, reports and returns. Rows that were withdrawn \
             are not here."
                .to_owned(),
        ],
    })
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("row", "Row", Kind::Link),
        Column::new("body", "Body", Kind::Text),
        Column::new("category", "Category", Kind::Text),
        Column::new("item", "Item", Kind::Text),
        Column::new("key", "Compared as", Kind::Text),
        Column::new("annual_cost", "Cost a year", Kind::Money),
        Column::new("times", "Times a year", Kind::Number),
        Column::new("minutes_each", "Minutes each", Kind::Number),
        Column::new("contract_ends", "Contract ends", Kind::Date),
    ]
}

fn row(costs: &Costs<'_>, held: &InventoryRecord) -> Vec<Cell> {
    vec![
        Cell::link(held.id.as_str(), item_href(&held.id)),
        costs.body(held.entry.body).into(),
        held.entry.category.words().into(),
        held.entry.item.clone().into(),
        held.row.item.as_str().into(),
        held.entry.annual_cost.into(),
        naming::count(held.entry.times),
        naming::count(held.entry.minutes_each),
        held.entry.contract_ends.into(),
    ]
}

/// One row of an inventory, if whoever asks may read it.
///
/// # Errors
/// That there is none.
pub fn item<'a>(costs: &Costs<'a>, id: &str) -> Result<&'a InventoryRecord, Fault> {
    let found = id.parse().ok().and_then(|id: InventoryId| costs.room.item(&id));
    found.filter(|held| costs.reader.sees_in_system(held.entry.body)).ok_or_else(|| {
        Fault::Unknown(format!("There is no row “{id}” of an inventory on record as known then that you may read."))
    })
}

/// What is on record of a row.
pub fn about_item(costs: &Costs<'_>, held: &InventoryRecord) -> Table {
    let withdrawn = held.withdrawn.as_ref().map(|stamp| format!("It was withdrawn by {}.", costs.stamp(stamp)));
    Table {
        caption: format!("Row {}", held.id),
        columns: columns(),
        rows: vec![row(costs, held)],
        source: format!("{}: entered by {}", costs.source(), costs.stamp(&held.stamp)),
        notes: withdrawn.into_iter().collect(),
    }
}

/// What some bodies do alike, the largest saving first; the last row is the sum.
///
/// # Errors
/// That whoever asks may not read of two of them, or a sum that does not fit.
pub fn duplicated_work(costs: &Costs<'_>, bodies: &BTreeSet<OdsCode>) -> Result<Table, Fault> {
    let open = costs.open_of(bodies.clone());
    if open.len() < 2 {
        return Err(Fault::Unknown(
            "Name two bodies at least whose inventories you may read: your own, and those of your system.".to_owned(),
        ));
    }
    let half = BasisPoints::WHOLE.weight() / 2;
    let half = BasisPoints::new(u16::try_from(half).unwrap_or_default()).unwrap_or(BasisPoints::NOTHING);
    let mut rows = Vec::new();
    let (mut cost, mut saving, mut cautious) = (Pence::NOUGHT, Pence::NOUGHT, Pence::NOUGHT);
    let (mut times, mut minutes) = (0_u64, 0_u64);
    for (rank, held) in (1..).zip(costs.room.duplicates(&open).map_err(too_large)?) {
        let careful = held.saving_cautious(half).map_err(too_large)?;
        cost = cost.plus(held.cost).map_err(too_large)?;
        saving = saving.plus(held.saving_high).map_err(too_large)?;
        cautious = cautious.plus(careful).map_err(too_large)?;
        times = times.saturating_add(held.times_saved);
        minutes = minutes.saturating_add(held.minutes_saved);
        let whose: Vec<&str> = held.bodies.keys().map(OdsCode::as_str).collect();
        rows.push(vec![
            Cell::Number(rank),
            held.category.words().into(),
            held.item.as_str().into(),
            whose.join(", ").into(),
            held.cost.into(),
            held.saving_high.into(),
            careful.into(),
            naming::count(held.times_saved),
            naming::count(held.minutes_saved),
            held.contracts_end.into(),
        ]);
    }
    if !rows.is_empty() {
        let sums: [Cell; 6] =
            [cost.into(), saving.into(), cautious.into(), naming::count(times), naming::count(minutes), Cell::Empty];
        let mut together: Vec<Cell> = vec![Cell::Empty, "Together".into(), Cell::Empty, Cell::Empty];
        together.extend(sums);
        rows.push(together);
    }
    Ok(Table {
        caption: format!("Work done more than once by {}", codes(&open)),
        columns: vec![
            Column::new("rank", "Rank", Kind::Number),
            Column::new("category", "Category", Kind::Text),
            Column::new("item", "Item", Kind::Text),
            Column::new("bodies", "Bodies", Kind::Text),
            Column::new("cost", "Cost of all a year", Kind::Money),
            Column::new("saving_high", "Saved if one goes on", Kind::Money),
            Column::new("saving_cautious", "A cautious half", Kind::Money),
            Column::new("times_saved", "Times a year fewer", Kind::Number),
            Column::new("minutes_saved", "Minutes a year fewer", Kind::Number),
            Column::new("contracts_end", "All of it after", Kind::Date),
        ],
        rows,
        source: costs.source(),
        notes: vec![
            "The dearest goes on and the others stop, so that the claim is cautious; times and minutes each by their own largest. \
             Names are compared in capitals, without marks and without Ltd, Limited, PLC and LLP."
                .to_owned(),
        ],
    })
}

fn codes(bodies: &BTreeSet<OdsCode>) -> String {
    bodies.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ")
}

/// Names so much alike that somebody should look; they are counted nowhere.
pub fn suggestions(costs: &Costs<'_>, bodies: &BTreeSet<OdsCode>) -> Table {
    let open = costs.open_of(bodies.clone());
    let row = |(category, one, other): (money::WorkCategory, &money::ItemKey, &money::ItemKey)| {
        vec![category.words().into(), one.as_str().into(), other.as_str().into()]
    };
    Table {
        caption: "Names that may mean one thing".to_owned(),
        columns: vec![
            Column::new("category", "Category", Kind::Text),
            Column::new("one", "One", Kind::Text),
            Column::new("other", "The other", Kind::Text),
        ],
        rows: costs.room.suggestions(&open).into_iter().map(row).collect(),
        source: costs.source(),
        notes: vec!["They are suggested and never counted as one: enter them under one name if they are.".to_owned()],
    }
}
