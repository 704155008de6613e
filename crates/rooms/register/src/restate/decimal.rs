//! Numbers as files write them, kept exactly.

use std::fmt;
use thiserror::Error;

const PLACES_MAX: u32 = 18;
const DIGITS_MAX: usize = 33;

/// A decimal number: so many units of ten to the power of minus `places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// How many of the smallest unit.
    pub units: i128,
    /// How many digits stand after the point.
    pub places: u32,
}

/// Why a text is no number that can be kept exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotExact {
    /// The cell is empty.
    #[error("the cell is empty")]
    Blank,
    /// The text is no plain decimal number.
    #[error("the cell holds no plain number")]
    NotANumber,
    /// More digits than can be added up exactly.
    #[error("the number has more digits than can be added up exactly")]
    TooLong,
}

impl Decimal {
    /// Reads a number: digits, with or without a sign, a point, commas between thousands, and a power of ten behind `e`; as
    /// ledgers write them, also with a pound sign, in brackets for below nought, and with a true minus sign (U+2212).
    ///
    /// # Errors
    /// [`NotExact`] for everything else: a blank, a mark such as `*`.
    pub fn read(text: &str) -> Result<Self, NotExact> {
        let text = text.trim();
        // Nearly every cell is a short whole number.
        if !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let units = text.bytes().fold(0i64, |sum, byte| sum * 10 + i64::from(byte - b'0'));
            return Ok(Self { units: i128::from(units), places: 0 });
        }
        if text.is_empty() {
            return Err(NotExact::Blank);
        }
        let (negative, digits) = sign_of(text);
        // Programs write very small and very large numbers with a power of ten, which is no less exact.
        let (digits, power) = match digits.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, power.parse::<i32>().map_err(|_| NotExact::NotANumber)?),
            None => (digits, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let whole = without_commas(whole).ok_or(NotExact::NotANumber)?;
        let written = digits.bytes().any(|byte| byte.is_ascii_digit());
        if !written || !digits_only(&whole) || !digits_only(fraction) {
            return Err(NotExact::NotANumber);
        }
        let too_long = || NotExact::TooLong;
        let places =
            i32::try_from(fraction.len()).ok().and_then(|places| places.checked_sub(power)).ok_or_else(too_long)?;
        let zeros = usize::try_from(places.saturating_neg()).unwrap_or(0);
        let places = u32::try_from(places).unwrap_or(0);
        let length = (whole.trim_start_matches('0').len() + fraction.len()).saturating_add(zeros);
        if places > PLACES_MAX || length > DIGITS_MAX {
            return Err(NotExact::TooLong);
        }
        // At most 33 digits, so below 2^127.
        let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', zeros));
        let units = digits.fold(0i128, |sum, byte| sum * 10 + i128::from(byte - b'0'));
        Ok(Self { units: if negative { -units } else { units }, places })
    }
}

/// Whether a number is below nought, and the number without its sign and pound sign. What has two signs keeps one, and so is no
/// number.
fn sign_of(text: &str) -> (bool, &str) {
    let bracketed = |text: &str| text.starts_with('(') && text.ends_with(')');
    let (mut negative, mut rest, mut pound, mut sign) = (false, text, false, false);
    loop {
        let mut letters = rest.chars();
        match letters.next() {
            Some('£') if !pound => pound = true,
            Some(mark @ ('-' | '\u{2212}' | '+')) if !sign => (sign, negative) = (true, mark != '+'),
            Some('(') if !sign && bracketed(rest) => {
                (sign, negative) = (true, true);
                letters.next_back();
            }
            _ => return (negative, rest),
        }
        rest = letters.as_str().trim();
    }
}

fn digits_only(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a whole number; commas only where thousands end, so that `1,5` is not read as fifteen.
fn without_commas(whole: &str) -> Option<std::borrow::Cow<'_, str>> {
    if !whole.contains(',') {
        return Some(whole.into());
    }
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    (first && groups.all(|group| group.len() == 3)).then(|| whole.replace(',', "").into())
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return fmt::Display::fmt(&self.units, f);
        }
        let unit = 10u128.pow(self.places.min(38));
        let (whole, fraction) = (self.units.unsigned_abs() / unit, self.units.unsigned_abs() % unit);
        let sign = if self.units < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{whole}.{fraction:0width$}", width = self.places as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_files_write_them() {
        let read = |text: &str| Decimal::read(text).map(|decimal| decimal.to_string());
        for (text, expected) in [
            ("5903", "5903"),
            (" -12.50 ", "-12.5"),
            ("+0.05", "0.05"),
            (".5", "0.5"),
            ("7.", "7"),
            ("1,234,567.25", "1234567.25"),
            ("99999999999999999999", "99999999999999999999"),
            ("1.25e-7", "0.000000125"),
            ("1.5E+05", "150000"),
            ("£1,000", "1000"),
            ("-£5.50", "-5.5"),
            ("£-5", "-5"),
            ("(500)", "-500"),
            ("(£1,500.25)", "-1500.25"),
            ("£(500)", "-500"),
            ("\u{2212}12", "-12"),
            ("( 7 )", "-7"),
        ] {
            assert_eq!(read(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_exact_number_is_refused() {
        for text in [
            "*",
            "-",
            ".",
            "1,5",
            "e5",
            "1e",
            "1e1.5",
            ",123",
            "12%",
            "NaN",
            "1.2.3",
            "--1",
            "£",
            "££5",
            "()",
            "(-5)",
            "-(5)",
            "(5",
            "5)",
            "((5))",
            "$5",
            "\u{2013}5",
        ] {
            assert_eq!(Decimal::read(text), Err(NotExact::NotANumber), "{text}");
        }
        assert_eq!(Decimal::read("  "), Err(NotExact::Blank));
        for text in ["0.1234567890123456789", "1e-19", "1e34", "1e2147483647", "1e-2147483648"] {
            assert_eq!(Decimal::read(text), Err(NotExact::TooLong), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_reads_back(units in -10i128.pow(32)..10i128.pow(32), places in 0u32..18) {
            let read = Decimal::read(&Decimal { units, places }.to_string()).unwrap();
            prop_assert_eq!(read.units * 10i128.pow(places - read.places), units);
        }
    }
}
