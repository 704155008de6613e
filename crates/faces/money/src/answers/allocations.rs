//! What a body is given in a year, as published, with every figure's own cell.

use ask::{Cell, Kind, Table};
use money::{
    AllocationTable, CellAddress, FundCode, PrintedAmount, PrintedRate, PublishedAllocation, VintageId,
    WorkedAllocation, Working,
};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode, Pence};

use super::{Ledgers, percent, table, vintage_href};

/// The years for which anything is published for a body, the last first.
pub fn years_of(ledgers: &Ledgers<'_>, body: OdsCode) -> Vec<FinancialYear> {
    let rows = ledgers.room.vintages().flat_map(|held| &held.rows).filter(|row| row.body == body);
    let years: BTreeSet<FinancialYear> = rows.map(|row| row.year).collect();
    years.into_iter().rev().collect()
}

/// What is published for a body in a year, fund by fund, vintage by vintage.
pub fn published<'a>(
    ledgers: &Ledgers<'a>,
    body: OdsCode,
    year: FinancialYear,
    fund: Option<&FundCode>,
) -> Vec<(&'a AllocationTable, &'a PublishedAllocation)> {
    let of_table = |held: &'a AllocationTable| {
        let theirs = held.rows.iter().filter(move |row| row.body == body && row.year == year);
        theirs.map(move |row| (held, row))
    };
    let mut found: Vec<_> = ledgers.room.vintages().flat_map(of_table).collect();
    found.retain(|(_, row)| fund.is_none_or(|fund| row.fund == *fund));
    found.sort_by(|one, two| (&one.1.fund, &one.0.vintage).cmp(&(&two.1.fund, &two.0.vintage)));
    found
}

/// What a body is given in a year: each allocation as printed and as worked out, with its cell.
pub fn recurrent(ledgers: &Ledgers<'_>, body: OdsCode, year: FinancialYear, fund: Option<&FundCode>) -> Table {
    let rows = published(ledgers, body, year, fund).into_iter().map(|(held, row)| {
        let worked = row.worked_out().and_then(Result::ok);
        let total = match &row.working {
            Working::Waterfall(printed) => printed.total.as_ref().map(|total| Cell::Money(total.amount)),
            Working::Target { .. } | Working::Amount => None,
        };
        let mut cells = vec![
            row.fund.to_string().into(),
            vintage_cell(&held.vintage),
            Cell::Money(row.recurrent.amount),
            worked.map_or(Cell::Empty, |worked| Cell::Money(worked.recurrent)),
            total.unwrap_or(Cell::Empty),
        ];
        cells.extend(place_cells(held, &row.recurrent.text, row.recurrent.unit.words(), &row.recurrent.cell));
        cells
    });
    let mut columns = vec![
        ("fund", "Fund", Kind::Code),
        ("vintage", "Vintage", Kind::Link),
        ("recurrent", "Recurrent allocation", Kind::Money),
        ("worked_out", "Worked out from its lines", Kind::Money),
        ("total", "Total, with what is given beside it", Kind::Money),
    ];
    columns.extend(PLACE);
    Table {
        notes: vec![
            "A newer version of a table is another vintage, and both stay. Where lines and rates are printed, the allocation is \
             worked out again: the adjusted baseline, times one and the growth, times one and the convergence, rounded once to \
             the thousand."
                .to_owned(),
        ],
        ..table(ledgers, format!("Allocations of {year}"), &columns, rows.collect())
    }
}

/// Every figure behind what a body is given in a year: the lines of each waterfall in order, each with its cell.
pub fn figures(ledgers: &Ledgers<'_>, body: OdsCode, year: FinancialYear, fund: Option<&FundCode>) -> Table {
    let all = published(ledgers, body, year, fund);
    let rows = all.into_iter().flat_map(|(held, row)| lines_of(held, row)).collect();
    let mut columns = vec![
        ("fund", "Fund", Kind::Code),
        ("vintage", "Vintage", Kind::Link),
        ("part", "Part", Kind::Text),
        ("line", "Line", Kind::Text),
        ("amount", "Amount", Kind::Money),
        ("rate", "Rate", Kind::Text),
    ];
    columns.extend(PLACE);
    table(ledgers, "Every figure, and where it stands", &columns, rows)
}

/// The columns of where a figure stands.
const PLACE: [(&str, &str, Kind); 6] = [
    ("text", "In the cell", Kind::Text),
    ("unit", "Unit", Kind::Text),
    ("file", "File", Kind::Text),
    ("sheet", "Sheet", Kind::Text),
    ("row", "Row", Kind::Number),
    ("column", "Column", Kind::Code),
];

fn place_cells(held: &AllocationTable, text: &str, unit: &str, cell: &CellAddress) -> [Cell; 6] {
    [
        text.into(),
        unit.into(),
        held.source_name.clone().into(),
        cell.sheet.clone().into(),
        i64::from(cell.row).into(),
        cell.column_letters().into(),
    ]
}

/// The vintage that says a thing.
pub(super) fn vintage_cell(vintage: &VintageId) -> Cell {
    Cell::link(vintage.as_str(), vintage_href(vintage))
}

/// The figures of one allocation, in the order of its waterfall.
fn lines_of(held: &AllocationTable, row: &PublishedAllocation) -> Vec<Vec<Cell>> {
    let start = |part: &str, line: &str| -> Vec<Cell> {
        vec![row.fund.to_string().into(), vintage_cell(&held.vintage), part.into(), line.into()]
    };
    let amount = |part: &str, line: &str, figure: &PrintedAmount| {
        let mut cells = start(part, line);
        cells.extend([Cell::Money(figure.amount), Cell::Empty]);
        cells.extend(place_cells(held, &figure.text, figure.unit.words(), &figure.cell));
        cells
    };
    let rate = |part: &str, line: &str, figure: &PrintedRate| {
        let mut cells = start(part, line);
        cells.extend([Cell::Empty, percent(figure.rate).into()]);
        cells.extend(place_cells(held, &figure.text, "rate", &figure.cell));
        cells
    };
    let recurrent = || amount("Allocation", "Recurrent allocation", &row.recurrent);
    match &row.working {
        Working::Amount => vec![recurrent()],
        Working::Target { target, distance } => vec![
            recurrent(),
            amount("Target", "Target", target),
            rate("Target", "Distance from target, in percent", distance),
        ],
        Working::Waterfall(printed) => {
            let mut lines: Vec<Vec<Cell>> =
                printed.baseline.iter().map(|line| amount("Baseline", &line.name, &line.figure)).collect();
            lines.push(amount("Baseline", "Adjusted baseline", &printed.adjusted));
            lines.extend(printed.target.as_ref().map(|target| amount("Target", "Target", target)));
            lines.extend(printed.distance.as_ref().map(|held| rate("Target", "Distance from target", held)));
            lines.push(rate("Growth", "Base growth", &printed.growth));
            lines.push(rate("Growth", "Convergence", &printed.convergence));
            lines.push(recurrent());
            let closing = printed.closing_distance.as_ref();
            lines.extend(closing.map(|held| rate("Target", "Distance from target after convergence", held)));
            lines.extend(printed.additional.iter().map(|line| amount("Beside it", &line.name, &line.figure)));
            lines.extend(printed.total.as_ref().map(|total| amount("Total", "Total allocation", total)));
            lines
        }
    }
}

/// A step of a waterfall: what it is called, what it adds, and whether the sum so far is shown instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is called.
    pub name: String,
    /// What it adds; of a sum so far, that sum.
    pub amount: Pence,
    /// Whether it is a sum so far.
    pub is_sum: bool,
}

/// The steps from the opening baseline to the total; nothing where the table prints no lines or they pass what is kept.
pub fn steps(row: &PublishedAllocation) -> Option<Vec<Step>> {
    let Working::Waterfall(printed) = &row.working else { return None };
    let worked: WorkedAllocation = row.worked_out()?.ok()?;
    let add = |name: &str, amount| Step { name: name.to_owned(), amount, is_sum: false };
    let sum = |name: &str, amount| Step { name: name.to_owned(), amount, is_sum: true };
    let mut steps: Vec<Step> = printed.baseline.iter().map(|line| add(&line.name, line.figure.amount)).collect();
    steps.push(sum("Adjusted baseline", worked.adjusted));
    // What growth alone would add; convergence is the rest of the way to what was rounded once.
    let grown = terms::round_ratio(
        i128::from(worked.adjusted.0).checked_mul(i128::from(printed.growth.rate.0))?,
        i128::from(terms::Rate::WHOLE),
    )?;
    let grown = Pence(i64::try_from(grown).ok()?);
    let converged = Pence(worked.recurrent.0.checked_sub(worked.adjusted.0)?.checked_sub(grown.0)?);
    steps.push(add(&format!("Base growth {}", percent(printed.growth.rate)), grown));
    steps.push(add(&format!("Convergence {}, and rounding", percent(printed.convergence.rate)), converged));
    steps.push(sum("Recurrent allocation", worked.recurrent));
    if !printed.additional.is_empty() {
        steps.extend(printed.additional.iter().map(|line| add(&line.name, line.figure.amount)));
        steps.push(sum("Total allocation", worked.total));
    }
    Some(steps)
}

/// The steps of a waterfall as a table, beside its chart.
pub fn steps_table(ledgers: &Ledgers<'_>, caption: String, steps: &[Step]) -> Table {
    let rows = steps.iter().map(|step| {
        let (adds, stands) =
            if step.is_sum { (Cell::Empty, Cell::Money(step.amount)) } else { (Cell::Money(step.amount), Cell::Empty) };
        vec![step.name.clone().into(), adds, stands]
    });
    let columns = [("step", "Step", Kind::Text), ("adds", "Adds", Kind::Money), ("stands", "Comes to", Kind::Money)];
    table(ledgers, caption, &columns, rows.collect())
}
