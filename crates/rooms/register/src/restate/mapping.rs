//! Which group every practice counts towards in every month: the table that the fast path looks each row up in.

use super::{Mode, Restatement};
use crate::heirs::{Heirs, Unplaced};
use crate::view::View;
use std::collections::BTreeMap;
use terms::{Date, OdsCode};

/// Stands for "no place" until the number of places is known.
const NOWHERE: u32 = u32::MAX;

/// Which group each practice counts towards in each month.
///
/// The groups are numbered in order of code. Behind them come the practices that are shared out, each with a number of
/// its own so that its sums are shared once and exactly, and last one number for everything that has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// By month, then practice.
    places: Vec<u32>,
    n_practices: usize,
    n_months: usize,
    groups: Vec<OdsCode>,
    shared: Vec<Shared>,
    unplaced: Vec<(OdsCode, Unplaced)>,
}

/// A practice that is shared out among several groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The practice.
    pub practice: OdsCode,
    /// The number of each group.
    pub groups: Vec<u32>,
    /// The whole weight of each group.
    pub weights: Vec<u64>,
}

impl Mapping {
    /// Asks the register for every practice and month.
    pub fn build(view: View<'_>, restatement: Restatement, practices: &[OdsCode], months: &[Date]) -> Self {
        let mut outcomes: Vec<Result<Heirs, Unplaced>> = Vec::new();
        // For each practice in turn, the outcome of each month, equal neighbours once.
        let mut answers: Vec<u32> = Vec::with_capacity(practices.len() * months.len());
        let mut unplaced = Vec::new();
        for practice in practices {
            let first = outcomes.len();
            for place in 0..months.len() {
                let same = match restatement.mode {
                    // A practice passes with its own membership on the day restated to, so all that matters of the
                    // row's day is whether it lies before or after.
                    Mode::AsIs => place
                        .checked_sub(1)
                        .and_then(|before| Some((months.get(before)?, months.get(place)?)))
                        .is_some_and(|(a, b)| (*a <= restatement.to) == (*b <= restatement.to)),
                    Mode::AsWas => false,
                };
                if !same {
                    let Some(on) = months.get(place) else { continue };
                    let to = if restatement.mode == Mode::AsWas { *on } else { restatement.to };
                    let outcome = view.heirs(*practice, *on, to, restatement.by);
                    if outcomes.len() == first || outcomes.last() != Some(&outcome) {
                        outcomes.push(outcome);
                    }
                }
                answers.push(outcomes.len() as u32 - 1);
            }
            for outcome in outcomes.get(first..).unwrap_or_default() {
                if let Err(why) = outcome {
                    unplaced.push((*practice, *why));
                }
            }
        }
        unplaced.dedup();
        Self::number(practices, months, &outcomes, &answers, unplaced)
    }

    fn number(
        practices: &[OdsCode],
        months: &[Date],
        outcomes: &[Result<Heirs, Unplaced>],
        answers: &[u32],
        unplaced: Vec<(OdsCode, Unplaced)>,
    ) -> Self {
        let mut numbers: BTreeMap<OdsCode, u32> =
            outcomes.iter().flatten().flat_map(|heirs| &heirs.shares).map(|(code, _)| (*code, 0)).collect();
        for (place, number) in numbers.values_mut().enumerate() {
            *number = place as u32;
        }
        let groups: Vec<OdsCode> = numbers.keys().copied().collect();
        let number = |code: &OdsCode| numbers.get(code).copied().unwrap_or_default();
        let mut shared: Vec<Shared> = Vec::new();
        let mut places = vec![0; answers.len()];
        // The number of an outcome once it is known; each belongs to one practice.
        let mut known: Vec<Option<u32>> = vec![None; outcomes.len()];
        for ((row, answer), practice) in answers.iter().enumerate().zip(Repeated::of(practices, months.len())) {
            let (Some(held), Some(outcome)) = (known.get_mut(*answer as usize), outcomes.get(*answer as usize)) else {
                continue;
            };
            let place = *held.get_or_insert_with(|| match outcome {
                Err(_) => NOWHERE,
                Ok(heirs) => match heirs.shares.as_slice() {
                    [(code, _)] => number(code),
                    several => {
                        let (groups_of, weights) = several.iter().map(|(code, weight)| (number(code), *weight)).unzip();
                        shared.push(Shared { practice, groups: groups_of, weights });
                        (groups.len() + shared.len() - 1) as u32
                    }
                },
            });
            let (practice_at, month_at) = (row / months.len(), row % months.len());
            if let Some(slot) = places.get_mut(month_at * practices.len() + practice_at) {
                *slot = place;
            }
        }
        let nowhere = (groups.len() + shared.len()) as u32;
        for place in &mut places {
            if *place == NOWHERE {
                *place = nowhere;
            }
        }
        Self { places, n_practices: practices.len(), n_months: months.len(), groups, shared, unplaced }
    }

    /// The number of the place of a practice in a month, both by their position.
    pub fn place(&self, practice: u32, month: u32) -> Option<u32> {
        // A practice past the last must not be read as one of the next month.
        if practice as usize >= self.n_practices {
            return None;
        }
        self.places.get(month as usize * self.n_practices + practice as usize).copied()
    }

    /// The groups, in order of code; a group's number is its position.
    pub fn groups(&self) -> &[OdsCode] {
        &self.groups
    }

    /// The practices that are shared out; their numbers follow the groups'.
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// The practices that have no place in some month, with the reason.
    pub fn unplaced(&self) -> &[(OdsCode, Unplaced)] {
        &self.unplaced
    }

    /// How many practices.
    pub const fn n_practices(&self) -> usize {
        self.n_practices
    }

    /// How many months.
    pub const fn n_months(&self) -> usize {
        self.n_months
    }

    /// How many numbers there are: groups, shared practices, and one for what has no place.
    pub fn n_places(&self) -> usize {
        self.groups.len() + self.shared.len() + 1
    }
}

/// Each practice as many times as there are months.
struct Repeated;

impl Repeated {
    fn of(practices: &[OdsCode], times: usize) -> impl Iterator<Item = OdsCode> + '_ {
        practices.iter().flat_map(move |practice| std::iter::repeat_n(*practice, times))
    }
}
