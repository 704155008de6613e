//! What a form is about, as its address names it.

use executive::{Action, Forum, Item, Meeting, Proposal, Question};

use crate::answers::Desk;
use kit::address::Address;
use kit::refused::Problem;
use kit::site::filled;

/// What a form is about.
#[derive(Clone, Default)]
pub(super) struct Subject<'a> {
    pub(super) named_forum: Option<Forum>,
    pub(super) meeting: Option<&'a Meeting>,
    pub(super) item: Option<&'a Item>,
    pub(super) proposal: Option<&'a Proposal>,
    pub(super) action: Option<&'a Action>,
    pub(super) question: Option<&'a Question>,
}

fn nowhere() -> Problem {
    Problem::not_found("What this form is about is not on record, or is not yours to see.")
}

impl<'a> Subject<'a> {
    /// What an address names: everything it names must be there and be the reader's to see.
    ///
    /// # Errors
    /// 404.
    pub(super) fn read(desk: &Desk<'a>, address: &Address) -> Result<Self, Problem> {
        let mut subject = Self::default();
        if let Some(text) = filled(address, "forum") {
            subject.named_forum = Some(text.parse().map_err(|_| nowhere())?);
        }
        if let Some(text) = filled(address, "meeting") {
            subject.meeting = text.parse().ok().and_then(|id| desk.executive.meeting(&id));
            subject.meeting.ok_or_else(nowhere)?;
        }
        if let Some(text) = filled(address, "item") {
            let (meeting, item) = text.parse().ok().and_then(|id| desk.open_item(&id)).ok_or_else(nowhere)?;
            (subject.meeting, subject.item) = (Some(meeting), Some(item));
        }
        if let Some(text) = filled(address, "proposal") {
            subject.proposal = text.parse().ok().and_then(|id| desk.proposal(&id));
            subject.proposal.ok_or_else(nowhere)?;
        }
        if let Some(text) = filled(address, "action") {
            let action = text.parse().ok().and_then(|id| desk.executive.action(&id)).ok_or_else(nowhere)?;
            let (meeting, item) = desk.open_item(&action.item).ok_or_else(nowhere)?;
            (subject.action, subject.meeting, subject.item) = (Some(action), Some(meeting), Some(item));
        }
        if let Some(text) = filled(address, "question") {
            let question = text.parse().ok().and_then(|id| desk.executive.question(&id)).ok_or_else(nowhere)?;
            // One first asked of a proposal that is closed to them is closed too, whatever else the address names.
            let first = desk.proposal(&question.proposal).ok_or_else(nowhere)?;
            subject.proposal.get_or_insert(first);
            subject.question = Some(question);
        }
        Ok(subject)
    }

    /// Whose it is.
    pub(super) fn forum(&self) -> Option<Forum> {
        let of_meeting = || self.meeting.map(|meeting| meeting.forum.clone());
        let of_proposal = || self.proposal.map(|proposal| proposal.forum.clone());
        of_proposal().or_else(of_meeting).or_else(|| self.named_forum.clone())
    }

    /// What it is called.
    pub(super) fn title(&self, desk: &Desk<'_>) -> String {
        let question = self.question.map(|question| question.text.to_string());
        let action = || self.action.map(|action| action.wording.to_string());
        let proposal = || self.proposal.map(|proposal| proposal.title.to_string());
        let item = || self.item.map(|item| item.title.to_string());
        let meeting = || self.meeting.map(|meeting| meeting.title.to_string());
        let forum = || self.named_forum.as_ref().map(|forum| desk.forum(forum, desk.today));
        question.or_else(action).or_else(proposal).or_else(item).or_else(meeting).or_else(forum).unwrap_or_default()
    }

    /// The page of what it is about.
    pub(super) fn page(&self) -> String {
        if let Some(question) = self.question {
            return format!("/questions/{}", question.id);
        }
        if let Some(action) = self.action {
            return format!("/actions/{}", action.id);
        }
        if let Some(proposal) = self.proposal {
            return format!("/proposals/{}", proposal.id);
        }
        match (self.meeting, self.item) {
            (Some(meeting), Some(item)) => format!("/meetings/{}/items/{}", meeting.id, item.id),
            (Some(meeting), None) => format!("/meetings/{}", meeting.id),
            _ => "/meetings".to_owned(),
        }
    }
}
