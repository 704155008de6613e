//! When something is due: days, weeks, months and working days from a first day. Rules R19 to R22.

use crate::calendar::{Calendar, NoHolidays};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use terms::{Date, words};
use thiserror::Error;

words! {
    /// In what a clock counts.
    ClockUnit, "a unit of time", {
        /// Calendar days.
        Day = "day", "days";
        /// Weeks of seven days.
        Week = "week", "weeks";
        /// Months: the same day of a later month, or that month's last day where it has no such day.
        Month = "month", "months";
        /// The last day of a later month.
        MonthEnd = "month-end", "month ends";
        /// Working days.
        WorkingDay = "working-day", "working days";
    }
}

words! {
    /// What an instrument says of a due day that is no working day. Rule R21.
    Roll, "what becomes of a due day that is no working day", {
        /// It stands.
        AsIs = "as-is", "stands as it is";
        /// The next working day.
        Next = "next", "the next working day";
        /// The working day before.
        Previous = "previous", "the working day before";
    }
}

/// The most that a clock counts: a hundred years of months.
const COUNT_MAX: u16 = 1200;

/// How many units a clock counts, 0 to 1,200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Count(u16);

/// A count that no clock has.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a count: write a whole number from 0 to {COUNT_MAX}")]
pub struct CountError {
    /// As given.
    pub found: String,
}

impl TryFrom<u16> for Count {
    type Error = CountError;

    fn try_from(count: u16) -> Result<Self, CountError> {
        if count <= COUNT_MAX { Ok(Self(count)) } else { Err(CountError { found: count.to_string() }) }
    }
}

impl From<Count> for u16 {
    fn from(count: Count) -> Self {
        count.0
    }
}

impl FromStr for Count {
    type Err = CountError;

    fn from_str(text: &str) -> Result<Self, CountError> {
        let wrong = || CountError { found: text.to_owned() };
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        text.parse::<u16>().map_err(|_| wrong())?.try_into()
    }
}

/// A clock of a clause: so many units after its first day, which is day nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// How many.
    pub count: Count,
    /// Of what.
    pub unit: ClockUnit,
    /// What becomes of a day that is no working day.
    pub roll: Roll,
}

impl Clock {
    /// The day on which it runs out; that day ends at midnight in London. Rules R19 and R21.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days have to be counted and are not known. Days, weeks and months need none.
    pub fn due(&self, start: Date, calendar: &Calendar) -> Result<Date, NoHolidays> {
        self.repeated(start, 1, calendar)
    }

    /// The day on which a clock that begins anew runs out for the n-th time: counted from the first day each time, so that
    /// monthly from 31 January is 28 February, then 31 March. Rule R19.
    ///
    /// # Errors
    /// As [`Clock::due`].
    pub fn repeated(&self, start: Date, time: u16, calendar: &Calendar) -> Result<Date, NoHolidays> {
        let count = self.count.0.saturating_mul(time);
        let wide = i64::from(count);
        let later = |span: Span| start.saturating_add(span);
        let day = match self.unit {
            ClockUnit::Day => later(wide.days()),
            ClockUnit::Week => later(wide.weeks()),
            ClockUnit::Month => later(wide.months()),
            ClockUnit::MonthEnd => later(wide.months()).last_of_month(),
            ClockUnit::WorkingDay => calendar.after(start, count)?,
        };
        match self.roll {
            Roll::AsIs => Ok(day),
            Roll::Next => calendar.on_or_after(day),
            Roll::Previous => calendar.on_or_before(day),
        }
    }
}

/// London's clock time, by its rule since 1996: an hour ahead of UTC from the last Sunday of March to the last of October.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";

/// The civil day in London at an instant.
pub fn london_day(instant: Timestamp) -> Date {
    // The rule is written here and not read from the machine, so that every machine answers the same.
    let zone = TimeZone::posix(LONDON).unwrap_or(TimeZone::UTC);
    instant.to_zoned(zone).date()
}

words! {
    /// Whether what was due came by its day.
    Punctuality, "whether something was on time", {
        /// By midnight in London at the end of the day.
        OnTime = "on-time", "On time";
        /// At midnight or after.
        Late = "late", "Late";
    }
}

/// Whether something received at an instant met a due day. Rule R22.
pub fn punctuality(due: Date, received: Timestamp) -> Punctuality {
    if london_day(received) <= due { Punctuality::OnTime } else { Punctuality::Late }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_clock_counts_from_the_first_day_each_time() {
        let monthly = Clock { count: Count(1), unit: ClockUnit::Month, roll: Roll::AsIs };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let due = |time| monthly.repeated(day("2017-01-31"), time, &Calendar::england()).unwrap();
        assert_eq!([due(1), due(2), due(3)], [day("2017-02-28"), day("2017-03-31"), day("2017-04-30")]);
    }

    #[test]
    fn london_keeps_its_summer_time() {
        for (instant, day) in [
            ("2017-09-15T22:59:59Z", "2017-09-15"),
            ("2017-09-15T23:00:00Z", "2017-09-16"),
            ("2019-12-01T23:59:59Z", "2019-12-01"),
        ] {
            assert_eq!(london_day(instant.parse().unwrap()).to_string(), day);
        }
    }
}
