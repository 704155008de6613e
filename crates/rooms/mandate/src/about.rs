//! What an event is about: the things it is part of the history of, the bodies it names and the texts that stand beside it.

use crate::act::Erasable;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId, UniverseId};
use crate::scheme::powers_of;
use terms::{OdsCode, Sequence};

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A person.
    Person(PersonId),
    /// A post.
    Post(PostId),
    /// A declared interest.
    Interest(InterestId),
    /// A statute, constitution, scheme, agreement, direction or resolution.
    Instrument(InstrumentId),
    /// A power.
    Power(PowerId),
    /// A committee.
    Committee(CommitteeId),
    /// A service line.
    Line(LineCode),
    /// A universe of service lines.
    Universe(UniverseId),
    /// A mandate.
    Mandate(MandateId),
    /// The transfer of a function for a period.
    Transfer(MandateId),
    /// A body of the register.
    Body(OdsCode),
    /// A fact recorded here, by its entry and its place there.
    Fact(Sequence, u16),
}

impl Event {
    /// The things that the event is about, the first of them before the others.
    pub fn about(&self) -> Vec<Thing> {
        vec![match self {
            Self::PersonEntered { person, .. } | Self::PersonForgotten { person } => Thing::Person(person.clone()),
            Self::PostCreated { post } => Thing::Post(post.id.clone()),
            Self::PostShared { post, .. } | Self::PostEnded { post, .. } | Self::AppointmentEnded { post, .. } => {
                Thing::Post(post.clone())
            }
            Self::Appointed { holding } => Thing::Post(holding.post.clone()),
            Self::InterestDeclared { interest, .. } => Thing::Interest(interest.id.clone()),
            Self::InterestEnded { interest, .. } => Thing::Interest(interest.clone()),
            Self::InstrumentMade { instrument } => Thing::Instrument(instrument.id.clone()),
            Self::InstrumentEnded { instrument, .. } => Thing::Instrument(instrument.clone()),
            Self::SchemeAdopted { scheme, rows } => {
                let powers =
                    powers_of(scheme, rows).unwrap_or_default().into_iter().map(|power| Thing::Power(power.id));
                return std::iter::once(Thing::Instrument(scheme.id.clone())).chain(powers).collect();
            }
            Self::PowerGranted { power } => Thing::Power(power.id.clone()),
            Self::PowerRevoked { power, .. } => Thing::Power(power.clone()),
            Self::PowerExercised { exercise } => return exercise.powers.iter().cloned().map(Thing::Power).collect(),
            Self::CommitteeFormed { committee } => Thing::Committee(committee.id.clone()),
            Self::CommitteeJoined { committee, .. }
            | Self::CommitteeLeft { committee, .. }
            | Self::SeatTaken { committee, .. }
            | Self::SeatLeft { committee, .. }
            | Self::RemitGrown { committee, .. }
            | Self::RemitShrunk { committee, .. }
            | Self::CommitteeEnded { committee, .. } => Thing::Committee(committee.clone()),
            Self::LineEntered { line } => Thing::Line(line.code.clone()),
            Self::LineEnded { line, .. } => Thing::Line(line.clone()),
            Self::UniverseNamed { universe } => Thing::Universe(universe.id.clone()),
            Self::MandateGiven { mandate, .. } => Thing::Mandate(mandate.id.clone()),
            Self::MandateEnded { mandate, .. } => Thing::Mandate(mandate.clone()),
            Self::FunctionTransferred { transfer } => Thing::Transfer(transfer.id.clone()),
            Self::TransferEnded { transfer, .. } => Thing::Transfer(transfer.clone()),
            Self::CarriedOver { carry } => {
                let bodies = [carry.successor].into_iter().chain(carry.predecessors.iter().copied());
                return bodies.map(Thing::Body).collect();
            }
            Self::Withdrawn { entry, ordinal, .. } => Thing::Fact(*entry, *ordinal),
        }]
    }

    /// The bodies that the event names, whose lives bound what it says.
    pub(crate) fn bodies(&self) -> Vec<OdsCode> {
        match self {
            Self::PostCreated { post } => post.bodies.iter().map(|dated| dated.body).collect(),
            Self::PostShared { body, .. } => vec![body.body],
            Self::InstrumentMade { instrument } | Self::SchemeAdopted { scheme: instrument, .. } => {
                instrument.body.into_iter().collect()
            }
            Self::PowerGranted { power } => vec![power.body],
            Self::CommitteeFormed { committee } => {
                let seats = committee.seats.iter().flat_map(|seat| seat.represents.iter().copied());
                committee.members.iter().map(|dated| dated.body).chain(seats).collect()
            }
            Self::CommitteeJoined { member, .. } => vec![member.body],
            Self::SeatTaken { seat, .. } => seat.represents.iter().copied().collect(),
            Self::MandateGiven { mandate, .. } => {
                let people = mandate.populations.iter().map(|population| population.body);
                people.chain(mandate.commissioners.iter().copied()).collect()
            }
            Self::FunctionTransferred { transfer } => {
                let people = transfer.populations.iter().map(|population| population.body);
                people.chain([transfer.from, transfer.to]).collect()
            }
            Self::CarriedOver { carry } => carry.predecessors.iter().copied().chain([carry.successor]).collect(),
            // These change what named its bodies before, or name none.
            Self::PersonEntered { .. }
            | Self::PersonForgotten { .. }
            | Self::PostEnded { .. }
            | Self::Appointed { .. }
            | Self::AppointmentEnded { .. }
            | Self::InterestDeclared { .. }
            | Self::InterestEnded { .. }
            | Self::InstrumentEnded { .. }
            | Self::PowerRevoked { .. }
            | Self::PowerExercised { .. }
            | Self::CommitteeLeft { .. }
            | Self::SeatLeft { .. }
            | Self::RemitGrown { .. }
            | Self::RemitShrunk { .. }
            | Self::CommitteeEnded { .. }
            | Self::LineEntered { .. }
            | Self::LineEnded { .. }
            | Self::UniverseNamed { .. }
            | Self::MandateEnded { .. }
            | Self::TransferEnded { .. }
            | Self::Withdrawn { .. } => Vec::new(),
        }
    }

    /// The free texts that the event names.
    pub(crate) fn texts(&self) -> Vec<Erasable> {
        match self {
            Self::PersonEntered { name, contact, .. } => std::iter::once(*name).chain(*contact).collect(),
            Self::InterestDeclared { wording: text, .. }
            | Self::PowerRevoked { reason: text, .. }
            | Self::Withdrawn { reason: text, .. } => vec![*text],
            Self::MandateGiven { reason, .. } => reason.iter().copied().collect(),
            Self::PersonForgotten { .. }
            | Self::PostCreated { .. }
            | Self::PostShared { .. }
            | Self::PostEnded { .. }
            | Self::Appointed { .. }
            | Self::AppointmentEnded { .. }
            | Self::InterestEnded { .. }
            | Self::InstrumentMade { .. }
            | Self::InstrumentEnded { .. }
            | Self::SchemeAdopted { .. }
            | Self::PowerGranted { .. }
            | Self::PowerExercised { .. }
            | Self::CommitteeFormed { .. }
            | Self::CommitteeJoined { .. }
            | Self::CommitteeLeft { .. }
            | Self::SeatTaken { .. }
            | Self::SeatLeft { .. }
            | Self::RemitGrown { .. }
            | Self::RemitShrunk { .. }
            | Self::CommitteeEnded { .. }
            | Self::LineEntered { .. }
            | Self::LineEnded { .. }
            | Self::UniverseNamed { .. }
            | Self::MandateEnded { .. }
            | Self::FunctionTransferred { .. }
            | Self::TransferEnded { .. }
            | Self::CarriedOver { .. } => Vec::new(),
        }
    }
}
