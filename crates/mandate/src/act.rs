//! The four doors of the room: what may be asked, what then is true, and why not.

use crate::committee::{Committee, DatedLine, Powerless, Seat};
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId};
use crate::line::{Line, Universe};
use crate::person::{DatedBody, Holding, Interest, Post};
use crate::power::{Delegation, Exercise, Instrument, Power};
use crate::responsibility::{CarryOver, Mandate, Transfer};
use crate::scheme::SchemeRow;
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode, Sequence};
use thiserror::Error;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Whoever works the installation's command line.
    Keeper,
    /// A person who has signed in.
    Person(PersonId),
}

/// Who asks, and when. Nothing else comes in with an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// The instant.
    pub now: jiff::Timestamp,
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

/// What then is true. Once written an event is read for ever: none that was released may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A person was entered.
    PersonEntered {
        /// Who.
        person: PersonId,
        /// The name.
        name: Erasable,
        /// How to reach them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<Erasable>,
    },
    /// A person was forgotten.
    PersonForgotten {
        /// Who.
        person: PersonId,
    },
    /// A post was created.
    PostCreated {
        /// The post.
        post: Post,
    },
    /// A post came to serve one more body.
    PostShared {
        /// The post.
        post: PostId,
        /// The body, and when.
        body: DatedBody,
    },
    /// A post ended.
    PostEnded {
        /// The post.
        post: PostId,
        /// The first day without it.
        on: Date,
    },
    /// Somebody was appointed.
    Appointed {
        /// Who, to what, in which capacity, when.
        holding: Holding,
    },
    /// An appointment ended.
    AppointmentEnded {
        /// The post.
        post: PostId,
        /// Who held it.
        person: PersonId,
        /// The first day they no longer do.
        on: Date,
    },
    /// An interest was declared.
    InterestDeclared {
        /// The interest.
        interest: Interest,
        /// What it is.
        wording: Erasable,
    },
    /// An interest ended.
    InterestEnded {
        /// The interest.
        interest: InterestId,
        /// The first day it is no longer held.
        on: Date,
    },
    /// An instrument was made.
    InstrumentMade {
        /// The instrument.
        instrument: Instrument,
    },
    /// An instrument ended.
    InstrumentEnded {
        /// The instrument.
        instrument: InstrumentId,
        /// The first day it is no longer in force.
        on: Date,
    },
    /// A scheme was adopted whole.
    SchemeAdopted {
        /// The scheme.
        scheme: Instrument,
        /// Its rows.
        rows: Vec<SchemeRow>,
    },
    /// A power was given.
    PowerGranted {
        /// The power.
        power: Power,
    },
    /// A power was taken back.
    PowerRevoked {
        /// The power.
        power: PowerId,
        /// The first day without it.
        on: Date,
        /// Why.
        reason: Erasable,
    },
    /// A committee was formed.
    CommitteeFormed {
        /// The committee.
        committee: Committee,
    },
    /// A body joined a committee.
    CommitteeJoined {
        /// The committee.
        committee: CommitteeId,
        /// The body, and when.
        member: DatedBody,
    },
    /// A body left a committee.
    CommitteeLeft {
        /// The committee.
        committee: CommitteeId,
        /// The body.
        body: OdsCode,
        /// The first day it is no longer a member.
        on: Date,
    },
    /// A post took a seat.
    SeatTaken {
        /// The committee.
        committee: CommitteeId,
        /// The seat.
        seat: Seat,
    },
    /// A post left its seats on a committee.
    SeatLeft {
        /// The committee.
        committee: CommitteeId,
        /// The post.
        post: PostId,
        /// The first day it no longer sits.
        on: Date,
    },
    /// A committee's remit grew.
    RemitGrown {
        /// The committee.
        committee: CommitteeId,
        /// The line, when, by which decision.
        line: DatedLine,
    },
    /// A line left a committee's remit.
    RemitShrunk {
        /// The committee.
        committee: CommitteeId,
        /// The line.
        line: LineCode,
        /// The first day it is out.
        on: Date,
    },
    /// A committee ended.
    CommitteeEnded {
        /// The committee.
        committee: CommitteeId,
        /// The first day without it.
        on: Date,
    },
    /// A service line, or a version of one, was entered.
    LineEntered {
        /// The line.
        line: Line,
    },
    /// A service line ended.
    LineEnded {
        /// The line.
        line: LineCode,
        /// The first day without it.
        on: Date,
    },
    /// A universe, or a version of one, was named.
    UniverseNamed {
        /// The universe.
        universe: Universe,
    },
    /// A mandate was given.
    MandateGiven {
        /// The mandate.
        mandate: Mandate,
        /// Why it stands no lower.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Erasable>,
    },
    /// A mandate ended.
    MandateEnded {
        /// The mandate.
        mandate: MandateId,
        /// The first day without it.
        on: Date,
    },
    /// A function passed to another commissioner for a period.
    FunctionTransferred {
        /// The transfer.
        transfer: Transfer,
    },
    /// A transfer ended early.
    TransferEnded {
        /// The transfer.
        transfer: MandateId,
        /// The first day on which the function has reverted.
        on: Date,
    },
    /// What several bodies had decided and delegated carried over to one.
    CarriedOver {
        /// Who, to whom, when.
        carry: CarryOver,
    },
    /// A power was used. Made only by [`crate::exercise`].
    PowerExercised {
        /// The use.
        exercise: Exercise,
    },
    /// A fact was withdrawn as recorded in error.
    Withdrawn {
        /// The entry that recorded it.
        entry: Sequence,
        /// Which event of the entry.
        ordinal: u16,
        /// Why.
        reason: Erasable,
    },
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The identity is taken.
    #[error("there is already {what} `{id}`")]
    Taken {
        /// What has it.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// Nothing has the identity.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// The register does not know the body.
    #[error("the register knows no body {body}")]
    UnknownBody {
        /// The code.
        body: OdsCode,
    },
    /// The register knows the body, but not on the day.
    #[error("{body} was not open on {on}")]
    BodyNotOpen {
        /// The code.
        body: OdsCode,
        /// The day.
        on: Date,
    },
    /// A text that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// An end on or before the beginning, or one after it has ended already.
    #[error("{what} `{id}` is in force {period}: it cannot end on {on}")]
    BadEnd {
        /// What.
        what: &'static str,
        /// The identity.
        id: String,
        /// When it is in force.
        period: String,
        /// The day asked for.
        on: Date,
    },
    /// A committee cannot hold powers, or is not lawful then.
    #[error(transparent)]
    Powerless(#[from] Powerless),
    /// An instrument of one kind cannot rest on one of the other.
    #[error("{kind} `{instrument}` cannot rest on {found}: it rests on {wanted}")]
    WrongFoundation {
        /// The instrument.
        instrument: InstrumentId,
        /// Its kind.
        kind: &'static str,
        /// What it was to rest on.
        found: String,
        /// On what it may rest.
        wanted: String,
    },
    /// Somebody who is no member.
    #[error("{body} is not a member of {committee} then")]
    NotAMember {
        /// The body.
        body: OdsCode,
        /// The committee.
        committee: CommitteeId,
    },
    /// A post that is not the body's.
    #[error("post {post} is not a post of {body} then")]
    NotItsPost {
        /// The post.
        post: PostId,
        /// The body.
        body: OdsCode,
    },
    /// Two of the same at once.
    #[error("{what} overlaps one recorded already: {with}")]
    Overlaps {
        /// What.
        what: &'static str,
        /// The one recorded.
        with: String,
    },
    /// A line that would be under itself.
    #[error("line {line} would come under itself")]
    Circle {
        /// The line.
        line: LineCode,
    },
    /// A mandate above place level says nothing of why.
    #[error("a mandate at {level} level needs a reason why it stands no lower")]
    ReasonRequired {
        /// The level.
        level: crate::kind::Level,
    },
    /// A row of a scheme is wrong.
    #[error("row {row} of the scheme: {reason}")]
    SchemeRow {
        /// The row, from 1.
        row: usize,
        /// What is wrong.
        reason: String,
    },
    /// No such fact, or it is withdrawn already.
    #[error("entry {entry} has no event {ordinal} that could be withdrawn")]
    NoSuchFact {
        /// The entry.
        entry: Sequence,
        /// Which event.
        ordinal: u16,
    },
    /// The fact cannot be withdrawn while others rest on it.
    #[error("{what} cannot be withdrawn while {who} rests on it")]
    RestedOn {
        /// What.
        what: String,
        /// Which other fact.
        who: String,
    },
}

/// Why recorded events could not be taken in: the journal and this room disagree, which is damage or a defect.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MandateError {
    /// Entries arrived out of order.
    #[error("entry {found} cannot follow entry {last}")]
    Order {
        /// The last one taken in.
        last: Sequence,
        /// The one offered.
        found: Sequence,
    },
    /// An event speaks of something that no earlier one recorded.
    #[error("entry {entry} speaks of {what} `{id}`, which no earlier entry recorded")]
    Unknown {
        /// The entry.
        entry: Sequence,
        /// What.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// An event gives a power to a committee that can hold none.
    #[error("entry {entry}: {why}")]
    Powerless {
        /// The entry.
        entry: Sequence,
        /// Why.
        why: Powerless,
    },
    /// More events in one entry than can be numbered.
    #[error("entry {entry} has more than {} events", u16::MAX)]
    TooMany {
        /// The entry.
        entry: Sequence,
    },
}
