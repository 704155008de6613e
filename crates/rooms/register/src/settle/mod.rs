//! Working out what was so from what the sources say, by the table of precedence.
//!
//! Every function here is a function of the *set* of claims that count and of nothing else, so the order in which files
//! were imported cannot show.

mod life;
mod lives;
mod steps;
mod ties;

pub(crate) use ties::{TieFinding, settle_tie};

use crate::apply::Touched;
use crate::fact::Fact;
use crate::kind::Tie;
use crate::state::{BodyNo, State};
use std::collections::BTreeSet;

/// Works out again what an entry touched: lives and successions first, because memberships depend on the lives and
/// successions of the bodies on both sides.
pub(crate) fn settle(state: &mut State, touched: Touched) {
    let known = state.sequence;
    let mut moved = BTreeSet::new();
    for number in &touched.bodies {
        let Some(body) = state.body(*number) else { continue };
        let lived = lives::settle_lives(state, body, known);
        let steps = steps::settle_steps(state, body, &lived, known);
        let lives_same = body.lives.known(known).is_some_and(|held| *held == lived) || is_new(body.lives.all(), &lived);
        let steps_same = body.successors.known(known).is_some_and(|held| *held == steps)
            || (body.successors.all().is_empty() && steps.is_empty());
        if lives_same && steps_same {
            continue;
        }
        if let Some(body) = state.body_mut(*number) {
            body.lives.record(known, lived);
            body.successors.record(known, steps);
            moved.insert(*number);
        }
    }
    let mut children: BTreeSet<BodyNo> = touched.bodies;
    for number in touched.networks.into_iter().chain(with_predecessors(state, moved)) {
        if let Some(body) = state.body(number) {
            children.extend(body.children.iter().map(|(_, child)| *child));
        }
        children.insert(number);
    }
    for number in children {
        for tie in ties_of(state, number) {
            let timeline = settle_tie(state, number, tie, known, None);
            // Whom a succession brought to a parent no file names it under: asked for its members, the parent must know.
            let parents: BTreeSet<BodyNo> = timeline.stretches().map(|(parent, _)| parent).collect();
            for parent in parents {
                let held = state.body(parent).is_some_and(|parent| parent.children.contains(&(tie, number)));
                if !held && let Some(parent) = state.body_mut(parent) {
                    parent.children.insert((tie, number));
                }
            }
            state.record_membership(number, tie, &timeline);
        }
    }
}

/// The bodies whose members a change can reach: a membership may have passed through a whole chain of successions.
fn with_predecessors(state: &State, moved: BTreeSet<BodyNo>) -> BTreeSet<BodyNo> {
    let mut reached = moved.clone();
    let mut waiting: Vec<BodyNo> = moved.into_iter().collect();
    while let Some(number) = waiting.pop() {
        for old in state.body(number).into_iter().flat_map(|body| body.old.iter().copied()) {
            if reached.insert(old) {
                waiting.push(old);
            }
        }
    }
    reached
}

fn is_new<T: Default + PartialEq>(held: &[(terms::Sequence, T)], value: &T) -> bool {
    held.is_empty() && *value == T::default()
}

/// The kinds of membership that any source gives a body.
fn ties_of(state: &State, number: BodyNo) -> BTreeSet<Tie> {
    let Some(body) = state.body(number) else { return BTreeSet::new() };
    body.claims
        .iter()
        .filter_map(|claim| match &*state.claim(*claim)?.fact {
            Fact::Tied { child, tie, .. } if *child == body.code => Some(*tie),
            _ => None,
        })
        .collect()
}
