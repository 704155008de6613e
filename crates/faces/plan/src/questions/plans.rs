//! Plans: which there are, who signed them, where they differ, what their checks come to, how versions differ.

use ask::{Answer, ByHand, Param, Question};

use super::{GROUP, PLAN as WHICH, of_own_plan, of_plan};
use crate::answers::{self as answers, Desk};

/// Every plan.
pub(super) static PLANS: Question = Question {
    id: "plans",
    path: "/plans",
    group: GROUP,
    title: "Plans",
    about: "Operating plans: one for a system and a year, made of the plans of several bodies, and signed by each of them.",
    params: &[],
    example: "/plans",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::plans(&Desk::of(lens)).into()),
};

/// One plan: where it stands, and who has signed it.
pub(super) static PLAN: Question = Question {
    id: "plan",
    path: "/plans/{plan}",
    group: GROUP,
    title: "Sign-off of a plan",
    about: "Which bodies have signed the plan, which object and which have said nothing; its versions, and the plans it is made from.",
    params: &[WHICH],
    example: "/plans/bob-2017",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        of_plan(lens, asked, |desk, plan| {
            let answer = Answer::from(answers::board(desk, plan));
            let answer = answers::board_words(desk, plan).into_iter().fold(answer, Answer::saying);
            Ok(answer.and("versions", answers::versions(plan)).and("sources", answers::sources(desk, plan)))
        })
    },
};

/// The lines in which plans differ.
pub(super) static PLAN_CONFLICTS: Question = Question {
    id: "plan-conflicts",
    path: "/plans/{plan}/conflicts",
    group: GROUP,
    title: "Where plans differ",
    about: "Lines about which the plans of several bodies say different things. Nothing is averaged: a decision settles each.",
    params: &[WHICH],
    example: "/plans/bob-2017/conflicts",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_own_plan(lens, asked, |desk, plan| Ok(answers::conflicts(desk, plan).into())),
};

/// What the checks of a plan come to.
pub(super) static PLAN_CHECKS: Question = Question {
    id: "plan-checks",
    path: "/plans/{plan}/checks",
    group: GROUP,
    title: "Checks of a plan",
    about: "What each check comes to on the day, by how much, and by which decision a failed one is accepted; with the figures that each compares.",
    params: &[WHICH],
    example: "/plans/bob-2017/checks",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        of_own_plan(lens, asked, |desk, plan| {
            let (checks, figures) = answers::checks(desk, plan);
            Ok(Answer::from(checks).and("figures", figures))
        })
    },
};

/// How two versions of a plan differ.
pub(super) static PLAN_DIFFERENCES: Question = Question {
    id: "plan-differences",
    path: "/plans/{plan}/differences",
    group: GROUP,
    title: "Two versions compared",
    about: "The lines that one version of a plan has added, removed or changed beside another, and whose they are. Leave both empty to see the last version beside the one before.",
    params: &[
        WHICH,
        Param::count("before", "Which version?", 1, 100_000).about("The earlier version.", "1"),
        Param::count("now", "Beside which?", 1, 100_000).about("The later version.", "2"),
    ],
    example: "/plans/bob-2017/differences?before=1&now=1",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        of_own_plan(lens, asked, |desk, plan| {
            let last = plan.sign_off.version();
            let number = |sent: Option<i64>| sent.and_then(|number| u32::try_from(number).ok());
            let now = number(asked.count("now")?).unwrap_or(last);
            let before = number(asked.count("before")?).unwrap_or_else(|| now.saturating_sub(1).max(1));
            Ok(answers::differences(desk, plan, before, now)?.into())
        })
    },
};
