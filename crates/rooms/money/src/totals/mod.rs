//! Control totals and all that is held against them, as a room: what is recorded, refused, and known on a day.
//!
//! *Question:* what had each body and system to come to in a month, what was reported, signed, decided and paid, and what did
//! anybody know of it then?
//!
//! *Answer:* acts by which notices, amendments, plans, monthly reports, risk shares, support, posts and inventories reach the
//! record; and [`Totals`], which answers for a body, a system, a year and a month as known after an entry.
//!
//! *Invariant:* a system's control total changes by a national notice alone; what was known after an entry never changes.

mod about;
mod act;
mod act_kind;
mod allows;
mod apply;
mod decide;
mod duty;
mod event;
mod id;
mod record;
mod refusal;
mod state;
mod view;

pub use about::Thing;
pub use act::{Act, BodyMonth, NewNotice, NewPost, NewRisk, NewShare, NewSupport, NewSustainabilityFund, Reporter};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use decide::{World, decide, month_faults, post_faults};
pub use event::{AgreedShare, ConditionWords, Event, ListedRisk, OfferedSustainabilityFund};
pub use id::{
    AmendmentId, CostedPostId, DeflatorSeries, InventoryId, NoticeId, RiskShareId, SupportId, SustainabilityFundId,
};
pub use record::{
    Allowance, AmendmentRecord, ContractReport, DatedThresholds, InterventionProposal, InventoryRecord, MonthReport,
    Notice, Objective, Plan, PostRecord, ProposalAnswer, ProposalRecord, RiskRecord, ShareRecord, Stamp,
    SupportDecisionRecord, SupportRecord, SustainabilityFund,
};
pub use refusal::Refusal;
pub use state::State;
pub use view::{BodyForecast, FundAnswer, PostLine, SystemForecast, Totals, Unanswered};
