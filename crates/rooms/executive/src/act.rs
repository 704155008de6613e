//! What may be asked of meetings and proposals.

use crate::hours::Hours;
use crate::ids::{ActionId, ConditionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId, QuestionId};
use crate::kind::{Access, ActionKind, Answer, ItemKind, Recusal, Stance, Vote};
use crate::terms_of_reference::{Forum, TermsOfReference};
use crate::text::TextHash;
use mandate::{InterestCategory, InterestId, Matter, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

/// Where a proposal is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum Route {
    /// At an item of a meeting's agenda.
    Item {
        /// The item.
        item: ItemId,
    },
    /// In writing, between meetings. Counts as urgent: it is reported to the next meeting.
    WrittenResolution,
    /// By the chair alone, for the bodies they may bind. Counts as urgent: it is reported to the next meeting.
    ChairsAction,
}

impl Route {
    /// Whether it happens outside a meeting and so must be reported to the next.
    pub const fn is_urgent(&self) -> bool {
        !matches!(self, Self::Item { .. })
    }
}

/// Whether the bodies are bound one by one or all together. Fixed before positions open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Divisibility {
    /// Each body by itself.
    Divisible,
    /// All the named bodies or none.
    Indivisible {
        /// Why it cannot be divided.
        reason: String,
    },
}

/// What an approval depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCondition {
    /// Its identity within the proposal.
    pub condition: ConditionId,
    /// What must come about.
    pub wording: String,
    /// Who sees to it.
    pub owner: PersonId,
    /// The last day. Unmet after it, the approval lapses.
    pub expires: Date,
}

/// How a governing body's answer is evidenced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Minute {
    /// By its own minutes, kept elsewhere.
    Cited {
        /// The minute's reference.
        reference: String,
        /// How many members were present and eligible.
        present: u32,
        /// How many its own rules require.
        quorum: u32,
    },
    /// By an item of its meeting on this record, where the vote was taken.
    Item(ItemId),
}

/// A promise made in answering a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCommitment {
    /// What is promised.
    pub wording: String,
    /// By when.
    pub due: Date,
}

/// What a declaration of interest is made about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An item of a meeting.
    Item(ItemId),
    /// A proposal decided outside a meeting.
    Proposal(ProposalId),
}

/// What a notice tells members of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeSubject {
    /// A meeting.
    Meeting(MeetingId),
    /// A proposal.
    Proposal(ProposalId),
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Set the terms of reference of a forum from a day on.
    SetTerms(TermsOfReference),
    /// Enter a coming decision in the forward plan.
    Plan {
        /// The entry.
        plan: PlanId,
        /// Who will decide.
        forum: Forum,
        /// When it is expected.
        expected: Date,
        /// About what.
        matter: Matter,
        /// What is to be decided.
        title: String,
        /// Public, or why not.
        access: NewAccess,
    },
    /// Call a meeting.
    Call {
        /// The meeting.
        meeting: MeetingId,
        /// Of whom.
        forum: Forum,
        /// The day.
        on: Date,
        /// When on that day, if that is settled.
        hours: Option<Hours>,
        /// What it is called.
        title: String,
        /// Where.
        place: String,
    },
    /// Say when a meeting that is called begins and ends; the last one said counts.
    SetHours {
        /// The meeting.
        meeting: MeetingId,
        /// When.
        hours: Hours,
    },
    /// Call a meeting off.
    Cancel {
        /// The meeting.
        meeting: MeetingId,
        /// Why.
        reason: String,
    },
    /// Put an item on the agenda.
    AddItem {
        /// The meeting.
        meeting: MeetingId,
        /// The item.
        item: ItemId,
        /// What it is for.
        kind: ItemKind,
        /// What it is called.
        title: String,
        /// Public, or why not.
        access: NewAccess,
    },
    /// Schedule an entry of the forward plan to an item.
    Schedule {
        /// The entry.
        plan: PlanId,
        /// The item.
        item: ItemId,
    },
    /// File a paper, or a new version of one. The bytes are kept elsewhere, under the hash.
    FilePaper {
        /// The item it belongs to.
        item: ItemId,
        /// The paper.
        paper: PaperId,
        /// What it is called.
        title: String,
        /// The hash of the bytes.
        hash: TextHash,
        /// What the bytes are, e.g. `application/pdf`.
        media_type: String,
        /// Public, or why not.
        access: NewAccess,
    },
    /// Publish the agenda. What is added later is a supplement.
    PublishAgenda {
        /// The meeting.
        meeting: MeetingId,
    },
    /// Record that somebody will not come.
    Apologise {
        /// The meeting.
        meeting: MeetingId,
        /// Who.
        person: PersonId,
    },
    /// Record that somebody has come.
    Arrive {
        /// The meeting.
        meeting: MeetingId,
        /// Who.
        person: PersonId,
    },
    /// Record that somebody has left.
    Leave {
        /// The meeting.
        meeting: MeetingId,
        /// Who.
        person: PersonId,
    },
    /// Declare an interest, and what follows from it.
    Declare {
        /// In what.
        subject: Subject,
        /// Who has it.
        person: PersonId,
        /// Of which category.
        category: InterestCategory,
        /// The entry in the register of interests, if it has one.
        interest: Option<InterestId>,
        /// What it is.
        nature: String,
        /// What follows.
        recusal: Recusal,
    },
    /// Open the meeting. Refused while a required seat is vacant.
    OpenMeeting {
        /// The meeting.
        meeting: MeetingId,
    },
    /// Close the meeting.
    CloseMeeting {
        /// The meeting.
        meeting: MeetingId,
    },
    /// Take an item.
    OpenItem {
        /// The item.
        item: ItemId,
    },
    /// Leave an item.
    CloseItem {
        /// The item.
        item: ItemId,
    },
    /// Say something to an item, for the record. Any member may.
    Speak {
        /// The item.
        item: ItemId,
        /// What was said.
        remark: String,
    },
    /// Vote, where the forum's rules decide by votes.
    CastVote {
        /// The item.
        item: ItemId,
        /// On which proposal.
        proposal: ProposalId,
        /// On which wording.
        text: TextHash,
        /// The vote.
        vote: Vote,
    },
    /// Write the minutes, or a new version of them.
    WriteMinutes {
        /// Of which meeting.
        meeting: MeetingId,
        /// The minutes, as Markdown.
        text: String,
    },
    /// Approve the minutes of a meeting at a later one.
    ApproveMinutes {
        /// Of which meeting.
        meeting: MeetingId,
        /// Which version.
        text: TextHash,
        /// At which later meeting.
        at: MeetingId,
    },
    /// Give the members of a forum notice.
    GiveNotice {
        /// The notice.
        notice: NoticeId,
        /// To the members of.
        forum: Forum,
        /// Of what.
        subject: NoticeSubject,
        /// What it says.
        text: String,
    },
    /// Table a proposal. Positions are not yet open.
    Propose(NewProposal),
    /// Say before positions open whether a proposal can be divided.
    Divide {
        /// The proposal.
        proposal: ProposalId,
        /// Whether.
        divisibility: Divisibility,
    },
    /// Open positions.
    OpenPositions {
        /// The proposal.
        proposal: ProposalId,
        /// The last day for positions.
        closes: Date,
    },
    /// Take a position for one body.
    TakePosition {
        /// On which proposal.
        proposal: ProposalId,
        /// For which body, as the proposal names it.
        body: OdsCode,
        /// The wording spoken to.
        text: TextHash,
        /// The position.
        stance: Stance,
        /// The reason (required to object), the reservation, or nothing.
        reason: String,
    },
    /// Put an amended wording: to everybody before decisions, afterwards to the bodies in negotiation.
    Amend {
        /// The proposal.
        proposal: ProposalId,
        /// The new text.
        text: String,
        /// The new amounts.
        amounts: BTreeMap<OdsCode, Pence>,
    },
    /// Name a mediator for a body's negotiation.
    NameMediator {
        /// The proposal.
        proposal: ProposalId,
        /// The body.
        body: OdsCode,
        /// Who.
        mediator: PersonId,
    },
    /// Carry a proposal to another item or into writing.
    PutTo {
        /// The proposal.
        proposal: ProposalId,
        /// Where to.
        route: Route,
    },
    /// Let the positions take effect: each body as its representative's position and power have it.
    Settle {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Record what a governing body answers on what was referred to it, or on what its body stayed outside of.
    AnswerReferral {
        /// The proposal.
        proposal: ProposalId,
        /// Whose governing body.
        body: OdsCode,
        /// The wording it answered on.
        text: TextHash,
        /// Its answer.
        answer: Answer,
        /// On which conditions of its own.
        conditions: Vec<NewCondition>,
        /// How it is evidenced.
        minute: Minute,
    },
    /// Record that a condition is met.
    MeetCondition {
        /// The proposal.
        proposal: ProposalId,
        /// The condition.
        condition: ConditionId,
        /// What shows it.
        evidence: String,
    },
    /// Report an urgent decision to a meeting.
    ReportUrgent {
        /// The proposal.
        proposal: ProposalId,
        /// The item at which it is reported.
        item: ItemId,
    },
    /// Record what the clocks of a proposal have run out on. Asked again, it records nothing more.
    LetTimePass {
        /// The proposal.
        proposal: ProposalId,
    },
    /// Give somebody something to do.
    RaiseAction {
        /// The action.
        action: ActionId,
        /// What it is.
        kind: ActionKind,
        /// From which item.
        item: ItemId,
        /// What is to be done.
        wording: String,
        /// By whom.
        owner: PersonId,
        /// By when.
        due: Date,
    },
    /// Close an action.
    CloseAction {
        /// The action.
        action: ActionId,
        /// What shows that it is done.
        evidence: String,
    },
    /// Put a scrutiny question about a proposal. It is asked again of later proposals on the same matter.
    AskQuestion {
        /// The question.
        question: QuestionId,
        /// About which proposal.
        proposal: ProposalId,
        /// Who asks.
        asker: String,
        /// What is asked.
        text: String,
    },
    /// Answer a question for a proposal, its own or a later one.
    AnswerQuestion {
        /// The question.
        question: QuestionId,
        /// For which proposal.
        proposal: ProposalId,
        /// The answer.
        text: String,
        /// What is promised with it.
        commitments: Vec<NewCommitment>,
    },
    /// Record that what was promised in an answer was done.
    KeepCommitment {
        /// The question.
        question: QuestionId,
        /// For which proposal.
        proposal: ProposalId,
        /// Which promise of that answer, counted from 0.
        commitment: u16,
        /// What shows it.
        evidence: String,
    },
}

/// Public, or confidential for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewAccess {
    /// Anybody may read.
    Public,
    /// Members only.
    Confidential {
        /// Why; required.
        reason: String,
    },
}

impl NewAccess {
    /// Which.
    pub const fn access(&self) -> Access {
        match self {
            Self::Public => Access::Public,
            Self::Confidential { .. } => Access::Confidential,
        }
    }
}

/// A proposal as tabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    /// Its identity.
    pub proposal: ProposalId,
    /// Who is to decide.
    pub forum: Forum,
    /// Where.
    pub route: Route,
    /// What it is called.
    pub title: String,
    /// The text: one for every body.
    pub text: String,
    /// About what. Power is needed for every one.
    pub matters: Vec<Matter>,
    /// The bodies it concerns.
    pub bodies: BTreeSet<OdsCode>,
    /// What each commits; a body without an entry commits no money.
    pub amounts: BTreeMap<OdsCode, Pence>,
    /// Whether the bodies are bound one by one.
    pub divisibility: Divisibility,
    /// On what the approval depends.
    pub conditions: Vec<NewCondition>,
    /// The indivisible proposal that fell and is proposed again.
    pub earlier: Option<ProposalId>,
}
