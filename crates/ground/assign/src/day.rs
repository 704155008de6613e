//! Days as whole numbers, and spans of them.

use serde::{Serialize, Serializer};
use std::fmt;
use terms::Date;

/// A civil day, as the number of days since 1 January 1970: the unit in which columnar files keep dates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// What a column of days holds where there is no valid date.
pub const NO_DAY: i32 = i32::MIN;

impl Day {
    /// Before every day.
    pub const FIRST: Self = Self(i32::MIN + 1);
    /// After every day.
    pub const END: Self = Self(i32::MAX);

    /// The day of a text that is exactly `YYYY-MM-DD` and a real calendar date; anything else is no date.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        let digits = |several: &[u8]| {
            several.iter().try_fold(0_i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
        };
        let (year, month, day) = (digits(&[*y1, *y2, *y3, *y4])?, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?);
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        Some(Self::of(year, month, day))
    }

    /// The number as a column of days holds it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The next day.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    /// Days from the epoch in the proleptic Gregorian calendar (the era method: 400 years are 146,097 days).
    const fn of(year: i32, month: i32, day: i32) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    fn civil(self) -> (i64, i64, i64) {
        let shifted = i64::from(self.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (era * 400 + year_of_era + i64::from(month <= 2), month, day)
    }
}

const fn days_in(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self::of(i32::from(date.year()), i32::from(date.month()), i32::from(date.day()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A span of days, its end excluded. Published tables write the last day; [`Span::last`] gives that back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day, or [`Day::FIRST`] when open.
    pub from: Day,
    /// The day after the last, or [`Day::END`] when open.
    pub until: Day,
}

impl Span {
    /// Every day there is.
    pub const ALWAYS: Self = Self { from: Day::FIRST, until: Day::END };

    /// From the first to the last day, both included.
    pub const fn through(first: Day, last: Day) -> Self {
        Self { from: first, until: last.next() }
    }

    /// Whether the day lies inside.
    pub const fn holds(self, day: Day) -> bool {
        self.from.0 <= day.0 && day.0 < self.until.0
    }

    /// The first day, if the span has one.
    pub fn first(self) -> Option<Day> {
        (self.from != Day::FIRST).then_some(self.from)
    }

    /// The last day, if the span has one.
    pub fn last(self) -> Option<Day> {
        (self.until != Day::END).then(|| self.until.previous())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_ten_characters_and_real() {
        for good in ["1970-01-01", "2000-02-29", "2024-02-29", "2026-03-31", "0001-01-01", "9999-12-31", "1899-12-30"] {
            assert_eq!(Day::parse(good).unwrap().to_string(), good);
        }
        for bad in
            ["", "2025-02-30", "15/06/2025", "2025-6-15", "2023-02-29", "1900-02-29", "2025-00-10", " 2025-06-15"]
        {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_counted_from_1970_and_agree_with_the_calendar() {
        assert_eq!(Day::parse("1970-01-01"), Some(Day(0)));
        assert_eq!(Day::parse("2025-04-01"), Some(Day(20_179)));
        let mut date = Date::constant(1890, 1, 1);
        let mut day = Day::from(date);
        while date < Date::constant(2110, 1, 1) {
            assert_eq!((Day::parse(&date.to_string()), Day::from(date)), (Some(day), day));
            (date, day) = (date.tomorrow().unwrap(), day.next());
        }
    }

    #[test]
    fn a_span_gives_back_the_days_it_was_written_with() {
        let (first, last) = (Day::parse("2025-04-01").unwrap(), Day::parse("2026-03-31").unwrap());
        let span = Span::through(first, last);
        assert_eq!((span.first(), span.last()), (Some(first), Some(last)));
        assert!(span.holds(last) && !span.holds(last.next()) && !span.holds(first.previous()));
        assert_eq!((Span::ALWAYS.first(), Span::ALWAYS.last()), (None, None));
    }
}
