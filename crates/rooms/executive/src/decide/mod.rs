//! What an act comes to, or why it is refused. Nothing here changes anything.

mod answer;
mod meetings;
mod proposals;
mod records;
mod settle;
mod votes;

use crate::act::{Act, NewAccess, NewCondition, Route};
use crate::event::{ConditionSet, Event};
use crate::ids::{ItemId, MeetingId, ProposalId};
use crate::kind::{Access, ForumKind, Stage};
use crate::meeting::{Item, Meeting, recused};
use crate::presence::Room;
use crate::proposal::{Position, Proposal};
use crate::refusal::Refusal;
use crate::state::{Executive, State};
use crate::terms_of_reference::{Forum, TermsVersion};
use mandate::{Actor, Context, Erasable, Mandates, PersonId};
use std::collections::BTreeSet;
use terms::{Date, OdsCode};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists.
    pub register: register::View<'a>,
    /// Who may decide what.
    pub mandate: Mandates<'a>,
    /// This room.
    pub executive: &'a State,
}

/// What then is true: here, and in the room of mandates where powers are used. Both belong in one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The uses of powers, one for each chain of each body bound.
    pub exercises: Vec<mandate::Event>,
    /// Erasable payloads, in the order of their ordinals.
    pub payloads: Vec<Vec<u8>>,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in; whether they may
/// speak for a body, and with what power, is decided here.
///
/// # Errors
/// A [`Refusal`] that names what stands in the way.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome, Refusal> {
    let mut made = Draft::new(*world, context);
    let draft = &mut made;
    match act {
        Act::SetTerms(terms) => meetings::set_terms(draft, terms),
        Act::Plan { plan, forum, expected, matter, title, access } => {
            records::plan(draft, plan, forum, *expected, matter, title, access)
        }
        Act::Schedule { plan, item } => records::schedule(draft, plan, item),
        Act::Call { meeting, forum, on, hours, title, place } => {
            meetings::call(draft, meeting, forum, *on, *hours, title, place)
        }
        Act::SetHours { meeting, hours } => meetings::set_hours(draft, meeting, *hours),
        Act::Cancel { meeting, reason } => meetings::cancel(draft, meeting, reason),
        Act::AddItem { meeting, item, kind, title, access } => {
            meetings::add_item(draft, meeting, item, *kind, title, access)
        }
        Act::FilePaper { item, paper, title, hash, media_type, access } => {
            meetings::file_paper(draft, item, paper, title, *hash, media_type, access)
        }
        Act::PublishAgenda { meeting } => meetings::publish_agenda(draft, meeting),
        Act::Apologise { meeting, person } => meetings::apologise(draft, meeting, person),
        Act::Arrive { meeting, person } => meetings::arrive(draft, meeting, person),
        Act::Leave { meeting, person } => meetings::leave(draft, meeting, person),
        Act::Declare { subject, person, category, interest, nature, recusal } => {
            meetings::declare(draft, subject, person, *category, interest.as_ref(), nature, *recusal)
        }
        Act::OpenMeeting { meeting } => meetings::open(draft, meeting),
        Act::CloseMeeting { meeting } => meetings::close(draft, meeting),
        Act::OpenItem { item } => meetings::open_item(draft, item),
        Act::CloseItem { item } => meetings::close_item(draft, item),
        Act::Speak { item, remark } => meetings::speak(draft, item, remark),
        Act::CastVote { item, proposal, text, vote } => votes::cast(draft, item, proposal, *text, *vote),
        Act::WriteMinutes { meeting, text } => records::write_minutes(draft, meeting, text),
        Act::ApproveMinutes { meeting, text, at } => records::approve_minutes(draft, meeting, *text, at),
        Act::GiveNotice { notice, forum, subject, text } => records::give_notice(draft, notice, forum, subject, text),
        Act::Propose(new) => proposals::propose(draft, new),
        Act::Divide { proposal, divisibility } => proposals::divide(draft, proposal, divisibility),
        Act::OpenPositions { proposal, closes } => proposals::open(draft, proposal, *closes),
        Act::TakePosition { proposal, body, text, stance, reason } => {
            proposals::take_position(draft, proposal, *body, *text, *stance, reason)
        }
        Act::Amend { proposal, text, amounts } => proposals::amend(draft, proposal, text, amounts),
        Act::NameMediator { proposal, body, mediator } => proposals::mediate(draft, proposal, *body, mediator),
        Act::PutTo { proposal, route } => proposals::put_to(draft, proposal, route),
        Act::Settle { proposal } => settle::settle(draft, proposal),
        Act::AnswerReferral { proposal, body, text, answer, conditions, minute } => {
            answer::answer(draft, proposal, *body, *text, *answer, conditions, minute)
        }
        Act::LetTimePass { proposal } => answer::let_time_pass(draft, proposal),
        Act::MeetCondition { proposal, condition, evidence } => {
            records::meet_condition(draft, proposal, condition, evidence)
        }
        Act::ReportUrgent { proposal, item } => records::report_urgent(draft, proposal, item),
        Act::RaiseAction { action, kind, item, wording, owner, due } => {
            records::raise_action(draft, action, *kind, item, wording, owner, *due)
        }
        Act::CloseAction { action, evidence } => records::close_action(draft, action, evidence),
        Act::AskQuestion { question, proposal, asker, text } => {
            records::ask_question(draft, question, proposal, asker, text)
        }
        Act::AnswerQuestion { question, proposal, text, commitments } => {
            records::answer_question(draft, question, proposal, text, commitments)
        }
        Act::KeepCommitment { question, proposal, commitment, evidence } => {
            records::keep_commitment(draft, question, proposal, *commitment, evidence)
        }
    }?;
    Ok(made.outcome)
}

/// An outcome in the making, with what it is judged against.
pub(crate) struct Draft<'a> {
    pub(crate) mandates: Mandates<'a>,
    pub(crate) known: Executive<'a>,
    pub(crate) actor: &'a Actor,
    pub(crate) today: Date,
    pub(crate) outcome: Outcome,
}

impl<'a> Draft<'a> {
    fn new(world: World<'a>, context: &'a Context) -> Self {
        Self {
            mandates: world.mandate,
            known: world.executive.now(),
            actor: &context.actor,
            today: context.today,
            outcome: Outcome::default(),
        }
    }

    pub(crate) fn push(&mut self, event: Event) {
        self.outcome.events.push(event);
    }

    /// Keeps free text beside the record.
    pub(crate) fn text(&mut self, text: &str) -> Erasable {
        let ordinal = Erasable(self.outcome.payloads.len() as u16);
        self.outcome.payloads.push(text.trim().as_bytes().to_vec());
        ordinal
    }

    /// Keeps free text that must not be empty.
    pub(crate) fn required(&mut self, what: &'static str, text: &str) -> Result<Erasable, Refusal> {
        if text.trim().is_empty() { Err(Refusal::Missing { what }) } else { Ok(self.text(text)) }
    }

    /// Keeps free text unless there is none.
    pub(crate) fn optional(&mut self, text: &str) -> Option<Erasable> {
        (!text.trim().is_empty()).then(|| self.text(text))
    }

    /// Who may read; a reason is required for keeping it from the public.
    pub(crate) fn access(&mut self, access: &NewAccess) -> Result<(Access, Option<Erasable>), Refusal> {
        let reason = match access {
            NewAccess::Public => None,
            NewAccess::Confidential { reason } => Some(self.required("a reason for confidentiality", reason)?),
        };
        Ok((access.access(), reason))
    }

    pub(crate) fn conditions(&mut self, given: &[NewCondition]) -> Result<Vec<ConditionSet>, Refusal> {
        let mut kept: Vec<ConditionSet> = Vec::new();
        for new in given {
            if kept.iter().any(|held| held.condition == new.condition) {
                return Err(Refusal::Taken { what: "a condition", id: new.condition.to_string() });
            }
            if new.expires < self.today {
                return Err(Refusal::DayPassed { what: "the last day of a condition", on: new.expires });
            }
            let wording = self.required("the wording of a condition", &new.wording)?;
            kept.push(ConditionSet {
                condition: new.condition.clone(),
                wording,
                owner: new.owner.clone(),
                expires: new.expires,
            });
        }
        Ok(kept)
    }

    pub(crate) fn meeting(&self, id: &MeetingId) -> Result<&'a Meeting, Refusal> {
        self.known.meeting(id).ok_or_else(|| unknown("meeting", id))
    }

    pub(crate) fn item(&self, id: &ItemId) -> Result<&'a Item, Refusal> {
        self.known.item(id).ok_or_else(|| unknown("agenda item", id))
    }

    pub(crate) fn proposal(&self, id: &ProposalId) -> Result<&'a Proposal, Refusal> {
        self.known.proposal(id).ok_or_else(|| unknown("proposal", id))
    }

    /// The terms of reference in force today.
    pub(crate) fn terms(&self, forum: &Forum) -> Result<&'a TermsVersion, Refusal> {
        self.known.terms_on(forum, self.today).ok_or_else(|| Refusal::NoTerms { forum: forum.clone(), on: self.today })
    }

    /// The terms of reference under which a meeting was opened; until then those in force today.
    pub(crate) fn terms_at(&self, meeting: &Meeting) -> Result<&'a TermsVersion, Refusal> {
        let opened = meeting.terms.and_then(|version| self.known.terms_version(&meeting.forum, version));
        opened.map_or_else(|| self.terms(&meeting.forum), Ok)
    }

    /// The actor as a person.
    pub(crate) fn person(&self, what: &'static str) -> Result<&'a PersonId, Refusal> {
        match self.actor {
            Actor::Person(person) => Ok(person),
            Actor::Keeper => Err(Refusal::NotAPerson { what }),
        }
    }

    /// An item that is being taken, with its meeting and the room as it is.
    pub(crate) fn open_item(&self, id: &ItemId) -> Result<(&'a Item, &'a Meeting, Room<'a>), Refusal> {
        let item = self.item(id)?;
        let meeting = self.meeting(&item.meeting)?;
        at_stage("the item", id, item.stage, Stage::Open)?;
        at_stage("the meeting", &meeting.id, meeting.stage, Stage::Open)?;
        self.same_day(meeting)?;
        let room = self
            .known
            .room(self.mandates, id)
            .ok_or_else(|| Refusal::NoTerms { forum: meeting.forum.clone(), on: meeting.held_on })?;
        Ok((item, meeting, room))
    }

    /// The room at an item as it decides on a proposal, which may be another forum's: an interest declared where the
    /// proposal was before is one here too.
    pub(crate) fn about(&self, proposal: &'a Proposal, id: &ItemId, room: Room<'a>) -> Room<'a> {
        self.known.room_about(self.mandates, id, proposal).unwrap_or(room)
    }

    /// Powers, posts and quorum are those of the meeting's own day, so nothing is done to it on another.
    pub(crate) fn same_day(&self, meeting: &Meeting) -> Result<(), Refusal> {
        if meeting.held_on == self.today {
            return Ok(());
        }
        Err(Refusal::AnotherDay { meeting: meeting.id.clone(), held_on: meeting.held_on, today: self.today })
    }

    /// The room in which a proposal is decided: that of its item, or those who have answered outside a meeting.
    pub(crate) fn circle(&self, proposal: &'a Proposal, terms: &'a TermsVersion) -> Result<Room<'a>, Refusal> {
        if let Route::Item { item } = &proposal.route {
            return self.open_item(item).map(|(_, _, room)| room);
        }
        // Whoever answered an earlier wording only has not answered.
        let current = |held: &&Position| proposal.parts.get(&held.body).is_some_and(|part| part.put == held.text);
        let answered: BTreeSet<&PersonId> =
            proposal.positions.iter().filter(current).map(|held| &held.person).collect();
        let recused = recused(self.known.declared_in(proposal));
        Ok(Room::of(self.mandates, &terms.terms, &answered, &recused, self.today))
    }

    /// The bodies that are members of a forum today.
    pub(crate) fn members(&self, forum: &Forum) -> BTreeSet<OdsCode> {
        match forum {
            Forum::Committee(id) => {
                self.mandates.committee(id).map(|committee| committee.members_on(self.today)).unwrap_or_default()
            }
            Forum::GoverningBody(body) => BTreeSet::from([*body]),
        }
    }
}

pub(crate) fn unknown(what: &'static str, id: &impl ToString) -> Refusal {
    Refusal::Unknown { what, id: id.to_string() }
}

pub(crate) fn free<T>(what: &'static str, id: &impl ToString, held: Option<&T>) -> Result<(), Refusal> {
    if held.is_none() { Ok(()) } else { Err(Refusal::Taken { what, id: id.to_string() }) }
}

pub(crate) fn at_stage(what: &'static str, id: &impl ToString, found: Stage, wanted: Stage) -> Result<(), Refusal> {
    if found == wanted {
        return Ok(());
    }
    Err(Refusal::Stage { what, id: id.to_string(), found: found.slug(), wanted: wanted.slug() })
}

/// The kind of meeting that a committee's decision shape makes.
pub(crate) const fn kind_of(shape: mandate::Shape) -> ForumKind {
    match shape {
        mandate::Shape::CommitteesInCommon => ForumKind::CommitteesInCommon,
        mandate::Shape::IndividualDelegation => ForumKind::Executive,
        mandate::Shape::JointCommittee | mandate::Shape::JointCommitteeWithNhsEngland => ForumKind::JointCommittee,
        mandate::Shape::JointExercise => ForumKind::JointExercise,
        mandate::Shape::PooledFund => ForumKind::PooledFund,
    }
}
