//! People: the posts they hold, what they may decide, the interests they declared.

use mandate::{Ask, HolderId, PersonId, Post};
use terms::{Date, OdsCode, Pence};

use super::posts::held_on;
use super::words::{
    Basis, conditions_words, limit_cell, matter_words, matters_words, person_cell, plain_shortfall, post_cell,
};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{certainty, code_cell, from, last_day, period_columns};

/// Everybody who holds a post on the day: an entry for each post.
pub fn people(basis: &Basis<'_>) -> Table {
    let on = basis.on();
    let mut all: Vec<Vec<Cell>> = Vec::new();
    for post in basis.mandates.posts() {
        for holding in basis.mandates.holders_of(&post.id, on) {
            all.push(vec![
                person_cell(basis, &holding.person),
                post_cell(basis, &post.id),
                post.kind.words().into(),
                holding.capacity.words().into(),
                basis.bodies(post.bodies_on(on)).into(),
                from(&holding.period),
                certainty(held_on(basis, post, holding)).into(),
            ]);
        }
    }
    all.sort_by_key(|row| row.iter().take(2).map(|cell| cell.plain().to_lowercase()).collect::<Vec<_>>());
    Table {
        caption: format!("Office holders on {}", day(on)),
        columns: vec![
            Column::new("person", "Person", Kind::Link),
            Column::new("post", "Post", Kind::Link),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("capacity", "Capacity", Kind::Text),
            Column::new("bodies", "Of", Kind::Text),
            Column::new("since", "Since", Kind::Date),
            Column::new("on_the_day", "On the day", Kind::Text),
        ],
        rows: all,
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// Every post a person held or holds.
pub fn posts_held(basis: &Basis<'_>, person: &PersonId) -> Table {
    let mut held = basis.mandates.holdings_of(person);
    held.sort_by_key(|(post, holding)| (holding.period.from().map(terms::FuzzyDate::latest), &post.title));
    let rows = held.into_iter().map(|(post, holding)| {
        vec![
            post_cell(basis, &post.id),
            post.kind.words().into(),
            holding.capacity.words().into(),
            basis.bodies(post.bodies_on(day_within(basis, post))).into(),
            from(&holding.period),
            last_day(&holding.period),
            certainty(held_on(basis, post, holding)).into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: "Posts held".to_owned(),
        columns: vec![
            Column::new("post", "Post", Kind::Link),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("capacity", "Capacity", Kind::Text),
            Column::new("bodies", "Of", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(basis.on())), Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// The day asked about if the post exists then, else its first or last day.
fn day_within(basis: &Basis<'_>, post: &Post) -> Date {
    let first = post.period.from().map_or(Date::MIN, terms::FuzzyDate::latest);
    let last = post.period.to().map_or(Date::MAX, |to| to.previous_day().earliest());
    basis.on().min(last).max(first)
}

/// What a person may decide on the day: every power of every post they hold, with what is left of its limits.
pub fn may_decide(basis: &Basis<'_>, person: &PersonId) -> Table {
    let on = basis.on();
    let mut rows = Vec::new();
    for (post, holding) in basis.mandates.posts_of(person, on) {
        let mut bodies: Vec<OdsCode> = post.bodies.iter().map(|dated| dated.body).collect();
        bodies.sort();
        bodies.dedup();
        for power in bodies.into_iter().flat_map(|body| basis.mandates.powers_of(body)) {
            if power.holder != HolderId::Post(post.id.clone()) {
                continue;
            }
            let (in_year, in_all) = basis.mandates.used_of(power, on);
            let used = |limited: Option<Pence>, used: Pence| limited.map(|_| used);
            for matter in &power.matters {
                let ask = Ask { person, body: power.body, matter, amount: None, on, pending: Pence(0) };
                let answer = match basis.mandates.authorise(&ask) {
                    Ok(_) => "yes".to_owned(),
                    Err(short) => format!("no: {}", plain_shortfall(basis, &short)),
                };
                rows.push(vec![
                    matter_words(basis, matter).into(),
                    code_cell(power.body),
                    basis.name(power.body).into(),
                    answer.into(),
                    limit_cell(power.limits.per_decision),
                    limit_cell(power.limits.per_year),
                    used(power.limits.per_year, in_year).into(),
                    limit_cell(power.limits.lifetime),
                    used(power.limits.lifetime, in_all).into(),
                    conditions_words(&power.conditions).into(),
                    post_cell(basis, &post.id),
                    holding.capacity.words().into(),
                    power.instrument.to_string().into(),
                    power.clause.clone().into(),
                    Cell::link(power.id.as_str(), super::power_href(&power.id)),
                ]);
            }
        }
    }
    Table {
        caption: format!("What they may decide on {}", day(on)),
        columns: vec![
            Column::new("matter", "Matter", Kind::Text),
            Column::new("body", "For", Kind::Code),
            Column::new("body_name", "Name", Kind::Text),
            Column::new("may", "May decide", Kind::Text),
            Column::new("per_decision", "Up to, per decision", Kind::Money),
            Column::new("per_year", "Up to, per financial year", Kind::Money),
            Column::new("used_in_year", "Used this financial year", Kind::Money),
            Column::new("lifetime", "Up to, in all", Kind::Money),
            Column::new("used_in_all", "Used in all", Kind::Money),
            Column::new("conditions", "Conditions", Kind::Text),
            Column::new("post", "By the post", Kind::Link),
            Column::new("capacity", "Held as", Kind::Text),
            Column::new("instrument", "Instrument", Kind::Code),
            Column::new("clause", "Clause", Kind::Text),
            Column::new("power", "Power", Kind::Code),
        ],
        rows,
        source: basis.source(),
        notes: vec![
            "A post’s power serves one decision at a time and is judged again on the day of each decision.".to_owned(),
        ],
    }
}

/// The interests a person holds on the day.
pub fn interests(basis: &Basis<'_>, person: &PersonId) -> Table {
    let rows = basis.mandates.interests_of(person, basis.on()).into_iter().map(|declared| {
        let matters = matters_words(basis, &declared.interest.matters);
        vec![
            declared.interest.category.words().into(),
            declared.wording.unwrap_or("wording erased").into(),
            if matters.is_empty() { "declared in general".to_owned() } else { matters }.into(),
            from(&declared.interest.period),
            last_day(&declared.interest.period),
            declared.interest.id.to_string().into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Interests declared, held on {}", day(basis.on())),
        columns: vec![
            Column::new("category", "Category", Kind::Text),
            Column::new("interest", "Interest", Kind::Text),
            Column::new("touches", "Touches", Kind::Text),
            first,
            last,
            Column::new("id", "Number", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![
            "Categories as in NHS England’s guidance, Managing conflicts of interest in the NHS (2017).".to_owned(),
        ],
    }
}
