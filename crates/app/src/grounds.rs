//! What the ledger's transfers rest on, as the rooms that recorded it know it now.

use crate::rooms::House;
use executive::{Effect, Proposal};
use mandate::{InstrumentId, MandateId};
use money::{Decision, DecisionReference, LineReference, Mandate, MandateReference, PlanLine, References};
use terms::{Date, OdsCode, Period};

/// A decision is a body's on a proposal, written `PROPOSAL/BODY`, or an instrument such as a notice of allotment; a mandate is written as
/// it is on record; a line of a plan as its body named it, `PLAN:LINE`.
impl References for House {
    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        self.decision_of_body(decision.as_str()).or_else(|| self.instrument(decision.as_str()))
    }

    fn is_decision_for(&self, decision: &DecisionReference, payer: OdsCode, on: Date) -> bool {
        match self.own_decision(decision.as_str()) {
            Some((proposal, decision)) => {
                self.stands_for(payer, decision.body, on) && proposal.effect(decision, on) == Effect::InForce
            }
            None => self.instrument(decision.as_str()).is_some(),
        }
    }

    fn is_mandate_of(&self, mandate: &MandateReference, payer: OdsCode, on: Date) -> bool {
        let held = mandate.as_str().parse::<MandateId>().ok().and_then(|id| self.mandate.now().mandate(&id));
        held.is_some_and(|held| held.commissioners.iter().any(|body| self.stands_for(payer, *body, on)))
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        let room = self.mandate.now();
        let held = room.mandate(&mandate.as_str().parse::<MandateId>().ok()?)?;
        let (valid_from, valid_to) = certain_days(&held.period)?;
        // Whoever holds it jointly with others is on the page of the mandate.
        Some(Mandate { holder: held.commissioners.first().copied()?, valid_from, valid_to })
    }

    fn plan_line(&self, line: &LineReference, on: Date) -> Option<PlanLine> {
        let reference: plan::LineReference = line.as_str().parse().ok()?;
        let room = self.plan.now();
        let merged = room.plan_line_on(&reference, on)?;
        let plan = room.plan_of(&reference.source)?;
        let version = plan.version_on(on)?.number;
        let body = merged.key.body().unwrap_or(plan.system);
        Some(PlanLine { body, year: merged.key.year(), plan: plan.id.to_string(), version })
    }
}

impl House {
    /// A body's decision on a proposal, with the proposal.
    fn own_decision(&self, reference: &str) -> Option<(&Proposal, &executive::Decision)> {
        let (proposal, body) = reference.rsplit_once('/')?;
        let proposal = self.executive.now().proposal(&proposal.parse().ok()?)?;
        let body = body.parse::<OdsCode>().ok()?;
        Some((proposal, proposal.decisions().find(|decision| decision.body == body)?))
    }

    /// What a body decided on a proposal, with the chains of its authority in words.
    fn decision_of_body(&self, reference: &str) -> Option<Decision> {
        let (_, decision) = self.own_decision(reference)?;
        let links = decision.chains.iter().flat_map(|chain| &chain.links);
        let titles: Vec<&str> = links.map(|link| link.title.as_str()).filter(|title| !title.is_empty()).collect();
        Some(Decision { decided_on: decision.on, authority: titles.join(", ") })
    }

    /// Whether a body is another, or has taken its place by a day.
    fn stands_for(&self, body: OdsCode, of: OdsCode, on: Date) -> bool {
        body == of || self.mandate.now().predecessors(body, on).contains(&of)
    }

    /// An instrument: a notice, an order, a direction. It speaks from the first day on which it is surely in force.
    fn instrument(&self, reference: &str) -> Option<Decision> {
        let room = self.mandate.now();
        let instrument = room.instrument(&reference.parse::<InstrumentId>().ok()?)?;
        let (decided_on, _) = certain_days(&instrument.period)?;
        Some(Decision { decided_on, authority: instrument.title.clone() })
    }
}

/// The first and the last day of a period on which it surely holds: money moves on nothing less. `None` where there is no such day.
fn certain_days(period: &Period) -> Option<(Date, Option<Date>)> {
    let first = period.from().map_or(Date::MIN, terms::FuzzyDate::latest);
    let last = match period.to() {
        Some(end) => Some(end.earliest().yesterday().ok()?),
        None => None,
    };
    last.is_none_or(|last| first <= last).then_some((first, last))
}
