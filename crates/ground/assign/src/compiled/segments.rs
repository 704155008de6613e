//! Facts that hold for a while, found by number and day.

use crate::day::{Day, Span};

/// For each number, its facts in the order of the days from which they hold.
#[derive(Clone, Debug)]
pub(crate) struct Segments<T> {
    starts: Vec<u32>,
    facts: Vec<(i32, T)>,
}

impl<T: Copy + PartialEq> Segments<T> {
    pub(crate) fn new() -> Self {
        Self { starts: vec![0], facts: Vec::new() }
    }

    /// Adds the next number: its fact at the start of the window and after every cut inside it.
    pub(crate) fn push(&mut self, window: Span, cuts: impl Iterator<Item = Day>, fact: impl Fn(Day) -> T) {
        let mut days: Vec<Day> = cuts.filter(|day| window.from < *day && *day < window.until).collect();
        days.push(window.from);
        days.sort_unstable();
        days.dedup();
        let first = self.facts.len();
        for day in days {
            let fact = fact(day);
            let held = self.facts.len() > first && self.facts.last().is_some_and(|(_, last)| *last == fact);
            if !held {
                self.facts.push((day.0, fact));
            }
        }
        self.starts.push(self.facts.len() as u32);
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many facts there are.
    pub(crate) fn n_facts(&self) -> usize {
        self.facts.len()
    }

    /// The fact of a number on a day of the window.
    #[inline]
    pub(crate) fn on(&self, number: u32, day: i32) -> Option<&T> {
        let at = number as usize;
        let (start, end) = (*self.starts.get(at)? as usize, *self.starts.get(at + 1)? as usize);
        let facts = self.facts.get(start..end)?;
        match facts {
            [(_, only)] => Some(only),
            _ => facts.iter().rev().find(|(from, _)| *from <= day).map(|(_, fact)| fact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_neighbours_are_one_and_cuts_outside_do_nothing() {
        let window = Span { from: Day(100), until: Day(200) };
        let mut segments = Segments::new();
        segments.push(window, [Day(50), Day(120), Day(150), Day(200)].into_iter(), |day| day.0 >= 150);
        segments.push(window, std::iter::empty(), |_| true);
        assert_eq!((segments.len(), segments.n_facts()), (2, 3));
        let on = |number, day| segments.on(number, day).copied();
        assert_eq!(
            [on(0, 100), on(0, 149), on(0, 150), on(0, 199)],
            [Some(false), Some(false), Some(true), Some(true)]
        );
        assert_eq!((on(1, 100), on(2, 100)), (Some(true), None));
    }
}
