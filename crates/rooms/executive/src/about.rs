//! What an event or an act is about, by identity.

use crate::act::{Act, NoticeSubject, Subject};
use crate::event::Event;
use crate::ids::{ActionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId, QuestionId};
use crate::terms_of_reference::Forum;
use std::fmt;
use terms::OdsCode;

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// Those who meet.
    Forum(Forum),
    /// A meeting.
    Meeting(MeetingId),
    /// An item of an agenda.
    Item(ItemId),
    /// A paper.
    Paper(PaperId),
    /// An entry of the forward plan.
    Plan(PlanId),
    /// A notice to members.
    Notice(NoticeId),
    /// A proposal.
    Proposal(ProposalId),
    /// One body's part of a proposal.
    Part(ProposalId, OdsCode),
    /// An action, or a resolution to be carried out.
    Action(ActionId),
    /// A question of scrutiny, as put about a proposal: its own or a later one.
    Question(QuestionId, ProposalId),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forum(forum) => write!(f, "{forum}"),
            Self::Meeting(id) => write!(f, "{id}"),
            Self::Item(id) => write!(f, "{id}"),
            Self::Paper(id) => write!(f, "{id}"),
            Self::Plan(id) => write!(f, "{id}"),
            Self::Notice(id) => write!(f, "{id}"),
            Self::Proposal(id) => write!(f, "{id}"),
            Self::Part(id, body) => write!(f, "{id}/{body}"),
            Self::Action(id) => write!(f, "{id}"),
            Self::Question(id, proposal) => write!(f, "{id}/{proposal}"),
        }
    }
}

impl From<&Subject> for Thing {
    fn from(subject: &Subject) -> Self {
        match subject {
            Subject::Item(item) => Self::Item(item.clone()),
            Subject::Proposal(proposal) => Self::Proposal(proposal.clone()),
        }
    }
}

impl From<&NoticeSubject> for Thing {
    fn from(subject: &NoticeSubject) -> Self {
        match subject {
            NoticeSubject::Meeting(meeting) => Self::Meeting(meeting.clone()),
            NoticeSubject::Proposal(proposal) => Self::Proposal(proposal.clone()),
        }
    }
}

impl Act {
    /// What the act is done to: by it [`crate::ActKind::duty`] says what the actor must hold.
    pub fn subject(&self) -> Thing {
        match self {
            Self::SetTerms(terms) => Thing::Forum(terms.forum.clone()),
            Self::Propose(new) => Thing::Forum(new.forum.clone()),
            Self::Plan { forum, .. } | Self::Call { forum, .. } | Self::GiveNotice { forum, .. } => {
                Thing::Forum(forum.clone())
            }
            Self::SetHours { meeting, .. }
            | Self::Cancel { meeting, .. }
            | Self::AddItem { meeting, .. }
            | Self::PublishAgenda { meeting }
            | Self::Apologise { meeting, .. }
            | Self::Arrive { meeting, .. }
            | Self::Leave { meeting, .. }
            | Self::OpenMeeting { meeting }
            | Self::CloseMeeting { meeting }
            | Self::WriteMinutes { meeting, .. }
            | Self::ApproveMinutes { meeting, .. } => Thing::Meeting(meeting.clone()),
            Self::Schedule { item, .. }
            | Self::FilePaper { item, .. }
            | Self::OpenItem { item }
            | Self::CloseItem { item }
            | Self::Speak { item, .. }
            | Self::CastVote { item, .. }
            | Self::RaiseAction { item, .. } => Thing::Item(item.clone()),
            Self::Declare { subject, .. } => subject.into(),
            Self::Divide { proposal, .. }
            | Self::OpenPositions { proposal, .. }
            | Self::Amend { proposal, .. }
            | Self::PutTo { proposal, .. }
            | Self::Settle { proposal }
            | Self::MeetCondition { proposal, .. }
            | Self::ReportUrgent { proposal, .. }
            | Self::LetTimePass { proposal }
            | Self::AskQuestion { proposal, .. } => Thing::Proposal(proposal.clone()),
            Self::TakePosition { proposal, body, .. }
            | Self::NameMediator { proposal, body, .. }
            | Self::AnswerReferral { proposal, body, .. } => Thing::Part(proposal.clone(), *body),
            Self::CloseAction { action, .. } => Thing::Action(action.clone()),
            Self::AnswerQuestion { question, proposal, .. } | Self::KeepCommitment { question, proposal, .. } => {
                Thing::Question(question.clone(), proposal.clone())
            }
        }
    }
}

impl Event {
    /// The things that the event is about, the one it changes before the others.
    pub fn about(&self) -> Vec<Thing> {
        match self {
            Self::TermsSet { terms, .. } => vec![Thing::Forum(terms.forum.clone())],
            Self::Planned { plan, .. } => vec![Thing::Plan(plan.clone())],
            Self::PlanScheduled { plan, item } => vec![Thing::Plan(plan.clone()), Thing::Item(item.clone())],
            Self::MeetingCalled { meeting, .. }
            | Self::HoursSet { meeting, .. }
            | Self::MeetingCancelled { meeting, .. }
            | Self::AgendaPublished { meeting, .. }
            | Self::Apologised { meeting, .. }
            | Self::Arrived { meeting, .. }
            | Self::Left { meeting, .. }
            | Self::MeetingOpened { meeting, .. }
            | Self::MeetingClosed { meeting }
            | Self::MinutesWritten { meeting, .. } => vec![Thing::Meeting(meeting.clone())],
            Self::MinutesApproved { meeting, at, .. } => {
                vec![Thing::Meeting(meeting.clone()), Thing::Meeting(at.clone())]
            }
            Self::ItemAdded { meeting, item, .. } => vec![Thing::Item(item.clone()), Thing::Meeting(meeting.clone())],
            Self::ItemOpened { item } | Self::ItemClosed { item } | Self::Spoke { item, .. } => {
                vec![Thing::Item(item.clone())]
            }
            Self::PaperFiled { item, paper, .. } => vec![Thing::Paper(paper.clone()), Thing::Item(item.clone())],
            Self::VoteCast { item, proposal, .. } => vec![Thing::Item(item.clone()), Thing::Proposal(proposal.clone())],
            Self::InterestDeclared { subject, .. } => vec![subject.into()],
            Self::NoticeGiven { notice, forum, subject, .. } => {
                vec![Thing::Notice(notice.clone()), Thing::Forum(forum.clone()), subject.into()]
            }
            Self::Proposed { proposal, .. }
            | Self::DivisibilityFixed { proposal, .. }
            | Self::PositionsOpened { proposal, .. }
            | Self::Amended { proposal, .. }
            | Self::PutTo { proposal, .. }
            | Self::Settled { proposal, .. }
            | Self::ConditionMet { proposal, .. }
            | Self::ConditionLapsed { proposal, .. } => vec![Thing::Proposal(proposal.clone())],
            Self::PositionTaken { proposal, body, .. }
            | Self::MediatorNamed { proposal, body, .. }
            | Self::BodyBound { proposal, body, .. }
            | Self::BodyReferred { proposal, body, .. }
            | Self::NegotiationOpened { proposal, body, .. }
            | Self::BodyOutside { proposal, body, .. }
            | Self::NotTheirs { proposal, body, .. }
            | Self::GoverningBodyAgreed { proposal, body, .. }
            | Self::GoverningBodyInquorate { proposal, body, .. }
            | Self::ConditionsSet { proposal, body, .. } => vec![Thing::Part(proposal.clone(), *body)],
            Self::UrgentReported { proposal, item, .. } => {
                vec![Thing::Proposal(proposal.clone()), Thing::Item(item.clone())]
            }
            Self::ActionRaised { action, item, .. } => vec![Thing::Action(action.clone()), Thing::Item(item.clone())],
            Self::ActionClosed { action, .. } => vec![Thing::Action(action.clone())],
            Self::QuestionAsked { question, proposal, .. }
            | Self::QuestionAnswered { question, proposal, .. }
            | Self::CommitmentKept { question, proposal, .. } => {
                vec![Thing::Question(question.clone(), proposal.clone())]
            }
        }
    }
}
