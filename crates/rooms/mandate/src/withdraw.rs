//! Whether a fact recorded in error can be withdrawn.

use crate::apply::place_of;
use crate::event::Event;
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
        Event::PersonEntered { person, .. } => resting(format!("person {person}"), &|other| match other {
            Event::Appointed { holding } if holding.person == *person => {
                Some(format!("an appointment to {}", holding.post))
            }
            Event::InterestDeclared { interest, .. } if interest.person == *person => {
                Some(format!("interest {}", interest.id))
            }
            _ => None,
        }),
        Event::PostCreated { post } => resting(format!("post {}", post.id), &|other| match other {
            Event::Appointed { holding } if holding.post == post.id => {
                Some(format!("the appointment of {}", holding.person))
            }
            Event::SeatTaken { committee, seat } if seat.post == post.id => Some(format!("a seat on {committee}")),
            Event::CommitteeFormed { committee } if committee.seats.iter().any(|seat| seat.post == post.id) => {
                Some(format!("a seat on {}", committee.id))
            }
            _ => None,
        }),
        _ => Ok(()),
    }
}
