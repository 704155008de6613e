//! Rates of growth and shares, as whole parts of a million million.

use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use thiserror::Error;

/// How many noughts a whole has: a rate is kept to twelve decimal places.
const RATE_POWER: u8 = 12;

/// A rate: growth, convergence, a share. Units: 10^-12, so that 5.1% is `Rate(51_000_000_000)`.
///
/// Source: rule R4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(pub i64);

/// Why a text is not a rate.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RateError {
    /// Nothing is written.
    #[error("no rate is written: write it as a decimal, such as 0.051 for 5.1%")]
    Missing,
    /// It is not a decimal number.
    #[error("“{0}” is not a rate: write it as a decimal, such as 0.051 for 5.1%")]
    NotARate(String),
    /// It is more than is kept.
    #[error("“{0}” is more than a rate can be")]
    TooLarge(String),
}

impl Rate {
    /// A whole: by what a rate is divided.
    pub const WHOLE: i64 = 1_000_000_000_000;

    /// One and the rate, in parts of a whole: by what growth multiplies.
    pub fn factor(self) -> i128 {
        i128::from(Self::WHOLE) + i128::from(self.0)
    }
}

impl FromStr for Rate {
    type Err = RateError;

    /// Reads a decimal with or without a sign and an exponent, `0.0517606796` or `-7.1e-3`, and rounds it to twelve places.
    fn from_str(text: &str) -> Result<Self, RateError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(RateError::Missing);
        }
        let (is_negative, plain) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(plain) => (true, plain),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let number = Decimal::read(plain).ok_or_else(|| RateError::NotARate(text.to_owned()))?;
        let too_large = || RateError::TooLarge(text.to_owned());
        let size = i128::try_from(number.scale(RATE_POWER).ok_or_else(too_large)?).map_err(|_| too_large())?;
        i64::try_from(if is_negative { -size } else { size }).map(Self).map_err(|_| too_large())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_held_to_twelve_places() {
        for (text, parts) in [
            ("0.05176067961391384", 51_760_679_614),
            ("-0.0071", -7_100_000_000),
            ("1.8838547240496162e-06", 1_883_855),
            ("0", 0),
            ("1", Rate::WHOLE),
            ("+0.0000000000005", 1),
            ("-0.0000000000005", -1),
        ] {
            assert_eq!(text.parse(), Ok(Rate(parts)), "{text}");
        }
        for text in ["", "5%", "--1", "a", ".5"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
        assert_eq!("1e9".parse::<Rate>(), Err(RateError::TooLarge("1e9".to_owned())));
    }
}
