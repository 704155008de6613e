//! Which duty each act needs.

use crate::about::Thing;
use crate::act::{Act, Actor};
use crate::act_kind::ActKind;
use crate::apply::place_of;
use crate::duty::Duty;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, PersonId, PostId, PowerId};
use crate::person::{DatedBody, Post};
use crate::view::Mandates;
use terms::{Certainty, Date, OdsCode};

impl ActKind {
    /// What an actor must hold to ask an act of this kind of a thing on a day; `None` when only the keeper may ask it, or the
    /// thing is not on record.
    ///
    /// What is of several bodies needs the duty for the first of them: the post of one body's secretary reaches no further than
    /// that body, and a committee is kept by whoever keeps its first member's mandates. A body that has ended counts no more: the
    /// first that lives does, and what was its alone is kept by whoever took its place.
    pub fn duty(self, room: Mandates<'_>, of: &Thing, on: Date) -> Option<Duty> {
        let acting = |body: OdsCode| room.acting_body(body, on);
        Some(match of_thing(room, self, of, on)? {
            Duty::KeepPeople(body) => Duty::KeepPeople(acting(body)),
            Duty::KeepScheme(body) => Duty::KeepScheme(acting(body)),
            Duty::KeepMandates(body) => Duty::KeepMandates(acting(body)),
            other => other,
        })
    }

    /// Whether an act of this kind of a thing is about the actor alone, so that no duty is needed: everybody declares their own
    /// interests.
    pub fn is_own(self, of: &Thing, actor: &Actor) -> bool {
        self == Self::DeclareInterest
            && matches!((of, actor), (Thing::Person(person), Actor::Person(me)) if person == me)
    }
}

impl Mandates<'_> {
    /// The duty an act needs on a day: [`ActKind::duty`] at its subject; `None` when only the keeper may ask it.
    ///
    /// Forgetting a person and carrying over at a merger cannot be undone, and so need the keeper. What was kept by a body that has
    /// ended is kept, on a day after, by the one that took its place.
    pub fn duty_of(&self, act: &Act, on: Date) -> Option<Duty> {
        act.kind().duty(*self, &act.subject(*self, on)?, on)
    }
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

/// What an act of a kind needs, of a thing: `None` when only the keeper may ask it.
fn of_thing(room: Mandates<'_>, kind: ActKind, of: &Thing, on: Date) -> Option<Duty> {
    let body = || if let Thing::Body(body) = of { Some(*body) } else { None };
    let committee = || if let Thing::Committee(committee) = of { committee_of(room, committee, on) } else { None };
    let post = || if let Thing::Post(post) = of { post_of(room, post, on) } else { None };
    match kind {
        ActKind::EnterPerson | ActKind::EnterLine | ActKind::EndLine | ActKind::NameUniverse => {
            Some(Duty::KeepRegister)
        }
        ActKind::ForgetPerson | ActKind::CarryOver | ActKind::Divide => None,
        ActKind::CreatePost => body().map(Duty::KeepPeople),
        ActKind::SharePost | ActKind::EndPost | ActKind::Appoint | ActKind::EndAppointment => post(),
        ActKind::DeclareInterest => match of {
            Thing::Person(person) => person_of(room, person, on),
            _ => None,
        },
        ActKind::EndInterest => match of {
            Thing::Interest(interest) => person_of(room, &room.interest(interest)?.interest.person, on),
            _ => None,
        },
        ActKind::MakeInstrument | ActKind::AdoptScheme => match of {
            Thing::Register => Some(Duty::KeepRegister),
            _ => body().map(Duty::KeepScheme),
        },
        ActKind::EndInstrument => match of {
            Thing::Instrument(instrument) => instrument_of(room, instrument),
            _ => None,
        },
        ActKind::GrantPower => body().map(Duty::KeepScheme),
        ActKind::RevokePower => match of {
            Thing::Power(power) => power_of(room, power),
            _ => None,
        },
        ActKind::FormCommittee | ActKind::GiveMandate | ActKind::TransferFunction => body().map(Duty::KeepMandates),
        ActKind::JoinCommittee | ActKind::LeaveCommittee => match of {
            Thing::Member(committee, body) => committee_of(room, committee, on).map(|_| Duty::KeepMandates(*body)),
            _ => None,
        },
        ActKind::TakeSeat | ActKind::LeaveSeat | ActKind::GrowRemit | ActKind::ShrinkRemit | ActKind::EndCommittee => {
            committee()
        }
        ActKind::EndMandate => match of {
            Thing::Mandate(mandate) => {
                let commissioners = room.mandate(mandate)?.commissioners.iter().copied();
                living(room, commissioners, on).map(Duty::KeepMandates)
            }
            _ => None,
        },
        ActKind::EndTransfer => match of {
            Thing::Transfer(transfer) => room.transfer(transfer).map(|held| Duty::KeepMandates(held.from)),
            _ => None,
        },
        ActKind::Withdraw => match of {
            Thing::Fact(entry, ordinal) => {
                let place = place_of(room.state, (*entry, *ordinal));
                of_event(room, &place.and_then(|place| room.state.facts.get(place))?.event, on)
            }
            _ => None,
        },
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
