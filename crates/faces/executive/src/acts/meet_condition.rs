//! Record that a condition is met.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, day};
use executive::{Act, ActKind, ConditionOutcome};

use super::choices::first_of;
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, one};

/// Record that a condition is met.
pub(super) static MEET_CONDITION: ActForm = ActForm {
    name: ActKind::MeetCondition.slug(),
    path: "/do/meet-condition",
    title: "Record that a condition is met",
    about: "The approval no longer depends on it.",
    done: "The condition is recorded as met",
    subject: &[PROPOSAL],
    fields: &[
        Field::one("condition", "Which condition is met?", open).first(|lens, of| first_of(&open(lens, of))),
        Field::lines("evidence", "What shows it"),
    ],
    offered: |lens, of| may(ActKind::MeetCondition, lens, of),
    read: |_, of, form| {
        let condition = form.word("condition", "Choose the condition");
        let evidence = form.line("evidence", "Enter what shows it");
        one(Act::MeetCondition { proposal: of.id("proposal")?, condition: condition?, evidence })
    },
    ..PLAIN
};

fn open(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |_, subject| {
        let all = subject.proposal.into_iter().flat_map(|proposal| &proposal.conditions);
        let open = all.filter(|held| held.outcome == ConditionOutcome::Open);
        open.map(|held| (held.id.to_string(), format!("{} (by {})", held.wording, day(held.expires)))).collect()
    })
}
