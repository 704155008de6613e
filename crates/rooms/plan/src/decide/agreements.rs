//! Agreements: recorded, varied, signed, and what a merger asks of them.

use super::{Draft, in_order};
use crate::agreement::{Agreement, AgreementTerms, Clauses};
use crate::event::Event;
use crate::id::AgreementId;
use crate::kind::{ContractStage, MergerDuty};
use crate::length::{Bound, hold_named};
use crate::refusal::Refusal;
use std::collections::BTreeMap;
use terms::{Date, FinancialYear, OdsCode, Pence};

pub(super) fn record(draft: &mut Draft<'_>, terms: &AgreementTerms, title: &str) -> Result<(), Refusal> {
    if draft.room.agreement(&terms.id).is_some() {
        return Err(Refusal::Taken { what: "an agreement", id: terms.id.to_string() });
    }
    in_order(terms.first, terms.last)?;
    hold_named("the agreement", "parties", terms.parties.len())?;
    years(terms.values.len())?;
    if let Clauses::Contract { activity, .. } = &terms.clauses {
        years(activity.len())?;
    }
    for party in &terms.parties {
        draft.known(*party)?;
    }
    let named = [Some(terms.coordinator), terms.clauses.counterparty()];
    if let Some(body) = named.into_iter().flatten().find(|body| !terms.parties.contains(body)) {
        return Err(Refusal::NotAParty { body });
    }
    if terms.parties.len() < 2 {
        return Err(Refusal::Missing { what: "a second party" });
    }
    let title = draft.text("the title of the agreement", title, Bound::Title)?;
    draft.push(Event::AgreementRecorded { terms: terms.clone(), title, by: draft.by.clone(), on: draft.today });
    Ok(())
}

/// Every party is there today, or whoever took its place has done what the agreement asks when a party merges.
fn parties(draft: &Draft<'_>, held: &Agreement) -> Result<(), Refusal> {
    held.terms.parties.iter().try_for_each(|party| {
        let met = held.mergers.get(party).map(|met| met.successor);
        draft.open(met.unwrap_or(*party))
    })
}

fn years(n_years: usize) -> Result<(), Refusal> {
    hold_named("the agreement", "years", n_years)
}

pub(super) fn vary(
    draft: &mut Draft<'_>,
    id: &AgreementId,
    values: &BTreeMap<FinancialYear, Pence>,
    last: Date,
    reason: &str,
) -> Result<(), Refusal> {
    let held = draft.agreement(id)?;
    in_order(held.terms.first, last)?;
    years(values.len())?;
    if held.terms.values == *values && held.terms.last == last {
        return Err(Refusal::NothingChanges);
    }
    // What ran on may end with whoever is there; nobody is bound for longer who is not.
    if last > held.terms.last {
        parties(draft, held)?;
    }
    let reason = draft.text("the reason", reason, Bound::Reason)?;
    let (agreement, values) = (id.clone(), values.clone());
    let (by, on) = (draft.by.clone(), draft.today);
    draft.push(Event::AgreementVaried { agreement, values, last, reason, by, on });
    Ok(())
}

pub(super) fn reach(draft: &mut Draft<'_>, id: &AgreementId, stage: ContractStage, day: Date) -> Result<(), Refusal> {
    let held = draft.agreement(id)?;
    if day > draft.today {
        return Err(Refusal::DayToCome { day });
    }
    if held.stage() == stage {
        return Err(Refusal::NothingChanges);
    }
    if matches!(stage, ContractStage::Agreed | ContractStage::Signed) {
        parties(draft, held)?;
    }
    if let Some(reached) = held.stages.last() {
        in_order(reached.day, day)?;
    }
    let (agreement, by, on) = (id.clone(), draft.by.clone(), draft.today);
    draft.push(Event::StageReached { agreement, stage, day, by, on });
    Ok(())
}

pub(super) fn meet(
    draft: &mut Draft<'_>,
    id: &AgreementId,
    predecessor: OdsCode,
    successor: OdsCode,
    evidence: &str,
) -> Result<(), Refusal> {
    let held = draft.agreement(id)?;
    if !held.terms.parties.contains(&predecessor) {
        return Err(Refusal::NotAParty { body: predecessor });
    }
    if held.terms.merger == MergerDuty::Nothing || held.mergers.contains_key(&predecessor) {
        return Err(Refusal::NothingAsked { body: predecessor });
    }
    draft.known(successor)?;
    let evidence = draft.text("what shows that it was done", evidence, Bound::Reason)?;
    let (agreement, by, on) = (id.clone(), draft.by.clone(), draft.today);
    draft.push(Event::MergerDutyMet { agreement, predecessor, successor, evidence, by, on });
    Ok(())
}
