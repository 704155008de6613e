//! A number exactly as its decimal text says it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A number not below nought with its decimals, kept as a fraction of whole numbers so that nothing is rounded on the way.
///
/// Shape: `units` over 10 to the power of `places`. Source: rule R2: rounding is once, from the exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ExactNumber {
    units: u64,
    places: u8,
}

/// A text that is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number such as 18.76: digits, a point and at most {PLACES_MAX} decimals")]
pub struct NotExactNumber(pub String);

/// The most decimals that are read.
const PLACES_MAX: u8 = 12;

impl ExactNumber {
    /// One.
    pub const ONE: Self = Self { units: 1, places: 0 };

    /// The number without its point.
    pub fn numerator(self) -> i128 {
        i128::from(self.units)
    }

    /// Ten to the power of its decimals.
    pub fn denominator(self) -> i128 {
        10_i128.pow(u32::from(self.places))
    }

    /// Whether it is nought.
    pub fn is_nought(self) -> bool {
        self.units == 0
    }
}

impl FromStr for ExactNumber {
    type Err = NotExactNumber;

    fn from_str(text: &str) -> Result<Self, NotExactNumber> {
        let text = text.trim();
        let wrong = || NotExactNumber(text.to_owned());
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let places = u8::try_from(part.len()).ok().filter(|places| *places <= PLACES_MAX).ok_or_else(wrong)?;
        let is_number = !whole.is_empty() && whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
        if !is_number || (text.contains('.') && part.is_empty()) {
            return Err(wrong());
        }
        let units = format!("{whole}{part}").parse().map_err(|_| wrong())?;
        Ok(Self { units, places })
    }
}

impl TryFrom<String> for ExactNumber {
    type Error = NotExactNumber;

    fn try_from(text: String) -> Result<Self, NotExactNumber> {
        text.parse()
    }
}

impl From<ExactNumber> for String {
    fn from(number: ExactNumber) -> Self {
        number.to_string()
    }
}

impl fmt::Display for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = 10_u64.pow(u32::from(self.places));
        match self.places {
            0 => write!(f, "{}", self.units),
            places => write!(f, "{}.{:0width$}", self.units / of, self.units % of, width = usize::from(places)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_and_written_as_it_stands() {
        for text in ["24.7333", "100", "0.05", "102.450"] {
            assert_eq!(text.parse::<ExactNumber>().unwrap().to_string(), text);
        }
        for wrong in ["", ".5", "5.", "-1", "1,000", "1.1234567890123", "99999999999999999999"] {
            assert_eq!(wrong.parse::<ExactNumber>(), Err(NotExactNumber(wrong.to_owned())));
        }
    }
}
