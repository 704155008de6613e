//! What is true of meetings and proposals, as known after each entry.

use crate::ids::{ActionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId, QuestionId};
use crate::meeting::{Action, Item, Meeting, Notice, Paper, Plan};
use crate::proposal::{Proposal, Question};
use crate::terms_of_reference::{Forum, TermsVersion};
use std::sync::Arc;
use terms::{Date, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) terms: Versioned<Forum, Vec<Arc<TermsVersion>>>,
    pub(crate) meetings: Versioned<MeetingId, Meeting>,
    pub(crate) items: Versioned<ItemId, Item>,
    pub(crate) papers: Versioned<PaperId, Paper>,
    pub(crate) plans: Versioned<PlanId, Plan>,
    pub(crate) notices: Versioned<NoticeId, Notice>,
    pub(crate) proposals: Versioned<ProposalId, Proposal>,
    pub(crate) actions: Versioned<ActionId, Action>,
    pub(crate) questions: Versioned<QuestionId, Question>,
}

impl State {
    /// An empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Executive<'_> {
        Executive { state: self, known }
    }

    /// The room as known now.
    pub fn now(&self) -> Executive<'_> {
        self.known(self.sequence)
    }
}

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct Executive<'a> {
    state: &'a State,
    known: Sequence,
}

macro_rules! readers {
    ($($(#[$one:meta])* $get:ident, $(#[$many:meta])* $all:ident: $key:ty => $value:ty;)*) => {
        impl<'a> Executive<'a> {
            $(
                $(#[$one])*
                pub fn $get(&self, id: &$key) -> Option<&'a $value> {
                    self.state.$all.get(id, self.known)
                }

                $(#[$many])*
                pub fn $all(&self) -> impl Iterator<Item = &'a $value> + use<'a> {
                    self.state.$all.iter(self.known).map(|(_, value)| value)
                }
            )*
        }
    };
}

readers! {
    /// A meeting.
    meeting, /// Every meeting, in order of identity.
    meetings: MeetingId => Meeting;
    /// An agenda item.
    item, /// Every item, in order of identity.
    items: ItemId => Item;
    /// A paper.
    paper, /// Every paper, in order of identity.
    papers: PaperId => Paper;
    /// An entry of the forward plan.
    plan, /// The forward plan, in order of identity.
    plans: PlanId => Plan;
    /// A notice.
    notice, /// Every notice, in order of identity.
    notices: NoticeId => Notice;
    /// A proposal.
    proposal, /// Every proposal, in order of identity.
    proposals: ProposalId => Proposal;
    /// An action.
    action, /// Every action, in order of identity.
    actions: ActionId => Action;
    /// A scrutiny question.
    question, /// Every question, in order of identity.
    questions: QuestionId => Question;
}

impl<'a> Executive<'a> {
    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// The terms of reference in force on a day: the version with the latest first day at or before it.
    pub fn terms_on(&self, forum: &Forum, on: Date) -> Option<&'a TermsVersion> {
        let versions = self.state.terms.get(forum, self.known)?;
        versions
            .iter()
            .filter(|held| held.terms.from <= on)
            .max_by_key(|held| (held.terms.from, held.version))
            .map(|v| &**v)
    }

    /// Every version of a forum's terms of reference, oldest first.
    pub fn terms_versions(&self, forum: &Forum) -> impl Iterator<Item = &'a TermsVersion> + use<'a> {
        self.state.terms.get(forum, self.known).into_iter().flatten().map(|held| &**held)
    }

    /// A version by its number.
    pub fn terms_version(&self, forum: &Forum, version: u16) -> Option<&'a TermsVersion> {
        self.terms_versions(forum).find(|held| held.version == version)
    }

    /// Every forum with terms of reference.
    pub fn forums(&self) -> impl Iterator<Item = &'a Forum> + use<'a> {
        self.state.terms.iter(self.known).map(|(forum, _)| forum)
    }
}
