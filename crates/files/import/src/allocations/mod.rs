//! NHS England's workbooks of allocations to integrated care boards: how each allocation comes about, line by line.
//!
//! No year's workbook has code of its own. The row of headings is found by what stands in it, columns by their words, units in
//! the headings; a body is a board when the register says so. Sums that the workbook prints are compared, never believed.
//!
//! Source: rule R20.

mod control;
mod heading;
mod sheet;

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::workbook::Workbook;
use control::control_sums;
use heading::Role;
use money::{
    AllocationTable, FundCode, Line, Place, PrintedFigures, PublishedAllocation, VintageId, Waterfall, Working,
};
use register::{BodyKind, FileHash, View};
use sheet::{CellFault, Column, Table, TableRow};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use terms::{Certainty, FinancialYear, OdsCode, Pence, Rate};

/// What a workbook of allocations says.
#[derive(Clone, Debug)]
pub struct AllocationReading {
    /// The file's name.
    pub source_name: String,
    /// The hash of the file's bytes.
    pub source_hash: FileHash,
    /// The version that a sheet names, such as `v1.2`.
    pub version: Option<String>,
    /// What boards are given, sheet by sheet.
    pub rows: Vec<PublishedAllocation>,
    /// Rows of boards that could not be read.
    pub bad_rows: Vec<BadRow>,
    /// What was noticed.
    pub findings: Vec<WorkbookFinding>,
}

/// Something noticed in a workbook: shown, never settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkbookFinding {
    /// A sheet that is no table of allocations.
    SheetUnread {
        /// The sheet.
        sheet: String,
    },
    /// Another number of boards than there are in the year.
    BoardCount {
        /// The sheet.
        sheet: String,
        /// How many there are in it.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A printed sum is not the sum of its rows.
    ControlSum {
        /// Where it stands.
        place: Place,
        /// The column.
        column: String,
        /// As printed.
        printed: Pence,
        /// The sum of the rows.
        summed: Pence,
        /// How many rows there are.
        n_rows: usize,
    },
    /// A printed sum that cannot be read.
    ControlUnread {
        /// Where it stands.
        place: Place,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
}

impl fmt::Display for WorkbookFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SheetUnread { sheet } => {
                write!(f, "the sheet `{sheet}` is no table of allocations: nothing is taken of it")
            }
            Self::BoardCount { sheet, found, expected } => {
                write!(f, "`{sheet}` has {found} integrated care boards, and there are {expected} in its year")
            }
            Self::ControlSum { place, column, printed, summed, n_rows } => write!(
                f,
                "{place}: {column} is printed as {}, its {n_rows} rows add to {}",
                printed.to_the_penny(),
                summed.to_the_penny()
            ),
            Self::ControlUnread { place, column, value } => {
                write!(f, "{place}: the sum of {column}, “{value}”, cannot be read, and so is not compared")
            }
        }
    }
}

impl AllocationReading {
    /// The table as a vintage of this identity.
    pub fn table(self, vintage: VintageId) -> AllocationTable {
        let source_hash = self.source_hash.to_string();
        AllocationTable { vintage, source_name: self.source_name, source_hash, rows: self.rows }
    }
}

/// The words in a sheet's name that say which fund it is of; the first that fits counts.
///
/// Source: spec 4.3.
const FUNDS: [(&str, &str); 7] = [
    ("running cost", "RUNNING_COST"),
    ("other primary", "OTHER_PRIMARY"),
    ("pod", "OTHER_PRIMARY"),
    ("pmc", "PRIMARY_MEDICAL"),
    ("primary medical", "PRIMARY_MEDICAL"),
    ("specialised", "SPECIALISED"),
    ("core", "CORE"),
];

/// How many boards there are from a year on.
///
/// Source: rule R20.
const BOARDS: [(&str, usize); 2] = [("2022/23", 42), ("2026/27", 36)];

/// With what a board's name begins.
const BOARD_NAME: &str = "NHS ";

/// Reads a workbook of allocations, with the register by which its bodies are known.
///
/// # Errors
/// [`ImportError::Reading`] when it is damaged or too large, [`ImportError::NoRows`] when no sheet says what a board is given. A
/// row that cannot be read is no error: it is listed in [`AllocationReading::bad_rows`].
pub fn read_allocations(file: &SourceFile, register: &View<'_>) -> Result<AllocationReading, ImportError> {
    let mut reading = AllocationReading {
        source_name: file.name.clone(),
        source_hash: FileHash::of(&file.bytes),
        version: None,
        rows: Vec::new(),
        bad_rows: Vec::new(),
        findings: Vec::new(),
    };
    let mut workbook = Workbook::open(file)?;
    let mut tables = Vec::new();
    for sheet in workbook.sheets()? {
        match (Table::read(&sheet), fund_of(&sheet.name)) {
            (Some(table), Some(fund)) => tables.push((fund, table)),
            (None, _) | (_, None) => reading.findings.push(WorkbookFinding::SheetUnread { sheet: sheet.name }),
        }
    }
    let baselines: Baselines = tables.iter().flat_map(|(fund, table)| baseline_lines(fund, table)).collect();
    for (fund, table) in &tables {
        reading.version = reading.version.or_else(|| table.version.clone());
        reading.findings.extend(control_sums(table));
        let taking = Taking { file: &file.name, register, fund, table, baselines: &baselines };
        taking.take(&mut reading.rows, &mut reading.bad_rows, &mut reading.findings);
    }
    if reading.rows.is_empty() {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    Ok(reading)
}

/// The lines of baselines, by fund, the year of the baseline and body.
type Baselines = BTreeMap<(FundCode, FinancialYear, OdsCode), Vec<Line>>;

fn fund_of(sheet: &str) -> Option<FundCode> {
    let name = sheet.to_lowercase().replace('_', " ");
    FUNDS.iter().find(|(words, _)| name.contains(words)).and_then(|(_, code)| code.parse().ok())
}

/// The lines of a sheet that builds a baseline up: those before the adjusted one, in rows where all can be read.
fn baseline_lines<'t>(
    fund: &'t FundCode,
    table: &'t Table,
) -> impl Iterator<Item = ((FundCode, FinancialYear, OdsCode), Vec<Line>)> {
    let adjusted = table.column(Role::Adjusted).filter(|_| table.column(Role::Recurrent).is_none());
    adjusted.into_iter().flat_map(move |adjusted| {
        table.rows.iter().filter_map(move |row| {
            let columns = table.columns(Role::Line).filter(|column| column.at < adjusted.at);
            let lines: Option<Vec<Line>> = columns.map(|column| line(table, row, column).ok()).collect();
            Some(((fund.clone(), adjusted.heading.year, row.code), lines.filter(|lines| !lines.is_empty())?))
        })
    })
}

fn line(table: &Table, row: &TableRow, column: &Column) -> Result<Line, CellFault> {
    Ok(Line { name: column.label(), amount: table.money(&row.cells, column)? })
}

/// A sheet in the course of being taken.
struct Taking<'a> {
    file: &'a str,
    register: &'a View<'a>,
    fund: &'a FundCode,
    table: &'a Table,
    baselines: &'a Baselines,
}

impl Taking<'_> {
    /// Takes what the sheet says boards are given, year by year.
    fn take(
        &self,
        rows: &mut Vec<PublishedAllocation>,
        bad_rows: &mut Vec<BadRow>,
        findings: &mut Vec<WorkbookFinding>,
    ) {
        let given = self.table.columns.iter();
        for column in given.filter(|column| matches!(column.heading.role, Role::Recurrent | Role::Amount)) {
            let mut boards = BTreeSet::new();
            for row in self.table.rows.iter().filter(|row| self.is_board(row, column.heading.year)) {
                boards.insert(row.code);
                match self.allocation(row, column) {
                    Ok(allocation) => rows.push(allocation),
                    Err(fault) => bad_rows.push(self.bad_row(row, fault)),
                }
            }
            let (sheet, found) = (self.table.sheet.clone(), boards.len());
            let expected = boards_in(column.heading.year).filter(|expected| *expected != found);
            findings.extend(expected.map(|expected| WorkbookFinding::BoardCount { sheet, found, expected }));
        }
    }

    /// Whether a row is of a body that the register holds as an integrated care board on the year's first day.
    fn is_board(&self, row: &TableRow, year: FinancialYear) -> bool {
        let (code, first) = (row.code, year.first_day());
        row.name.starts_with(BOARD_NAME)
            && self.register.kind_on(code, first) == Some(BodyKind::CareBoard)
            && self.register.was_open(code, first) != Certainty::No
    }

    fn allocation(&self, row: &TableRow, recurrent: &Column) -> Result<PublishedAllocation, CellFault> {
        let amount = self.table.money(&row.cells, recurrent)?;
        Ok(PublishedAllocation {
            body: row.code,
            year: recurrent.heading.year,
            fund: self.fund.clone(),
            recurrent: amount,
            working: self.working(row, recurrent)?,
            place: Place { sheet: self.table.sheet.clone(), row: row.line },
        })
    }

    /// The lines and rates, where the sheet prints a baseline and both rates.
    fn working(&self, row: &TableRow, recurrent: &Column) -> Result<Working, CellFault> {
        let table = self.table;
        let (adjusted, growth) = (table.column(Role::Adjusted), table.column(Role::Growth));
        let (Some(adjusted), Some(growth), Some(convergence)) = (adjusted, growth, table.column(Role::Convergence))
        else {
            return Ok(Working::Amount);
        };
        let year = recurrent.heading.year;
        let money = |column: &Column| table.money(&row.cells, column);
        let built = self.baselines.get(&(self.fund.clone(), adjusted.heading.year, row.code));
        let whole = || Ok(vec![line(table, row, adjusted)?]);
        let waterfall = Waterfall {
            year,
            baseline: built.map_or_else(whole, |lines| Ok(lines.clone()))?,
            target: table.column(Role::Target).map(money).transpose()?,
            growth: Table::rate(&row.cells, growth)?,
            convergence: Table::rate(&row.cells, convergence)?,
            additional: self.additional(row, recurrent)?,
        };
        let printed = PrintedFigures {
            adjusted: money(adjusted)?,
            total: table.columns(Role::Total).last().map(money).transpose()?,
            distance: self.rate(row, Role::Distance)?,
            closing_distance: self.rate(row, Role::ClosingDistance)?,
        };
        Ok(Working::Waterfall { waterfall, printed })
    }

    /// What is given beside the recurrent allocation: the lines of its own year that stand behind it.
    fn additional(&self, row: &TableRow, recurrent: &Column) -> Result<Vec<Line>, CellFault> {
        let behind = |column: &&Column| column.at > recurrent.at && column.heading.year == recurrent.heading.year;
        self.table.columns(Role::Line).filter(behind).map(|column| line(self.table, row, column)).collect()
    }

    fn rate(&self, row: &TableRow, role: Role) -> Result<Option<Rate>, CellFault> {
        self.table.column(role).map(|column| Table::rate(&row.cells, column)).transpose()
    }

    fn bad_row(&self, row: &TableRow, fault: CellFault) -> BadRow {
        let CellFault { column, value, reason } = fault;
        let file = format!("{}, sheet {}", self.file, self.table.sheet);
        BadRow { file, line: row.line, column, value, reason }
    }
}

/// How many boards there are in a year; `None` before there were any.
fn boards_in(year: FinancialYear) -> Option<usize> {
    let begun = BOARDS.iter().rev().find(|(from, _)| from.parse().is_ok_and(|from: FinancialYear| from <= year));
    begun.map(|(_, count)| *count)
}
