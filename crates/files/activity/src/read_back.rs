//! The rows of a result, read again: to look at those behind a figure.

use crate::answer::{ADDED, BEFORE};
use crate::batch::TextColumn;
use crate::decider::cost_of;
use crate::error::ActivityError;
use crate::layout::{Item, Layout, Mapping, N_ITEMS};
use crate::rows::RowReader;
use crate::run::{Hashes, Input, Opened, ParquetPieces, Piece};
use arrow::array::RecordBatch;
use csv::ByteRecord;
use reader::Limits;
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::Path;
use terms::formula::as_it_stood;

/// One row of a result.
#[derive(Debug)]
pub struct ResultRow<'r> {
    /// Its place among the records, from 1.
    pub number: u64,
    values: [&'r str; N_ITEMS],
    added: [&'r str; ADDED.len()],
    before: Option<&'r str>,
}

impl ResultRow<'_> {
    /// The text of an item of the record.
    pub fn item(&self, item: Item) -> &str {
        self.values.get(item.number()).copied().unwrap_or_default().trim()
    }

    /// The text of a column the run added, by its name in [`ADDED`].
    pub fn added(&self, name: &str) -> &str {
        ADDED.iter().zip(self.added).find(|(known, _)| **known == name).map_or("", |(_, text)| text)
    }

    /// What the record cost, in whole pence; 0 where the file does not say.
    pub fn pence(&self) -> i64 {
        // A row that reached a result had an amount that reads.
        cost_of(self.item(Item::CostPence), self.item(Item::CostPounds)).unwrap_or_default()
    }

    /// Who pays as things are, where the run compared with a what-if.
    pub fn before(&self) -> Option<&str> {
        self.before
    }
}

/// Shows every row of a result to `see`, in order, until it has seen enough.
///
/// # Errors
/// [`ActivityError`] when the file cannot be read or is no result of a run with this mapping and prefix.
pub fn read_result(
    path: &Path,
    mapping: &Mapping,
    prefix: &str,
    see: &mut dyn FnMut(&ResultRow<'_>) -> ControlFlow<()>,
) -> Result<(), ActivityError> {
    let name = path.display().to_string();
    let mut opened = {
        let (input, limits) = (Input::File(path.to_owned()), Limits::COMMAND_LINE);
        Opened::open(&input, ParquetPieces::Batches, Hashes::NotTaken, &limits)?
    };
    let layout = Layout::of(&name, &opened.columns, mapping)?;
    let mut places = [0; ADDED.len()];
    for (place, added) in places.iter_mut().zip(ADDED) {
        let column = format!("{prefix}{added}");
        let found = opened.columns.iter().position(|known| *known == column);
        *place = found.ok_or_else(|| ActivityError::ColumnsAbsent {
            file: name.clone(),
            missing: vec![column],
            has: opened.columns.clone(),
        })?;
    }
    let before = format!("{prefix}{BEFORE}");
    let before = opened.columns.iter().position(|known| *known == before);
    let mut reader = RowReader::of(&layout, mapping.date_order());
    let mut number = 0;
    if let Some(header) = opened.header() {
        return text(path, &name, header.delimiter, |row| {
            number += 1;
            shown(number, &mut reader, (&places, before), |place| row.get(place).map_or("", Cow::as_ref), see)
        });
    }
    while let Some(piece) = opened.next()? {
        let Piece::Batch(_, batch, ..) = piece else { return Err(ActivityError::Worker) };
        let columns = texts(&name, &batch)?;
        for row in 0..batch.num_rows() {
            number += 1;
            let cell = |place: usize| columns.get(place).map_or("", |column| column.cell(row));
            if shown(number, &mut reader, (&places, before), cell, see).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn shown<'r>(
    number: u64,
    reader: &'r mut RowReader,
    (places, before): (&[usize; ADDED.len()], Option<usize>),
    cell: impl Fn(usize) -> &'r str,
    see: &mut dyn FnMut(&ResultRow<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let added = places.map(&cell);
    let before = before.map(&cell);
    see(&ResultRow { number, values: reader.read(cell), added, before })
}

fn texts(name: &str, batch: &RecordBatch) -> Result<Vec<TextColumn>, ActivityError> {
    batch.columns().iter().map(|column| TextColumn::of(name, column)).collect()
}

/// The rows of text.
fn text(
    path: &Path,
    name: &str,
    delimiter: u8,
    mut see: impl FnMut(&[Cow<'_, str>]) -> ControlFlow<()>,
) -> Result<(), ActivityError> {
    let damaged = |error: csv::Error| ActivityError::Damaged {
        file: name.to_owned(),
        line: error.position().map_or(0, csv::Position::line),
        reason: error.to_string(),
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_path(path).map_err(damaged)?;
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(damaged)? {
        // What was written so that no spreadsheet runs it is read as it was.
        let cell = |cell| match String::from_utf8_lossy(cell) {
            Cow::Borrowed(text) => Cow::Borrowed(as_it_stood(text)),
            Cow::Owned(text) => Cow::Owned(as_it_stood(&text).to_owned()),
        };
        let row: Vec<Cow<'_, str>> = record.iter().map(cell).collect();
        if see(&row).is_break() {
            break;
        }
    }
    Ok(())
}
