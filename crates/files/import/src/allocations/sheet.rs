//! One sheet of a workbook of allocations: its headings, its rows of bodies, and the rows that are sums of them.

use super::heading::{Heading, Role, one_line};
use crate::workbook::Sheet;
use money::{CellAddress, PrintedAmount, PrintedRate};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use terms::{FigureUnit, FinancialYear, OdsCode, Pence};

/// The heading by which the row of headings is known: the codes of NHS England's regions.
///
/// Source: rule R20.
const REGION_CODE: &str = "R23";

/// What a row of England's sums is called, in small letters.
const ENGLAND: [&str; 3] = ["england", "total", "england total"];

/// A sheet once read, whatever it holds.
pub(super) struct Table {
    /// The sheet's name.
    pub(super) sheet: String,
    /// The number of the row of headings, from 1.
    pub(super) heading_line: u32,
    /// The columns of figures, in order.
    pub(super) columns: Vec<Column>,
    /// The columns of each role, by their index, in order.
    roles: BTreeMap<Role, Vec<usize>>,
    /// The unit that every heading with one names, where they all name the same.
    unit: Option<FigureUnit>,
    /// The rows of bodies and of whatever else has a code, in order.
    pub(super) rows: Vec<TableRow>,
    /// The regions to which rows belong.
    pub(super) regions: BTreeSet<OdsCode>,
    /// The rows of sums.
    pub(super) sums: Vec<SumRow>,
    /// The rows with figures of which it cannot be said whose they are.
    pub(super) unread: Vec<UnreadRow>,
    /// The version the sheet says it is, such as `v1.2`.
    pub(super) version: Option<String>,
}

/// By what the columns of two rows of headings are known to be the same: the role, the year, and which of that role it is.
pub(super) type SumKey = (Role, FinancialYear, usize);

/// A column of figures.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its index in a row, from 0.
    pub(super) at: usize,
    pub(super) heading: Heading,
    /// By what it is known among columns that add up.
    pub(super) sum: Option<SumKey>,
}

/// A row with a code.
pub(super) struct TableRow {
    /// Its number in the sheet, from 1.
    pub(super) line: u32,
    /// The region it belongs to, and the code itself, which is a region's where the row is one.
    pub(super) regions: [Option<OdsCode>; 2],
    /// The body's code.
    pub(super) code: OdsCode,
    /// The column in which it stands, from 1.
    pub(super) code_column: u32,
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
    /// What it is called.
    pub(super) name: String,
    /// The columns under the headings that stand above it.
    pub(super) columns: Rc<Vec<Column>>,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// A row with figures and a code that cannot be read: nothing is taken of it, and nobody's sum it is.
pub(super) struct UnreadRow {
    /// Its number in the sheet, from 1.
    pub(super) line: u32,
    /// What is wrong.
    pub(super) fault: CellFault,
}

/// Where codes and names stand under a row of headings.
struct Codes {
    region: usize,
    body: usize,
    name: usize,
    /// The heading of the bodies' codes.
    heading: String,
}

impl Table {
    /// Reads a sheet; `None` where no row is one of headings.
    pub(super) fn read(sheet: &Sheet) -> Option<Self> {
        let mut rows = sheet.rows().map(|row| {
            let row = row.row();
            (row.line, (0..row.len()).map(|at| row.at(at).to_owned()).collect::<Vec<String>>())
        });
        let mut version = None;
        let (heading_line, headings) = loop {
            let (line, cells) = rows.next()?;
            if cells.iter().any(|cell| one_line(cell) == REGION_CODE) {
                break (line, cells);
            }
            version = version.or_else(|| cells.iter().find_map(|cell| version_of(cell)));
        };
        let codes = Codes::of(&headings)?;
        let columns = columns_of(&headings);
        let mut roles: BTreeMap<Role, Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            roles.entry(column.heading.role).or_default().push(index);
        }
        let unit = one_unit(&columns);
        let mut table = Self {
            sheet: sheet.name.clone(),
            heading_line,
            columns,
            roles,
            unit,
            rows: Vec::new(),
            regions: BTreeSet::new(),
            sums: Vec::new(),
            unread: Vec::new(),
            version,
        };
        let bodies = Rc::new(table.columns.clone());
        let mut summed = None;
        for (line, cells) in rows {
            if cells.iter().any(|cell| is_code_heading(cell)) {
                summed = Some(Rc::new(columns_of(&cells)));
            } else {
                table.take(&codes, line, cells, (&bodies, summed.as_ref()));
            }
        }
        Some(table)
    }

    /// Takes a row: a body's above the headings of sums, a region's below them, England's wherever it stands.
    fn take(
        &mut self,
        codes: &Codes,
        line: u32,
        cells: Vec<String>,
        (bodies, summed): (&Rc<Vec<Column>>, Option<&Rc<Vec<Column>>>),
    ) {
        let under = summed.unwrap_or(bodies);
        let has_figures = under.iter().any(|column| !cell(&cells, column.at).is_empty());
        let name = one_line(cell(&cells, codes.name));
        let sum = |of, cells| SumRow { line, of, name: name.clone(), columns: Rc::clone(under), cells };
        if codes.is_england(&cells) {
            if has_figures {
                self.sums.push(sum(SumOf::All, cells));
            }
            return;
        }
        let text = cell(&cells, codes.body);
        match (text.parse::<OdsCode>(), summed) {
            (Ok(code), None) => {
                let region: Option<OdsCode> = cell(&cells, codes.region).parse().ok();
                self.regions.extend(region);
                let code_column = self.address(line, codes.body).column;
                self.rows.push(TableRow { line, regions: [region, Some(code)], code, code_column, name, cells });
            }
            (Ok(code), Some(_)) if self.regions.contains(&code) => {
                if has_figures {
                    self.sums.push(sum(SumOf::Region(code), cells));
                }
            }
            (read, _) if has_figures => {
                let reason = match read {
                    Ok(_) => "it is neither a region of the sheet nor England".to_owned(),
                    Err(error) => error.to_string(),
                };
                let fault = CellFault { column: codes.heading.clone(), value: text.to_owned(), reason };
                self.unread.push(UnreadRow { line, fault });
            }
            (Ok(_) | Err(_), _) => {}
        }
    }

    /// The unit of a column: what its heading names, or what all the others name where it names none.
    pub(super) fn unit(&self, heading: &Heading) -> Option<FigureUnit> {
        // A heading that names a unit which is not known here borrows none.
        heading.unit.or_else(|| if heading.name.contains('£') { None } else { self.unit })
    }

    /// The first column of a role.
    pub(super) fn column(&self, role: Role) -> Option<&Column> {
        self.columns(role).next()
    }

    /// The last column of a role.
    pub(super) fn last_column(&self, role: Role) -> Option<&Column> {
        self.columns.get(*self.roles.get(&role)?.last()?)
    }

    /// The columns of a role, in order.
    pub(super) fn columns(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.roles.get(&role).into_iter().flatten().filter_map(|index| self.columns.get(*index))
    }

    /// A cell of the sheet.
    pub(super) fn address(&self, line: u32, at: usize) -> CellAddress {
        let column = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
        CellAddress { sheet: self.sheet.clone(), row: line, column }
    }
}

/// What all the headings that name a unit name.
fn one_unit(columns: &[Column]) -> Option<FigureUnit> {
    let mut named = columns.iter().filter_map(|column| column.heading.unit);
    let first = named.next()?;
    named.all(|unit| unit == first).then_some(first)
}

impl Codes {
    fn of(headings: &[String]) -> Option<Self> {
        let region = headings.iter().position(|heading| one_line(heading) == REGION_CODE)?;
        let body = headings.iter().position(|heading| is_board_code(heading))?;
        let heading = headings.get(body).map(|heading| one_line(heading)).unwrap_or_default();
        Some(Self { region, body, name: body + 1, heading })
    }

    /// Whether a row is England's: it says so, or it says of nobody whose it is.
    fn is_england(&self, cells: &[String]) -> bool {
        let mut said = [self.body, self.name].into_iter().map(|at| one_line(cell(cells, at)).to_lowercase());
        let region = cell(cells, self.region);
        let is_open = region.is_empty() || ENGLAND.contains(&region.to_lowercase().as_str());
        is_open && said.all(|text| text.is_empty() || ENGLAND.contains(&text.as_str()))
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
    let mut counted: BTreeMap<(Role, FinancialYear), usize> = BTreeMap::new();
    let read = headings.iter().enumerate();
    let columns = read.filter_map(|(at, cell)| {
        let heading = Heading::read(cell)?;
        let sum = heading.role.adds_up().then(|| {
            let number = counted.entry((heading.role, heading.year)).or_default();
            *number += 1;
            (heading.role, heading.year, *number)
        });
        Some(Column { at, heading, sum })
    });
    columns.collect()
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
    pub(super) fn money(&self, line: u32, cells: &[String], column: &Column) -> Result<PrintedAmount, CellFault> {
        let text = cell(cells, column.at);
        let fault = |reason| CellFault { column: column.label(), value: text.to_owned(), reason };
        let unit = self.unit(&column.heading).ok_or_else(|| fault("no heading says in which unit".to_owned()))?;
        let amount = Pence::from_figure(text, unit).map_err(|error| fault(error.to_string()))?;
        Ok(PrintedAmount { amount, text: text.to_owned(), unit, cell: self.address(line, column.at) })
    }

    /// The rate in a row's cell.
    pub(super) fn rate(&self, line: u32, cells: &[String], column: &Column) -> Result<PrintedRate, CellFault> {
        let text = cell(cells, column.at);
        let fault = |error: terms::RateError| CellFault {
            column: column.label(),
            value: text.to_owned(),
            reason: error.to_string(),
        };
        let rate = text.parse().map_err(fault)?;
        Ok(PrintedRate { rate, text: text.to_owned(), cell: self.address(line, column.at) })
    }
}

impl Column {
    /// What it is called, with its year.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.heading.year, self.heading.name).trim_end().to_owned()
    }
}
