//! What forecasts propose.

use ask::{Answer, ByHand, Param, Question, Wanted};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::systems::YEAR;
use crate::answers::{self as answers, Basis};

/// The proposals to intervene.
pub(super) static PROPOSALS: Question = Question {
    id: "intervention-proposals",
    path: "/intervention-proposals",
    group: GROUP,
    title: "Proposals to intervene",
    about: "What the months reported of a year raise for the systems you may see, and what was said to each.",
    params: &[
        Param::new("system", "Of which system?", Wanted::Code).about("All of them if it is not given.", "QKS"),
        YEAR,
    ],
    example: "/intervention-proposals?system=QKS&year=2018%2F19",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let system = asked.text("system").map(|_| asked.body(lens, "system")).transpose()?;
        Ok(Answer::from(answers::proposals(&basis, system, answers::year_asked(asked)?)))
    },
};
