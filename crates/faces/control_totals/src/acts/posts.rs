//! Posts with their costs: entered, planned to change, changed.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Reader, Scene, Takes};
use money::totals::{Act, ActKind, CostedPostId, NewPost, PostRecord, Thing};
use money::{ChangeDates, CostedPost, Destination, PostChange, PostClass, PostLife};
use terms::OdsCode;

use super::costs::{BODY, COSTS, body, choices, identity, made, may_for_body, money, of_body, one, room, to_body};
use crate::answers::post_file::{POSTS_BYTES_MAX, read_posts};
use crate::answers::posts::post_href;

/// The post that a form is about.
const POST: Key = Key::new("post", "The post", "cw001");

/// What becomes of a post that is there: what is sent, and the words that say it.
const CHANGES: [(&str, &str); 5] = [
    ("keep", "It stays as it is"),
    ("remove", "It is removed"),
    ("transfer-inside", "It moves to another body of the system: a cost shifted, not saved"),
    ("transfer-outside", "It moves out of the system"),
    ("regrade", "It is regraded to another cost"),
];
/// The same of a post that is not there yet.
const NEW: (&str, &str) = ("new", "It is new: it begins with the change");

fn change_choices(with_new: bool) -> Vec<Choice> {
    let all = CHANGES.into_iter().chain(with_new.then_some(NEW));
    all.map(|(slug, words)| (slug.to_owned(), words.to_owned())).collect()
}

/// Enter a post.
pub(super) static ENTER_POST: ActForm = ActForm {
    name: "enter-post",
    path: "/organisations/{body}/costed-posts/new",
    group: COSTS,
    title: "Enter a post",
    about: "A post of the body with what it costs a year and what becomes of it. Every saving names its post.",
    done: "The post is entered",
    subject: &[BODY],
    fields: &[
        Field::line("title", "What is the post called?").hint("A job and never a person, such as Head of contracts."),
        Field::one("class", "For what is it there?", |_, _| choices(PostClass::ALL, PostClass::slug, PostClass::words)),
        Field::money("cost", "What does it cost a year?").hint("With everything on top of pay, in pounds."),
        Field::day("from", "First day").hint("Leave it empty for a post that begins with the change."),
        Field::TO,
        Field::one("change", "What becomes of it?", |_, _| change_choices(true)),
        Field::day("on", "For when is the change planned?").hint("Leave it empty for a post that stays."),
        Field::day("came", "On which day did the change come?").hint("Leave it empty if it has not come."),
        Field::money("new_cost", "What does it cost a year from then on?").hint("Only for a post that is regraded."),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "costed-posts", &["Write nothing that names a person."]),
    offered: |lens, of| may_for_body(lens, of, ActKind::EnterPost),
    read: |lens, of, form| {
        let title = form.line("title", "Enter what the post is called");
        let class = form.word("class", "Choose for what the post is there");
        let life = life(form);
        let body = body(lens, of)?;
        let id = identity(&format!("{title} {body}"), |id: &CostedPostId| room(lens).post(id).is_some());
        let post = CostedPost { body, class: class?, life: life? };
        one(Act::EnterPost(NewPost { id: id?, title, post }))
    },
    to: |of, acts| match made(acts) {
        Some(Act::EnterPost(new)) => post_href(&new.id),
        _ => to_body(of, "costed-posts"),
    },
    keeps: None,
};

/// When a post is there, at what cost, and what becomes of it.
fn life(form: &mut Reader<'_>) -> Option<PostLife> {
    let annual_cost = money(form, "cost", "Enter what the post costs a year");
    let came = form.maybe_day("came");
    if form.text("change") == Some(NEW.0) {
        let planned = form.day("on", "Enter the day for which the post is planned");
        return Some(PostLife::New {
            annual_cost: annual_cost?,
            begins: ChangeDates { planned: planned?, actual: came },
        });
    }
    let from = form.day("from", "Enter the first day of the post");
    let last = form.maybe_day("to");
    let change = change(form, came);
    Some(PostLife::Existing { annual_cost: annual_cost?, from: from?, last, change: change? })
}

/// What becomes of a post that is there.
fn change(form: &mut Reader<'_>, actual: Option<terms::Date>) -> Option<PostChange> {
    let slug = form.text("change").unwrap_or_default();
    if slug == "keep" {
        return Some(PostChange::Keep);
    }
    if !CHANGES.iter().any(|(held, _)| *held == slug) {
        form.wrong("change", "Choose what becomes of the post");
        return None;
    }
    let planned = form.day("on", "Enter the day for which the change is planned");
    let new_cost = if slug == "regrade" { money(form, "new_cost", "Enter what it costs from then on") } else { None };
    let dates = ChangeDates { planned: planned?, actual };
    match slug {
        "remove" => Some(PostChange::Remove(dates)),
        "transfer-inside" => Some(PostChange::TransferOut(dates, Destination::Inside)),
        "transfer-outside" => Some(PostChange::TransferOut(dates, Destination::Outside)),
        _ => Some(PostChange::Regrade(dates, new_cost?)),
    }
}

/// Enter the posts of a file.
pub(super) static ENTER_POSTS: ActForm = ActForm {
    name: "enter-posts",
    path: "/organisations/{body}/costed-posts/file",
    group: COSTS,
    title: "Enter posts from a file",
    about: "One row for each post of the body, as CSV or XLSX with the headings of the template: post, title, class, cost, from, to, change, on, came, new_cost. All of them are entered, or none.",
    done: "The posts are entered",
    subject: &[BODY],
    fields: &[
        Field::words(|_, _| {
            "Headings: post, title, class, cost, from, to, change, on, came, new_cost. Class is running or programme; change is keep, \
             remove, transfer-inside, transfer-outside, regrade or new; days are written 2020-04-01 and amounts in pounds."
                .to_owned()
        }),
        Field::new("file", "The posts as a table", Takes::File)
            .hint("CSV or XLSX, up to 4 MB. Write nothing that names a person."),
    ],
    by_hand: false,
    scene: |lens, of| of_body(lens, of, "costed-posts", &[]),
    offered: |lens, of| may_for_body(lens, of, ActKind::EnterPosts),
    read: |lens, of, form| {
        let body = body(lens, of)?;
        let Some(file) = form.file() else {
            form.wrong("file", "Choose a file with the posts");
            return None;
        };
        let posts = read_posts(body, &file.bytes).and_then(|posts| check(lens, body, posts));
        match posts {
            Ok(posts) => one(Act::EnterPosts { body, posts }),
            Err(faults) => {
                for fault in faults {
                    form.wrong("file", fault.sentence());
                }
                None
            }
        }
    },
    to: |of, _| to_body(of, "costed-posts"),
    keeps: None,
};

const _: () = assert!(POSTS_BYTES_MAX == 4 * 1024 * 1024, "the form says how long a file may be");

/// The posts of a file once the room finds nothing wrong with any, or what it finds, row by row.
fn check(
    lens: &Lens,
    body: OdsCode,
    posts: Vec<(usize, NewPost)>,
) -> Result<Vec<NewPost>, Vec<crate::answers::post_file::PostFault>> {
    let (rows, posts): (Vec<usize>, Vec<NewPost>) = posts.into_iter().unzip();
    let context = mandate::Context { actor: mandate::Actor::Keeper, today: lens.today() };
    let faults = money::totals::post_faults(&lens.house().totals_world(), &context, body, &posts);
    if faults.is_empty() {
        return Ok(posts);
    }
    let fault = |(index, why): (usize, money::totals::Refusal)| crate::answers::post_file::PostFault {
        row: rows.get(index).copied().unwrap_or_default(),
        column: "post",
        message: why.to_string(),
    };
    Err(faults.into_iter().map(fault).collect())
}

/// The post that a form is about, if whoever looks may know of it.
fn post<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a PostRecord> {
    let held = room(lens).post(&of.id::<CostedPostId>("post")?)?;
    lens.reader().sees_in_system(held.post.body).then_some(held)
}

fn may(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    post(lens, of).is_some_and(|held| lens.offers(kind, &Thing::Post(held.id.clone())))
}

fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = post(lens, of)?;
    let caption = format!("{}, {}", held.title, super::costs::called(lens, held.post.body));
    Some(Scene { caption, back: post_href(&held.id), ..Scene::default() })
}

fn to_post(of: &Of<'_>, _: &[app::Act]) -> String {
    of.id::<CostedPostId>("post").map_or_else(String::new, |id| post_href(&id))
}

/// Plan what becomes of a post.
pub(super) static PLAN_CHANGE: ActForm = ActForm {
    name: "plan-change",
    path: "/costed-posts/{post}/plan-change",
    group: COSTS,
    title: "Plan what becomes of it",
    about: "In place of what was planned before. A change that came cannot be planned otherwise.",
    done: "The change is planned",
    subject: &[POST],
    fields: &[
        Field::one("change", "What becomes of it?", |_, _| change_choices(false)),
        Field::day("on", "For when is the change planned?").hint("Leave it empty for a post that stays."),
        Field::money("new_cost", "What does it cost a year from then on?").hint("Only for a post that is regraded."),
    ],
    by_hand: false,
    scene,
    offered: |lens, of| may(lens, of, ActKind::PlanChange),
    read: |_, of, form| {
        let change = change(form, None);
        one(Act::PlanChange { id: of.id("post")?, change: change? })
    },
    to: to_post,
    keeps: None,
};

/// Record that a planned change came.
pub(super) static COMPLETE_CHANGE: ActForm = ActForm {
    name: "complete-change",
    path: "/costed-posts/{post}/complete-change",
    group: COSTS,
    title: "Record that the change came",
    about: "From that day it counts as a saving in fact. What has no such day has not happened.",
    done: "The change is recorded",
    subject: &[POST],
    fields: &[Field::day("on", "On which day did it come?")],
    by_hand: false,
    scene,
    offered: |lens, of| may(lens, of, ActKind::CompleteChange),
    read: |_, of, form| {
        let on = form.day("on", "Enter the day on which the change came");
        one(Act::CompleteChange { id: of.id("post")?, on: on? })
    },
    to: to_post,
    keeps: None,
};
