//! Sums that a workbook prints, beside what its rows add to: read here, held against each other by the room.

use super::WorkbookFinding;
use super::heading::Role;
use super::sheet::{Column, SumKey, SumOf as SheetSum, SumRow, Table, cell};
use money::{FundCode, PrintedAmount, PrintedSum, SumColumn, SumOf};
use std::collections::HashMap;
use terms::{OdsCode, Pence};

/// What a column's rows add to, and how many could be added. Units: pence.
type Added = (i128, u32);

/// The sums of a sheet's rows, each row gone through once.
struct RowSums {
    /// By column, in the order of the table.
    all: Vec<Added>,
    /// By region, and in it by column.
    by_region: HashMap<OdsCode, Vec<Added>>,
}

impl RowSums {
    fn of(table: &Table) -> Self {
        let n_columns = table.columns.len();
        let mut sums = Self { all: vec![(0, 0); n_columns], by_region: HashMap::new() };
        for row in &table.rows {
            let [region, own] = row.regions;
            let own = own.filter(|own| Some(*own) != region && table.regions.contains(own));
            for (index, column) in table.columns.iter().enumerate() {
                if !column.heading.role.adds_up() {
                    continue;
                }
                let Ok(figure) = table.money(row.line, &row.cells, column) else { continue };
                add(&mut sums.all, index, figure.amount);
                for region in [region, own].into_iter().flatten() {
                    let theirs = sums.by_region.entry(region).or_insert_with(|| vec![(0, 0); n_columns]);
                    add(theirs, index, figure.amount);
                }
            }
        }
        sums
    }

    fn at(&self, of: SheetSum, index: usize) -> Added {
        let sums = match of {
            SheetSum::Region(region) => self.by_region.get(&region),
            SheetSum::All => Some(&self.all),
        };
        sums.and_then(|sums| sums.get(index)).copied().unwrap_or_default()
    }
}

fn add(sums: &mut [Added], index: usize, amount: Pence) {
    if let Some((sum, n_rows)) = sums.get_mut(index) {
        *sum += i128::from(amount.0);
        *n_rows += 1;
    }
}

/// Every sum that a sheet prints, and those that could not be read. England is all the rows of the table, those that are no
/// boards as well: it is never taken to be the sum of boards.
///
/// Source: rule R20.
pub(super) fn control_sums(fund: &FundCode, table: &Table) -> (Vec<PrintedSum>, Vec<WorkbookFinding>) {
    let (mut printed, mut findings) = (Vec::new(), Vec::new());
    if table.sums.is_empty() {
        return (printed, findings);
    }
    let sums = RowSums::of(table);
    let columns: HashMap<SumKey, (usize, &Column)> =
        table.columns.iter().enumerate().filter_map(|(index, column)| Some((column.sum?, (index, column)))).collect();
    for row in &table.sums {
        for under in row.columns.iter().filter(|column| !cell(&row.cells, column.at).is_empty()) {
            let Some((index, column)) = under.sum.and_then(|key| columns.get(&key)) else { continue };
            match one(fund, table, row, (column, under), sums.at(row.of, *index)) {
                Ok(sum) => printed.push(sum),
                Err(finding) => findings.push(finding),
            }
        }
    }
    (printed, findings)
}

/// One printed sum: the column of the rows gives its name and unit, since the headings of sums often name none.
fn one(
    fund: &FundCode,
    table: &Table,
    row: &SumRow,
    (column, under): (&Column, &Column),
    (sum, n_rows): Added,
) -> Result<PrintedSum, WorkbookFinding> {
    let address = table.address(row.line, under.at);
    let text = cell(&row.cells, under.at).to_owned();
    let unread =
        || WorkbookFinding::ControlUnread { cell: address.clone(), column: column.label(), value: text.clone() };
    let unit = table.unit(&column.heading).ok_or_else(unread)?;
    let amount = Pence::from_figure(&text, unit).map_err(|_| unread())?;
    let of_rows = i64::try_from(sum).map(Pence).map_err(|_| unread())?;
    let of = match row.of {
        SheetSum::Region(code) => SumOf::Region { code, name: row.name.clone() },
        SheetSum::All => SumOf::England,
    };
    Ok(PrintedSum {
        of,
        year: column.heading.year,
        fund: fund.clone(),
        column: match column.heading.role {
            Role::Adjusted => SumColumn::Baseline,
            Role::Total => SumColumn::Total,
            // Only what adds up is summed: what is left is what bodies are given.
            Role::Recurrent
            | Role::Amount
            | Role::Target
            | Role::Distance
            | Role::Growth
            | Role::Convergence
            | Role::ClosingDistance
            | Role::Line => SumColumn::Allocation,
        },
        name: column.label(),
        figure: PrintedAmount { amount, text, unit, cell: address },
        of_rows,
        n_rows,
    })
}
