//! What is true of control totals and all that is held against them, as known after each entry.

use super::id::{
    AmendmentId, CostedPostId, DeflatorSeries, InventoryId, NoticeId, RiskShareId, SupportId, SustainabilityFundId,
};
use super::record::{
    Allowance, AmendmentRecord, ContractReport, DatedThresholds, InterventionProposal, InventoryRecord, MonthReport,
    Notice, Objective, Plan, PostRecord, ProposalRecord, RiskRecord, ShareRecord, SupportRecord, SustainabilityFund,
};
use super::view::Totals;
use crate::{ExactNumber, Membership, Regime, RegimeCode};
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub(super) sequence: Sequence,
    pub(super) regimes: Versioned<RegimeCode, Regime>,
    pub(super) thresholds: Versioned<Date, DatedThresholds>,
    pub(super) deflators: Versioned<(DeflatorSeries, FinancialYear), ExactNumber>,
    /// By body: every system it was ever in.
    pub(super) memberships: Versioned<OdsCode, Vec<Membership>>,
    pub(super) notices: Versioned<NoticeId, Notice>,
    pub(super) amendments: Versioned<AmendmentId, AmendmentRecord>,
    pub(super) objectives: Versioned<(OdsCode, FinancialYear), Objective>,
    pub(super) plans: Versioned<(OdsCode, FinancialYear), Plan>,
    pub(super) reports: Versioned<(OdsCode, FinancialYear, FinancialMonth), MonthReport>,
    pub(super) risks: Versioned<(OdsCode, FinancialYear), Vec<RiskRecord>>,
    pub(super) answers: Versioned<InterventionProposal, ProposalRecord>,
    pub(super) contracts: Versioned<ContractReport, Pence>,
    pub(super) allowances: Versioned<(OdsCode, FinancialYear), Allowance>,
    pub(super) shares: Versioned<RiskShareId, ShareRecord>,
    pub(super) supports: Versioned<SupportId, SupportRecord>,
    pub(super) funds: Versioned<SustainabilityFundId, SustainabilityFund>,
    pub(super) posts: Versioned<CostedPostId, PostRecord>,
    pub(super) items: Versioned<InventoryId, InventoryRecord>,
}

impl State {
    /// An empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Totals<'_> {
        Totals::new(self, known)
    }

    /// The room as known now.
    pub fn now(&self) -> Totals<'_> {
        self.known(self.sequence)
    }
}
