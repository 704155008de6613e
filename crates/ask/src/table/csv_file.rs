//! A table as CSV. Source: RFC 4180.

use terms::formula::harmless;

use super::Table;

impl Table {
    /// The table as CSV: UTF-8, CRLF, one heading line of the columns' keys.
    ///
    /// A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return; such words get an apostrophe
    /// before them, and numbers do not.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut file = Vec::new();
        line(&mut file, self.columns.iter().map(|column| column.key.to_string()));
        for row in &self.rows {
            line(&mut file, row.iter().map(|cell| harmless(&cell.plain()).into_owned()));
        }
        file
    }
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
    use crate::table::{Cell, Column, Kind};

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
