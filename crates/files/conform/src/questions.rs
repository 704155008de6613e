//! A table of questions, or of the world they speak of, read whole.

use std::collections::BTreeMap;
use std::path::Path;

use reader::{Limits, Record, Records, bytes_of};

use crate::ConformError;

/// More than any file of worked examples asks for.
const LIMITS: Limits = Limits { bytes: 64 << 20, rows: 1_000_000, columns: 200, ..Limits::HELD };

/// The cells of a record that can be taken as it stands.
fn sound<'a>(file: &str, record: &Record<'a>) -> Result<&'a csv::StringRecord, ConformError> {
    match &record.fault {
        None => Ok(record.cells),
        Some(fault) => Err(ConformError::Record { file: file.to_owned(), line: record.line, fault: fault.to_string() }),
    }
}

/// A table, every row with its line.
pub struct Questions {
    file: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(u64, csv::StringRecord)>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    of: &'a Questions,
    line: u64,
    cells: &'a csv::StringRecord,
}

impl Questions {
    /// The table in a file of delimited text with a header.
    ///
    /// # Errors
    /// When the file cannot be read or asks for more than worked examples do, when a row has another width than its header, and
    /// when a heading stands twice or a quote takes in rows.
    pub fn open(path: &Path) -> Result<Self, ConformError> {
        Self::read(&path.display().to_string(), &bytes_of(path, &LIMITS)?)
    }

    /// The table in a text; `file` is what errors call it.
    ///
    /// # Errors
    /// As [`Questions::open`].
    pub fn read(file: &str, text: &[u8]) -> Result<Self, ConformError> {
        let mut records = Records::open(file, text, &LIMITS)?;
        let mut columns = BTreeMap::new();
        let mut rows = Vec::new();
        if let Some(header) = records.next()? {
            for (at, name) in sound(file, &header)?.iter().enumerate() {
                if columns.insert(name.trim().to_owned(), at).is_some() {
                    return Err(ConformError::ColumnTwice { file: file.to_owned(), column: name.trim().to_owned() });
                }
            }
        }
        while let Some(record) = records.next()? {
            let cells = sound(file, &record)?;
            if cells.len() != columns.len() {
                let (found, wanted) = (cells.len(), columns.len());
                return Err(ConformError::Width { file: file.to_owned(), line: record.line, found, wanted });
            }
            rows.push((record.line, cells.clone()));
        }
        Ok(Self { file: file.to_owned(), columns, rows })
    }

    /// Another table, from the folder in which this one stands.
    ///
    /// # Errors
    /// As [`Questions::open`].
    pub fn beside(&self, file: &str) -> Result<Self, ConformError> {
        Self::open(&Path::new(&self.file).with_file_name(file))
    }

    /// The error of a table that was read and means nothing to whoever was asked.
    pub fn broken(&self, why: &impl std::fmt::Display) -> ConformError {
        ConformError::File { file: self.file.clone(), why: why.to_string() }
    }

    /// Every row, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Question<'_>> {
        self.rows.iter().map(|(line, cells)| Question { of: self, line: *line, cells })
    }

    /// Whether the table has a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }
}

impl<'a> Question<'a> {
    /// The text of a cell, trimmed; empty where nothing stands.
    ///
    /// # Errors
    /// When the table has no such column.
    pub fn text(&self, column: &str) -> Result<&'a str, ConformError> {
        let at = self.of.columns.get(column).ok_or_else(|| ConformError::NoColumn {
            file: self.of.file.clone(),
            column: column.to_owned(),
            has: self.of.columns.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        })?;
        Ok(self.cells.get(*at).unwrap_or_default().trim())
    }

    /// What a cell says, by a reader of it; `wanted` is what it should be, for the error.
    ///
    /// # Errors
    /// When the column is missing or the cell cannot be read.
    pub fn read<T>(
        &self,
        column: &str,
        wanted: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<T, ConformError> {
        let text = self.text(column)?;
        read(text).ok_or_else(|| self.wrong(column, text, wanted))
    }

    /// The same for a cell that may be empty.
    ///
    /// # Errors
    /// When the column is missing or a cell that is not empty cannot be read.
    pub fn maybe<T>(
        &self,
        column: &str,
        wanted: &'static str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, ConformError> {
        match self.text(column)? {
            "" => Ok(None),
            text => read(text).map(Some).ok_or_else(|| self.wrong(column, text, wanted)),
        }
    }

    /// The error of a cell that cannot be read.
    pub fn wrong(&self, column: &str, text: &str, wanted: &'static str) -> ConformError {
        ConformError::Cell {
            file: self.of.file.clone(),
            line: self.line,
            column: column.to_owned(),
            text: text.to_owned(),
            wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_hold_together_is_refused_with_its_line() {
        for (text, words) in [
            ("id,a\n1,2\n3\n", "examples.csv, line 3: 1 cells under 2 headings"),
            ("id,a,a\n1,2,3\n", "examples.csv has two columns `a`: leave one"),
            ("id,a\n1,\"2\n3,4\n5,6\n", "ends inside quotes"),
        ] {
            let refused = Questions::read("examples.csv", text.as_bytes()).map(|_| ()).unwrap_err().to_string();
            assert!(refused.contains(words), "{text}: {refused}");
        }
        let rows = "id\n".to_owned() + &"1\n".repeat(1_000_001);
        assert!(Questions::read("examples.csv", rows.as_bytes()).is_err(), "more rows than worked examples have");
        let marked = Questions::read("examples.csv", "\u{feff}id,a\r\n1, 2 \r\n".as_bytes()).unwrap();
        assert_eq!(marked.rows().next().unwrap().text("a").unwrap(), "2");
    }
}
