//! Who pays for every record of a file?
//!
//! Activity files go in as CSV, Parquet or Arrow IPC and come out with the answer of [`assign`] beside every record:
//! streaming, in order, in bounded memory, on as many threads as there are.
//!
//! Invariant: every record and every penny that goes in comes out under exactly one terminal, or the run fails.

mod answer;
mod batch;
mod csv_doubt;
mod csv_text;
mod dates;
mod decider;
mod error;
mod guard;
mod job;
mod layout;
mod local;
mod parquet;
mod pipeline;
mod place;
mod read_back;
pub mod reference;
pub mod report;
mod rows;
mod run;
mod tally;

pub use answer::{ADDED, BEFORE, EditionLabel};
pub use dates::DateOrder;
pub use decider::{Deciding, MissingOvcc, hash_of_key};
pub use error::ActivityError;
pub use job::{Job, WhatIf, edition_named};
pub use layout::{Item, Layout, Mapping, Source};
pub use local::{LocalOverride, OneRecord, read_draft, read_overrides};
pub use place::can_be_written;
pub use read_back::{ResultRow, read_result};
pub use reader::Limits;
pub use run::{
    BadRows, Example, FileFormat, Hashes, Input, InputRead, Output, OutputFormat, Progress, Run, RunSummary,
    TableVintage, Unanswered, hash_of_file, run,
};
pub use tally::{ChangeKey, Sum, Tally, VarianceKey};
pub use terms::formula::Formulas;
