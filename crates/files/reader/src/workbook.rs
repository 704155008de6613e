//! Sheets of an XLSX workbook, row by row.
//!
//! A workbook is a zip file of XML. Before it is given to the library every part of it is unpacked once through a counter, which
//! finds how much there is and how many elements; what the file declares is not believed. Cells are then taken one at a time, and
//! never as the rectangle that they span. Any number of sheets may stand on one part, so that what is read is counted over all
//! sheets together.

use crate::archive::{Archive, is_zip};
use crate::error::ReadError;
use crate::guarded::guarded;
use crate::limits::{Limits, number};
use calamine::{Data, DataRef, Reader as _, Xlsx};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::io::Cursor;

const WHAT: &str = "an Excel workbook";
/// How many times what a workbook may unpack to, and how many times the cells that a sheet may have, all its sheets may come to: one
/// large sheet among many small ones is no fault.
const TIMES: u64 = 4;
const ADVICE: &str = "Save the sheet needed as CSV.";

/// Whether a zip file is a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    is_zip(bytes)
        && guarded(|| zip::ZipArchive::new(Cursor::new(bytes)))
            .is_ok_and(|archive| archive.index_for_name("[Content_Types].xml").is_some())
}

/// A workbook.
pub struct Workbook<'f> {
    file: String,
    inner: Xlsx<Cursor<&'f [u8]>>,
    limits: Limits,
    /// What each sheet that was read came to.
    read: BTreeMap<String, Amount>,
}

/// How much was read.
#[derive(Clone, Copy, Default)]
struct Amount {
    /// Cells that hold something.
    cells: u64,
    /// Bytes of their texts.
    bytes: u64,
}

/// One sheet: the rows that hold anything.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The rows, from the top.
    pub rows: Vec<SheetRow>,
}

/// A row of a sheet, from column A to the last that is filled.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Its number, counted from 1.
    pub line: u32,
    /// Its cells as a reader of the sheet sees them; a day is `2018-04-01`.
    pub cells: StringRecord,
}

impl<'f> Workbook<'f> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`] when it unpacks to more than the limits allow; [`ReadError::Damaged`] when it is none.
    pub fn open(file: &str, bytes: &'f [u8], limits: &Limits) -> Result<Self, ReadError> {
        let widest = weigh(file, bytes, limits).map_err(|error| match error {
            ReadError::Damaged { file, reason, .. } => ReadError::Damaged { file, what: WHAT, reason },
            other => other,
        })?;
        let inner = guarded(|| Xlsx::new(Cursor::new(bytes))).map_err(|error| ReadError::damaged(file, WHAT, error))?;
        let (n_sheets, most) = (inner.sheet_names().len() as u64, limits.unpacked.saturating_mul(TIMES));
        if n_sheets.saturating_mul(widest) > most {
            let what = format!("{} sheets, which may come to a length", number(n_sheets));
            return Err(ReadError::too_long(file, &what, n_sheets.saturating_mul(widest), most, ADVICE));
        }
        Ok(Self { file: file.to_owned(), inner, limits: *limits, read: BTreeMap::new() })
    }

    /// The names of the sheets, in order.
    pub fn sheet_names(&self) -> Vec<String> {
        self.inner.sheet_names()
    }

    /// A sheet by its name.
    ///
    /// # Errors
    /// [`ReadError::TooMuch`] when its cells, or the rectangle they span, are more than the limits allow, or those of all sheets that
    /// were read.
    pub fn sheet(&mut self, name: &str) -> Result<Sheet, ReadError> {
        let others = self.read.iter().filter(|(other, _)| other.as_str() != name).map(|(_, amount)| *amount);
        let before = others
            .fold(Amount::default(), |all, one| Amount { cells: all.cells + one.cells, bytes: all.bytes + one.bytes });
        let (file, limits, inner) = (&self.file, &self.limits, &mut self.inner);
        let mut taken = Taking { before, ..Taking::default() };
        let read = guarded(|| -> Result<Result<(), ReadError>, calamine::XlsxError> {
            let mut cells = inner.worksheet_cells_reader(name)?;
            while let Some(cell) = cells.next_cell()? {
                let (row, column) = cell.get_position();
                if matches!(cell.get_value(), DataRef::Empty) {
                    continue;
                }
                let text = text(&Data::from(cell.get_value().clone()));
                if let Err(error) = taken.cell(file, name, (row, column), text, limits) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        });
        read.map_err(|error| ReadError::damaged(file, WHAT, error))??;
        self.read.insert(name.to_owned(), taken.here);
        Ok(Sheet { name: name.to_owned(), rows: taken.rows() })
    }
}

/// The cells of a sheet as they come.
#[derive(Default)]
struct Taking {
    cells: Vec<(u32, u32, String)>,
    last_row: u32,
    last_column: u32,
    /// What the other sheets came to.
    before: Amount,
    /// What this one does.
    here: Amount,
}

impl Taking {
    fn cell(
        &mut self,
        file: &str,
        sheet: &str,
        (row, column): (u32, u32),
        text: String,
        limits: &Limits,
    ) -> Result<(), ReadError> {
        (self.last_row, self.last_column) = (self.last_row.max(row), self.last_column.max(column));
        let (rows, columns) = (u64::from(self.last_row) + 1, u64::from(self.last_column) + 1);
        let advice = "Delete what stands far from the table, or save the sheet as CSV.";
        if rows > limits.rows || columns > limits.columns as u64 || rows.saturating_mul(columns) > limits.cells {
            let found = format!(
                "has a sheet `{sheet}` of {} rows × {} columns = {} cells (to {}) or more",
                number(rows),
                number(columns),
                number(rows.saturating_mul(columns)),
                named(self.last_row, self.last_column)
            );
            let limit = format!(
                "{} rows, {} columns and {} cells are read",
                number(limits.rows),
                number(limits.columns as u64),
                number(limits.cells)
            );
            return Err(ReadError::TooMuch { file: file.to_owned(), found, limit, advice });
        }
        // A shared text is stored once and may stand in every cell of every sheet.
        self.here.cells += 1;
        self.here.bytes += text.len() as u64;
        let (n_cells, n_bytes) = (self.before.cells + self.here.cells, self.before.bytes + self.here.bytes);
        let what = || format!("text in sheet `{sheet}` up to cell {}", named(row, column));
        if text.len() > limits.cell {
            return Err(ReadError::too_long(file, &what(), text.len() as u64, limits.cell as u64, advice));
        }
        if n_bytes > limits.unpacked {
            return Err(ReadError::too_long(file, &what(), n_bytes, limits.unpacked, advice));
        }
        if n_cells > limits.cells.saturating_mul(TIMES) {
            return Err(ReadError::too_many(
                file,
                "cells or more in its sheets",
                n_cells,
                limits.cells.saturating_mul(TIMES),
                ADVICE,
            ));
        }
        if !text.trim().is_empty() {
            self.cells.push((row, column, text));
        }
        Ok(())
    }

    /// Cells may be written in any order, and one may be written twice: the last counts.
    fn rows(mut self) -> Vec<SheetRow> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut rows: Vec<SheetRow> = Vec::new();
        let mut cells = self.cells.into_iter().peekable();
        while let Some((row, column, text)) = cells.next() {
            if cells.peek().is_some_and(|(next_row, next_column, _)| (*next_row, *next_column) == (row, column)) {
                continue;
            }
            let line = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.line != line) {
                rows.push(SheetRow { line, cells: StringRecord::new() });
            }
            if let Some(last) = rows.last_mut() {
                (last.cells.len()..column as usize).for_each(|_| last.cells.push_field(""));
                last.cells.push_field(&text);
            }
        }
        rows
    }
}

/// The name of a cell as people know it: `XFD1048576`.
fn named(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), u64::from(column) + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(u64::from(row) + 1).to_string()
}

/// Unpacks every part once and counts: how long the longest is.
fn weigh(file: &str, bytes: &[u8], limits: &Limits) -> Result<u64, ReadError> {
    if bytes.len() as u64 > limits.bytes {
        let advice = "Send only the sheet needed.";
        return Err(ReadError::too_long(file, "a length", bytes.len() as u64, limits.bytes, advice));
    }
    let mut archive = Archive::open(file, Cursor::new(bytes), limits)?;
    let (mut elements, mut widest) = (0, 0);
    for (place, _) in archive.members()? {
        archive.read(place, |part| {
            let (mut chunk, mut length) = (vec![0; 1 << 16], 0);
            loop {
                let read = part.read(&mut chunk).map_err(|error| ReadError::of_io(file, WHAT, &error))?;
                if read == 0 {
                    return Ok(());
                }
                length += read as u64;
                widest = widest.max(length);
                elements += memchr::memchr_iter(b'<', chunk.get(..read).unwrap_or_default()).count() as u64;
                if elements > limits.objects {
                    return Err(ReadError::too_many(file, "elements or more", elements, limits.objects, ADVICE));
                }
            }
        })?;
    }
    Ok(widest)
}

/// A cell as the text a reader of the sheet sees; a day as `2018-04-01`.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_people_know_them() {
        let names = [((0, 0), "A1"), ((9, 25), "Z10"), ((0, 26), "AA1"), ((1_048_575, 16_383), "XFD1048576")];
        assert!(names.into_iter().all(|((row, column), name)| named(row, column) == name));
    }
}
