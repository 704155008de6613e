//! Sums and rounded shares of whole amounts: exact, and refused where they do not fit.

use crate::Pence;
use thiserror::Error;

/// An amount past what 64 bits of pence hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Error)]
#[error("the amount is past £92 quadrillion, which is more than is kept of money: check the figures it is made of")]
pub struct TooLarge;

impl Pence {
    /// Nothing.
    pub const NOUGHT: Self = Self(0);

    /// An amount worked out in 128 bits.
    ///
    /// # Errors
    /// [`TooLarge`] past what 64 bits hold.
    pub fn from_wide(amount: i128) -> Result<Self, TooLarge> {
        i64::try_from(amount).map(Self).map_err(|_| TooLarge)
    }

    /// An amount worked out in 128 bits, rounded on the way; `None` is one that did not fit even there.
    ///
    /// # Errors
    /// [`TooLarge`] past what 64 bits hold.
    pub fn from_rounded(amount: Option<i128>) -> Result<Self, TooLarge> {
        amount.ok_or(TooLarge).and_then(Self::from_wide)
    }

    /// The amount in 128 bits, where sums and products of several cannot overflow.
    pub fn wide(self) -> i128 {
        i128::from(self.0)
    }

    /// Both together.
    ///
    /// # Errors
    /// [`TooLarge`] past what 64 bits hold.
    pub fn plus(self, other: Self) -> Result<Self, TooLarge> {
        Self::from_wide(self.wide() + other.wide())
    }

    /// What is left without another.
    ///
    /// # Errors
    /// [`TooLarge`] past what 64 bits hold.
    pub fn minus(self, other: Self) -> Result<Self, TooLarge> {
        Self::from_wide(self.wide() - other.wide())
    }

    /// All of some amounts. The order never matters, since only the whole must fit.
    ///
    /// # Errors
    /// [`TooLarge`] past what 64 bits hold.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, TooLarge> {
        Self::from_wide(amounts.into_iter().map(Self::wide).sum())
    }
}

/// A ratio to the nearest whole, halves away from nought, from the exact value.
///
/// `None` when the denominator is nought or the answer is past 128 bits.
///
/// Source: rounding rule R2 of the money specification.
pub fn round_ratio(numerator: i128, denominator: i128) -> Option<i128> {
    let (size, of) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let (whole, rest) = (size.checked_div(of)?, size.checked_rem(of)?);
    let nearest = whole.checked_add(u128::from(rest >= of - rest))?;
    let nearest = i128::try_from(nearest).ok()?;
    Some(if (numerator < 0) == (denominator < 0) { nearest } else { -nearest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_away_from_nought() {
        for (numerator, denominator, nearest) in
            [(1, 2, 1), (-1, 2, -1), (1, -2, -1), (-3, -2, 2), (7, 3, 2), (-7, 3, -2), (0, 5, 0), (4, 9, 0)]
        {
            assert_eq!(round_ratio(numerator, denominator), Some(nearest), "{numerator}/{denominator}");
        }
        assert_eq!(round_ratio(1, 0), None);
        assert_eq!(round_ratio(i128::MIN, 1), None);
        assert_eq!(round_ratio(i128::MAX, 1), Some(i128::MAX));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_only_the_whole_must_fit() {
        assert_eq!(Pence(i64::MAX).plus(Pence(1)), Err(TooLarge));
        assert_eq!(Pence(i64::MIN).minus(Pence(1)), Err(TooLarge));
        assert_eq!(Pence::total([Pence(i64::MAX), Pence(i64::MAX), Pence(-i64::MAX)]), Ok(Pence(i64::MAX)));
    }

    proptest! {
        #[test]
        fn a_ratio_is_nowhere_more_than_half_away(numerator in -1_000_000_i128..1_000_000, denominator in 1_i128..5_000) {
            let nearest = round_ratio(numerator, denominator).unwrap();
            prop_assert!(2 * (nearest * denominator - numerator).abs() <= denominator);
            prop_assert_eq!(round_ratio(-numerator, denominator), Some(-nearest));
        }
    }
}
