//! What then is true: the events, as the journal keeps them for ever.

use crate::act::Erasable;
use crate::committee::{Committee, DatedLine, Seat};
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId};
use crate::line::{Line, Universe};
use crate::person::{DatedBody, Holding, Interest, Post};
use crate::power::{Exercise, Instrument, Power};
use crate::responsibility::{CarryOver, Mandate, Transfer};
use crate::scheme::SchemeRow;
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode, Sequence};

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
