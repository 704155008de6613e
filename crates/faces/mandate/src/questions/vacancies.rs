//! Which posts nobody holds.

use ask::{ByHand, Param, Question, Wanted};

use super::GROUP;
use crate::answers::{Basis, vacancies};

/// Posts that nobody, or a deputy only, holds.
pub(super) static VACANCIES: Question = Question {
    id: "vacancies",
    path: "/vacancies",
    group: GROUP,
    title: "Vacant posts",
    about: "Posts that nobody, or a deputy only, holds on the day, those that statute requires before the others: since when, who was \
            last, and how many powers nobody can use meanwhile. What statute requires and nobody has created is listed too.",
    params: &[Param::new("bodies", "Which bodies?", Wanted::Codes).about(
        "Names or codes with commas between them. Every body with posts on record if you leave it empty.",
        "10Y,10H",
    )],
    example: "/vacancies?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| Ok(vacancies(&Basis::of(lens), &asked.bodies(lens, "bodies")?).into()),
};
