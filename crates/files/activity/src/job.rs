//! One way of running: the method as asked for, with its editions, overrides and what-ifs, over a reference.

use crate::answer::EditionLabel;
use crate::decider::{Deciding, MissingOvcc};
use crate::error::ActivityError;
use crate::layout::Mapping;
use crate::local::{LocalOverride, OneRecord};
use crate::run::{BadRows, Hashes, Input, Output, Progress, Run, RunSummary, run};
use assign::{AssignError, Assigner, Compiled, Draft, Edition, Overrides, Reference, Walk};
use reader::Limits;
use std::num::NonZero;
use terms::formula::Formulas;

/// What would be otherwise: the records are then assigned twice, and the account says what moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// Another edition, for every day.
    pub edition: Option<&'static Edition>,
    /// Changes nobody has decided, one after another.
    pub drafts: Vec<Draft>,
}

/// What is asked of the method, for one record or for files: the command line, the pages and the interface for programs
/// all run this.
#[derive(Clone, Debug)]
pub struct Job {
    /// One edition for every day, marked as a what-if; else each record has the edition of its own day.
    pub edition: Option<&'static Edition>,
    /// What would be otherwise.
    pub what_if: Option<WhatIf>,
    /// Local overrides, which come before the method.
    pub overrides: Vec<LocalOverride>,
    /// What a blank charging category means.
    pub missing_ovcc: MissingOvcc,
    /// Which column holds what.
    pub mapping: Mapping,
    /// What becomes of bad rows.
    pub bad_rows: BadRows,
    /// What stands before the name of each added column.
    pub prefix: String,
    /// How many threads work.
    pub threads: NonZero<usize>,
    /// Whether the account compares with the submitted commissioner.
    pub variance: bool,
    /// Whether the hashes of the inputs are wanted.
    pub hashes: Hashes,
    /// What becomes of cells that a spreadsheet would run, where the result is text.
    pub formulas: Formulas,
    /// How much a file of rows may ask for.
    pub limits: Limits,
}

impl Default for Job {
    /// The method as it stands, on as many threads as there are processors.
    fn default() -> Self {
        Self {
            edition: None,
            what_if: None,
            overrides: Vec::new(),
            missing_ovcc: MissingOvcc::AsWritten,
            mapping: Mapping::default(),
            bad_rows: BadRows::Fail,
            prefix: String::new(),
            threads: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            variance: false,
            hashes: Hashes::Taken,
            formulas: Formulas::Guarded,
            limits: Limits::COMMAND_LINE,
        }
    }
}

impl Job {
    /// Assigns every record of the inputs.
    ///
    /// # Errors
    /// What is wrong with the reference, the drafts, the overrides or the files; nothing is written then.
    pub fn run(
        &self,
        reference: &Reference,
        inputs: &[Input],
        output: &Output,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<RunSummary, ActivityError> {
        let now = self.compile(reference, self.edition)?;
        let changed = match &self.what_if {
            None => None,
            Some(what_if) => {
                let mut drafted = None;
                for draft in &what_if.drafts {
                    drafted = Some(drafted.as_ref().unwrap_or(reference).with_draft(draft)?);
                }
                Some(self.compile(drafted.as_ref().unwrap_or(reference), what_if.edition.or(self.edition))?)
            }
        };
        let is_what_if = changed.is_some() || self.edition.is_some();
        let deciding = Deciding {
            compiled: changed.as_ref().unwrap_or(&now),
            interpreter: None,
            label: if is_what_if { EditionLabel::WhatIf } else { EditionLabel::Plain },
            missing_ovcc: self.missing_ovcc,
            before: changed.is_some().then_some(&now),
            variance: self.variance,
        };
        let made = Run {
            deciding,
            mapping: &self.mapping,
            bad_rows: self.bad_rows.clone(),
            prefix: self.prefix.clone(),
            threads: self.threads,
            hashes: self.hashes,
            formulas: self.formulas,
            limits: self.limits,
        };
        run(inputs, output, &made, progress)
    }

    /// The walk of one record. What-ifs are left aside: a record is explained as things are, or under the edition named.
    ///
    /// # Errors
    /// What is wrong with the reference or the overrides; a record is never refused.
    pub fn explain(&self, reference: &Reference, one: &OneRecord) -> Result<Walk, ActivityError> {
        let overrides = self.overrides(reference)?;
        let assigner = match self.edition {
            Some(edition) => Assigner::forced(reference, edition)?,
            None => Assigner::new(reference, Edition::built_in()?)?,
        };
        let mut one = one.with_dates(self.mapping.date_order())?;
        if self.missing_ovcc == MissingOvcc::Resident {
            one.set("options", "missing_ovcc=A")?;
        }
        Ok(assigner.with_overrides(&overrides).explain(&one.record()))
    }

    fn compile(&self, reference: &Reference, edition: Option<&Edition>) -> Result<Compiled, ActivityError> {
        let compiled = match edition {
            Some(edition) => Compiled::forced(reference, edition)?,
            None => Compiled::new(reference, Edition::built_in()?)?,
        };
        if self.overrides.is_empty() {
            return Ok(compiled);
        }
        Ok(compiled.with_overrides(self.overrides(reference)?))
    }

    fn overrides(&self, reference: &Reference) -> Result<Overrides, ActivityError> {
        Overrides::of(reference, self.overrides.iter().map(LocalOverride::as_row)).map_err(|error| match error {
            AssignError::Override { row, problem } => match self.overrides.get(row.wrapping_sub(1)) {
                Some(held) => ActivityError::Override {
                    name: held.name.clone(),
                    commissioner: held.commissioner.clone(),
                    problem,
                },
                None => error.into(),
            },
            other => other.into(),
        })
    }
}

/// The edition of an id, or of what stands after its `CAM-`.
///
/// # Errors
/// [`ActivityError::NoSuchEdition`] names those there are.
pub fn edition_named(name: &str) -> Result<&'static Edition, ActivityError> {
    let editions = Edition::built_in()?;
    let is = |edition: &&Edition| {
        edition.id.eq_ignore_ascii_case(name)
            || edition.id.strip_prefix("CAM-").is_some_and(|id| id.eq_ignore_ascii_case(name))
    };
    editions.iter().find(is).ok_or_else(|| ActivityError::NoSuchEdition {
        found: name.to_owned(),
        known: editions.iter().map(|edition| edition.id.clone()).collect(),
    })
}
