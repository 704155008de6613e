//! Taking recorded events into the state.

use crate::act::Erasable;
use crate::committee::{Committee, PowerHoldingCommittee};
use crate::event::Event;
use crate::id::CommitteeId;
use crate::power::HolderId;
use crate::refusal::MandateError;
use crate::scheme::powers_of;
use crate::state::{CarryRecord, ExerciseRecord, FactRecord, State};
use std::sync::Arc;
use terms::Sequence;

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
    if sequence <= state.sequence {
        return Err(MandateError::Order { last: state.sequence, found: sequence });
    }
    if events.len() > usize::from(u16::MAX) {
        return Err(MandateError::TooMany { entry: sequence });
    }
    // Worked on a copy, which shares every table, so that an entry takes effect whole or not at all.
    let mut next = state.clone();
    next.sequence = sequence;
    let mut touched = Vec::with_capacity(events.len());
    for (ordinal, event) in (0..).zip(events) {
        let event = Arc::new(event.clone());
        take(&mut next, sequence, ordinal, &event, payload)?;
        if let Event::Withdrawn { entry, ordinal, .. } = &*event {
            let place = place_of(&next, (*entry, *ordinal));
            touched.extend(place.and_then(|place| next.facts.get(place)).map(|fact| Arc::clone(&fact.event)));
        }
        touched.push(event);
    }
    crate::living::touch(&mut next, sequence, &touched);
    *state = next;
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
    for text in texts(event) {
        let words = payload(text).map(|bytes| Arc::from(String::from_utf8_lossy(&bytes).as_ref()));
        state.texts.insert((entry, text), words);
    }
    state.facts.push(FactRecord { event: Arc::clone(event), entry, ordinal, withdrawn: None });
    record(state, entry, ordinal, event)?;
    index(state, event);
    match &**event {
        Event::PersonForgotten { person } => {
            for key in state.payloads_of(person) {
                state.texts.insert(key, None);
            }
        }
        Event::CarriedOver { carry } => {
            let carry = Arc::new(carry.clone());
            state.carries.push(CarryRecord { carry, entry, ordinal, withdrawn: None });
        }
        Event::PowerExercised { exercise } => {
            let number = state.exercises.len() as u32;
            let earlier = exercise
                .powers
                .iter()
                .filter_map(|power| Some((power.clone(), *state.last_exercise.get(power)?)))
                .collect();
            for power in &exercise.powers {
                state.last_exercise.insert(power.clone(), number);
            }
            let exercise = Arc::new(exercise.clone());
            state.exercises.push(ExerciseRecord { exercise, entry, ordinal, withdrawn: None, earlier });
        }
        Event::Withdrawn { entry: of, ordinal: which, .. } => withdraw(state, entry, (*of, *which))?,
        _ => {}
    }
    Ok(())
}

/// The free texts that an event names.
fn texts(event: &Event) -> Vec<Erasable> {
    match event {
        Event::PersonEntered { name, contact, .. } => std::iter::once(*name).chain(*contact).collect(),
        Event::InterestDeclared { wording: text, .. }
        | Event::PowerRevoked { reason: text, .. }
        | Event::MandateGiven { reason: Some(text), .. }
        | Event::Withdrawn { reason: text, .. } => vec![*text],
        _ => Vec::new(),
    }
}

/// Adds the event to the history of the thing it is about; a scheme's powers each get a history of their own.
fn record(state: &mut State, entry: Sequence, ordinal: u16, event: &Arc<Event>) -> Result<(), MandateError> {
    match &**event {
        Event::PersonEntered { person, .. } | Event::PersonForgotten { person } => {
            state.people.record(person, event, entry, ordinal);
        }
        Event::PostCreated { post } => state.posts.record(&post.id, event, entry, ordinal),
        Event::PostShared { post, .. } | Event::PostEnded { post, .. } | Event::AppointmentEnded { post, .. } => {
            state.posts.record(post, event, entry, ordinal);
        }
        Event::Appointed { holding } => state.posts.record(&holding.post, event, entry, ordinal),
        Event::InterestDeclared { interest, .. } => state.interests.record(&interest.id, event, entry, ordinal),
        Event::InterestEnded { interest, .. } => state.interests.record(interest, event, entry, ordinal),
        Event::InstrumentMade { instrument } => state.instruments.record(&instrument.id, event, entry, ordinal),
        Event::InstrumentEnded { instrument, .. } => state.instruments.record(instrument, event, entry, ordinal),
        Event::SchemeAdopted { scheme, rows } => {
            state.instruments.record(&scheme.id, event, entry, ordinal);
            let what = "room for the number of a row in";
            let unknown = |_| MandateError::Unknown { entry, what, id: scheme.id.to_string() };
            for power in powers_of(scheme, rows).map_err(unknown)? {
                let (id, body) = (power.id.clone(), power.body);
                state.powers.record(&id, &Arc::new(Event::PowerGranted { power }), entry, ordinal);
                extend(&mut state.powers_of_body, body, id);
            }
        }
        Event::PowerGranted { power } => state.powers.record(&power.id, event, entry, ordinal),
        Event::PowerRevoked { power, .. } => state.powers.record(power, event, entry, ordinal),
        Event::CommitteeFormed { committee } => state.committees.record(&committee.id, event, entry, ordinal),
        Event::CommitteeJoined { committee, .. }
        | Event::CommitteeLeft { committee, .. }
        | Event::SeatTaken { committee, .. }
        | Event::SeatLeft { committee, .. }
        | Event::RemitGrown { committee, .. }
        | Event::RemitShrunk { committee, .. }
        | Event::CommitteeEnded { committee, .. } => state.committees.record(committee, event, entry, ordinal),
        Event::LineEntered { line } => state.lines.record(&line.code, event, entry, ordinal),
        Event::LineEnded { line, .. } => state.lines.record(line, event, entry, ordinal),
        Event::UniverseNamed { universe } => state.universes.record(&universe.id, event, entry, ordinal),
        Event::MandateGiven { mandate, .. } => state.mandates.record(&mandate.id, event, entry, ordinal),
        Event::MandateEnded { mandate, .. } => state.mandates.record(mandate, event, entry, ordinal),
        Event::FunctionTransferred { transfer } => state.transfers.record(&transfer.id, event, entry, ordinal),
        Event::TransferEnded { transfer, .. } => state.transfers.record(transfer, event, entry, ordinal),
        Event::CarriedOver { .. } | Event::PowerExercised { .. } | Event::Withdrawn { .. } => {}
    }
    Ok(())
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
        _ => {}
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
fn withdraw(state: &mut State, entry: Sequence, of: (Sequence, u16)) -> Result<(), MandateError> {
    let place = place_of(state, of);
    let unknown = || MandateError::Unknown { entry, what: "event", id: format!("{} of entry {}", of.1, of.0) };
    let fact = place.and_then(|place| state.facts.get_mut(place)).ok_or_else(unknown)?;
    fact.withdrawn = fact.withdrawn.or(Some(entry));
    let event = Arc::clone(&fact.event);
    match &*event {
        Event::PersonEntered { person, .. } => state.people.withdraw(person, of, entry),
        Event::PostCreated { post } => state.posts.withdraw(&post.id, of, entry),
        Event::PostShared { post, .. } | Event::PostEnded { post, .. } | Event::AppointmentEnded { post, .. } => {
            state.posts.withdraw(post, of, entry);
        }
        Event::Appointed { holding } => state.posts.withdraw(&holding.post, of, entry),
        Event::InterestDeclared { interest, .. } => state.interests.withdraw(&interest.id, of, entry),
        Event::InterestEnded { interest, .. } => state.interests.withdraw(interest, of, entry),
        Event::InstrumentMade { instrument } => state.instruments.withdraw(&instrument.id, of, entry),
        Event::InstrumentEnded { instrument, .. } => state.instruments.withdraw(instrument, of, entry),
        Event::SchemeAdopted { scheme, rows } => {
            state.instruments.withdraw(&scheme.id, of, entry);
            for power in powers_of(scheme, rows).unwrap_or_default() {
                state.powers.withdraw(&power.id, of, entry);
            }
        }
        Event::PowerGranted { power } => state.powers.withdraw(&power.id, of, entry),
        Event::PowerRevoked { power, .. } => state.powers.withdraw(power, of, entry),
        Event::CommitteeFormed { committee } => state.committees.withdraw(&committee.id, of, entry),
        Event::CommitteeJoined { committee, .. }
        | Event::CommitteeLeft { committee, .. }
        | Event::SeatTaken { committee, .. }
        | Event::SeatLeft { committee, .. }
        | Event::RemitGrown { committee, .. }
        | Event::RemitShrunk { committee, .. }
        | Event::CommitteeEnded { committee, .. } => state.committees.withdraw(committee, of, entry),
        Event::LineEntered { line } => state.lines.withdraw(&line.code, of, entry),
        Event::LineEnded { line, .. } => state.lines.withdraw(line, of, entry),
        Event::UniverseNamed { universe } => state.universes.withdraw(&universe.id, of, entry),
        Event::MandateGiven { mandate, .. } => state.mandates.withdraw(&mandate.id, of, entry),
        Event::MandateEnded { mandate, .. } => state.mandates.withdraw(mandate, of, entry),
        Event::FunctionTransferred { transfer } => state.transfers.withdraw(&transfer.id, of, entry),
        Event::TransferEnded { transfer, .. } => state.transfers.withdraw(transfer, of, entry),
        Event::CarriedOver { .. } => {
            for number in 0..state.carries.len() {
                if let Some(carry) = state.carries.get_mut(number).filter(|carry| (carry.entry, carry.ordinal) == of) {
                    carry.withdrawn = carry.withdrawn.or(Some(entry));
                }
            }
        }
        Event::PowerExercised { .. } => {
            let found = (0..state.exercises.len()).find(|number| {
                state.exercises.get(*number).is_some_and(|exercise| (exercise.entry, exercise.ordinal) == of)
            });
            if let Some(exercise) = found.and_then(|number| state.exercises.get_mut(number)) {
                exercise.withdrawn = exercise.withdrawn.or(Some(entry));
            }
        }
        // What was forgotten is gone, and a withdrawal is itself undone by recording the fact again.
        Event::PersonForgotten { .. } | Event::Withdrawn { .. } => return Err(unknown()),
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
    let check = |known: bool, what: &'static str, id: &dyn ToString| {
        if known { Ok(()) } else { Err(MandateError::Unknown { entry, what, id: id.to_string() }) }
    };
    match event {
        Event::PersonForgotten { person } => check(state.people.used(person), "person", person),
        Event::PostShared { post, .. } | Event::PostEnded { post, .. } | Event::AppointmentEnded { post, .. } => {
            check(state.posts.used(post), "post", post)
        }
        Event::Appointed { holding } => {
            check(state.posts.used(&holding.post), "post", &holding.post)?;
            check(state.people.used(&holding.person), "person", &holding.person)
        }
        Event::InterestEnded { interest, .. } => check(state.interests.used(interest), "interest", interest),
        Event::InstrumentEnded { instrument, .. } => {
            check(state.instruments.used(instrument), "instrument", instrument)
        }
        Event::PowerRevoked { power, .. } => check(state.powers.used(power), "power", power),
        Event::CommitteeJoined { committee, .. }
        | Event::CommitteeLeft { committee, .. }
        | Event::SeatTaken { committee, .. }
        | Event::SeatLeft { committee, .. }
        | Event::RemitGrown { committee, .. }
        | Event::RemitShrunk { committee, .. }
        | Event::CommitteeEnded { committee, .. } => check(state.committees.used(committee), "committee", committee),
        Event::LineEnded { line, .. } => check(state.lines.used(line), "line", line),
        Event::MandateEnded { mandate, .. } => check(state.mandates.used(mandate), "mandate", mandate),
        Event::TransferEnded { transfer, .. } => check(state.transfers.used(transfer), "transfer", transfer),
        Event::PowerExercised { exercise } => {
            exercise.powers.iter().try_for_each(|power| check(state.powers.used(power), "power", power))
        }
        _ => Ok(()),
    }
}

/// Refuses an event that gives a power to a committee that can hold none, or changes the shape of one that holds some:
/// whatever wrote it, such a power never comes to be.
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
        _ => Ok(()),
    };
    match event {
        Event::PowerGranted { power } => held_by(&power.holder),
        Event::SchemeAdopted { rows, .. } => {
            rows.iter().flat_map(|row| &row.delegated).try_for_each(|delegated| held_by(&delegated.holder))
        }
        Event::CommitteeFormed { committee } if state.committees.used(&committee.id) => {
            Err(MandateError::Unknown { entry, what: "free identity of a committee", id: committee.id.to_string() })
        }
        _ => Ok(()),
    }
}
