//! Taking recorded events into the state.

/// The events of meetings, their items and papers. Every event is of one of three groups: one that is new must be put into
/// a group, and then taken there.
macro_rules! of_meetings {
    () => {
        Event::MeetingCalled { .. }
            | Event::HoursSet { .. }
            | Event::MeetingCancelled { .. }
            | Event::ItemAdded { .. }
            | Event::PaperFiled { .. }
            | Event::AgendaPublished { .. }
            | Event::Apologised { .. }
            | Event::Arrived { .. }
            | Event::Left { .. }
            | Event::InterestDeclared { .. }
            | Event::MeetingOpened { .. }
            | Event::MeetingClosed { .. }
            | Event::ItemOpened { .. }
            | Event::ItemClosed { .. }
            | Event::Spoke { .. }
            | Event::VoteCast { .. }
            | Event::MinutesWritten { .. }
            | Event::MinutesApproved { .. }
    };
}

/// The events of proposals and what each body's part comes to.
macro_rules! of_proposals {
    () => {
        Event::Proposed { .. }
            | Event::DivisibilityFixed { .. }
            | Event::PositionsOpened { .. }
            | Event::PositionTaken { .. }
            | Event::Amended { .. }
            | Event::MediatorNamed { .. }
            | Event::PutTo { .. }
            | Event::Settled { .. }
            | Event::BodyBound { .. }
            | Event::BodyReferred { .. }
            | Event::NegotiationOpened { .. }
            | Event::BodyOutside { .. }
            | Event::NotTheirs { .. }
            | Event::GoverningBodyAgreed { .. }
            | Event::GoverningBodyInquorate { .. }
            | Event::ConditionsSet { .. }
            | Event::ConditionMet { .. }
            | Event::ConditionLapsed { .. }
            | Event::UrgentReported { .. }
    };
}

/// The events of what surrounds decisions: terms of reference, the forward plan, notices, actions and questions.
macro_rules! of_records {
    () => {
        Event::TermsSet { .. }
            | Event::Planned { .. }
            | Event::PlanScheduled { .. }
            | Event::NoticeGiven { .. }
            | Event::ActionRaised { .. }
            | Event::ActionClosed { .. }
            | Event::QuestionAsked { .. }
            | Event::QuestionAnswered { .. }
            | Event::CommitmentKept { .. }
    };
}

mod meetings;
mod proposals;

use crate::event::Event;
use crate::kind::Access;
use crate::meeting::{Action, Notice, Plan, Reading, Stamp};
use crate::proposal::{Answered, Commitment, Question};
use crate::state::State;
use crate::terms_of_reference::TermsVersion;
use jiff::Timestamp;
use mandate::Erasable;
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::{ReplayError, Sequence, Text, take_entry};

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry; `None` for one that was erased. On an error the state
/// is as it was.
///
/// # Errors
/// [`ReplayError`] when the entry is out of order or about something unknown.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    take_entry(state, |next| follow(next, sequence, recorded_at, events, payload))
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    if sequence <= state.sequence {
        return Err(ReplayError::Order { last: state.sequence, found: sequence });
    }
    state.sequence = sequence;
    let mut taking = Taking { state, stamp: Stamp { entry: sequence, at: recorded_at }, payload };
    events.iter().try_for_each(|event| taking.take(event))
}

struct Taking<'a> {
    state: &'a mut State,
    stamp: Stamp,
    payload: &'a dyn Fn(Erasable) -> Option<Vec<u8>>,
}

impl Taking<'_> {
    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn reading(&self, access: Access, reason: Option<Erasable>) -> Reading {
        Reading { access, reason: reason.map(|reason| self.text(reason)) }
    }

    fn missing(&self, what: &'static str, id: &impl ToString) -> ReplayError {
        ReplayError::Missing { entry: self.stamp.entry, what, id: id.to_string() }
    }

    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            of_meetings!() => self.take_meeting(event),
            of_proposals!() => self.take_proposal(event),
            of_records!() => self.take_record(event),
        }
    }

    /// Terms of reference, forward plan, notices, actions and questions.
    #[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
    fn take_record(&mut self, event: &Event) -> Result<(), ReplayError> {
        let (entry, stamp) = (self.stamp.entry, self.stamp);
        match event {
            Event::TermsSet { kind, terms } => {
                let known = self.state.terms.get(&terms.forum, entry).cloned().unwrap_or_default();
                let version = known.len() as u16 + 1;
                let mut versions = known;
                versions.push(Arc::new(TermsVersion { version, kind: *kind, terms: terms.clone() }));
                self.state.terms.insert(entry, terms.forum.clone(), versions);
            }
            Event::Planned { plan, forum, expected, matter, title, access, reason, .. } => {
                let value = Plan {
                    id: plan.clone(),
                    forum: forum.clone(),
                    expected: *expected,
                    matter: matter.clone(),
                    title: self.text(*title),
                    reading: self.reading(*access, *reason),
                    item: None,
                    stamp,
                };
                self.state.plans.insert(entry, plan.clone(), value);
            }
            Event::PlanScheduled { plan, item } => {
                let missing = self.missing("forward plan entry", plan);
                self.state.plans.change(entry, plan).ok_or(missing)?.item = Some(item.clone());
            }
            Event::NoticeGiven { notice, forum, subject, text, on } => {
                let (forum, subject, text) = (forum.clone(), subject.clone(), self.text(*text));
                let value = Notice { id: notice.clone(), forum, subject, text, on: *on, stamp };
                self.state.notices.insert(entry, notice.clone(), value);
            }
            Event::ActionRaised { action, kind, item, wording, owner, due, on } => {
                let value = Action {
                    id: action.clone(),
                    kind: *kind,
                    item: item.clone(),
                    wording: self.text(*wording),
                    owner: owner.clone(),
                    due: *due,
                    raised: *on,
                    closed: None,
                    stamp,
                };
                self.state.actions.insert(entry, action.clone(), value);
            }
            Event::ActionClosed { action, evidence, on } => {
                let (missing, evidence) = (self.missing("action", action), self.text(*evidence));
                self.state.actions.change(entry, action).ok_or(missing)?.closed = Some((*on, evidence));
            }
            Event::QuestionAsked { question, proposal, asker, text, on } => {
                let value = Question {
                    id: question.clone(),
                    proposal: proposal.clone(),
                    asker: self.text(*asker),
                    text: self.text(*text),
                    on: *on,
                    stamp,
                    answers: BTreeMap::new(),
                };
                self.state.questions.insert(entry, question.clone(), value);
            }
            Event::QuestionAnswered { question, proposal, text, commitments, on } => {
                let commitments = commitments
                    .iter()
                    .map(|(wording, due)| Commitment { wording: self.text(*wording), due: *due, kept: None })
                    .collect();
                let answer = Answered { text: self.text(*text), on: *on, commitments };
                let missing = self.missing("question", question);
                let held = self.state.questions.change(entry, question).ok_or(missing)?;
                held.answers.insert(proposal.clone(), answer);
            }
            Event::CommitmentKept { question, proposal, commitment, evidence, on } => {
                let (missing, evidence) = (self.missing("commitment", question), self.text(*evidence));
                let held = self.state.questions.change(entry, question);
                let promised = held
                    .and_then(|held| held.answers.get_mut(proposal))
                    .and_then(|answer| answer.commitments.get_mut(usize::from(*commitment)))
                    .ok_or(missing)?;
                promised.kept = Some((*on, evidence));
            }
            of_meetings!() | of_proposals!() => {}
        }
        Ok(())
    }
}
