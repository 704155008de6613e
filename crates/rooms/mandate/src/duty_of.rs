//! Which duty each act needs.

use crate::act::Act;
use crate::apply::place_of;
use crate::duty::Duty;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, PersonId, PostId, PowerId};
use crate::person::{DatedBody, Post};
use crate::view::Mandates;
use terms::{Certainty, Date, OdsCode};

/// The duty an act needs; `None` when only the keeper may ask it.
///
/// An act about several bodies needs the duty for the first of them: the post of one body's secretary reaches no
/// further than that body, and a committee is kept by whoever keeps its first member's mandates. A body that has ended counts no
/// more: the first that lives does, and what was its alone is kept by whoever took its place.
pub(crate) fn duty_of(room: Mandates<'_>, act: &Act, on: Date) -> Option<Duty> {
    let acting = |body: OdsCode| room.acting_body(body, on);
    Some(match of_act(room, act, on)? {
        Duty::KeepPeople(body) => Duty::KeepPeople(acting(body)),
        Duty::KeepScheme(body) => Duty::KeepScheme(acting(body)),
        Duty::KeepMandates(body) => Duty::KeepMandates(acting(body)),
        other => other,
    })
}

/// The first of some bodies that lives on a day; the first of all when none does.
pub(crate) fn living(room: Mandates<'_>, bodies: impl Iterator<Item = OdsCode>, on: Date) -> Option<OdsCode> {
    let alive = |body: &OdsCode| room.lives().is_alive(*body, on) == Certainty::Yes;
    let mut bodies = bodies.peekable();
    let first = bodies.peek().copied();
    bodies.find(alive).or(first)
}

fn dated(bodies: &[DatedBody]) -> impl Iterator<Item = OdsCode> {
    bodies.iter().map(|dated| dated.body)
}

fn of_act(room: Mandates<'_>, act: &Act, on: Date) -> Option<Duty> {
    match act {
        Act::EnterPerson { .. } | Act::EnterLine { .. } | Act::EndLine { .. } | Act::NameUniverse { .. } => {
            Some(Duty::KeepRegister)
        }
        Act::ForgetPerson { .. } | Act::CarryOver { .. } | Act::Divide { .. } => None,
        Act::CreatePost { post } => of_post(room, post, on),
        Act::SharePost { post, .. } | Act::EndPost { post, .. } | Act::EndAppointment { post, .. } => {
            post_of(room, post, on)
        }
        Act::Appoint { holding } => post_of(room, &holding.post, on),
        Act::DeclareInterest { interest, .. } => person_of(room, &interest.person, on),
        Act::EndInterest { interest, .. } => {
            room.interest(interest).and_then(|declared| person_of(room, &declared.interest.person, on))
        }
        Act::MakeInstrument { instrument } | Act::AdoptScheme { scheme: instrument, .. } => {
            Some(instrument.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
        }
        Act::EndInstrument { instrument, .. } => instrument_of(room, instrument),
        Act::GrantPower { delegation } => Some(Duty::KeepScheme(delegation.body)),
        Act::RevokePower { power, .. } => power_of(room, power),
        Act::FormCommittee { committee } => living(room, dated(&committee.members), on).map(Duty::KeepMandates),
        Act::JoinCommittee { committee, member } => {
            committee_of(room, committee, on).map(|_| Duty::KeepMandates(member.body))
        }
        Act::LeaveCommittee { committee, body, .. } => {
            committee_of(room, committee, on).map(|_| Duty::KeepMandates(*body))
        }
        Act::TakeSeat { committee, .. }
        | Act::LeaveSeat { committee, .. }
        | Act::GrowRemit { committee, .. }
        | Act::ShrinkRemit { committee, .. }
        | Act::EndCommittee { committee, .. } => committee_of(room, committee, on),
        Act::GiveMandate { mandate, .. } => {
            living(room, mandate.commissioners.iter().copied(), on).map(Duty::KeepMandates)
        }
        Act::EndMandate { mandate, .. } => {
            let commissioners = room.mandate(mandate)?.commissioners.iter().copied();
            living(room, commissioners, on).map(Duty::KeepMandates)
        }
        Act::TransferFunction { transfer } => Some(Duty::KeepMandates(transfer.from)),
        Act::EndTransfer { transfer, .. } => room.transfer(transfer).map(|held| Duty::KeepMandates(held.from)),
        Act::Withdraw { entry, ordinal, .. } => {
            let fact = place_of(room.state, (*entry, *ordinal)).and_then(|place| room.state.facts.get(place))?;
            of_event(room, &fact.event, on)
        }
    }
}

fn of_post(room: Mandates<'_>, post: &Post, on: Date) -> Option<Duty> {
    living(room, dated(&post.bodies), on).map(Duty::KeepPeople)
}

fn post_of(room: Mandates<'_>, post: &PostId, on: Date) -> Option<Duty> {
    of_post(room, room.post(post)?, on)
}

fn person_of(room: Mandates<'_>, person: &PersonId, on: Date) -> Option<Duty> {
    let held = room.holdings_of(person);
    living(room, held.first().into_iter().flat_map(|(post, _)| dated(&post.bodies)), on).map(Duty::KeepPeople)
}

fn instrument_of(room: Mandates<'_>, instrument: &InstrumentId) -> Option<Duty> {
    room.instrument(instrument).map(|held| held.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
}

fn power_of(room: Mandates<'_>, power: &PowerId) -> Option<Duty> {
    room.power(power).map(|held| Duty::KeepScheme(held.body))
}

fn committee_of(room: Mandates<'_>, committee: &CommitteeId, on: Date) -> Option<Duty> {
    living(room, dated(&room.committee(committee)?.members), on).map(Duty::KeepMandates)
}

/// What recording a fact needed is needed to withdraw it.
fn of_event(room: Mandates<'_>, event: &Event, on: Date) -> Option<Duty> {
    match event {
        Event::PersonEntered { .. }
        | Event::LineEntered { .. }
        | Event::LineEnded { .. }
        | Event::UniverseNamed { .. } => Some(Duty::KeepRegister),
        Event::PostCreated { post } => of_post(room, post, on),
        Event::PostShared { post, .. } | Event::PostEnded { post, .. } | Event::AppointmentEnded { post, .. } => {
            post_of(room, post, on)
        }
        Event::Appointed { holding } => post_of(room, &holding.post, on),
        Event::InterestDeclared { interest, .. } => person_of(room, &interest.person, on),
        Event::InterestEnded { interest, .. } => {
            room.interest(interest).and_then(|declared| person_of(room, &declared.interest.person, on))
        }
        Event::InstrumentMade { instrument } | Event::SchemeAdopted { scheme: instrument, .. } => {
            Some(instrument.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
        }
        Event::InstrumentEnded { instrument, .. } => instrument_of(room, instrument),
        Event::PowerGranted { power } => Some(Duty::KeepScheme(power.body)),
        Event::PowerRevoked { power, .. } => power_of(room, power),
        Event::CommitteeFormed { committee } => living(room, dated(&committee.members), on).map(Duty::KeepMandates),
        Event::CommitteeJoined { committee, .. }
        | Event::CommitteeLeft { committee, .. }
        | Event::SeatTaken { committee, .. }
        | Event::SeatLeft { committee, .. }
        | Event::RemitGrown { committee, .. }
        | Event::RemitShrunk { committee, .. }
        | Event::CommitteeEnded { committee, .. } => committee_of(room, committee, on),
        Event::MandateGiven { mandate, .. } => {
            living(room, mandate.commissioners.iter().copied(), on).map(Duty::KeepMandates)
        }
        Event::MandateEnded { mandate, .. } => {
            let commissioners = room.mandate(mandate)?.commissioners.iter().copied();
            living(room, commissioners, on).map(Duty::KeepMandates)
        }
        Event::FunctionTransferred { transfer } => Some(Duty::KeepMandates(transfer.from)),
        Event::TransferEnded { transfer, .. } => room.transfer(transfer).map(|held| Duty::KeepMandates(held.from)),
        // A use of a power is undone by its own room; the rest by the keeper alone.
        Event::PowerExercised { .. }
        | Event::PersonForgotten { .. }
        | Event::CarriedOver { .. }
        | Event::Withdrawn { .. } => None,
    }
}
