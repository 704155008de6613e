//! What those whose duty it is may do to meetings, proposals and what follows from them.

mod actions;
mod add_item;
mod amend;
mod answer_referral;
mod attendance;
mod call;
mod cancel;
mod cast_vote;
mod choices;
mod conditions;
mod declare;
mod divide;
mod file_paper;
mod give_notice;
mod hours;
mod let_time_pass;
mod meet_condition;
mod minutes;
mod name_mediator;
mod offers;
mod open_positions;
mod plans;
mod propose;
mod publish_agenda;
mod put_to;
mod questions;
mod report_urgent;
mod set_hours;
mod set_terms;
mod settle;
mod sitting;
mod speak;
mod subject;
mod take_position;
#[cfg(test)]
mod tests;

use ask::{ActForm, Key};
use executive::Act;

pub(crate) use file_paper::{DOCX, MARKDOWN, PDF};
pub(crate) use offers::{of, of_forums, of_question};

/// Every act, in the order in which a page offers them.
pub(crate) static ACTS: &[&ActForm] = &[
    &call::CALL,
    &plans::PLAN,
    &add_item::ADD_ITEM,
    &publish_agenda::PUBLISH_AGENDA,
    &attendance::APOLOGISE,
    &attendance::ARRIVE,
    &attendance::LEAVE,
    &sitting::OPEN_MEETING,
    &sitting::CLOSE_MEETING,
    &minutes::WRITE_MINUTES,
    &minutes::APPROVE_MINUTES,
    &take_position::TAKE_POSITION,
    &divide::DIVIDE,
    &open_positions::OPEN_POSITIONS,
    &settle::SETTLE,
    &amend::AMEND,
    &name_mediator::NAME_MEDIATOR,
    &answer_referral::ANSWER_REFERRAL,
    &meet_condition::MEET_CONDITION,
    &put_to::PUT_TO,
    &let_time_pass::LET_TIME_PASS,
    &report_urgent::REPORT_URGENT,
    &sitting::OPEN_ITEM,
    &sitting::CLOSE_ITEM,
    &declare::DECLARE,
    &speak::SPEAK,
    &cast_vote::CAST_VOTE,
    &propose::PROPOSE,
    &set_terms::SET_TERMS,
    &file_paper::FILE_PAPER,
    &actions::RAISE_ACTION,
    &plans::SCHEDULE,
    &questions::ASK_QUESTION,
    &give_notice::GIVE_NOTICE,
    &set_hours::SET_HOURS,
    &cancel::CANCEL,
    &actions::CLOSE_ACTION,
    &questions::ANSWER_QUESTION,
    &questions::KEEP_COMMITMENT,
];

/// Those done to the minutes of a meeting.
pub(crate) static ACTS_ON_MINUTES: &[&ActForm] = &[&minutes::WRITE_MINUTES, &minutes::APPROVE_MINUTES];

/// The heading of them all.
const GROUP: &str = "Meetings and decisions";

const FORUM: Key = Key::new("forum", "Who meets: committee:ID or governing-body:CODE", "committee:executive");
const MEETING: Key = Key::new("meeting", "The meeting", "october");
const ITEM: Key = Key::new("item", "The item of an agenda", "ambulance-item");
const PROPOSAL: Key = Key::new("proposal", "The proposal", "ambulance");
const ACTION: Key = Key::new("action", "The action", "action-3f81c2");
const QUESTION: Key = Key::new("question", "The question of scrutiny", "question-3f81c2");

/// What the forms have in common.
const PLAIN: ActForm = ActForm {
    name: "",
    path: "",
    group: GROUP,
    title: "",
    about: "",
    done: "",
    subject: &[],
    fields: &[],
    by_hand: false,
    scene: subject::scene,
    offered: |_, _| false,
    read: |_, _, _| None,
    to: |_, acts| acts.iter().rev().find_map(landing).unwrap_or_default(),
    keeps: None,
};

/// The page of what an act makes; nothing where it makes no page of its own.
fn landing(act: &app::Act) -> Option<String> {
    let app::Act::Executive(act) = act else { return None };
    match act {
        Act::Call { meeting, .. } => Some(format!("/meetings/{meeting}")),
        Act::AddItem { meeting, item, .. } => Some(format!("/meetings/{meeting}/items/{item}")),
        Act::Propose(new) => Some(format!("/proposals/{}", new.proposal)),
        Act::Plan { .. } => Some("/forward-plan".to_owned()),
        Act::WriteMinutes { meeting, .. } | Act::ApproveMinutes { meeting, .. } => {
            Some(format!("/meetings/{meeting}/minutes"))
        }
        Act::RaiseAction { action, .. } => Some(format!("/actions/{action}")),
        Act::AskQuestion { question, .. } => Some(format!("/questions/{question}")),
        _ => None,
    }
}

/// An act alone, as a form's reading gives it.
#[expect(clippy::unnecessary_wraps, reason = "the reading of a form may find nothing")]
fn one(act: Act) -> Option<Vec<app::Act>> {
    Some(vec![act.into()])
}

/// An identity that says nothing: what it names may be confidential or erased one day.
fn fresh<T: std::str::FromStr>(what: &str) -> Option<T> {
    let mut bytes = [0; 6];
    getrandom::fill(&mut bytes).ok()?;
    format!("{what}-{}", kit::page::hex(&bytes)).parse().ok()
}
