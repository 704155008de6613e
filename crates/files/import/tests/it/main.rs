//! What each format gives, on rows written here; and what the published files give, where `FOOTPRINT_DATA` names them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on must stop, and says where")]

mod acceptance;
mod allocations;
mod april;
mod awkward;
mod documents;
mod entering;
mod gathering;
mod interventions;
mod lookups;
mod ods_files;
mod plan_lines;
mod real;
mod restating;
mod support;
mod tables;
mod taking;
mod vintages;
mod workbooks;
