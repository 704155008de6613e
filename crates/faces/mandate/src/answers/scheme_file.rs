//! Reading a scheme of reservation and delegation from the table people know, as CSV or XLSX.

use mandate::{SchemeRow, parse_scheme};
use reader::{Fault, Limits, ReadError, Records, Workbook};
use terms::OdsCode;

use super::words::Basis;
use ask::{Column, Kind, Table};

/// The longest file that is read. Units: bytes.
pub const SCHEME_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What a scheme may ask for, on a page and on the command line.
const LIMITS: Limits = Limits::UPLOADED_WORKBOOK;

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
            message: kit::site::sentence(&error.reason),
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

/// The lines of the file, and the number its first line has there.
fn lines(bytes: &[u8]) -> Result<(usize, Vec<Vec<String>>), String> {
    if bytes.len() > SCHEME_BYTES_MAX {
        return Err("The file is longer than a scheme can be (4 MB).".to_owned());
    }
    if reader::is_zip(bytes) {
        return sheet(bytes)
            .map_err(|error| format!("{} Save it again as XLSX, or as CSV.", kit::site::sentence(&error.to_string())));
    }
    let told = |error: ReadError| kit::site::sentence(&error.to_string());
    let mut records = Records::open("the file", bytes, &LIMITS).map_err(told)?;
    let mut found = Vec::new();
    while let Some(record) = records.next().map_err(told)? {
        match record.fault {
            Some(Fault::Undecoded { .. }) => {
                return Err(format!(
                    "The file is neither XLSX nor text in UTF-8: line {} has a character that is none. Save it as “CSV UTF-8” \
                     or as XLSX.",
                    record.line
                ));
            }
            Some(fault) => return Err(kit::site::sentence(&format!("line {}: {fault}", record.line))),
            None => found.push(record.cells.iter().map(str::to_owned).collect()),
        }
    }
    Ok((1, found))
}

/// The first sheet of a workbook, from its first row and column that hold anything, blank rows between too.
fn sheet(bytes: &[u8]) -> Result<(usize, Vec<Vec<String>>), ReadError> {
    let mut book = Workbook::open("the file", bytes, &LIMITS)?;
    let name = book.sheet_names().into_iter().next().unwrap_or_default();
    let rows = book.sheet(&name)?.rows;
    let begins = |row: &reader::SheetRow| row.cells.iter().position(|cell| !cell.is_empty());
    let indent = rows.iter().filter_map(begins).min().unwrap_or_default();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let first = rows.first().map_or(1, |row| row.line as usize);
    let mut lines: Vec<Vec<String>> = Vec::new();
    for row in rows {
        lines.resize((row.line as usize).saturating_sub(first), Vec::new());
        let cells = (indent..width).map(|place| row.cells.get(place).unwrap_or_default().to_owned());
        lines.push(cells.collect());
    }
    Ok((first, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_read_in_any_encoding_and_its_row_numbers_are_those_of_the_file() {
        let (first, rows) = lines(b"Matter;Limit\r\nBuying;\xa31,000\r\n").unwrap();
        assert_eq!(
            (first, rows),
            (1, vec![vec!["Matter".into(), "Limit".into()], vec!["Buying".into(), "£1,000".into()]])
        );
        let open = lines(b"Matter,Limit\nBuying,\"1\n").unwrap_err();
        assert!(open.starts_with("The file ends inside quotes: the quote opened on line 2"), "{open}");
        let mut book = rust_xlsxwriter::Workbook::new();
        let page = book.add_worksheet();
        for (row, column, text) in [(2, 1, "Matter"), (2, 2, "Limit"), (5, 1, "Buying")] {
            page.write_string(row, column, text).unwrap();
        }
        let (first, rows) = lines(&book.save_to_buffer().unwrap()).unwrap();
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!((first, rows), (3, vec![row(&["Matter", "Limit"]), row(&[]), row(&[]), row(&["Buying", ""])]));
    }

    #[test]
    fn a_sheet_of_two_corners_is_refused_with_its_size() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let page = book.add_worksheet();
        page.write_string(0, 0, "1").unwrap();
        page.write_string(1_048_575, 16_383, "1").unwrap();
        let refused = lines(&book.save_to_buffer().unwrap()).unwrap_err();
        assert!(refused.contains("17,179,869,184 cells (to XFD1048576)"), "{refused}");
    }
}
