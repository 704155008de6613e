//! Who has how much for what, on whose decision?
//!
//! *Question:* how much money does each body have, for which purpose and year, how much of it is reserved or spent, on which
//! decision, under which mandate and by which line of a plan did it move, and from which allotment did it come?
//!
//! *Answer:* accounts, and transfers between them that are judged before they are recorded; published allocations, worked out
//! again from what they print; amounts shared out so that the shares add back.
//!
//! *Invariant:* in every ledger (a fund in a year) the debits add to the credits, posted and pending; no limited account is
//! ever below nought; what is posted never falls; and a transfer that is refused leaves no trace.

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
