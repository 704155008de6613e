//! The waterfall of an allocation: from the lines of a baseline to what a body is given, and how far that is from its target.

use serde::{Deserialize, Serialize};
use terms::{FinancialYear, Pence, Rate, round_ratio};
use thiserror::Error;

/// A recurrent allocation is in whole thousands of pounds. Units: pence.
const PENCE_PER_THOUSAND: i128 = 100_000;

/// Parts of a million in a whole: distances are shown in these.
const PARTS: i128 = 1_000_000;

/// The years for which the closing distance can be worked out, because the target grows as the body's own need does; the
/// tables of later years use a growth of the target that they do not print.
///
/// Source: rule R18.
const CLOSING_YEARS: [&str; 2] = ["2023/24", "2024/25"];

/// A line of a waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaterfallLine {
    /// What it is called in the table.
    pub name: String,
    /// How much.
    pub amount: Pence,
}

/// What an allocation is worked out from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waterfall {
    /// For which year.
    pub year: FinancialYear,
    /// The opening baseline and what was added to it and taken from it.
    pub baseline: Vec<WaterfallLine>,
    /// What the need formula gives the body, where it is printed.
    pub target: Option<Pence>,
    /// The growth of the baseline.
    pub growth: Rate,
    /// The step towards the target.
    pub convergence: Rate,
    /// What is given beside the recurrent allocation.
    pub additional: Vec<WaterfallLine>,
}

/// What a waterfall comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkedAllocation {
    /// The adjusted baseline.
    pub adjusted: Pence,
    /// The recurrent allocation: a whole number of thousands of pounds.
    pub recurrent: Pence,
    /// That and all that is given beside it.
    pub total: Pence,
    /// How far the adjusted baseline is above the target; `None` without a target above nought. Units: parts per million.
    pub distance: Option<i64>,
    /// How far the recurrent allocation is above the grown target; `None` also for a year whose table does not print the
    /// target's growth. Units: parts per million.
    pub closing_distance: Option<i64>,
}

impl WorkedAllocation {
    /// The recurrent allocation. Units: thousands of pounds.
    pub fn recurrent_thousands(&self) -> i64 {
        self.recurrent.0 / 100_000
    }
}

/// A sum on the way passes what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the {0} is more than can be kept: check the unit of the table")]
pub struct WaterfallError(pub &'static str);

impl Waterfall {
    /// What it comes to.
    ///
    /// # Errors
    /// [`WaterfallError`] names the first sum that passes what is kept: overflow is refused, never wrapped.
    ///
    /// Source: rules R1, R2, R17, R18.
    pub fn allocation(&self) -> Result<WorkedAllocation, WaterfallError> {
        let adjusted = sum(Pence(0), &self.baseline).ok_or(WaterfallError("adjusted baseline"))?;
        let recurrent = self.recurrent(adjusted).ok_or(WaterfallError("recurrent allocation"))?;
        let total = sum(recurrent, &self.additional).ok_or(WaterfallError("total allocation"))?;
        let target = self.target.map(|target| i128::from(target.0));
        let whole = i128::from(Rate::WHOLE);
        let distance = target.and_then(|target| distance(i128::from(adjusted.0), target));
        let grown = target.filter(|_| self.prints_growth()).and_then(|target| target.checked_mul(self.growth.factor()));
        let closing_distance = grown.and_then(|grown| distance_of_wholes(recurrent, whole, grown));
        Ok(WorkedAllocation { adjusted, recurrent, total, distance, closing_distance })
    }

    /// The baseline grown and moved towards the target: the two rates multiply, and the product is rounded once, to the thousand.
    fn recurrent(&self, adjusted: Pence) -> Option<Pence> {
        let grown = i128::from(adjusted.0).checked_mul(self.growth.factor())?.checked_mul(self.convergence.factor())?;
        let whole = i128::from(Rate::WHOLE);
        let thousands = round_ratio(grown, whole.checked_mul(whole)?.checked_mul(PENCE_PER_THOUSAND)?)?;
        thousands.checked_mul(PENCE_PER_THOUSAND).and_then(|pence| i64::try_from(pence).ok()).map(Pence)
    }

    fn prints_growth(&self) -> bool {
        CLOSING_YEARS.iter().any(|year| year.parse() == Ok(self.year))
    }
}

fn sum(first: Pence, lines: &[WaterfallLine]) -> Option<Pence> {
    lines.iter().try_fold(first, |sum, line| sum.checked_add(line.amount))
}

fn distance_of_wholes(amount: Pence, whole: i128, target: i128) -> Option<i64> {
    distance(i128::from(amount.0).checked_mul(whole)?, target)
}

/// How far an amount is above a target, in parts per million; `None` for a target of nought or below.
pub(crate) fn distance(amount: i128, target: i128) -> Option<i64> {
    // Nothing is a share of a target of nought or below.
    let parts = round_ratio(amount.checked_sub(target)?.checked_mul(PARTS)?, (target > 0).then_some(target)?)?;
    i64::try_from(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use terms::FigureUnit;

    fn waterfall(adjusted: &str, target: Option<&str>, growth: &str, convergence: &str) -> Waterfall {
        let money = |text: &str| Pence::from_figure(text, FigureUnit::Thousands).unwrap();
        Waterfall {
            year: "2023/24".parse().unwrap(),
            baseline: vec![WaterfallLine { name: "Adjusted".to_owned(), amount: money(adjusted) }],
            target: target.map(money),
            growth: growth.parse().unwrap(),
            convergence: convergence.parse().unwrap(),
            additional: Vec::new(),
        }
    }

    /// Source: NHS England, ICB allocations 2023/24, Humber and North Yorkshire.
    #[test]
    fn humber_and_north_yorkshire_is_as_published() {
        let printed = waterfall("2839062.4010363906", Some("2784985.9815958035"), "0.05176067961391384", "-0.0071");
        let allocation = printed.allocation().unwrap();
        assert_eq!(allocation.recurrent_thousands(), 2_964_813);
        assert_eq!((allocation.distance, allocation.closing_distance), (Some(19_417), Some(12_179)));
        let later = Waterfall { year: "2025/26".parse().unwrap(), ..printed };
        assert_eq!(later.allocation().unwrap().closing_distance, None);
    }

    #[test]
    fn a_half_is_rounded_away_from_nought_and_what_overflows_is_refused() {
        for (adjusted, recurrent) in [("1000", 1001), ("-1000", -1001), ("0", 0)] {
            let allocation = waterfall(adjusted, None, "0.0005", "0").allocation().unwrap();
            assert_eq!(allocation.recurrent_thousands(), recurrent);
        }
        let over = waterfall("92233720368547", None, "0.05", "0").allocation();
        assert_eq!(over, Err(WaterfallError("recurrent allocation")));
    }

    proptest! {
        #[test]
        fn more_growth_never_gives_less(
            baseline in 0i64..900_000_000_000,
            growth in -500_000_000_000_i64..500_000_000_000,
            more in 0i64..500_000_000_000,
            convergence in -100_000_000_000_i64..100_000_000_000,
        ) {
            let given = |growth| Waterfall {
                baseline: vec![WaterfallLine { name: String::new(), amount: Pence(baseline) }],
                growth: Rate(growth),
                convergence: Rate(convergence),
                ..waterfall("0", None, "0", "0")
            }.allocation().unwrap().recurrent;
            prop_assert!(given(growth) <= given(growth + more));
        }
    }
}
