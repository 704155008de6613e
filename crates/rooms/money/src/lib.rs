//! Who has how much for what, on whose decision, and will it do?
//!
//! *Question:* how much money does each body have, for which purpose and year, on which decision, under which mandate and by which
//! line of a plan did it move; what must each body and its system come to, will they, and what do savings, risk shares and a merger
//! do to each?
//!
//! *Answer:* accounts, and transfers between them that are judged before they are recorded; published allocations, worked out
//! again from what they print; control totals under the regime of the month, moved only by those who sign and never in sum; funds
//! and support paid by quarter; four run rates and the exact distribution of risks beside the reported forecast; running costs post
//! by post; what each predecessor's people inherit; budgets restated; work done twice.
//!
//! *Invariant:* money is whole pence; in every ledger (a fund in a year) the debits add to the credits, posted and pending, no
//! limited account is ever below nought, and a transfer that is refused leaves no trace; whatever is shared, moved or restated adds
//! back exactly, and a sum that does not fit is refused.
//!
//! The sections and rules named as sources are those of the specification of plan and money, which says where each was read.

// The ledger.
mod account;
mod act;
mod act_kind;
mod allocation;
mod apply;
mod balance;
mod batch;
mod chain;
mod code;
mod decide;
mod event;
mod fault;
mod fund;
mod id;
mod judge;
mod ledger;
mod milestone;
mod references;
mod refusal;
mod source;
mod state;
mod submission;
mod transfer;
mod transformation;
mod view;
mod waterfall;

// Totals, forecasts, savings and mergers.
mod basis_points;
mod exact_number;
mod standing;
mod table;

mod regime;

mod business_rule;
mod consolidation;
mod control_total;
mod deficit_support;
mod duty_test;
mod membership;
mod reconciliation;
mod sustainability;

mod forecast;
mod risk;
mod risk_share;
mod trigger;

mod duplication;
mod inheritance;
mod post;
mod restatement;
mod running_cost;

pub mod totals;

pub use account::{Account, AccountKind, LedgerKey, Limit};
pub use act::{Act, Strictness};
pub use act_kind::ActKind;
pub use allocation::{
    AllocationFinding, AllocationTable, Place, PrintedFigures, PublishedAllocation, WaterfallFigure, Working,
};
pub use apply::{apply, follow};
pub use balance::Balance;
pub use batch::{Batch, judge};
pub use chain::{BrokenChain, Chain};
pub use code::{Need, Needs, TransferCode};
pub use decide::{World, decide};
pub use event::Event;
pub use fault::{Fault, Ground};
pub use fund::Fund;
pub use id::{AccountId, DecisionReference, FundCode, IdError, LineReference, MandateReference, TransferId, VintageId};
pub use judge::Judgement;
pub use ledger::{Ledger, LedgerError};
pub use milestone::{Milestone, Stamp};
pub use references::{Decision, Mandate, PlanLine, References};
pub use refusal::{Refusal, RefusedTransfer};
pub use source::Sources;
pub use state::State;
pub use submission::{AmountCell, Cell, Field, Link, Submission};
pub use transfer::{Basis, Movement, Resolution, Step, Transfer, TransferKind, TransferRecord};
pub use transformation::{Cascade, CascadeError, NetworkHeads, cascade};
pub use view::Money;
pub use waterfall::{Allocation, Line, Waterfall, WaterfallError};

pub use basis_points::{BasisPoints, NoShare};
pub use business_rule::{
    BusinessRules, PlannedReserves, RuleMargins, business_rules_at_first, business_rules_on, parse_business_rules,
    underlying_position,
};
pub use consolidation::{Consolidation, Contract, Sides, Turnover, consolidate};
pub use control_total::{AgainstTotal, Amendment, AmendmentRefusal, ControlTotals, amend_totals};
pub use deficit_support::{Support, SupportDecision, SupportPosition};
pub use duplication::{
    Duplicate, Effort, InventoryEntry, InventoryFault, InventoryRow, ItemKey, WorkCategory, duplicates, suggestions,
};
pub use duty_test::{AgainstAllowance, DutyFigures, DutyTest, FinancialDuty, test_duties};
pub use exact_number::{ExactNumber, NotExactNumber};
pub use forecast::{ByMonth, RunRateError, RunRates, YearToDate};
pub use inheritance::{
    Inheritance, InheritanceBasis, InheritanceError, Inherited, Predecessor, Treatment, inherit, ring_fence,
};
pub use membership::{MemberSide, Membership, system_shares};
pub use post::{
    ChangeDates, CostedPost, Destination, PostChange, PostClass, PostLife, PostSaving, PostView, post_saving,
};
pub use reconciliation::{Discrepancy, StatedFigure, reconcile};
pub use regime::{
    AccessElement, BreakEven, FundScheme, Moves, QuarterWeights, Regime, RegimeCode, parse_regimes, regime_of,
    regime_table_head, regimes_at_first,
};
pub use restatement::{Grouping, PracticeMove, RestatedStatement, Unrestated};
pub use risk::{NotPercent, Percent, RiskError, RiskItem, RiskRange, risk_range};
pub use risk_share::{
    Revocation, RevocationExtent, RiskShare, RiskShareRefusal, ShareCondition, ShareEffect, ShareSide, ShareState,
};
pub use running_cost::{
    CostSaving, Deflators, HeadBasis, HeadRate, SavingError, allowance, head_rates_at_first, parse_head_rates,
};
pub use standing::Standing;
pub use sustainability::{
    ByQuarter, FundCell, FundElement, FundError, FundPayment, Met, QuarterTests, fund_cells, pay_fund,
};
pub use table::TableError;
pub use trigger::{
    Alarm, Level, MonthBefore, ReportedForecast, Threshold, Thresholds, Trigger, parse_thresholds, thresholds_at_first,
};
