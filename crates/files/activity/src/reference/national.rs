//! The reason keys of the national data service, from a file.

use crate::error::ActivityError;
use assign::{NationalReason, NationalReasons, VintageOf};
use std::path::Path;

/// The reason keys that stand beside the tables of a folder, as `national_reasons.csv`; none where there is no such file, or the
/// path is a prepared file.
///
/// # Errors
/// [`ActivityError::Unreadable`] when the disk refuses, [`ActivityError::Damaged`] for what is no such table.
pub fn national_reasons(folder: &Path) -> Result<NationalReasons, ActivityError> {
    let path = folder.join(format!("{}.csv", VintageOf::NationalReasons));
    match std::fs::read(&path) {
        Ok(text) => of_text(&path.display().to_string(), &text),
        // A prepared file has nothing within it.
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(NationalReasons::default())
        }
        Err(source) => Err(ActivityError::Unreadable { path, source }),
    }
}

/// The reason keys of a table.
pub(super) fn of_text(name: &str, text: &[u8]) -> Result<NationalReasons, ActivityError> {
    let damaged = |line: u64, reason: String| ActivityError::Damaged { file: name.to_owned(), line, reason };
    let broken = |error: csv::Error| {
        damaged(error.position().map_or(0, csv::Position::line), format!("it is not comma-separated text: {error}"))
    };
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader = csv::Reader::from_reader(text);
    let headings = reader.headers().map_err(broken)?.clone();
    let mut places = Vec::new();
    for column in VintageOf::NationalReasons.columns() {
        let found = headings.iter().position(|heading| heading.trim() == *column);
        places.push(found.ok_or_else(|| damaged(1, format!("there is no column {column}")))?);
    }
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(broken)?;
    let cell = |row: &'_ csv::StringRecord, nth: usize| {
        places.get(nth).and_then(|place| row.get(*place)).unwrap_or_default().to_owned()
    };
    let rows: Vec<[String; 3]> = rows.iter().map(|row| [0, 1, 2].map(|nth| cell(row, nth))).collect();
    Ok(NationalReasons::of(rows.iter().map(|[key, commissioner, reason]| NationalReason { key, commissioner, reason })))
}
