//! What may be asked, by whom and when.

use crate::committee::{Committee, DatedLine, Seat};
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId};
use crate::line::{Line, Universe};
use crate::person::{DatedBody, Holding, Interest, Post};
use crate::power::{Delegation, Instrument};
use crate::responsibility::{CarryOver, Division, Mandate, Transfer};
use crate::scheme::SchemeRow;
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode, Sequence};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Whoever works the installation's command line.
    Keeper,
    /// A person who has signed in.
    Person(PersonId),
}

/// Who asks, and on which day. Nothing else comes in with an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// The civil day in Europe/London.
    pub today: Date,
}

/// The ordinal of an erasable payload within an entry: names and free text stay outside the events, so that they can be
/// forgotten while the record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Erasable(pub u16);

/// What then is true, with the payloads that the events name by [`Erasable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome<E> {
    /// The events, in order.
    pub events: Vec<E>,
    /// The erasable payloads, in order.
    pub payloads: Vec<Vec<u8>>,
    /// Texts of earlier entries that are erased with this one: each by its entry and its ordinal there.
    pub erases: Vec<(Sequence, Erasable)>,
}

impl<E> Outcome<E> {
    /// Events with the texts beside them; nothing is erased.
    pub fn new(events: Vec<E>, payloads: Vec<Vec<u8>>) -> Self {
        Self { events, payloads, erases: Vec::new() }
    }
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Enter a person.
    EnterPerson {
        /// The identity, which must not carry the name.
        person: PersonId,
        /// The name.
        name: String,
        /// How to reach them.
        contact: Option<String>,
    },
    /// Forget a person: name, contact and the wording of interests; what they did stays on record under the identity.
    ForgetPerson {
        /// The person.
        person: PersonId,
    },
    /// Create a post.
    CreatePost {
        /// The post.
        post: Post,
    },
    /// Have a post serve one more body.
    SharePost {
        /// The post.
        post: PostId,
        /// The body, and when.
        body: DatedBody,
    },
    /// End a post.
    EndPost {
        /// The post.
        post: PostId,
        /// The first day without it.
        on: Date,
    },
    /// Appoint somebody to a post.
    Appoint {
        /// Who, to what, in which capacity, when.
        holding: Holding,
    },
    /// End an appointment.
    EndAppointment {
        /// The post.
        post: PostId,
        /// Who held it.
        person: PersonId,
        /// The first day they no longer do.
        on: Date,
    },
    /// Declare an interest.
    DeclareInterest {
        /// The interest.
        interest: Interest,
        /// What it is, in the person's words.
        wording: String,
    },
    /// End an interest.
    EndInterest {
        /// The interest.
        interest: InterestId,
        /// The first day it is no longer held.
        on: Date,
    },
    /// Record a statute, constitution, agreement, direction or resolution; a scheme comes by [`Act::AdoptScheme`].
    MakeInstrument {
        /// The instrument.
        instrument: Instrument,
    },
    /// End an instrument: everything that rests on it lapses by itself.
    EndInstrument {
        /// The instrument.
        instrument: InstrumentId,
        /// The first day it is no longer in force.
        on: Date,
    },
    /// Adopt a scheme of reservation and delegation whole. From its first day it replaces the body's scheme before.
    AdoptScheme {
        /// The scheme, of kind [`crate::InstrumentKind::Scheme`].
        scheme: Instrument,
        /// Its rows.
        rows: Vec<SchemeRow>,
    },
    /// Give a power.
    GrantPower {
        /// The delegation.
        delegation: Delegation,
    },
    /// Take a power back.
    RevokePower {
        /// The power.
        power: PowerId,
        /// The first day without it.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Form a committee.
    FormCommittee {
        /// The committee.
        committee: Committee,
    },
    /// Have a body join a committee.
    JoinCommittee {
        /// The committee.
        committee: CommitteeId,
        /// The body, and when.
        member: DatedBody,
    },
    /// Have a body leave a committee.
    LeaveCommittee {
        /// The committee.
        committee: CommitteeId,
        /// The body.
        body: OdsCode,
        /// The first day it is no longer a member.
        on: Date,
    },
    /// Seat a post on a committee.
    TakeSeat {
        /// The committee.
        committee: CommitteeId,
        /// The seat.
        seat: Seat,
    },
    /// End a post's seats on a committee.
    LeaveSeat {
        /// The committee.
        committee: CommitteeId,
        /// The post.
        post: PostId,
        /// The first day it no longer sits.
        on: Date,
    },
    /// Let a committee's remit grow.
    GrowRemit {
        /// The committee.
        committee: CommitteeId,
        /// The line, when, by which decision.
        line: DatedLine,
    },
    /// Take a line out of a committee's remit.
    ShrinkRemit {
        /// The committee.
        committee: CommitteeId,
        /// The line.
        line: LineCode,
        /// The first day it is out.
        on: Date,
    },
    /// End a committee.
    EndCommittee {
        /// The committee.
        committee: CommitteeId,
        /// The first day without it.
        on: Date,
    },
    /// Enter a service line, or the next version of one.
    EnterLine {
        /// The line.
        line: Line,
    },
    /// End a service line.
    EndLine {
        /// The line.
        line: LineCode,
        /// The first day without it.
        on: Date,
    },
    /// Name a universe of lines, or its next version.
    NameUniverse {
        /// The universe.
        universe: Universe,
    },
    /// Give a mandate.
    GiveMandate {
        /// The mandate.
        mandate: Mandate,
        /// Why it stands no lower; required above place level.
        reason: Option<String>,
    },
    /// End a mandate.
    EndMandate {
        /// The mandate.
        mandate: MandateId,
        /// The first day without it.
        on: Date,
    },
    /// Pass a function from one commissioner to another for a period.
    TransferFunction {
        /// The transfer.
        transfer: Transfer,
    },
    /// End a transfer early.
    EndTransfer {
        /// The transfer.
        transfer: MandateId,
        /// The first day on which the function has reverted.
        on: Date,
    },
    /// Carry over what several bodies had decided and delegated to the one that takes their place.
    CarryOver {
        /// Who, to whom, when.
        carry: CarryOver,
    },
    /// Divide what a body held between its successors.
    Divide {
        /// What each takes, and what lapses.
        division: Division,
    },
    /// Withdraw a fact recorded in error. What was known before still shows it.
    Withdraw {
        /// The entry that recorded it.
        entry: Sequence,
        /// Which event of the entry, from 0.
        ordinal: u16,
        /// Why.
        reason: String,
    },
}
