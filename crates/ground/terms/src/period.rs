//! Periods of days, half open, with edges as precise as they are known.

use crate::{Date, FuzzyDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// How surely something held on a day. Ordered: the weaker of two is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// It did not hold.
    No,
    /// The day lies inside an edge that is not known to the day.
    Uncertain,
    /// It held.
    Yes,
}

/// Why two edges make no period.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a period cannot end ({to}) before it begins ({from})")]
pub struct PeriodError {
    /// The first day.
    pub from: FuzzyDate,
    /// The exclusive end.
    pub to: FuzzyDate,
}

/// Days from `from` up to but not including `to`; a missing edge is open.
///
/// On screen the end is inclusive: `[2013-04-01, 2018-04-01)` shows as "1 April 2013 to 31 March 2018".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    from: Option<FuzzyDate>,
    to: Option<FuzzyDate>,
}

impl Period {
    /// All of time.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// A period between two edges, the second exclusive. An empty period (`from` = `to`) is lawful: a body that was
    /// announced and withdrawn never held a day.
    pub fn new(from: Option<FuzzyDate>, to: Option<FuzzyDate>) -> Result<Self, PeriodError> {
        match (from, to) {
            (Some(from), Some(to)) if from.earliest() > to.latest() => Err(PeriodError { from, to }),
            _ => Ok(Self { from, to }),
        }
    }

    /// A period as files give it: first day and *last* day.
    pub fn inclusive(first: Option<FuzzyDate>, last: Option<FuzzyDate>) -> Result<Self, PeriodError> {
        if let (Some(from), Some(to)) = (first, last)
            && !(from.is_exact() && to.is_exact())
            && from.earliest() > to.latest()
        {
            // "2020 to 2019" is no empty period, though its exclusive end touches its beginning.
            return Err(PeriodError { from, to });
        }
        Self::new(first, last.map(FuzzyDate::next_day))
    }

    /// A period between two exact days, the second exclusive; an end before the beginning gives an empty period.
    pub fn from_days(from: Option<Date>, to: Option<Date>) -> Self {
        let to = match (from, to) {
            (Some(from), Some(to)) if to < from => Some(from),
            _ => to,
        };
        Self { from: from.map(FuzzyDate::day), to: to.map(FuzzyDate::day) }
    }

    /// The first edge, if it is known at all.
    pub const fn from(&self) -> Option<FuzzyDate> {
        self.from
    }

    /// The exclusive end, if there is one.
    pub const fn to(&self) -> Option<FuzzyDate> {
        self.to
    }

    /// Whether a day lies inside.
    pub fn contains(&self, day: Date) -> Certainty {
        let begun = match self.from {
            Some(from) if day < from.earliest() => Certainty::No,
            Some(from) if day < from.latest() => Certainty::Uncertain,
            _ => Certainty::Yes,
        };
        let not_ended = match self.to {
            Some(to) if day >= to.latest() => Certainty::No,
            Some(to) if day >= to.earliest() => Certainty::Uncertain,
            _ => Certainty::Yes,
        };
        begun.min(not_ended)
    }

    /// Whether the two share a day.
    pub fn overlaps(&self, other: &Self) -> Certainty {
        before(self.from, other.to).min(before(other.from, self.to)).min(self.holds_a_day()).min(other.holds_a_day())
    }

    fn holds_a_day(&self) -> Certainty {
        before(self.from, self.to)
    }

    /// The days in both, for exactly known periods; `None` when there are none. Uncertain edges count from the day they
    /// have certainly come.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let from = match (self.from, other.from) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (from, to) {
            (Some(from), Some(to)) if from.latest() >= to.latest() => None,
            _ => Some(Self { from, to }),
        }
    }

    /// As people write it: "1 April 2013 to 31 March 2018", "from 2017", "to 31 March 2018", "always".
    pub fn screen(&self) -> String {
        match (self.from, self.to.map(FuzzyDate::previous_day)) {
            (None, None) => "always".to_owned(),
            (Some(from), None) => format!("from {}", from.screen()),
            (None, Some(last)) => format!("to {}", last.screen()),
            (Some(from), Some(last)) => format!("{} to {}", from.screen(), last.screen()),
        }
    }
}

/// Whether a beginning comes before an end.
fn before(from: Option<FuzzyDate>, to: Option<FuzzyDate>) -> Certainty {
    match (from, to) {
        (Some(from), Some(to)) if from.earliest() >= to.latest() => Certainty::No,
        (Some(from), Some(to)) if from.latest() >= to.earliest() => Certainty::Uncertain,
        _ => Certainty::Yes,
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edge = |edge: Option<FuzzyDate>| edge.map(|date| date.to_string()).unwrap_or_default();
        write!(f, "[{}, {})", edge(self.from), edge(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn fuzzy(text: &str) -> FuzzyDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_question_inside_the_uncertainty_says_so() {
        let since_2017 = Period::new(Some(fuzzy("2017")), None).unwrap();
        assert_eq!(since_2017.contains(date(2016, 12, 31)), Certainty::No);
        assert_eq!(since_2017.contains(date(2017, 6, 1)), Certainty::Uncertain);
        assert_eq!(since_2017.contains(date(2017, 12, 31)), Certainty::Yes);
    }

    #[test]
    fn the_end_is_exclusive_inside_and_inclusive_on_screen() {
        let ccg = Period::inclusive(Some(fuzzy("2013-04-01")), Some(fuzzy("2018-03-31"))).unwrap();
        assert_eq!(ccg.contains(date(2018, 3, 31)), Certainty::Yes);
        assert_eq!(ccg.contains(date(2018, 4, 1)), Certainty::No);
        assert_eq!(ccg.screen(), "1 April 2013 to 31 March 2018");
        assert_eq!(ccg.to_string(), "[2013-04-01, 2018-04-01)");
    }

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let error = Period::new(Some(fuzzy("2018")), Some(fuzzy("2017-04"))).unwrap_err();
        assert_eq!(error.to_string(), "a period cannot end (2017-04) before it begins (2018)");
    }

    #[test]
    fn a_later_year_cannot_come_before_an_earlier_one() {
        assert!(Period::inclusive(Some(fuzzy("2020")), Some(fuzzy("2019"))).is_err());
        assert!(Period::inclusive(Some(fuzzy("2019")), Some(fuzzy("2019"))).is_ok());
        // A body announced and withdrawn: its last day is the day before its first, and it never held one.
        let withdrawn = Period::inclusive(Some(fuzzy("2018-04-01")), Some(fuzzy("2018-03-31"))).unwrap();
        assert_eq!(withdrawn.contains(date(2018, 4, 1)), Certainty::No);
    }

    /// Every way of settling the edges of a small period to single days.
    fn resolutions(from: Option<(i64, i64)>, to: Option<(i64, i64)>) -> Vec<std::ops::Range<i64>> {
        let days = |edge: Option<(i64, i64)>, open: i64| match edge {
            Some((earliest, width)) => (earliest..=earliest + width).collect::<Vec<_>>(),
            None => vec![open],
        };
        days(from, -1000).iter().flat_map(|a| days(to, 1000).into_iter().map(move |b| *a..b)).collect()
    }

    fn day(number: i64) -> Date {
        date(2018, 1, 1).checked_add(number.days()).unwrap()
    }

    fn period(from: Option<(i64, i64)>, to: Option<(i64, i64)>) -> Option<Period> {
        let edge = |edge: Option<(i64, i64)>| edge.map(|(e, w)| FuzzyDate::between(day(e), day(e + w)).unwrap());
        Period::new(edge(from), edge(to)).ok()
    }

    fn edge() -> impl Strategy<Value = Option<(i64, i64)>> {
        proptest::option::of((0i64..20, 0i64..6))
    }

    fn verdict(answers: impl Iterator<Item = bool>) -> Certainty {
        let answers: Vec<bool> = answers.collect();
        match (answers.iter().all(|a| *a), answers.iter().any(|a| *a)) {
            (true, _) => Certainty::Yes,
            (_, false) => Certainty::No,
            _ => Certainty::Uncertain,
        }
    }

    proptest! {
        /// The brute-force model settles the edges in every possible way and asks each.
        #[test]
        fn containment_agrees_with_every_way_of_settling_the_edges(from in edge(), to in edge(), asked in -5i64..30) {
            let Some(period) = period(from, to) else { return Ok(()) };
            let model = verdict(resolutions(from, to).into_iter().map(|range| range.contains(&asked)));
            prop_assert_eq!(period.contains(day(asked)), model);
        }

        #[test]
        fn overlap_agrees_with_every_way_of_settling_the_edges(a in edge(), b in edge(), c in edge(), d in edge()) {
            let (Some(one), Some(two)) = (period(a, b), period(c, d)) else { return Ok(()) };
            let twos = resolutions(c, d);
            let model = verdict(resolutions(a, b).into_iter().flat_map(|x| {
                twos.iter().map(move |y| x.start.max(y.start) < x.end.min(y.end)).collect::<Vec<_>>()
            }));
            prop_assert_eq!(one.overlaps(&two), model);
        }

        #[test]
        fn an_intersection_holds_exactly_the_days_in_both(a in 0i64..20, b in 0i64..20, c in 0i64..20, d in 0i64..20) {
            let one = Period::from_days(Some(day(a)), Some(day(b)));
            let two = Period::from_days(Some(day(c)), Some(day(d)));
            let both = one.intersection(&two);
            for asked in -1i64..22 {
                let expected = one.contains(day(asked)) == Certainty::Yes && two.contains(day(asked)) == Certainty::Yes;
                prop_assert_eq!(both.is_some_and(|p| p.contains(day(asked)) == Certainty::Yes), expected);
            }
        }
    }
}
