//! One challenge.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use who_pays::CaseId;

use super::GROUP;
use crate::answers::{Payers, about_case, evidence, moves};

/// How a challenge stands, what was done in it, and its evidence.
pub(super) static CHALLENGE: Question = Question {
    id: "challenge",
    path: "/who-pays/challenges/{challenge}",
    group: GROUP,
    title: "One challenge",
    about: "How it stands and what follows, the claim, every move in order, and the files in evidence by their hashes.",
    params: &[Param::new("challenge", "", Wanted::Text).in_path().about("The challenge.", "challenge-7f3a9c21")],
    example: "/who-pays/challenges/challenge-7f3a9c21",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (payers, text) = (Payers::of(lens), asked.text("challenge").unwrap_or_default());
        let case = text.parse().ok().and_then(|id: CaseId| payers.room.case(&id));
        let case = case.filter(|case| payers.reader.sees_case(case)).ok_or_else(|| {
            Fault::Unknown(format!("There is no challenge “{text}” on record as known then that you may read."))
        })?;
        let answer =
            Answer::from(about_case(&payers, case, terms::Pence::to_the_penny)).of(format!("Challenge {}", case.id));
        Ok(answer
            .saying(case.what_follows(payers.today))
            .and("moves", moves(&payers, case, terms::Pence::to_the_penny))
            .and("evidence", evidence(&payers, case)))
    },
};
