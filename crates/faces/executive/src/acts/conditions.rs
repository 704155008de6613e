//! On what an approval depends, as two forms ask it.

use app::Lens;
use ask::{Choice, Field, Of, Reader, Takes};
use executive::NewCondition;

use super::choices::people_today;
use super::fresh;

/// How many conditions one form takes.
const MOST: usize = 3;

/// The heading of the conditions.
pub(super) const HEADING: Field = Field::new("", "Conditions", Takes::Heading);
/// What they are.
pub(super) const WORDS: Field = Field::words(|_, _| {
    "If the approval depends on something, say on what, who sees to it and by when. Unmet on its last day, the approval \
     lapses. Leave the fields empty if there is none."
        .to_owned()
});
/// The conditions.
pub(super) const EACH: Field = Field::new(
    "",
    "",
    Takes::Each(
        numbers,
        &[
            Field::line("condition", "Condition {}"),
            Field::one("owner", "Who sees to condition {}?", people_today),
            Field::day("expires", "Last day for condition {}"),
        ],
    ),
);

fn numbers(_: &Lens, _: &Of<'_>) -> Vec<Choice> {
    (1..=MOST).map(|number| (number.to_string(), number.to_string())).collect()
}

/// The conditions that are filled in.
pub(super) fn read(form: &mut Reader<'_>) -> Vec<NewCondition> {
    let mut found = Vec::new();
    for number in 1..=MOST {
        let Some(wording) = form.text(&format!("condition-{number}")).map(str::to_owned) else { continue };
        let owner = form.word(&format!("owner-{number}"), "Choose who sees to the condition");
        let expires = form.day(&format!("expires-{number}"), "Enter the last day of the condition");
        if let (Some(condition), Some(owner), Some(expires)) = (fresh("condition"), owner, expires) {
            found.push(NewCondition { condition, wording, owner, expires });
        }
    }
    found
}
