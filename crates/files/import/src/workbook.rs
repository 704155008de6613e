//! Sheets of an Excel workbook as rows of text.

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::table::{Row, comparable};
use reader::Limits;

/// A workbook.
pub(crate) struct Workbook<'f> {
    inner: reader::Workbook<'f>,
}

/// One sheet.
pub(crate) struct Sheet {
    /// Its name; empty where the rows come from text.
    pub(crate) name: String,
    rows: Vec<reader::SheetRow>,
}

impl<'f> Workbook<'f> {
    pub(crate) fn open(file: &'f SourceFile) -> Result<Self, ImportError> {
        Ok(Self { inner: reader::Workbook::open(&file.name, &file.bytes, &Limits::HELD)? })
    }

    /// Every sheet, in order.
    pub(crate) fn sheets(&mut self) -> Result<Vec<Sheet>, ImportError> {
        let names = self.inner.sheet_names();
        let read = names.into_iter().map(|name| {
            let reader::Sheet { name, rows } = self.inner.sheet(&name)?;
            Ok(Sheet { name, rows })
        });
        read.collect()
    }

    /// The sheets' names, in order.
    pub(crate) fn sheet_names(&self) -> Vec<String> {
        self.inner.sheet_names()
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
        let reader::Sheet { name, rows } = self.inner.sheet(&name)?;
        Ok(Some(Sheet { name, rows }))
    }
}

impl Sheet {
    /// Rows of a text as if they stood in a sheet.
    pub(crate) const fn of_rows(rows: Vec<reader::SheetRow>) -> Self {
        Self { name: String::new(), rows }
    }

    /// The rows that hold anything, numbered as in the sheet.
    pub(crate) fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        self.rows.iter().map(SheetRow)
    }
}

/// A row of a sheet.
pub(crate) struct SheetRow<'s>(&'s reader::SheetRow);

impl<'s> SheetRow<'s> {
    pub(crate) const fn row(&self) -> Row<'s> {
        Row::new(self.0.line, &self.0.cells)
    }
}
