//! A table out again, as comma-separated text.

use std::io::{Result, Write};

/// Writes comma-separated text, UTF-8, one line a row; cells are quoted where they must be.
pub struct TableWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> TableWriter<W> {
    /// Begins with the header.
    pub fn new<'c>(out: W, columns: impl IntoIterator<Item = &'c str>) -> Result<Self> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
        writer.write_record(columns)?;
        Ok(Self { writer })
    }

    /// Writes a row.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> Result<()> {
        Ok(self.writer.write_record(cells)?)
    }

    /// Writes what is left and gives back what was written to.
    pub fn finish(self) -> Result<W> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
