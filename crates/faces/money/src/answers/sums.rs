//! Published tables: what there is, two side by side, and the sums they print against their rows.

use ask::{Cell, Colour, Kind, Table};
use money::{AllocationTable, PublishedAllocation, SumColumn, SumOf};
use std::collections::BTreeMap;
use terms::{FinancialYear, OdsCode, Pence};

use super::allocations::vintage_cell;
use super::{Ledgers, allocations_href, table};

/// Every published table in each of its versions.
pub fn vintages(ledgers: &Ledgers<'_>) -> Table {
    let rows = ledgers.room.vintages().map(|held| {
        let years: std::collections::BTreeSet<FinancialYear> = held.rows.iter().map(|row| row.year).collect();
        let years: Vec<String> = years.iter().map(ToString::to_string).collect();
        vec![
            vintage_cell(&held.vintage),
            held.source_name.clone().into(),
            years.join(", ").into(),
            naming::count(held.rows.len() as u64),
            naming::count(held.sums.len() as u64),
            naming::count(held.n_unread),
            naming::count(held.findings().len() as u64),
            held.source_hash.clone().into(),
        ]
    });
    let columns = [
        ("vintage", "Vintage", Kind::Link),
        ("file", "File", Kind::Text),
        ("years", "Years", Kind::Text),
        ("allocations", "Allocations", Kind::Number),
        ("sums", "Printed sums", Kind::Number),
        ("unread", "Rows not read", Kind::Number),
        ("findings", "Findings", Kind::Number),
        ("sha256", "SHA-256", Kind::Code),
    ];
    table(ledgers, "Published allocations", &columns, rows.collect())
}

/// Two vintages side by side: what each gives every body, year and fund of either.
pub fn compared(ledgers: &Ledgers<'_>, first: &AllocationTable, second: &AllocationTable) -> Table {
    type Pair<'r> = (Option<&'r PublishedAllocation>, Option<&'r PublishedAllocation>);
    let mut pairs: BTreeMap<(FinancialYear, String, OdsCode), Pair<'_>> = BTreeMap::new();
    for row in &first.rows {
        pairs.entry((row.year, row.fund.to_string(), row.body)).or_default().0 = Some(row);
    }
    for row in &second.rows {
        pairs.entry((row.year, row.fund.to_string(), row.body)).or_default().1 = Some(row);
    }
    let amount = |row: Option<&PublishedAllocation>| row.map_or(Cell::Empty, |row| Cell::Money(row.recurrent.amount));
    let cell = |row: Option<&PublishedAllocation>| -> Cell {
        row.map_or(Cell::Empty, |row| row.recurrent.cell.to_string().into())
    };
    let rows = pairs.into_iter().map(|((year, fund, body), (one, two))| {
        let difference = one.zip(two).and_then(|(one, two)| two.recurrent.amount.0.checked_sub(one.recurrent.amount.0));
        vec![
            Cell::link(body.to_string(), allocations_href(body, year)),
            ledgers.body(body).into(),
            year.to_string().into(),
            fund.into(),
            amount(one),
            amount(two),
            difference.map_or(Cell::Empty, |pence| Cell::Money(Pence(pence))),
            cell(one),
            cell(two),
        ]
    });
    let (one, two) = (first.vintage.to_string(), second.vintage.to_string());
    let columns = [
        ("body", "Code", Kind::Link),
        ("name", "Body", Kind::Text),
        ("year", "Year", Kind::Text),
        ("fund", "Fund", Kind::Code),
        ("first", one.as_str(), Kind::Money),
        ("second", two.as_str(), Kind::Money),
        ("difference", "Second less first", Kind::Money),
        ("first_cell", "Cell in the first", Kind::Text),
        ("second_cell", "Cell in the second", Kind::Text),
    ];
    table(ledgers, "Two vintages side by side", &columns, rows.collect())
}

/// The sums of regions and of England that a table prints, against what its rows add to, and for England against what its
/// boards are given.
pub fn control_sums(ledgers: &Ledgers<'_>, held: &AllocationTable) -> Table {
    let rows = held.sums.iter().map(|sum| {
        let of_bodies = match (&sum.of, sum.column) {
            (SumOf::England, SumColumn::Allocation) => held.sum_of_bodies(&sum.fund, sum.year),
            _ => None,
        };
        let (text, colour) = if sum.agrees() { ("Agrees", Colour::Green) } else { ("Differs", Colour::Red) };
        vec![
            sum.of.to_string().into(),
            sum.year.to_string().into(),
            sum.fund.to_string().into(),
            sum.column.words().into(),
            Cell::Money(sum.figure.amount),
            Cell::Money(sum.of_rows),
            i64::from(sum.n_rows).into(),
            sum.difference().map_or(Cell::Empty, Cell::Money),
            of_bodies.map_or(Cell::Empty, |(sum, _): (Pence, usize)| Cell::Money(sum)),
            Cell::Tagged { text: text.to_owned(), colour },
            sum.figure.text.clone().into(),
            sum.figure.unit.words().into(),
            held.source_name.clone().into(),
            sum.figure.cell.sheet.clone().into(),
            i64::from(sum.figure.cell.row).into(),
            sum.figure.cell.column_letters().into(),
        ]
    });
    let columns = [
        ("of", "Sum of", Kind::Text),
        ("year", "Year", Kind::Text),
        ("fund", "Fund", Kind::Code),
        ("figures", "Figures", Kind::Text),
        ("printed", "As printed", Kind::Money),
        ("of_rows", "Its rows add to", Kind::Money),
        ("rows", "Rows", Kind::Number),
        ("difference", "Printed less rows", Kind::Money),
        ("of_bodies", "Boards alone add to", Kind::Money),
        ("state", "State", Kind::Text),
        ("text", "In the cell", Kind::Text),
        ("unit", "Unit", Kind::Text),
        ("file", "File", Kind::Text),
        ("sheet", "Sheet", Kind::Text),
        ("row", "Row", Kind::Number),
        ("column", "Column", Kind::Code),
    ];
    Table {
        notes: vec![
            "A printed sum agrees where it differs from its rows by no more than half a unit for each row. England is all the rows \
             of a sheet, those that are no boards as well, so it need not be the sum of the boards."
                .to_owned(),
        ],
        ..table(ledgers, format!("Control sums of {}", held.vintage), &columns, rows.collect())
    }
}

/// Where a table does not agree with itself.
pub fn findings(ledgers: &Ledgers<'_>, held: &AllocationTable) -> Table {
    let rows = held.findings().iter().map(|finding| vec![kit::site::sentence(&finding.to_string()).into()]).collect();
    table(ledgers, "Findings", &[("finding", "What does not agree", Kind::Text)], rows)
}
