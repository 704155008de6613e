//! Posts with their costs, and what becomes of each.

use ask::{Cell, Column, Fault, Kind, Table};
use money::totals::{CostedPostId, PostRecord};
use money::{Destination, PostChange, PostLife, PostView};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode};

use super::costs::Costs;
use super::saving::too_large;

/// Where the page of a post is.
pub fn post_href(post: &CostedPostId) -> String {
    format!("/costed-posts/{post}")
}

/// What becomes of a post, in words.
pub(crate) fn becomes(life: &PostLife) -> String {
    match life {
        PostLife::New { .. } => "It is new".to_owned(),
        PostLife::Existing { change, .. } => match change {
            PostChange::Keep => "It stays".to_owned(),
            PostChange::Remove(_) => "It is removed".to_owned(),
            PostChange::TransferOut(_, Destination::Inside) => "It moves to another body of the system".to_owned(),
            PostChange::TransferOut(_, Destination::Outside) => "It moves out of the system".to_owned(),
            PostChange::Regrade(_, new_cost) => format!("It is regraded to {} a year", new_cost.pounds()),
        },
    }
}

/// The posts of a body, and of those whose place it took.
///
/// # Errors
/// That there are none that whoever asks may read.
pub fn costed_posts(costs: &Costs<'_>, code: OdsCode) -> Result<Table, Fault> {
    let bodies = costs.open_of(costs.bodies_of(code, &[FinancialYear::of(costs.on)]));
    let rows: Vec<Vec<Cell>> = posts_of(costs, &bodies).map(|held| row(costs, held)).collect();
    if rows.is_empty() {
        return Err(costs.nothing(code, "costed posts"));
    }
    Ok(Table {
        caption: format!("Posts of {} and what becomes of each", costs.body(code)),
        columns: columns(),
        rows,
        source: costs.source(),
        notes: vec!["A post that is there and has no planned change stays as it is.".to_owned()],
    })
}

fn posts_of<'a>(costs: &Costs<'a>, bodies: &BTreeSet<OdsCode>) -> impl Iterator<Item = &'a PostRecord> {
    costs.room.posts().filter(|held| bodies.contains(&held.post.body))
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("post", "Post", Kind::Link),
        Column::new("title", "Title", Kind::Text),
        Column::new("body", "Body", Kind::Text),
        Column::new("class", "Class", Kind::Text),
        Column::new("annual_cost", "Cost a year", Kind::Money),
        Column::new("from", "From", Kind::Date),
        Column::new("last_day", "To", Kind::Date),
        Column::new("becomes", "What becomes of it", Kind::Text),
        Column::new("planned_on", "Planned for", Kind::Date),
        Column::new("came_on", "Came on", Kind::Date),
    ]
}

fn row(costs: &Costs<'_>, held: &PostRecord) -> Vec<Cell> {
    let dates = held.post.change_dates();
    let (annual_cost, from, last) = match held.post.life {
        PostLife::Existing { annual_cost, from, last, .. } => (annual_cost, Some(from), last),
        PostLife::New { annual_cost, .. } => (annual_cost, None, None),
    };
    vec![
        Cell::link(held.id.as_str(), post_href(&held.id)),
        held.title.clone().into(),
        costs.body(held.post.body).into(),
        held.post.class.words().into(),
        annual_cost.into(),
        from.into(),
        last.into(),
        becomes(&held.post.life).into(),
        dates.map(|dates| dates.planned).into(),
        dates.and_then(|dates| dates.actual).into(),
    ]
}

/// One post, if whoever asks may read it.
///
/// # Errors
/// That there is none.
pub fn post<'a>(costs: &Costs<'a>, id: &str) -> Result<&'a PostRecord, Fault> {
    let found = id.parse().ok().and_then(|id: CostedPostId| costs.room.post(&id));
    found.filter(|held| costs.reader.sees_in_system(held.post.body)).ok_or_else(|| {
        Fault::Unknown(format!("There is no costed post “{id}” on record as known then that you may read."))
    })
}

/// What is on record of a post.
pub fn about_post(costs: &Costs<'_>, held: &PostRecord) -> Table {
    Table {
        caption: format!("Post {}", held.id),
        columns: columns(),
        rows: vec![row(costs, held)],
        source: format!("{}: entered by {}", costs.source(), costs.stamp(&held.stamp)),
        notes: Vec::new(),
    }
}

/// What a post costs in the years around its change, planned and in fact.
///
/// # Errors
/// A figure that does not fit.
pub fn post_years(costs: &Costs<'_>, held: &PostRecord) -> Result<Table, Fault> {
    let around = held.post.change_dates().map_or(costs.on, |dates| dates.planned);
    let middle = FinancialYear::of(around);
    let before = FinancialYear::of(middle.first_day().yesterday().unwrap_or(around));
    let mut rows = Vec::new();
    for year in [before, middle, middle.next()] {
        let cost = |view| held.post.cost(year, view).map_err(too_large);
        let (plan, actual) = (cost(PostView::Plan)?, cost(PostView::Actual)?);
        rows.push(vec![year.to_string().into(), plan.into(), actual.into()]);
    }
    Ok(Table {
        caption: "What it costs".to_owned(),
        columns: vec![
            Column::new("year", "Year", Kind::Text),
            Column::new("plan", "As planned", Kind::Money),
            Column::new("actual", "As it happened", Kind::Money),
        ],
        rows,
        source: costs.source(),
        notes: Vec::new(),
    })
}
