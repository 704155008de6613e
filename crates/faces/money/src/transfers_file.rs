//! A file of transfers, CSV or XLSX: read to its end, with every row that cannot be read told by sheet, row, column, text and
//! reason.
//!
//! The columns are those of the template that this service gives out. An amount stands in pounds under `amount`, or in whole pence
//! under `amount_pence`.
//!
//! Source: spec 3.2 and 15.

use ask::{Cell, Column, Kind, Table, sentence};
use money::{AmountCell, Batch, Link, Submission};
use reader::{Limits, ReadError, Records, Workbook};
use std::fmt::Display;
use std::str::FromStr;
use terms::Pence;

/// The longest file that is read. Units: bytes.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;
/// The most transfers in one file.
const ROWS_MAX: usize = 50_000;
/// What a file may ask for, on a page and on the command line.
const LIMITS: Limits = Limits::UPLOADED_WORKBOOK;

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heading {
    name: &'static str,
    is_needed: bool,
}

/// The columns, in the order of the template.
const HEADINGS: [Heading; 14] = [
    Heading { name: "id", is_needed: true },
    Heading { name: "kind", is_needed: true },
    Heading { name: "debit", is_needed: true },
    Heading { name: "credit", is_needed: true },
    Heading { name: "amount", is_needed: false },
    Heading { name: "amount_pence", is_needed: false },
    Heading { name: "pending_id", is_needed: false },
    Heading { name: "expires_on", is_needed: false },
    Heading { name: "linked", is_needed: false },
    Heading { name: "code", is_needed: true },
    Heading { name: "valid_on", is_needed: true },
    Heading { name: "decision", is_needed: false },
    Heading { name: "mandate", is_needed: false },
    Heading { name: "plan_line", is_needed: false },
];

/// The columns of the template: money in pounds.
const TEMPLATE: [&str; 13] = [
    "id",
    "kind",
    "debit",
    "credit",
    "amount",
    "pending_id",
    "expires_on",
    "linked",
    "code",
    "valid_on",
    "decision",
    "mandate",
    "plan_line",
];

/// A row that is not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The sheet; empty where the file has none.
    pub sheet: String,
    /// The row of the sheet or line of the file, from 1; 0 for the file as a whole.
    pub row: u64,
    /// The column’s heading.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub reason: String,
}

impl BadRow {
    fn whole(sheet: &str, reason: impl Display) -> Self {
        let (column, text) = (String::new(), String::new());
        Self { sheet: sheet.to_owned(), row: 0, column, text, reason: sentence(&reason.to_string()) }
    }
}

impl Display for BadRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.row == 0 {
            return f.write_str(&self.reason);
        }
        if !self.sheet.is_empty() {
            write!(f, "Sheet {}, ", self.sheet)?;
        }
        let row = if self.sheet.is_empty() { "Row" } else { "row" };
        write!(f, "{row} {}, column {}: {}", self.row, self.column, self.reason)
    }
}

/// A row of the file, as it stands there.
#[derive(Clone, Debug)]
struct RawRow {
    sheet: String,
    row: u64,
    /// By heading, in the order of [`HEADINGS`].
    cells: Vec<String>,
}

impl RawRow {
    fn cell(&self, name: &str) -> &str {
        let index = HEADINGS.iter().position(|heading| heading.name == name);
        index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
    }

    /// What is wrong with a column of the row.
    fn bad(&self, column: &str, reason: impl Display) -> BadRow {
        // An amount stands under one of two headings.
        let column = if column == "amount_pence" && self.cell("amount_pence").is_empty() { "amount" } else { column };
        BadRow {
            sheet: self.sheet.clone(),
            row: self.row,
            column: column.to_owned(),
            text: self.cell(column).to_owned(),
            reason: sentence(&reason.to_string()),
        }
    }
}

/// A file once read.
#[derive(Clone, Debug, Default)]
pub struct TransfersFile {
    /// The transfers that could be read, in the order of the file.
    pub submissions: Vec<Submission>,
    /// The row of each.
    rows: Vec<RawRow>,
    /// The rows that could not be read, and those of whose chain one could not.
    pub bad_rows: Vec<BadRow>,
}

impl TransfersFile {
    /// Reads a file to its end. What of it is no transfer is told in [`TransfersFile::bad_rows`], the file as a whole where it is
    /// none.
    pub fn read(bytes: &[u8]) -> Self {
        let rows = match rows_of(bytes) {
            Ok(rows) => rows,
            Err(bad) => return Self { bad_rows: vec![bad], ..Self::default() },
        };
        let mut file = Self::default();
        let mut chain: Vec<(RawRow, Result<Submission, BadRow>)> = Vec::new();
        for row in rows {
            let read = match row {
                Ok(row) => {
                    let read = submission(&row);
                    (row, read)
                }
                Err((row, bad)) => (row, Err(bad)),
            };
            // A row of which it cannot be said whether it is linked holds on to the next.
            let ends =
                read.1.as_ref().map_or_else(|_| link_of(&read.0) == Some(Link::Last), |read| read.link == Link::Last);
            chain.push(read);
            if ends {
                file.take(std::mem::take(&mut chain));
            }
        }
        file.take(chain);
        file
    }

    /// Takes a chain whole, or nothing of it: its rows stand or fall together.
    fn take(&mut self, chain: Vec<(RawRow, Result<Submission, BadRow>)>) {
        let falls = chain.iter().any(|(_, read)| read.is_err());
        for (row, read) in chain {
            match read {
                Ok(submission) if !falls => {
                    self.submissions.push(submission);
                    self.rows.push(row);
                }
                Ok(_) => self
                    .bad_rows
                    .push(row.bad("linked", "another row of its chain cannot be read: they stand or fall together")),
                Err(bad) => self.bad_rows.push(bad),
            }
        }
    }

    /// Why transfers of the file are refused, as a batch judged them, by row.
    pub fn refused(&self, batch: &Batch) -> Vec<BadRow> {
        let row = |number: usize| number.checked_sub(1).and_then(|index| self.rows.get(index));
        batch.refused().filter_map(|(number, fault)| Some(row(number)?.bad(fault.column(), fault))).collect()
    }
}

/// The rows that are not taken, as a table.
pub fn bad_rows_table(file: &str, bad_rows: &[BadRow]) -> Table {
    let rows = bad_rows.iter().map(|bad| -> Vec<Cell> {
        let row = if bad.row == 0 { "the file".to_owned() } else { bad.row.to_string() };
        vec![
            file.into(),
            bad.sheet.clone().into(),
            row.into(),
            bad.column.clone().into(),
            bad.text.clone().into(),
            bad.reason.clone().into(),
        ]
    });
    Table {
        caption: "Rows that are not taken".to_owned(),
        columns: vec![
            Column::new("file", "File", Kind::Text),
            Column::new("sheet", "Sheet", Kind::Text),
            Column::new("row", "Row", Kind::Text),
            Column::new("column", "Column", Kind::Text),
            Column::new("text", "What is there", Kind::Text),
            Column::new("reason", "What is wrong", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The template of the file, with a row that shows how it is filled in.
pub fn template() -> Table {
    let example = [
        "14000000000000000000000000000001",
        "single",
        "NHSE/CORE/2019",
        "14Y/CORE/2019",
        "1250000.00",
        "",
        "",
        "N",
        "ALLOT",
        "2019-04-01",
        "notice-of-allotment",
        "",
        "",
    ];
    Table {
        caption: "Transfers".to_owned(),
        columns: TEMPLATE.iter().map(|name| Column::new(*name, *name, Kind::Text)).collect(),
        rows: vec![example.iter().map(|cell| Cell::from(*cell)).collect()],
        ..Table::default()
    }
}

type ReadRow = Result<RawRow, (RawRow, BadRow)>;

/// Every row of the file that holds anything, under its headings.
fn rows_of(bytes: &[u8]) -> Result<Vec<ReadRow>, BadRow> {
    if bytes.len() > BYTES_MAX {
        return Err(BadRow::whole("", "the file is longer than a file of transfers can be (8 MB): send it in parts"));
    }
    let rows = if reader::is_zip(bytes) { rows_of_workbook(bytes)? } else { rows_of_text(bytes)? };
    if rows.is_empty() {
        return Err(BadRow::whole(
            "",
            "the file has no transfer: add a row for each under the headings of the template",
        ));
    }
    if rows.len() > ROWS_MAX {
        return Err(BadRow::whole(
            "",
            format!("the file has {} transfers, and at most {ROWS_MAX} are taken at once", rows.len()),
        ));
    }
    Ok(rows)
}

/// Where the columns stand: for each of [`HEADINGS`], its index in the file.
fn columns(sheet: &str, headings: &[String]) -> Result<Vec<Option<usize>>, BadRow> {
    let named: Vec<String> =
        headings.iter().map(|heading| heading.trim().to_lowercase().replace([' ', '-'], "_")).collect();
    let unknown = named.iter().find(|name| !name.is_empty() && HEADINGS.iter().all(|heading| heading.name != *name));
    if let Some(unknown) = unknown {
        let known: Vec<&str> = HEADINGS.iter().map(|heading| heading.name).collect();
        let reason =
            format!("there is no column “{unknown}” in a file of transfers: its columns are {}", known.join(", "));
        return Err(BadRow::whole(sheet, reason));
    }
    let mut found = Vec::with_capacity(HEADINGS.len());
    for heading in HEADINGS {
        let mut at = named.iter().enumerate().filter(|(_, name)| *name == heading.name).map(|(index, _)| index);
        let first = at.next();
        if at.next().is_some() {
            return Err(BadRow::whole(sheet, format!("the column {} stands in the file twice", heading.name)));
        }
        if first.is_none() && heading.is_needed {
            return Err(BadRow::whole(
                sheet,
                format!("the file has no column {}: take the headings of the template", heading.name),
            ));
        }
        found.push(first);
    }
    let has = |name: &str| named.iter().any(|held| held == name);
    if has("amount") == has("amount_pence") {
        return Err(BadRow::whole(
            sheet,
            "the file has one column of amounts: amount, in pounds, or amount_pence, in whole pence",
        ));
    }
    Ok(found)
}

fn raw<'r>(sheet: &str, row: u64, columns: &[Option<usize>], at: impl Fn(usize) -> &'r str) -> RawRow {
    let cells = columns.iter().map(|index| index.map_or_else(String::new, |index| at(index).to_owned()));
    RawRow { sheet: sheet.to_owned(), row, cells: cells.collect() }
}

fn rows_of_text(bytes: &[u8]) -> Result<Vec<ReadRow>, BadRow> {
    let told = |error: ReadError| BadRow::whole("", error);
    let mut records = Records::open("the file", bytes, &LIMITS).map_err(told)?;
    let mut found: Option<Vec<Option<usize>>> = None;
    let mut rows = Vec::new();
    while let Some(record) = records.next().map_err(told)? {
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &found else {
            let headings: Vec<String> = record.cells.iter().map(str::to_owned).collect();
            found = Some(columns("", &headings)?);
            continue;
        };
        let row = raw("", record.line, columns, |index| record.cells.get(index).unwrap_or_default());
        rows.push(match record.fault {
            None => Ok(row),
            Some(fault) => {
                let at = columns.iter().position(|index| *index == Some(fault.cell()));
                let name = at.and_then(|at| HEADINGS.get(at)).map_or("id", |heading| heading.name);
                let bad = row.bad(name, fault);
                Err((row, bad))
            }
        });
    }
    Ok(rows)
}

/// The first sheet that holds anything; a second one with transfers is refused, since nobody could say that it was not meant.
fn rows_of_workbook(bytes: &[u8]) -> Result<Vec<ReadRow>, BadRow> {
    let told = |error: ReadError| BadRow::whole("", error);
    let mut book = Workbook::open("the file", bytes, &LIMITS).map_err(told)?;
    let mut read: Option<(String, Vec<ReadRow>)> = None;
    for name in book.sheet_names() {
        let sheet = book.sheet(&name).map_err(told)?;
        let mut filled = sheet.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let Some(first) = filled.next() else { continue };
        let headings: Vec<String> = first.cells.iter().map(str::to_owned).collect();
        if let Some((first, _)) = &read {
            if columns(&name, &headings).is_ok() {
                let words =
                    format!("“{first}” and “{name}” are both sheets of transfers: send each as a file of its own");
                return Err(BadRow::whole(&name, words));
            }
            continue;
        }
        let columns = columns(&name, &headings)?;
        #[expect(clippy::result_large_err, reason = "a row that cannot be taken is told with its cell")]
        let row = |row: &reader::SheetRow| {
            Ok(raw(&name, u64::from(row.line), &columns, |index| row.cells.get(index).unwrap_or_default()))
        };
        let rows = filled.map(row).collect();
        read = Some((name.clone(), rows));
    }
    Ok(read.map(|(_, rows)| rows).unwrap_or_default())
}

fn link_of(row: &RawRow) -> Option<Link> {
    match row.cell("linked") {
        "" => Some(Link::Last),
        text => Link::from_str(text).ok(),
    }
}

/// A row as a transfer. Only what no transfer could say is told here: the rest is for the ledger to judge, in its order.
fn submission(row: &RawRow) -> Result<Submission, BadRow> {
    let link = link_of(row).ok_or_else(|| {
        row.bad("linked", "write Y for a transfer that stands or falls with the next, N for the last")
    })?;
    let pounds = row.cell("amount");
    let amount = if pounds.is_empty() {
        AmountCell::read(row.cell("amount_pence"))
    } else {
        amount(pounds).map_err(|reason| row.bad("amount", reason))?
    };
    Ok(Submission {
        id: money::Cell::read(row.cell("id")),
        kind: money::Cell::read(row.cell("kind")),
        debit: money::Cell::read(row.cell("debit")),
        credit: money::Cell::read(row.cell("credit")),
        amount,
        pending: money::Cell::read(row.cell("pending_id")),
        expires_on: money::Cell::read(row.cell("expires_on")),
        link,
        code: money::Cell::read(row.cell("code")),
        valid_on: money::Cell::read(row.cell("valid_on")),
        decision: money::Cell::read(row.cell("decision")),
        mandate: money::Cell::read(row.cell("mandate")),
        plan_line: money::Cell::read(row.cell("plan_line")),
    })
}

/// Pounds as a person writes them.
///
/// # Errors
/// How to write them.
pub(crate) fn amount(pounds: &str) -> Result<AmountCell, String> {
    match Pence::not_negative(pounds) {
        Ok(Pence(0)) => Ok(AmountCell::NotPositive(pounds.to_owned())),
        Ok(pence) => Ok(AmountCell::Value(pence)),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
#[path = "transfers_file_tests.rs"]
mod tests;
