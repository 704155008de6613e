//! Sheets of an Excel workbook as rows of text.

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::table::{Row, comparable};
use calamine::{Data, Range, Reader, Xlsx};
use csv::StringRecord;
use std::io::Cursor;

/// A workbook.
pub(crate) struct Workbook<'f> {
    file: &'f str,
    inner: Xlsx<Cursor<&'f [u8]>>,
}

/// One sheet.
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    range: Range<Data>,
}

impl<'f> Workbook<'f> {
    pub(crate) fn open(file: &'f SourceFile) -> Result<Self, ImportError> {
        let inner = Xlsx::new(Cursor::new(file.bytes.as_slice())).map_err(|error| damaged(&file.name, &error))?;
        Ok(Self { file: &file.name, inner })
    }

    /// Whether there is a sheet of this name, given in comparable form.
    pub(crate) fn has(&self, sheet: &str) -> bool {
        self.inner.sheet_names().iter().any(|name| comparable(name) == sheet)
    }

    /// The sheet of this name, given in comparable form.
    pub(crate) fn sheet(&mut self, sheet: &str) -> Result<Option<Sheet>, ImportError> {
        let Some(name) = self.inner.sheet_names().into_iter().find(|name| comparable(name) == sheet) else {
            return Ok(None);
        };
        let range = self.inner.worksheet_range(&name).map_err(|error| damaged(self.file, &error))?;
        Ok(Some(Sheet { name, range }))
    }
}

fn damaged(file: &str, error: &calamine::XlsxError) -> ImportError {
    ImportError::Damaged { file: file.to_owned(), what: "an Excel workbook", reason: error.to_string() }
}

impl Sheet {
    /// The rows that hold anything, numbered as in the sheet.
    pub(crate) fn rows(&self) -> impl Iterator<Item = SheetRow> {
        let first = self.range.start().map_or(0, |(row, _)| row);
        // Columns before the first used one are left out by the reader; they are put back so that places stay put.
        let indent = self.range.start().map_or(0, |(_, column)| column);
        self.range.rows().enumerate().filter_map(move |(place, cells)| {
            let mut record = StringRecord::new();
            (0..indent).for_each(|_| record.push_field(""));
            record.extend(cells.iter().map(text));
            let filled = record.iter().any(|cell| !cell.trim().is_empty());
            filled.then(|| SheetRow { line: first + place as u32 + 1, record })
        })
    }
}

/// A row of a sheet.
pub(crate) struct SheetRow {
    line: u32,
    record: StringRecord,
}

impl SheetRow {
    pub(crate) const fn row(&self) -> Row<'_> {
        Row::new(self.line, &self.record)
    }
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
