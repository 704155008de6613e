//! How do bodies decide together without losing their own power?
//!
//! Bodies meet, one text is put to all of them, and each is bound only by whoever holds that body's own power that day. A
//! committee in common or by individual delegation holds none; an objection keeps its own body out until it is negotiated
//! and stops nobody else; what nobody had the power to decide goes to the governing body whose it is.
//!
//! Invariant: no body is ever bound without a chain of its own authority, unbroken on the day the decision took effect.

mod about;
mod act;
mod act_kind;
mod allows;
mod apply;
mod decide;
mod draft;
mod duty;
mod event;
mod hours;
mod ids;
mod kind;
mod meeting;
mod presence;
mod proposal;
mod refusal;
mod scrutiny;
mod standing;
mod state;
pub mod story;
mod terms_of_reference;
mod text;
mod threshold;

pub use about::Thing;
pub use act::{
    Act, Divisibility, Minute, NewAccess, NewCommitment, NewCondition, NewProposal, NoticeSubject, Route, Subject,
};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use decide::{Outcome, World, decide};
pub use draft::{RegisterRow, draft_minutes, draft_notice};
pub use event::{Chain, ConditionSet, DecidedBy, Event, MinuteRef, OutsideReason, PaperSeen, ReferralReason};
pub use hours::Hours;
pub use ids::{ActionId, ConditionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId, QuestionId};
pub use kind::{Access, ActionKind, Answer, ForumKind, ItemKind, Recusal, Stage, Stance, Voice, Vote};
pub use meeting::{
    Action, Approval, Attendance, Declaration, Item, Meeting, Minutes, Notice, Paper, PaperVersion, Plan, Reading,
    Remark, Stamp,
};
pub use presence::{ClassCount, QuorumCount, Room, Sitting, seats_of, vacant_seats};
pub use proposal::{
    Agreed, Answered, Commitment, Condition, ConditionOutcome, Decision, Negotiation, Opening, Part, PastStanding,
    Position, Proposal, Question, Referral, Settlement, Standing, Wording, decision_id,
};
pub use refusal::Refusal;
pub use scrutiny::QuestionPut;
pub use standing::{BodyStanding, Effect, Flag, StandingReport, review};
pub use state::{Executive, State};
pub use terms_of_reference::{ClassQuorum, Forum, Method, Quorum, Seat, TermsOfReference, TermsVersion};
pub use text::{TextHash, TextHashError};
pub use threshold::{Ballot, Count, Denominator, Grouping, Share, Threshold, carries, count};
