//! A user's own table, row by row: comma-separated text (in a zip file or not) or Parquet, and text out again.
//!
//! A file is never held whole: [`TabularFile::for_each_row`] passes over it once each time it is called.

mod csv_rows;
mod parquet_rows;
mod write;

pub use write::TableWriter;

use crate::error::ImportError;
use ::csv::StringRecord;
use bytes::Bytes;
use reader::parquet::Inspected;
use reader::{Archive, Fault, Limits, ReadError};
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A row as text.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The line on which the row begins in comma-separated text, its number in Parquet (where the first row is 1).
    pub line: u64,
    /// What is wrong with the row as text: it must not be taken as it stands.
    pub fault: Option<Fault>,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The cell in a column, counted from 0; nothing where the row is too short. A null of Parquet is empty.
    pub fn cell(&self, column: usize) -> Option<&'a str> {
        self.cells.get(column)
    }

    /// Every cell in order.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.cells.iter()
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row has no cells.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with this character between cells.
    Text {
        /// A comma, semicolon, tab or vertical bar.
        delimiter: u8,
    },
    /// Apache Parquet.
    Parquet,
}

/// A table that can be read from its start as often as needed.
#[derive(Clone, Debug)]
pub struct TabularFile {
    name: String,
    source: Source,
    member: Option<usize>,
    format: Format,
    columns: Vec<String>,
    limits: Limits,
    /// What was found of a Parquet file before it was read.
    inspected: Option<Inspected>,
}

#[derive(Clone, Debug)]
enum Source {
    Disk(PathBuf),
    Memory(Bytes),
}

impl TabularFile {
    /// Opens a file on the disk.
    ///
    /// # Errors
    /// [`ImportError::Unreadable`] when the disk refuses; [`ImportError::Unrecognised`] when it is no table, or a zip file
    /// with more than one file in it.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::of(name, Source::Disk(path.to_owned()), Limits::COMMAND_LINE)
    }

    /// The same for bytes in memory that somebody sent: within the limits of an upload.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, ImportError> {
        Self::of(name.into(), Source::Memory(bytes.into()), Limits::UPLOAD)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the table is written in.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The headings, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The place of a column: its heading exactly, else without regard to case and surrounding space.
    pub fn column(&self, heading: &str) -> Option<usize> {
        let like = |column: &String| column.trim().eq_ignore_ascii_case(heading.trim());
        self.columns.iter().position(|column| column == heading).or_else(|| self.columns.iter().position(like))
    }

    /// Passes every row to `take`, which may stop the pass with an error of its own.
    ///
    /// # Errors
    /// `take`'s own, [`ImportError::Damaged`] where the file breaks off, or [`ImportError::Reading`] where it ends inside quotes or
    /// has more than the limits allow.
    pub fn for_each_row<E: From<ImportError>>(&self, mut take: impl FnMut(Row<'_>) -> Result<(), E>) -> Result<(), E> {
        match (&self.inspected, &self.source) {
            (Some(inspected), Source::Disk(path)) => {
                parquet_rows::each(&self.name, open_file(path)?, inspected, &self.limits, &mut take)
            }
            (Some(inspected), Source::Memory(bytes)) => {
                parquet_rows::each(&self.name, bytes.clone(), inspected, &self.limits, &mut take)
            }
            (None, _) => self.with_text(|text| csv_rows::each(&self.name, text, &self.limits, &mut take)),
        }
    }

    fn of(name: String, source: Source, limits: Limits) -> Result<Self, ImportError> {
        let (format, columns) = (Format::Text { delimiter: b',' }, Vec::new());
        let mut file = Self { name, source, member: None, format, columns, limits, inspected: None };
        let start = file.start()?;
        if start.starts_with(b"PAR1") {
            let inspected = match &file.source {
                Source::Disk(path) => reader::parquet::inspect(&file.name, &Arc::new(open_file(path)?), &limits)?,
                Source::Memory(bytes) => reader::parquet::inspect(&file.name, &Arc::new(bytes.clone()), &limits)?,
            };
            file.format = Format::Parquet;
            file.columns = inspected.columns();
            file.inspected = Some(inspected);
            return Ok(file);
        }
        if reader::is_zip(&start) {
            file.member = Some(file.only_member()?);
        }
        let (delimiter, columns) = file.with_text(|text| csv_rows::header(&file.name, text, &limits))?;
        if columns.is_empty() {
            return Err(file.unrecognised("has no header"));
        }
        (file.format, file.columns) = (Format::Text { delimiter }, columns);
        Ok(file)
    }

    fn start(&self) -> Result<Vec<u8>, ImportError> {
        let mut start = Vec::new();
        self.with_bytes(|bytes| bytes.take(4).read_to_end(&mut start).map(|_| ()).map_err(|e| self.unreadable(e)))?;
        Ok(start)
    }

    /// The one file in a zip file.
    fn only_member(&self) -> Result<usize, ImportError> {
        self.with_bytes(|bytes| {
            let archive = Archive::open(&self.name, bytes, &self.limits)?;
            match archive.files()?.as_slice() {
                [only] => Ok(only.place),
                other => Err(self.unrecognised(&format!("is a zip file of {} files", other.len()))),
            }
        })
    }

    /// The text, unpacked where it is in a zip file.
    fn with_text<T, E: From<ImportError>>(&self, read: impl FnOnce(&mut dyn Read) -> Result<T, E>) -> Result<T, E> {
        self.with_bytes(|bytes| match self.member {
            None => read(bytes),
            Some(place) => {
                let mut archive = Archive::open(&self.name, bytes, &self.limits).map_err(ImportError::from)?;
                archive.read(place, |member| Ok(read(member))).map_err(|error: ReadError| ImportError::from(error))?
            }
        })
    }

    fn with_bytes<T, E: From<ImportError>>(
        &self,
        read: impl FnOnce(&mut dyn ReadSeek) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.source {
            Source::Disk(path) => read(&mut open_file(path)?),
            Source::Memory(bytes) => read(&mut Cursor::new(bytes.as_ref())),
        }
    }

    fn unreadable(&self, source: std::io::Error) -> ImportError {
        ImportError::Unreadable { path: PathBuf::from(&self.name), source }
    }

    fn unrecognised(&self, found: &str) -> ImportError {
        ImportError::Unrecognised {
            file: self.name.clone(),
            found: found.to_owned(),
            looked_for: "comma-separated text with a header, one such text in a zip file, or Parquet",
        }
    }
}

/// What a zip file is read from.
trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

fn open_file(path: &Path) -> Result<File, ImportError> {
    File::open(path).map_err(|source| ImportError::Unreadable { path: path.to_owned(), source })
}
