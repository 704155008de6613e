//! Why not.

use crate::ids::{ItemId, MeetingId, ProposalId};
use crate::presence::QuorumCount;
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use jiff::civil::Time;
use mandate::{CommitteeId, Matter, PersonId, Shortfall};
use terms::{Date, OdsCode, screen_date};
use thiserror::Error;

/// Why an act was refused. Nothing of it is recorded.
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
    /// A text that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// Something is not at the stage the act needs.
    #[error("{what} `{id}` is {found}, and must be {wanted}")]
    Stage {
        /// What.
        what: &'static str,
        /// Which.
        id: String,
        /// Its stage.
        found: &'static str,
        /// The stage needed.
        wanted: &'static str,
    },
    /// The forum has no terms of reference that day.
    #[error("{forum} has no terms of reference in force on {}", screen_date(*on))]
    NoTerms {
        /// The forum.
        forum: Forum,
        /// The day.
        on: Date,
    },
    /// The terms of reference cannot be those of such a forum.
    #[error("these terms cannot be set for {forum}: {why}")]
    BadTerms {
        /// The forum.
        forum: Forum,
        /// Why.
        why: String,
    },
    /// The committee does not sit that day.
    #[error("{forum} does not sit on {}", screen_date(*on))]
    DoesNotSit {
        /// The forum.
        forum: Forum,
        /// The day.
        on: Date,
    },
    /// Required seats are vacant.
    #[error("the meeting `{meeting}` is not properly constituted: nobody holds {}", missing.join("; "))]
    NotConstituted {
        /// The meeting.
        meeting: MeetingId,
        /// The vacant seats.
        missing: Vec<String>,
    },
    /// A meeting begun on another day.
    #[error("the meeting `{meeting}` is called for {}, not {}", screen_date(*held_on), screen_date(*today))]
    AnotherDay {
        /// The meeting.
        meeting: MeetingId,
        /// Its day.
        held_on: Date,
        /// The day of the act.
        today: Date,
    },
    /// A meeting that would not last.
    #[error(
        "the meeting would end at {} and begin at {}: a meeting ends later on the day it began",
        to.strftime("%H:%M"),
        from.strftime("%H:%M")
    )]
    EndsFirst {
        /// When it would begin.
        from: Time,
        /// When it would end.
        to: Time,
    },
    /// Too few are present and eligible.
    #[error("{count}")]
    NotQuorate {
        /// The count.
        count: QuorumCount,
    },
    /// Somebody is not in the room.
    #[error("{person} is not present")]
    NotPresent {
        /// Who.
        person: PersonId,
    },
    /// Somebody is in the room already.
    #[error("{person} is present already")]
    AlreadyPresent {
        /// Who.
        person: PersonId,
    },
    /// Somebody has no seat, or none that carries what is asked.
    #[error("{person} has no seat of {forum} that {carries}")]
    NoSeat {
        /// Who.
        person: PersonId,
        /// The forum.
        forum: Forum,
        /// What the seat must carry.
        carries: &'static str,
    },
    /// Only a person can do it.
    #[error("only a person in post can {what}")]
    NotAPerson {
        /// What.
        what: &'static str,
    },
    /// One speaks for oneself.
    #[error("{person} must do this in person, or the clerk for them")]
    NotInPerson {
        /// Who.
        person: PersonId,
    },
    /// Somebody with an interest may not decide.
    #[error("{person} declared an interest and does not decide")]
    Recused {
        /// Who.
        person: PersonId,
    },
    /// Somebody does not represent the body.
    #[error("{person} does not represent {body} on {}", screen_date(*on))]
    NotRepresentative {
        /// Who.
        person: PersonId,
        /// The body.
        body: OdsCode,
        /// The day.
        on: Date,
    },
    /// A deputy while the principal is there.
    #[error("{person} is a deputy and speaks for {body} only while the principal is absent")]
    PrincipalPresent {
        /// The deputy.
        person: PersonId,
        /// The body.
        body: OdsCode,
    },
    /// The terms of reference allow no deputies.
    #[error("the terms of reference allow no deputy to speak for {body}")]
    NoDeputies {
        /// The body.
        body: OdsCode,
    },
    /// Chair's action is the chair's alone.
    #[error("a chair's action is for the chair alone")]
    ChairOnly,
    /// The proposal does not concern the body.
    #[error("the proposal `{proposal}` does not concern {body}")]
    NotConcerned {
        /// The proposal.
        proposal: ProposalId,
        /// The body.
        body: OdsCode,
    },
    /// The body is no member.
    #[error("{body} is not a member of {committee} on {}", screen_date(*on))]
    NotAMember {
        /// The body.
        body: OdsCode,
        /// The committee.
        committee: CommitteeId,
        /// The day.
        on: Date,
    },
    /// The wording spoken to is not the one before the body.
    #[error("the wording {} is not the one before {body}: that is {}; read it and answer again", given.short(), current.short())]
    TextAmended {
        /// The body.
        body: OdsCode,
        /// The wording spoken to.
        given: TextHash,
        /// The one before the body.
        current: TextHash,
    },
    /// Positions have not opened, or have closed.
    #[error("positions on `{proposal}` {when}")]
    PositionsShut {
        /// The proposal.
        proposal: ProposalId,
        /// How.
        when: String,
    },
    /// Too late to change how it is decided.
    #[error("positions on `{proposal}` are open: whether it can be divided was fixed before")]
    TooLate {
        /// The proposal.
        proposal: ProposalId,
    },
    /// The matter is outside the committee's remit that day.
    #[error("{matter} is outside the remit of {committee} on {}", screen_date(*on))]
    OutsideRemit {
        /// The matter.
        matter: Matter,
        /// The committee.
        committee: CommitteeId,
        /// The day.
        on: Date,
    },
    /// The body's part is not open to what is asked.
    #[error("the part of {body} is {how}: it cannot be {asked}")]
    PartClosed {
        /// The body.
        body: OdsCode,
        /// How it stands.
        how: String,
        /// What was asked.
        asked: &'static str,
    },
    /// There is nothing for positions to have effect on.
    #[error("nothing on `{proposal}` can be settled now: {why}")]
    NothingToSettle {
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        why: String,
    },
    /// There is nobody to put an amended wording to.
    #[error("no body is still to decide on `{proposal}`: a change for bodies that have decided is a new proposal")]
    NothingToAmend {
        /// The proposal.
        proposal: ProposalId,
    },
    /// An amendment that is a wording already put.
    #[error("the amended wording is the same as version {version}")]
    SameWording {
        /// The version.
        version: u16,
    },
    /// An amendment that changes what a body has decided.
    #[error("the amount of {body} cannot be changed: it is not in negotiation")]
    AmountFixed {
        /// The body.
        body: OdsCode,
    },
    /// An amount for a body that is not concerned.
    #[error("there is an amount for {body}, which the proposal does not concern")]
    StrayAmount {
        /// The body.
        body: OdsCode,
    },
    /// Proposing again what did not fall, or for bodies that did not agree.
    #[error("`{earlier}` cannot be proposed again so: {why}")]
    NotAgain {
        /// The earlier proposal.
        earlier: ProposalId,
        /// Why.
        why: String,
    },
    /// The day given has passed.
    #[error("{what} would be {}, which has passed", screen_date(*on))]
    DayPassed {
        /// What.
        what: &'static str,
        /// The day.
        on: Date,
    },
    /// There is no authority for it.
    #[error("{0}")]
    NoAuthority(Shortfall),
    /// The answer is not what the vote says.
    #[error("the vote at `{item}` {found}")]
    VoteSaysOtherwise {
        /// The item.
        item: ItemId,
        /// What it says.
        found: &'static str,
    },
    /// Minutes approved at a meeting that is not a later one of the same forum.
    #[error("`{at}` is not a later meeting of the same forum than `{meeting}`")]
    NotLater {
        /// The meeting whose minutes they are.
        meeting: MeetingId,
        /// The meeting offered.
        at: MeetingId,
    },
    /// The proposal was decided at a meeting, or was reported already.
    #[error("`{proposal}` needs no report: {why}")]
    NotUrgent {
        /// The proposal.
        proposal: ProposalId,
        /// Why.
        why: &'static str,
    },
}
