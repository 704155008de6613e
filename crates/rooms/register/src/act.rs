//! The four doors of the register: what may be asked, what then is true, and why not.

use crate::fact::Fact;
use crate::fact_file::{FactFile, FactFileError, FileHash};
use crate::source::{Released, Series};
use crate::state::{ImportNo, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use terms::{OdsCode, Sequence};
use thiserror::Error;

/// What may be asked of the register.
#[derive(Clone, Debug)]
pub enum Act {
    /// Take in all that one published file says.
    TakeImport {
        /// Of which series.
        series: Series,
        /// When released.
        released: Released,
        /// The file's name.
        source_name: String,
        /// The hash of the file as published.
        source_hash: FileHash,
        /// How many rows it had.
        rows: u64,
        /// Everything it says.
        facts: Vec<Fact>,
    },
    /// Count an import as never made, from now on.
    RetractImport {
        /// The hash of the file as published.
        source_hash: FileHash,
        /// Why.
        reason: String,
    },
    /// Enter a fact that no file gives, or one that is right where a file is wrong.
    Correct {
        /// The fact a file gives and that is wrong; `None` when something is only missing.
        wrong: Option<(Series, Fact)>,
        /// What is right; `None` when nothing takes its place.
        right: Option<Fact>,
        /// Who says so: a document, a letter, an order.
        source: String,
        /// Why.
        reason: String,
        /// When the source was published.
        released: Released,
    },
    /// Enter many facts that no file gives, all of them or none, each with a source of its own.
    Enter {
        /// What is entered.
        entries: Vec<Entry>,
        /// Why.
        reason: String,
    },
}

impl Act {
    /// Why it is asked, in free text, which may name people and so must be erasable. A published file needs no reason.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::TakeImport { .. } => None,
            Self::RetractImport { reason, .. } | Self::Correct { reason, .. } | Self::Enter { reason, .. } => {
                Some(reason)
            }
        }
    }
}

/// A fact to be entered by the register's keeper, with who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The fact.
    pub fact: Fact,
    /// Who says so: a document, a letter, an order.
    pub source: String,
    /// When the source was published.
    pub released: Released,
}

/// What then is true. Versioned by its tag; an event once written is read for ever. The reason given for an act is free
/// text and so no part of it: it is kept beside the entry, where it can be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A file was taken in; its facts are in the fact file.
    ImportTaken {
        /// Of which series.
        series: Series,
        /// When released.
        released: Released,
        /// The file's name.
        source_name: String,
        /// The hash of the file as published.
        source_hash: FileHash,
        /// The hash of the fact file.
        fact_file: FileHash,
        /// How many rows the file had.
        rows: u64,
        /// How many facts it added.
        added: u64,
        /// How many facts of the release it is compared with it no longer gave.
        removed: u64,
    },
    /// An import no longer counts.
    ImportRetracted {
        /// The hash of the file as published.
        source_hash: FileHash,
    },
    /// A fact of a file was declared wrong.
    FactDenied {
        /// Of which series.
        series: Series,
        /// The fact, as the line of a fact file.
        fact: String,
        /// Who says so: a published document.
        source: String,
    },
    /// A fact was entered by the register's keeper.
    FactEntered {
        /// The fact, as the line of a fact file.
        fact: String,
        /// Who says so: a published document.
        source: String,
        /// When the source was published.
        released: Released,
    },
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The same file counts already.
    #[error("{source_name} is already in the register (entry {entry}); nothing was recorded")]
    AlreadyTaken {
        /// The file's name when it was taken.
        source_name: String,
        /// The entry that took it.
        entry: Sequence,
    },
    /// No import has this hash, or it is retracted already.
    #[error("no import with the hash {source_hash} counts in the register")]
    NoSuchImport {
        /// The hash.
        source_hash: FileHash,
    },
    /// Only a file that was taken in can be retracted.
    #[error("only a published file can be retracted")]
    NoImport,
    /// The fact declared wrong is on no record.
    #[error("no {series} file on the register says `{fact}`")]
    NoSuchFact {
        /// The series.
        series: Series,
        /// The fact as a line.
        fact: String,
    },
    /// A correction that says neither what is wrong nor what is right.
    #[error("a correction must say what is wrong, what is right, or both")]
    EmptyCorrection,
    /// A body that is said to have become itself.
    #[error("{code} cannot be its own successor")]
    SelfSuccession {
        /// The body.
        code: OdsCode,
    },
    /// Nobody passed, so there is nothing to share by.
    #[error("the number of people that passed from {from} to {to} must be at least 1")]
    NobodyPassed {
        /// The old body.
        from: OdsCode,
        /// The new body.
        to: OdsCode,
    },
    /// A reason or source is missing.
    #[error("a correction or retraction needs a {what}")]
    Unexplained {
        /// Which.
        what: &'static str,
    },
}

/// An outcome: what then is true, with the fact file that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The bytes of the fact file that [`Event::ImportTaken`] names.
    pub fact_file: Option<Vec<u8>>,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// # Errors
/// A [`Refusal`] that names what stands in the way.
pub fn decide(state: &State, act: &Act) -> Result<Outcome, Refusal> {
    match act {
        Act::TakeImport { series, released, source_name, source_hash, rows, facts } => {
            let (series, released, source_hash, rows) = (*series, *released, *source_hash, *rows);
            let known = state.sequence();
            if let Some(taken) = state.imports.iter().find(|held| held.source_hash == source_hash && held.counts(known))
            {
                return Err(Refusal::AlreadyTaken {
                    source_name: taken.source_name.to_string(),
                    entry: taken.recorded,
                });
            }
            let file = difference(state, series, released, facts);
            let (added, removed) = (file.added.len() as u64, file.removed.len() as u64);
            let bytes = file.encode();
            let fact_file = FileHash::of(&bytes);
            let source_name = source_name.clone();
            let event =
                Event::ImportTaken { series, released, source_name, source_hash, fact_file, rows, added, removed };
            Ok(Outcome { events: vec![event], fact_file: Some(bytes) })
        }
        Act::RetractImport { source_hash, reason } => {
            explained("reason", reason)?;
            let source_hash = state.counting(*source_hash)?;
            Ok(Outcome { events: vec![Event::ImportRetracted { source_hash }], fact_file: None })
        }
        Act::Correct { wrong, right, source, reason, released } => {
            explained("reason", reason)?;
            explained("source", source)?;
            if wrong.is_none() && right.is_none() {
                return Err(Refusal::EmptyCorrection);
            }
            let mut events = Vec::new();
            if let Some((series, fact)) = wrong {
                let known = state.sequence();
                let counts = state
                    .find_claim(*series, fact)
                    .and_then(|number| state.claim(number))
                    .is_some_and(|claim| state.saying(claim, known).next().is_some());
                let fact = fact.to_string();
                if !counts {
                    return Err(Refusal::NoSuchFact { series: *series, fact });
                }
                events.push(Event::FactDenied { series: *series, fact, source: source.clone() });
            }
            if let Some(fact) = right {
                makes_sense(fact)?;
                events.push(Event::FactEntered { fact: fact.to_string(), source: source.clone(), released: *released });
            }
            Ok(Outcome { events, fact_file: None })
        }
        Act::Enter { entries, reason } => {
            explained("reason", reason)?;
            if entries.is_empty() {
                return Err(Refusal::EmptyCorrection);
            }
            let events = entries.iter().map(enter).collect::<Result<_, _>>()?;
            Ok(Outcome { events, fact_file: None })
        }
    }
}

impl State {
    /// The hash of a published file that counts now.
    ///
    /// # Errors
    /// [`Refusal::NoSuchImport`] for one that was never taken, or was retracted.
    pub(crate) fn counting(&self, source_hash: FileHash) -> Result<FileHash, Refusal> {
        let known = self.sequence();
        let counts = self.imports.iter().any(|held| held.source_hash == source_hash && held.counts(known));
        if counts { Ok(source_hash) } else { Err(Refusal::NoSuchImport { source_hash }) }
    }
}

/// Checks one entry of the keeper's, alone or among others.
///
/// # Errors
/// A [`Refusal`] that names what is wrong with it.
pub fn enter(entry: &Entry) -> Result<Event, Refusal> {
    explained("source", &entry.source)?;
    makes_sense(&entry.fact)?;
    let (fact, source) = (entry.fact.to_string(), entry.source.clone());
    Ok(Event::FactEntered { fact, source, released: entry.released })
}

/// What no source could truly say is not entered.
fn makes_sense(fact: &Fact) -> Result<(), Refusal> {
    match fact {
        Fact::Succeeded { from, to, .. } | Fact::Passed { from, to, .. } if from == to => {
            Err(Refusal::SelfSuccession { code: *from })
        }
        Fact::Passed { from, to, heads, .. } if heads.0 == 0 => Err(Refusal::NobodyPassed { from: *from, to: *to }),
        Fact::Passed { basis, .. } => explained("basis: what was counted, and when", basis),
        _ => Ok(()),
    }
}

fn explained(what: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Unexplained { what }) } else { Ok(()) }
}

/// What a release says, as the difference from the release of the series recorded last: a newer release records only
/// what changed.
fn difference(state: &State, series: Series, released: Released, facts: &[Fact]) -> FactFile {
    let base = state.imports.iter().rfind(|held| held.series == series);
    let Some(base) = base else {
        return FactFile { series, released, base: None, removed: Vec::new(), added: facts.to_vec() };
    };
    let repeated = |number: ImportNo, fact: &Fact| {
        let claim = state.find_claim(series, fact)?;
        state.claim(claim)?.is_said_by(number).then_some(claim)
    };
    let mut kept = HashSet::new();
    let mut added = Vec::new();
    for fact in facts {
        match repeated(base.number, fact) {
            Some(claim) => {
                kept.insert(claim);
            }
            None => added.push(fact.clone()),
        }
    }
    let removed = state
        .series_claims(series)
        .filter(|number| !kept.contains(number))
        .filter_map(|number| state.claim(number))
        .filter(|claim| claim.is_said_by(base.number))
        .map(|claim| (*claim.fact).clone())
        .collect();
    FactFile { series, released, base: Some(base.fact_file), removed, added }
}

/// Why recorded events could not be taken in: the journal and the register disagree, which is damage or a defect.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ApplyError {
    /// The fact file an entry names was not supplied.
    #[error("entry {entry} names the fact file {fact_file}, which is missing")]
    FactFileMissing {
        /// The entry.
        entry: Sequence,
        /// The hash.
        fact_file: FileHash,
    },
    /// The fact file cannot be read.
    #[error("entry {entry}: {source}")]
    FactFile {
        /// The entry.
        entry: Sequence,
        /// Why.
        source: FactFileError,
    },
    /// A fact in an event cannot be read.
    #[error("entry {entry}: {source}")]
    Fact {
        /// The entry.
        entry: Sequence,
        /// Why.
        source: crate::fact::FactError,
    },
    /// Events arrived out of order.
    #[error("entry {found} cannot follow entry {last}")]
    Order {
        /// The last one taken in.
        last: Sequence,
        /// The one offered.
        found: Sequence,
    },
    /// The fact file's base is no import of this register.
    #[error("entry {entry} builds on the fact file {base}, which no earlier entry holds")]
    BaseMissing {
        /// The entry.
        entry: Sequence,
        /// The base's hash.
        base: FileHash,
    },
}
