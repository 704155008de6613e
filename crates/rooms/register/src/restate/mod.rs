//! Any series by practice or commissioner, restated onto the structure of any day.
//!
//! The rule, which makes the answer independent of the order of the rows: values are read as exact decimals; rows with
//! the same code, day and keys are added up first; each such sum is then shared out by whole weights (largest
//! remainder, equal remainders to the smaller code), each value column for itself; and what falls to the same new code
//! and keys is added up. Nothing is rounded on the way, so for every column what was read equals what was placed plus
//! what was not. Because every column is shared for itself, a column that was the sum of others in the file may differ
//! from their sum by a unit or so where a body was shared out.

mod column;
mod decimal;
mod mapping;
mod plan;
mod regroup;
mod restated;
mod rows;
#[cfg(test)]
mod tests;

pub use decimal::{Decimal, NotExact};
pub use mapping::{Mapping, Shared};
pub use plan::Placed;
pub use regroup::{Long, RegroupError, Regrouped, Sums, Wide};
pub use restated::{ColumnTotal, Counting, How, NotNumber, Restated, RestatedRow, UnplacedRow, Why};
pub use rows::{Restating, Row, TooLarge};

use crate::heirs::Weights;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use terms::Date;

/// How a series is to be restated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restatement {
    /// The day whose structure is wanted; it plays no part in [`Mode::AsWas`].
    pub to: Date,
    /// Whether everything moves to that structure.
    pub mode: Mode,
    /// What a body that passed to several is shared out by.
    pub by: Weights,
}

/// Which structure each row moves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Each row to the structure of its own day: a practice to the commissioner it had then; a commissioner stays.
    AsWas,
    /// Every row to the structure of one day.
    AsIs,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AsWas => "as-was",
            Self::AsIs => "as-is",
        })
    }
}

impl FromStr for Mode {
    type Err = crate::kind::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "as-was" => Ok(Self::AsWas),
            "as-is" => Ok(Self::AsIs),
            _ => Err(crate::kind::UnknownWord { found: text.to_owned(), what: "a way of restating: as-was or as-is" }),
        }
    }
}
