//! Rows of delimited text from a stream, each with the line on which it begins.

use super::Row;
use crate::error::ImportError;
use reader::{Limits, ReadError, Records};
use std::io::Read;

/// Passes every row after the header.
pub(super) fn each<E: From<ImportError>>(
    file: &str,
    text: &mut dyn Read,
    limits: &Limits,
    take: &mut dyn FnMut(Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let read = |error: ReadError| E::from(error.into());
    let mut records = Records::open(file, text, limits).map_err(read)?;
    // The header is the first row.
    records.next().map_err(read)?;
    while let Some(record) = records.next().map_err(read)? {
        take(Row { line: record.line, cells: record.cells, fault: record.fault })?;
    }
    Ok(())
}

/// The delimiter and the headings.
pub(super) fn header(file: &str, text: &mut dyn Read, limits: &Limits) -> Result<(u8, Vec<String>), ImportError> {
    let mut records = Records::open(file, text, limits)?;
    let delimiter = records.delimiter();
    let Some(record) = records.next()? else { return Ok((delimiter, Vec::new())) };
    if let Some(fault) = record.fault {
        let reason = format!("its headings, cell {}: {fault}", fault.cell() + 1);
        return Err(ImportError::Damaged { file: file.to_owned(), what: "delimited text", reason });
    }
    Ok((delimiter, record.cells.iter().map(str::to_owned).collect()))
}
