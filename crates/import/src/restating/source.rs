//! The rows of a series, one at a time: CSV (plain or alone in a zip) or Parquet.

use crate::error::ImportError;
use crate::reading::BadRow;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Float32Type, Float64Type};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use csv::{ByteRecord, StringRecord};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

const BUFFER: usize = 1 << 18;

/// A file whose columns are known.
pub(crate) struct Source {
    name: String,
    path: PathBuf,
    kind: Kind,
    columns: Vec<String>,
}

#[derive(Clone, Copy)]
enum Kind {
    Csv,
    /// The number of the member.
    Zip(usize),
    Parquet,
}

impl Source {
    /// Reads the columns of a file.
    pub(crate) fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let unreadable = |source| ImportError::Unreadable { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        let mut start = [0; 4];
        let length = read_start(&mut file, &mut start).map_err(unreadable)?;
        let kind = match start.get(..length) {
            Some(b"PK\x03\x04") => Kind::Zip(only_member(&name, &mut archive(&name, file)?)?),
            Some(b"PAR1") => Kind::Parquet,
            _ => Kind::Csv,
        };
        let mut source = Self { name, path: path.to_owned(), kind, columns: Vec::new() };
        source.columns = match kind {
            Kind::Parquet => {
                let reader = source.parquet()?;
                reader.schema().fields().iter().map(|field| field.name().clone()).collect()
            }
            Kind::Csv | Kind::Zip(_) => {
                let mut columns = Vec::new();
                source.with_text(|text| {
                    let mut rows = CsvRows::new(text);
                    if rows.advance().map_err(|e| source.damaged("CSV", &e))? {
                        columns = rows.record.iter().map(|heading| heading.trim().to_owned()).collect();
                    }
                    Ok(())
                })?;
                columns
            }
        };
        Ok(source)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Gives each row's line and its cells in these columns, in order; returns the rows that have too many or too few.
    pub(crate) fn each_row(
        &self,
        wanted: &[&str],
        take: impl FnMut(u64, &[&str]) -> Result<(), ImportError>,
    ) -> Result<Vec<BadRow>, ImportError> {
        let at = self.find(wanted)?;
        match self.kind {
            Kind::Parquet => self.each_parquet_row(&at, take).map(|()| Vec::new()),
            Kind::Csv | Kind::Zip(_) => self.each_csv_row(&at, take),
        }
    }

    fn find(&self, wanted: &[&str]) -> Result<Vec<usize>, ImportError> {
        let mut found = Vec::with_capacity(wanted.len());
        let mut missing: Vec<String> = Vec::new();
        for wanted in wanted {
            let mut places = self.columns.iter().enumerate().filter(|(_, column)| column == wanted);
            match (places.next(), places.next()) {
                (Some((place, _)), None) => found.push(place),
                (Some(_), Some(_)) => {
                    return Err(ImportError::ColumnTwice { file: self.name.clone(), column: (*wanted).to_owned() });
                }
                (None, _) => missing.push((*wanted).to_owned()),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        Err(ImportError::ColumnsAbsent { file: self.name.clone(), missing, has: self.columns.clone() })
    }

    fn each_csv_row(
        &self,
        at: &[usize],
        mut take: impl FnMut(u64, &[&str]) -> Result<(), ImportError>,
    ) -> Result<Vec<BadRow>, ImportError> {
        let mut bad_rows = Vec::new();
        self.with_text(|text| {
            let mut rows = CsvRows::new(text);
            rows.advance().map_err(|e| self.damaged("CSV", &e))?;
            while rows.advance().map_err(|e| self.damaged("CSV", &e))? {
                let found = rows.record.len();
                let extra = rows.record.iter().skip(self.columns.len()).any(|cell| !cell.trim().is_empty());
                if found < self.columns.len() || extra {
                    bad_rows.push(BadRow {
                        file: self.name.clone(),
                        line: u32::try_from(rows.line).unwrap_or(u32::MAX),
                        column: self.columns.get(found.min(self.columns.len() - 1)).cloned().unwrap_or_default(),
                        value: String::new(),
                        reason: format!("the row has {found} cells where the file has {} columns", self.columns.len()),
                    });
                    continue;
                }
                let cells: Vec<&str> = at.iter().map(|at| rows.record.get(*at).unwrap_or_default()).collect();
                take(rows.line, &cells)?;
            }
            Ok(())
        })?;
        Ok(bad_rows)
    }

    fn each_parquet_row(
        &self,
        at: &[usize],
        mut take: impl FnMut(u64, &[&str]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let builder = self.parquet()?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), at.iter().copied());
        // A projection keeps the order of the file; a column asked for twice is read once.
        let mut kept = at.to_vec();
        kept.sort_unstable();
        kept.dedup();
        let reader = builder.with_projection(mask).build().map_err(|e| self.damaged("Parquet", &e))?;
        let mut row = 0;
        for batch in reader {
            let batch = batch.map_err(|e| self.damaged("Parquet", &e))?;
            let columns = batch
                .columns()
                .iter()
                .map(|column| texts(column).map_err(|e| self.damaged("Parquet", &e)))
                .collect::<Result<Vec<_>, _>>()?;
            let places: Vec<Option<&Vec<String>>> =
                at.iter().map(|at| kept.binary_search(at).ok().and_then(|place| columns.get(place))).collect();
            for place in 0..batch.num_rows() {
                let cells: Vec<&str> = places
                    .iter()
                    .map(|column| column.and_then(|column| column.get(place)).map_or("", String::as_str))
                    .collect();
                row += 1;
                take(row, &cells)?;
            }
        }
        Ok(())
    }

    fn parquet(&self) -> Result<ParquetRecordBatchReaderBuilder<File>, ImportError> {
        ParquetRecordBatchReaderBuilder::try_new(self.file()?).map_err(|e| self.damaged("Parquet", &e))
    }

    fn file(&self) -> Result<File, ImportError> {
        File::open(&self.path).map_err(|source| ImportError::Unreadable { path: self.path.clone(), source })
    }

    fn with_text(&self, read: impl FnOnce(&mut dyn Read) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let file = self.file()?;
        if let Kind::Zip(member) = self.kind {
            let mut archive = archive(&self.name, file)?;
            let mut member = archive.by_index(member).map_err(|e| zip_damaged(&self.name, &e))?;
            return read(&mut member);
        }
        let mut file = file;
        read(&mut file)
    }

    fn damaged(&self, what: &'static str, reason: &dyn std::fmt::Display) -> ImportError {
        ImportError::Damaged { file: self.name.clone(), what, reason: reason.to_string() }
    }
}

fn read_start(file: &mut (impl Read + Seek), start: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = start.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => length += read,
        }
    }
    file.rewind()?;
    Ok(length)
}

fn archive(name: &str, file: File) -> Result<ZipArchive<BufReader<File>>, ImportError> {
    ZipArchive::new(BufReader::with_capacity(BUFFER, file)).map_err(|e| zip_damaged(name, &e))
}

fn zip_damaged(file: &str, reason: &dyn std::fmt::Display) -> ImportError {
    ImportError::Zip { file: file.to_owned(), reason: reason.to_string() }
}

/// The one file in a zip, apart from folders and what archivers leave behind.
fn only_member(name: &str, archive: &mut ZipArchive<BufReader<File>>) -> Result<usize, ImportError> {
    let mut members = Vec::new();
    for place in 0..archive.len() {
        let member = archive.by_index(place).map_err(|e| zip_damaged(name, &e))?;
        let path = member.name().map_err(|e| zip_damaged(name, &e))?.into_owned();
        let inner = path.rsplit('/').next().unwrap_or_default();
        if !member.is_dir() && !path.starts_with("__MACOSX") && !inner.starts_with('.') {
            members.push((place, path));
        }
    }
    match members.as_slice() {
        [(place, _)] => Ok(*place),
        [] => Err(zip_damaged(name, &"it holds no file")),
        _ => Err(ImportError::SeveralMembers {
            file: name.to_owned(),
            members: members.into_iter().map(|(_, path)| path).collect(),
        }),
    }
}

/// Rows of comma-separated text with the line on which each begins.
struct CsvRows<'r> {
    reader: csv::Reader<BufReader<&'r mut dyn Read>>,
    bytes: ByteRecord,
    record: StringRecord,
    line: u64,
    /// Whether lines end in CR LF: the reader then ends a row at the CR and counts the LF only with the next.
    lags: bool,
}

impl<'r> CsvRows<'r> {
    fn new(text: &'r mut dyn Read) -> Self {
        let mut text = BufReader::with_capacity(BUFFER, text);
        let lags = text.fill_buf().is_ok_and(|start| {
            start.iter().position(|byte| *byte == b'\n').and_then(|end| start.get(end.checked_sub(1)?)) == Some(&b'\r')
        });
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        Self { reader, bytes: ByteRecord::new(), record: StringRecord::new(), line: 0, lags }
    }

    /// Goes on to the next row; UTF-8 or, where it is none, Latin-1.
    fn advance(&mut self) -> Result<bool, csv::Error> {
        let first = self.line == 0;
        if !self.reader.read_byte_record(&mut self.bytes)? {
            return Ok(false);
        }
        self.line = self.bytes.position().map_or(0, csv::Position::line) + u64::from(self.lags && !first);
        let bytes = std::mem::take(&mut self.bytes);
        match StringRecord::from_byte_record(bytes) {
            Ok(text) => {
                // The emptied record takes the place of the bytes, so that its room is used again.
                self.bytes = std::mem::replace(&mut self.record, text).into_byte_record();
            }
            Err(error) => {
                let bytes = error.into_byte_record();
                self.record = bytes.iter().map(latin_1).collect();
                self.bytes = bytes;
            }
        }
        if first && let Some(heading) = self.record.get(0).and_then(|heading| heading.strip_prefix('\u{feff}')) {
            let rest: Vec<String> = self.record.iter().skip(1).map(str::to_owned).collect();
            self.record = std::iter::once(heading.to_owned()).chain(rest).collect();
        }
        Ok(true)
    }
}

fn latin_1(cell: &[u8]) -> String {
    cell.iter().map(|byte| char::from(*byte)).collect()
}

/// The cells of a Parquet column as text: numbers in full and never with an exponent, nothing for a null.
fn texts(column: &ArrayRef) -> Result<Vec<String>, arrow::error::ArrowError> {
    let rows = 0..column.len();
    match column.data_type() {
        // The shortest decimal that means the same number.
        DataType::Float64 => {
            let numbers = column.as_primitive::<Float64Type>();
            Ok(numbers.iter().map(|number| number.map_or_else(String::new, |number| number.to_string())).collect())
        }
        DataType::Float32 => {
            let numbers = column.as_primitive::<Float32Type>();
            Ok(numbers.iter().map(|number| number.map_or_else(String::new, |number| number.to_string())).collect())
        }
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(column.as_ref(), &options)?;
            rows.map(|row| formatter.value(row).try_to_string()).collect()
        }
    }
}
