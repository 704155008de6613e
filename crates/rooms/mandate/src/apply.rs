//! Taking recorded events into the state.

use crate::about::Thing;
use crate::act::Erasable;
use crate::committee::{Committee, PowerHoldingCommittee};
use crate::event::Event;
use crate::id::{CommitteeId, PowerId};
use crate::power::{Exercise, HolderId};
use crate::refusal::MandateError;
use crate::scheme::powers_of;
use crate::state::{CarryRecord, ExerciseRecord, FactRecord, State};
use std::sync::Arc;
use terms::Sequence;

/// The events that change nothing but the history of the things they are about. One that is new must be named here, or where
/// what more it does is done.
macro_rules! plain_events {
    () => {
        Event::PersonEntered { .. }
            | Event::PostCreated { .. }
            | Event::PostShared { .. }
            | Event::PostEnded { .. }
            | Event::Appointed { .. }
            | Event::AppointmentEnded { .. }
            | Event::InterestDeclared { .. }
            | Event::InterestEnded { .. }
            | Event::InstrumentMade { .. }
            | Event::InstrumentEnded { .. }
            | Event::PowerRevoked { .. }
            | Event::CommitteeFormed { .. }
            | Event::CommitteeJoined { .. }
            | Event::CommitteeLeft { .. }
            | Event::SeatTaken { .. }
            | Event::SeatLeft { .. }
            | Event::RemitGrown { .. }
            | Event::RemitShrunk { .. }
            | Event::CommitteeEnded { .. }
            | Event::LineEntered { .. }
            | Event::LineEnded { .. }
            | Event::UniverseNamed { .. }
            | Event::MandateGiven { .. }
            | Event::MandateEnded { .. }
            | Event::FunctionTransferred { .. }
            | Event::TransferEnded { .. }
    };
}

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry, or `None` once it has been erased. On an error the state
/// is as it was.
///
/// # Errors
/// [`MandateError`] when the entry is out of order, speaks of something no earlier entry recorded, or gives a power to a
/// committee that can hold none.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), MandateError> {
    // Worked on a copy, which shares every table, so that an entry takes effect whole or not at all.
    let mut next = state.clone();
    follow(&mut next, sequence, events, payload)?;
    *state = next;
    Ok(())
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), MandateError> {
    if sequence <= state.sequence {
        return Err(MandateError::Order { last: state.sequence, found: sequence });
    }
    if events.len() > usize::from(u16::MAX) {
        return Err(MandateError::TooMany { entry: sequence });
    }
    state.sequence = sequence;
    let mut touched = Vec::with_capacity(events.len());
    for (ordinal, event) in (0..).zip(events) {
        let event = Arc::new(event.clone());
        take(state, sequence, ordinal, &event, payload)?;
        if let Event::Withdrawn { entry, ordinal, .. } = &*event {
            let place = place_of(state, (*entry, *ordinal));
            touched.extend(place.and_then(|place| state.facts.get(place)).map(|fact| Arc::clone(&fact.event)));
        }
        touched.push(event);
    }
    if !touched.is_empty() {
        crate::living::touch(state, sequence, &touched);
    }
    Ok(())
}

fn take(
    state: &mut State,
    entry: Sequence,
    ordinal: u16,
    event: &Arc<Event>,
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), MandateError> {
    known(state, entry, event)?;
    powerful(state, entry, event)?;
    for text in event.texts() {
        let words = payload(text).map(|bytes| Arc::from(String::from_utf8_lossy(&bytes).as_ref()));
        state.texts.insert((entry, text), words);
    }
    state.facts.push(FactRecord { event: Arc::clone(event), entry, ordinal, withdrawn: None });
    record(state, entry, ordinal, event)?;
    index(state, event);
    Ok(())
}

/// Adds the event to the history of the things it is about; what has no thing of its own is kept in a list.
#[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
fn record(state: &mut State, entry: Sequence, ordinal: u16, event: &Arc<Event>) -> Result<(), MandateError> {
    match &**event {
        Event::CarriedOver { carry } => {
            let carry = Arc::new(carry.clone());
            state.carries.push(CarryRecord { carry, entry, ordinal, withdrawn: None });
            return Ok(());
        }
        Event::PowerExercised { exercise } => {
            exercised(state, entry, ordinal, exercise);
            return Ok(());
        }
        Event::Withdrawn { entry: of, ordinal: which, .. } => return withdraw(state, entry, (*of, *which)),
        Event::PersonForgotten { person } => {
            for key in state.payloads_of(person) {
                state.texts.insert(key, None);
            }
        }
        // A scheme's powers each get a history of their own.
        Event::SchemeAdopted { scheme, rows } => {
            let what = "room for the number of a row in";
            let unknown = |_| MandateError::Unknown { entry, what, id: scheme.id.to_string() };
            state.instruments.record(&scheme.id, event, entry, ordinal);
            for power in powers_of(scheme, rows).map_err(unknown)? {
                let (id, body) = (power.id.clone(), power.body);
                state.powers.record(&id, &Arc::new(Event::PowerGranted { power }), entry, ordinal);
                extend(&mut state.powers_of_body, body, id);
            }
            return Ok(());
        }
        plain_events!() | Event::PowerGranted { .. } => {}
    }
    for thing in event.about() {
        match thing {
            Thing::Person(id) => state.people.record(&id, event, entry, ordinal),
            Thing::Post(id) => state.posts.record(&id, event, entry, ordinal),
            Thing::Interest(id) => state.interests.record(&id, event, entry, ordinal),
            Thing::Instrument(id) => state.instruments.record(&id, event, entry, ordinal),
            Thing::Power(id) => state.powers.record(&id, event, entry, ordinal),
            Thing::Committee(id) => state.committees.record(&id, event, entry, ordinal),
            Thing::Line(id) => state.lines.record(&id, event, entry, ordinal),
            Thing::Universe(id) => state.universes.record(&id, event, entry, ordinal),
            Thing::Mandate(id) => state.mandates.record(&id, event, entry, ordinal),
            Thing::Transfer(id) => state.transfers.record(&id, event, entry, ordinal),
            Thing::Body(_) | Thing::Member(..) | Thing::Fact(..) | Thing::Register => {}
        }
    }
    Ok(())
}

/// Counts a use of powers, with the use of each before it.
fn exercised(state: &mut State, entry: Sequence, ordinal: u16, exercise: &Exercise) {
    let number = state.exercises.len() as u32;
    let last = |power: &PowerId| Some((power.clone(), *state.last_exercise.get(power)?));
    let earlier = exercise.powers.iter().filter_map(last).collect();
    for power in &exercise.powers {
        state.last_exercise.insert(power.clone(), number);
    }
    let exercise = Arc::new(exercise.clone());
    state.exercises.push(ExerciseRecord { exercise, entry, ordinal, withdrawn: None, earlier });
}

/// Keeps the ways that lead to a thing.
fn index(state: &mut State, event: &Event) {
    match event {
        Event::Appointed { holding } => {
            extend(&mut state.posts_of_person, holding.person.clone(), holding.post.clone());
        }
        Event::InterestDeclared { interest, .. } => {
            extend(&mut state.interests_of_person, interest.person.clone(), interest.id.clone());
        }
        Event::MandateGiven { mandate, .. } => {
            extend(&mut state.mandates_of_line, mandate.line.clone(), mandate.id.clone());
        }
        Event::PowerGranted { power } => extend(&mut state.powers_of_body, power.body, power.id.clone()),
        Event::SchemeAdopted { scheme, .. } => {
            if let Some(body) = scheme.body {
                extend(&mut state.schemes_of_body, body, scheme.id.clone());
            }
        }
        Event::PersonEntered { .. }
        | Event::PersonForgotten { .. }
        | Event::PostCreated { .. }
        | Event::PostShared { .. }
        | Event::PostEnded { .. }
        | Event::AppointmentEnded { .. }
        | Event::InterestEnded { .. }
        | Event::InstrumentMade { .. }
        | Event::InstrumentEnded { .. }
        | Event::PowerRevoked { .. }
        | Event::PowerExercised { .. }
        | Event::CommitteeFormed { .. }
        | Event::CommitteeJoined { .. }
        | Event::CommitteeLeft { .. }
        | Event::SeatTaken { .. }
        | Event::SeatLeft { .. }
        | Event::RemitGrown { .. }
        | Event::RemitShrunk { .. }
        | Event::CommitteeEnded { .. }
        | Event::LineEntered { .. }
        | Event::LineEnded { .. }
        | Event::UniverseNamed { .. }
        | Event::MandateEnded { .. }
        | Event::FunctionTransferred { .. }
        | Event::TransferEnded { .. }
        | Event::CarriedOver { .. }
        | Event::Withdrawn { .. } => {}
    }
}

fn extend<K: std::hash::Hash + Eq + Clone, V: Clone + PartialEq>(
    index: &mut terms::shared::Index<K, Vec<V>>,
    key: K,
    value: V,
) {
    if let Some(held) = index.entry_or_default(key)
        && !held.contains(&value)
    {
        held.push(value);
    }
}

/// Counts a fact as recorded in error from now on, in the history of everything it is about.
#[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
fn withdraw(state: &mut State, entry: Sequence, of: (Sequence, u16)) -> Result<(), MandateError> {
    let place = place_of(state, of);
    let unknown = || MandateError::Unknown { entry, what: "event", id: format!("{} of entry {}", of.1, of.0) };
    let fact = place.and_then(|place| state.facts.get_mut(place)).ok_or_else(unknown)?;
    fact.withdrawn = fact.withdrawn.or(Some(entry));
    let event = Arc::clone(&fact.event);
    match &*event {
        Event::CarriedOver { .. } => {
            for number in 0..state.carries.len() {
                if let Some(carry) = state.carries.get_mut(number).filter(|carry| (carry.entry, carry.ordinal) == of) {
                    carry.withdrawn = carry.withdrawn.or(Some(entry));
                }
            }
            return Ok(());
        }
        Event::PowerExercised { .. } => {
            let found = (0..state.exercises.len()).find(|number| {
                state.exercises.get(*number).is_some_and(|exercise| (exercise.entry, exercise.ordinal) == of)
            });
            if let Some(exercise) = found.and_then(|number| state.exercises.get_mut(number)) {
                exercise.withdrawn = exercise.withdrawn.or(Some(entry));
            }
            return Ok(());
        }
        // What was forgotten is gone, and a withdrawal is itself undone by recording the fact again.
        Event::PersonForgotten { .. } | Event::Withdrawn { .. } => return Err(unknown()),
        plain_events!() | Event::PowerGranted { .. } | Event::SchemeAdopted { .. } => {}
    }
    for thing in event.about() {
        match thing {
            Thing::Person(id) => state.people.withdraw(&id, of, entry),
            Thing::Post(id) => state.posts.withdraw(&id, of, entry),
            Thing::Interest(id) => state.interests.withdraw(&id, of, entry),
            Thing::Instrument(id) => state.instruments.withdraw(&id, of, entry),
            Thing::Power(id) => state.powers.withdraw(&id, of, entry),
            Thing::Committee(id) => state.committees.withdraw(&id, of, entry),
            Thing::Line(id) => state.lines.withdraw(&id, of, entry),
            Thing::Universe(id) => state.universes.withdraw(&id, of, entry),
            Thing::Mandate(id) => state.mandates.withdraw(&id, of, entry),
            Thing::Transfer(id) => state.transfers.withdraw(&id, of, entry),
            Thing::Body(_) | Thing::Member(..) | Thing::Fact(..) | Thing::Register => {}
        }
    }
    Ok(())
}

/// Where a fact stands among all: they are in the order of recording.
pub(crate) fn place_of(state: &State, of: (Sequence, u16)) -> Option<usize> {
    let (mut low, mut high) = (0, state.facts.len());
    while low < high {
        let middle = low.midpoint(high);
        let fact = state.facts.get(middle)?;
        match (fact.entry, fact.ordinal).cmp(&of) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// Refuses an event about something that was never recorded: such a journal is damaged.
fn known(state: &State, entry: Sequence, event: &Event) -> Result<(), MandateError> {
    match event {
        // These begin what they are about, or name nothing recorded here.
        Event::PersonEntered { .. }
        | Event::PostCreated { .. }
        | Event::InterestDeclared { .. }
        | Event::InstrumentMade { .. }
        | Event::SchemeAdopted { .. }
        | Event::PowerGranted { .. }
        | Event::CommitteeFormed { .. }
        | Event::LineEntered { .. }
        | Event::UniverseNamed { .. }
        | Event::MandateGiven { .. }
        | Event::FunctionTransferred { .. }
        | Event::CarriedOver { .. }
        | Event::Withdrawn { .. } => Ok(()),
        Event::Appointed { holding } => {
            is_used(state, entry, &Thing::Post(holding.post.clone()))?;
            is_used(state, entry, &Thing::Person(holding.person.clone()))
        }
        Event::PersonForgotten { .. }
        | Event::PostShared { .. }
        | Event::PostEnded { .. }
        | Event::AppointmentEnded { .. }
        | Event::InterestEnded { .. }
        | Event::InstrumentEnded { .. }
        | Event::PowerRevoked { .. }
        | Event::PowerExercised { .. }
        | Event::CommitteeJoined { .. }
        | Event::CommitteeLeft { .. }
        | Event::SeatTaken { .. }
        | Event::SeatLeft { .. }
        | Event::RemitGrown { .. }
        | Event::RemitShrunk { .. }
        | Event::CommitteeEnded { .. }
        | Event::LineEnded { .. }
        | Event::MandateEnded { .. }
        | Event::TransferEnded { .. } => event.about().iter().try_for_each(|thing| is_used(state, entry, thing)),
    }
}

/// Whether the identity of a thing was ever recorded.
fn is_used(state: &State, entry: Sequence, thing: &Thing) -> Result<(), MandateError> {
    let check = |known: bool, what: &'static str, id: &dyn ToString| {
        if known { Ok(()) } else { Err(MandateError::Unknown { entry, what, id: id.to_string() }) }
    };
    match thing {
        Thing::Person(id) => check(state.people.used(id), "person", id),
        Thing::Post(id) => check(state.posts.used(id), "post", id),
        Thing::Interest(id) => check(state.interests.used(id), "interest", id),
        Thing::Instrument(id) => check(state.instruments.used(id), "instrument", id),
        Thing::Power(id) => check(state.powers.used(id), "power", id),
        Thing::Committee(id) => check(state.committees.used(id), "committee", id),
        Thing::Line(id) => check(state.lines.used(id), "line", id),
        Thing::Universe(id) => check(state.universes.used(id), "universe", id),
        Thing::Mandate(id) => check(state.mandates.used(id), "mandate", id),
        Thing::Transfer(id) => check(state.transfers.used(id), "transfer", id),
        Thing::Body(_) | Thing::Member(..) | Thing::Fact(..) | Thing::Register => Ok(()),
    }
}

/// Refuses an event that gives a power to a committee that can hold none, or changes the shape of one that holds some:
/// whatever wrote it, such a power never comes to be.
#[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
fn powerful(state: &State, entry: Sequence, event: &Event) -> Result<(), MandateError> {
    let check = |committee: &CommitteeId| {
        // As it was recorded: how long its members live neither makes it lawful nor unlawful.
        let known = state.committees.told(committee);
        let unknown = || MandateError::Unknown { entry, what: "committee", id: committee.to_string() };
        let committee: &Committee = known.ok_or_else(unknown)?;
        PowerHoldingCommittee::of(committee).map(drop).map_err(|why| MandateError::Powerless { entry, why })
    };
    let held_by = |holder: &HolderId| match holder {
        HolderId::Committee(committee) => check(committee),
        HolderId::Membership | HolderId::GoverningBody | HolderId::Post(_) => Ok(()),
    };
    match event {
        Event::PowerGranted { power } => held_by(&power.holder),
        Event::SchemeAdopted { rows, .. } => {
            rows.iter().flat_map(|row| &row.delegated).try_for_each(|delegated| held_by(&delegated.holder))
        }
        Event::CommitteeFormed { committee } if state.committees.used(&committee.id) => {
            Err(MandateError::Unknown { entry, what: "free identity of a committee", id: committee.id.to_string() })
        }
        plain_events!()
        | Event::PersonForgotten { .. }
        | Event::PowerExercised { .. }
        | Event::CarriedOver { .. }
        | Event::Withdrawn { .. } => Ok(()),
    }
}
