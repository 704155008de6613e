//! The list of allocations to clinical commissioning groups of one year, as text: what each was given beside what the need
//! formula gave it, in thousands, with rows of area totals.
//!
//! Source: NHS England, allocations 2013/14, annex A; spec 4.1.

use super::{AllocationReading, WorkbookFinding};
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::{Row, Rows};
use crate::text::Text;
use money::{
    CellAddress, FundCode, PrintedAmount, PrintedRate, PrintedSum, PublishedAllocation, SumColumn, SumOf, Working,
};
use std::collections::{BTreeMap, BTreeSet};
use terms::{FigureUnit, FinancialYear, OdsCode, Pence, Rate};

/// The fund of the list.
const FUND: &str = "CORE";

/// With what the heading of allocations begins and ends; between stands the year, such as `2013_14`.
const ALLOCATION: (&str, &str) = ("allocation_", "_gbp000");

/// What a row of an area's sums is called.
const AREA_TOTAL: &str = "area_total";

/// Whether a file is such a list, by its headings.
pub(super) fn is_annex(file: &SourceFile) -> bool {
    let start = file.bytes.get(..8_192).unwrap_or(&file.bytes);
    columns_of(&Text::of(start)).is_some()
}

/// Where the columns stand, by index.
struct Columns {
    area: usize,
    code: usize,
    name: Option<usize>,
    allocation: usize,
    target: usize,
    distance: usize,
    row_type: usize,
    year: FinancialYear,
}

fn columns_of(text: &Text<'_>) -> Option<Columns> {
    let mut rows = Rows::new(text);
    let first = rows.next()?;
    let headings: Vec<String> = (0..first.len()).map(|at| first.at(at).trim().to_lowercase()).collect();
    let at = |wanted: &str| headings.iter().position(|heading| heading == wanted);
    let year_of = |heading: &str| -> Option<FinancialYear> {
        heading.strip_prefix(ALLOCATION.0)?.strip_suffix(ALLOCATION.1)?.replace('_', "/").parse().ok()
    };
    let (allocation, year) =
        headings.iter().enumerate().find_map(|(index, heading)| Some((index, year_of(heading)?)))?;
    Some(Columns {
        area: at("area_code")?,
        code: at("code")?,
        name: at("name"),
        allocation,
        target: at("target_allocation_gbp000")?,
        distance: at("distance_pct")?,
        row_type: at("row_type")?,
        year,
    })
}

/// Reads the list.
pub(super) fn read_annex(file: &SourceFile, reading: &mut AllocationReading) {
    let text = Text::of(&file.bytes);
    let Some(columns) = columns_of(&text) else { return };
    let Ok(fund) = FUND.parse::<FundCode>() else { return };
    let mut by_area: BTreeMap<OdsCode, (i128, u32)> = BTreeMap::new();
    let (mut seen, mut totals) = (BTreeSet::new(), Vec::new());
    let mut rows = Rows::new(&text);
    let _headings = rows.next();
    while let Some(row) = rows.next() {
        let taken = read_row(&row, &columns);
        let fault = |(column, value, reason): CellFault| BadRow {
            file: file.name.clone(),
            line: row.line,
            column,
            value,
            reason,
        };
        match taken {
            Ok(ListRow { code, area, figure, target, distance, is_total, name }) => {
                if is_total {
                    totals.push((code, name, figure));
                } else if seen.insert(code) {
                    if let Some(area) = area {
                        let (sum, n_rows) = by_area.entry(area).or_default();
                        *sum += i128::from(figure.amount.0);
                        *n_rows += 1;
                    }
                    reading.rows.push(PublishedAllocation {
                        body: code,
                        year: columns.year,
                        fund: FundCode::clone(&fund),
                        recurrent: figure,
                        working: Working::Target { target, distance },
                    });
                } else {
                    let reason = "the body stands in the list twice: keep one of its rows".to_owned();
                    reading.bad_rows.push(fault(("code".to_owned(), code.to_string(), reason)));
                }
            }
            Err(why) => reading.bad_rows.push(fault(why)),
        }
    }
    for (code, name, figure) in totals {
        let (sum, n_rows) = by_area.get(&code).copied().unwrap_or_default();
        let label = format!("{} allocation", columns.year);
        if let Ok(sum) = i64::try_from(sum) {
            reading.sums.push(PrintedSum {
                of: SumOf::Region { code, name },
                year: columns.year,
                fund: FundCode::clone(&fund),
                column: SumColumn::Allocation,
                name: label,
                figure,
                of_rows: Pence(sum),
                n_rows,
            });
        } else {
            let (cell, value) = (figure.cell, figure.text);
            reading.findings.push(WorkbookFinding::ControlUnread { cell, column: label, value });
        }
    }
}

/// The column, what stands there, and what is wrong.
type CellFault = (String, String, String);

/// A row once read.
struct ListRow {
    code: OdsCode,
    area: Option<OdsCode>,
    name: String,
    figure: PrintedAmount,
    target: PrintedAmount,
    distance: PrintedRate,
    is_total: bool,
}

fn read_row(row: &Row<'_>, columns: &Columns) -> Result<ListRow, CellFault> {
    let cell = |at: usize| row.at(at).trim();
    let code = cell(columns.code);
    let code: OdsCode =
        code.parse().map_err(|error: terms::CodeError| ("code".to_owned(), code.to_owned(), error.to_string()))?;
    Ok(ListRow {
        code,
        area: cell(columns.area).parse().ok(),
        name: columns.name.map(cell).unwrap_or_default().to_owned(),
        figure: amount(row, columns.allocation, "allocation")?,
        target: amount(row, columns.target, "target_allocation_gbp000")?,
        distance: percent(row, columns.distance)?,
        is_total: cell(columns.row_type) == AREA_TOTAL,
    })
}

fn address(row: &Row<'_>, at: usize) -> CellAddress {
    let column = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
    CellAddress { sheet: String::new(), row: row.line, column }
}

fn amount(row: &Row<'_>, at: usize, column: &str) -> Result<PrintedAmount, CellFault> {
    let (text, unit) = (row.at(at).trim().to_owned(), FigureUnit::Thousands);
    match Pence::from_figure(&text, unit) {
        Ok(amount) => Ok(PrintedAmount { amount, text, unit, cell: address(row, at) }),
        Err(error) => Err((column.to_owned(), text, error.to_string())),
    }
}

/// A rate that is written in percent.
fn percent(row: &Row<'_>, at: usize) -> Result<PrintedRate, CellFault> {
    let text = row.at(at).trim().to_owned();
    match text.parse::<Rate>() {
        // A percentage with ten places or fewer is exact, and none has more.
        Ok(rate) => Ok(PrintedRate { rate: Rate(rate.0 / 100), text, cell: address(row, at) }),
        Err(error) => Err(("distance_pct".to_owned(), text, error.to_string())),
    }
}
