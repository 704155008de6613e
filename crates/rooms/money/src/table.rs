//! Parameters as tables of text: a head that names the columns, a row each, cells divided by `|`.

use std::str::FromStr;

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The head does not name the columns that are wanted.
    #[error("line {line}: the head of the table is `{found}`, wanted is `{wanted}`")]
    Head {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What should.
        wanted: String,
    },
    /// A row with more or fewer cells than there are columns.
    #[error("line {line}: the row has {found} cells, wanted are {wanted}")]
    Width {
        /// The line, from 1.
        line: usize,
        /// How many it has.
        found: usize,
        /// How many it should have.
        wanted: usize,
    },
    /// A cell that says nothing that can be read.
    #[error("line {line}: “{text}” under `{column}` is not {wanted}")]
    Cell {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// What stands there.
        text: String,
        /// What should.
        wanted: &'static str,
    },
}

/// A row of a table: its cells by the names of their columns.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    line: usize,
    text: &'t str,
    columns: &'static [&'static str],
}

/// The rows of a table under its head. Blank lines and those that begin with `#` are for the reader.
///
/// # Errors
/// [`TableError`] when the head names other columns, or a row has another width.
pub(crate) fn rows<'t>(text: &'t str, columns: &'static [&'static str]) -> Result<Vec<Row<'t>>, TableError> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let mut lines = lines.map(|(line, text)| Row { line, text, columns });
    let Some(head) = lines.next() else { return Ok(Vec::new()) };
    if !head.cells().eq(columns.iter().copied()) {
        return Err(TableError::Head { line: head.line, found: head.text.to_owned(), wanted: columns.join(" | ") });
    }
    lines.map(Row::of_full_width).collect()
}

impl<'t> Row<'t> {
    fn cells(self) -> impl Iterator<Item = &'t str> {
        self.text.split('|').map(str::trim)
    }

    fn of_full_width(self) -> Result<Self, TableError> {
        let (found, wanted) = (self.cells().count(), self.columns.len());
        if found == wanted { Ok(self) } else { Err(TableError::Width { line: self.line, found, wanted }) }
    }

    /// The text of a cell; empty where nothing stands.
    pub(crate) fn text(self, column: &'static str) -> &'t str {
        self.cells().zip(self.columns).find(|(_, name)| **name == column).map_or("", |(cell, _)| cell)
    }

    /// What a cell says.
    pub(crate) fn read<T: FromStr>(self, column: &'static str, wanted: &'static str) -> Result<T, TableError> {
        self.text(column).parse().map_err(|_| self.wrong(column, wanted))
    }

    /// What a cell says that may be empty.
    pub(crate) fn maybe<T: FromStr>(self, column: &'static str, wanted: &'static str) -> Result<Option<T>, TableError> {
        if self.text(column).is_empty() { Ok(None) } else { self.read(column, wanted).map(Some) }
    }

    /// Whether a cell says `yes` or `no`.
    pub(crate) fn is_so(self, column: &'static str) -> Result<bool, TableError> {
        match self.text(column) {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(column, "yes or no")),
        }
    }

    /// The error of a cell that cannot be read.
    pub(crate) fn wrong(self, column: &'static str, wanted: &'static str) -> TableError {
        TableError::Cell { line: self.line, column, text: self.text(column).to_owned(), wanted }
    }
}
