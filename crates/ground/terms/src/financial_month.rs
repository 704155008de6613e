//! The months and quarters of a financial year.

use crate::{Date, FinancialYear};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A month of a financial year: 1 is April, 12 is March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct FinancialMonth(u8);

/// A number that is no month of a financial year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no month of a financial year: write 1 for April to 12 for March")]
pub struct NoSuchMonth(pub u8);

impl FinancialMonth {
    /// April.
    pub const FIRST: Self = Self(1);
    /// March.
    pub const LAST: Self = Self(12);

    /// The month of this number.
    ///
    /// # Errors
    /// [`NoSuchMonth`] outside 1 to 12.
    pub fn new(number: u8) -> Result<Self, NoSuchMonth> {
        if (1..=12).contains(&number) { Ok(Self(number)) } else { Err(NoSuchMonth(number)) }
    }

    /// Every month, April first.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=12).map(Self)
    }

    /// The month of a day: its calendar month.
    pub fn of(day: Date) -> Self {
        let calendar = day.month().unsigned_abs();
        Self(if calendar >= 4 { calendar - 3 } else { calendar + 9 })
    }

    /// 1 for April to 12 for March.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// How many months have passed with it; as a length of a list by month.
    pub fn n_passed(self) -> usize {
        usize::from(self.0)
    }

    /// Its quarter.
    pub const fn quarter(self) -> Quarter {
        match self.0 {
            ..=3 => Quarter::First,
            4..=6 => Quarter::Second,
            7..=9 => Quarter::Third,
            _ => Quarter::Fourth,
        }
    }

    /// Its first day in a year.
    pub fn first_day(self, year: FinancialYear) -> Date {
        let (first, calendar) = (year.first_day(), self.0.cast_signed());
        let (years_on, month) = if calendar <= 9 { (0, calendar + 3) } else { (1, calendar - 9) };
        // The years of a financial year have four digits, so the day is always there.
        Date::new(first.year() + years_on, month, 1).unwrap_or(first)
    }

    /// Its last day in a year.
    pub fn last_day(self, year: FinancialYear) -> Date {
        self.first_day(year).last_of_month()
    }
}

impl TryFrom<u8> for FinancialMonth {
    type Error = NoSuchMonth;

    fn try_from(number: u8) -> Result<Self, NoSuchMonth> {
        Self::new(number)
    }
}

impl From<FinancialMonth> for u8 {
    fn from(month: FinancialMonth) -> Self {
        month.0
    }
}

impl fmt::Display for FinancialMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "month {}", self.0)
    }
}

crate::words! {
    /// A quarter of a financial year.
    Quarter, "a quarter of a financial year", {
        /// April to June.
        First = "first", "First quarter";
        /// July to September.
        Second = "second", "Second quarter";
        /// October to December.
        Third = "third", "Third quarter";
        /// January to March.
        Fourth = "fourth", "Fourth quarter";
    }
}

impl Quarter {
    /// Its last month.
    pub const fn last_month(self) -> FinancialMonth {
        FinancialMonth(match self {
            Self::First => 3,
            Self::Second => 6,
            Self::Third => 9,
            Self::Fourth => 12,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_in_the_month_whose_days_hold_it() {
        let year: FinancialYear = "2019/20".parse().unwrap();
        for month in FinancialMonth::all() {
            assert_eq!(FinancialMonth::of(month.first_day(year)), month);
            assert_eq!(FinancialMonth::of(month.last_day(year)), month);
        }
        assert_eq!(FinancialMonth::LAST.last_day(year), date(2020, 3, 31));
        assert_eq!(FinancialMonth::new(10).unwrap().first_day(year), date(2020, 1, 1));
        assert_eq!(FinancialMonth::new(13), Err(NoSuchMonth(13)));
    }

    #[test]
    fn a_quarter_ends_with_its_last_month() {
        for quarter in Quarter::ALL {
            assert_eq!(quarter.last_month().quarter(), *quarter);
        }
        assert_eq!(FinancialMonth::FIRST.quarter(), Quarter::First);
    }
}
