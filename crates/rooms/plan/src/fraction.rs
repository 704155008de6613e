//! Exact fractions of any size: growth compared with growth before, where rounding could turn a test.

use num_bigint::{BigInt, Sign};
use std::cmp::Ordering;

/// A fraction. Its denominator is above nought.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

impl Fraction {
    /// One number by another; `None` when that is nought.
    pub(crate) fn new(numerator: i64, denominator: i64) -> Option<Self> {
        Self::of(numerator.into(), denominator.into())
    }

    /// So many hundredths of a per cent.
    pub(crate) fn basis_points(number: u32) -> Self {
        Self { numerator: number.into(), denominator: 10_000.into() }
    }

    fn of(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        match denominator.sign() {
            Sign::NoSign => None,
            Sign::Plus => Some(Self { numerator, denominator }),
            Sign::Minus => Some(Self { numerator: -numerator, denominator: -denominator }),
        }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            numerator: &self.numerator * &other.denominator + &other.numerator * &self.denominator,
            denominator: &self.denominator * &other.denominator,
        }
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { numerator: -&other.numerator, denominator: other.denominator.clone() })
    }

    pub(crate) fn by(&self, number: u32) -> Option<Self> {
        Self::of(self.numerator.clone(), &self.denominator * BigInt::from(number))
    }

    /// The same without its sign.
    pub(crate) fn size(&self) -> Self {
        Self { numerator: BigInt::from(self.numerator.magnitude().clone()), denominator: self.denominator.clone() }
    }

    /// Which of two is larger, exactly.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }

    /// In hundredths of a per cent, to the nearest whole, halves away from nought; `None` past 64 bits.
    ///
    /// Source: rule R2.
    pub(crate) fn rounded_basis_points(&self) -> Option<i64> {
        let twice = BigInt::from(self.numerator.magnitude().clone()) * 20_000 + &self.denominator;
        let size: BigInt = twice / (&self.denominator * 2);
        let signed = if self.numerator.sign() == Sign::Minus { -size } else { size };
        i64::try_from(signed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_nought() {
        let rounded = |numerator, denominator| Fraction::new(numerator, denominator).unwrap().rounded_basis_points();
        assert_eq!(rounded(1, 20_000), Some(1));
        assert_eq!(rounded(-1, 20_000), Some(-1));
        assert_eq!(rounded(49, 1_000_000), Some(0));
        assert_eq!(rounded(1, -3), Some(-3333));
        assert!(Fraction::new(1, 0).is_none());
    }
}
