//! Who exists, whom do they serve, and what became of them?
//!
//! The register holds every thing every source says (a [`Fact`]), never overwrites one, and works out from them, for any
//! pair of days — the day asked about and the day's knowledge — what was so.
//!
//! Invariant: at equal sets of imported files every answer about a day is equal, whatever the order of import.

mod about;
mod act;
mod act_kind;
mod apply;
mod carriage;
mod chain;
mod fact;
mod fact_file;
mod fact_index;
mod finding;
mod findings;
mod heirs;
mod kept;
mod kind;
mod memberships;
mod naming;
mod places;
mod precedence;
pub mod restate;
mod search;
mod settle;
mod shares;
mod source;
mod state;
mod touched;
mod vanished;
mod view;

pub use about::Thing;
pub use act::{Act, ApplyError, Entry, Event, Outcome, Refusal, decide, enter};
pub use act_kind::ActKind;
pub use apply::apply;
pub use chain::Link;
pub use fact::{Address, BodyRef, Fact, FactError};
pub use fact_file::{FactFile, FactFileError, FileHash};
pub use finding::FindingKind;
pub use findings::{Finding, Saying};
pub use heirs::{Heirs, Placing, Unit, Unplaced, Weights};
pub use kept::RULES;
pub use kind::{ArrangementKind, BodyKind, Cause, Life, Status, Tie, UnknownWord};
pub use places::{Coverage, PlaceDiff};
pub use search::{SearchIndex, fold};
pub use source::{Released, Series, UnknownSeries};
pub use state::{Import, ImportNo, Lives, State};
pub use view::{Arrangement, Attestation, Member, Membership, Name, Partner, View};
