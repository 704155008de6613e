//! Uses of power that a later correction puts in doubt: the record stands, and is flagged.

use crate::authority::{CommitteeAsk, Shortfall};
use crate::power::{Exercise, HolderId, RecordedExercise};
use crate::view::Mandates;
use terms::{Certainty, Pence};

/// A recorded use of power that, as known now, no chain supports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful<'a> {
    /// The use.
    pub used: RecordedExercise<'a>,
    /// What is wrong with it, as known now.
    pub why: Shortfall,
}

impl<'a> Mandates<'a> {
    /// Every use of power that is in doubt as known now, in the order recorded.
    pub fn doubtful(&self) -> Vec<Doubtful<'a>> {
        self.used().filter_map(|used| self.doubt(used.exercise).map(|why| Doubtful { used, why })).collect()
    }

    /// What is wrong with a use of power, as known now: `None` when its chain still holds on its day.
    ///
    /// Limits are not counted again: a later use never makes an earlier one wrong.
    pub fn doubt(&self, used: &Exercise) -> Option<Shortfall> {
        let on = used.on;
        if used.powers.is_empty() {
            return self.authorise_governing_body(used.body, &used.matter, used.amount, on).err();
        }
        for id in &used.powers {
            let Some(power) = self.power(id) else {
                return Some(Shortfall::Broken { power: id.clone(), missing: format!("power {id}") });
            };
            if let Err(short) = self.chain_of(power, on) {
                return Some(short);
            }
            match (&power.holder, &used.person) {
                (HolderId::Post(post), Some(person)) => {
                    let held = self
                        .holdings(post)
                        .iter()
                        .any(|holding| holding.person == *person && holding.period.contains(on) == Certainty::Yes);
                    let exists = self.post(post).is_some_and(|post| post.period.contains(on) == Certainty::Yes);
                    if !(held && exists) {
                        return Some(Shortfall::PostFellVacant { post: post.clone(), person: person.clone(), on });
                    }
                }
                (HolderId::Committee(committee), _) => {
                    let (body, matter, pending) = (used.body, &used.matter, Pence(0));
                    let ask = CommitteeAsk { committee, body, matter, amount: None, on, pending };
                    if let Err(short) = self.authorise_committee(&ask) {
                        return Some(short);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Every use of power that counts, in the order recorded.
    pub fn used(&self) -> impl Iterator<Item = RecordedExercise<'a>> {
        let (known, view) = (self.known, *self);
        self.state
            .exercises
            .iter()
            .filter(move |held| view.sees(held.entry, held.ordinal))
            .filter(move |held| held.entry <= known && held.withdrawn.is_none_or(|withdrawn| withdrawn > known))
            .map(|held| RecordedExercise { entry: held.entry, ordinal: held.ordinal, exercise: &held.exercise })
    }
}
