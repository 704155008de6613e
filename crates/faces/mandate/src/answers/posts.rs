//! Posts of a body, and who held them.

use mandate::{Capacity, Holding, Post, PostId, statutory};
use terms::{Certainty, OdsCode};

use super::words::{Basis, person_cell, person_words, post_cell};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{certainty, code_cell, from, last_day, period_columns};

/// Where a post's page is.
pub fn post_href(post: &PostId) -> String {
    format!("/posts/{post}")
}

/// The posts of a body on the day: who holds them, in which capacity, and which are vacant.
pub fn posts(basis: &Basis<'_>, body: OdsCode) -> Table {
    let on = basis.on();
    let vacancies = basis.mandates.vacancies(body, on);
    let kind = basis.register.kind_on(body, on);
    let required: Vec<_> = kind.into_iter().flat_map(|kind| statutory(kind, on)).collect();
    let lacking = kind.map(|kind| basis.mandates.lacking(body, kind, on)).unwrap_or_default();
    let rows = basis.mandates.posts_of_body(body, on).map(|post| {
        let held = holders_on(basis, post);
        let vacancy = vacancies.iter().find(|vacancy| vacancy.post.id == post.id);
        let vacant = vacancy.map(|vacancy| match &vacancy.since {
            Some((last, person)) => {
                format!("Vacant since {} ({} was last)", day(*last), person_words(basis, person))
            }
            None => "Vacant: never filled on record".to_owned(),
        });
        let others: Vec<String> =
            post.bodies_on(on).into_iter().filter(|other| *other != body).map(|other| basis.body(other)).collect();
        let first = held.first();
        vec![
            post_cell(basis, &post.id),
            post.kind.words().into(),
            required
                .iter()
                .find(|held| held.kinds.contains(&post.kind))
                .map(|held| format!("yes: {} ({})", held.source, held.standing.words()))
                .into(),
            first.map(|holding| person_cell(basis, &holding.person)).into(),
            first.map(|holding| holding.capacity.words()).into(),
            first.map_or(Cell::Empty, |holding| from(&holding.period)),
            held.iter()
                .skip(1)
                .map(|holding| {
                    format!("{} ({})", person_words(basis, &holding.person), holding.capacity.words().to_lowercase())
                })
                .collect::<Vec<_>>()
                .join("; ")
                .into(),
            vacant.into(),
            others.join("; ").into(),
        ]
    });
    Table {
        caption: format!("Posts of {body} on {}", day(on)),
        columns: vec![
            Column::new("post", "Post", Kind::Link),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("statutory", "Statutory", Kind::Text),
            Column::new("holder", "Held by", Kind::Link),
            Column::new("capacity", "Capacity", Kind::Text),
            Column::new("since", "Since", Kind::Date),
            Column::new("others", "Beside them", Kind::Text),
            Column::new("vacancy", "Vacancy", Kind::Text),
            Column::new("shared_with", "Shared with", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: lacking
            .into_iter()
            .map(|held| {
                let kinds: Vec<String> = held.required.kinds.iter().map(|kind| kind.words().to_lowercase()).collect();
                format!(
                    "Required by statute and not filled on record: {} ({} of {} filled). Source: {} ({}).",
                    kinds.join(" or "),
                    held.filled,
                    held.required.least,
                    held.required.source,
                    held.required.standing.words()
                )
            })
            .collect(),
    }
}

/// The holders of a post on the day, the substantive one first.
pub(super) fn holders_on<'a>(basis: &Basis<'a>, post: &Post) -> Vec<&'a Holding> {
    let mut held = basis.mandates.holders_of(&post.id, basis.on());
    held.sort_by_key(|holding| holding.capacity);
    held
}

/// Everybody who held a post of a body, ever.
pub fn holders(basis: &Basis<'_>, body: OdsCode) -> Table {
    let theirs = |post: &&Post| post.bodies.iter().any(|dated| dated.body == body);
    let posts: Vec<&Post> = basis.mandates.posts().filter(theirs).collect();
    let mut table = held(basis, &posts);
    table.caption = format!("Who held the posts of {body}");
    table
}

/// Everybody who held a post.
pub fn post_holders(basis: &Basis<'_>, post: &Post) -> Table {
    let mut table = held(basis, &[post]);
    table.caption = format!("Who held the post “{}”", post.title);
    table
}

fn held(basis: &Basis<'_>, posts: &[&Post]) -> Table {
    let mut all: Vec<(&Post, &Holding)> = posts
        .iter()
        .flat_map(|post| basis.mandates.holdings(&post.id).iter().map(move |holding| (*post, holding)))
        .collect();
    all.sort_by_key(|(post, holding)| (&post.title, holding.period.from().map(terms::FuzzyDate::latest)));
    let rows = all.into_iter().map(|(post, holding)| {
        vec![
            post_cell(basis, &post.id),
            person_cell(basis, &holding.person),
            holding.capacity.words().into(),
            from(&holding.period),
            last_day(&holding.period),
            certainty(held_on(basis, post, holding)).into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: String::new(),
        columns: vec![
            Column::new("post", "Post", Kind::Link),
            Column::new("holder", "Held by", Kind::Link),
            Column::new("capacity", "Capacity", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(basis.on())), Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![format!(
            "Capacity: {}.",
            Capacity::ALL.iter().map(|capacity| capacity.words().to_lowercase()).collect::<Vec<_>>().join(", ")
        )],
    }
}

/// Whether a holding counts on the day: the post must exist too.
pub(super) fn held_on(basis: &Basis<'_>, post: &Post, holding: &Holding) -> Certainty {
    holding.period.contains(basis.on()).min(post.period.contains(basis.on()))
}

/// The bodies a post serves, and when.
pub(super) fn bodies_of(post: &Post) -> Vec<Vec<Cell>> {
    post.bodies.iter().map(|dated| vec![code_cell(dated.body), from(&dated.period), last_day(&dated.period)]).collect()
}

/// The bodies whose post it is, and when.
pub fn post_bodies(basis: &Basis<'_>, post: &Post) -> Table {
    let mut rows = bodies_of(post);
    for (row, dated) in rows.iter_mut().zip(&post.bodies) {
        row.insert(1, basis.name(dated.body).into());
        row.push(certainty(post.is_of(dated.body, basis.on())).into());
    }
    let [first, last] = period_columns();
    Table {
        caption: format!("Bodies that the post “{}” serves", post.title),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(basis.on())), Kind::Text),
        ],
        rows,
        source: basis.source(),
        notes: Vec::new(),
    }
}
