//! Answers as tables: one function for each question, used by pages, interface and the command line alike.
//!
//! Each is pure: it takes the register as known ([`register::View`]), the day asked about and the subject, and gives a
//! [`Table`](ask::Table). An answer that is not certain says so in words.

pub mod changes;
pub mod findings;
pub mod organisation;
pub mod place;
pub mod provenance;
pub mod search;
pub mod successions;

pub use changes::{of_days as changes_between_days, of_knowledge as changes_in_knowledge};
pub use naming::{certainty, code_cell, counted, fact, href, kind, name, open, thousands};
pub use organisation::{Organisation, members, organisation, parents, summary, timeline};
pub use place::{Diff, coverage, diff, place};
pub use provenance::{imports, names, sources};
pub use successions::{Which, predecessors, shares, successions, successors};
