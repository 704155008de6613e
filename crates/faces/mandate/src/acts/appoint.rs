//! Appoint somebody to a post.

use ask::{ActForm, Field, Key};
use mandate::{Act, ActKind, Capacity, Holding};

use super::GROUP;
use super::choices::{everybody, may, of_post, one, to_post};

/// Appoint somebody to a post.
pub(super) static APPOINT: ActForm = ActForm {
    name: "appoint",
    path: "/posts/{post}/appoint",
    group: GROUP,
    title: "Appoint somebody",
    about: "The person holds the post from the first day to the last, and what the post gives them follows.",
    done: "The appointment is made",
    subject: &[Key::new("post", "The post", "bucks-accountable-officer")],
    fields: &[
        Field::one("person", "Who?", everybody),
        Field::one("capacity", "In which capacity?", |_, _| {
            Capacity::ALL.iter().map(|one| (one.slug().to_owned(), one.words().to_owned())).collect()
        }),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: of_post,
    offered: |lens, of| may(ActKind::Appoint, lens, of),
    read: |_, of, form| {
        let person = form.word("person", "Choose a person");
        let capacity = form.word("capacity", "Choose a capacity");
        let period = form.period("Enter the first day of the appointment");
        let holding = Holding { post: of.id("post")?, person: person?, capacity: capacity?, period };
        one(Act::Appoint { holding })
    },
    to: |of, _| to_post(of),
    keeps: None,
};
