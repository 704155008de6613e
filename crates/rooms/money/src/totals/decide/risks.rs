//! What may still happen to a year, and what a person says to a proposal to intervene.

use super::{Draft, given};
use crate::Level;
use crate::risk::RISKS_MAX;
use crate::totals::act::NewRisk;
use crate::totals::event::{Event, ListedRisk};
use crate::totals::record::{InterventionProposal, ProposalAnswer};
use crate::totals::refusal::Refusal;
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode};

pub(super) fn list(
    draft: &mut Draft<'_>,
    body: OdsCode,
    year: FinancialYear,
    risks: &[NewRisk],
) -> Result<(), Refusal> {
    draft.living(body, year.first_day())?;
    if risks.len() > RISKS_MAX {
        return Err(Refusal::TooManyRisks { found: risks.len() });
    }
    let mut names = BTreeSet::new();
    for risk in risks {
        let name = given("the name of every risk", &risk.name)?;
        if !names.insert(name) {
            return Err(Refusal::RiskTwice { name: name.to_owned() });
        }
    }
    let mut listed = Vec::new();
    for risk in risks {
        listed.push(ListedRisk { name: draft.text("the name of every risk", &risk.name)?, item: risk.item });
    }
    draft.push(|by, on| Event::RisksListed { body, year, risks: listed, by, on });
    Ok(())
}

/// Only what a forecast proposes is confirmed or declined, once, by a person with a reason. Source: rule R31.
pub(super) fn answer(
    draft: &mut Draft<'_>,
    proposal: InterventionProposal,
    answer: ProposalAnswer,
    reason: &str,
) -> Result<(), Refusal> {
    let InterventionProposal { body, year, month, .. } = proposal;
    if draft.room.forecast_of(proposal)?.level != Level::Propose {
        return Err(Refusal::NotProposed { body, year, month });
    }
    if let Some(held) = draft.room.answer(proposal) {
        return Err(Refusal::AlreadyAnswered { answered_on: held.stamp.on });
    }
    let reason = draft.text("the reason", reason)?;
    draft.push(|by, on| Event::ProposalAnswered { proposal, answer, reason, by, on });
    Ok(())
}
