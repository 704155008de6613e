//! A line of a plan.

use crate::key::Key;
use crate::name::LineName;
use crate::value::Value;
use mandate::MandateId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a figure was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The file.
    pub file: String,
    /// The sheet; empty in a file without sheets.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The column's heading.
    pub column: String,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, ", sheet {}", self.sheet)?;
        }
        write!(f, ", row {}, column {}", self.row, self.column)
    }
}

/// The two lines of the same plan of which a percentage is the quotient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quotient {
    /// What is counted.
    pub numerator: LineName,
    /// Of what.
    pub denominator: LineName,
}

/// A line of one body's plan.
///
/// Source: spec 06, section 12.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name, unique within its plan.
    pub name: LineName,
    /// What it is about.
    pub key: Key,
    /// What it says.
    pub value: Value,
    /// The mandate under which it is commissioned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateId>,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// Of which two lines it is the quotient, for a percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotient: Option<Quotient>,
}
