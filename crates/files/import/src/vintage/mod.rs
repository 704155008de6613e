//! Reference tables for assigning activity, as published, on their way to the store: never to the journal.
//!
//! A table comes out in the one form in which it is kept: comma-separated text with the columns of [`VintageOf`],
//! postcodes in the order of their letters and digits.

mod checked;
mod postcodes;

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::released::released_from_name;
use crate::text::LIMITS;
use assign::{Table, VintageOf};
use checked::Checked;
use csv::{StringRecord, Writer};
use reader::{Fault, Record, Records};
use register::{FileHash, Released};

/// A reference table that was read.
#[derive(Clone, Debug)]
pub struct VintageReading {
    /// Which table.
    pub table: VintageOf,
    /// The layout it was published in, in words.
    pub layout: &'static str,
    /// When it was released, which dates the vintage.
    pub released: Released,
    /// The file's name.
    pub source_name: String,
    /// The hash of the file's bytes.
    pub source_hash: FileHash,
    /// How many rows of data the file has, the bad ones too.
    pub rows: usize,
    /// The table as it is kept.
    pub text: Vec<u8>,
    /// How many rows are kept: small areas found beside postcodes too.
    pub n_kept: usize,
    /// Rows that could not be read; they are not in `text`.
    pub bad_rows: Vec<BadRow>,
}

/// Tables that the register gives, and that are therefore no vintages.
const OF_THE_REGISTER: [Table; 3] = [Table::Practices, Table::Commissioners, Table::Succession];

/// Headings of other publications for columns of ours.
const ALSO: [(&str, &str); 5] = [
    ("specialised", "is_specialised"),
    ("section7a", "is_section7a"),
    ("tfc", "treatment_function_code"),
    ("hub_code", "health_justice_hub_code"),
    ("sub_icb", "sub_icb_code"),
];

/// How a file holds a reference table.
enum Layout {
    Postcodes(postcodes::Columns),
    Ours(VintageOf, Vec<usize>),
}

/// Which reference table a file holds, known by its content; `None` when it holds none.
pub fn recognise_vintage(file: &SourceFile) -> Option<VintageOf> {
    Some(match layout(file)? {
        Layout::Postcodes(_) => Table::Postcodes.into(),
        Layout::Ours(table, _) => table,
    })
}

/// Reads a reference table; `None` when the file is none.
///
/// # Errors
/// [`ImportError::ReleaseUnknown`] when neither `released` nor the file's name says when it was released. A row that cannot be
/// read is no error: it is listed in [`VintageReading::bad_rows`].
pub fn read_vintage(file: &SourceFile, released: Option<Released>) -> Result<Option<VintageReading>, ImportError> {
    let Some(layout) = layout(file) else { return Ok(None) };
    let released = released
        .or_else(|| released_from_name(&file.name))
        .ok_or_else(|| ImportError::ReleaseUnknown { file: file.name.clone() })?;
    let mut reading = VintageReading {
        table: Table::Postcodes.into(),
        layout: "reference table",
        released,
        source_name: file.name.clone(),
        source_hash: FileHash::of(&file.bytes),
        rows: 0,
        text: Vec::new(),
        n_kept: 0,
        bad_rows: Vec::new(),
    };
    match layout {
        Layout::Postcodes(columns) => postcodes::read(file, &columns, &mut reading)?,
        Layout::Ours(table, places) => {
            reading.table = table;
            ours(file, table, &places, &mut reading)?;
        }
    }
    Ok(Some(reading))
}

fn layout(file: &SourceFile) -> Option<Layout> {
    if file.bytes.is_empty() || reader::is_zip(&file.bytes) {
        return None;
    }
    let mut records = Records::open(&file.name, file.bytes.as_slice(), &LIMITS).ok()?;
    let first = records.next().ok().flatten()?;
    let headings: Vec<String> = first.cells.iter().map(|cell| cell.trim().to_ascii_lowercase()).collect();
    if let Some(columns) = postcodes::Columns::of_headings(&headings) {
        return Some(Layout::Postcodes(columns));
    }
    if let Some(columns) = postcodes::Columns::of_rows(file) {
        return Some(Layout::Postcodes(columns));
    }
    let place = |column: &str| {
        let also = ALSO.iter().find(|(ours, _)| *ours == column).map(|(_, also)| *also);
        headings.iter().position(|heading| heading == column || also == Some(heading.as_str()))
    };
    let mut found: Option<(VintageOf, Vec<usize>)> = None;
    let of_the_register = OF_THE_REGISTER.map(VintageOf::Table);
    for table in VintageOf::all().filter(|table| !of_the_register.contains(table)) {
        // A user's own postcode table in our columns is read like the others.
        let Some(places) = table.columns().iter().map(|column| place(column)).collect::<Option<Vec<_>>>() else {
            continue;
        };
        // The table with the most columns: a list of hubs is not a list of providers.
        if found.as_ref().is_none_or(|(_, held)| held.len() < places.len()) {
            found = Some((table, places));
        }
    }
    found.map(|(table, places)| Layout::Ours(table, places))
}

/// Reads a table that has our columns among its own. Each row is tried on a builder of the engine itself.
fn ours(
    file: &SourceFile,
    table: VintageOf,
    places: &[usize],
    reading: &mut VintageReading,
) -> Result<(), ImportError> {
    let damaged = |error: &dyn std::fmt::Display| ImportError::Damaged {
        file: file.name.clone(),
        what: "comma-separated text",
        reason: error.to_string(),
    };
    let mut records = Records::open(&file.name, file.bytes.as_slice(), &LIMITS)?;
    records.next()?;
    let mut checked = Checked::of(table);
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(table.columns()).map_err(|error| damaged(&error))?;
    let mut rows: Vec<StringRecord> = Vec::new();
    while let Some(Record { line, cells, fault }) = records.next()? {
        if cells.iter().all(str::is_empty) {
            continue;
        }
        reading.rows += 1;
        let place = |column: &str| {
            let place = table.columns().iter().position(|known| *known == column);
            place.and_then(|place| places.get(place)).copied()
        };
        let cell = |column: &'static str| place(column).and_then(|place| cells.get(place)).unwrap_or_default();
        let column_at = |at: usize| table.columns().iter().copied().find(|column| place(column) == Some(at));
        // What is wrong as text in a column that is not kept does no harm.
        let mut wrong = fault.and_then(|fault| match column_at(fault.cell()) {
            Some(column) => Some((column, String::new(), fault.to_string())),
            None if matches!(fault, Fault::Swallowed { .. }) => Some(("a cell", String::new(), fault.to_string())),
            None => None,
        });
        if wrong.is_none() {
            wrong = table.columns().iter().find_map(|column| {
                let text = cell(column).trim();
                let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
                (table.can_be_answer(column) && !plain)
                    .then(|| (*column, text.to_owned(), format!("found `{text}`, wanted a code of letters and digits")))
            });
        }
        if wrong.is_none() {
            wrong = checked.row(&cell).map_err(|error| damaged(&error))?;
        }
        match wrong {
            Some((column, value, reason)) => {
                let (column, line) = (column.to_owned(), u32::try_from(line).unwrap_or(u32::MAX));
                reading.bad_rows.push(BadRow { file: file.name.clone(), line, column, value, reason });
            }
            None => rows.push(table.columns().iter().map(|column| cell(column).trim_ascii()).collect()),
        }
    }
    if reading.rows == 0 {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    if table == Table::Postcodes.into() {
        rows.sort_by_cached_key(|row| postcodes::key(row.get(0).unwrap_or_default().as_bytes()));
    }
    for row in &rows {
        writer.write_record(row).map_err(|error| damaged(&error))?;
    }
    reading.n_kept = rows.len();
    reading.text = writer.into_inner().map_err(|error| damaged(&error))?;
    Ok(())
}
