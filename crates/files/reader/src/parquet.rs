//! Parquet: what a file would unpack to, found before it is unpacked.
//!
//! Parquet stores a value once and says by its number where it stands, and says in a few bytes that something comes a million
//! times. A file of 749 bytes can so ask for gigabytes. Read here before the library reads: the description at the end of the file
//! ([`inspect`]: its nesting and how many parts it has), the head of every page (how much it unpacks to), and the dictionaries (how long
//! the longest value is). From these follow how many rows fit a budget of bytes.

mod compact;
mod pages;

use crate::error::ReadError;
use crate::guarded::guarded;
use crate::limits::{Limits, said};
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageReader};
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::reader::ChunkReader;
use ::parquet::file::serialized_reader::SerializedPageReader;
use std::sync::Arc;

pub(crate) const WHAT: &str = "Parquet";

/// Rows decoded at a time where they are small.
const ROWS: u64 = 8_192;

/// A file that has been looked through and keeps to the limits.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// What it says of itself.
    pub metadata: ArrowReaderMetadata,
    /// How many rows may be decoded at once, so that no batch is larger than the limit.
    pub batch_rows: usize,
}

impl Inspected {
    /// The names of the columns.
    pub fn columns(&self) -> Vec<String> {
        self.metadata.schema().fields().iter().map(|field| field.name().clone()).collect()
    }
}

/// Looks a file through.
///
/// # Errors
/// [`ReadError::TooMuch`] where it asks for more than the limits allow, [`ReadError::Damaged`] where it contradicts itself.
pub fn inspect<R: ChunkReader + 'static>(file: &str, source: &Arc<R>, limits: &Limits) -> Result<Inspected, ReadError> {
    let damaged = |error: String| ReadError::damaged(file, WHAT, error);
    compact::check_description(file, source.as_ref(), limits)?;
    // The Arrow schema beside the Parquet one is a second description that could contradict the first.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = guarded(|| ArrowReaderMetadata::load(source.as_ref(), options)).map_err(damaged)?;
    let described = metadata.metadata();
    let rows = u64::try_from(described.file_metadata().num_rows()).unwrap_or(u64::MAX);
    let schema = described.file_metadata().schema_descr();
    let columns = schema.num_columns();
    let advice = "Write only the rows and columns needed.";
    if rows > limits.rows {
        return Err(ReadError::too_many(file, "rows", rows, limits.rows, advice));
    }
    if columns > limits.columns {
        return Err(ReadError::too_many(file, "columns", columns as u64, limits.columns as u64, advice));
    }
    if rows.saturating_mul(columns as u64) > limits.cells {
        return Err(ReadError::too_many(file, "cells", rows.saturating_mul(columns as u64), limits.cells, advice));
    }
    let (mut unpacked, mut widest, mut n_pages) = (0, 1, 0);
    for group in described.row_groups() {
        let mut width = 0;
        for column in group.columns() {
            let weight = pages::weigh(file, source.as_ref(), column, limits, &mut n_pages)?;
            unpacked += weight.unpacked;
            if unpacked > limits.unpacked {
                let found = format!("unpacks to {} or more", said(unpacked));
                let limit = format!("{} is read", said(limits.unpacked));
                return Err(ReadError::TooMuch { file: file.to_owned(), found, limit, advice });
            }
            if column.column_descr().max_rep_level() > 0 {
                // One row could hold any number of values.
                let (found, advice) = ("Parquet with lists in its columns", "write one value in each row and column");
                return Err(ReadError::NotRead { file: file.to_owned(), found, advice });
            }
            let value = widest_value(file, source, column, weight.largest_page, limits)?;
            if column.column_type() == Type::FIXED_LEN_BYTE_ARRAY && value > limits.cell as u64 {
                return Err(too_wide(file, column, value, limits));
            }
            width += value;
        }
        widest = widest.max(width);
    }
    let batch_rows = usize::try_from((limits.batch / widest).clamp(1, ROWS)).unwrap_or(1);
    Ok(Inspected { metadata, batch_rows })
}

/// The rows of a file that was looked through, in batches that keep to the limits.
///
/// # Errors
/// [`ReadError::Damaged`].
pub fn batches<R: ChunkReader + 'static>(
    file: &str,
    source: R,
    inspected: &Inspected,
) -> Result<ParquetRecordBatchReader, ReadError> {
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(source, inspected.metadata.clone());
    guarded(|| builder.with_batch_size(inspected.batch_rows).build())
        .map_err(|error| ReadError::damaged(file, WHAT, error))
}

fn too_wide(file: &str, column: &ColumnChunkMetaData, found: u64, limits: &Limits) -> ReadError {
    let what = format!("a value in column `{}`", column.column_path().string());
    ReadError::too_long(file, &what, found, limits.cell as u64, "Is it a table of figures?")
}

/// How many bytes the widest value of a column chunk takes in a row, beyond those that are in its pages.
fn widest_value<R: ChunkReader + 'static>(
    file: &str,
    source: &Arc<R>,
    column: &ColumnChunkMetaData,
    largest_page: u64,
    limits: &Limits,
) -> Result<u64, ReadError> {
    let fixed = match column.column_type() {
        Type::BOOLEAN => Some(1),
        Type::INT32 | Type::FLOAT => Some(4),
        Type::INT64 | Type::DOUBLE => Some(8),
        Type::INT96 => Some(12),
        Type::FIXED_LEN_BYTE_ARRAY => Some(u64::try_from(column.column_descr().type_length()).unwrap_or(u64::MAX)),
        Type::BYTE_ARRAY => None,
    };
    if let Some(fixed) = fixed {
        return Ok(fixed);
    }
    let mut widest = 8;
    for encoding in column.encodings() {
        // Each value repeats the beginning of the one before, at no cost.
        if encoding == Encoding::DELTA_BYTE_ARRAY {
            widest = widest.max(largest_page);
        }
    }
    let Some(longest) = longest_in_dictionary(file, source, column)? else { return Ok(widest) };
    if longest > limits.cell as u64 {
        return Err(too_wide(file, column, longest, limits));
    }
    Ok(widest.max(longest + 8))
}

/// The longest value of a dictionary of texts, if the column has one. Its page has been weighed.
fn longest_in_dictionary<R: ChunkReader + 'static>(
    file: &str,
    source: &Arc<R>,
    column: &ColumnChunkMetaData,
) -> Result<Option<u64>, ReadError> {
    let page = guarded(|| {
        let mut pages = SerializedPageReader::new(Arc::clone(source), column, 0, None)?;
        pages.get_next_page()
    });
    let page = page.map_err(|error| ReadError::damaged(file, WHAT, error))?;
    let Some(Page::DictionaryPage { buf, .. }) = page else { return Ok(None) };
    let (mut rest, mut longest) = (buf.as_ref(), 0_u64);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length);
        longest = longest.max(length.into());
        rest = after.get(length as usize..).unwrap_or_default();
    }
    Ok(Some(longest))
}
