//! Months as bodies report them: one at a time, or several at once.

use super::year::over;
use super::{Draft, World};
use crate::totals::act::{BodyMonth, Reporter};
use crate::totals::event::Event;
use crate::totals::refusal::Refusal;
use mandate::Context;
use std::collections::BTreeSet;
use terms::{FinancialMonth, FinancialYear, OdsCode};

/// The months of a body's years.
type Months = BTreeSet<(OdsCode, FinancialYear, FinancialMonth)>;

/// The months of a year are reported in order, each when it is over; a month that was reported can be corrected.
pub(super) fn report_one(draft: &mut Draft<'_>, reported: &BodyMonth) -> Result<(), Refusal> {
    check(draft, reported, &Months::new())?;
    push(draft, reported);
    Ok(())
}

/// All of them or none; those that come together may be in any order.
pub(super) fn report(draft: &mut Draft<'_>, by: Reporter, months: &[BodyMonth]) -> Result<(), Refusal> {
    if months.is_empty() {
        return Err(Refusal::Missing { what: "at least one month" });
    }
    if let Some((index, why)) = faults(draft, by, months).into_iter().next()
        && let Some(BodyMonth { body, year, month, .. }) = months.get(index)
    {
        return Err(Refusal::Month { body: *body, year: *year, month: *month, why: Box::new(why) });
    }
    let mut ordered: Vec<&BodyMonth> = months.iter().collect();
    ordered.sort_by_key(|held| key(held));
    for reported in ordered {
        push(draft, reported);
    }
    Ok(())
}

/// What is wrong with months that are to be reported together, by their place in the list: every one of them, so that whoever sent a
/// file can put all of it right at once.
pub fn month_faults(world: &World<'_>, context: &Context, by: Reporter, months: &[BodyMonth]) -> Vec<(usize, Refusal)> {
    faults(&Draft::new(*world, context), by, months)
}

fn faults(draft: &Draft<'_>, by: Reporter, months: &[BodyMonth]) -> Vec<(usize, Refusal)> {
    let together: Months = months.iter().map(key).collect();
    let mut seen = Months::new();
    let mut faults = Vec::new();
    for (index, reported) in months.iter().enumerate() {
        let (body, year, month) = key(reported);
        let found = if seen.insert((body, year, month)) {
            reporter(draft, by, reported).and_then(|()| check(draft, reported, &together))
        } else {
            Err(Refusal::MonthTwice { body, year, month })
        };
        faults.extend(found.err().map(|why| (index, why)));
    }
    faults
}

fn key(reported: &BodyMonth) -> (OdsCode, FinancialYear, FinancialMonth) {
    (reported.body, reported.year, reported.month)
}

/// A body's months are its own; those that come for a system are of its members.
fn reporter(draft: &Draft<'_>, by: Reporter, reported: &BodyMonth) -> Result<(), Refusal> {
    let found = reported.body;
    match by {
        Reporter::Body(body) if body == found => Ok(()),
        Reporter::Body(body) => Err(Refusal::OtherBody { body, found }),
        Reporter::System(system) => {
            let on = reported.month.first_day(reported.year);
            let is_member = draft.room.members(system, on).contains_key(&found);
            if is_member { Ok(()) } else { Err(Refusal::NotInSystem { body: found, system, on }) }
        }
    }
}

fn check(draft: &Draft<'_>, reported: &BodyMonth, together: &Months) -> Result<(), Refusal> {
    let (body, year, month) = key(reported);
    draft.living(body, month.first_day(year))?;
    if draft.room.plan(body, year).is_none() {
        return Err(Refusal::NoPlan { body, year });
    }
    over(draft, year, month)?;
    let is_missing = |earlier: &FinancialMonth| {
        draft.room.report(body, year, *earlier).is_none() && !together.contains(&(body, year, *earlier))
    };
    let mut before = FinancialMonth::all().take_while(|earlier| *earlier < month);
    before.find(is_missing).map_or(Ok(()), |missing| Err(Refusal::MonthBefore { body, year, missing }))
}

fn push(draft: &mut Draft<'_>, reported: &BodyMonth) {
    let BodyMonth { body, year, month, report } = *reported;
    draft.push(|by, on| Event::MonthReported { body, year, month, report, by, on });
}
