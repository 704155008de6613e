//! One sheet of a workbook of allocations: its headings, its rows of bodies, and the rows that are sums of them.

use super::heading::{Heading, Role, one_line};
use crate::workbook::Sheet;
use std::collections::BTreeMap;
use terms::{FigureUnit, FinancialYear, OdsCode, Pence, Rate};

/// The heading by which the row of headings is known: the codes of NHS England's regions.
///
/// Source: rule R20.
const REGION_CODE: &str = "R23";

/// A sheet once read, whatever it holds.
pub(super) struct Table {
    /// The sheet's name.
    pub(super) sheet: String,
    /// The columns of figures, in order.
    pub(super) columns: Vec<Column>,
    /// The rows of bodies and of whatever else has a code, in order.
    pub(super) rows: Vec<TableRow>,
    /// The rows of sums.
    pub(super) sums: Vec<SumRow>,
    /// The version the sheet says it is, such as `v1.2`.
    pub(super) version: Option<String>,
}

/// A column of figures.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) heading: Heading,
}

/// A row with a code.
pub(super) struct TableRow {
    /// Its number in the sheet, from 1.
    pub(super) line: u32,
    /// The region it belongs to, or the code itself where the row is a region's.
    pub(super) regions: [Option<OdsCode>; 2],
    /// The body's code.
    pub(super) code: OdsCode,
    /// Its name.
    pub(super) name: String,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// Of what a row is the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SumOf {
    /// Of the rows of a region.
    Region(OdsCode),
    /// Of all rows.
    All,
}

/// A row of sums.
pub(super) struct SumRow {
    /// Its number in the sheet, from 1.
    pub(super) line: u32,
    /// Of what it is the sum.
    pub(super) of: SumOf,
    /// The columns under the headings that stand above it.
    pub(super) columns: Vec<Column>,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// Where codes and names stand under a row of headings.
struct Codes {
    region: usize,
    body: usize,
    name: usize,
}

impl Table {
    /// Reads a sheet; `None` where no row is one of headings.
    pub(super) fn read(sheet: &Sheet) -> Option<Self> {
        let mut rows = sheet.rows().map(|row| {
            let row = row.row();
            (row.line, (0..row.len()).map(|at| row.at(at).to_owned()).collect::<Vec<String>>())
        });
        let mut version = None;
        let headings = loop {
            let (_, cells) = rows.next()?;
            if cells.iter().any(|cell| one_line(cell) == REGION_CODE) {
                break cells;
            }
            version = version.or_else(|| cells.iter().find_map(|cell| version_of(cell)));
        };
        let codes = Codes::of(&headings)?;
        let (columns, mut summed) = (columns_of(&headings), None);
        let mut table = Self { sheet: sheet.name.clone(), columns, rows: Vec::new(), sums: Vec::new(), version };
        for (line, cells) in rows {
            if cells.iter().any(|cell| is_code_heading(cell)) {
                summed = Some(columns_of(&cells));
                continue;
            }
            let code: Option<OdsCode> = cell(&cells, codes.body).parse().ok();
            let region = cell(&cells, codes.region).parse().ok();
            let under = summed.as_ref().unwrap_or(&table.columns);
            match (code, &summed) {
                (Some(code), None) => {
                    let name = one_line(cell(&cells, codes.name));
                    table.rows.push(TableRow { line, regions: [region, Some(code)], code, name, cells });
                }
                (code, _) => {
                    let of = code.filter(|code| table.is_region(*code)).map_or(SumOf::All, SumOf::Region);
                    let has_sums = under.iter().any(|column| !cell(&cells, column.at).is_empty());
                    if has_sums {
                        table.sums.push(SumRow { line, of, columns: under.clone(), cells });
                    }
                }
            }
        }
        Some(table)
    }

    /// The unit of a column: what its heading names, or what all the others name where it names none.
    pub(super) fn unit(&self, heading: &Heading) -> Option<FigureUnit> {
        // A heading that names a unit which is not known here borrows none.
        heading.unit.or_else(|| {
            if heading.name.contains('£') {
                return None;
            }
            let mut named = self.columns.iter().filter_map(|column| column.heading.unit);
            let first = named.next()?;
            named.all(|unit| unit == first).then_some(first)
        })
    }

    /// The first column of a role, in a year where one is given.
    pub(super) fn column(&self, role: Role) -> Option<&Column> {
        self.columns.iter().find(|column| column.heading.role == role)
    }

    /// The columns of a role, in order.
    pub(super) fn columns(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.heading.role == role)
    }

    /// The rows of a sum.
    pub(super) fn rows_of(&self, of: SumOf) -> impl Iterator<Item = &TableRow> {
        self.rows.iter().filter(move |row| match of {
            SumOf::Region(region) => row.regions.contains(&Some(region)),
            SumOf::All => true,
        })
    }

    fn is_region(&self, code: OdsCode) -> bool {
        self.rows.iter().any(|row| row.regions.first() == Some(&Some(code)))
    }
}

impl Codes {
    fn of(headings: &[String]) -> Option<Self> {
        let region = headings.iter().position(|heading| one_line(heading) == REGION_CODE)?;
        let body = headings.iter().position(|heading| is_board_code(heading))?;
        Some(Self { region, body, name: body + 1 })
    }
}

/// Whether a heading is that of codes of boards: `ICB` and the year of the codes.
fn is_board_code(heading: &str) -> bool {
    let digits = heading.trim().strip_prefix("ICB").unwrap_or_default();
    digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a cell says that its row is one of headings.
fn is_code_heading(text: &str) -> bool {
    one_line(text) == REGION_CODE || is_board_code(text)
}

fn columns_of(headings: &[String]) -> Vec<Column> {
    let read = headings.iter().enumerate();
    read.filter_map(|(at, cell)| Heading::read(cell).map(|heading| Column { at, heading })).collect()
}

/// A version, such as `v1.2`, with which a text begins.
fn version_of(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let (whole, part) = first.strip_prefix('v')?.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(whole) && is_number(part)).then(|| first.to_owned())
}

/// A cell; empty where the row is too short.
pub(super) fn cell(cells: &[String], at: usize) -> &str {
    cells.get(at).map_or("", |cell| cell.trim())
}

/// What is wrong with a cell: the heading above it, what stands there, and why that is wrong.
pub(super) struct CellFault {
    pub(super) column: String,
    pub(super) value: String,
    pub(super) reason: String,
}

impl Table {
    /// The money in a row's cell.
    pub(super) fn money(&self, cells: &[String], column: &Column) -> Result<Pence, CellFault> {
        let text = cell(cells, column.at);
        let fault = |reason| CellFault { column: column.label(), value: text.to_owned(), reason };
        let unit = self.unit(&column.heading).ok_or_else(|| fault("no heading says in which unit".to_owned()))?;
        Pence::from_figure(text, unit).map_err(|error| fault(error.to_string()))
    }

    /// The rate in a row's cell.
    pub(super) fn rate(cells: &[String], column: &Column) -> Result<Rate, CellFault> {
        let text = cell(cells, column.at);
        let fault = |error: terms::RateError| CellFault {
            column: column.label(),
            value: text.to_owned(),
            reason: error.to_string(),
        };
        text.parse().map_err(fault)
    }
}

impl Column {
    /// What it is called, with its year.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.heading.year, self.heading.name).trim_end().to_owned()
    }
}

/// The sums of a sheet by what is summed, so that a column is found under another row of headings: its role, and which of its role
/// it is.
pub(super) fn by_role(columns: &[Column]) -> BTreeMap<(Role, FinancialYear, usize), &Column> {
    let mut counted: BTreeMap<(Role, FinancialYear), usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for column in columns.iter().filter(|column| column.heading.role.adds_up()) {
        let key = (column.heading.role, column.heading.year);
        let number = counted.entry(key).or_default();
        found.insert((key.0, key.1, *number), column);
        *number += 1;
    }
    found
}
