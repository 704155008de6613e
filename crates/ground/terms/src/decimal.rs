//! Numbers in decimal text, scaled and rounded exactly: no fraction of one is ever made in binary.

/// The largest exponent that is read, on either side of nought: more is a slip and no figure.
const EXPONENT_MAX: u32 = 30;

/// A number without a sign as decimal text writes it: its digits, and how many of them stand behind the point.
///
/// A negative number of places puts noughts behind the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: Vec<u8>,
    places: i64,
}

impl Decimal {
    /// Reads digits, plain or with commas strictly in threes, then a fraction if there is one, then an exponent if there is
    /// one and no comma. `None` where the text is anything else: a figure begins with a digit and ends with one.
    ///
    /// Source: rule R3.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, Some(exponent)),
            None => (text, None),
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        let exponent = match exponent {
            Some(_) if whole.contains(',') => return None,
            Some(exponent) => power_of(exponent)?,
            None => 0,
        };
        let mut digits = whole_digits(whole)?;
        let fraction = fraction.map_or(Some(&[] as &[u8]), |fraction| plain_digits(fraction))?;
        digits.extend_from_slice(fraction);
        let places = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        Some(Self { digits, places })
    }

    /// The number times ten to a power, to the nearest whole, halves up; `None` past what 128 bits hold.
    ///
    /// Source: rule R2, for the size of a number: its sign is put back by the caller, so that halves go away from nought.
    pub(crate) fn scale(&self, power: u8) -> Option<u128> {
        let length = i64::try_from(self.digits.len()).ok()?;
        let kept = length.checked_sub(self.places)?.checked_add(i64::from(power))?;
        let mut value: u128 = 0;
        // Noughts behind the last digit are written out only as far as they can matter.
        for index in 0..kept.max(0) {
            let digit = usize::try_from(index).ok().and_then(|index| self.digits.get(index)).copied().unwrap_or(b'0');
            if index >= length && value == 0 {
                return Some(0);
            }
            value = value.checked_mul(10)?.checked_add(u128::from(digit - b'0'))?;
        }
        // The first digit that is dropped decides; one that stands before the first digit is a nought.
        let dropped = usize::try_from(kept).ok().and_then(|index| self.digits.get(index)).copied().unwrap_or(b'0');
        value.checked_add(u128::from(dropped >= b'5'))
    }
}

/// The digits before the point: plain, or in threes with a comma between.
fn whole_digits(whole: &str) -> Option<Vec<u8>> {
    if !whole.contains(',') {
        return plain_digits(whole).map(<[u8]>::to_vec);
    }
    let mut digits = Vec::with_capacity(whole.len());
    for (index, group) in whole.split(',').enumerate() {
        let group = plain_digits(group)?;
        let fits = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        if !fits {
            return None;
        }
        digits.extend_from_slice(group);
    }
    Some(digits)
}

/// The bytes of a text that is nothing but digits. A point with nothing behind it is no fraction, so none is refused there.
fn plain_digits(text: &str) -> Option<&[u8]> {
    let digits = text.as_bytes();
    (!digits.is_empty() && digits.iter().all(u8::is_ascii_digit)).then_some(digits)
}

fn power_of(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    plain_digits(digits)?;
    let size: u32 = digits.parse().ok().filter(|size| *size <= EXPONENT_MAX)?;
    Some(if is_negative { -i64::from(size) } else { i64::from(size) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scaled(text: &str, power: u8) -> Option<u128> {
        Decimal::read(text)?.scale(power)
    }

    #[test]
    fn a_text_is_scaled_exactly_and_rounded_once() {
        for (text, power, value) in [
            ("1,234.56", 2, 123_456),
            ("1234.565", 2, 123_457),
            ("2768809.6284978883", 5, 276_880_962_850),
            ("1.5e3", 2, 150_000),
            ("4.0E-03", 2, 0),
            ("5E-03", 2, 1),
            ("0.05e1", 0, 1),
            ("0e30", 12, 0),
            ("007", 0, 7),
            ("9e-30", 12, 0),
        ] {
            assert_eq!(scaled(text, power), Some(value), "{text}");
        }
        assert_eq!(scaled("1e30", 12), None, "past 128 bits");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            ".5",
            "5.",
            "1,23",
            "12,34,567",
            ",1",
            "1,",
            "1,234e2",
            "1e31",
            "1e400",
            "1e",
            "-1",
            "+1",
            "1.2.3",
            "1e1e1",
        ] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_scaled_is_what_the_digits_come_to(whole in 0u64.., fraction in 0u32..1_000_000, power in 0u8..9) {
            let text = format!("{whole}.{fraction:06}");
            let exact = i128::from(whole) * 1_000_000 + i128::from(fraction);
            let nearest = crate::round_ratio(exact * 10_i128.pow(u32::from(power)), 1_000_000).unwrap();
            prop_assert_eq!(scaled(&text, power), Some(nearest.unsigned_abs()));
        }
    }
}
