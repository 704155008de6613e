//! Taking recorded events into the state.

mod costs;
mod figures;
mod funds;
mod shares;

use super::event::Event;
use super::record::Stamp;
use super::state::State;
use crate::Contract;
use crate::totals::record::{ContractReport, ProposalRecord, RiskRecord};
use jiff::Timestamp;
use mandate::{Actor, Erasable};
use terms::{Date, ReplayError, Sequence, Text, take_entry};

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry; `None` for one that was erased. On an error the state is as it
/// was.
///
/// # Errors
/// [`ReplayError`] when the entry is out of order or about something unknown.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    take_entry(state, |next| follow(next, sequence, recorded_at, events, payload))
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    if sequence <= state.sequence {
        return Err(ReplayError::Order { last: state.sequence, found: sequence });
    }
    state.sequence = sequence;
    let mut taking = Taking { state, entry: sequence, at: recorded_at, payload };
    events.iter().try_for_each(|event| taking.take(event))
}

struct Taking<'a> {
    state: &'a mut State,
    entry: Sequence,
    at: Timestamp,
    payload: &'a dyn Fn(Erasable) -> Option<Vec<u8>>,
}

impl Taking<'_> {
    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn stamp(&self, by: &Actor, on: Date) -> Stamp {
        Stamp { entry: self.entry, at: self.at, by: by.clone(), on }
    }

    fn missing(&self, what: &'static str, id: &impl ToString) -> ReplayError {
        ReplayError::Missing { entry: self.entry, what, id: id.to_string() }
    }

    /// Takes in one event. What is one figure is put in here; what grows out of an earlier event has a method of its own.
    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        let entry = self.entry;
        match event {
            Event::RegimeEnacted { regime, .. } => {
                self.state.regimes.insert(entry, regime.code.clone(), regime.clone());
            }
            Event::ThresholdsSet { set, .. } => self.state.thresholds.insert(entry, set.from, set.clone()),
            Event::DeflatorsPublished { series, indices, .. } => self.publish_deflators(series, indices),
            Event::SystemJoined { membership, .. } => self.join(membership),
            Event::SystemLeft { body, system, last, .. } => self.leave(*body, *system, *last)?,
            Event::TotalsNotified { notice, by, on } => self.notify(notice, by, *on),
            Event::TotalsAmended { id, system, amendment, reason, by, on } => {
                self.amend(id, *system, amendment, *reason, by, *on);
            }
            Event::ObjectiveSet { system, year, objective, .. } => {
                self.state.objectives.insert(entry, (*system, *year), *objective);
            }
            Event::PlanSet { body, year, plan, .. } => self.state.plans.insert(entry, (*body, *year), *plan),
            Event::MonthReported { body, year, month, report, .. } => {
                self.state.reports.insert(entry, (*body, *year, *month), *report);
            }
            Event::RisksListed { body, year, risks, .. } => {
                let named = risks.iter().map(|risk| RiskRecord { name: self.text(risk.name), item: risk.item });
                let named = named.collect();
                self.state.risks.insert(entry, (*body, *year), named);
            }
            Event::ProposalAnswered { proposal, answer, reason, by, on } => {
                let record = ProposalRecord { answer: *answer, reason: self.text(*reason), stamp: self.stamp(by, *on) };
                self.state.answers.insert(entry, *proposal, record);
            }
            Event::ContractReported { commissioner, provider, side, year, month, amount, .. } => {
                let contract = Contract { commissioner: *commissioner, provider: *provider };
                let report = ContractReport { contract, side: *side, year: *year, month: *month };
                self.state.contracts.insert(entry, report, *amount);
            }
            Event::AllowanceSet { body, year, allowance, .. } => {
                self.state.allowances.insert(entry, (*body, *year), allowance.clone());
            }
            Event::ShareAgreed { share, by, on } => self.agree_share(share, by, *on),
            Event::ShareSigned { id, side, signed_on, .. } => self.sign_share(id, *side, *signed_on)?,
            Event::ShareRevoked { id, revocation, reason, .. } => self.revoke_share(id, *revocation, *reason)?,
            Event::ConditionMet { id, number, met_on, .. } => self.meet_condition(id, *number, *met_on)?,
            Event::SupportOffered { support, by, on } => self.offer_support(support, by, *on),
            Event::SupportDecided { id, quarter, decision, reason, by, on } => {
                self.decide_support(id, *quarter, *decision, *reason, self.stamp(by, *on))?;
            }
            Event::FundOffered { fund, by, on } => self.offer_fund(fund, by, *on),
            Event::AccessRecorded { id, element, quarter, met, .. } => {
                self.record_access(id, element, *quarter, *met)?;
            }
            Event::PostEntered { post, by, on } => self.enter_post(post, by, *on),
            Event::ChangePlanned { id, change, .. } => self.plan_change(id, *change)?,
            Event::ChangeCompleted { id, completed_on, .. } => self.complete_change(id, *completed_on)?,
            Event::ItemEntered { id, entry, by, on } => self.enter_item(id, entry, by, *on)?,
            Event::ItemWithdrawn { id, by, on } => self.withdraw_item(id, by, *on)?,
        }
        Ok(())
    }
}
