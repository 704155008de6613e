//! A file of any series by practice or by commissioner, restated; and the answer as files.
//!
//! The file is read once and row by row: what is held is one sum for each code, day, set of keys and value column, and
//! never the file.

mod source;
mod when;
mod write;

pub use when::day_of;
pub use write::{write_placings, write_rows, write_unplaced};

use crate::error::ImportError;
use crate::reading::BadRow;
use register::View;
use register::restate::{Restated, Restatement, Restating, Row};
use source::Source;
use std::path::Path;
use terms::Date;

/// Which columns of a file make the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesColumns {
    /// The column with the practice or commissioner.
    pub code: String,
    /// When each row was so.
    pub day: SeriesDay,
    /// Further columns by which the rows are kept apart.
    pub keys: Vec<String>,
    /// The columns to restate.
    pub values: Vec<String>,
}

/// When the rows of a series were so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesDay {
    /// As a column says, row by row, in any shape that [`day_of`] reads; the rows are kept apart by it.
    Column(String),
    /// All on one day.
    Fixed(Date),
}

impl SeriesColumns {
    /// The columns by which the rows are kept apart, that of the day first.
    pub fn key_columns(&self) -> impl Iterator<Item = &str> {
        let day = match &self.day {
            SeriesDay::Column(column) => Some(column.as_str()),
            SeriesDay::Fixed(_) => None,
        };
        day.into_iter().chain(self.keys.iter().map(String::as_str))
    }
}

/// A restated file.
pub struct RestatedFile {
    /// What was read, where it went and what could not be placed.
    pub restated: Restated,
    /// Rows with more or fewer cells than the file has columns; nothing of them was taken.
    pub bad_rows: Vec<BadRow>,
}

/// The columns of a file: CSV (plain or alone in a zip) or Parquet, known by content.
///
/// # Errors
/// [`ImportError`] when the file cannot be read.
pub fn columns_of(path: &Path) -> Result<Vec<String>, ImportError> {
    Ok(Source::open(path)?.columns().to_vec())
}

/// Restates a file: CSV (plain or alone in a zip) or Parquet, known by content.
///
/// `progress` is told the number of rows read, now and then.
///
/// # Errors
/// [`ImportError::ColumnsAbsent`] before any row is read when the file lacks a column; others when it cannot be read.
pub fn restate_file(
    path: &Path,
    columns: &SeriesColumns,
    view: View<'_>,
    restatement: Restatement,
    mut progress: impl FnMut(u64),
) -> Result<RestatedFile, ImportError> {
    let source = Source::open(path)?;
    let file = source.name().to_owned();
    let mut wanted = vec![columns.code.as_str()];
    wanted.extend(columns.key_columns());
    let first_value = wanted.len();
    wanted.extend(columns.values.iter().map(String::as_str));
    let mut restating = Restating::new(view, restatement, columns.values.iter().cloned());
    let mut days = when::Days::default();
    let mut n_rows = 0;
    let bad_rows = source.each_row(&wanted, |line, cells| {
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let on = match &columns.day {
            SeriesDay::Fixed(day) => Some(*day),
            SeriesDay::Column(_) => days.day_of(cell(1)),
        };
        let keys = cells.get(1..first_value).unwrap_or_default();
        let values = cells.get(first_value..).unwrap_or_default();
        let row = Row { code: cell(0), on, line };
        let taken = restating.row(row, keys.iter().copied(), values.iter().copied());
        n_rows += 1;
        if n_rows % 8192 == 0 {
            progress(n_rows);
        }
        taken.map_err(|source| ImportError::Restating { file: file.clone(), source })
    })?;
    progress(n_rows);
    let restated = restating.finish().map_err(|source| ImportError::Restating { file: file.clone(), source })?;
    Ok(RestatedFile { restated, bad_rows })
}
