//! Reading a scheme of reservation and delegation from the table people know, as CSV or XLSX.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use mandate::{SchemeRow, parse_scheme};
use terms::{OdsCode, Pence};

use super::words::Basis;
use crate::table::{Column, Kind, Table};

/// The longest file that is read. Units: bytes.
pub const SCHEME_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Something in a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeFault {
    /// The row of the file, the headings being row 1; 0 for the file as a whole.
    pub row: usize,
    /// The column's heading; empty for the file as a whole.
    pub column: String,
    /// What was found and what is wanted.
    pub message: String,
}

/// Reads a scheme of a body. Headings are those of the table this service writes; a post or committee may also stand under its
/// title or name.
///
/// # Errors
/// Every cell that could not be read; nothing is taken from a file with one.
pub fn read_scheme(basis: &Basis<'_>, body: OdsCode, bytes: &[u8]) -> Result<Vec<SchemeRow>, Vec<SchemeFault>> {
    let whole = |message: String| vec![SchemeFault { row: 0, column: String::new(), message }];
    let (first, lines) = lines(bytes).map_err(whole)?;
    let holder = |heading: &str| basis.mandates.holder_by_heading(body, basis.on(), heading);
    let rows = parse_scheme(&lines, &holder).map_err(|errors| {
        let fault = |error: mandate::CellError| SchemeFault {
            row: error.row.saturating_add(first).saturating_sub(1),
            column: error.heading,
            message: crate::site::sentence(&error.reason),
        };
        errors.into_iter().map(fault).collect::<Vec<_>>()
    })?;
    if rows.is_empty() {
        return Err(whole("The file has headings and no rows. Add a row for each matter.".to_owned()));
    }
    Ok(rows)
}

/// What could not be read, as a table: row, column, and what to do.
pub fn faults_table(faults: &[SchemeFault]) -> Table {
    let rows = faults.iter().map(|fault| {
        let row = if fault.row == 0 { "the file".to_owned() } else { fault.row.to_string() };
        vec![row.into(), fault.column.clone().into(), fault.message.clone().into()]
    });
    Table {
        caption: "What must be put right".to_owned(),
        columns: vec![
            Column::new("row", "Row", Kind::Text),
            Column::new("column", "Column", Kind::Text),
            Column::new("what", "What is wrong and what to write", Kind::Text),
        ],
        rows: rows.collect(),
        source: String::new(),
        notes: Vec::new(),
    }
}

/// Money as people write it: `£1,000,000.00`, `1000000` or `250.50`. Never below nought; pence in two digits or none.
pub fn amount_of(text: &str) -> Option<Pence> {
    let text = text.trim().trim_start_matches('£').replace([',', ' '], "");
    let (pounds, pence) = text.split_once('.').map_or((text.as_str(), "00"), |(pounds, pence)| (pounds, pence));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(pounds) || !digits(pence) || pence.len() != 2 {
        return None;
    }
    let pounds: i64 = pounds.parse().ok()?;
    let pence: i64 = pence.parse().ok()?;
    pounds.checked_mul(100)?.checked_add(pence).map(Pence)
}

/// The lines of the file, and the number its first line has there.
fn lines(bytes: &[u8]) -> Result<(usize, Vec<Vec<String>>), String> {
    if bytes.len() > SCHEME_BYTES_MAX {
        return Err("The file is longer than a scheme can be (4 MB).".to_owned());
    }
    // Every XLSX is a zip archive, which begins so.
    if bytes.starts_with(b"PK") {
        let damaged = |error: calamine::XlsxError| {
            format!("The file cannot be read as an Excel workbook ({error}). Save it again as XLSX, or as CSV.")
        };
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
        let sheet = book.sheet_names().into_iter().next().unwrap_or_default();
        let range = book.worksheet_range(&sheet).map_err(damaged)?;
        let first = range.start().map_or(1, |(row, _)| row as usize + 1);
        return Ok((first, range.rows().map(|row| row.iter().map(text).collect()).collect()));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| "The file is neither XLSX nor text in UTF-8. Save it as “CSV UTF-8” or as XLSX.".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("The file cannot be read as CSV: {error}."))?;
        found.push(record.iter().map(str::to_owned).collect());
    }
    Ok((1, found))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}
