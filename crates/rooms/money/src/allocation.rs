//! Published tables of allocations, and where they do not agree with themselves.

use crate::id::{FundCode, VintageId};
use crate::waterfall::{Waterfall, WaterfallError, WaterfallLine, WorkedAllocation, distance};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{FigureUnit, FinancialYear, OdsCode, Pence, Rate, round_ratio, words};

/// A cell of a published table, so that every figure leads back to where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellAddress {
    /// The sheet; empty where the file has none.
    pub sheet: String,
    /// The row, from 1.
    pub row: u32,
    /// The column, from 1.
    pub column: u32,
}

impl CellAddress {
    /// The column as a spreadsheet names it: `A` to `Z`, then `AA`.
    pub fn column_letters(&self) -> String {
        let (mut letters, mut left) = (Vec::new(), self.column);
        while let Some(index) = left.checked_sub(1) {
            // A remainder of 26 is a letter.
            letters.push(char::from(b'A' + (index % 26) as u8));
            left = index / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "`{}`, ", self.sheet)?;
        }
        write!(f, "row {}, column {}", self.row, self.column_letters())
    }
}

/// An amount as a table prints it: what it comes to, and its own text, unit and cell.
///
/// Source: rule R3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedAmount {
    /// What it comes to.
    pub amount: Pence,
    /// What stands in the cell.
    pub text: String,
    /// The unit in which the table gives it.
    pub unit: FigureUnit,
    /// Where it stands.
    pub cell: CellAddress,
}

/// A rate as a table prints it: what it comes to, and its own text and cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRate {
    /// What it comes to.
    pub rate: Rate,
    /// What stands in the cell.
    pub text: String,
    /// Where it stands.
    pub cell: CellAddress,
}

/// A line of a waterfall as a table prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedLine {
    /// What it is called in the table.
    pub name: String,
    /// How much.
    pub figure: PrintedAmount,
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
    pub recurrent: PrintedAmount,
    /// How it comes about.
    pub working: Working,
}

/// How a published allocation comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "nearly every row of a published table is worked out so")]
pub enum Working {
    /// The table prints the lines and rates from which it is worked out.
    Waterfall(PrintedWaterfall),
    /// The table prints the amount beside what the need formula gives the body.
    Target {
        /// What the need formula gives.
        target: PrintedAmount,
        /// How far the amount is above it, to a hundredth of a percent.
        distance: PrintedRate,
    },
    /// The table prints the amount alone.
    Amount,
}

/// The lines and rates from which an allocation is worked out, and what else a table prints of it, each with its cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedWaterfall {
    /// The opening baseline and what was added to it and taken from it: in the order of the table, of which it may be another sheet.
    pub baseline: Vec<PrintedLine>,
    /// The adjusted baseline.
    pub adjusted: PrintedAmount,
    /// What the need formula gives the body.
    pub target: Option<PrintedAmount>,
    /// The growth of the baseline.
    pub growth: PrintedRate,
    /// The step towards the target.
    pub convergence: PrintedRate,
    /// What is given beside the recurrent allocation.
    pub additional: Vec<PrintedLine>,
    /// The allocation with all that is given beside it.
    pub total: Option<PrintedAmount>,
    /// How far the adjusted baseline is above the target.
    pub distance: Option<PrintedRate>,
    /// How far the recurrent allocation is above the grown target.
    pub closing_distance: Option<PrintedRate>,
}

impl PrintedWaterfall {
    /// What the allocation of a year is worked out from.
    pub fn waterfall(&self, year: FinancialYear) -> Waterfall {
        let lines = |printed: &[PrintedLine]| {
            let line = |line: &PrintedLine| WaterfallLine { name: line.name.clone(), amount: line.figure.amount };
            printed.iter().map(line).collect()
        };
        Waterfall {
            year,
            baseline: lines(&self.baseline),
            target: self.target.as_ref().map(|target| target.amount),
            growth: self.growth.rate,
            convergence: self.convergence.rate,
            additional: lines(&self.additional),
        }
    }
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
    /// What it says of bodies, in the order of the file.
    pub rows: Vec<PublishedAllocation>,
    /// The sums it prints, in the order of the file.
    pub sums: Vec<PrintedSum>,
    /// How many rows of the file could not be read, so that nothing is taken of them.
    pub n_unread: u64,
}

/// Of what a printed sum is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SumOf {
    /// Of the rows of a region.
    Region {
        /// Its code.
        code: OdsCode,
        /// What the table calls it.
        name: String,
    },
    /// Of all rows: those that are no boards as well.
    England,
}

impl fmt::Display for SumOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region { code, name } if name.is_empty() => write!(f, "{code}"),
            Self::Region { name, .. } => f.write_str(name),
            Self::England => f.write_str("England"),
        }
    }
}

words! {
    /// Of which figures of its rows a sum is.
    SumColumn, "a column of sums", {
        /// What the baselines come to.
        Baseline = "baseline", "Adjusted baseline";
        /// What bodies are given.
        Allocation = "allocation", "Allocation";
        /// That and what is given beside it, or some of it.
        Total = "total", "Total";
    }
}

/// A sum that a table prints, beside what its rows add to: compared, never believed.
///
/// Source: rule R20.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSum {
    /// Of what.
    pub of: SumOf,
    /// The year.
    pub year: FinancialYear,
    /// The stream of money.
    pub fund: FundCode,
    /// Of which figures.
    pub column: SumColumn,
    /// What the column is called, with its year.
    pub name: String,
    /// As printed.
    pub figure: PrintedAmount,
    /// What the rows of the file add to.
    pub of_rows: Pence,
    /// How many rows those are.
    pub n_rows: u32,
}

impl PrintedSum {
    /// How much more is printed than the rows add to.
    pub fn difference(&self) -> Option<Pence> {
        self.figure.amount.0.checked_sub(self.of_rows.0).map(Pence)
    }

    /// Whether it differs by no more than half a unit for each row, since each was rounded by itself.
    pub fn agrees(&self) -> bool {
        let slack = half(self.figure.unit).saturating_mul(u64::from(self.n_rows));
        self.figure.amount.0.abs_diff(self.of_rows.0) <= slack
    }
}

/// Half a unit. Units: pence.
const fn half(unit: FigureUnit) -> u64 {
    match unit {
        FigureUnit::Pounds => 50,
        FigureUnit::Thousands => 50_000,
        FigureUnit::Millions => 50_000_000,
    }
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
        cell: CellAddress,
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
        cell: CellAddress,
        /// As printed. Units: parts per million.
        printed: i64,
        /// As worked out. Units: parts per million.
        worked_out: i64,
    },
    /// A printed sum is not the sum of its rows.
    Sum(PrintedSum),
    /// A sum passes what is kept.
    TooLarge {
        /// Where.
        cell: CellAddress,
        /// Which.
        why: WaterfallError,
    },
}

impl fmt::Display for AllocationFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Figure { cell, figure, printed, worked_out } => write!(
                f,
                "{cell}: the {figure} is printed as {}, its lines and rates come to {}",
                printed.to_the_penny(),
                worked_out.to_the_penny()
            ),
            Self::Distance { cell, printed, worked_out } => write!(
                f,
                "{cell}: the distance from target is printed as {printed} parts per million, the figures come to {worked_out}"
            ),
            Self::Sum(sum) => write!(
                f,
                "{}: {} of {} is printed as {}, its {} rows add to {}",
                sum.figure.cell,
                sum.name,
                sum.of,
                sum.figure.amount.to_the_penny(),
                sum.n_rows,
                sum.of_rows.to_the_penny()
            ),
            Self::TooLarge { cell, why } => write!(f, "{cell}: {why}"),
        }
    }
}

impl AllocationTable {
    /// What the bodies of the table are given together from a fund in a year, and how many they are; nothing where that passes
    /// what is kept.
    pub fn sum_of_bodies(&self, fund: &FundCode, year: FinancialYear) -> Option<(Pence, usize)> {
        let theirs = self.rows.iter().filter(|row| row.fund == *fund && row.year == year);
        theirs
            .map(|row| row.recurrent.amount)
            .try_fold((Pence(0), 0), |(sum, count), amount| Some((sum.checked_add(amount)?, count + 1)))
    }

    /// Where the table does not agree with what is worked out from it, in the order of the file, then where its sums do not. Each line is rounded to the
    /// penny by itself, so a sum may differ from the printed one by as many pence as there are lines.
    ///
    /// Source: spec 4.1.
    pub fn findings(&self) -> Vec<AllocationFinding> {
        let sums = self.sums.iter().filter(|sum| !sum.agrees()).cloned().map(AllocationFinding::Sum);
        self.rows.iter().flat_map(PublishedAllocation::findings).chain(sums).collect()
    }
}

/// How far a printed distance may be from the one worked out, since both were rounded. Units: parts per million.
const DISTANCE_SLACK: u64 = 1;

/// How many parts of a rate make a part per million.
const RATE_PER_PART: i128 = 1_000_000;

/// How far a distance printed to a hundredth of a percent may be from the one worked out. Units: parts per million.
const COARSE_SLACK: u64 = 51;

impl PublishedAllocation {
    /// What it is worked out to be, where the table prints lines and rates.
    pub fn worked_out(&self) -> Option<Result<WorkedAllocation, WaterfallError>> {
        match &self.working {
            Working::Waterfall(printed) => Some(printed.waterfall(self.year).allocation()),
            Working::Target { .. } | Working::Amount => None,
        }
    }

    fn findings(&self) -> Vec<AllocationFinding> {
        match &self.working {
            Working::Waterfall(printed) => match printed.waterfall(self.year).allocation() {
                Ok(allocation) => self.differing(printed, &allocation),
                Err(why) => vec![AllocationFinding::TooLarge { cell: self.recurrent.cell.clone(), why }],
            },
            Working::Target { target, distance: printed } => {
                let worked_out = distance(i128::from(self.recurrent.amount.0), i128::from(target.amount.0));
                distant(printed, worked_out, COARSE_SLACK).into_iter().collect()
            }
            Working::Amount => Vec::new(),
        }
    }

    /// Each figure that the lines and rates do not come to.
    fn differing(&self, printed: &PrintedWaterfall, allocation: &WorkedAllocation) -> Vec<AllocationFinding> {
        let (n_baseline, n_additional) = (printed.baseline.len() as u64, printed.additional.len() as u64);
        let figures = [
            (WaterfallFigure::Adjusted, Some(&printed.adjusted), allocation.adjusted, n_baseline),
            (WaterfallFigure::Recurrent, Some(&self.recurrent), allocation.recurrent, 0),
            (WaterfallFigure::Total, printed.total.as_ref(), allocation.total, n_additional),
        ];
        let differing = figures.into_iter().filter_map(|(figure, printed, worked_out, slack)| {
            let printed = printed.filter(|printed| printed.amount.0.abs_diff(worked_out.0) > slack)?;
            let (cell, printed) = (printed.cell.clone(), printed.amount);
            Some(AllocationFinding::Figure { cell, figure, printed, worked_out })
        });
        let distances = [
            (printed.distance.as_ref(), allocation.distance),
            (printed.closing_distance.as_ref(), allocation.closing_distance),
        ];
        let distances =
            distances.into_iter().filter_map(|(printed, worked_out)| distant(printed?, worked_out, DISTANCE_SLACK));
        differing.chain(distances).collect()
    }
}

/// A printed distance that is not the one worked out.
fn distant(printed: &PrintedRate, worked_out: Option<i64>, slack: u64) -> Option<AllocationFinding> {
    let (parts, worked_out) = (parts(printed.rate)?, worked_out?);
    let differs = parts.abs_diff(worked_out) > slack;
    differs.then(|| AllocationFinding::Distance { cell: printed.cell.clone(), printed: parts, worked_out })
}

/// A rate in parts per million.
fn parts(rate: Rate) -> Option<i64> {
    i64::try_from(round_ratio(i128::from(rate.0), RATE_PER_PART)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_as_in_a_spreadsheet() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(CellAddress { sheet: String::new(), row: 1, column }.column_letters(), letters);
        }
    }
}
