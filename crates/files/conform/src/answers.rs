//! The answers, as they are written.

use std::io::Write;

/// A table of answers: the first column is the question's `id`.
pub struct Answers {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Answers {
    /// A table without rows, with these columns after `id`.
    pub fn new(columns: impl IntoIterator<Item = &'static str>) -> Self {
        Self { columns: std::iter::once("id").chain(columns).collect(), rows: Vec::new() }
    }

    /// Adds the answer to one question.
    pub fn push(&mut self, id: &str, cells: impl IntoIterator<Item = String>) {
        self.rows.push(std::iter::once(id.to_owned()).chain(cells).collect());
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[&'static str] {
        &self.columns
    }

    /// The rows, each as wide as the columns.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Writes them as comma-separated text.
    ///
    /// # Errors
    /// When the destination cannot be written to.
    pub fn write(&self, to: impl Write) -> std::io::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        writer.flush()
    }
}
