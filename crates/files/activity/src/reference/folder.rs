//! A folder of reference tables, one CSV file each.

use crate::error::ActivityError;
use assign::{AssignError, PostcodeRow, Reference, ReferenceBuilder, Table, Vintage};
use csv::ByteRecord;
use sha2::{Digest as _, Sha256};
use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Which tables a folder is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Every table.
    All,
    /// Every table but practices, commissioners and successions, which the register gives.
    BesideRegister,
}

impl Tables {
    /// Whether the folder must hold the table.
    pub const fn holds(self, table: Table) -> bool {
        match self {
            Self::All => true,
            Self::BesideRegister => !matches!(table, Table::Practices | Table::Commissioners | Table::Succession),
        }
    }
}

/// A folder with `<table>.csv` for each table of [`Table`]; further columns and files are left alone.
#[derive(Clone, Debug)]
pub struct ReferenceFolder {
    path: PathBuf,
}

impl ReferenceFolder {
    /// The folder at a path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads every table into a reference.
    ///
    /// # Errors
    /// [`ActivityError::TableMissing`] and [`ActivityError::ReferenceCell`] name the file, and the line and column of the
    /// first cell that cannot be used.
    pub fn load(&self) -> Result<Reference, ActivityError> {
        let mut builder = ReferenceBuilder::new();
        self.add_to(&mut builder, Tables::All)?;
        Ok(builder.build()?)
    }

    /// Reads some tables into a builder that holds others.
    ///
    /// # Errors
    /// As [`ReferenceFolder::load`].
    pub fn add_to(&self, builder: &mut ReferenceBuilder, tables: Tables) -> Result<(), ActivityError> {
        if !self.path.exists() {
            return Err(ActivityError::ReferenceAbsent { path: self.path.clone() });
        }
        for table in Table::ALL.into_iter().filter(|table| tables.holds(*table)) {
            let path = self.path.join(format!("{table}.csv"));
            let file = match File::open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.path.is_dir() => {
                    return Err(ActivityError::TableMissing { folder: self.path.clone(), table: table.name() });
                }
                Err(source) => return Err(ActivityError::Unreadable { path, source }),
            };
            add_table(builder, table, &path.display().to_string(), file)?;
        }
        Ok(())
    }
}

/// Reads one table.
///
/// # Errors
/// [`ActivityError::ReferenceCell`] names the first cell that cannot be used.
pub(crate) fn add_table(
    builder: &mut ReferenceBuilder,
    table: Table,
    name: &str,
    source: impl Read,
) -> Result<(), ActivityError> {
    let hashed = Hashed { source, hash: Sha256::new() };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_reader(BufReader::with_capacity(1 << 18, hashed));
    let wrong = |line: u64, column: &str, problem: String| ActivityError::ReferenceCell {
        file: name.to_owned(),
        line,
        column: column.to_owned(),
        problem,
    };
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        wrong(line, "", format!("it is not comma-separated text: {error}"))
    };
    let headings: Vec<String> = reader
        .byte_headers()
        .map_err(unreadable)?
        .iter()
        .map(|heading| String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let place = |column: &str| headings.iter().position(|heading| heading == column);
    let missing: Vec<&str> = table.columns().iter().copied().filter(|column| place(column).is_none()).collect();
    if !missing.is_empty() {
        return Err(wrong(1, &missing.join(", "), format!("missing; the file has {}", headings.join(", "))));
    }
    let places: Vec<(&'static str, usize, bool)> = table
        .columns()
        .iter()
        .filter_map(|column| Some((*column, place(column)?, table.can_be_answer(column))))
        .collect();
    let mut row = ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(unreadable)? {
        let line = row.position().map_or(0, csv::Position::line);
        if row.len() < headings.len() {
            return Err(wrong(line, headings.get(row.len()).map_or("", String::as_str), "the row is too short".into()));
        }
        for (column, place, _) in places.iter().filter(|(.., answer)| *answer) {
            let cell = row.get(*place).unwrap_or_default().trim_ascii();
            if !cell.iter().all(u8::is_ascii_alphanumeric) {
                let found = String::from_utf8_lossy(cell);
                return Err(wrong(line, column, format!("found `{found}`, wanted a code of letters and digits")));
            }
        }
        let strange = Cell::new(None);
        let cell = |column: &'static str| {
            let Some((_, place, _)) = places.iter().find(|(name, ..)| *name == column) else { return "" };
            std::str::from_utf8(row.get(*place).unwrap_or_default()).unwrap_or_else(|_| {
                strange.set(Some(column));
                ""
            })
        };
        let added = match table {
            // Millions of rows: the places of the columns are known, and nothing is looked for by name.
            Table::Postcodes => {
                let text = |nth: usize| {
                    let (column, place) = places.get(nth).map_or(("", 0), |(column, place, _)| (*column, *place));
                    std::str::from_utf8(row.get(place).unwrap_or_default()).unwrap_or_else(|_| {
                        strange.set(Some(column));
                        ""
                    })
                };
                builder.postcode(&PostcodeRow {
                    postcode: text(0),
                    country: text(1),
                    pco: text(2),
                    icb: text(3),
                    region: text(4),
                    ons_la: text(5),
                    ods_la: text(6),
                    valid_from: text(7),
                    valid_to: text(8),
                })
            }
            _ => builder.add(table, &cell),
        };
        if let Some(column) = strange.get() {
            return Err(wrong(line, column, "it is not UTF-8".into()));
        }
        added.map_err(|error| match error {
            AssignError::Cell { column, found, wanted, .. } => {
                wrong(line, column, format!("found `{found}`, wanted {wanted}"))
            }
            other => other.into(),
        })?;
    }
    let hash = reader.into_inner().into_inner().hash.finalize();
    builder.vintage(table, Vintage { name: file_name(name), hash: hexadecimal(&hash) });
    Ok(())
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A stream whose hash is taken as it passes.
struct Hashed<R> {
    source: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
