//! Who may read what: always by what is known now and by today's posts, whatever past is being shown.
//!
//! A [`Reader`] is made from the newest state alone ([`House::reader`]), so that asking a question as things were known
//! before a post ended, or before something was closed to the public, opens nothing.

use crate::rooms::House;
use executive::{Access, Executive, Forum, ItemId, MeetingId, PaperId, PlanId, Proposal, ProposalId, Reading};
use mandate::{Duties, Duty, Mandates, PersonId};
use std::collections::BTreeSet;
use std::fmt;
use terms::{Date, OdsCode, Sequence};
use who_pays::{Case, CaseId, Override, OverrideId, Party};

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody in particular: only what is public.
    Public,
    /// A person who signed in: also what their posts let them read today.
    Person(PersonId),
    /// Whoever works at the command line on the journal's own database, and so can read all of it.
    Keeper,
}

/// What somebody may read today. What no method opens stays closed.
#[derive(Clone)]
pub struct Reader<'a> {
    house: &'a House,
    viewer: Viewer,
    today: Date,
    duties: Duties,
    settles: BTreeSet<OdsCode>,
}

impl House {
    /// What somebody may read, by what is known now. `today` is the day in England, never a day asked about.
    pub fn reader(&self, viewer: Viewer, today: Date) -> Reader<'_> {
        let room = self.mandate().now();
        let (duties, settles) = match &viewer {
            Viewer::Person(person) => (room.duties(person, today), room.settles_for(person, today)),
            Viewer::Public | Viewer::Keeper => (Duties::default(), BTreeSet::new()),
        };
        Reader { house: self, viewer, today, duties, settles }
    }
}

impl<'a> Reader<'a> {
    /// Who looks.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The person who signed in, if one looks.
    pub fn person(&self) -> Option<&PersonId> {
        match &self.viewer {
            Viewer::Person(person) => Some(person),
            Viewer::Public | Viewer::Keeper => None,
        }
    }

    /// What nobody in particular may read of the same.
    #[must_use]
    pub fn as_public(&self) -> Self {
        self.house.reader(Viewer::Public, self.today)
    }

    /// Whether everything is open: to the keeper and to auditors.
    pub fn reads_all(&self) -> bool {
        self.viewer == Viewer::Keeper || self.duties.has(&Duty::Audit)
    }

    /// Whether the reader has a duty today. A visitor has none; the keeper works as if they had each.
    pub fn has(&self, duty: &Duty) -> bool {
        self.viewer == Viewer::Keeper || self.duties.has(duty)
    }

    /// Whether the reader has any of some duties today.
    pub fn has_any(&self, duties: &[Duty]) -> bool {
        duties.iter().any(|duty| self.has(duty))
    }

    /// Every duty the reader has today by their posts.
    pub fn duties(&self) -> &Duties {
        &self.duties
    }

    /// The bodies for which the reader settles who pays today: those that still act for themselves.
    pub fn settles_for(&self) -> &BTreeSet<OdsCode> {
        &self.settles
    }

    /// Everything that is true now.
    pub(crate) fn house(&self) -> &'a House {
        self.house
    }

    fn mandates(&self) -> Mandates<'a> {
        self.house.mandate().now()
    }

    fn executive(&self) -> Executive<'a> {
        self.house.executive().now()
    }

    /// Whether the reader may see what is confidential to a forum, and what it has not published yet.
    pub fn is_within(&self, forum: &Forum) -> bool {
        self.reads_all()
            || match forum {
                Forum::Committee(id) => self.has_any(&[
                    Duty::ReadConfidential(id.clone()),
                    Duty::Convene(id.clone()),
                    Duty::Chair(id.clone()),
                ]),
                Forum::GoverningBody(body) => self.has_any(&[Duty::DecideFor(*body), Duty::KeepScheme(*body)]),
            }
    }

    /// Whether the reader is within any forum on record.
    pub fn is_within_any(&self) -> bool {
        let room = self.mandates();
        let committees = room.committees().map(|committee| Forum::Committee(committee.id.clone()));
        self.executive().forums().cloned().chain(committees).any(|forum| self.is_within(&forum))
    }

    fn reads(&self, forum: &Forum, reading: &Reading) -> bool {
        reading.access == Access::Public || self.is_within(forum)
    }

    /// Whether the reader may know what is on a meeting's agenda.
    pub fn opens_agenda(&self, meeting: &MeetingId) -> bool {
        let meeting = self.executive().meeting(meeting);
        meeting.is_some_and(|meeting| meeting.agenda.is_some() || self.is_within(&meeting.forum))
    }

    /// Whether the reader may open an item.
    pub fn opens_item(&self, id: &ItemId) -> bool {
        let Some(item) = self.executive().item(id) else { return false };
        let Some(meeting) = self.executive().meeting(&item.meeting) else { return false };
        self.opens_agenda(&meeting.id) && self.reads(&meeting.forum, &item.reading)
    }

    /// Whether the reader may read a version of a paper, counted from 1.
    pub fn opens_paper(&self, id: &PaperId, version: u16) -> bool {
        let Some(paper) = self.executive().paper(id) else { return false };
        let Some(forum) = self.forum_of(&paper.item) else { return false };
        let version = paper.versions.iter().find(|held| held.version == version);
        self.opens_item(&paper.item) && version.is_some_and(|version| self.reads(forum, &version.reading))
    }

    /// Whether the reader may read an entry of the forward plan.
    pub fn opens_plan(&self, id: &PlanId) -> bool {
        self.executive().plan(id).is_some_and(|plan| self.reads(&plan.forum, &plan.reading))
    }

    /// Whether the reader may see a proposal. One that ever was at a confidential item is confidential.
    pub fn opens_proposal(&self, id: &ProposalId) -> bool {
        self.executive().proposal(id).is_some_and(|proposal| self.sees(proposal))
    }

    fn sees(&self, proposal: &Proposal) -> bool {
        self.is_within(&proposal.forum) || proposal.items.iter().all(|item| self.opens_item(item))
    }

    /// Whether a proposal is, by what is known now, at public items only, whoever reads.
    pub fn is_at_public_items(&self, id: &ProposalId) -> bool {
        let is_public =
            |id: &ItemId| self.executive().item(id).is_some_and(|item| item.reading.access == Access::Public);
        self.executive().proposal(id).is_some_and(|proposal| proposal.items.iter().all(is_public))
    }

    /// Whose meeting an item is of.
    pub(crate) fn forum_of(&self, item: &ItemId) -> Option<&'a Forum> {
        let item = self.executive().item(item)?;
        Some(&self.executive().meeting(&item.meeting)?.forum)
    }

    /// The state of meetings as known now, for what is opened by more than its own identity.
    pub(crate) fn meetings_now(&self) -> Executive<'a> {
        self.executive()
    }

    /// The uses of powers that are closed to the reader, each by its entry and its place there: those that were withdrawn
    /// since too, for a past still shows them.
    pub fn unseen_uses(&self) -> BTreeSet<(Sequence, u16)> {
        if self.reads_all() {
            return BTreeSet::new();
        }
        let closed = self.house.mandate().uses().filter(|held| !self.opens_exercise(held.exercise));
        closed.map(|held| (held.entry, held.ordinal)).collect()
    }

    /// The state of people and powers as known now.
    pub(crate) fn mandate_now(&self) -> &'a mandate::State {
        self.house.mandate()
    }

    /// Whether the reader may see what belongs to a body; after a merger to its successor.
    pub fn sees_body(&self, body: OdsCode) -> bool {
        self.reads_all() || self.settles.contains(&self.mandates().acting_body(body, self.today))
    }

    /// The bodies whose money the reader answers for today: as a member of the governing body, or of those who keep it or settle who pays.
    /// One whose place another has taken is not among them.
    fn answers_for_money(&self) -> impl Iterator<Item = OdsCode> {
        let room = self.mandates();
        let bodies = self.duties.0.iter().filter_map(|duty| match duty {
            Duty::DecideFor(body) | Duty::KeepMoney(body) | Duty::SettleWhoPays(body) => Some(*body),
            Duty::KeepRegister
            | Duty::KeepPeople(_)
            | Duty::KeepScheme(_)
            | Duty::KeepMandates(_)
            | Duty::Convene(_)
            | Duty::Chair(_)
            | Duty::Speak(_)
            | Duty::Represent(..)
            | Duty::ReadConfidential(_)
            | Duty::AnswerQuestions(_)
            | Duty::Audit => None,
        });
        bodies.filter(move |body| room.acting_body(*body, self.today) == *body)
    }

    /// Whether the reader may see the money and the plans of a body; after a merger its successor may.
    pub fn sees_money_of(&self, body: OdsCode) -> bool {
        let acting = self.mandates().acting_body(body, self.today);
        self.reads_all() || self.answers_for_money().any(|held| held == acting)
    }

    /// Whether the reader may see the money of any body that is such, or took the place of one that is.
    pub(crate) fn sees_money_of_any(&self, is_such: impl Fn(OdsCode) -> bool) -> bool {
        let room = self.mandates();
        let with_predecessors = |body: OdsCode| room.predecessors(body, self.today).into_iter().chain([body]);
        self.reads_all() || self.answers_for_money().flat_map(with_predecessors).any(is_such)
    }

    /// Whether the reader may see any override or challenge at all.
    pub fn sees_any_payer(&self) -> bool {
        self.reads_all() || !self.settles.is_empty()
    }

    /// Whether the reader may see an override: the body that answers for it may.
    pub fn sees_override(&self, held: &Override) -> bool {
        self.sees_body(held.owner.body)
    }

    /// Whether the reader may see a case: either side may.
    pub fn sees_case(&self, case: &Case) -> bool {
        [Party::Claimant, Party::Respondent].into_iter().any(|party| self.sees_body(case.body(party)))
    }

    /// Whether the reader may see an override, by its identity.
    pub fn opens_override(&self, id: &OverrideId) -> bool {
        self.house.who_pays().now().local(id).is_some_and(|held| self.sees_override(held))
    }

    /// Whether the reader may see a case, by its identity.
    pub fn opens_case(&self, id: &CaseId) -> bool {
        self.house.who_pays().now().case(id).is_some_and(|case| self.sees_case(case))
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("viewer", &self.viewer).field("today", &self.today).finish_non_exhaustive()
    }
}
