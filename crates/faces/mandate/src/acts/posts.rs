//! What is done to posts, and who holds them.

use ask::{ActForm, Choice, Field, Key};
use mandate::{Act, ActKind, DatedBody, Post, PostKind};

use super::GROUP;
use super::choices::{body, identity, lasts, made, may, of_body, of_post, one, post, room, slugs, to_body, to_post};
use crate::answers::{Basis, person_words, post_href};

const POST: Key = Key::new("post", "The post", "bucks-accountable-officer");

/// Create a post of a body.
pub(super) static CREATE_POST: ActForm = ActForm {
    name: "create-post",
    path: "/organisations/{body}/posts/new",
    group: GROUP,
    title: "Create a post",
    about: "A post of the body, to which people are then appointed. What its holder may do here follows from its kind.",
    done: "The post is created",
    subject: &[Key::new("body", "The body", "14Y")],
    fields: &[
        Field::line("title", "Title of the post"),
        Field::one("kind", "Kind of post", |_, _| slugs(&PostKind::all(), PostKind::slug, PostKind::words)),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "posts"),
    offered: |lens, of| may(ActKind::CreatePost, lens, of),
    read: |lens, of, form| {
        let title = form.line("title", "Enter the title of the post");
        let kind = form.word("kind", "Choose a kind of post");
        let period = form.period("Enter the first day of the post");
        let body = body(lens, of)?;
        let id = identity(&format!("{title} {body}"), |id| room(lens).post(id).is_some());
        let post = Post { id: id?, title, kind: kind?, bodies: vec![DatedBody { body, period }], period };
        one(Act::CreatePost { post })
    },
    to: |of, acts| match made(acts) {
        Some(Act::CreatePost { post }) => post_href(&post.id),
        _ => to_body(of, "posts"),
    },
    keeps: None,
};

fn holders(lens: &app::Lens, of: &ask::Of<'_>) -> Vec<Choice> {
    let (Some(post), basis) = (post(lens, of), Basis::of(lens)) else { return Vec::new() };
    let held = room(lens).holdings(&post.id).iter().filter(|held| lasts(&held.period, lens));
    let mut all: Vec<Choice> = Vec::new();
    for holding in held {
        let choice = (holding.person.to_string(), person_words(&basis, &holding.person));
        if !all.contains(&choice) {
            all.push(choice);
        }
    }
    all
}

/// End an appointment.
pub(super) static END_APPOINTMENT: ActForm = ActForm {
    name: "end-appointment",
    path: "/posts/{post}/end-appointment",
    group: GROUP,
    title: "End an appointment",
    about: "From that day they hold the post no longer, and what it gave them ends by itself.",
    done: "The appointment ends",
    subject: &[POST],
    fields: &[Field::one("person", "Whose?", holders), Field::END],
    by_hand: false,
    scene: of_post,
    offered: |lens, of| may(ActKind::EndAppointment, lens, of),
    read: |lens, of, form| {
        let person = form.word("person", "Choose a person");
        let on = form.day("on", "Enter the first day they no longer hold the post");
        one(Act::EndAppointment { post: post(lens, of)?.id.clone(), person: person?, on: on? })
    },
    to: |of, _| to_post(of),
    keeps: None,
};

/// Have a post serve another body.
pub(super) static SHARE_POST: ActForm = ActForm {
    name: "share-post",
    path: "/posts/{post}/share",
    group: GROUP,
    title: "Have the post serve another body",
    about: "Whoever holds it then serves both, by one appointment.",
    done: "The post is shared",
    subject: &[POST],
    fields: &[Field::body("body", "Which body?").hint("Its name or code, such as 14Y."), Field::FROM, Field::TO],
    by_hand: false,
    scene: of_post,
    offered: |lens, of| may(ActKind::SharePost, lens, of),
    read: |lens, of, form| {
        let body = form.word("body", "Enter the name or code of a body");
        let period = form.period("Enter the first day on which the post serves it");
        one(Act::SharePost { post: post(lens, of)?.id.clone(), body: DatedBody { body: body?, period } })
    },
    to: |of, _| to_post(of),
    keeps: None,
};

/// End a post.
pub(super) static END_POST: ActForm = ActForm {
    name: "end-post",
    path: "/posts/{post}/end",
    group: GROUP,
    title: "End the post",
    about: "From that day there is no such post, and nobody holds it.",
    done: "The post ends",
    subject: &[POST],
    fields: &[Field::END],
    by_hand: false,
    scene: of_post,
    offered: |lens, of| may(ActKind::EndPost, lens, of),
    read: |lens, of, form| {
        let on = form.day("on", "Enter the first day without the post");
        one(Act::EndPost { post: post(lens, of)?.id.clone(), on: on? })
    },
    to: |of, _| to_post(of),
    keeps: None,
};
