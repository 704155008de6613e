//! Running costs: allowances, posts and inventories of work.

use super::{Draft, World, free, given, in_order, unknown};
use crate::totals::act::NewPost;
use crate::totals::event::Event;
use crate::totals::id::{CostedPostId, InventoryId};
use crate::totals::record::{Allowance, PostRecord};
use crate::totals::refusal::Refusal;
use crate::{InventoryEntry, PostChange, PostLife, allowance};
use mandate::Context;
use std::collections::BTreeSet;
use terms::{Date, FinancialYear, OdsCode, Pence};

pub(super) fn set_allowance(
    draft: &mut Draft<'_>,
    body: OdsCode,
    year: FinancialYear,
    set: &Allowance,
) -> Result<(), Refusal> {
    draft.living(body, year.first_day())?;
    given("the list that the heads are counted from", &set.vintage)?;
    allowance(set.pounds_a_head, set.heads)?;
    draft.push(|by, on| Event::AllowanceSet { body, year, allowance: set.clone(), by, on });
    Ok(())
}

pub(super) fn enter_post(draft: &mut Draft<'_>, new: &NewPost) -> Result<(), Refusal> {
    check_post(draft, new)?;
    draft.push(|by, on| Event::PostEntered { post: new.clone(), by, on });
    Ok(())
}

/// All of them or none.
pub(super) fn enter_posts(draft: &mut Draft<'_>, body: OdsCode, posts: &[NewPost]) -> Result<(), Refusal> {
    if posts.is_empty() {
        return Err(Refusal::Missing { what: "at least one post" });
    }
    if let Some((index, why)) = faults(draft, body, posts).into_iter().next()
        && let Some(new) = posts.get(index)
    {
        return Err(Refusal::Post { id: new.id.clone(), why: Box::new(why) });
    }
    for new in posts {
        draft.push(|by, on| Event::PostEntered { post: new.clone(), by, on });
    }
    Ok(())
}

/// What is wrong with posts that are to be entered together, by their place in the list: every one of them, so that whoever sent a file
/// can put all of it right at once.
pub fn post_faults(world: &World<'_>, context: &Context, body: OdsCode, posts: &[NewPost]) -> Vec<(usize, Refusal)> {
    faults(&Draft::new(*world, context), body, posts)
}

fn faults(draft: &Draft<'_>, body: OdsCode, posts: &[NewPost]) -> Vec<(usize, Refusal)> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (index, new) in posts.iter().enumerate() {
        let found = new.post.body;
        let why = if found == body {
            free("a costed post", &new.id, !seen.insert(&new.id)).and_then(|()| check_post(draft, new))
        } else {
            Err(Refusal::PostOfOther { body, found })
        };
        faults.extend(why.err().map(|why| (index, why)));
    }
    faults
}

fn check_post(draft: &Draft<'_>, new: &NewPost) -> Result<(), Refusal> {
    free("a costed post", &new.id, draft.room.post(&new.id).is_some())?;
    let first = match new.post.life {
        PostLife::Existing { from, .. } => from,
        PostLife::New { begins, .. } => begins.actual.unwrap_or(begins.planned),
    };
    draft.living(new.post.body, first)?;
    given("the title of the post", &new.title)?;
    let cost = match new.post.life {
        PostLife::Existing { annual_cost, from, last, change } => {
            in_order(from, last.unwrap_or(Date::MAX))?;
            costs_something(change)?;
            annual_cost
        }
        PostLife::New { annual_cost, .. } => annual_cost,
    };
    positive(cost)?;
    if let Some(came_on) = new.post.change_dates().and_then(|dates| dates.actual) {
        draft.past(came_on)?;
    }
    Ok(())
}

pub(super) fn plan_change(draft: &mut Draft<'_>, id: &CostedPostId, change: PostChange) -> Result<(), Refusal> {
    let held = not_changed(draft, id)?;
    if let PostLife::New { .. } = held.post.life {
        return Err(Refusal::StillNew { id: id.clone() });
    }
    costs_something(change)?;
    if change.dates().is_some_and(|dates| dates.actual.is_some()) {
        return Err(Refusal::CameInPlan { id: id.clone() });
    }
    draft.push(|by, on| Event::ChangePlanned { id: id.clone(), change, by, on });
    Ok(())
}

pub(super) fn complete_change(draft: &mut Draft<'_>, id: &CostedPostId, completed_on: Date) -> Result<(), Refusal> {
    let held = not_changed(draft, id)?;
    if held.post.change_dates().is_none() {
        return Err(Refusal::NoChange { id: id.clone() });
    }
    draft.past(completed_on)?;
    draft.push(|by, on| Event::ChangeCompleted { id: id.clone(), completed_on, by, on });
    Ok(())
}

pub(super) fn enter_item(draft: &mut Draft<'_>, id: &InventoryId, entry: &InventoryEntry) -> Result<(), Refusal> {
    free("a row", id, draft.room.item(id).is_some())?;
    draft.living(entry.body, draft.today)?;
    entry.row()?;
    if entry.annual_cost < Pence::NOUGHT {
        return Err(Refusal::BelowNought { what: "the cost", amount: entry.annual_cost });
    }
    draft.push(|by, on| Event::ItemEntered { id: id.clone(), entry: entry.clone(), by, on });
    Ok(())
}

pub(super) fn withdraw_item(draft: &mut Draft<'_>, id: &InventoryId) -> Result<(), Refusal> {
    let held = draft.room.item(id).ok_or_else(|| unknown("row", id))?;
    if let Some(withdrawn) = &held.withdrawn {
        return Err(Refusal::AlreadyWithdrawn { id: id.clone(), withdrawn_on: withdrawn.on });
    }
    draft.push(|by, on| Event::ItemWithdrawn { id: id.clone(), by, on });
    Ok(())
}

/// A post whose change has not come.
fn not_changed<'a>(draft: &Draft<'a>, id: &CostedPostId) -> Result<&'a PostRecord, Refusal> {
    let held = draft.room.post(id).ok_or_else(|| unknown("costed post", id))?;
    match held.post.change_dates().and_then(|dates| dates.actual) {
        Some(came_on) => Err(Refusal::AlreadyChanged { id: id.clone(), came_on }),
        None => Ok(held),
    }
}

fn costs_something(change: PostChange) -> Result<(), Refusal> {
    match change {
        PostChange::Regrade(_, new_cost) => positive(new_cost),
        PostChange::Keep | PostChange::Remove(_) | PostChange::TransferOut(..) => Ok(()),
    }
}

fn positive(amount: Pence) -> Result<(), Refusal> {
    if amount > Pence::NOUGHT { Ok(()) } else { Err(Refusal::NotPositive { what: "the cost of the post", amount }) }
}
