//! A year as it goes: notices, amendments, plans and what is reported month by month.

use super::{Draft, free, given};
use crate::totals::act::NewNotice;
use crate::totals::event::Event;
use crate::totals::id::AmendmentId;
use crate::totals::record::{ContractReport, Notice, Objective, Plan};
use crate::totals::refusal::Refusal;
use crate::{Amendment, AmendmentRefusal};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence};

pub(super) fn notify(draft: &mut Draft<'_>, notice: &NewNotice) -> Result<(), Refusal> {
    free("a notice", &notice.id, draft.room.notice(&notice.id).is_some())?;
    let first = notice.month.first_day(notice.year);
    draft.living(notice.system, first)?;
    given("the source of the notice", &notice.source)?;
    draft.past(notice.issued_on)?;
    if notice.totals.is_empty() {
        return Err(Refusal::Missing { what: "the control total of at least one member" });
    }
    notice.totals.keys().try_for_each(|body| draft.living(*body, first))?;
    let members = draft.room.members(notice.system, first);
    if let Some(body) = notice.totals.keys().find(|body| !members.contains_key(body)) {
        return Err(Refusal::NotInSystem { body: *body, system: notice.system, on: first });
    }
    draft.push(|by, on| Event::TotalsNotified { notice: notice.clone(), by, on });
    Ok(())
}

pub(super) fn amend(
    draft: &mut Draft<'_>,
    id: &AmendmentId,
    system: OdsCode,
    amendment: &Amendment,
    reason: &str,
) -> Result<(), Refusal> {
    let Amendment { year, month, .. } = *amendment;
    free("an amendment", id, draft.room.amendment(id).is_some())?;
    let regime = draft.room.regime(year, month).ok_or(AmendmentRefusal::NoRegime { year, month })?;
    let mut totals = draft.room.control_totals(system, year, month)?;
    // A body that left keeps the total it had, and moves it no more.
    let members = draft.room.members(system, month.first_day(year));
    totals.0.retain(|body, _| members.contains_key(body));
    crate::amend_totals(regime, &totals, amendment)?;
    if amendment.deltas.iter().all(|(_, delta)| *delta == Pence::NOUGHT) {
        return Err(Refusal::NothingMoved);
    }
    before_no_notice(draft, system, amendment)?;
    let reason = draft.text("the reason", reason)?;
    draft.push(|by, on| Event::TotalsAmended { id: id.clone(), system, amendment: amendment.clone(), reason, by, on });
    Ok(())
}

/// A notice says what a body must come to whatever was moved before. What is moved in an earlier month once it is on record would
/// be lost on one side and kept on the other, and so change the system's total.
fn before_no_notice(draft: &Draft<'_>, system: OdsCode, amendment: &Amendment) -> Result<(), Refusal> {
    let moved = amendment.deltas.iter().filter(|(_, delta)| *delta != Pence::NOUGHT).map(|(body, _)| *body);
    for body in moved {
        let is_later = |held: &&Notice| {
            (held.system, held.year) == (system, amendment.year)
                && held.month > amendment.month
                && held.totals.contains_key(&body)
        };
        if let Some(notice) = draft.room.notices().find(is_later) {
            return Err(Refusal::NoticeSince { notice: notice.id.clone(), body, month: notice.month });
        }
    }
    Ok(())
}

pub(super) fn set_objective(
    draft: &mut Draft<'_>,
    system: OdsCode,
    year: FinancialYear,
    objective: Objective,
) -> Result<(), Refusal> {
    draft.living(system, year.first_day())?;
    draft.push(|by, on| Event::ObjectiveSet { system, year, objective, by, on });
    Ok(())
}

pub(super) fn set_plan(draft: &mut Draft<'_>, body: OdsCode, year: FinancialYear, plan: &Plan) -> Result<(), Refusal> {
    draft.living(body, year.first_day())?;
    if plan.resource < Pence::NOUGHT {
        return Err(Refusal::BelowNought { what: "the year’s resource", amount: plan.resource });
    }
    Pence::total(plan.months)?;
    draft.push(|by, on| Event::PlanSet { body, year, plan: *plan, by, on });
    Ok(())
}

pub(super) fn report_contract(draft: &mut Draft<'_>, report: ContractReport, amount: Pence) -> Result<(), Refusal> {
    let ContractReport { contract, side, year, month } = report;
    draft.living(contract.commissioner, month.first_day(year))?;
    draft.living(contract.provider, month.first_day(year))?;
    if contract.commissioner == contract.provider {
        return Err(Refusal::OwnContract { body: contract.commissioner });
    }
    over(draft, year, month)?;
    let (commissioner, provider) = (contract.commissioner, contract.provider);
    draft.push(|by, on| Event::ContractReported { commissioner, provider, side, year, month, amount, by, on });
    Ok(())
}

pub(super) fn over(draft: &Draft<'_>, year: FinancialYear, month: FinancialMonth) -> Result<(), Refusal> {
    let ends = month.last_day(year);
    if ends < draft.today { Ok(()) } else { Err(Refusal::MonthNotOver { year, month, ends }) }
}
