//! How much plans may miss a check by, and under which measures the figures are found.

use ask::{Cell, Column, Kind, Table};
use plan::check::Tolerances;
use terms::Pence;

use super::desk::Desk;

fn share(points: u32) -> Cell {
    let (whole, part) = (points / 100, points % 100);
    Cell::Brief { brief: format!("{whole}.{part:02}%"), full: format!("{whole}.{part:02}") }
}

fn row(tolerances: &Tolerances, recorded: Cell) -> Vec<Cell> {
    vec![
        Cell::Date(tolerances.from),
        Cell::from(tolerances.source.as_str()),
        Cell::Money(Pence(tolerances.contract_flat.0)),
        share(tolerances.contract_bp),
        share(tolerances.price_bp),
        share(tolerances.growth_bp),
        share(tolerances.loss_bp),
        share(tolerances.occupancy_bp),
        recorded,
    ]
}

/// Every edition of the tolerances, the first of them the product's own.
pub fn tolerances(desk: &Desk<'_>) -> Table {
    let own = row(&Tolerances::at_first(), Cell::Empty);
    let set = desk.room.editions().map(|(tolerances, stamp)| row(tolerances, Cell::Date(stamp.on)));
    Table {
        caption: "Tolerances".to_owned(),
        columns: vec![
            Column::new("from", "For years that begin from", Kind::Date),
            Column::new("source", "Who says so", Kind::Text),
            Column::new("contract_flat", "C1: whatever the size", Kind::Money),
            Column::new("contract_share", "C1: share of the larger (%)", Kind::Number),
            Column::new("price_share", "C2: share of the money (%)", Kind::Number),
            Column::new("growth", "C3: either way (%)", Kind::Number),
            Column::new("loss", "C4: lost of capacity (%)", Kind::Number),
            Column::new("occupancy", "C8: beds full (%)", Kind::Number),
            Column::new("recorded", "Recorded", Kind::Date),
        ],
        rows: std::iter::once(own).chain(set).collect(),
        source: "What was set here; before that, Footprint’s own".to_owned(),
        notes: vec![
            "Of the editions with a first day at or before a plan’s year, the latest holds; of several of one day, the one \
             recorded last. C5, C6, C7 and C9 hold to the unit."
                .to_owned(),
        ],
    }
}

/// Under which measures a plan has the figures that checks compare, as last set.
pub fn measures(desk: &Desk<'_>) -> Table {
    let held = desk.room.editions().last().map_or_else(Tolerances::at_first, |(tolerances, _)| tolerances.clone());
    let measures = &held.measures;
    let rows = [
        ("C2", "Money spent", &measures.spend),
        ("C2", "Before the measure whose price it is", &measures.price_of),
        ("C4", "Before the measure whose capacity it is", &measures.capacity_for),
        ("C4", "Before the measure whose demand it is", &measures.demand_for),
        ("C4", "Before the measure whose backlog is cleared", &measures.backlog_of),
        ("C7", "The planned surplus or deficit", &measures.position),
        ("C7", "The control total", &measures.control_total),
        ("C8", "Bed days occupied", &measures.bed_days_occupied),
        ("C8", "Bed days available", &measures.bed_days_available),
        ("C9", "Spending on mental health", &measures.mental_health),
        ("C9", "The allocation", &measures.allocation),
        ("", "Running costs", &measures.running_cost),
        ("", "Their allowance", &measures.running_cost_allowance),
    ];
    Table {
        caption: "Measures that checks look for".to_owned(),
        columns: vec![
            Column::new("check", "Check", Kind::Code),
            Column::new("what", "What", Kind::Text),
            Column::new("measure", "Measure of the line", Kind::Text),
        ],
        rows: rows
            .into_iter()
            .map(|(check, what, measure)| vec![Cell::from(check), Cell::from(what), Cell::from(measure.as_str())])
            .collect(),
        source: held.source,
        notes: Vec::new(),
    }
}
