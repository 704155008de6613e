//! Posts that nobody holds, of one body or of all.

use std::collections::BTreeSet;

use mandate::{HolderId, PostId, Statutory, Vacancy, statutory};
use terms::{Certainty, OdsCode};

use super::words::{Basis, person_cell, post_cell};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::code_cell;

/// What is vacant on the day, of these bodies or, if there are none, of every one that has posts: what statute requires first, then by
/// body and title.
pub fn vacancies(basis: &Basis<'_>, bodies: &[OdsCode]) -> Table {
    let bodies: BTreeSet<OdsCode> = match bodies {
        [] => with_posts(basis),
        asked => asked.iter().copied().collect(),
    };
    let mut rows: Vec<(bool, Vec<Cell>)> = bodies.iter().flat_map(|body| of_body(basis, *body)).collect();
    // Those of one body stay in their order.
    rows.sort_by_key(|(is_statutory, _)| !is_statutory);
    Table {
        caption: format!("Vacant posts on {}", day(basis.on())),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("body", "Body", Kind::Text),
            Column::new("post", "Post", Kind::Link),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("statutory", "Statutory", Kind::Text),
            Column::new("last_day", "Last held on", Kind::Date),
            Column::new("last_holder", "Last held by", Kind::Link),
            Column::new("powers", "Powers nobody can use", Kind::Number),
        ],
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        source: basis.source(),
        notes: vec![
            "A post that only a deputy holds is vacant. A post without a last day was never filled on record."
                .to_owned(),
        ],
    }
}

/// The bodies that live on the day and have posts on record then.
fn with_posts(basis: &Basis<'_>) -> BTreeSet<OdsCode> {
    let lives = |body: &OdsCode| basis.mandates.life(*body).contains(basis.on()) != Certainty::No;
    let has_posts = |body: &OdsCode| basis.mandates.posts_of_body(*body, basis.on()).next().is_some();
    basis.mandates.bodies().into_iter().filter(|body| lives(body) && has_posts(body)).collect()
}

/// What is vacant of a body, each with whether statute requires it.
fn of_body(basis: &Basis<'_>, body: OdsCode) -> Vec<(bool, Vec<Cell>)> {
    let on = basis.on();
    let kind = basis.register.kind_on(body, on);
    let required: Vec<&Statutory> = kind.into_iter().flat_map(|kind| statutory(kind, on)).collect();
    let mut rows: Vec<(bool, Vec<Cell>)> = basis
        .mandates
        .vacancies(body, on)
        .iter()
        .map(|vacancy| {
            let by = required.iter().find(|held| held.kinds.contains(&vacancy.post.kind));
            (by.is_some(), row(basis, body, vacancy, by.copied()))
        })
        .collect();
    let lacking = kind.map(|kind| basis.mandates.lacking(body, kind, on)).unwrap_or_default();
    for lack in lacking.iter().filter(|lack| lack.posts < lack.required.least) {
        let kinds: Vec<String> = lack.required.kinds.iter().map(|kind| kind.words()).collect();
        let words = format!("{}; {} of {} on record", source(lack.required), lack.posts, lack.required.least);
        let cells = vec![
            code_cell(body),
            basis.name(body).into(),
            "not created".into(),
            kinds.join(" or ").into(),
            words.into(),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ];
        rows.push((true, cells));
    }
    rows
}

fn row(basis: &Basis<'_>, body: OdsCode, vacancy: &Vacancy<'_>, by: Option<&Statutory>) -> Vec<Cell> {
    let (last, holder) = match &vacancy.since {
        Some((last, person)) => (Cell::Date(*last), person_cell(basis, person)),
        None => (Cell::Empty, Cell::Empty),
    };
    vec![
        code_cell(body),
        basis.name(body).into(),
        post_cell(basis, &vacancy.post.id),
        vacancy.post.kind.words().into(),
        by.map(source).into(),
        last,
        holder,
        Cell::Number(powers_of(basis, body, &vacancy.post.id)),
    ]
}

fn source(required: &Statutory) -> String {
    format!("yes: {} ({})", required.source, required.standing.words())
}

/// How many powers of a body a post holds on the day.
fn powers_of(basis: &Basis<'_>, body: OdsCode, post: &PostId) -> i64 {
    let on = basis.on();
    let powers = basis.mandates.powers_of(body).filter(|power| {
        let is_in_force =
            power.period.contains(on) != Certainty::No && power.revoked.is_none_or(|revoked| on < revoked);
        is_in_force && power.holder == HolderId::Post(post.clone())
    });
    powers.count().try_into().unwrap_or(i64::MAX)
}
