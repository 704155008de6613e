//! In-year forecasts: four run rates held beside what a body reports.

use crate::basis_points::BasisPoints;
use std::collections::BTreeMap;
use terms::{FinancialMonth, Pence, TooLarge, round_ratio};

/// A position by month, April first.
pub type ByMonth = [Pence; 12];

/// What a forecast is made from. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearToDate {
    /// The planned position of each month.
    pub plan: ByMonth,
    /// The actual position of each month that has passed, April first: one to twelve of them.
    pub actual: Vec<Pence>,
    /// Effects within the actuals that will not come again, by month. Those of months to come are left out.
    pub one_offs: BTreeMap<FinancialMonth, Pence>,
}

/// Positions to date and four ways of carrying them on to March, each rounded once. Units: pence.
///
/// Source: section 6, rules R2 and R29.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunRates {
    /// The plan to date.
    pub plan_to_date: Pence,
    /// The actual to date.
    pub actual_to_date: Pence,
    /// The actual less the plan.
    pub variance_to_date: Pence,
    /// A twelfth each month, without one-offs. Shown, and no part of the range.
    pub straight: Pence,
    /// As the last three months.
    pub recent: Pence,
    /// The rest as planned.
    pub plan: Pence,
    /// The variance goes on.
    pub variance: Pence,
}

impl RunRates {
    /// The least of the run rates of the range.
    pub fn low(self) -> Pence {
        self.recent.min(self.plan).min(self.variance)
    }

    /// The greatest of the run rates of the range.
    pub fn high(self) -> Pence {
        self.recent.max(self.plan).max(self.variance)
    }

    /// Whether a reported forecast is better than the rest of the plan supports, by more than a share of the year's resource.
    ///
    /// # Errors
    /// [`TooLarge`] when a sum is past what is kept of money.
    pub fn leaves_unsupported(self, reported: Pence, resource: Pence, share: BasisPoints) -> Result<bool, TooLarge> {
        Ok(reported.minus(self.plan)? > share.of(resource)?)
    }
}

/// Why no run rate can be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunRateError {
    /// Nothing has been reported, or more months than a year has.
    #[error("actual positions of {found} months are given: one to twelve are needed, April first")]
    Months {
        /// How many.
        found: usize,
    },
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// How many of the last months speak for the rest of the year.
const RECENT_MONTHS: usize = 3;

impl YearToDate {
    /// Carries the year on to March.
    ///
    /// # Errors
    /// [`RunRateError`] when no month is reported or a figure does not fit.
    ///
    /// Source: section 6.
    pub fn run_rates(&self) -> Result<RunRates, RunRateError> {
        let n_passed = self.actual.len();
        if !(1..=12).contains(&n_passed) {
            return Err(RunRateError::Months { found: n_passed });
        }
        let months = i128::try_from(n_passed).unwrap_or(12);
        let actual: i128 = self.actual.iter().map(|month| month.wide()).sum();
        let plan: i128 = self.plan.iter().take(n_passed).map(|month| month.wide()).sum();
        let year: i128 = self.plan.iter().map(|month| month.wide()).sum();
        let one_offs = self.one_offs_within(0..n_passed);
        let (recent, n_recent) = self.recent();
        let variance = actual - plan;
        Ok(RunRates {
            plan_to_date: Pence::from_wide(plan)?,
            actual_to_date: Pence::from_wide(actual)?,
            variance_to_date: Pence::from_wide(variance)?,
            straight: onward(one_offs, 12 * (actual - one_offs), months)?,
            recent: onward(actual, (12 - months) * recent, n_recent)?,
            plan: Pence::from_wide(actual + year - plan)?,
            variance: onward(year + one_offs, 12 * (variance - one_offs), months)?,
        })
    }

    /// What the last months came to without one-offs, and how many they are.
    fn recent(&self) -> (i128, i128) {
        let first = self.actual.len().saturating_sub(RECENT_MONTHS);
        let sum: i128 = self.actual.iter().skip(first).map(|month| month.wide()).sum();
        let n_recent = i128::try_from(self.actual.len() - first).unwrap_or(1);
        (sum - self.one_offs_within(first..self.actual.len()), n_recent)
    }

    /// One-offs of some months, April being 0.
    fn one_offs_within(&self, months: std::ops::Range<usize>) -> i128 {
        let within = self.one_offs.iter().filter(|(month, _)| months.contains(&(month.n_passed() - 1)));
        within.map(|(_, effect)| effect.wide()).sum()
    }
}

/// What is there already, and a share of a rate rounded once.
fn onward(there: i128, numerator: i128, denominator: i128) -> Result<Pence, TooLarge> {
    Pence::from_rounded(round_ratio(numerator, denominator).map(|rest| there + rest))
}
