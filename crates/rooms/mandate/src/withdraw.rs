//! Whether a fact recorded in error can be withdrawn.

#![expect(clippy::unnested_or_patterns, reason = "a group of events stands in a pattern by its name")]

use crate::apply::place_of;
use crate::event::Event;
use crate::fold::{
    of_all, of_committees, of_instruments, of_interests, of_lines, of_mandates, of_people, of_powers, of_transfers,
    of_universes,
};
use crate::id::{PersonId, PostId};
use crate::refusal::Refusal;
use crate::state::State;
use terms::Sequence;

/// A fact can be withdrawn once, and never by taking back a withdrawal or a forgetting: what is gone is recorded anew.
///
/// What rests on a withdrawn fact lapses by itself; a thing that others name (a person, a post, a committee) goes only
/// when nothing that counts names it, so that no record points at nothing.
pub(crate) fn may_withdraw(state: &State, entry: Sequence, ordinal: u16) -> Result<(), Refusal> {
    let none = || Refusal::NoSuchFact { entry, ordinal };
    let fact = place_of(state, (entry, ordinal)).and_then(|place| state.facts.get(place)).ok_or_else(none)?;
    if fact.withdrawn.is_some() || matches!(&*fact.event, Event::Withdrawn { .. } | Event::PersonForgotten { .. }) {
        return Err(none());
    }
    let resting = |what: String, names: &dyn Fn(&Event) -> Option<String>| {
        let mut others = state.facts.iter().filter(|other| other.withdrawn.is_none());
        match others.find_map(|other| names(&other.event)) {
            Some(who) => Err(Refusal::RestedOn { what, who }),
            None => Ok(()),
        }
    };
    match &*fact.event {
        Event::PersonEntered { person, .. } => {
            resting(format!("person {person}"), &|other| names_person(other, person))
        }
        Event::PostCreated { post } => resting(format!("post {}", post.id), &|other| names_post(other, &post.id)),
        Event::PersonForgotten { .. }
        | Event::PostShared { .. }
        | Event::PostEnded { .. }
        | Event::Appointed { .. }
        | Event::AppointmentEnded { .. }
        | of_interests!()
        | of_instruments!()
        | of_powers!()
        | of_committees!()
        | of_lines!()
        | of_universes!()
        | of_mandates!()
        | of_transfers!()
        | of_all!() => Ok(()),
    }
}

/// What of an event rests on a person being on record.
fn names_person(event: &Event, person: &PersonId) -> Option<String> {
    match event {
        Event::Appointed { holding } => {
            (holding.person == *person).then(|| format!("an appointment to {}", holding.post))
        }
        Event::InterestDeclared { interest, .. } => {
            (interest.person == *person).then(|| format!("interest {}", interest.id))
        }
        Event::PostCreated { .. }
        | Event::PostShared { .. }
        | Event::PostEnded { .. }
        | Event::AppointmentEnded { .. }
        | Event::InterestEnded { .. }
        | of_people!()
        | of_instruments!()
        | of_powers!()
        | of_committees!()
        | of_lines!()
        | of_universes!()
        | of_mandates!()
        | of_transfers!()
        | of_all!() => None,
    }
}

/// What of an event rests on a post being on record.
fn names_post(event: &Event, post: &PostId) -> Option<String> {
    match event {
        Event::Appointed { holding } => {
            (holding.post == *post).then(|| format!("the appointment of {}", holding.person))
        }
        Event::SeatTaken { committee, seat } => (seat.post == *post).then(|| format!("a seat on {committee}")),
        Event::CommitteeFormed { committee } => {
            let has_seat = committee.seats.iter().any(|seat| seat.post == *post);
            has_seat.then(|| format!("a seat on {}", committee.id))
        }
        Event::PostCreated { .. }
        | Event::PostShared { .. }
        | Event::PostEnded { .. }
        | Event::AppointmentEnded { .. }
        | Event::CommitteeJoined { .. }
        | Event::CommitteeLeft { .. }
        | Event::SeatLeft { .. }
        | Event::RemitGrown { .. }
        | Event::RemitShrunk { .. }
        | Event::CommitteeEnded { .. }
        | of_people!()
        | of_interests!()
        | of_instruments!()
        | of_powers!()
        | of_lines!()
        | of_universes!()
        | of_mandates!()
        | of_transfers!()
        | of_all!() => None,
    }
}
