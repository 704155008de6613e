//! Which overrides there are.

use ask::{Answer, ByHand, Param, Question, Wanted};
use who_pays::OverrideStanding;

use super::GROUP;
use crate::answers::{Payers, counts, overrides};

/// Overrides, all or those that stand in one way.
pub(super) static OVERRIDES: Question = Question {
    id: "overrides",
    path: "/who-pays/overrides",
    group: GROUP,
    title: "Overrides, and how each stands",
    about: "The overrides you may see: who pays by hand, for which days and on whose word, those that end first before the others. Keys are never shown.",
    params: &[Param::new(
        "state",
        "How do they stand?",
        Wanted::Word(|| OverrideStanding::ALL.iter().map(|stands| stands.slug()).collect()),
    )
    .about("Only those that stand so on the day.", "expiring")],
    example: "/who-pays/overrides?state=expiring",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (payers, only) = (Payers::of(lens), asked.word("state")?);
        let answer = Answer::from(overrides(&payers, only));
        Ok(if only.is_some() { answer } else { answer.and("counts", counts(&payers)) })
    },
};
