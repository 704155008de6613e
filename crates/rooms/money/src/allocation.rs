//! Published tables of allocations, and where they do not agree with themselves.

use crate::id::{FundCode, VintageId};
use crate::waterfall::{Waterfall, WaterfallError};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{FinancialYear, OdsCode, Pence, Rate, round_ratio};

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
    /// The recurrent allocation as printed.
    pub recurrent: Pence,
    /// How it comes about.
    pub working: Working,
    /// Where it stands.
    pub place: Place,
}

/// How a published allocation comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Working {
    /// The table prints the lines and rates from which it is worked out.
    Waterfall {
        /// The lines and rates.
        waterfall: Waterfall,
        /// What else the table prints of it.
        printed: PrintedFigures,
    },
    /// The table prints the amount alone.
    Amount,
}

/// Figures of a waterfall as a table prints them, beside the recurrent allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedFigures {
    /// The adjusted baseline.
    pub adjusted: Pence,
    /// The allocation with all that is given beside it.
    pub total: Option<Pence>,
    /// How far the adjusted baseline is above the target.
    pub distance: Option<Rate>,
    /// How far the recurrent allocation is above the grown target.
    pub closing_distance: Option<Rate>,
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

/// A figure of a waterfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaterfallFigure {
    /// The adjusted baseline.
    Adjusted,
    /// The recurrent allocation.
    Recurrent,
    /// The total allocation.
    Total,
}

impl fmt::Display for WaterfallFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Adjusted => "adjusted baseline",
            Self::Recurrent => "recurrent allocation",
            Self::Total => "total allocation",
        })
    }
}

/// Where a table does not agree with what is worked out from it: shown, never settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllocationFinding {
    /// A printed figure is not what the lines and rates come to.
    Figure {
        /// Where.
        place: Place,
        /// Which.
        figure: WaterfallFigure,
        /// As printed.
        printed: Pence,
        /// As worked out.
        worked_out: Pence,
    },
    /// A printed distance from the target is not what the figures come to.
    Distance {
        /// Where.
        place: Place,
        /// As printed. Units: parts per million.
        printed: i64,
        /// As worked out. Units: parts per million.
        worked_out: i64,
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
            Self::Figure { place, figure, printed, worked_out } => write!(
                f,
                "{place}: the {figure} is printed as {}, its lines and rates come to {}",
                printed.to_the_penny(),
                worked_out.to_the_penny()
            ),
            Self::Distance { place, printed, worked_out } => write!(
                f,
                "{place}: the distance from target is printed as {printed} parts per million, the figures come to {worked_out}"
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

/// How far a printed distance may be from the one worked out, since both were rounded. Units: parts per million.
const DISTANCE_SLACK: u64 = 1;

/// How many parts of a rate make a part per million.
const RATE_PER_PART: i128 = 1_000_000;

impl PublishedAllocation {
    fn findings(&self) -> Vec<AllocationFinding> {
        let place = || self.place.clone();
        let Working::Waterfall { waterfall, printed } = &self.working else { return Vec::new() };
        let allocation = match waterfall.allocation() {
            Ok(allocation) => allocation,
            Err(why) => return vec![AllocationFinding::TooLarge { place: place(), why }],
        };
        let (n_baseline, n_additional) = (waterfall.baseline.len() as u64, waterfall.additional.len() as u64);
        let figures = [
            (WaterfallFigure::Adjusted, Some(printed.adjusted), allocation.adjusted, n_baseline),
            (WaterfallFigure::Recurrent, Some(self.recurrent), allocation.recurrent, 0),
            (WaterfallFigure::Total, printed.total, allocation.total, n_additional),
        ];
        let differing = figures.into_iter().filter_map(|(figure, printed, worked_out, slack)| {
            let printed = printed.filter(|printed| printed.0.abs_diff(worked_out.0) > slack)?;
            Some(AllocationFinding::Figure { place: place(), figure, printed, worked_out })
        });
        let distances =
            [(printed.distance, allocation.distance), (printed.closing_distance, allocation.closing_distance)];
        let distant = distances.into_iter().filter_map(|(printed, worked_out)| {
            let (printed, worked_out) = (parts(printed?)?, worked_out?);
            let differs = printed.abs_diff(worked_out) > DISTANCE_SLACK;
            differs.then(|| AllocationFinding::Distance { place: place(), printed, worked_out })
        });
        differing.chain(distant).collect()
    }
}

/// A rate in parts per million.
fn parts(rate: Rate) -> Option<i64> {
    i64::try_from(round_ratio(i128::from(rate.0), RATE_PER_PART)?).ok()
}
