//! NHS England's workbooks of allocations to integrated care boards: how each allocation comes about, line by line.
//!
//! No year's workbook has code of its own. The row of headings is found by what stands in it, columns by their words, units in
//! the headings; a body is a board when the register says so. Sums that the workbook prints are compared, never believed.
//!
//! Source: rule R20.

mod annex;
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
    AllocationTable, CellAddress, FundCode, PrintedAmount, PrintedLine, PrintedRate, PrintedSum, PrintedWaterfall,
    PublishedAllocation, VintageId, Working,
};
use register::{BodyKind, FileHash, View};
use sheet::{CellFault, Column, Table, TableRow};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use terms::{Certainty, FinancialYear, OdsCode};

/// What a workbook of allocations says.
#[derive(Clone, Debug)]
pub struct AllocationReading {
    /// The file's name.
    pub source_name: String,
    /// The hash of the file's bytes.
    pub source_hash: FileHash,
    /// The version that a sheet names, such as `v1.2`.
    pub version: Option<String>,
    /// What bodies are given, sheet by sheet.
    pub rows: Vec<PublishedAllocation>,
    /// The sums of regions and of England that the file prints, beside what its rows add to.
    pub sums: Vec<PrintedSum>,
    /// Rows that could not be read.
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
    /// A second column for a year of which the sheet has one already.
    ColumnTwice {
        /// Where its heading stands.
        cell: CellAddress,
        /// The column.
        column: String,
    },
    /// A row called as a board is, of a body that the register does not hold as one on the year's first day.
    NoBoard {
        /// Where its code stands.
        cell: CellAddress,
        /// The code.
        code: OdsCode,
        /// The name in the row.
        name: String,
        /// The year.
        year: FinancialYear,
    },
    /// Another number of boards than there are in the year.
    BoardCount {
        /// The sheet.
        sheet: String,
        /// The year.
        year: FinancialYear,
        /// How many there are in it.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// The boards of the register that the sheet does not name.
        missing: Vec<OdsCode>,
    },
    /// A printed sum that cannot be read.
    ControlUnread {
        /// Where it stands.
        cell: CellAddress,
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
            Self::ColumnTwice { cell, column } => {
                write!(f, "{cell}: {column} stands a second time in the sheet, and nothing is taken of it")
            }
            Self::NoBoard { cell, code, name, year } => write!(
                f,
                "{cell}: “{name}” ({code}) is no integrated care board on the first day of {year} by the register, and nothing is \
                 taken of it: import the file that describes it, if it is one"
            ),
            Self::BoardCount { sheet, year, found, expected, missing } => {
                write!(f, "`{sheet}` has {found} integrated care boards, and there are {expected} in {year}")?;
                if missing.is_empty() {
                    return Ok(());
                }
                let codes: Vec<String> = missing.iter().map(ToString::to_string).collect();
                write!(f, "; the register has besides: {}", codes.join(", "))
            }
            Self::ControlUnread { cell, column, value } => {
                write!(f, "{cell}: the sum of {column}, “{value}”, cannot be read, and so is not compared")
            }
        }
    }
}

impl AllocationReading {
    /// The identity of the vintage: the file's name without its ending, and the version where a sheet says one that the name does
    /// not.
    pub fn vintage(&self) -> String {
        let (stem, _) = self.source_name.rsplit_once('.').unwrap_or((&self.source_name, ""));
        let kept = |letter: char| if letter.is_ascii_alphanumeric() || "-._".contains(letter) { letter } else { '-' };
        let name: String = stem.chars().map(kept).collect();
        let name = name.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let version = self.version.as_deref().filter(|version| !name.contains(version));
        let end = version.map_or_else(String::new, |version| format!("-{version}"));
        // As long as an identity may be, with room for what tells two contents of one name apart.
        let name: String = name.chars().take(VINTAGE_NAME_MAX.saturating_sub(end.len())).collect();
        format!("{}{end}", if name.is_empty() { "allocations" } else { &name })
    }

    /// The table as a vintage of this identity.
    pub fn table(self, vintage: VintageId) -> AllocationTable {
        let source_hash = self.source_hash.to_string();
        let n_unread = self.bad_rows.len() as u64;
        let Self { source_name, rows, sums, .. } = self;
        AllocationTable { vintage, source_name, source_hash, rows, sums, n_unread }
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

/// The longest name of a vintage that a file gives. Units: characters.
const VINTAGE_NAME_MAX: usize = 48;

/// Whether a file is a table of allocations, known by its content and never by its name.
pub fn is_allocations(file: &SourceFile) -> bool {
    if !file.bytes.starts_with(b"PK\x03\x04") {
        return annex::is_annex(file);
    }
    let names = Workbook::open(file).map(|workbook| workbook.sheet_names()).unwrap_or_default();
    let says_so = |name: &String| {
        let name = name.to_lowercase();
        name.contains("allocation") || name.contains("allowance")
    };
    names.iter().any(|name| says_so(name) && fund_of(name).is_some())
}

/// Reads a table of allocations, with the register by which its bodies are known: NHS England's workbook for boards, or the list for
/// clinical commissioning groups.
///
/// # Errors
/// [`ImportError::Reading`] when it is damaged or too large, [`ImportError::NoRows`] when it says of no body what it is given. A
/// row that cannot be read is no error: it is listed in [`AllocationReading::bad_rows`].
pub fn read_allocations(file: &SourceFile, register: &View<'_>) -> Result<AllocationReading, ImportError> {
    let mut reading = AllocationReading {
        source_name: file.name.clone(),
        source_hash: FileHash::of(&file.bytes),
        version: None,
        rows: Vec::new(),
        sums: Vec::new(),
        bad_rows: Vec::new(),
        findings: Vec::new(),
    };
    if !file.bytes.starts_with(b"PK\x03\x04") {
        annex::read_annex(file, &mut reading);
        return if reading.is_empty() { Err(ImportError::NoRows { file: file.name.clone() }) } else { Ok(reading) };
    }
    let mut workbook = Workbook::open(file)?;
    let mut tables = Vec::new();
    for sheet in workbook.sheets()? {
        match (Table::read(&sheet), fund_of(&sheet.name)) {
            (Some(table), Some(fund)) => tables.push((fund, table)),
            (None, _) | (_, None) => reading.findings.push(WorkbookFinding::SheetUnread { sheet: sheet.name }),
        }
    }
    let baselines: Baselines = tables.iter().flat_map(|(fund, table)| baseline_lines(fund, table)).collect();
    let boards = Boards { register, by_year: RefCell::default() };
    for (fund, table) in &tables {
        reading.version = reading.version.or_else(|| table.version.clone());
        let (sums, unread) = control_sums(fund, table);
        reading.sums.extend(sums);
        reading.findings.extend(unread);
        let taking = Taking { file: &file.name, boards: &boards, fund, table, baselines: &baselines };
        taking.take(&mut reading);
    }
    if reading.is_empty() {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    Ok(reading)
}

impl AllocationReading {
    /// What of the file no allocation was made of, though it looks as if there should be: rows that cannot be read, rows called as boards
    /// are of bodies that the register does not hold, and columns that stand twice.
    pub fn left_out(&self) -> Vec<BadRow> {
        let told = |cell: &CellAddress, value: &str, finding: &WorkbookFinding| BadRow {
            file: self.source_name.clone(),
            line: cell.row,
            column: format!("{}: {}", cell.sheet, cell.column),
            value: value.to_owned(),
            reason: finding.to_string(),
        };
        let of_finding = |finding: &WorkbookFinding| match finding {
            WorkbookFinding::NoBoard { cell, code, .. } => Some(told(cell, code.as_str(), finding)),
            WorkbookFinding::ColumnTwice { cell, column } => Some(told(cell, column, finding)),
            WorkbookFinding::SheetUnread { .. }
            | WorkbookFinding::BoardCount { .. }
            | WorkbookFinding::ControlUnread { .. } => None,
        };
        self.bad_rows.iter().cloned().chain(self.findings.iter().filter_map(of_finding)).collect()
    }

    /// Whether there is nothing to be told of any row: neither an allocation, nor why there is none.
    fn is_empty(&self) -> bool {
        let is_of_row = |finding: &WorkbookFinding| matches!(finding, WorkbookFinding::NoBoard { .. });
        self.rows.is_empty() && self.bad_rows.is_empty() && !self.findings.iter().any(is_of_row)
    }
}

/// The boards there are by the register.
struct Boards<'a> {
    register: &'a View<'a>,
    /// All of a year, worked out when they are first asked for.
    by_year: RefCell<BTreeMap<FinancialYear, BTreeSet<OdsCode>>>,
}

impl Boards<'_> {
    /// Whether the register holds a body as an integrated care board on a year's first day.
    fn holds(&self, code: OdsCode, year: FinancialYear) -> bool {
        let first = year.first_day();
        self.register.kind_on(code, first) == Some(BodyKind::CareBoard)
            && self.register.was_open(code, first) != Certainty::No
    }

    /// Those of a year that are not among some.
    fn others(&self, year: FinancialYear, found: &BTreeSet<OdsCode>) -> Vec<OdsCode> {
        let mut by_year = self.by_year.borrow_mut();
        let all = by_year
            .entry(year)
            .or_insert_with(|| self.register.codes().into_iter().filter(|code| self.holds(*code, year)).collect());
        all.difference(found).copied().collect()
    }
}

/// The lines of baselines, by fund, the year of the baseline and body.
type Baselines = BTreeMap<(FundCode, FinancialYear, OdsCode), Vec<PrintedLine>>;

fn fund_of(sheet: &str) -> Option<FundCode> {
    let name = sheet.to_lowercase().replace('_', " ");
    FUNDS.iter().find(|(words, _)| name.contains(words)).and_then(|(_, code)| code.parse().ok())
}

/// The lines of a sheet that builds a baseline up: those before the adjusted one, in rows where all can be read.
fn baseline_lines<'t>(
    fund: &'t FundCode,
    table: &'t Table,
) -> impl Iterator<Item = ((FundCode, FinancialYear, OdsCode), Vec<PrintedLine>)> {
    let adjusted = table.column(Role::Adjusted).filter(|_| table.column(Role::Recurrent).is_none());
    adjusted.into_iter().flat_map(move |adjusted| {
        table.rows.iter().filter_map(move |row| {
            let columns = table.columns(Role::Line).filter(|column| column.at < adjusted.at);
            let lines: Option<Vec<PrintedLine>> = columns.map(|column| line(table, row, column).ok()).collect();
            Some(((fund.clone(), adjusted.heading.year, row.code), lines.filter(|lines| !lines.is_empty())?))
        })
    })
}

fn line(table: &Table, row: &TableRow, column: &Column) -> Result<PrintedLine, CellFault> {
    Ok(PrintedLine { name: column.label(), figure: table.money(row.line, &row.cells, column)? })
}

/// A sheet in the course of being taken.
struct Taking<'a> {
    file: &'a str,
    boards: &'a Boards<'a>,
    fund: &'a FundCode,
    table: &'a Table,
    baselines: &'a Baselines,
}

impl Taking<'_> {
    /// Takes what the sheet says boards are given, year by year.
    fn take(&self, reading: &mut AllocationReading) {
        for row in &self.table.unread {
            reading.bad_rows.push(self.bad_row(row.line, &row.fault));
        }
        let mut years = BTreeSet::new();
        let given = self.table.columns.iter();
        for column in given.filter(|column| matches!(column.heading.role, Role::Recurrent | Role::Amount)) {
            // One column a year: of a second nobody could say which of the two is meant.
            if years.insert(column.heading.year) {
                self.take_column(column, reading);
            } else {
                let cell = self.table.address(self.table.heading_line, column.at);
                reading.findings.push(WorkbookFinding::ColumnTwice { cell, column: column.label() });
            }
        }
    }

    /// A row of a board is called as boards are, in whatever letters, or has the code of one.
    fn is_board(&self, row: &TableRow, year: FinancialYear) -> bool {
        let is_called_so = row.name.get(..BOARD_NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(BOARD_NAME));
        is_called_so || self.boards.holds(row.code, year)
    }

    fn take_column(&self, column: &Column, reading: &mut AllocationReading) {
        let (year, additional) = (column.heading.year, self.additional(column));
        let mut found = BTreeSet::new();
        for row in self.table.rows.iter().filter(|row| self.is_board(row, year)) {
            if !self.boards.holds(row.code, year) {
                let (code, name) = (row.code, row.name.clone());
                let cell = CellAddress { sheet: self.table.sheet.clone(), row: row.line, column: row.code_column };
                reading.findings.push(WorkbookFinding::NoBoard { cell, code, name, year });
            } else if !found.insert(row.code) {
                let reason = "the board stands in the sheet twice: keep one of its rows".to_owned();
                let fault = CellFault { column: "code".to_owned(), value: row.code.to_string(), reason };
                reading.bad_rows.push(self.bad_row(row.line, &fault));
            } else {
                match self.allocation(row, column, &additional) {
                    Ok(allocation) => reading.rows.push(allocation),
                    Err(fault) => reading.bad_rows.push(self.bad_row(row.line, &fault)),
                }
            }
        }
        let (sheet, n_found) = (self.table.sheet.clone(), found.len());
        if let Some(expected) = boards_in(year).filter(|expected| *expected != n_found) {
            let missing = self.boards.others(year, &found);
            reading.findings.push(WorkbookFinding::BoardCount { sheet, year, found: n_found, expected, missing });
        }
    }

    fn allocation(
        &self,
        row: &TableRow,
        recurrent: &Column,
        additional: &[&Column],
    ) -> Result<PublishedAllocation, CellFault> {
        Ok(PublishedAllocation {
            body: row.code,
            year: recurrent.heading.year,
            fund: self.fund.clone(),
            recurrent: self.money(row, recurrent)?,
            working: self.working(row, additional)?,
        })
    }

    /// The lines and rates, where the sheet prints a baseline and both rates.
    fn working(&self, row: &TableRow, additional: &[&Column]) -> Result<Working, CellFault> {
        let table = self.table;
        let (adjusted, growth) = (table.column(Role::Adjusted), table.column(Role::Growth));
        let (Some(adjusted), Some(growth), Some(convergence)) = (adjusted, growth, table.column(Role::Convergence))
        else {
            return Ok(Working::Amount);
        };
        let built = self.baselines.get(&(self.fund.clone(), adjusted.heading.year, row.code));
        let whole = || Ok(vec![line(table, row, adjusted)?]);
        let amount = |column: Option<&Column>| column.map(|column| self.money(row, column)).transpose();
        let rate = |column: &Column| table.rate(row.line, &row.cells, column);
        let rate_of = |role| -> Result<Option<PrintedRate>, CellFault> { table.column(role).map(rate).transpose() };
        Ok(Working::Waterfall(PrintedWaterfall {
            baseline: built.map_or_else(whole, |lines| Ok(lines.clone()))?,
            adjusted: self.money(row, adjusted)?,
            target: amount(table.column(Role::Target))?,
            growth: rate(growth)?,
            convergence: rate(convergence)?,
            additional: additional.iter().map(|column| line(table, row, column)).collect::<Result<_, _>>()?,
            total: amount(table.last_column(Role::Total))?,
            distance: rate_of(Role::Distance)?,
            closing_distance: rate_of(Role::ClosingDistance)?,
        }))
    }

    /// What is given beside the recurrent allocation: the lines of its own year that stand behind it.
    fn additional(&self, recurrent: &Column) -> Vec<&Column> {
        let behind = |column: &&Column| column.at > recurrent.at && column.heading.year == recurrent.heading.year;
        self.table.columns(Role::Line).filter(behind).collect()
    }

    fn money(&self, row: &TableRow, column: &Column) -> Result<PrintedAmount, CellFault> {
        self.table.money(row.line, &row.cells, column)
    }

    fn bad_row(&self, line: u32, fault: &CellFault) -> BadRow {
        let CellFault { column, value, reason } = fault;
        let file = format!("{}, sheet {}", self.file, self.table.sheet);
        BadRow { file, line, column: column.clone(), value: value.clone(), reason: reason.clone() }
    }
}

/// How many boards there are in a year; `None` before there were any.
fn boards_in(year: FinancialYear) -> Option<usize> {
    let begun = BOARDS.iter().rev().find(|(from, _)| from.parse().is_ok_and(|from: FinancialYear| from <= year));
    begun.map(|(_, count)| *count)
}
