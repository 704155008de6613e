//! What anybody may ask of meetings and decisions; what is confidential is in the answer of those within alone.

mod decisions;
mod follow_up;
mod meetings;
mod notices;
mod proposal;
#[cfg(test)]
mod tests;

use ask::{Asked, Fault, Form, Param, Question, Wanted};
use executive::Forum;

/// Every question, in the order of the documentation.
pub(crate) static QUESTIONS: &[&Question] = &[
    &meetings::MEETINGS,
    &proposal::PROPOSAL,
    &decisions::DECISIONS,
    &follow_up::FORWARD_PLAN,
    &follow_up::ACTIONS,
    &follow_up::QUESTIONS,
    &notices::NOTICES,
];

/// The heading of them all.
const GROUP: &str = "Meetings and decisions";

const FORUM: Param =
    Param::new("forum", "Who meets?", Wanted::Formed(&FORM)).about("Only of this forum.", "committee:executive");
const FROM: Param =
    Param::new("from", "From which day?", Wanted::Day).about("Only those on this day or later.", "2016-10-01");
const TO: Param =
    Param::new("to", "To which day?", Wanted::Day).about("Only those on this day or earlier.", "2016-12-31");

static FORM: Form = Form {
    pattern: "^(?:committee:[a-z0-9][a-z0-9-]{0,63}|governing-body:(?:[A-Z0-9]{1,16}|L-[A-Z0-9]{1,14}))$",
    words: "committee:ID or governing-body:CODE",
    is: |text| text.parse::<Forum>().is_ok_and(|forum| forum.to_string() == text),
};

/// The forum that is asked about.
fn forum(asked: &Asked<'_>) -> Result<Option<Forum>, Fault> {
    asked.word("forum")
}
