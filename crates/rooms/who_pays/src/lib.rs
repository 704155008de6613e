//! Who pays, where the data alone cannot say?
//!
//! *Question:* which records have a payer that no data set shows, for how long and on whose word; and where two bodies
//! disagree about a payer, what is claimed, what is conceded, whose turn is it, and how did it end?
//!
//! *Answer:* overrides, each with an owner, a reason and a last day after which it stops by itself; and cases, in which a
//! claimant only ever asks for less and a respondent only ever offers more, until one accepts the other's figure, the
//! claimant withdraws, or the case goes to NHS England's dispute route.
//!
//! *Invariant:* at every moment of every case what is conceded, what is given up and what is still in dispute add up to
//! the claim, in records and in pence; and nothing that could find a patient is in an event: keys and walks are erasable
//! payloads, and a text that reads like a postcode or an NHS number is refused.

mod about;
mod act;
mod act_kind;
mod allows;
mod apply;
mod case;
mod clock;
mod decide;
mod duty;
mod event;
mod guidance;
mod id;
mod kind;
mod local;
mod privacy;
mod refusal;
mod state;
mod sum;

pub use about::Thing;
pub use act::{Act, Given, NewClaim, NewFile, NewOverride, NewSubject};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use case::{Account, Case, Evidence, Move, MoveKind, Next, Subject};
pub use clock::{CLOCKS_AT_FIRST, Clocks};
pub use decide::{World, decide};
pub use event::{Event, Owner, OwnerHolder, SubjectRef};
pub use guidance::{EDITIONS, GuidanceEdition, RULES, Rule, Standing, edition_on};
pub use id::{CaseId, EvidenceId, OverrideId, RunId};
pub use kind::{Closing, OverrideKind, OverrideStanding, Party, Received, Ruling, Stage};
pub use local::{Counts, Ended, Extended, Key, Override, OverrideRow, OverrideRows, Stamp};
pub use privacy::{Personal, looks_personal, without_postcodes};
pub use refusal::Refusal;
pub use state::{State, WhoPays};
pub use sum::Sum;
