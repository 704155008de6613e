//! A table of questions, or of the world they speak of, read whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::ConformError;

/// The most bytes that are read of one file.
const BYTES_MOST: u64 = 256 << 20;

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
    /// The table in a file of comma-separated text with a header.
    ///
    /// # Errors
    /// When the file cannot be read, is larger than worked examples are, or has a row of another width than its header.
    pub fn open(path: &Path) -> Result<Self, ConformError> {
        let file = path.display().to_string();
        let broken = |why: &dyn std::fmt::Display| ConformError::File { file: file.clone(), why: why.to_string() };
        let mut text = Vec::new();
        File::open(path)
            .and_then(|opened| opened.take(BYTES_MOST + 1).read_to_end(&mut text))
            .map_err(|error| broken(&error))?;
        if text.len() as u64 > BYTES_MOST {
            return Err(ConformError::TooLarge { file, most: BYTES_MOST, what: "bytes" });
        }
        Self::read(&file, &text)
    }

    /// The table in a text; `file` is what errors call it.
    ///
    /// # Errors
    /// When a row has another width than the header, or is not UTF-8.
    pub fn read(file: &str, text: &[u8]) -> Result<Self, ConformError> {
        let broken = |error: &csv::Error| ConformError::File { file: file.to_owned(), why: error.to_string() };
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        let mut reader = csv::Reader::from_reader(text);
        let header = reader.headers().map_err(|error| broken(&error))?.clone();
        let columns = header.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
        let rows = reader
            .records()
            .map(|record| record.map(|cells| (cells.position().map_or(0, csv::Position::line), cells)))
            .collect::<Result<_, _>>()
            .map_err(|error| broken(&error))?;
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
