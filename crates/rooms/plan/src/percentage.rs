//! Percentages of several lines in one: worked out again from what they are shares of, and never averaged.

use crate::fraction::Fraction;
use crate::key::Key;
use crate::merge::{Choice, Ground, Origin};
use crate::plan::Plan;

/// The share that several numerators together have of their denominators together.
///
/// Shape: each share as its numerator and denominator. Units: hundredths of a per cent, to the nearest whole, halves away from
/// nought; `None` where the denominators add up to nought, or a sum is past 64 bits.
///
/// Source: rules R53 and R2.
pub fn consolidated(shares: &[(i64, i64)]) -> Option<i64> {
    let sum = |side: fn(&(i64, i64)) -> i64| shares.iter().map(side).try_fold(0_i64, i64::checked_add);
    Fraction::new(sum(|share| share.0)?, sum(|share| share.1)?)?.rounded_basis_points()
}

impl Plan {
    /// The percentage that several of the plan's lines come to together, from the lines that each is worked out from.
    ///
    /// Units: hundredths of a per cent. `None` where a line is not there or not settled, where a decision put another value in its
    /// place, and where its plans do not say, or not alike, what it is a share of.
    ///
    /// Source: rule R53.
    pub fn percentage<'k>(&self, keys: impl IntoIterator<Item = &'k Key>) -> Option<i64> {
        let shares: Option<Vec<(i64, i64)>> = keys.into_iter().map(|key| self.share(key)).collect();
        consolidated(&shares?)
    }

    /// What a line is a share of: in the plan that a decision chose, else in those that say so, where they say the same.
    fn share(&self, key: &Key) -> Option<(i64, i64)> {
        let merged = self.version()?.merged.line(key)?;
        let chosen = match (&merged.origin, self.resolutions.get(key).map(|resolution| &resolution.choice)) {
            (Origin::Single(_) | Origin::Agreed(_), _) => None,
            (Origin::Resolved { .. }, Some(Choice::Plan(source))) => Some(source),
            (Origin::Resolved { .. } | Origin::Conflict, _) => return None,
        };
        let counts = |ground: &&Ground| chosen.is_none_or(|source| ground.reference.source == *source);
        let mut shares = merged.grounds.iter().filter(counts).filter_map(|ground| {
            let source = self.sources.get(&ground.reference.source)?;
            let quotient = ground.quotient.as_ref()?;
            let amount = |name| source.line(name)?.value.amount();
            Some((amount(&quotient.numerator)?, amount(&quotient.denominator)?))
        });
        let first = shares.next()?;
        shares.all(|share| share == first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_of_several_is_no_mean_of_percentages() {
        // 90% of 10 and 50% of 1,000: not 70%, but 50.4%.
        assert_eq!(consolidated(&[(9, 10), (500, 1_000)]), Some(5_040));
        assert_eq!(consolidated(&[(1, 0)]), None);
        assert_eq!(consolidated(&[]), None);
    }
}
