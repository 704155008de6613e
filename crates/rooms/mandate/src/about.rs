//! What an event or an act is about: the things by identity, the bodies an event names and the texts that stand beside it.

use crate::act::{Act, Erasable};
use crate::duty_of::living;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId, UniverseId};
use crate::person::DatedBody;
use crate::power::Instrument;
use crate::scheme::powers_of;
use crate::view::Mandates;
use std::fmt;
use terms::{Date, OdsCode, Sequence};

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
    /// A body as member of a committee.
    Member(CommitteeId, OdsCode),
    /// A fact recorded here, by its entry and its place there.
    Fact(Sequence, u16),
    /// The whole of what this installation keeps: where what is new hangs on nothing.
    Register,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "{id}"),
            Self::Post(id) => write!(f, "{id}"),
            Self::Interest(id) => write!(f, "{id}"),
            Self::Instrument(id) => write!(f, "{id}"),
            Self::Power(id) => write!(f, "{id}"),
            Self::Committee(id) => write!(f, "{id}"),
            Self::Line(code) => write!(f, "{code}"),
            Self::Universe(id) => write!(f, "{id}"),
            Self::Mandate(id) | Self::Transfer(id) => write!(f, "{id}"),
            Self::Body(body) => write!(f, "{body}"),
            Self::Member(committee, body) => write!(f, "{body} of {committee}"),
            Self::Fact(entry, ordinal) => write!(f, "{ordinal} of entry {entry}"),
            Self::Register => f.write_str("register"),
        }
    }
}

/// What a thing is, where an act of a kind is done to nothing else.
macro_rules! only {
    ($($get:ident: $variant:ident -> $id:ty;)*) => {
        impl Thing {
            $(pub(crate) fn $get(&self) -> Option<&$id> {
                if let Self::$variant(id) = self { Some(id) } else { None }
            })*
        }
    };
}

only! {
    person: Person -> PersonId;
    post: Post -> PostId;
    interest: Interest -> InterestId;
    instrument: Instrument -> InstrumentId;
    power: Power -> PowerId;
    committee: Committee -> CommitteeId;
    line: Line -> LineCode;
    mandate: Mandate -> MandateId;
    transfer: Transfer -> MandateId;
}

impl Thing {
    pub(crate) fn body(&self) -> Option<OdsCode> {
        if let Self::Body(body) = self { Some(*body) } else { None }
    }
}

impl Act {
    /// What the act is done to on a day: by it [`crate::ActKind::duty`] says what the actor must hold. `None` for something new
    /// that names no body whose it is.
    ///
    /// Something new of several bodies is done to the first of them that lives.
    pub fn subject(&self, room: Mandates<'_>, on: Date) -> Option<Thing> {
        let first = |bodies: &[DatedBody]| living(room, bodies.iter().map(|dated| dated.body), on).map(Thing::Body);
        let of_instrument = |instrument: &Instrument| instrument.body.map_or(Thing::Register, Thing::Body);
        Some(match self {
            Self::EnterPerson { .. } | Self::EnterLine { .. } | Self::NameUniverse { .. } => Thing::Register,
            Self::ForgetPerson { person } => Thing::Person(person.clone()),
            Self::CreatePost { post } => return first(&post.bodies),
            Self::SharePost { post, .. } | Self::EndPost { post, .. } | Self::EndAppointment { post, .. } => {
                Thing::Post(post.clone())
            }
            Self::Appoint { holding } => Thing::Post(holding.post.clone()),
            Self::DeclareInterest { interest, .. } => Thing::Person(interest.person.clone()),
            Self::EndInterest { interest, .. } => Thing::Interest(interest.clone()),
            Self::MakeInstrument { instrument } | Self::AdoptScheme { scheme: instrument, .. } => {
                of_instrument(instrument)
            }
            Self::EndInstrument { instrument, .. } => Thing::Instrument(instrument.clone()),
            Self::GrantPower { delegation } => Thing::Body(delegation.body),
            Self::RevokePower { power, .. } => Thing::Power(power.clone()),
            Self::FormCommittee { committee } => return first(&committee.members),
            Self::JoinCommittee { committee, member } => Thing::Member(committee.clone(), member.body),
            Self::LeaveCommittee { committee, body, .. } => Thing::Member(committee.clone(), *body),
            Self::TakeSeat { committee, .. }
            | Self::LeaveSeat { committee, .. }
            | Self::GrowRemit { committee, .. }
            | Self::ShrinkRemit { committee, .. }
            | Self::EndCommittee { committee, .. } => Thing::Committee(committee.clone()),
            Self::EndLine { line, .. } => Thing::Line(line.clone()),
            Self::GiveMandate { mandate, .. } => {
                return living(room, mandate.commissioners.iter().copied(), on).map(Thing::Body);
            }
            Self::EndMandate { mandate, .. } => Thing::Mandate(mandate.clone()),
            Self::TransferFunction { transfer } => Thing::Body(transfer.from),
            Self::EndTransfer { transfer, .. } => Thing::Transfer(transfer.clone()),
            Self::CarryOver { carry } => return carry.predecessors.first().copied().map(Thing::Body),
            Self::Divide { division } => Thing::Body(division.predecessor),
            Self::Withdraw { entry, ordinal, .. } => Thing::Fact(*entry, *ordinal),
        })
    }
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
            // A governing body that decides of itself uses no power.
            Self::PowerExercised { exercise } => {
                let powers = exercise.powers.iter().cloned().map(Thing::Power);
                return powers.chain([Thing::Body(exercise.body)]).collect();
            }
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
