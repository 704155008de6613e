//! How much plans may miss a check by.

use ask::{Answer, ByHand, Question};

use super::GROUP;
use crate::answers::{self as answers, Desk};

/// Every edition of the tolerances.
pub(super) static TOLERANCES: Question = Question {
    id: "tolerances",
    path: "/tolerances",
    group: GROUP,
    title: "Tolerances of the checks",
    about: "How much plans of a year may miss each check by, who says so, and under which measures the figures are looked for.",
    params: &[],
    example: "/tolerances",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| {
        let desk = Desk::of(lens);
        Ok(Answer::from(answers::tolerances(&desk)).and("measures", answers::measures(&desk)))
    },
};
