//! The working days of England, over the years whose bank holidays are known.

use std::collections::BTreeSet;
use terms::{Date, screen_date};
use thiserror::Error;

/// A published list of bank holidays: the days by year, as month and day.
#[derive(Clone, Copy, Debug)]
pub struct Holidays {
    /// Where it was read.
    pub source: &'static str,
    /// The day it was read: later proclamations are not in it.
    pub vintage: Date,
    /// The bank holidays of each year, Good Friday and Christmas Day among them, without gaps between years.
    pub years: &'static [Year],
}

/// A year and its bank holidays, each as month and day.
pub type Year = (i16, &'static [(i8, i8)]);

/// The bank holidays in England, 2012 to 2030, with those that were moved or added: 4 and 5 June 2012, 8 May 2020 in place of
/// 4 May, 2 and 3 June 2022 in place of 30 May, 19 September 2022 and 8 May 2023. Rule R20.
pub const ENGLAND: Holidays = Holidays {
    source: "GOV.UK, bank holidays in England and Wales; Banking and Financial Dealings Act 1971, schedule 1, beyond the years published",
    vintage: Date::constant(2026, 11, 28),
    years: YEARS,
};

#[rustfmt::skip]
const YEARS: &[Year] = &[
    (2012, &[(1, 2), (4, 6), (4, 9), (5, 7), (6, 4), (6, 5), (8, 27), (12, 25), (12, 26)]),
    (2013, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
    (2014, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]),
    (2015, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]),
    (2016, &[(1, 1), (3, 25), (3, 28), (5, 2), (5, 30), (8, 29), (12, 26), (12, 27)]),
    (2017, &[(1, 2), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]),
    (2018, &[(1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)]),
    (2019, &[(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
    (2020, &[(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)]),
    (2021, &[(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
    (2022, &[(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)]),
    (2023, &[(1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)]),
    (2024, &[(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
    (2025, &[(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)]),
    (2026, &[(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]),
    (2027, &[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)]),
    (2028, &[(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)]),
    (2029, &[(1, 1), (3, 30), (4, 2), (5, 7), (5, 28), (8, 27), (12, 25), (12, 26)]),
    (2030, &[(1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)]),
];

/// A day beyond the years whose bank holidays are known. Nothing is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("working days near {} cannot be counted: bank holidays are known from {} to {}", screen_date(*near), screen_date(*first), screen_date(*last))]
pub struct NoHolidays {
    /// The day from which they were counted.
    pub near: Date,
    /// The first day known.
    pub first: Date,
    /// The last day known.
    pub last: Date,
}

/// The working days of a list of bank holidays: neither Saturday nor Sunday nor on the list. Rule R20.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    first: Date,
    last: Date,
    /// In order, so that every question is two searches and a difference.
    working: Vec<Date>,
}

impl Calendar {
    /// The calendar of England.
    pub fn england() -> Self {
        Self::of(&ENGLAND)
    }

    /// The calendar of a list of bank holidays.
    pub fn of(list: &Holidays) -> Self {
        let days = |(year, days): &Year| {
            let year = *year;
            days.iter().filter_map(move |(month, day)| Date::new(year, *month, *day).ok()).collect::<Vec<_>>()
        };
        let holidays: BTreeSet<Date> = list.years.iter().flat_map(days).collect();
        let year = |held: Option<&Year>| held.and_then(|(year, _)| Date::new(*year, 1, 1).ok());
        let (first, last) = match (year(list.years.first()), year(list.years.last())) {
            (Some(first), Some(last)) => (first, last.last_of_year()),
            // A list of no years knows no day.
            _ => (Date::MAX, Date::MIN),
        };
        let every = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(|day| *day <= last);
        let working = every.filter(|day| !is_weekend(*day) && !holidays.contains(day)).collect();
        Self { first, last, working }
    }

    /// The last day that is known.
    pub(crate) const fn last(&self) -> Date {
        self.last
    }

    /// Whether a day is a working day.
    ///
    /// # Errors
    /// [`NoHolidays`] for a day that is not covered.
    pub fn is_working(&self, day: Date) -> Result<bool, NoHolidays> {
        self.covers(day, day)?;
        Ok(self.working.binary_search(&day).is_ok())
    }

    /// The n-th working day after a day; none after it is the day itself, whatever day that is. Rule R19.
    ///
    /// # Errors
    /// [`NoHolidays`] where a day to be counted is not covered.
    pub fn after(&self, day: Date, count: u16) -> Result<Date, NoHolidays> {
        let Some(more) = count.checked_sub(1) else { return Ok(day) };
        let next = day.tomorrow().unwrap_or(Date::MAX);
        self.covers(next, next)?;
        self.working.get(self.rank(day).saturating_add(usize::from(more))).copied().ok_or_else(|| self.unknown(day))
    }

    /// How many working days lie after one day, up to and with another; none where the second is not later.
    ///
    /// # Errors
    /// [`NoHolidays`] where a day to be counted is not covered.
    pub fn between(&self, after: Date, to: Date) -> Result<usize, NoHolidays> {
        if to <= after {
            return Ok(0);
        }
        self.covers(after.tomorrow().unwrap_or(Date::MAX), to)?;
        Ok(self.rank(to) - self.rank(after))
    }

    /// The day itself if it is a working day, else the next one.
    ///
    /// # Errors
    /// [`NoHolidays`] where a day to be looked at is not covered.
    pub fn on_or_after(&self, day: Date) -> Result<Date, NoHolidays> {
        self.covers(day, day)?;
        let index = self.working.partition_point(|held| *held < day);
        self.working.get(index).copied().ok_or_else(|| self.unknown(day))
    }

    /// The day itself if it is a working day, else the last one before it.
    ///
    /// # Errors
    /// [`NoHolidays`] where a day to be looked at is not covered.
    pub fn on_or_before(&self, day: Date) -> Result<Date, NoHolidays> {
        self.covers(day, day)?;
        let index = self.rank(day).checked_sub(1);
        index.and_then(|index| self.working.get(index)).copied().ok_or_else(|| self.unknown(day))
    }

    /// How many working days there are up to and with a day.
    fn rank(&self, day: Date) -> usize {
        self.working.partition_point(|held| *held <= day)
    }

    fn covers(&self, from: Date, to: Date) -> Result<(), NoHolidays> {
        if self.first <= from && to <= self.last { Ok(()) } else { Err(self.unknown(from)) }
    }

    const fn unknown(&self, near: Date) -> NoHolidays {
        NoHolidays { near, first: self.first, last: self.last }
    }
}

fn is_weekend(day: Date) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(day.weekday(), Saturday | Sunday)
}
