//! What is followed until it is done.

use ask::{Answer, ByHand, Question};

use super::GROUP;
use crate::answers::follow_up::actions_seen;
use crate::answers::{Basis, actions, forward_plan, questions};

/// Decisions to come.
pub(super) static FORWARD_PLAN: Question = Question {
    id: "forward-plan",
    path: "/forward-plan",
    group: GROUP,
    title: "Forward plan",
    about: "Decisions to come, by the day each is expected, with the meeting it is scheduled to.",
    params: &[],
    example: "/forward-plan",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(forward_plan(&Basis::of(lens)).into()),
};

/// Actions and resolutions.
pub(super) static ACTIONS: Question = Question {
    id: "actions",
    path: "/actions",
    group: GROUP,
    title: "Actions",
    about: "Actions and resolutions, those open first, each with who sees to it, by when, and what shows that it is done.",
    params: &[],
    example: "/actions",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| {
        let basis = Basis::of(lens);
        let open = actions_seen(&basis).iter().filter(|(action, _, _)| action.closed.is_none()).count() as u64;
        Ok(Answer::from(actions(&basis)).saying(format!(
            "{} not done yet. Each stays on the list until it is closed with what shows that it is done.",
            naming::counted(open, "action", "actions")
        )))
    },
};

/// Questions of scrutiny.
pub(super) static QUESTIONS: Question = Question {
    id: "questions",
    path: "/questions",
    group: GROUP,
    title: "Questions of scrutiny",
    about: "What scrutiny asked about each proposal, what was answered, and what was promised. A question is asked again of every \
            later proposal on the same matter, so that it has a row for each.",
    params: &[],
    example: "/questions",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(questions(&Basis::of(lens)).into()),
};
