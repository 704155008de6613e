//! What will be done, by whom, with which money, and who has signed for it?
//!
//! Several bodies bring their own plans. They are made one: every line keeps where it came from, and where they differ nothing is
//! averaged, and a decision settles it. The one plan is checked, signed by each body through its own representative's power, and
//! then by the executive, which binds the bodies that signed and no other. The agreements that the plan stands on are kept
//! beside it.
//!
//! Invariant: every line of a plan that was taken in is in exactly one lineage; and no signature is of lines that its body did
//! not have before it when it signed.

pub mod check;
pub mod drill;
mod fraction;
mod id;
pub mod key;
mod kind;
mod line;
mod merge;
mod name;
mod sign_off;
mod value;
pub mod version;

pub use id::{AgreementId, PlanId};
pub use key::{Key, KeyError, KeyParts, PlanMonth};
pub use kind::{AgreementKind, CheckKind, ContractStage, LineKind, MergerDuty, Side, Stage, Stance, Unit};
pub use line::{Cell, Line, Quotient};
pub use merge::{Choice, Duplicate, Merged, MergedLine, Origin, Resolution, Sources, duplicate, merge};
pub use name::{LineName, LineReference, NAME_LENGTH_MAX, NameError, SourceName};
pub use sign_off::{SignOff, SignOffRefusal};
pub use value::{Value, ValueError};
