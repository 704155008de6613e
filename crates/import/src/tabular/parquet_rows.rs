//! Rows of a Parquet file as text.

use super::Row;
use crate::error::ImportError;
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use csv::StringRecord;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;
use std::fmt::Write as _;

/// Rows decoded at a time.
const BATCH: usize = 8_192;

/// The names of the columns.
pub(super) fn columns(file: &str, source: impl ChunkReader + 'static) -> Result<Vec<String>, ImportError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(source).map_err(|error| damaged(file, &error))?;
    Ok(builder.schema().fields().iter().map(|field| field.name().clone()).collect())
}

/// Passes every row. Numbers keep every digit, days are `2018-04-01`, nulls are empty.
pub(super) fn each<E: From<ImportError>>(
    file: &str,
    source: impl ChunkReader + 'static,
    take: &mut dyn FnMut(Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(source)
        .and_then(|builder| builder.with_batch_size(BATCH).build())
        .map_err(|error| damaged(file, &error))?;
    let (mut line, mut cells, mut cell) = (0, StringRecord::new(), String::new());
    for batch in reader {
        let batch = batch.map_err(|error| damaged(file, &error))?;
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
            take(Row { line, cells: &cells })?;
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
