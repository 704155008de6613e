//! A table as CSV. Source: RFC 4180.

use super::{Cell, Kind, Table};

impl Table {
    /// The table as CSV: UTF-8, CRLF, one heading line of the columns' keys.
    ///
    /// A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return; such words get an apostrophe
    /// before them, and numbers do not.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut file = Vec::new();
        line(&mut file, self.columns.iter().map(|column| column.key.to_string()));
        for row in &self.rows {
            let kinds = self.columns.iter().map(|column| column.kind);
            line(&mut file, row.iter().zip(kinds).map(|(cell, kind)| harmless(cell, kind)));
        }
        file
    }
}

fn harmless(cell: &Cell, kind: Kind) -> String {
    let text = cell.plain();
    let is_figure = matches!(cell, Cell::Number(_) | Cell::Decimal { .. } | Cell::Date(_) | Cell::Fuzzy(_))
        || (kind == Kind::Number && text.parse::<f64>().is_ok_and(f64::is_finite));
    if !is_figure && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A file of comma-separated values whose words no spreadsheet can run: numbers stay, other cells that a spreadsheet would
/// run get an apostrophe before them. What cannot be read as comma-separated values is left out.
pub fn harmless_file(file: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let mut safe = Vec::with_capacity(file.len());
    for record in reader.records().filter_map(Result::ok) {
        line(&mut safe, record.iter().map(|cell| harmless(&Cell::from(cell), Kind::Number)));
    }
    safe
}

fn line(file: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            file.push(b',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            file.extend_from_slice(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
        } else {
            file.extend_from_slice(cell.as_bytes());
        }
    }
    file.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::super::examples::table;
    use super::*;
    use crate::table::Column;

    #[test]
    fn a_table_is_a_file_a_reader_gets_back_cell_for_cell() {
        let file = table().to_csv();
        assert_eq!(
            String::from_utf8(file.clone()).unwrap(),
            "code,name,from,patients,share\r\nK84001,\"THE \"\"OLD\"\" SURGERY, <Wantage>\",2013-04-01,12345,99.2\r\n\
             010,\"'=HYPERLINK(\"\"x\"\")\",2017,-5,\r\n"
        );
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(&rows[0][1], "THE \"OLD\" SURGERY, <Wantage>");
    }

    #[test]
    fn words_cannot_be_run_by_a_spreadsheet() {
        let table = Table {
            columns: vec![Column::new("a", "A", Kind::Text)],
            rows: ["=1", "+44 1865", "-", "@x", "\tx", "\rx", "x=1"].map(|text| vec![Cell::from(text)]).to_vec(),
            ..Table::default()
        };
        let file = String::from_utf8(table.to_csv()).unwrap();
        assert_eq!(file, "a\r\n'=1\r\n'+44 1865\r\n'-\r\n'@x\r\n'\tx\r\n\"'\rx\"\r\nx=1\r\n");
    }
}
