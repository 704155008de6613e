//! Control totals and all that is held against them, as a room: what is recorded, refused, and known on a day.
//!
//! *Question:* what had each body and system to come to in a month, what was reported, signed, decided and paid, and what did
//! anybody know of it then?
//!
//! *Answer:* acts by which notices, amendments, plans, monthly reports, risk shares, support, posts and inventories reach the
//! record; and [`Totals`], which answers for a body, a system, a year and a month as known after an entry.
//!
//! *Invariant:* a system's control total changes by a national notice alone; what was known after an entry never changes.

mod act;
mod act_kind;
mod apply;
mod decide;
mod event;
mod id;
mod record;
mod refusal;
mod state;
mod view;

pub use act::{Act, NewFund, NewNotice, NewPost, NewShare, NewSupport};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use decide::{World, decide};
pub use event::{AgreedShare, ConditionWords, Event, OfferedFund};
pub use id::{AmendmentId, CostedPostId, DeflatorSeries, FundId, InventoryId, NoticeId, RiskShareId, SupportId};
pub use record::{
    Allowance, AmendmentRecord, ContractReport, DatedThresholds, Decision, FundRecord, InterventionProposal,
    InventoryRecord, MonthReport, NamedRisk, Notice, Objective, Plan, PostRecord, ProposalAnswer, ProposalRecord,
    ShareRecord, Stamp, SupportRecord,
};
pub use refusal::Refusal;
pub use state::State;
pub use view::{BodyForecast, FundAnswer, PostLine, SystemForecast, Totals, Unanswered};
