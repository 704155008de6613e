//! The whole of Footprint: the rooms' states in one, and the one path from act to entry.
//!
//! A face hands over who acts, on what authority, and what they ask; [`Footprint::act`] has it decided, recorded and
//! applied, in that order, and answers only when the record is durable. Everything a face shows it asks of the [`House`],
//! which is a copy it may hold as long as it likes.
//!
//! Invariant: nothing changes a state but an entry of the journal.

mod act;
mod cache;
mod clock;
pub mod demo;
mod disclosure;
mod footprint;
mod found;
mod grounds;
mod house;
mod kept;
mod lens;
mod opens;
mod people;
mod permission;
mod reader;
mod room;
mod rooms;

pub use act::{Asked, Erase, Who};
pub use clock::{AskedKnown, KnownError};
pub use disclosure::Shown;
pub use footprint::{AppError, Footprint, Recorded};
pub use found::FoundBody;
pub use house::{BLIND, civil_day};
pub use lens::Lens;
pub use people::Persona;
pub use permission::permit;
pub use reader::{Reader, Viewer};
pub use room::{KindOfAct, Needs};
pub use rooms::{Act, House, Refusal};
