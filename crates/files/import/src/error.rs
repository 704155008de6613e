//! Why a file could not be read at all.

use std::path::PathBuf;
use thiserror::Error;

/// Why a file could not be read at all. A row that cannot be read is a [`crate::BadRow`], not an error.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The disk refused.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It could not be opened within the limits, or is damaged.
    #[error(transparent)]
    Reading(#[from] reader::ReadError),
    /// There is something in it, and no row.
    #[error("{file} has no row: nothing stands under its headings, or it is no table")]
    NoRows {
        /// Which file.
        file: String,
    },
    /// No known format fits the content.
    #[error("{file} is none of the formats Footprint reads: it {found}; looked for {looked_for}")]
    Unrecognised {
        /// Which file.
        file: String,
        /// What the content looks like.
        found: String,
        /// What was looked for.
        looked_for: &'static str,
    },
    /// Several formats fit the content.
    #[error("{file} could be {candidates}: it cannot be told which")]
    Ambiguous {
        /// Which file.
        file: String,
        /// The formats that fit.
        candidates: String,
    },
    /// Nothing says when the file was released.
    #[error("nothing says when {file} was released: neither its name nor its content; give the date with --released")]
    ReleaseUnknown {
        /// Which file.
        file: String,
    },
    /// A column that the format cannot do without is missing.
    #[error("{file} has no column `{column}`, which {format} needs")]
    ColumnMissing {
        /// Which file.
        file: String,
        /// The missing column, by the first of its known headings.
        column: &'static str,
        /// Of which format.
        format: &'static str,
    },
    /// A series lacks columns that were asked for.
    #[error("{file} has no column {}; it has {}", quoted(missing), quoted(has))]
    ColumnsAbsent {
        /// Which file.
        file: String,
        /// The columns asked for and not there.
        missing: Vec<String>,
        /// The columns it has.
        has: Vec<String>,
    },
    /// Two columns of a series have the name that was asked for.
    #[error("{file} has two columns `{column}`: it cannot be told which is meant")]
    ColumnTwice {
        /// Which file.
        file: String,
        /// The column.
        column: String,
    },
    /// A series could not be restated.
    #[error("{file}: {source}")]
    Restating {
        /// Which file.
        file: String,
        /// Why not.
        source: register::restate::TooLarge,
    },
    /// A workbook or JSON document is damaged.
    #[error("{file} cannot be read as {what}: {reason}")]
    Damaged {
        /// Which file.
        file: String,
        /// What it should be.
        what: &'static str,
        /// Why not.
        reason: String,
    },
}

impl ImportError {
    /// Whether the file is simply none of ours: to be mentioned when it lay in a folder, an error when it was asked for.
    pub const fn is_unrecognised(&self) -> bool {
        matches!(self, Self::Unrecognised { .. })
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
