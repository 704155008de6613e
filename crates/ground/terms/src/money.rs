//! Money: whole pence, one way to read pounds and one way to write them for each place they are written in.
//!
//! | where | writer | £1,500,000.50 |
//! |---|---|---|
//! | a page | [`Pence::pounds`] | `£1,500,001` |
//! | two amounts of a page that are compared | [`Pence::beside`] | `£1,500,001` |
//! | a sentence or chart that needs no more | [`Pence::short`] | `£1.5 million` |
//! | a field of a form | [`Pence::typed`] | `1,500,000.50` |
//! | a document, or words in a file | [`Pence::to_the_penny`] | `£1,500,000.50` |
//! | a cell of a file, for a program | [`Pence::decimal`] | `1500000.50` |
//!
//! There is no `Display`: whoever writes an amount says for which place.

use serde::{Deserialize, Serialize};
use std::str::FromStr;
use thiserror::Error;

/// A sum of money in whole pence; negative for a deficit.
///
/// Read from what a person writes with [`str::parse`], and from a cell of a file of figures with [`Pence::from_decimal`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pence(pub i64);

/// Why a text is not an amount of money. Each says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing is written.
    #[error("no amount is written: write pounds, such as 1,500,000, 250.50 or £1.5m")]
    Empty,
    /// It is not a number of pounds.
    #[error("“{0}” is not an amount in pounds: write it such as 1,500,000, 250.50, 250k or £1.5m")]
    NotPounds(String),
    /// Its commas or spaces do not set thousands apart.
    #[error("“{0}” does not have three digits after each comma: write it such as 1,500,000, 1500.50 or £1.5m")]
    Groups(String),
    /// One digit of pence, as of a half-written number or of millions.
    #[error("“{0}” can be read in two ways: write {0}0 for pounds and pence, or {0}m for millions")]
    OneDigit(String),
    /// Three digits after a point, which elsewhere sets thousands apart.
    #[error("“{0}” can be read in two ways: write thousands with a comma, such as 1,500, and pence with two digits")]
    ThreeDigits(String),
    /// It is not whole pence.
    #[error("“{0}” is not a whole number of pence: write at most two digits of pence")]
    PartOfAPenny(String),
    /// It is more than is taken.
    #[error("“{0}” is too much: the most that is taken is {max}", max = Pence::MAX.to_the_penny())]
    TooMuch(String),
    /// It is below nought where it cannot be.
    #[error("“{0}” is below nought: write the amount without the minus sign")]
    Negative(String),
}

/// The longest text that is read as an amount. Units: characters.
const LENGTH_MAX: usize = 40;
const PENCE_PER_POUND: u64 = 100;

/// What may stand behind a number, and how many pounds it stands for.
const UNITS: [(&str, u64); 8] = [
    ("", 1),
    ("k", 1_000),
    ("thousand", 1_000),
    ("m", 1_000_000),
    ("mn", 1_000_000),
    ("million", 1_000_000),
    ("bn", 1_000_000_000),
    ("billion", 1_000_000_000),
];

/// Whose writing is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// A person, who may write `£1.5m`, and whose `1.5` may mean as much.
    Person,
    /// A program, which drops the last nought of `1.50` and the first of `0.5`.
    Program,
}

impl Pence {
    /// The most that is read: a penny less than a million million pounds, so that no sum of what people write overflows.
    pub const MAX: Self = Self(99_999_999_999_999);

    /// Reads an amount that cannot be below nought, such as a limit or what a decision commits.
    ///
    /// # Errors
    /// Those of reading, and [`MoneyError::Negative`].
    pub fn not_negative(text: &str) -> Result<Self, MoneyError> {
        let amount: Self = text.parse()?;
        if amount.0 < 0 { Err(MoneyError::Negative(quoted(text))) } else { Ok(amount) }
    }

    /// Reads a cell of a file of figures: pounds as a program writes them, `1234.5`, `.5` and `-0.07` too, without units.
    ///
    /// # Errors
    /// Those of reading; a blank cell is [`MoneyError::Empty`].
    pub fn from_decimal(text: &str) -> Result<Self, MoneyError> {
        read(text, Hand::Program)
    }

    /// The sum of two amounts, or `None` past what 64 bits hold.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// As a page shows it: whole pounds, thousands apart, `£1,500,000` or `-£20`.
    ///
    /// To the nearest pound, and 50p away from nought; less than a pound is `£1`, so that something never reads as nothing.
    pub fn pounds(self) -> String {
        format!("{}£{}", self.sign(), apart(self.nearest(PENCE_PER_POUND)))
    }

    /// As a page shows it beside another it differs from: in whole pounds, or to the penny where both would read the same.
    ///
    /// A refusal that says `£1,000,000 is over the limit of £1,000,000` says nothing.
    pub fn beside(self, other: Self) -> String {
        let shown = self.pounds();
        if self != other && shown == other.pounds() { self.to_the_penny() } else { shown }
    }

    /// In few letters: `£1.5 million`, `£2 billion`, and whole pounds below a million. To the nearest tenth of the unit.
    pub fn short(self) -> String {
        for (name, pounds) in [("million", 1_000_000), ("billion", 1_000_000_000)] {
            let tenths = self.nearest(pounds * PENCE_PER_POUND / 10);
            // What rounds to a thousand millions is a billion.
            let fits = name == "billion" || tenths < 10_000;
            if self.nearest(PENCE_PER_POUND) >= 1_000_000 && fits {
                let part = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
                return format!("{}£{}{part} {name}", self.sign(), apart(tenths / 10));
            }
        }
        self.pounds()
    }

    /// Exactly, as a document says it: `£1,500,000.00`.
    pub fn to_the_penny(self) -> String {
        let size = self.0.unsigned_abs();
        format!("{}£{}.{:02}", self.sign(), apart(size / 100), size % 100)
    }

    /// Exactly, as a field of a form holds it: `1,500,000` or `250.50`, with pence only where there are some.
    pub fn typed(self) -> String {
        let size = self.0.unsigned_abs();
        let part = if size.is_multiple_of(100) { String::new() } else { format!(".{:02}", size % 100) };
        format!("{}{}{part}", self.sign(), apart(size / 100))
    }

    /// Exactly, as a program reads it: pounds with two decimals and nothing between the digits, `1500000.00`.
    pub fn decimal(self) -> String {
        let size = self.0.unsigned_abs();
        format!("{}{}.{:02}", self.sign(), size / 100, size % 100)
    }

    fn sign(self) -> &'static str {
        if self.0 < 0 { "-" } else { "" }
    }

    /// How many of so many pence it is, without its sign: to the nearest, and at least one of something.
    fn nearest(self, of: u64) -> u64 {
        let size = self.0.unsigned_abs();
        let whole = size / of + u64::from(size % of >= of.div_ceil(2));
        if size > 0 { whole.max(1) } else { whole }
    }
}

impl FromStr for Pence {
    type Err = MoneyError;

    /// Reads pounds as a person writes them: `£1.5m`, `1,500,000`, `250k`, `£1.5 million`, `2000000`, `250.50`, `-£20`.
    ///
    /// Refused with a reason is what can mean two amounts (`1.5`, `1.500`, `1,5`), what is not whole pence, and what is past
    /// [`Pence::MAX`] on either side of nought.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        read(text, Hand::Person)
    }
}

/// Reads an amount without ever making a fraction of it.
fn read(text: &str, hand: Hand) -> Result<Pence, MoneyError> {
    let text = text.trim();
    let wrong = || MoneyError::NotPounds(quoted(text));
    if text.is_empty() {
        return Err(MoneyError::Empty);
    }
    if text.chars().nth(LENGTH_MAX).is_some() {
        return Err(wrong());
    }
    let (negative, plain) = signed(text).ok_or_else(wrong)?;
    let is_unit = |letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '.') && !is_space(letter);
    let (number, unit) = plain.split_at(plain.find(is_unit).unwrap_or(plain.len()));
    let scale = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)).map(|(_, pounds)| *pounds);
    let scale = scale.filter(|scale| *scale == 1 || hand == Hand::Person).ok_or_else(wrong)?;
    let number = number.trim_end();
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let has_part = part.is_some();
    let part = part.unwrap_or("00");
    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let pounds = match whole {
        "" if hand == Hand::Program && has_part => 0,
        _ => whole_number(whole, text)?,
    };
    if scale == 1 && part.len() != 2 {
        match part.len() {
            1 if hand == Hand::Person => return Err(MoneyError::OneDigit(quoted(text))),
            1 => {}
            3 if hand == Hand::Person => return Err(MoneyError::ThreeDigits(quoted(text))),
            _ => return Err(MoneyError::PartOfAPenny(quoted(text))),
        }
    }
    let too_much = || MoneyError::TooMuch(quoted(text));
    let unit = scale * PENCE_PER_POUND;
    let (whole, part) = (pounds.checked_mul(unit), fraction_of(part, unit, text)?);
    let pence = whole.and_then(|pence| pence.checked_add(part)).ok_or_else(too_much)?;
    let pence = i64::try_from(pence).ok().filter(|pence| *pence <= Pence::MAX.0).ok_or_else(too_much)?;
    Ok(Pence(if negative { -pence } else { pence }))
}

/// Whether a minus stands before, and the text behind it and the pound sign. `None` with two signs of one kind.
fn signed(text: &str) -> Option<(bool, &str)> {
    let (mut negative, mut pound, mut rest) = (false, false, text);
    loop {
        let mut letters = rest.chars();
        match letters.next() {
            Some('-' | '\u{2212}') if !negative => negative = true,
            Some('£') if !pound => pound = true,
            Some('-' | '\u{2212}' | '£') => return None,
            _ => return Some((negative, rest)),
        }
        rest = letters.as_str().trim_start();
    }
}

/// The digits before the point, with commas or spaces before each three or with none at all.
fn whole_number(whole: &str, text: &str) -> Result<u64, MoneyError> {
    let groups = || MoneyError::Groups(quoted(text));
    let (mut value, mut in_group, mut between) = (0_u64, 0, None);
    for letter in whole.chars() {
        if let Some(digit) = letter.to_digit(10) {
            in_group += 1;
            let next = value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit)));
            value = next.ok_or_else(|| MoneyError::TooMuch(quoted(text)))?;
            continue;
        }
        let kind = if is_space(letter) { ' ' } else { letter };
        let first = between.is_none();
        // `0,5` is half of something somewhere, and `01,500` is nothing anybody means.
        let full = if first { (1..=3).contains(&in_group) && !whole.starts_with('0') } else { in_group == 3 };
        if !full || between.is_some_and(|held| held != kind) {
            return Err(groups());
        }
        (between, in_group) = (Some(kind), 0);
    }
    match between {
        _ if whole.is_empty() => Err(MoneyError::NotPounds(quoted(text))),
        Some(_) if in_group != 3 => Err(groups()),
        _ => Ok(value),
    }
}

/// The digits after the point, of a unit of so many pence.
fn fraction_of(part: &str, unit: u64, text: &str) -> Result<u64, MoneyError> {
    let part_of_a_penny = || MoneyError::PartOfAPenny(quoted(text));
    let part = part.trim_end_matches('0');
    if part.is_empty() {
        return Ok(0);
    }
    // A unit is a power of ten, so digits past its noughts are part of a penny, and those within cannot overflow.
    let places =
        u32::try_from(part.len()).ok().filter(|places| *places <= unit.ilog10()).ok_or_else(part_of_a_penny)?;
    let digits: u64 = part.parse().map_err(|_| part_of_a_penny())?;
    Ok(digits * (unit / 10_u64.pow(places)))
}

/// A space, or one of those that keep a number on one line.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// Digits with a comma before each three.
fn apart(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A text as a message repeats it, no longer than an amount can be.
fn quoted(text: &str) -> String {
    let text = text.trim();
    let mut shown: String = text.chars().take(LENGTH_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(texts: &[(&str, i64)]) {
        for (text, pence) in texts {
            assert_eq!(text.parse::<Pence>(), Ok(Pence(*pence)), "{text}");
        }
    }

    #[test]
    fn pounds_are_read_as_people_write_them() {
        check(&[
            ("£1.5m", 150_000_000),
            ("1,500,000", 150_000_000),
            ("250k", 25_000_000),
            ("£1.5 million", 150_000_000),
            ("2000000", 200_000_000),
            ("250.50", 25_050),
            ("£250.50", 25_050),
            ("1.5bn", 150_000_000_000),
        ]);
        check(&[
            ("  £ 1 500 000 ", 150_000_000),
            ("1\u{a0}500\u{202f}000", 150_000_000),
            ("£1,500m", 150_000_000_000),
            ("2 Billion", 200_000_000_000),
            ("£0.05M", 5_000_000),
            ("1.500 thousand", 150_000),
            ("1.23456k", 123_456),
            ("0", 0),
            ("0.10", 10),
            ("007", 700),
            ("-£20", -2_000),
            ("£-20.01", -2_001),
            ("\u{2212}£1.5m", -150_000_000),
            ("999,999,999,999.99", Pence::MAX.0),
            ("-999999999999.99", -Pence::MAX.0),
        ]);
    }

    #[test]
    fn what_can_mean_two_amounts_is_refused_and_says_what_to_write() {
        let told = |text: &str| text.parse::<Pence>().unwrap_err().to_string();
        assert_eq!(told("1.5"), "“1.5” can be read in two ways: write 1.50 for pounds and pence, or 1.5m for millions");
        assert_eq!(
            told("£1.500"),
            "“£1.500” can be read in two ways: write thousands with a comma, such as 1,500, and pence with two digits"
        );
        let groups = "does not have three digits after each comma: write it such as 1,500,000, 1500.50 or £1.5m";
        for text in ["1,5", "1,50", "15,00,000", "1500,000", "0,500", ",500", "1,500 000", "1,,500", "1,500,"] {
            assert_eq!(told(text), format!("“{text}” {groups}"));
        }
        assert_eq!(
            told("10.005"),
            "“10.005” can be read in two ways: write thousands with a comma, such as 1,500, and pence with two digits"
        );
        for text in ["10.0050", "1.234567891m", "0.000001k", "0.00000000000000000000000000000001m"] {
            assert_eq!(
                told(text),
                format!("“{text}” is not a whole number of pence: write at most two digits of pence")
            );
        }
        for text in ["1,000,000,000,000", "1000bn", "99999999999999999999999", "-£1,000,000,000,000"] {
            assert_eq!(told(text), format!("“{text}” is too much: the most that is taken is £999,999,999,999.99"));
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        let no = "is not an amount in pounds: write it such as 1,500,000, 250.50, 250k or £1.5m";
        for text in [
            "£",
            "-",
            "--5",
            "£-£5",
            "-£-5",
            "££5",
            "+5",
            "$5",
            "50p",
            "1e6",
            "1.5.0",
            "5.",
            ".50",
            "£.50",
            "m",
            "1m5",
            "1 m m",
            "five",
            "(500)",
            "1'500",
            "١٢",
            "1.5mil",
            "1.5 m illion",
            "12.5%",
            "1.5,0",
            "1. 50",
        ] {
            assert_eq!(text.parse::<Pence>().unwrap_err().to_string(), format!("“{text}” {no}"));
        }
        assert_eq!(" ".parse::<Pence>(), Err(MoneyError::Empty));
        let long = "1".repeat(100);
        assert_eq!(long.parse::<Pence>(), Err(MoneyError::NotPounds(format!("{}…", "1".repeat(40)))));
        assert_eq!(Pence::not_negative("-£5"), Err(MoneyError::Negative("-£5".to_owned())));
        assert_eq!(Pence::not_negative("-0"), Ok(Pence(0)));
    }

    #[test]
    fn a_file_of_figures_is_read_as_programs_write_it() {
        for (text, pence) in
            [("12.34", 1_234), ("1,234.5", 123_450), ("-0.07", -7), ("£10", 1_000), (".5", 50), ("-.5", -50), ("0", 0)]
        {
            assert_eq!(Pence::from_decimal(text), Ok(Pence(pence)), "{text}");
        }
        for text in ["", "12.345", "1.500", "1.5m", "250k", "ten", "1e3", "--1", "1-", "£", "-", ".", "1.", "1,5"] {
            assert!(Pence::from_decimal(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_place_has_its_way_to_write() {
        let amount = Pence(150_000_050);
        assert_eq!(amount.pounds(), "£1,500,001");
        assert_eq!(amount.short(), "£1.5 million");
        assert_eq!(amount.typed(), "1,500,000.50");
        assert_eq!(amount.to_the_penny(), "£1,500,000.50");
        assert_eq!(amount.decimal(), "1500000.50");
        assert_eq!(Pence(-100_000_001).to_the_penny(), "-£1,000,000.01");
        assert_eq!(Pence(i64::MIN).decimal(), "-92233720368547758.08");
    }

    #[test]
    fn a_page_rounds_to_the_nearest_pound_and_never_to_nothing() {
        for (pence, shown) in [
            (0, "£0"),
            (1, "£1"),
            (-1, "-£1"),
            (149, "£1"),
            (150, "£2"),
            (-149, "-£1"),
            (-150, "-£2"),
            (99_999, "£1,000"),
            (i64::MAX, "£92,233,720,368,547,758"),
            (i64::MIN, "-£92,233,720,368,547,758"),
        ] {
            assert_eq!(Pence(pence).pounds(), shown);
        }
        let (limit, asked) = (Pence(100_000_000), Pence(100_000_001));
        assert_eq!((asked.beside(limit), limit.beside(asked)), ("£1,000,000.01".into(), "£1,000,000.00".into()));
        assert_eq!((limit.beside(limit), limit.beside(Pence(5_000))), ("£1,000,000".into(), "£1,000,000".into()));
    }

    #[test]
    fn a_short_form_takes_the_unit_it_rounds_to() {
        for (pounds, shown) in [
            (0, "£0"),
            (250_000, "£250,000"),
            (999_999, "£999,999"),
            (1_000_000, "£1 million"),
            (1_549_999, "£1.5 million"),
            (1_550_000, "£1.6 million"),
            (999_949_999, "£999.9 million"),
            (999_950_000, "£1 billion"),
            (-2_000_000_000, "-£2 billion"),
            (1_500_000_000_000, "£1,500 billion"),
        ] {
            assert_eq!(Pence(pounds * 100).short(), shown);
        }
        assert_eq!(Pence(99_999_950).short(), "£1 million");
        assert_eq!(Pence(99_999_949).short(), "£999,999");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(pence in -Pence::MAX.0..=Pence::MAX.0) {
            let amount = Pence(pence);
            prop_assert_eq!(amount.to_the_penny().parse(), Ok(amount));
            prop_assert_eq!(amount.typed().parse(), Ok(amount));
            prop_assert_eq!(amount.decimal().parse(), Ok(amount));
            prop_assert_eq!(Pence::from_decimal(&amount.decimal()), Ok(amount));
            prop_assert_eq!(Pence::from_decimal(&amount.typed()), Ok(amount));
        }

        #[test]
        fn what_a_page_shows_is_read_back_within_what_it_rounds(pounds in -900_000_000_000_i64..900_000_000_000, pence in 0..100_i64) {
            let (whole, amount) = (Pence(pounds * 100), Pence(pounds * 100 + pence));
            prop_assert_eq!(whole.pounds().parse(), Ok(whole));
            let shown: Pence = amount.pounds().parse().unwrap();
            prop_assert!((shown.0 - amount.0).abs() <= 50 || amount.0.abs() < 100);
            let short: Pence = amount.short().parse().unwrap();
            let tenth = if amount.0.abs() >= 99_995_000_000 { 10_000_000_000 } else { 10_000_000 };
            prop_assert!((short.0 - amount.0).abs() <= tenth / 2);
        }

        #[test]
        fn no_text_is_read_in_a_way_it_is_not_written(text in "[-£0-9,. kmbn]{0,14}") {
            if let Ok(amount) = text.parse::<Pence>() {
                prop_assert!(amount.0.abs() <= Pence::MAX.0);
                prop_assert_eq!(amount.to_the_penny().parse(), Ok(amount));
                // A program's reading agrees wherever it has one.
                if let Ok(figure) = Pence::from_decimal(&text) {
                    prop_assert_eq!(figure, amount);
                }
            }
        }

        #[test]
        fn any_text_at_all_is_read_or_refused(text in ".{0,60}") {
            if let Err(refused) = text.parse::<Pence>() {
                prop_assert!(refused.to_string().chars().count() < 200);
            }
        }
    }
}
