//! Keeping what holds in step with the register and the carry-overs.

use crate::about::Thing;
use crate::event::Event;
use crate::id::PostId;
use crate::lives::Lives;
use crate::power::Instrument;
use crate::state::{InstrumentRecord, MandateRecord, State};
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::{OdsCode, Period, Sequence};

/// Takes in from when to when the bodies live that anything here names, as the register knows it after the same entry.
///
/// To be called after each entry, when both rooms have taken it in. What bodies hold ends with them from then on, and answers as
/// known before the entry stay as they were.
pub fn live(state: &mut State, register: &register::View<'_>) {
    let changed = register.changed();
    let fresh = std::mem::take(&mut state.fresh);
    let again = state.seen != Some(changed);
    state.seen = Some(changed);
    let asked: Vec<OdsCode> = if again { state.named.iter().copied().collect() } else { fresh };
    let moved: Vec<(OdsCode, Period)> = asked
        .into_iter()
        .map(|body| (body, register.lives(body).counting().unwrap_or(Period::ALWAYS)))
        .filter(|(body, life)| state.lives_now().life(*body) != *life)
        .collect();
    if moved.is_empty() {
        return;
    }
    let mut lives = state.lives_now().clone();
    for (body, life) in &moved {
        lives.periods.insert(*body, *life);
    }
    let keys = keys_of_bodies(state, &lives, moved.into_iter().map(|(body, _)| body).collect());
    let entry = state.sequence;
    note(state, entry, lives);
    relive(state, entry, keys, true);
}

/// Works out anew what an entry's events touch, and what its carry-overs do.
pub(crate) fn touch(state: &mut State, entry: Sequence, events: &[Arc<Event>]) {
    let mut keys = BTreeSet::new();
    let mut posts = false;
    for event in events {
        keys.extend(keys_of(event));
        posts |= matches!(&**event, Event::PostShared { .. } | Event::PostEnded { .. } | Event::PostCreated { .. });
        for body in event.bodies() {
            name(state, body, &keys_of(event));
        }
    }
    let carries: Vec<_> =
        state.carries.iter().filter(|carry| carry.withdrawn.is_none()).map(|carry| Arc::clone(&carry.carry)).collect();
    if carries != state.lives_now().carries {
        let all = carries.iter().chain(&state.lives_now().carries);
        let bodies = all.flat_map(|carry| carry.predecessors.iter().chain([&carry.successor])).copied().collect();
        let lives = Lives { carries, ..state.lives_now().clone() };
        keys.extend(keys_of_bodies(state, &lives, bodies));
        note(state, entry, lives);
        posts = true;
    }
    relive(state, entry, keys, posts);
}

/// Notes that something names a body: its life counts from now on.
fn name(state: &mut State, body: OdsCode, keys: &[Thing]) {
    if state.of_body.get(&body).is_none() {
        state.named.push(body);
        state.fresh.push(body);
    }
    if let Some(held) = state.of_body.entry_or_default(body) {
        for key in keys {
            if !held.contains(key) {
                held.push(key.clone());
            }
        }
    }
}

fn note(state: &mut State, entry: Sequence, lives: Lives) {
    let lives = Arc::new(lives);
    let last = state.lives.len().checked_sub(1);
    match last.and_then(|last| state.lives.get_mut(last)) {
        Some((held, value)) if *held == entry => *value = lives,
        _ => {
            state.lives.push((entry, lives));
        }
    }
}

/// What depends on the lives of some bodies: what names them, or a body whose place they took.
fn keys_of_bodies(state: &State, lives: &Lives, mut bodies: BTreeSet<OdsCode>) -> BTreeSet<Thing> {
    loop {
        let before = lives.carries.iter().filter(|carry| bodies.contains(&carry.successor));
        let more: Vec<OdsCode> = before.flat_map(|carry| carry.predecessors.iter().copied()).collect();
        let n = bodies.len();
        bodies.extend(more);
        if bodies.len() == n {
            break;
        }
    }
    bodies.iter().filter_map(|body| state.of_body.get(body)).flatten().cloned().collect()
}

/// Works some things out anew. Seats hang on posts, so committees come last, and all of them when a post may have moved.
fn relive(state: &mut State, entry: Sequence, mut keys: BTreeSet<Thing>, posts: bool) {
    let Some(lives) = state.lives.iter().last().map(|(_, lives)| Arc::clone(lives)) else { return };
    if posts {
        keys.extend(state.committees.iter(entry).map(|committee| Thing::Committee(committee.id.clone())));
    }
    for key in keys {
        match key {
            Thing::Post(id) => state.posts.relive(&id, entry, |told| lives.post(told)),
            Thing::Instrument(id) => state.instruments.relive(&id, entry, |told| {
                let instrument: Instrument = lives.instrument(&told.instrument);
                InstrumentRecord { instrument: Arc::new(instrument), rows: Arc::clone(&told.rows) }
            }),
            Thing::Power(id) => state.powers.relive(&id, entry, |told| lives.power(told)),
            Thing::Mandate(id) => state.mandates.relive(&id, entry, |told| MandateRecord {
                mandate: lives.mandate(&told.mandate),
                reason: told.reason,
            }),
            Thing::Committee(id) => {
                let posts = &state.posts;
                let post = |id: &PostId| posts.known(id, entry).map(|record| &*record.post);
                state.committees.relive(&id, entry, |told| lives.committee(told, &post));
            }
            Thing::Person(_)
            | Thing::Interest(_)
            | Thing::Line(_)
            | Thing::Universe(_)
            | Thing::Transfer(_)
            | Thing::Body(_)
            | Thing::Member(..)
            | Thing::Fact(..)
            | Thing::Register => {}
        }
    }
}

/// The things that an event is about whose days depend on how long bodies live.
fn keys_of(event: &Event) -> Vec<Thing> {
    let mut keys = event.about();
    keys.retain(|thing| match thing {
        Thing::Post(_) | Thing::Instrument(_) | Thing::Power(_) | Thing::Mandate(_) | Thing::Committee(_) => true,
        Thing::Person(_)
        | Thing::Interest(_)
        | Thing::Line(_)
        | Thing::Universe(_)
        | Thing::Transfer(_)
        | Thing::Body(_)
        | Thing::Member(..)
        | Thing::Fact(..)
        | Thing::Register => false,
    });
    keys
}
