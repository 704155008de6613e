//! People: who holds which post, what they may decide, and their interests.

use app::Lens;
use ask::{Answer, Asked, ByHand, Fault, Param, Question, Table, Wanted};
use mandate::PersonId;

use super::GROUP;
use crate::answers::{self as answers, Basis};

const PERSON: Param =
    Param::new("person", "Who?", Wanted::Text).in_path().about("The person’s identity.", "person-7f3a9c");

/// A table about a person.
fn of_person(lens: &Lens, asked: &Asked<'_>, table: fn(&Basis<'_>, &PersonId) -> Table) -> Result<Answer, Fault> {
    let basis = Basis::of(lens);
    let text = asked.text("person").unwrap_or_default();
    let person: Option<PersonId> = text.parse().ok().filter(|id| basis.mandates.person(id).is_some());
    let person = person.ok_or_else(|| {
        Fault::Unknown(format!(
            "Nobody on record is “{text}”. “People” lists those who hold posts, and the command `people` too."
        ))
    })?;
    Ok(Answer::from(table(&basis, &person)).of(answers::person_words(&basis, &person)))
}

/// What a person may decide.
pub(super) static MAY_DECIDE: Question = Question {
    id: "may-decide",
    path: "/people/{person}/may-decide",
    group: GROUP,
    title: "What a person may decide",
    about: "Every power of every post they hold on the day, with what was used of its limits.",
    params: &[PERSON],
    example: "/people/person-7f3a9c/may-decide",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_person(lens, asked, answers::may_decide),
};

/// Office holders.
pub(super) static PEOPLE: Question = Question {
    id: "people",
    path: "/people",
    group: GROUP,
    title: "People",
    about: "Who holds which post on the day. A name that was erased is said to be.",
    params: &[],
    example: "/people?valid_at=2018-04-01",
    by_hand: ByHand::PAGE,
    answer: |lens, _| Ok(answers::people(&Basis::of(lens)).into()),
};

/// The posts of a person.
pub(super) static POSTS_HELD: Question = Question {
    id: "posts-held",
    path: "/people/{person}/posts",
    group: GROUP,
    title: "Posts of a person",
    about: "Every post they hold or held, in which capacity, and when.",
    params: &[PERSON],
    example: "/people/person-7f3a9c/posts",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_person(lens, asked, answers::posts_held),
};

/// The interests of a person.
pub(super) static INTERESTS: Question = Question {
    id: "interests",
    path: "/people/{person}/interests",
    group: GROUP,
    title: "Register of interests of a person",
    about: "The interests declared and held on the day. Wording that was erased is said to be.",
    params: &[PERSON],
    example: "/people/person-7f3a9c/interests",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_person(lens, asked, answers::interests),
};
