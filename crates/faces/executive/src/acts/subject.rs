//! What a form is about, as an address, a command or a program names it.

use app::Lens;
use ask::{Of, Scene};
use executive::{ActKind, Action, Forum, Item, Meeting, Proposal, Question, Thing};

use crate::answers::Basis;

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

impl<'a> Subject<'a> {
    /// What is named: everything that is must be on record and the reader's to see, or it is nothing.
    pub(super) fn read(basis: &Basis<'a>, of: &Of<'_>) -> Option<Self> {
        let mut subject = Self::default();
        if let Some(text) = of.text("forum") {
            let forum: Forum = text.parse().ok()?;
            let is_on_record = match &forum {
                Forum::Committee(id) => basis.mandates.committee(id).is_some(),
                Forum::GoverningBody(body) => basis.register.knows(*body),
            };
            subject.named_forum = Some(is_on_record.then_some(forum)?);
        }
        if let Some(text) = of.text("meeting") {
            subject.meeting = Some(basis.executive.meeting(&text.parse().ok()?)?);
        }
        if let Some(text) = of.text("item") {
            let (meeting, item) = basis.open_item(&text.parse().ok()?)?;
            (subject.meeting, subject.item) = (Some(meeting), Some(item));
        }
        if let Some(text) = of.text("proposal") {
            subject.proposal = Some(basis.proposal(&text.parse().ok()?)?);
        }
        if let Some(text) = of.text("action") {
            let action = basis.executive.action(&text.parse().ok()?)?;
            let (meeting, item) = basis.open_item(&action.item)?;
            (subject.action, subject.meeting, subject.item) = (Some(action), Some(meeting), Some(item));
        }
        if let Some(text) = of.text("question") {
            let question = basis.executive.question(&text.parse().ok()?)?;
            // One first asked of a proposal that is closed to them is closed too, whatever else is named.
            let first = basis.proposal(&question.proposal)?;
            subject.proposal.get_or_insert(first);
            subject.question = Some(question);
        }
        Some(subject)
    }

    /// What an act of a kind is done to: the innermost of what is named. A referral is answered for one part, so that is each
    /// of a proposal.
    pub(super) fn things(&self, kind: ActKind) -> Vec<Thing> {
        let question = || Some(Thing::Question(self.question?.id.clone(), self.proposal?.id.clone()));
        let action = || Some(Thing::Action(self.action?.id.clone()));
        let proposal = || Some(Thing::Proposal(self.proposal?.id.clone()));
        let item = || Some(Thing::Item(self.item?.id.clone()));
        let meeting = || Some(Thing::Meeting(self.meeting?.id.clone()));
        let forum = || Some(Thing::Forum(self.named_forum.clone()?));
        if let (ActKind::AnswerReferral, Some(proposal)) = (kind, self.proposal) {
            return proposal.parts.keys().map(|body| Thing::Part(proposal.id.clone(), *body)).collect();
        }
        let innermost = question().or_else(action).or_else(proposal).or_else(item).or_else(meeting).or_else(forum);
        innermost.into_iter().collect()
    }

    /// Whose it is.
    pub(super) fn forum(&self) -> Option<Forum> {
        let of_meeting = || self.meeting.map(|meeting| meeting.forum.clone());
        let of_proposal = || self.proposal.map(|proposal| proposal.forum.clone());
        of_proposal().or_else(of_meeting).or_else(|| self.named_forum.clone())
    }

    /// What it is called.
    fn title(&self, basis: &Basis<'_>) -> Option<String> {
        let question = self.question.map(|question| question.text.to_string());
        let action = || self.action.map(|action| action.wording.to_string());
        let proposal = || self.proposal.map(|proposal| proposal.title.to_string());
        let item = || self.item.map(|item| item.title.to_string());
        let meeting = || self.meeting.map(|meeting| meeting.title.to_string());
        let forum = || self.named_forum.as_ref().map(|forum| basis.forum(forum, basis.today));
        question.or_else(action).or_else(proposal).or_else(item).or_else(meeting).or_else(forum)
    }

    /// The page of what it is about.
    fn page(&self) -> String {
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

/// The scene of a form: nothing where it names nothing, or what is not on record or not for whoever looks.
pub(super) fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    at(lens, of, |basis, subject| {
        Some(Scene { caption: subject.title(basis)?, back: subject.page(), ..Scene::default() })
    })
}

/// What is found by whoever looks, with what a form is about; nothing where that is not on record.
pub(super) fn at<T: Default>(lens: &Lens, of: &Of<'_>, find: impl FnOnce(&Basis<'_>, &Subject<'_>) -> T) -> T {
    let basis = Basis::of(lens);
    Subject::read(&basis, of).map_or_else(T::default, |subject| find(&basis, &subject))
}
