//! A file's text, looked through once before any row of it is taken.

use crate::error::ImportError;
use crate::gather::SourceFile;
use reader::{Fault, Limits, Records, decode, delimiter_of};
use std::borrow::Cow;

/// What a published text may ask for: it is held in memory whole.
pub(crate) const LIMITS: Limits = Limits { columns: 2_000, ..Limits::HELD };

/// Delimited text.
pub(crate) struct Text<'f> {
    text: Cow<'f, str>,
    /// What stands between cells.
    pub(crate) delimiter: u8,
}

impl<'f> Text<'f> {
    /// The text of some bytes, in whatever encoding.
    pub(crate) fn of(bytes: &'f [u8]) -> Self {
        let text = decode(bytes).text;
        let first = text.trim_start().split(['\n', '\r']).next().unwrap_or_default();
        Self { delimiter: delimiter_of(first.as_bytes()), text }
    }

    /// The text itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of a file, and what is wrong with rows of it as text.
    ///
    /// # Errors
    /// [`ImportError::Reading`] when it ends inside quotes or has a record, cell or number of rows beyond the limits.
    pub(crate) fn checked(file: &'f SourceFile) -> Result<(Self, Vec<(u32, Fault)>), ImportError> {
        let text = Self::of(&file.bytes);
        let mut faults = Vec::new();
        let mut records = Records::new(&file.name, text.text.as_bytes(), text.delimiter, &LIMITS);
        while let Some(record) = records.next()? {
            if let Some(fault) = record.fault {
                faults.push((u32::try_from(record.line).unwrap_or(u32::MAX), fault));
            }
        }
        Ok((text, faults))
    }
}
