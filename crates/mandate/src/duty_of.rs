//! Which duty each act needs.

use crate::act::Act;
use crate::apply::place_of;
use crate::duty::Duty;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, PersonId, PostId, PowerId};
use crate::person::Post;
use crate::view::Mandates;
use terms::OdsCode;

/// The duty an act needs; `None` when only the keeper may ask it.
///
/// An act about several bodies needs the duty for the first of them: the post of one body's secretary reaches no
/// further than that body, and a committee is kept by whoever keeps its first member's mandates.
pub(crate) fn duty_of(room: Mandates<'_>, act: &Act) -> Option<Duty> {
    match act {
        Act::EnterPerson { .. } | Act::EnterLine { .. } | Act::EndLine { .. } | Act::NameUniverse { .. } => {
            Some(Duty::KeepRegister)
        }
        Act::ForgetPerson { .. } | Act::CarryOver { .. } => None,
        Act::CreatePost { post } => of_post(post),
        Act::SharePost { post, .. } | Act::EndPost { post, .. } | Act::EndAppointment { post, .. } => {
            post_of(room, post)
        }
        Act::Appoint { holding } => post_of(room, &holding.post),
        Act::DeclareInterest { interest, .. } => person_of(room, &interest.person),
        Act::EndInterest { interest, .. } => {
            room.interest(interest).and_then(|declared| person_of(room, &declared.interest.person))
        }
        Act::MakeInstrument { instrument } | Act::AdoptScheme { scheme: instrument, .. } => {
            Some(instrument.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
        }
        Act::EndInstrument { instrument, .. } => instrument_of(room, instrument),
        Act::GrantPower { delegation } => Some(Duty::KeepScheme(delegation.body)),
        Act::RevokePower { power, .. } => power_of(room, power),
        Act::FormCommittee { committee } => committee.members.first().map(|dated| Duty::KeepMandates(dated.body)),
        Act::JoinCommittee { committee, member } => {
            committee_of(room, committee).map(|_| Duty::KeepMandates(member.body))
        }
        Act::LeaveCommittee { committee, body, .. } => committee_of(room, committee).map(|_| Duty::KeepMandates(*body)),
        Act::TakeSeat { committee, .. }
        | Act::LeaveSeat { committee, .. }
        | Act::GrowRemit { committee, .. }
        | Act::ShrinkRemit { committee, .. }
        | Act::EndCommittee { committee, .. } => committee_of(room, committee),
        Act::GiveMandate { mandate, .. } => mandate.commissioners.first().copied().map(Duty::KeepMandates),
        Act::EndMandate { mandate, .. } => {
            room.mandate(mandate).and_then(|held| held.commissioners.first()).copied().map(Duty::KeepMandates)
        }
        Act::TransferFunction { transfer } => Some(Duty::KeepMandates(transfer.from)),
        Act::EndTransfer { transfer, .. } => room.transfer(transfer).map(|held| Duty::KeepMandates(held.from)),
        Act::Withdraw { entry, ordinal, .. } => {
            let fact = place_of(room.state, (*entry, *ordinal)).and_then(|place| room.state.facts.get(place))?;
            of_event(room, &fact.event)
        }
    }
}

fn of_post(post: &Post) -> Option<Duty> {
    post.bodies.first().map(|dated| Duty::KeepPeople(dated.body))
}

fn post_of(room: Mandates<'_>, post: &PostId) -> Option<Duty> {
    room.post(post).and_then(of_post)
}

fn person_of(room: Mandates<'_>, person: &PersonId) -> Option<Duty> {
    let first: Option<OdsCode> =
        room.holdings_of(person).first().and_then(|(post, _)| post.bodies.first()).map(|dated| dated.body);
    first.map(Duty::KeepPeople)
}

fn instrument_of(room: Mandates<'_>, instrument: &InstrumentId) -> Option<Duty> {
    room.instrument(instrument).map(|held| held.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
}

fn power_of(room: Mandates<'_>, power: &PowerId) -> Option<Duty> {
    room.power(power).map(|held| Duty::KeepScheme(held.body))
}

fn committee_of(room: Mandates<'_>, committee: &CommitteeId) -> Option<Duty> {
    room.committee(committee).and_then(|held| held.members.first()).map(|dated| Duty::KeepMandates(dated.body))
}

/// What recording a fact needed is needed to withdraw it.
fn of_event(room: Mandates<'_>, event: &Event) -> Option<Duty> {
    match event {
        Event::PersonEntered { .. }
        | Event::LineEntered { .. }
        | Event::LineEnded { .. }
        | Event::UniverseNamed { .. } => Some(Duty::KeepRegister),
        Event::PostCreated { post } => of_post(post),
        Event::PostShared { post, .. } | Event::PostEnded { post, .. } | Event::AppointmentEnded { post, .. } => {
            post_of(room, post)
        }
        Event::Appointed { holding } => post_of(room, &holding.post),
        Event::InterestDeclared { interest, .. } => person_of(room, &interest.person),
        Event::InterestEnded { interest, .. } => {
            room.interest(interest).and_then(|declared| person_of(room, &declared.interest.person))
        }
        Event::InstrumentMade { instrument } | Event::SchemeAdopted { scheme: instrument, .. } => {
            Some(instrument.body.map_or(Duty::KeepRegister, Duty::KeepScheme))
        }
        Event::InstrumentEnded { instrument, .. } => instrument_of(room, instrument),
        Event::PowerGranted { power } => Some(Duty::KeepScheme(power.body)),
        Event::PowerRevoked { power, .. } => power_of(room, power),
        Event::CommitteeFormed { committee } => committee.members.first().map(|dated| Duty::KeepMandates(dated.body)),
        Event::CommitteeJoined { committee, .. }
        | Event::CommitteeLeft { committee, .. }
        | Event::SeatTaken { committee, .. }
        | Event::SeatLeft { committee, .. }
        | Event::RemitGrown { committee, .. }
        | Event::RemitShrunk { committee, .. }
        | Event::CommitteeEnded { committee, .. } => committee_of(room, committee),
        Event::MandateGiven { mandate, .. } => mandate.commissioners.first().copied().map(Duty::KeepMandates),
        Event::MandateEnded { mandate, .. } => {
            room.mandate(mandate).and_then(|held| held.commissioners.first()).copied().map(Duty::KeepMandates)
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
