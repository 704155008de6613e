//! Why not: what stands in the way of an act, and what is wrong with a record.

use crate::committee::Powerless;
use crate::id::{CommitteeId, InstrumentId, LineCode, PostId};
use terms::{Date, OdsCode, Sequence};
use thiserror::Error;

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
    /// A period without a day.
    #[error("{what} would hold no day: it begins on {from} and ends before {to}")]
    Empty {
        /// Of what.
        what: &'static str,
        /// The first day.
        from: Date,
        /// The first day no longer.
        to: Date,
    },
    /// Somebody would hold a post on days on which it is not there.
    #[error("post {post} is there {period}: nobody can hold it from {from}")]
    OutsidePost {
        /// The post.
        post: PostId,
        /// Its own days.
        period: String,
        /// The first day asked for.
        from: String,
    },
    /// The register does not name the body as the successor of the other.
    #[error(
        "the register does not say that {old} passed to {successor} on {on}: {says}. Import the successions, or enter this one, \
         first"
    )]
    NotASuccessor {
        /// The body that was to take the place.
        successor: OdsCode,
        /// Of which.
        old: OdsCode,
        /// When.
        on: Date,
        /// What the register says instead.
        says: String,
    },
    /// A body that was divided cannot pass to one as a whole.
    #[error("{body} passed to more than one body, so what it held cannot all go to one: {says}. Say what goes to each")]
    Divided {
        /// The body.
        body: OdsCode,
        /// What the register says.
        says: String,
    },
    /// Something that is not said to go to anybody, nor to lapse.
    #[error("what {body} holds must each go to a successor or lapse; not said yet: {}", left.join(", "))]
    NotSaid {
        /// The body that is divided.
        body: OdsCode,
        /// What is left, as `post:ID`, `power:ID`, `seat:COMMITTEE` or `mandate:ID`.
        left: Vec<String>,
    },
    /// Something that the divided body does not hold on its last day.
    #[error("{what} is not {body}'s on its last day")]
    NotHeld {
        /// The body.
        body: OdsCode,
        /// What was said to go somewhere.
        what: String,
    },
    /// Something that was to go to two bodies, or to one and lapse.
    #[error("{what} cannot go two ways")]
    Twice {
        /// What.
        what: String,
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
