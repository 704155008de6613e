//! Rows of a Parquet file as text.

use super::Row;
use crate::error::ImportError;
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use csv::StringRecord;
use parquet::file::reader::ChunkReader;
use reader::parquet::{Inspected, batches};
use reader::{Limits, ReadError, guarded};
use std::fmt::Write as _;

/// Passes every row. Numbers keep every digit, days are `2018-04-01`, nulls are empty.
pub(super) fn each<E: From<ImportError>>(
    file: &str,
    source: impl ChunkReader + 'static,
    inspected: &Inspected,
    limits: &Limits,
    take: &mut dyn FnMut(Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut batches = batches(file, source, inspected).map_err(|error| E::from(error.into()))?;
    let (mut line, mut cells, mut cell) = (0, StringRecord::new(), String::new());
    // A value that is stored once may stand in every row.
    let mut spoken = 0_u64;
    while let Some(batch) = guarded(|| batches.next().transpose()).map_err(|error| damaged(file, &error))? {
        let columns = formatters(&batch).map_err(|error| damaged(file, &error))?;
        for place in 0..batch.num_rows() {
            line += 1;
            cells.clear();
            for column in &columns {
                cell.clear();
                // Writing to a String fails only where the value itself cannot be shown.
                write!(cell, "{}", column.value(place)).map_err(|error| damaged(file, &error))?;
                cells.push_field(&cell);
            }
            spoken += cells.as_slice().len() as u64;
            if spoken > limits.unpacked {
                let (file, limit) = (file.to_owned(), format!("{} MiB", limits.unpacked >> 20));
                let found = "has more text in its rows than may be read".to_owned();
                let advice = "Write only the rows and columns needed.";
                return Err(E::from(ReadError::TooMuch { file, found, limit, advice }.into()));
            }
            take(Row { line, cells: &cells, fault: None })?;
        }
    }
    Ok(())
}

fn formatters(batch: &RecordBatch) -> Result<Vec<ArrayFormatter<'_>>, ArrowError> {
    static OPTIONS: FormatOptions<'static> = FormatOptions::new();
    batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &OPTIONS)).collect()
}

fn damaged(file: &str, error: &dyn std::fmt::Display) -> ImportError {
    ImportError::Damaged { file: file.to_owned(), what: "Parquet", reason: error.to_string() }
}
