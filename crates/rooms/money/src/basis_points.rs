//! Hundredths of a per cent: how shares, thresholds and targets are given.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use terms::{Pence, TooLarge, round_ratio};

/// A share of a whole, in basis points: 10,000 is all of it.
///
/// Units: hundredths of a per cent. Source: rule R4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct BasisPoints(u16);

/// A number that is no share of a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no share in basis points: write 0 to 10,000, where 100 is one per cent")]
pub struct NoShare(pub String);

impl BasisPoints {
    /// Nothing.
    pub const NOTHING: Self = Self(0);
    /// The least that is something.
    pub const LEAST: Self = Self(1);
    /// All of it.
    pub const WHOLE: Self = Self(10_000);

    /// A share.
    ///
    /// # Errors
    /// [`NoShare`] past the whole.
    pub fn new(number: u16) -> Result<Self, NoShare> {
        if number <= Self::WHOLE.0 { Ok(Self(number)) } else { Err(NoShare(number.to_string())) }
    }

    /// What is left of the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(Self::WHOLE.0 - self.0)
    }

    /// The number, as a weight.
    pub fn weight(self) -> u64 {
        u64::from(self.0)
    }

    /// The number, for an exact comparison.
    pub fn wide(self) -> i128 {
        i128::from(self.0)
    }

    /// This share of an amount, rounded once. Source: rules R2 and R30.
    ///
    /// # Errors
    /// [`TooLarge`] never in practice: a share is no larger than its whole.
    pub fn of(self, amount: Pence) -> Result<Pence, TooLarge> {
        Pence::from_rounded(round_ratio(amount.wide() * self.wide(), Self::WHOLE.wide()))
    }
}

impl TryFrom<u16> for BasisPoints {
    type Error = NoShare;

    fn try_from(number: u16) -> Result<Self, NoShare> {
        Self::new(number)
    }
}

impl From<BasisPoints> for u16 {
    fn from(share: BasisPoints) -> Self {
        share.0
    }
}

impl FromStr for BasisPoints {
    type Err = NoShare;

    fn from_str(text: &str) -> Result<Self, NoShare> {
        text.trim().parse().ok().and_then(|number| Self::new(number).ok()).ok_or_else(|| NoShare(text.to_owned()))
    }
}

impl fmt::Display for BasisPoints {
    /// As people read it: `0.5%`, `20%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}%"),
            _ if part.is_multiple_of(10) => write!(f, "{whole}.{}%", part / 10),
            _ => write!(f, "{whole}.{part:02}%"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_reads_and_shows() {
        for (text, shown) in [("0", "0%"), ("50", "0.5%"), ("1804", "18.04%"), ("10000", "100%")] {
            assert_eq!(text.parse::<BasisPoints>().unwrap().to_string(), shown);
        }
        assert!("10001".parse::<BasisPoints>().is_err() && "-1".parse::<BasisPoints>().is_err());
        assert_eq!(BasisPoints(50).of(Pence(-101)), Ok(Pence(-1)));
        assert_eq!(BasisPoints(9_999).rest(), BasisPoints(1));
    }
}
