//! Risks and mitigations: the whole distribution of a year's outcome, exact for as many as anybody lists.

use crate::basis_points::BasisPoints;
use serde::{Deserialize, Serialize};
use terms::{Pence, TooLarge, round_ratio};

/// A likelihood in whole per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

/// A number that is no likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no likelihood: write 0 to 100 per cent")]
pub struct NotPercent(pub u8);

impl Percent {
    /// A likelihood.
    ///
    /// # Errors
    /// [`NotPercent`] past 100.
    pub fn new(number: u8) -> Result<Self, NotPercent> {
        if number <= 100 { Ok(Self(number)) } else { Err(NotPercent(number)) }
    }
}

impl TryFrom<u8> for Percent {
    type Error = NotPercent;

    fn try_from(number: u8) -> Result<Self, NotPercent> {
        Self::new(number)
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

/// Something that may happen: a risk is negative, a mitigation positive. Each happens or not whatever the others do (rule R32).
///
/// Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskItem {
    /// What it does to the outcome if it happens.
    pub amount: Pence,
    /// How likely it is.
    pub likelihood: Percent,
}

/// What a year may come to. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskRange {
    /// Every mitigation and no risk.
    pub best: Pence,
    /// Every risk and no mitigation.
    pub worst: Pence,
    /// The forecast with each amount by its likelihood, rounded once.
    pub weighted: Pence,
    /// The least outcome whose cumulative probability reaches 10%.
    pub p10: Pence,
    /// The least outcome whose cumulative probability reaches 50%.
    pub p50: Pence,
    /// The least outcome whose cumulative probability reaches 90%.
    pub p90: Pence,
    /// How likely the control total is met.
    pub chance: BasisPoints,
}

/// Why no range can be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RiskError {
    /// More different outcomes than are kept apart.
    #[error("the items lead to too many different outcomes to be kept apart: put small ones together")]
    TooMany,
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// How many risks and mitigations may be listed of one body's year: more than anybody lists, and few enough that each month's
/// range is worked out at once.
pub(crate) const RISKS_MAX: usize = 200;
/// As many items as probabilities are exact for: 100 to the power of one more passes 128 bits.
const EXACT_ITEMS: usize = 19;
/// The grid of amounts when there are more items. Units: pence; a thousand pounds. Source: rule R34.
const GRID: i128 = 100_000;
/// The most outcomes that are kept apart: every one of 19 exact items, and as many thousands of pounds.
const OUTCOMES_MAX: usize = 1 << 21;
/// The most outcomes that are gone through, over all items together: some tenths of a second, since a page works the range out as it is
/// asked for.
const STEPS_MAX: usize = 1 << 23;
/// Certainty, when there are more items than are exact: a whole that can be divided by a hundred in 128 bits.
const FINE_WHOLE: u128 = 10_u128.pow(36);

/// What the year may come to, given what is reported and what may happen.
///
/// Up to 19 items are exact: whole numbers over 100 to the power of their number. With more, amounts are first rounded to whole
/// thousands of pounds, and probabilities are within a basis point.
///
/// # Errors
/// [`RiskError`] when a figure does not fit or there are too many outcomes.
///
/// Source: section 6, rules R32 to R34.
pub fn risk_range(reported: Pence, items: &[RiskItem], control_total: Pence) -> Result<RiskRange, RiskError> {
    let forecast = reported.wide();
    let sum = |keep: fn(i128) -> bool| {
        items.iter().map(|item| item.amount.wide()).filter(|amount| keep(*amount)).sum::<i128>()
    };
    let by_likelihood: i128 = items.iter().map(|item| item.amount.wide() * i128::from(item.likelihood.0)).sum();
    let weighted = round_ratio(by_likelihood, 100).map(|weighted| forecast + weighted);
    let distribution = Distribution::of(items)?;
    let at = |numerator| Pence::from_wide(forecast + distribution.quantile(numerator));
    Ok(RiskRange {
        best: Pence::from_wide(forecast + sum(|amount| amount > 0))?,
        worst: Pence::from_wide(forecast + sum(|amount| amount < 0))?,
        weighted: Pence::from_rounded(weighted)?,
        p10: at(1)?,
        p50: at(5)?,
        p90: at(9)?,
        chance: distribution.chance_of_at_least(control_total.wide() - forecast),
    })
}

/// Every sum the items can come to, ascending, each with its weight of the whole.
struct Distribution {
    outcomes: Vec<(i128, u128)>,
    whole: u128,
}

impl Distribution {
    fn of(items: &[RiskItem]) -> Result<Self, RiskError> {
        let is_exact = items.len() <= EXACT_ITEMS;
        let whole = if is_exact { 1 } else { FINE_WHOLE };
        let mut distribution = Self { outcomes: vec![(0, whole)], whole };
        let mut n_steps = 0;
        for item in items {
            let amount = item.amount.wide();
            let likely = u128::from(item.likelihood.0);
            let amount = if is_exact { amount } else { round_ratio(amount, GRID).unwrap_or(0) * GRID };
            // What rounds to nought leaves every outcome as it is.
            if !is_exact && amount == 0 {
                continue;
            }
            distribution =
                if is_exact { distribution.with_exact(amount, likely) } else { distribution.with(amount, likely) };
            n_steps += distribution.outcomes.len();
            if distribution.outcomes.len() > OUTCOMES_MAX || n_steps > STEPS_MAX {
                return Err(RiskError::TooMany);
            }
        }
        Ok(distribution)
    }

    /// With one more item; weights and the whole grow a hundredfold.
    fn with_exact(&self, amount: i128, likely: u128) -> Self {
        let without = self.outcomes.iter().map(|(outcome, weight)| (*outcome, weight * (100 - likely)));
        let with = self.outcomes.iter().map(|(outcome, weight)| (outcome + amount, weight * likely));
        Self { outcomes: merge(without, with), whole: self.whole * 100 }
    }

    /// With one more item and the whole as it was: what rounding leaves stays where the item does not happen.
    fn with(&self, amount: i128, likely: u128) -> Self {
        let part = |weight: &u128| weight * likely / 100;
        let without = self.outcomes.iter().map(|(outcome, weight)| (*outcome, weight - part(weight)));
        let with = self.outcomes.iter().map(|(outcome, weight)| (outcome + amount, part(weight)));
        Self { outcomes: merge(without, with), whole: self.whole }
    }

    /// The least outcome whose cumulative probability reaches so many tenths.
    fn quantile(&self, tenths: u128) -> i128 {
        // The least weight that is as much: rounded up, and without a product that passes 128 bits.
        let needed = self.whole - self.whole / 10 * (10 - tenths) - self.whole % 10 * (10 - tenths) / 10;
        let mut cumulative = 0;
        let reached = self.outcomes.iter().find(|(_, weight)| {
            cumulative += weight;
            cumulative >= needed
        });
        reached.map_or(0, |(outcome, _)| *outcome)
    }

    /// How likely an outcome is at least so much, to the nearest basis point.
    fn chance_of_at_least(&self, least: i128) -> BasisPoints {
        let weight: u128 =
            self.outcomes.iter().filter(|(outcome, _)| *outcome >= least).map(|(_, weight)| weight).sum();
        let all = u128::from(BasisPoints::WHOLE.weight());
        // The whole is a power of a hundred: past the first two it can be divided by 10,000 without a remainder.
        let (weight, unit) = if self.whole < all { (weight * all, self.whole) } else { (weight, self.whole / all) };
        let nearest = (weight + unit / 2) / unit;
        u16::try_from(nearest).ok().and_then(|number| BasisPoints::new(number).ok()).unwrap_or(BasisPoints::WHOLE)
    }
}

/// Two ascending lists as one, equal outcomes added up and impossible ones left out.
fn merge(one: impl Iterator<Item = (i128, u128)>, other: impl Iterator<Item = (i128, u128)>) -> Vec<(i128, u128)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    let mut merged: Vec<(i128, u128)> = Vec::new();
    loop {
        let takes_one = match (one.peek(), other.peek()) {
            (Some((first, _)), Some((second, _))) => first <= second,
            (first, _) => first.is_some(),
        };
        let Some((outcome, weight)) = (if takes_one { one.next() } else { other.next() }) else { return merged };
        match merged.last_mut() {
            _ if weight == 0 => {}
            Some((last, held)) if *last == outcome => *held += weight,
            _ => merged.push((outcome, weight)),
        }
    }
}
