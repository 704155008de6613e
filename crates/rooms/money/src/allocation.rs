//! Published tables of allocations, and where they do not agree with themselves.

use crate::id::{FundCode, VintageId};
use crate::waterfall::{Waterfall, WaterfallError};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{FinancialYear, OdsCode, Pence};

/// A cell of a published table, so that every figure leads back to where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`, row {}", self.sheet, self.row)
    }
}

/// What a table says a body is given in a year from a fund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedAllocation {
    /// The body.
    pub body: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The stream of money.
    pub fund: FundCode,
    /// What it is worked out from, as printed.
    pub waterfall: Waterfall,
    /// The adjusted baseline as printed.
    pub adjusted: Pence,
    /// The recurrent allocation as printed.
    pub recurrent: Pence,
    /// Where it stands.
    pub place: Place,
}

/// A published table in one of its versions. It is never changed: a newer version is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationTable {
    /// By which it is known.
    pub vintage: VintageId,
    /// The file it was read from.
    pub source_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub source_hash: String,
    /// What it says, in the order of the file.
    pub rows: Vec<PublishedAllocation>,
}

/// Where a table does not agree with itself or with what is worked out from it: shown, never settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllocationFinding {
    /// The printed adjusted baseline is not the sum of its lines.
    Adjusted {
        /// Where.
        place: Place,
        /// As printed.
        printed: Pence,
        /// The sum of the lines.
        summed: Pence,
    },
    /// The printed recurrent allocation is not what the lines and rates come to.
    Recurrent {
        /// Where.
        place: Place,
        /// As printed.
        printed: Pence,
        /// As worked out.
        worked_out: Pence,
    },
    /// A sum passes what is kept.
    TooLarge {
        /// Where.
        place: Place,
        /// Which.
        why: WaterfallError,
    },
}

impl fmt::Display for AllocationFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adjusted { place, printed, summed } => write!(
                f,
                "{place}: the adjusted baseline is printed as {}, its lines add to {}",
                printed.to_the_penny(),
                summed.to_the_penny()
            ),
            Self::Recurrent { place, printed, worked_out } => write!(
                f,
                "{place}: the recurrent allocation is printed as {}, its lines and rates come to {}",
                printed.to_the_penny(),
                worked_out.to_the_penny()
            ),
            Self::TooLarge { place, why } => write!(f, "{place}: {why}"),
        }
    }
}

impl AllocationTable {
    /// Where the table does not agree with what is worked out from it, in the order of the file. Each line is rounded to the
    /// penny by itself, so a sum may differ from the printed one by as many pence as there are lines.
    ///
    /// Source: spec 4.1.
    pub fn findings(&self) -> Vec<AllocationFinding> {
        self.rows.iter().flat_map(PublishedAllocation::findings).collect()
    }
}

impl PublishedAllocation {
    fn findings(&self) -> Vec<AllocationFinding> {
        let place = || self.place.clone();
        let allocation = match self.waterfall.allocation() {
            Ok(allocation) => allocation,
            Err(why) => return vec![AllocationFinding::TooLarge { place: place(), why }],
        };
        let mut findings = Vec::new();
        let n_lines = self.waterfall.baseline.len() as u64;
        if self.adjusted.0.abs_diff(allocation.adjusted.0) > n_lines {
            let (printed, summed) = (self.adjusted, allocation.adjusted);
            findings.push(AllocationFinding::Adjusted { place: place(), printed, summed });
        }
        if self.recurrent != allocation.recurrent {
            let (printed, worked_out) = (self.recurrent, allocation.recurrent);
            findings.push(AllocationFinding::Recurrent { place: place(), printed, worked_out });
        }
        findings
    }
}
