//! What will be done, by whom, with which money, and who has signed for it?
//!
//! Several bodies bring their own plans. They are made one: every line keeps where it came from, and where they differ nothing is
//! averaged, and a decision settles it. The one plan is checked, signed by each body through its own representative's power, and
//! then by the executive, which binds the bodies that signed and no other. The agreements that the plan stands on are kept
//! beside it.
//!
//! Invariant: every line of a plan that was taken in is in exactly one lineage; and no signature is of lines that its body did
//! not have before it when it signed.

mod about;
mod act;
mod act_kind;
mod agreement;
mod allows;
mod apply;
mod board;
pub mod check;
mod decide;
pub mod drill;
mod duty;
mod event;
mod fraction;
mod id;
pub mod key;
mod kind;
mod length;
mod line;
mod merge;
mod name;
mod percentage;
mod plan;
mod refusal;
mod sign_off;
mod state;
mod value;
pub mod version;

pub use about::Thing;
pub use act::{Act, NewPlan, Signing};
pub use act_kind::ActKind;
pub use agreement::{Agreement, AgreementTerms, Clauses, MergerDone, MergerItem, StageReached};
pub use apply::{apply, follow};
pub use board::{BoardRow, Response};
pub use decide::{Outcome, World, decide};
pub use event::{Event, SignedBy};
pub use id::{AgreementId, PlanId};
pub use key::{Key, KeyError, KeyParts, PlanMonth};
pub use kind::{AgreementKind, CheckKind, ContractStage, LineKind, MergerDuty, Side, Stage, Stance, Unit};
pub use length::{Bound, LINES_MAX};
pub use line::{Cell, Line, Quotient};
pub use merge::{Choice, Duplicate, Ground, MergedLine, MergedPlan, Origin, Resolution, Sources, duplicate, merge};
pub use name::{LineName, LineReference, NAME_LENGTH_MAX, NameError, SourceName};
pub use percentage::consolidated;
pub use plan::{ExecutiveSignature, Objection, Plan, Signature, Source, Version, Waiver};
pub use refusal::Refusal;
pub use sign_off::{SignOff, SignOffRefusal};
pub use state::{PlanLine, Plans, State};
pub use value::{Value, ValueError};
