//! What is known: the records as they stand after an entry, and what follows from them.

mod costs;
mod forecast;
mod gap;
mod lists;
mod statements;
mod year;

pub use costs::PostLine;
pub use forecast::{BodyForecast, SystemForecast};
pub use gap::Unanswered;
pub use statements::FundAnswer;

use super::id::{
    AmendmentId, CostedPostId, DeflatorSeries, InventoryId, NoticeId, RiskShareId, SupportId, SustainabilityFundId,
};
use super::record::{
    Allowance, AmendmentRecord, ContractReport, InterventionProposal, InventoryRecord, MonthReport, Notice, Objective,
    Plan, PostRecord, ProposalRecord, RiskRecord, ShareRecord, SupportRecord, SustainabilityFund,
};
use super::state::State;
use crate::{ExactNumber, Membership, Regime};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence, Sequence};

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct Totals<'a> {
    state: &'a State,
    known: Sequence,
}

impl<'a> Totals<'a> {
    pub(super) fn new(state: &'a State, known: Sequence) -> Self {
        Self { state, known }
    }

    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// The regimes this installation recorded, in order of code.
    pub fn regimes(&self) -> impl Iterator<Item = &'a Regime> + use<'a> {
        self.state.regimes.iter(self.known).map(|(_, regime)| regime)
    }

    /// A national notice.
    pub fn notice(&self, id: &NoticeId) -> Option<&'a Notice> {
        self.state.notices.get(id, self.known)
    }

    /// Every national notice, in order of identity.
    pub fn notices(&self) -> impl Iterator<Item = &'a Notice> + use<'a> {
        self.state.notices.iter(self.known).map(|(_, notice)| notice)
    }

    /// A move of control total.
    pub fn amendment(&self, id: &AmendmentId) -> Option<&'a AmendmentRecord> {
        self.state.amendments.get(id, self.known)
    }

    /// Every move of control total, in order of identity.
    pub fn amendments(&self) -> impl Iterator<Item = &'a AmendmentRecord> + use<'a> {
        self.state.amendments.iter(self.known).map(|(_, amendment)| amendment)
    }

    /// The systems a body was ever in, in the order recorded.
    pub fn memberships(&self, body: OdsCode) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.state.memberships.get(&body, self.known).into_iter().flatten()
    }

    /// A body's plan for a year.
    pub fn plan(&self, body: OdsCode, year: FinancialYear) -> Option<&'a Plan> {
        self.state.plans.get(&(body, year), self.known)
    }

    /// What a body reported of a month.
    pub fn report(&self, body: OdsCode, year: FinancialYear, month: FinancialMonth) -> Option<&'a MonthReport> {
        self.state.reports.get(&(body, year, month), self.known)
    }

    /// What may still happen to a body's year, as it was listed last.
    pub fn risks(&self, body: OdsCode, year: FinancialYear) -> &'a [RiskRecord] {
        self.state.risks.get(&(body, year), self.known).map_or(&[], Vec::as_slice)
    }

    /// What was said to a proposal to intervene.
    pub fn answer(&self, proposal: InterventionProposal) -> Option<&'a ProposalRecord> {
        self.state.answers.get(&proposal, self.known)
    }

    /// What a system must come to in a year; nought where nothing is recorded.
    pub fn objective(&self, system: OdsCode, year: FinancialYear) -> Objective {
        self.state.objectives.get(&(system, year), self.known).copied().unwrap_or_default()
    }

    /// What a body may spend on running itself in a year.
    pub fn allowance(&self, body: OdsCode, year: FinancialYear) -> Option<&'a Allowance> {
        self.state.allowances.get(&(body, year), self.known)
    }

    /// Each side's figures of contracts, in order of contract.
    pub fn contracts(&self) -> impl Iterator<Item = (&'a ContractReport, Pence)> + use<'a> {
        self.state.contracts.iter(self.known).map(|(report, amount)| (report, *amount))
    }

    /// The index of prices of a year in a series.
    pub fn deflator(&self, series: &DeflatorSeries, year: FinancialYear) -> Option<ExactNumber> {
        self.state.deflators.get(&(series.clone(), year), self.known).copied()
    }

    /// A risk share.
    pub fn share(&self, id: &RiskShareId) -> Option<&'a ShareRecord> {
        self.state.shares.get(id, self.known)
    }

    /// Every risk share, in order of identity.
    pub fn shares(&self) -> impl Iterator<Item = &'a ShareRecord> + use<'a> {
        self.state.shares.iter(self.known).map(|(_, share)| share)
    }

    /// A year's deficit support of a system.
    pub fn support(&self, id: &SupportId) -> Option<&'a SupportRecord> {
        self.state.supports.get(id, self.known)
    }

    /// Every deficit support, in order of identity.
    pub fn supports(&self) -> impl Iterator<Item = &'a SupportRecord> + use<'a> {
        self.state.supports.iter(self.known).map(|(_, support)| support)
    }

    /// A year's sustainability fund of a body.
    pub fn fund(&self, id: &SustainabilityFundId) -> Option<&'a SustainabilityFund> {
        self.state.funds.get(id, self.known)
    }

    /// Every sustainability fund, in order of identity.
    pub fn funds(&self) -> impl Iterator<Item = &'a SustainabilityFund> + use<'a> {
        self.state.funds.iter(self.known).map(|(_, fund)| fund)
    }

    /// A post with its cost.
    pub fn post(&self, id: &CostedPostId) -> Option<&'a PostRecord> {
        self.state.posts.get(id, self.known)
    }

    /// Every post, in order of identity.
    pub fn posts(&self) -> impl Iterator<Item = &'a PostRecord> + use<'a> {
        self.state.posts.iter(self.known).map(|(_, post)| post)
    }

    /// A row of an inventory, withdrawn or not.
    pub fn item(&self, id: &InventoryId) -> Option<&'a InventoryRecord> {
        self.state.items.get(id, self.known)
    }

    /// Every row that is not withdrawn, in order of identity.
    pub fn items(&self) -> impl Iterator<Item = &'a InventoryRecord> + use<'a> {
        self.state.items.iter(self.known).map(|(_, item)| item).filter(|item| item.withdrawn.is_none())
    }
}
