//! The NHS financial year: 1 April to 31 March.

use crate::{Date, DateError, Period};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A financial year by the calendar year it begins in; `2018/19` begins on 1 April 2018.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i16);

impl FinancialYear {
    /// The financial year in which a day falls.
    pub fn of(date: Date) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// Its first day, 1 April.
    pub fn first_day(self) -> Date {
        Date::constant(self.0, 4, 1)
    }

    /// Its last day, 31 March.
    pub fn last_day(self) -> Date {
        Date::constant(self.0 + 1, 3, 31)
    }

    /// The year after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Whether a day falls in it, its first and last included.
    pub fn holds(self, date: Date) -> bool {
        Self::of(date) == self
    }

    /// The year as a period of days.
    pub fn period(self) -> Period {
        Period::from_days(Some(self.first_day()), Some(Date::constant(self.0 + 1, 4, 1)))
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl FromStr for FinancialYear {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError::NotADate { found: text.to_owned() };
        let (start, end) = text.trim().split_once(['/', '-']).ok_or_else(wrong)?;
        let start: i16 = start.parse().map_err(|_| wrong())?;
        let end: i16 = end.parse().map_err(|_| wrong())?;
        // Years outside four digits are no financial year of any health service.
        if !(1900..=2199).contains(&start) || end % 100 != (start + 1) % 100 || (end > 99 && end != start + 1) {
            return Err(wrong());
        }
        Ok(Self(start))
    }
}

impl Serialize for FinancialYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FinancialYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_runs_from_april_to_march() {
        assert_eq!(FinancialYear::of(date(2019, 3, 31)).to_string(), "2018/19");
        assert_eq!(FinancialYear::of(date(2019, 4, 1)).to_string(), "2019/20");
        assert_eq!(FinancialYear::of(date(2000, 1, 1)).to_string(), "1999/00");
        let year: FinancialYear = "2018/19".parse().unwrap();
        assert_eq!((year.first_day(), year.last_day()), (date(2018, 4, 1), date(2019, 3, 31)));
    }

    #[test]
    fn a_year_is_kept_as_it_is_written() {
        let year = FinancialYear::of(date(2019, 6, 1));
        let kept = serde_json::to_string(&year).unwrap();
        assert_eq!(kept, "\"2019/20\"");
        assert_eq!(serde_json::from_str::<FinancialYear>(&kept).unwrap(), year);
        assert!(year.holds(date(2020, 3, 31)) && !year.holds(date(2020, 4, 1)));
    }

    #[test]
    fn a_year_that_does_not_follow_is_refused() {
        for wrong in ["2018/20", "2018", "18/19", "2018/2020"] {
            assert!(wrong.parse::<FinancialYear>().is_err(), "{wrong}");
        }
    }
}
