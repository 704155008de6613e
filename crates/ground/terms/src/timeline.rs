//! One value at a time, over time, with changes as precise as they are known.

use crate::date::day_number as number;
use crate::{Date, FuzzyDate, Period};

/// From this date on, this value holds (or none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<T> {
    /// When the value came to hold; `None` for "as far back as is known".
    pub on: Option<FuzzyDate>,
    /// What holds from then on.
    pub value: Option<T>,
}

/// What a timeline holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held<T> {
    /// Known: this, or nothing.
    Surely(Option<T>),
    /// The day lies inside a change not known to the day: still the first, or already the second.
    Either(Option<T>, Option<T>),
}

impl<T: Copy> Held<T> {
    /// The value to work with when one must be had: inside an uncertain change, the value before it.
    pub fn nominal(self) -> Option<T> {
        match self {
            Self::Surely(value) | Self::Either(value, _) => value,
        }
    }

    /// Whether the day lies inside an uncertain change.
    pub const fn is_uncertain(self) -> bool {
        matches!(self, Self::Either(..))
    }
}

/// A function from days to at most one value, as a list of changes in order.
///
/// Changes are ordered by the day they have certainly come; neighbours differ; an uncertain change never reaches back
/// over the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline<T> {
    changes: Vec<Change<T>>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self { changes: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Timeline<T> {
    /// The timeline of some changes, in the order in which they came.
    pub fn from_changes(changes: Vec<Change<T>>) -> Self {
        Self { changes: tidy(changes) }
    }

    /// The changes in order.
    pub fn changes(&self) -> &[Change<T>] {
        &self.changes
    }

    /// Whether it never holds anything.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What holds on a day.
    pub fn at(&self, day: Date) -> Held<T> {
        let asked = number(day);
        let come = self.changes.partition_point(|change| change.on.map_or(i32::MIN, |on| number(on.latest())) <= asked);
        let before = come.checked_sub(1).and_then(|last| self.changes.get(last)).and_then(|change| change.value);
        match self.changes.get(come) {
            Some(next) if next.on.is_some_and(|on| number(on.earliest()) <= asked) => Held::Either(before, next.value),
            _ => Held::Surely(before),
        }
    }

    /// The stretches during which something holds, in order.
    pub fn stretches(&self) -> impl Iterator<Item = (T, Period)> + '_ {
        self.changes.iter().enumerate().filter_map(|(place, change)| {
            let end = self.changes.get(place + 1).and_then(|next| next.on);
            let period = Period::new(change.on, end).ok()?;
            Some((change.value?, period))
        })
    }

    /// Writes a value over a period, replacing what was there.
    pub fn paint(&mut self, period: Period, value: T) {
        self.overwrite(period, Some(value));
    }

    /// Leaves nothing over a period.
    pub fn clear(&mut self, period: Period) {
        self.overwrite(period, None);
    }

    /// Leaves each value only the days of a period of its own, such as its life: nothing holds on the others, and no change
    /// reaches over the edges. What came to hold some day between 2010 and 2020 came between 2015 and 2020 if its life
    /// began in 2015; where a value gave way on some day that may lie after its life, it ended on some day up to then.
    pub fn limit(&mut self, life: impl Fn(T) -> Period) {
        let mut kept = Vec::with_capacity(self.changes.len() + 2);
        for (place, change) in self.changes.iter().enumerate() {
            let Some(value) = change.value else {
                kept.push(*change);
                continue;
            };
            let (opened, closed) = (life(value).from(), life(value).to());
            let next = self.changes.get(place + 1).and_then(|next| next.on);
            let from = match (opened, change.on) {
                (Some(opened), Some(on)) if on.latest() < opened.latest() => {
                    FuzzyDate::between(on.earliest().max(opened.earliest()), opened.latest()).ok().or(Some(opened))
                }
                (Some(opened), None) => Some(opened),
                (Some(opened), Some(on)) => {
                    FuzzyDate::between(on.earliest().max(opened.earliest()), on.latest()).ok().or(Some(on))
                }
                (_, on) => on,
            };
            let stop = [next, closed].into_iter().flatten().map(FuzzyDate::latest).min();
            let lives = stop.is_none_or(|stop| nominal(from) < stop);
            if !lives || nominal(from) > nominal(change.on) {
                kept.push(Change { on: change.on, value: None });
            }
            if !lives {
                continue;
            }
            kept.push(Change { on: from, value: Some(value) });
            if let Some(closed) = closed
                && next.is_none_or(|next| next.latest() > closed.latest())
            {
                let earliest = next.map_or(closed.earliest(), |next| next.earliest().min(closed.earliest()));
                let ended = FuzzyDate::between(earliest, closed.latest()).unwrap_or(closed);
                kept.push(Change { on: Some(ended), value: None });
            }
        }
        self.changes = tidy(kept);
    }

    fn overwrite(&mut self, period: Period, value: Option<T>) {
        let (from, to) = (nominal(period.from()), period.to().map(FuzzyDate::latest));
        if to.is_some_and(|to| to <= from) {
            return;
        }
        let mut changes = Vec::with_capacity(self.changes.len() + 2);
        changes.extend(self.changes.iter().filter(|change| nominal(change.on) < from));
        changes.push(Change { on: period.from(), value });
        if let (Some(to), Some(end)) = (to, period.to()) {
            let resumes = self.changes.iter().take_while(|change| nominal(change.on) <= to).last().copied();
            let on = match resumes {
                Some(change) if nominal(change.on) == to => change.on,
                _ => Some(end),
            };
            changes.push(Change { on, value: resumes.and_then(|change| change.value) });
            changes.extend(self.changes.iter().filter(|change| nominal(change.on) > to));
        }
        self.changes = tidy(changes);
    }
}

/// The day a change has certainly come.
fn nominal(on: Option<FuzzyDate>) -> Date {
    on.map_or(Date::MIN, FuzzyDate::latest)
}

/// Drops changes that change nothing and keeps uncertain ones from reaching back over their predecessors.
fn tidy<T: Copy + PartialEq>(changes: Vec<Change<T>>) -> Vec<Change<T>> {
    let mut kept: Vec<Change<T>> = Vec::with_capacity(changes.len());
    for mut change in changes {
        let before = kept.last().and_then(|last| last.value);
        if before == change.value {
            continue;
        }
        if let (Some(on), Some(last)) = (change.on, kept.last()) {
            let earliest = on.earliest().max(nominal(last.on)).min(on.latest());
            change.on = FuzzyDate::between(earliest, on.latest()).ok().or(change.on);
        }
        kept.push(change);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_later_coat_covers_an_earlier_one_and_the_rest_shows() {
        let day = |d| Some(date(2018, 1, d));
        let mut timeline = Timeline::default();
        timeline.paint(Period::from_days(day(1), None), 'a');
        timeline.paint(Period::from_days(day(10), day(20)), 'b');
        let shown: Vec<String> = timeline.stretches().map(|(v, p)| format!("{v} {p}")).collect();
        assert_eq!(shown, ["a [2018-01-01, 2018-01-10)", "b [2018-01-10, 2018-01-20)", "a [2018-01-20, )"]);
    }

    #[test]
    fn inside_an_uncertain_change_both_values_are_named() {
        let mut timeline = Timeline::default();
        timeline.paint(Period::from_days(Some(date(2013, 4, 1)), None), 'a');
        timeline.paint(Period::new(Some("2017".parse().unwrap()), None).unwrap(), 'b');
        assert_eq!(timeline.at(date(2016, 12, 31)), Held::Surely(Some('a')));
        assert_eq!(timeline.at(date(2017, 6, 1)), Held::Either(Some('a'), Some('b')));
        assert_eq!(timeline.at(date(2017, 12, 31)), Held::Surely(Some('b')));
        assert_eq!(timeline.at(date(2012, 1, 1)), Held::Surely(None));
    }

    fn coat() -> impl Strategy<Value = (i64, Option<i64>, Option<u8>)> {
        (0i64..30, proptest::option::of(0i64..30), proptest::option::of(0u8..3))
    }

    proptest! {
        /// The model asks the timeline as it was, and the life.
        #[test]
        fn nothing_holds_outside_its_life_and_what_surely_held_inside_still_does(
            coats in proptest::collection::vec((0i64..30, 0i64..6, proptest::option::of(0i64..30), proptest::option::of(0u8..3)), 0..8),
            lives in proptest::collection::vec((0i64..30, 0i64..6, proptest::option::of(0i64..30), 0i64..6), 3),
        ) {
            let day = |n: i64| date(2018, 1, 1).checked_add(n.days()).unwrap();
            let edge = |n: i64, wide: i64| FuzzyDate::between(day(n), day(n + wide)).unwrap();
            let mut timeline = Timeline::default();
            for (from, wide, length, value) in coats {
                let Ok(period) = Period::new(Some(edge(from, wide)), length.map(|length| edge(from + length, 0))) else { continue };
                match value {
                    Some(value) => timeline.paint(period, value),
                    None => timeline.clear(period),
                }
            }
            let life = |value: u8| {
                let (from, wide, length, end) = lives[usize::from(value)];
                Period::new(Some(edge(from, wide)), length.map(|length| edge(from + length, end))).unwrap()
            };
            let before = timeline.clone();
            timeline.limit(life);
            for n in -1..70 {
                let held = match timeline.at(day(n)) {
                    Held::Surely(value) => vec![value],
                    Held::Either(one, other) => vec![one, other],
                };
                for value in held.into_iter().flatten() {
                    prop_assert!(life(value).contains(day(n)) != crate::Certainty::No, "{value} on day {n}: {timeline:?}");
                }
                if let Held::Surely(Some(value)) = before.at(day(n)) && life(value).contains(day(n)) == crate::Certainty::Yes {
                    prop_assert_eq!(timeline.at(day(n)), Held::Surely(Some(value)), "day {}: {:?} of {:?}", n, timeline, before);
                }
            }
            for pair in timeline.changes().windows(2) {
                prop_assert!(pair[0].value != pair[1].value && nominal(pair[0].on) < nominal(pair[1].on));
            }
        }

        /// The model is an array of days.
        #[test]
        fn painting_agrees_with_an_array_of_days(coats in proptest::collection::vec(coat(), 0..12)) {
            let day = |n: i64| date(2018, 1, 1).checked_add(n.days()).unwrap();
            let mut timeline = Timeline::default();
            let mut model = [None::<u8>; 40];
            for (from, length, value) in coats {
                let to = length.map(|length| from + length);
                let period = Period::from_days(Some(day(from)), to.map(day));
                match value {
                    Some(value) => timeline.paint(period, value),
                    None => timeline.clear(period),
                }
                for n in from..to.unwrap_or(40).min(40) {
                    model[usize::try_from(n).unwrap()] = value;
                }
            }
            for n in 0..40 {
                prop_assert_eq!(timeline.at(day(n)), Held::Surely(model[usize::try_from(n).unwrap()]));
            }
            for pair in timeline.changes().windows(2) {
                prop_assert!(pair[0].value != pair[1].value && pair[0].on < pair[1].on);
            }
            prop_assert_eq!(Timeline::from_changes(timeline.changes().to_vec()), timeline);
        }
    }
}
