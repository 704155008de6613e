//! Running costs: what a body may spend on itself, and whether it saved what it was to save.

use crate::basis_points::BasisPoints;
use crate::exact_number::ExactNumber;
use crate::standing::Standing;
use crate::table::{Row, TableError, rows};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use terms::{FinancialYear, Heads, Pence, TooLarge, round_ratio};
use thiserror::Error;

terms::words! {
    /// By which people an allowance is counted.
    HeadBasis, "a basis of heads", {
        /// The people registered with the body's practices.
        Registered = "registered", "Registered";
        /// Registered people, moderated to the national statistics of residents.
        Moderated = "moderated", "Moderated to residents";
        /// Weighted by need.
        Weighted = "weighted", "Weighted by need";
    }
}

/// A rate for each head in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadRate {
    /// The year.
    pub year: FinancialYear,
    /// Pounds a head.
    pub pounds: ExactNumber,
    /// By which people, in the words of the source.
    pub basis: String,
    /// Where it is written.
    pub source: String,
    /// How sure we are of it.
    pub standing: Standing,
}

/// The rates that this edition brings. A year without one has a published table, or none that we read. A test rules out that the
/// table cannot be read.
///
/// Source: section 8.1.
pub fn head_rates_at_first() -> &'static [HeadRate] {
    static AT_FIRST: LazyLock<Vec<HeadRate>> =
        LazyLock::new(|| parse_head_rates(include_str!("../tables/head-rates.table")).unwrap_or_default());
    &AT_FIRST
}

/// Reads a table of rates; `tables/head-rates.table` explains its columns and their units at its head.
///
/// # Errors
/// [`TableError`] with the line that cannot be read.
pub fn parse_head_rates(text: &str) -> Result<Vec<HeadRate>, TableError> {
    let rate = |row: Row<'_>| {
        Ok(HeadRate {
            year: row.read("year", "a financial year")?,
            pounds: row.read("pounds", "pounds a head")?,
            basis: row.text("basis").to_owned(),
            source: row.text("source").to_owned(),
            standing: row.read("standing", "a standing")?,
        })
    };
    rows(text, &["year", "pounds", "basis", "source", "standing"])?.into_iter().map(rate).collect()
}

/// What a body may spend on running itself: the rate for all its heads, rounded once. After a merger that is the rate for the
/// heads of all together, never the sum of what the predecessors overspent. Source: rules R38 and R39.
///
/// Units: pounds a head; heads; pence.
///
/// # Errors
/// [`TooLarge`] past what is kept of money.
pub fn allowance(pounds_a_head: ExactNumber, heads: Heads) -> Result<Pence, TooLarge> {
    let pence = pounds_a_head.numerator().checked_mul(i128::from(heads.0)).and_then(|pounds| pounds.checked_mul(100));
    Pence::from_rounded(pence.and_then(|pence| round_ratio(pence, pounds_a_head.denominator())))
}

/// An index of prices in two years, of one vintage of one series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deflators {
    /// In the base year.
    pub base: ExactNumber,
    /// In the year after.
    pub after: ExactNumber,
}

impl Deflators {
    /// Of prices that stay as they are, by which a saving is one in cash.
    pub const LEVEL: Self = Self { base: ExactNumber::ONE, after: ExactNumber::ONE };
}

/// A saving between two years. Units: basis points of the base; below nought where costs rose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostSaving {
    /// In cash.
    pub cash_bp: i64,
    /// In the prices of the base year.
    pub real_bp: i64,
    /// Whether the target is met in real terms, by the exact figures and not by the rounded ones (rule R40).
    pub is_met: bool,
}

/// Why there is no saving to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SavingError {
    /// Nothing was spent before.
    #[error("the base is {}: a saving needs costs above nought to be saved from", base.to_the_penny())]
    BaseNotPositive {
        /// The base.
        base: Pence,
    },
    /// An index of nought.
    #[error("a deflator is nought: take both years from one published series")]
    BadDeflator,
    /// A figure past what is kept.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl CostSaving {
    /// The most that may be spent afterwards so that the target is met: it is met by this and not by a penny more.
    ///
    /// # Errors
    /// As [`CostSaving::of`].
    ///
    /// Source: section 8.2, rule R40.
    pub fn most_that_meets(base: Pence, deflators: Deflators, target: BasisPoints) -> Result<Pence, SavingError> {
        can_be_saved_from(base, deflators)?;
        let (before, since) = lowest(deflators).ok_or(TooLarge)?;
        let left = base.wide().checked_mul(since).and_then(|real| real.checked_mul(target.rest().wide()));
        let unit = before.checked_mul(BasisPoints::WHOLE.wide());
        // Both are nought or more, so that what is cut off is less than a penny.
        let most = left.zip(unit).and_then(|(left, unit)| left.checked_div(unit)).ok_or(TooLarge)?;
        Ok(Pence::from_wide(most)?)
    }

    /// What was saved from one year to another.
    ///
    /// # Errors
    /// [`SavingError`], the first that applies.
    ///
    /// Source: section 8.2, rule R40.
    pub fn of(base: Pence, after: Pence, deflators: Deflators, target: BasisPoints) -> Result<Self, SavingError> {
        can_be_saved_from(base, deflators)?;
        let (cash, whole) = (base.wide(), BasisPoints::WHOLE.wide());
        let (before, since) = lowest(deflators).ok_or(TooLarge)?;
        // In prices of the base year, both over the later index.
        let base_real = cash.checked_mul(since).ok_or(TooLarge)?;
        let after_real = after.wide().checked_mul(before).ok_or(TooLarge)?;
        let saved_real =
            base_real.checked_sub(after_real).and_then(|saved| saved.checked_mul(whole)).ok_or(TooLarge)?;
        let wanted = base_real.checked_mul(target.wide()).ok_or(TooLarge)?;
        Ok(Self {
            cash_bp: basis_points(whole * (cash - after.wide()), cash)?,
            real_bp: basis_points(saved_real, base_real)?,
            is_met: saved_real >= wanted,
        })
    }
}

fn can_be_saved_from(base: Pence, deflators: Deflators) -> Result<(), SavingError> {
    if base <= Pence::NOUGHT {
        return Err(SavingError::BaseNotPositive { base });
    }
    if deflators.base.is_nought() || deflators.after.is_nought() {
        return Err(SavingError::BadDeflator);
    }
    Ok(())
}

fn basis_points(numerator: i128, denominator: i128) -> Result<i64, TooLarge> {
    round_ratio(numerator, denominator).and_then(|number| i64::try_from(number).ok()).ok_or(TooLarge)
}

/// The index before and since as whole numbers in lowest terms, so that products with money stay within 128 bits.
fn lowest(deflators: Deflators) -> Option<(i128, i128)> {
    let before = deflators.base.numerator().checked_mul(deflators.after.denominator())?;
    let since = deflators.after.numerator().checked_mul(deflators.base.denominator())?;
    let (mut common, mut rest) = (before, since);
    while rest != 0 {
        (common, rest) = (rest, common % rest);
    }
    Some((before.checked_div(common)?, since.checked_div(common)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_met_by_the_most_that_meets_it_and_not_by_a_penny_more() {
        for (base, before, since, target) in [
            (2_000_000_000, "100", "106", 2_000),
            (1_475_169_677, "100", "102.14", 2_000),
            (7, "3", "7", 3_333),
            (1, "1", "1", 10_000),
        ] {
            let deflators = Deflators { base: before.parse().unwrap(), after: since.parse().unwrap() };
            let target = BasisPoints::new(target).unwrap();
            let most = CostSaving::most_that_meets(Pence(base), deflators, target).unwrap();
            let is_met = |after| CostSaving::of(Pence(base), after, deflators, target).unwrap().is_met;
            assert!(is_met(most) && !is_met(Pence(most.0 + 1)), "{base} to {}", most.0);
        }
        let wanted = Deflators { base: "100".parse().unwrap(), after: "106".parse().unwrap() };
        let twenty = BasisPoints::new(2_000).unwrap();
        assert_eq!(CostSaving::most_that_meets(Pence(2_000_000_000), wanted, twenty), Ok(Pence(1_696_000_000)));
        let told = CostSaving::most_that_meets(Pence(0), wanted, twenty);
        assert_eq!(told, Err(SavingError::BaseNotPositive { base: Pence(0) }));
    }

    #[test]
    fn the_rates_are_those_of_their_years() {
        let rates = head_rates_at_first();
        let of = |year: &str| rates.iter().find(|rate| rate.year.to_string() == year).unwrap();
        assert_eq!(allowance(of("2015/16").pounds, Heads(949_454)), Ok(Pence(2_095_444_978)));
        assert_eq!(of("2014/15").pounds.to_string(), "24.73");
    }
}
