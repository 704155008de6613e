//! A file of any series by practice or by commissioner, restated; and the answer as files.
//!
//! The file is read once and row by row: what is held is one sum for each code, day, set of keys and value column, and
//! never the file.

mod when;
mod write;

pub use when::day_of;
pub(crate) use when::whole_day_of;
pub use write::{write_placings, write_rows, write_unplaced};

use crate::error::ImportError;
use crate::reading::BadRow;
use crate::tabular::{self, TabularFile};
use register::View;
use register::restate::{Restated, Restatement, Restating, Row};
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
    /// Rows with more or fewer cells than the file has columns, or with a quote or character that cannot be right; nothing of
    /// them was taken.
    pub bad_rows: Vec<BadRow>,
}

/// Restates a table, reading it once.
///
/// `progress` is told the number of rows read, now and then.
///
/// # Errors
/// [`ImportError::ColumnsAbsent`] before any row is read when the file lacks a column; others when it cannot be read.
pub fn restate_table(
    table: &TabularFile,
    columns: &SeriesColumns,
    view: View<'_>,
    restatement: Restatement,
    mut progress: impl FnMut(u64),
) -> Result<RestatedFile, ImportError> {
    let mut wanted = vec![columns.code.as_str()];
    wanted.extend(columns.key_columns());
    let first_value = wanted.len();
    wanted.extend(columns.values.iter().map(String::as_str));
    let at = find(table, &wanted)?;
    let (at_keys, at_values) = at.get(1..).unwrap_or_default().split_at(first_value - 1);
    let at_code = at.first().copied().unwrap_or_default();

    let failed = |source| ImportError::Restating { file: table.name().to_owned(), source };
    let mut restating = Restating::new(view, restatement, columns.values.iter().cloned());
    let mut days = when::Days::default();
    let mut bad_rows = Vec::new();
    let mut n_rows = 0;
    table.for_each_row(|row| {
        n_rows += 1;
        if n_rows % 8192 == 0 {
            progress(n_rows);
        }
        if let Some(bad) = faulty(table, &row).or_else(|| ragged(table, &row)) {
            bad_rows.push(bad);
            return Ok(());
        }
        let cell = |at: &usize| row.cell(*at).unwrap_or_default();
        let on = match &columns.day {
            SeriesDay::Fixed(day) => Some(*day),
            SeriesDay::Column(_) => at_keys.first().and_then(|at| days.day_of(cell(at))),
        };
        let taken = Row { code: cell(&at_code), on, line: row.line };
        restating.row(taken, at_keys.iter().map(cell), at_values.iter().map(cell)).map_err(failed)
    })?;
    progress(n_rows);
    if n_rows == 0 {
        return Err(ImportError::NoRows { file: table.name().to_owned() });
    }
    Ok(RestatedFile { restated: restating.finish().map_err(failed)?, bad_rows })
}

/// The place of each column that is wanted.
fn find(table: &TabularFile, wanted: &[&str]) -> Result<Vec<usize>, ImportError> {
    let (mut found, mut missing) = (Vec::with_capacity(wanted.len()), Vec::new());
    for heading in wanted {
        if table.columns().iter().filter(|column| column == heading).count() > 1 {
            return Err(ImportError::ColumnTwice { file: table.name().to_owned(), column: (*heading).to_owned() });
        }
        match table.column(heading) {
            Some(place) => found.push(place),
            None => missing.push((*heading).to_owned()),
        }
    }
    if missing.is_empty() {
        return Ok(found);
    }
    Err(ImportError::ColumnsAbsent { file: table.name().to_owned(), missing, has: table.columns().to_vec() })
}

/// A row that is wrong as text.
fn faulty(table: &TabularFile, row: &tabular::Row<'_>) -> Option<BadRow> {
    row.fault.as_ref().map(|fault| BadRow {
        file: table.name().to_owned(),
        line: u32::try_from(row.line).unwrap_or(u32::MAX),
        column: table.columns().get(fault.cell()).cloned().unwrap_or_default(),
        value: String::new(),
        reason: fault.to_string(),
    })
}

/// A row whose cells cannot be told apart by column: there are too few, or some that are not empty are too many.
fn ragged(table: &TabularFile, row: &tabular::Row<'_>) -> Option<BadRow> {
    let (has, found) = (table.columns().len(), row.len());
    let extra = found > has && row.cells().skip(has).any(|cell| !cell.trim().is_empty());
    (found < has || extra).then(|| BadRow {
        file: table.name().to_owned(),
        line: u32::try_from(row.line).unwrap_or(u32::MAX),
        column: table.columns().get(found).or(table.columns().last()).cloned().unwrap_or_default(),
        value: String::new(),
        reason: format!("the row has {found} cells where the file has {has} columns"),
    })
}
