//! Sums that a workbook prints, held against its rows.

use super::WorkbookFinding;
use super::sheet::{Column, SumRow, Table, by_role, cell};
use money::Place;
use terms::{FigureUnit, Pence};

/// Where a printed sum differs from the sum of its rows by more than half a unit for each row. England is all the rows of the
/// table, those that are no boards as well: it is never taken to be the sum of boards.
///
/// Source: rule R20.
pub(super) fn control_sums(table: &Table) -> Vec<WorkbookFinding> {
    table.sums.iter().flat_map(|sum| of_row(table, sum)).collect()
}

fn of_row(table: &Table, sum: &SumRow) -> Vec<WorkbookFinding> {
    let columns = by_role(&table.columns);
    let printed = by_role(&sum.columns).into_iter().filter(|(_, column)| !cell(&sum.cells, column.at).is_empty());
    printed.filter_map(|(key, under)| compare(table, sum, columns.get(&key)?, under)).collect()
}

/// One printed sum against the cells of its column; nothing where it agrees or no row can be summed.
fn compare(table: &Table, sum: &SumRow, column: &Column, under: &Column) -> Option<WorkbookFinding> {
    let place = || Place { sheet: table.sheet.clone(), row: sum.line };
    let unit = table.unit(&column.heading)?;
    let text = cell(&sum.cells, under.at);
    let Ok(printed) = Pence::from_figure(text, unit) else {
        return Some(WorkbookFinding::ControlUnread { place: place(), column: column.label(), value: text.to_owned() });
    };
    let amounts: Vec<Pence> = table.rows_of(sum.of).filter_map(|row| table.money(&row.cells, column).ok()).collect();
    let summed = amounts.iter().try_fold(Pence(0), |sum, amount| sum.checked_add(*amount))?;
    let n_rows = amounts.len();
    let slack = half(unit).checked_mul(u64::try_from(n_rows).ok()?)?;
    let differs = printed.0.abs_diff(summed.0) > slack;
    differs.then(|| WorkbookFinding::ControlSum { place: place(), column: column.label(), printed, summed, n_rows })
}

/// Half a unit. Units: pence.
const fn half(unit: FigureUnit) -> u64 {
    match unit {
        FigureUnit::Pounds => 50,
        FigureUnit::Thousands => 50_000,
        FigureUnit::Millions => 50_000_000,
    }
}
