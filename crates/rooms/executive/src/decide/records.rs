//! What surrounds decisions: the forward plan, minutes, notices, conditions, actions, questions.

use super::meetings::live;
use super::{Draft, at_stage, free, unknown};
use crate::act::{NewAccess, NewCommitment, NoticeSubject};
use crate::event::Event;
use crate::ids::{ActionId, ConditionId, ItemId, MeetingId, NoticeId, PlanId, ProposalId, QuestionId};
use crate::kind::{ActionKind, Stage};
use crate::proposal::ConditionOutcome;
use crate::refusal::Refusal;
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use mandate::{Matter, PersonId};
use terms::Date;

pub(super) fn plan(
    draft: &mut Draft<'_>,
    plan: &PlanId,
    forum: &Forum,
    expected: Date,
    matter: &Matter,
    title: &str,
    access: &NewAccess,
) -> Result<(), Refusal> {
    free("a forward plan entry", plan, draft.known.plan(plan))?;
    draft.terms(forum)?;
    if expected < draft.today {
        return Err(Refusal::DayPassed { what: "the day of the decision", on: expected });
    }
    let title = draft.required("what is to be decided", title)?;
    let (access, reason) = draft.access(access)?;
    let (plan, forum, matter, on) = (plan.clone(), forum.clone(), matter.clone(), draft.today);
    draft.push(Event::Planned { plan, forum, expected, matter, title, access, reason, on });
    Ok(())
}

pub(super) fn schedule(draft: &mut Draft<'_>, plan: &PlanId, item: &ItemId) -> Result<(), Refusal> {
    let planned = draft.known.plan(plan).ok_or_else(|| unknown("forward plan entry", plan))?;
    let meeting = draft.meeting(&draft.item(item)?.meeting)?;
    live(meeting)?;
    if meeting.forum != planned.forum {
        return Err(unknown("item of the same forum", item));
    }
    draft.push(Event::PlanScheduled { plan: plan.clone(), item: item.clone() });
    Ok(())
}

pub(super) fn write_minutes(draft: &mut Draft<'_>, meeting: &MeetingId, text: &str) -> Result<(), Refusal> {
    let held = draft.meeting(meeting)?;
    at_stage("the meeting", meeting, held.stage, Stage::Closed)?;
    if held.approved.is_some() {
        return Err(Refusal::Taken { what: "approved minutes of", id: meeting.to_string() });
    }
    let hash = TextHash::of(text.trim().as_bytes());
    if held.minutes.last().is_some_and(|last| last.hash == hash) {
        return Err(Refusal::Taken { what: "the same minutes of", id: meeting.to_string() });
    }
    let text = draft.required("the minutes", text)?;
    draft.push(Event::MinutesWritten { meeting: meeting.clone(), text, hash });
    Ok(())
}

pub(super) fn approve_minutes(
    draft: &mut Draft<'_>,
    meeting: &MeetingId,
    text: TextHash,
    at: &MeetingId,
) -> Result<(), Refusal> {
    let (of, later) = (draft.meeting(meeting)?, draft.meeting(at)?);
    at_stage("the meeting", at, later.stage, Stage::Open)?;
    draft.same_day(later)?;
    if later.forum != of.forum || later.id == of.id || later.held_on < of.held_on {
        return Err(Refusal::NotLater { meeting: meeting.clone(), at: at.clone() });
    }
    if of.approved.is_some() {
        return Err(Refusal::Taken { what: "approved minutes of", id: meeting.to_string() });
    }
    // Only the last version can be approved: an older one is not what the meeting was sent.
    if of.minutes.last().map(|last| last.hash) != Some(text) {
        return Err(unknown("last version of the minutes", &text.short()));
    }
    let (meeting, at) = (meeting.clone(), at.clone());
    draft.push(Event::MinutesApproved { meeting, hash: text, at });
    Ok(())
}

pub(super) fn give_notice(
    draft: &mut Draft<'_>,
    notice: &NoticeId,
    forum: &Forum,
    subject: &NoticeSubject,
    text: &str,
) -> Result<(), Refusal> {
    free("a notice", notice, draft.known.notice(notice))?;
    match subject {
        NoticeSubject::Meeting(id) => draft.meeting(id).map(|_| ())?,
        NoticeSubject::Proposal(id) => draft.proposal(id).map(|_| ())?,
    }
    let text = draft.required("the notice", text)?;
    let (notice, forum, subject, on) = (notice.clone(), forum.clone(), subject.clone(), draft.today);
    draft.push(Event::NoticeGiven { notice, forum, subject, text, on });
    Ok(())
}

/// Conditions met, urgent decisions reported.
pub(super) fn meet_condition(
    draft: &mut Draft<'_>,
    proposal: &ProposalId,
    condition: &ConditionId,
    evidence: &str,
) -> Result<(), Refusal> {
    let held = draft.proposal(proposal)?;
    let found = held.conditions.iter().find(|held| held.id == *condition);
    let found = found.ok_or_else(|| unknown("condition", condition))?;
    if found.outcome != ConditionOutcome::Open {
        return Err(Refusal::Taken { what: "an outcome of the condition", id: condition.to_string() });
    }
    if draft.today > found.expires {
        return Err(Refusal::DayPassed { what: "the last day of the condition", on: found.expires });
    }
    let evidence = draft.required("the evidence", evidence)?;
    let (proposal, condition, on) = (proposal.clone(), condition.clone(), draft.today);
    draft.push(Event::ConditionMet { proposal, condition, evidence, on });
    Ok(())
}

pub(super) fn report_urgent(draft: &mut Draft<'_>, proposal: &ProposalId, item: &ItemId) -> Result<(), Refusal> {
    let held = draft.proposal(proposal)?;
    let not = |why| Refusal::NotUrgent { proposal: proposal.clone(), why };
    if held.reported.is_some() {
        return Err(not("it was reported already"));
    }
    if !held.awaits_report() {
        return Err(not("nothing was decided outside a meeting"));
    }
    let (_, meeting, _) = draft.open_item(item)?;
    if meeting.forum != held.forum {
        return Err(unknown("item of the same forum", item));
    }
    let (proposal, item, on) = (proposal.clone(), item.clone(), draft.today);
    draft.push(Event::UrgentReported { proposal, item, on });
    Ok(())
}

pub(super) fn raise_action(
    draft: &mut Draft<'_>,
    action: &ActionId,
    kind: ActionKind,
    item: &ItemId,
    wording: &str,
    owner: &PersonId,
    due: Date,
) -> Result<(), Refusal> {
    free("an action", action, draft.known.action(action))?;
    let meeting = draft.meeting(&draft.item(item)?.meeting)?;
    if meeting.stage == Stage::Cancelled {
        // Nothing follows from a meeting that was not held.
        at_stage("the meeting", &meeting.id, meeting.stage, Stage::Open)?;
    }
    draft.mandates.person(owner).ok_or_else(|| unknown("person", owner))?;
    if due < draft.today {
        return Err(Refusal::DayPassed { what: "the day it is due", on: due });
    }
    let wording = draft.required("what is to be done", wording)?;
    let (action, item, owner, on) = (action.clone(), item.clone(), owner.clone(), draft.today);
    draft.push(Event::ActionRaised { action, kind, item, wording, owner, due, on });
    Ok(())
}

pub(super) fn close_action(draft: &mut Draft<'_>, action: &ActionId, evidence: &str) -> Result<(), Refusal> {
    let held = draft.known.action(action).ok_or_else(|| unknown("action", action))?;
    if held.closed.is_some() {
        return Err(Refusal::Taken { what: "an end of the action", id: action.to_string() });
    }
    let evidence = draft.required("the evidence", evidence)?;
    draft.push(Event::ActionClosed { action: action.clone(), evidence, on: draft.today });
    Ok(())
}

pub(super) fn ask_question(
    draft: &mut Draft<'_>,
    question: &QuestionId,
    proposal: &ProposalId,
    asker: &str,
    text: &str,
) -> Result<(), Refusal> {
    free("a question", question, draft.known.question(question))?;
    draft.proposal(proposal)?;
    let (asker, text) = (draft.required("who asks", asker)?, draft.required("the question", text)?);
    let (question, proposal, on) = (question.clone(), proposal.clone(), draft.today);
    draft.push(Event::QuestionAsked { question, proposal, asker, text, on });
    Ok(())
}

pub(super) fn answer_question(
    draft: &mut Draft<'_>,
    question: &QuestionId,
    proposal: &ProposalId,
    text: &str,
    commitments: &[NewCommitment],
) -> Result<(), Refusal> {
    let put = draft.known.questions_for(proposal);
    let Some(held) = put.iter().find(|held| held.question.id == *question) else {
        return Err(unknown("question put about the proposal", question));
    };
    if held.answer.is_some() {
        return Err(Refusal::Taken { what: "an answer to", id: question.to_string() });
    }
    let text = draft.required("the answer", text)?;
    let mut kept = Vec::new();
    for new in commitments {
        if new.due < draft.today {
            return Err(Refusal::DayPassed { what: "the day of the commitment", on: new.due });
        }
        kept.push((draft.required("what is promised", &new.wording)?, new.due));
    }
    let (question, proposal, on) = (question.clone(), proposal.clone(), draft.today);
    draft.push(Event::QuestionAnswered { question, proposal, text, commitments: kept, on });
    Ok(())
}

pub(super) fn keep_commitment(
    draft: &mut Draft<'_>,
    question: &QuestionId,
    proposal: &ProposalId,
    commitment: u16,
    evidence: &str,
) -> Result<(), Refusal> {
    let held = draft.known.question(question).ok_or_else(|| unknown("question", question))?;
    let answer = held.answers.get(proposal).ok_or_else(|| unknown("answer for the proposal", proposal))?;
    let promised = answer.commitments.get(usize::from(commitment));
    let promised = promised.ok_or_else(|| unknown("commitment of the answer", &commitment))?;
    if promised.kept.is_some() {
        return Err(Refusal::Taken { what: "evidence for the commitment", id: commitment.to_string() });
    }
    let evidence = draft.required("the evidence", evidence)?;
    let (question, proposal, on) = (question.clone(), proposal.clone(), draft.today);
    draft.push(Event::CommitmentKept { question, proposal, commitment, evidence, on });
    Ok(())
}
