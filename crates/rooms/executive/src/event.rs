//! What then is true. An event once written is read for ever; personal data and free text are outside it, as payloads.

use crate::act::{NoticeSubject, Route, Subject};
use crate::hours::Hours;
use crate::ids::{ActionId, ConditionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId, QuestionId};
use crate::kind::{Access, ActionKind, ForumKind, ItemKind, Recusal, Stance, Vote};
use crate::presence::QuorumCount;
use crate::terms_of_reference::{Forum, TermsOfReference};
use crate::text::TextHash;
use mandate::{
    CommitteeId, Erasable, InterestCategory, InterestId, Link, Matter, PersonId, PostId, PowerId, Shortfall,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

/// A paper as those who decided saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSeen {
    /// The paper.
    pub paper: PaperId,
    /// Its version, from 1.
    pub version: u16,
    /// The hash of its bytes.
    pub hash: TextHash,
}

/// An unbroken chain of authority, as it was when the decision took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The matter it covers.
    pub matter: Matter,
    /// The body that acts: the body itself, or its successor on the day.
    pub as_body: OdsCode,
    /// Through which post, where a person decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// The powers used: one, or one from each predecessor after a merger; none where the governing body decided of itself.
    pub powers: Vec<PowerId>,
    /// Every link, from statute to person.
    pub links: Vec<Link>,
}

/// Who decided for a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DecidedBy {
    /// Its representative, by its own power.
    Representative {
        /// Who.
        person: PersonId,
    },
    /// Its own governing body.
    GoverningBody {
        /// How it is evidenced.
        minute: MinuteRef,
    },
    /// A committee to which it delegated.
    Committee {
        /// Which.
        committee: CommitteeId,
    },
}

/// Where a governing body's answer is minuted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "kebab-case")]
pub enum MinuteRef {
    /// In its own minutes.
    Cited {
        /// The reference.
        reference: Erasable,
        /// Present and eligible.
        present: u32,
        /// Required.
        quorum: u32,
    },
    /// On this record.
    Item {
        /// The item.
        item: ItemId,
    },
    /// As recorded on the day it agreed and began to wait for the others.
    AsAgreed {
        /// That day.
        agreed_on: Date,
    },
}

/// Why a body's part went to its governing body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum ReferralReason {
    /// Its representative stood aside.
    StoodAside,
    /// Its representative was there and said nothing.
    Silent,
    /// Nobody was there who could speak for it.
    Absent,
    /// Its representative has an interest.
    Recused,
    /// Whoever spoke for it had not the power.
    NoPower {
        /// What was lacking, with the clause.
        shortfall: Shortfall,
    },
    /// The matter left the committee's remit before the position had effect.
    OutsideRemit {
        /// The matter.
        matter: Matter,
    },
    /// The time for positions or for negotiation ran out.
    ClockRanOut,
    /// The proposal cannot be divided, and these bodies were not bound.
    Indivisible {
        /// Which.
        unagreed: BTreeSet<OdsCode>,
    },
}

/// Why a body stays outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum OutsideReason {
    /// It still objected when the last round of negotiation ended.
    NotAgreed {
        /// After how many rounds.
        rounds: u8,
    },
    /// Its governing body refused.
    Refused,
    /// Its governing body gave no quorate answer in time.
    DeadlineMissed,
    /// The proposal could not be divided and fell because of these bodies.
    Fell {
        /// Which.
        because: BTreeSet<OdsCode>,
    },
    /// The vote did not carry.
    NotCarried,
}

/// A condition as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionSet {
    /// Its identity within the proposal.
    pub condition: ConditionId,
    /// What must come about.
    pub wording: Erasable,
    /// Who sees to it.
    pub owner: PersonId,
    /// The last day.
    pub expires: Date,
}

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// Terms of reference were set.
    TermsSet { kind: ForumKind, terms: TermsOfReference },
    /// A coming decision was entered in the forward plan.
    Planned {
        plan: PlanId,
        forum: Forum,
        expected: Date,
        matter: Matter,
        title: Erasable,
        access: Access,
        reason: Option<Erasable>,
        on: Date,
    },
    /// A meeting was called.
    MeetingCalled {
        meeting: MeetingId,
        forum: Forum,
        held_on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hours: Option<Hours>,
        title: Erasable,
        place: Erasable,
    },
    /// It was said when a meeting begins and ends.
    HoursSet { meeting: MeetingId, hours: Hours },
    /// A meeting was called off.
    MeetingCancelled { meeting: MeetingId, reason: Erasable },
    /// An item was put on the agenda.
    ItemAdded {
        meeting: MeetingId,
        item: ItemId,
        kind: ItemKind,
        title: Erasable,
        access: Access,
        reason: Option<Erasable>,
    },
    /// An entry of the forward plan was scheduled.
    PlanScheduled { plan: PlanId, item: ItemId },
    /// A paper, or a version of one, was filed.
    PaperFiled {
        item: ItemId,
        paper: PaperId,
        title: Erasable,
        hash: TextHash,
        media_type: String,
        access: Access,
        reason: Option<Erasable>,
    },
    /// The agenda was published.
    AgendaPublished { meeting: MeetingId, on: Date },
    /// Somebody sent apologies.
    Apologised { meeting: MeetingId, person: PersonId },
    /// Somebody came.
    Arrived { meeting: MeetingId, person: PersonId },
    /// Somebody left.
    Left { meeting: MeetingId, person: PersonId },
    /// Somebody declared an interest.
    InterestDeclared {
        subject: Subject,
        person: PersonId,
        category: InterestCategory,
        interest: Option<InterestId>,
        nature: Erasable,
        recusal: Recusal,
    },
    /// The meeting began.
    MeetingOpened { meeting: MeetingId, terms: u16 },
    /// The meeting ended.
    MeetingClosed { meeting: MeetingId },
    /// An item was taken.
    ItemOpened { item: ItemId },
    /// An item was left.
    ItemClosed { item: ItemId },
    /// Somebody spoke.
    Spoke { item: ItemId, person: PersonId, remark: Erasable },
    /// Somebody voted.
    VoteCast { item: ItemId, proposal: ProposalId, text: TextHash, person: PersonId, vote: Vote },
    /// Minutes, or a version of them, were written.
    MinutesWritten { meeting: MeetingId, text: Erasable, hash: TextHash },
    /// Minutes were approved.
    MinutesApproved { meeting: MeetingId, hash: TextHash, at: MeetingId },
    /// Members were given notice.
    NoticeGiven { notice: NoticeId, forum: Forum, subject: NoticeSubject, text: Erasable, on: Date },
    /// A proposal was tabled.
    Proposed {
        proposal: ProposalId,
        forum: Forum,
        route: Route,
        title: Erasable,
        text: Erasable,
        hash: TextHash,
        matters: Vec<Matter>,
        bodies: BTreeSet<OdsCode>,
        amounts: BTreeMap<OdsCode, Pence>,
        /// Why it cannot be divided; nothing for a divisible one.
        indivisible: Option<Erasable>,
        conditions: Vec<ConditionSet>,
        earlier: Option<ProposalId>,
        on: Date,
    },
    /// It was fixed whether the proposal can be divided.
    DivisibilityFixed { proposal: ProposalId, indivisible: Option<Erasable> },
    /// Positions opened.
    PositionsOpened { proposal: ProposalId, closes: Date, on: Date },
    /// A position was taken.
    PositionTaken {
        proposal: ProposalId,
        body: OdsCode,
        text: TextHash,
        person: PersonId,
        as_deputy: bool,
        stance: Stance,
        reason: Option<Erasable>,
        on: Date,
    },
    /// An amended wording was put.
    Amended {
        proposal: ProposalId,
        text: Erasable,
        hash: TextHash,
        amounts: BTreeMap<OdsCode, Pence>,
        /// The bodies to which it is put.
        bodies: BTreeSet<OdsCode>,
        /// The last day to answer.
        until: Date,
        on: Date,
    },
    /// A mediator was named.
    MediatorNamed { proposal: ProposalId, body: OdsCode, mediator: PersonId },
    /// The proposal was carried elsewhere.
    PutTo { proposal: ProposalId, route: Route },
    /// The positions taken had their effect; what follows for each body comes in the events after.
    Settled {
        proposal: ProposalId,
        on: Date,
        terms: u16,
        present: BTreeSet<PersonId>,
        eligible: BTreeSet<PersonId>,
        quorum: QuorumCount,
        papers: Vec<PaperSeen>,
    },
    /// A body was bound.
    BodyBound {
        proposal: ProposalId,
        body: OdsCode,
        text: TextHash,
        by: DecidedBy,
        chains: Vec<Chain>,
        amount: Option<Pence>,
        reserved: bool,
        on: Date,
    },
    /// A body's part was referred to its governing body.
    BodyReferred { proposal: ProposalId, body: OdsCode, reason: ReferralReason, deadline: Date, on: Date },
    /// A round of negotiation began for a body.
    NegotiationOpened { proposal: ProposalId, body: OdsCode, round: u8, until: Date, on: Date },
    /// A body stayed outside.
    BodyOutside { proposal: ProposalId, body: OdsCode, reason: OutsideReason, on: Date },
    /// The matter is not the body's to decide.
    NotTheirs { proposal: ProposalId, body: OdsCode, responsible: Vec<OdsCode>, on: Date },
    /// A governing body agreed, and waits for the others of an indivisible proposal.
    GoverningBodyAgreed { proposal: ProposalId, body: OdsCode, text: TextHash, minute: MinuteRef, on: Date },
    /// A governing body met about it without a quorum.
    GoverningBodyInquorate { proposal: ProposalId, body: OdsCode, minute: MinuteRef, on: Date },
    /// A governing body set conditions for its own part.
    ConditionsSet { proposal: ProposalId, body: OdsCode, conditions: Vec<ConditionSet> },
    /// A condition was met.
    ConditionMet { proposal: ProposalId, condition: ConditionId, evidence: Erasable, on: Date },
    /// A condition was not met by its last day, and the approval lapsed.
    ConditionLapsed { proposal: ProposalId, condition: ConditionId, on: Date },
    /// An urgent decision was reported.
    UrgentReported { proposal: ProposalId, item: ItemId, on: Date },
    /// An action was given.
    ActionRaised {
        action: ActionId,
        kind: ActionKind,
        item: ItemId,
        wording: Erasable,
        owner: PersonId,
        due: Date,
        on: Date,
    },
    /// An action was closed.
    ActionClosed { action: ActionId, evidence: Erasable, on: Date },
    /// A question was put.
    QuestionAsked { question: QuestionId, proposal: ProposalId, asker: Erasable, text: Erasable, on: Date },
    /// A question was answered.
    QuestionAnswered {
        question: QuestionId,
        proposal: ProposalId,
        text: Erasable,
        commitments: Vec<(Erasable, Date)>,
        on: Date,
    },
    /// What was promised in an answer was done.
    CommitmentKept { question: QuestionId, proposal: ProposalId, commitment: u16, evidence: Erasable, on: Date },
}
