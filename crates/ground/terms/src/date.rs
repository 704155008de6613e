//! Dates that keep the precision with which the world knows them.

use crate::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// Not one of the accepted shapes, or no such day.
    #[error("`{found}` is not a date: write 2018-04-01, 2018-04 or 2018")]
    NotADate {
        /// The text as given.
        found: String,
    },
    /// A range that runs backwards.
    #[error("a date between {earliest} and {latest} cannot be: the first is after the second")]
    Backwards {
        /// The earliest it could be.
        earliest: Date,
        /// The latest it could be.
        latest: Date,
    },
}

/// A date known to a day, a month, a year, or to lie between two days.
///
/// "Since 2017" is kept as 2017 (the earliest day it can mean, and the latest) and never becomes 1 January 2017; a
/// question about a day inside the uncertainty is answered as uncertain. Prints and parses as `2017-04-01`, `2017-04`,
/// `2017`, or `2017-04-01..2017-06-30`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FuzzyDate {
    latest: Date,
    earliest: Date,
}

impl FuzzyDate {
    /// A date known to the day.
    pub const fn day(date: Date) -> Self {
        Self { latest: date, earliest: date }
    }

    /// A date known only to lie between two days, both included.
    pub fn between(earliest: Date, latest: Date) -> Result<Self, DateError> {
        if earliest > latest {
            return Err(DateError::Backwards { earliest, latest });
        }
        Ok(Self { latest, earliest })
    }

    /// The first day it can mean.
    pub const fn earliest(self) -> Date {
        self.earliest
    }

    /// The last day it can mean: by then it has certainly come.
    pub const fn latest(self) -> Date {
        self.latest
    }

    /// Whether it is known to the day.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// The same date, one day later: turns the last day of a period into its exclusive end.
    #[must_use]
    pub fn next_day(self) -> Self {
        let later = |date: Date| date.tomorrow().unwrap_or(Date::MAX);
        Self { latest: later(self.latest), earliest: later(self.earliest) }
    }

    /// The same date, one day earlier: turns an exclusive end into the last day, for the screen.
    #[must_use]
    pub fn previous_day(self) -> Self {
        let sooner = |date: Date| date.yesterday().unwrap_or(Date::MIN);
        Self { latest: sooner(self.latest), earliest: sooner(self.earliest) }
    }

    /// As people write it: `1 April 2018`, `April 2018`, `2018`, `between 1 April 2018 and 3 May 2019`.
    pub fn screen(self) -> String {
        match self.precision() {
            Precision::Day => screen_date(self.latest),
            Precision::Month => format!("{} {}", month_name(self.latest), self.latest.year()),
            Precision::Year => self.latest.year().to_string(),
            Precision::Between => {
                format!("between {} and {}", screen_date(self.earliest), screen_date(self.latest))
            }
        }
    }

    fn precision(self) -> Precision {
        if self.is_exact() {
            return Precision::Day;
        }
        let whole_month = self.earliest.day() == 1 && self.latest == self.earliest.last_of_month();
        let whole_year = self.earliest == self.earliest.first_of_year() && self.latest == self.earliest.last_of_year();
        match (whole_month, whole_year) {
            (true, _) => Precision::Month,
            (_, true) => Precision::Year,
            _ => Precision::Between,
        }
    }
}

enum Precision {
    Day,
    Month,
    Year,
    Between,
}

impl From<Date> for FuzzyDate {
    fn from(date: Date) -> Self {
        Self::day(date)
    }
}

impl FromStr for FuzzyDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let trimmed = text.trim();
        let wrong = || DateError::NotADate { found: trimmed.to_owned() };
        if let Some((earliest, latest)) = trimmed.split_once("..") {
            return Self::between(full_date(earliest).ok_or_else(wrong)?, full_date(latest).ok_or_else(wrong)?);
        }
        match trimmed.len() {
            4 => full_date(&format!("{trimmed}-01-01"))
                .map(|first| Self { earliest: first, latest: first.last_of_year() })
                .ok_or_else(wrong),
            7 => full_date(&format!("{trimmed}-01"))
                .map(|first| Self { earliest: first, latest: first.last_of_month() })
                .ok_or_else(wrong),
            _ => full_date(trimmed).map(Self::day).ok_or_else(wrong),
        }
    }
}

/// Only `YYYY-MM-DD`: the general parser also takes times and zones, which no date here may carry.
fn full_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    Date::new(number(0..4)?, i8::try_from(number(5..7)?).ok()?, i8::try_from(number(8..10)?).ok()?).ok()
}

/// Reads a date as national files write it: `20180401`.
pub fn parse_compact_date(text: &str) -> Result<Date, DateError> {
    let wrong = || DateError::NotADate { found: text.to_owned() };
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let number = text.parse::<i32>().map_err(|_| wrong())?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(year as i16, month as i8, day as i8).map_err(|_| wrong())
}

/// A day as one number in the order of days: compared in one step, where year, month and day would be three.
#[inline]
pub fn day_number(day: Date) -> i32 {
    (i32::from(day.year()) * 16 + i32::from(day.month())) * 32 + i32::from(day.day())
}

/// The day that [`day_number`] gave a number; `None` where it gives none that number.
pub fn date_of(number: i32) -> Option<Date> {
    let (year, month, day) = (number.div_euclid(512), number.div_euclid(32).rem_euclid(16), number.rem_euclid(32));
    Date::new(i16::try_from(year).ok()?, month as i8, day as i8).ok()
}

/// A day as people write it: `1 April 2018`.
pub fn screen_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// The months by the names people write.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// The month that a word is, 1 to 12, in letters of either case: its name, the first three letters of it, or `sept`.
pub fn month_of(word: &str) -> Option<i8> {
    let is = |name: &str| {
        name.eq_ignore_ascii_case(word)
            || (word.len() == 3 && name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    };
    let month = if word.eq_ignore_ascii_case("sept") { 8 } else { MONTHS.iter().position(|name| is(name))? };
    i8::try_from(month + 1).ok()
}

impl fmt::Display for FuzzyDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.precision() {
            Precision::Day => self.latest.to_string(),
            Precision::Month => self.latest.strftime("%Y-%m").to_string(),
            Precision::Year => format!("{:04}", self.latest.year()),
            Precision::Between => format!("{}..{}", self.earliest, self.latest),
        };
        f.pad(&text)
    }
}

impl fmt::Debug for FuzzyDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FuzzyDate({self})")
    }
}

impl Serialize for FuzzyDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_str(self);
        }
        // By numbers: most dates are known to the day, and then the second is 0.
        let latest = day_number(self.latest);
        (latest, latest - day_number(self.earliest)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FuzzyDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom);
        }
        let (latest, before) = <(i32, i32)>::deserialize(deserializer)?;
        let read = date_of(latest).zip(latest.checked_sub(before).and_then(date_of));
        read.and_then(|(latest, earliest)| Self::between(earliest, latest).ok())
            .ok_or_else(|| serde::de::Error::custom("two numbers that are not those of two days in order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn precision_survives_reading_printing_and_showing() {
        for (written, shown) in [
            ("2018-04-01", "1 April 2018"),
            ("2018-04", "April 2018"),
            ("2017", "2017"),
            ("2019-10-02..2020-01-01", "between 2 October 2019 and 1 January 2020"),
        ] {
            let read: FuzzyDate = written.parse().unwrap();
            assert_eq!((read.to_string().as_str(), read.screen().as_str()), (written, shown));
        }
    }

    #[test]
    fn days_are_numbered_in_their_order_and_found_again() {
        let mut last = i32::MIN;
        for days in (-4_000_000..2_900_000).step_by(997) {
            let Ok(day) = date(1970, 1, 1).checked_add(jiff::Span::new().days(days)) else { continue };
            assert!(day_number(day) > last, "{day}");
            last = day_number(day);
            assert_eq!(date_of(last), Some(day));
        }
        assert_eq!([Date::MIN, Date::MAX].map(day_number).map(date_of), [Some(Date::MIN), Some(Date::MAX)]);
        for number in [i32::MIN, i32::MAX, day_number(date(2021, 2, 28)) + 1, 0] {
            assert_eq!(date_of(number), None, "{number}");
        }
    }

    #[test]
    fn a_month_is_its_name_or_the_beginning_of_it() {
        let words = ["January", "MAY", "jun", "Sept", "september", "DEC"];
        assert_eq!(words.map(month_of), [1, 5, 6, 9, 9, 12].map(Some));
        assert_eq!(["", "ju", "june1", "septe", "decem", "März"].map(month_of), [None; 6]);
    }

    #[test]
    fn since_2017_is_never_1_january_2017() {
        let since: FuzzyDate = "2017".parse().unwrap();
        assert_eq!((since.earliest(), since.latest()), (date(2017, 1, 1), date(2017, 12, 31)));
        assert_ne!(since, FuzzyDate::day(date(2017, 1, 1)));
    }

    #[test]
    fn the_last_day_shown_is_the_day_before_the_end() {
        let last: FuzzyDate = "2017".parse().unwrap();
        assert_eq!(last.next_day().previous_day().screen(), "2017");
        assert_eq!(FuzzyDate::day(date(2018, 4, 1)).previous_day().screen(), "31 March 2018");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for wrong in
            ["", "18-04-01", "2018-02-30", "2018-4-1", "2018/04/01", "2018-04-01T00:00", "2020-01-02..2020-01-01"]
        {
            assert!(wrong.parse::<FuzzyDate>().is_err(), "{wrong}");
        }
        assert_eq!(parse_compact_date("20180401"), Ok(date(2018, 4, 1)));
        for wrong in ["2018041", "20180230", "2018-4-1", "+2018040"] {
            assert!(parse_compact_date(wrong).is_err(), "{wrong}");
        }
    }
}
