//! Deficit support and sustainability funds.

use super::{Draft, free, given, unknown};
use crate::totals::act::{NewSupport, NewSustainabilityFund};
use crate::totals::event::{Event, OfferedSustainabilityFund};
use crate::totals::id::{SupportId, SustainabilityFundId};
use crate::totals::refusal::Refusal;
use crate::{AccessElement, FundScheme, Met, SupportDecision};
use terms::{FinancialMonth, Pence, Quarter};

pub(super) fn offer_support(draft: &mut Draft<'_>, new: &NewSupport) -> Result<(), Refusal> {
    free("a deficit support", &new.id, draft.room.support(&new.id).is_some())?;
    draft.living(new.system, new.year.first_day())?;
    given("the source of the support", &new.source)?;
    positive("the support", new.amount)?;
    if new.tolerance < Pence::NOUGHT {
        return Err(Refusal::NegativeTolerance { tolerance: new.tolerance });
    }
    if let Some(held) = draft.room.supports().find(|held| held.system == new.system && held.year == new.year) {
        return Err(Refusal::AlreadyOffered { system: new.system, year: new.year, with: held.id.clone() });
    }
    draft.push(|by, on| Event::SupportOffered { support: new.clone(), by, on });
    Ok(())
}

/// A quarter that was withheld can be paid later; what was paid stays paid.
pub(super) fn decide_support(
    draft: &mut Draft<'_>,
    id: &SupportId,
    quarter: Quarter,
    decision: SupportDecision,
    reason: &str,
) -> Result<(), Refusal> {
    let held = draft.room.support(id).ok_or_else(|| unknown("deficit support", id))?;
    if held.decisions.get(&quarter).is_some_and(|record| record.decision == SupportDecision::Pay) {
        return Err(Refusal::AlreadyPaid { id: id.clone(), quarter });
    }
    let reason = draft.text("the reason", reason)?;
    draft.push(|by, on| Event::SupportDecided { id: id.clone(), quarter, decision, reason, by, on });
    Ok(())
}

pub(super) fn offer_fund(draft: &mut Draft<'_>, new: &NewSustainabilityFund) -> Result<(), Refusal> {
    let NewSustainabilityFund { body, system, year, amount, .. } = *new;
    free("a fund", &new.id, draft.room.fund(&new.id).is_some())?;
    let first = year.first_day();
    draft.living(body, first)?;
    draft.living(system, first)?;
    positive("the fund", amount)?;
    if !draft.room.members(system, first).contains_key(&body) {
        return Err(Refusal::NotInSystem { body, system, on: first });
    }
    let scheme = scheme(draft, new)?;
    let fund = OfferedSustainabilityFund { id: new.id.clone(), body, system, year, amount, scheme };
    draft.push(|by, on| Event::FundOffered { fund, by, on });
    Ok(())
}

/// How the regime of the year's first month divides a fund.
fn scheme(draft: &Draft<'_>, new: &NewSustainabilityFund) -> Result<FundScheme, Refusal> {
    let month = FinancialMonth::FIRST;
    let regime = draft.room.regime(new.year, month);
    regime.and_then(|regime| regime.fund.clone()).ok_or(Refusal::NoScheme { year: new.year, month })
}

pub(super) fn record_access(
    draft: &mut Draft<'_>,
    id: &SustainabilityFundId,
    element: &AccessElement,
    quarter: Quarter,
    met: Met,
) -> Result<(), Refusal> {
    let held = draft.room.fund(id).ok_or_else(|| unknown("fund", id))?;
    if !held.scheme.access.iter().any(|(named, _)| named == element) {
        return Err(Refusal::NoElement { element: element.clone() });
    }
    draft.push(|by, on| Event::AccessRecorded { id: id.clone(), element: element.clone(), quarter, met, by, on });
    Ok(())
}

fn positive(what: &'static str, amount: Pence) -> Result<(), Refusal> {
    if amount > Pence::NOUGHT { Ok(()) } else { Err(Refusal::NotPositive { what, amount }) }
}
