//! Which published files are these, and what does each row of them say?
//!
//! A file goes in as bytes and comes out as a [`Reading`]: the facts it states, the rows that could not be read (each with
//! file, line, column and reason) and what the reader noticed. The format is known by content, never by name; the release
//! date is given, in the file's name or in the file, never guessed.
//!
//! Invariant: every row is taken, reported as bad, or noted; nothing is settled in silence.

mod allocations;
mod directory;
mod entering;
mod error;
mod formats;
mod gather;
mod intervention;
pub mod plan_lines;
mod reading;
mod recognise;
mod released;
pub mod restating;
mod table;
pub mod tabular;
mod text;
mod vintage;
mod workbook;

pub use allocations::{AllocationReading, WorkbookFinding, is_allocations, read_allocations};
pub use entering::{ENTRY_TEMPLATE, read_entries};
pub use error::ImportError;
pub use gather::{SourceFile, gather};
pub use intervention::{CaseFinding, CaseFindingKind, CasesReading, RatingsReading, read_cases, read_ratings};
pub use reading::{BadRow, Reading, read};
pub use recognise::recognise;
pub use released::released_from_name;
pub use vintage::{VintageReading, read_vintage, recognise_vintage};
