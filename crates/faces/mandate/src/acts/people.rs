//! What is done to people, and what they declare.

use ask::{ActForm, Choice, Field, Key};
use mandate::{Act, ActKind, Interest, InterestCategory, InterestId};

use super::GROUP;
use super::choices::{made, matters, may, of_person, one, person, plain, room, slugs, to_person};
use crate::answers::person_href;

const PERSON: Key = Key::new("person", "The person", "person-7f3a9c");

/// Enter a person.
pub(super) static ENTER_PERSON: ActForm = ActForm {
    name: "enter-person",
    path: "/people/new",
    group: GROUP,
    title: "Enter a person",
    about: "The name and the contact are kept beside the record, so that they can be forgotten while what the person did stays on it.",
    done: "The person is entered",
    subject: &[],
    fields: &[
        Field::line("name", "Name"),
        Field::line("contact", "How to reach them").hint("Seen only by those who keep people. You may leave it empty."),
    ],
    by_hand: false,
    scene: |_, _| Some(plain("/people")),
    offered: |lens, of| may(ActKind::EnterPerson, lens, of),
    read: |_, _, form| {
        let name = form.line("name", "Enter the name");
        let contact = form.text("contact").map(str::to_owned);
        one(Act::EnterPerson { person: kit::identity::opaque("person")?, name, contact })
    },
    to: |_, acts| match made(acts) {
        Some(Act::EnterPerson { person, .. }) => person_href(person),
        _ => "/people".to_owned(),
    },
    keeps: None,
};

/// Forget a person.
pub(super) static FORGET_PERSON: ActForm = ActForm {
    name: "forget-person",
    path: "/people/{person}/forget",
    group: GROUP,
    title: "Forget a person",
    about: "Erases the name, the contact and the wording of their interests for good. What they did stays on record under their identity, which says nothing of them. An account of theirs is closed by the command `forget`, which does both.",
    done: "The person is forgotten",
    subject: &[PERSON],
    fields: &[Field::one("sure", "It cannot be undone. Are you sure?", |_, _| {
        vec![("yes".to_owned(), "Yes, forget them".to_owned())]
    })],
    by_hand: false,
    scene: of_person,
    offered: |lens, of| may(ActKind::ForgetPerson, lens, of),
    read: |lens, of, form| {
        if form.text("sure") != Some("yes") {
            form.wrong("sure", "Say yes to do it: it cannot be undone");
        }
        one(Act::ForgetPerson { person: person(lens, of)? })
    },
    to: |of, _| to_person(of),
    keeps: None,
};

/// Declare an interest: one's own, or for a person whose posts one keeps.
pub(super) static DECLARE_INTEREST: ActForm = ActForm {
    name: "declare-interest",
    path: "/people/{person}/interests/new",
    group: GROUP,
    title: "Declare an interest",
    about: "It stands in the register of interests, and is shown where a matter that it touches is decided.",
    done: "The interest is declared",
    subject: &[PERSON],
    fields: &[
        Field::one("category", "Category", |_, _| {
            slugs(InterestCategory::ALL, |one| one.slug().to_owned(), |one| one.words().to_owned())
        }),
        Field::lines("wording", "What the interest is").hint("It is published, and can be erased later."),
        Field::line("matters", "What it touches")
            .hint("Such as service:ambulance; several with commas between them. Empty for everything."),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: of_person,
    offered: |lens, of| may(ActKind::DeclareInterest, lens, of),
    read: |lens, of, form| {
        let category = form.word("category", "Choose a category");
        let wording = form.line("wording", "Say what the interest is");
        let matters = matters(form, "matters");
        let period = form.period("Enter the first day of the interest");
        let id = kit::identity::opaque("interest")?;
        let interest = Interest { id, person: person(lens, of)?, category: category?, matters, period };
        one(Act::DeclareInterest { interest, wording })
    },
    to: |of, _| to_person(of),
    keeps: None,
};

fn interests(lens: &app::Lens, of: &ask::Of<'_>) -> Vec<Choice> {
    let Some(person) = person(lens, of) else { return Vec::new() };
    let held = room(lens).interests_of(&person, lens.today()).into_iter();
    held.map(|held| {
        let wording = held.wording.unwrap_or("wording erased");
        (held.interest.id.to_string(), format!("{}: {wording}", held.interest.category.words()))
    })
    .collect()
}

/// End an interest.
pub(super) static END_INTEREST: ActForm = ActForm {
    name: "end-interest",
    path: "/people/{person}/interests/end",
    group: GROUP,
    title: "End an interest",
    about: "It is held no longer from that day; that it was held stays on record.",
    done: "The interest ends",
    subject: &[PERSON],
    fields: &[Field::one("interest", "Which interest?", interests), Field::END],
    by_hand: false,
    scene: of_person,
    offered: |lens, of| may(ActKind::EndInterest, lens, of),
    read: |lens, of, form| {
        let interest: Option<InterestId> = form.word("interest", "Choose an interest");
        let on = form.day("on", "Enter the first day on which it is no longer held");
        let person = person(lens, of);
        let theirs = |id: &InterestId| {
            room(lens).interest(id).is_some_and(|held| Some(&held.interest.person) == person.as_ref())
        };
        if interest.as_ref().is_some_and(|id| !theirs(id)) {
            form.wrong("interest", "It is not one of theirs: choose an interest of the person");
        }
        one(Act::EndInterest { interest: interest?, on: on? })
    },
    to: |of, _| to_person(of),
    keeps: None,
};
