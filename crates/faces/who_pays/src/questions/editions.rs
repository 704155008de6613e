//! The editions of the method, the days that are set, and the rules.

use ask::{Answer, ByHand, Fault, Question};

use super::GROUP;
use crate::answers::{editions, rules, settings};

/// By which editions, days and rules a payer is found.
pub(super) static EDITIONS: Question = Question {
    id: "editions",
    path: "/who-pays/editions",
    group: GROUP,
    title: "Editions of the method, the days that are set, and the rules",
    about: "The editions of the Commissioner Assignment Method and the days of activity each is for; the days that are set for challenges and overrides; and the rules of the guidance, with how sure each is.",
    params: &[],
    example: "/who-pays/editions",
    by_hand: ByHand::PAGE,
    answer: |lens, _| {
        let table = editions().map_err(|error| Fault::Unknown(format!("The editions cannot be read: {error}.")))?;
        let days = settings(lens.who_pays(), lens.mandates());
        Ok(Answer::from(table).and("days", days).and("rules", rules()))
    },
};
