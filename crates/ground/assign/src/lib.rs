//! Who pays for this record?
//!
//! The Commissioner Assignment Method decides the commissioner of every hospital activity record in England. Here it is
//! held as editions (the graph, as data), typed predicates (the questions) and a [`Reference`] (dated tables). The
//! [`Assigner`] walks the graph and says why.
//!
//! ```
//! use assign::{Assigner, Edition, Field, Record, ReferenceBuilder, Table, Terminal};
//!
//! let mut builder = ReferenceBuilder::new();
//! // Every table is filled like this one, a row at a time, from whatever holds the published file.
//! let row = [("edition", "CAM-2025-26"), ("valid_from", "2025-04-01"), ("valid_to", "2026-03-31")];
//! builder.add(Table::Editions, &|column| row.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text))?;
//! let reference = builder.build()?;
//! let assigner = Assigner::new(&reference, Edition::built_in()?)?;
//! let record = Record::default()
//!     .with(Field::CdsType, "020")
//!     .with(Field::AppointmentDate, "2025-06-15")
//!     .with(Field::AdminCategory, "02");
//! let answer = assigner.assign(&record);
//! assert_eq!((answer.terminal, answer.commissioner.as_str(), answer.path.as_str()), (Terminal::PrivateCov, "VPP00", "CDS>A"));
//! # Ok::<(), assign::AssignError>(())
//! ```
//!
//! Invariant: the interpreter and the compiled table give the same answer for every record, and nothing here reads a
//! file, a clock or the environment.

mod code;
mod compiled;
mod day;
mod drawing;
mod edition;
mod error;
mod interpret;
mod key;
mod national;
mod outcome;
mod overrides;
mod predicate;
mod record;
mod reference;
mod vintage_of;
mod whatif;

pub use code::CodeId;
pub use compiled::{Batch, Coded, Column, Compiled, Outcome, Path, PathId, Small};
pub use day::{Day, NO_DAY, Span};
pub use drawing::{Drawing, DrawnEdge, DrawnNode};
pub use edition::{Category, Derivation, Edition, End, Node, Support, Target};
pub use error::AssignError;
pub use interpret::{Asked, Assigner, Assignment, Decision, EditionUsed, Evidence, FieldRead, Walk};
pub use national::{NationalReason, NationalReasons};
pub use outcome::{Flag, FlagSet, Method, ReasonId, Status, Terminal};
pub use overrides::{Held, Override, OverrideKind, Overrides};
pub use predicate::Predicate;
pub use record::{Field, KeyHash, Record, Traits};
pub use reference::{PlaceCodes, PostcodeRow, Reference, ReferenceBuilder, Serves, Table, Vintage};
pub use vintage_of::VintageOf;
pub use whatif::{Change, Delta, Draft, DraftBody, Sum};
