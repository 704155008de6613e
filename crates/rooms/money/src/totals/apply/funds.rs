//! Deficit support and sustainability funds, taken in.

use super::Taking;
use crate::totals::act::NewSupport;
use crate::totals::event::OfferedSustainabilityFund;
use crate::totals::id::{SupportId, SustainabilityFundId};
use crate::totals::record::{Stamp, SupportDecisionRecord, SupportRecord, SustainabilityFund};
use crate::{AccessElement, Met, SupportDecision};
use mandate::{Actor, Erasable};
use std::collections::BTreeMap;
use terms::{Date, Quarter, ReplayError};

impl Taking<'_> {
    pub(super) fn offer_support(&mut self, support: &NewSupport, by: &Actor, on: Date) {
        let value = SupportRecord {
            id: support.id.clone(),
            system: support.system,
            year: support.year,
            amount: support.amount,
            tolerance: support.tolerance,
            source: support.source.clone(),
            decisions: BTreeMap::new(),
            stamp: self.stamp(by, on),
        };
        self.state.supports.insert(self.entry, support.id.clone(), value);
    }

    pub(super) fn decide_support(
        &mut self,
        id: &SupportId,
        quarter: Quarter,
        decision: SupportDecision,
        reason: Erasable,
        stamp: Stamp,
    ) -> Result<(), ReplayError> {
        let record = SupportDecisionRecord { decision, reason: self.text(reason), stamp };
        let missing = self.missing("deficit support", id);
        self.state.supports.change(self.entry, id).ok_or(missing)?.decisions.insert(quarter, record);
        Ok(())
    }

    pub(super) fn offer_fund(&mut self, fund: &OfferedSustainabilityFund, by: &Actor, on: Date) {
        let value = SustainabilityFund {
            id: fund.id.clone(),
            body: fund.body,
            system: fund.system,
            year: fund.year,
            amount: fund.amount,
            scheme: fund.scheme.clone(),
            access: BTreeMap::new(),
            stamp: self.stamp(by, on),
        };
        self.state.funds.insert(self.entry, fund.id.clone(), value);
    }

    pub(super) fn record_access(
        &mut self,
        id: &SustainabilityFundId,
        element: &AccessElement,
        quarter: Quarter,
        met: Met,
    ) -> Result<(), ReplayError> {
        let missing = self.missing("fund", id);
        let held = self.state.funds.change(self.entry, id).ok_or(missing)?;
        held.access.insert((element.clone(), quarter), met);
        Ok(())
    }
}
