//! How a body's people, activity or money pass to the structure of another day, forwards or backwards.

use crate::carriage::Carriage;
use crate::chain::Link;
use crate::fact_file::FileHash;
use crate::kind::Tie;
use crate::state::{ImportNo, Lay, Vintage};
use crate::view::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use terms::{Certainty, Date, FuzzyDate, GssCode, OdsCode};
use thiserror::Error;

/// What a body's shares are measured by when it has several successors. The reader chooses; the answer says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weights {
    /// By the registered patients of the practices that passed each way.
    ListSize,
    /// By the residents of the small areas that passed each way.
    SmallArea,
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ListSize => "list-size",
            Self::SmallArea => "small-area",
        })
    }
}

impl FromStr for Weights {
    type Err = crate::kind::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "list-size" => Ok(Self::ListSize),
            "small-area" => Ok(Self::SmallArea),
            _ => Err(crate::kind::UnknownWord {
                found: text.to_owned(),
                what: "a kind of weight: list-size or small-area",
            }),
        }
    }
}

/// How a body was placed in the structure of another day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Placing {
    /// The body itself was open on that day, and nothing passed to or from it in between.
    Direct,
    /// It passed whole to one body, or came whole from one.
    Followed,
    /// It passed to several, or came from several, and was shared out.
    Apportioned {
        /// By what.
        by: Weights,
        /// The day of the count of patients, or of the small-area lookup, used.
        counted: Date,
        /// What the weights count, e.g. "registered patients of 66 practices".
        unit: Unit,
    },
}

/// What one unit of weight is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A registered patient.
    Patients,
    /// A practice, because no list sizes are imported.
    Practices,
    /// A resident.
    Residents,
    /// A small area, because no small-area population is imported.
    SmallAreas,
    /// A person, as the register's keeper entered with the successions.
    Stated,
}

/// Where a body's total goes: whole weights that a total is shared out by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heirs {
    /// How it was placed.
    pub placing: Placing,
    /// Each body of the other day with its weight, in order of code; no weight is zero.
    pub shares: Vec<(OdsCode, u64)>,
}

/// Why a body could not be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Unplaced {
    /// Nothing on the register has this code.
    #[error("no imported file names this code")]
    Unknown,
    /// It was closed on the day of the row and never had been open by then, or the other way round.
    #[error("it was not open on {on} and nothing leads there")]
    NotOpen {
        /// The day that could not be reached.
        on: Date,
    },
    /// It closed and no source says what became of it.
    #[error("it closed and no imported file says what became of it")]
    NoSuccessor,
    /// It began and no source says what was there before.
    #[error("it began after {on} and no imported file says what was there before")]
    NoPredecessor {
        /// The earlier day.
        on: Date,
    },
    /// No file says what it is, and nothing else shows it.
    #[error("no imported file says what kind of body it is or to whom it belonged")]
    KindUnknown,
    /// A practice without a commissioner that could be followed.
    #[error("the practice had no commissioner that could be followed")]
    NoCommissioner,
    /// Several bodies share it and nothing measures the shares.
    #[error("it passed to several bodies and nothing imported measures the shares")]
    NoWeights,
}

impl View<'_> {
    /// Where the total of a practice or commissioner on one day belongs in the structure of another.
    ///
    /// A practice passes with its own membership. A commissioner or system that goes on under its code, and to or from which
    /// nothing passed, is placed directly; otherwise the successions are followed, and where they lead to several
    /// bodies the total is shared by what the keeper entered with the successions, else by the practices or small areas that
    /// went each way. A system's practices and small areas are those of its commissioners.
    ///
    /// # Errors
    /// [`Unplaced`] says why it has no place; nothing is guessed.
    pub fn heirs(&self, code: OdsCode, from: Date, to: Date, by: Weights) -> Result<Heirs, Unplaced> {
        if !self.knows(code) {
            return Err(Unplaced::Unknown);
        }
        match self.carriage(code, from) {
            Carriage::Membership => self.practice_heirs(code, from, to, by),
            Carriage::Succession => self.commissioner_heirs(code, from, to, by),
            Carriage::Unknown => Err(Unplaced::KindUnknown),
        }
    }

    fn practice_heirs(&self, code: OdsCode, from: Date, to: Date, by: Weights) -> Result<Heirs, Unplaced> {
        if let Some(parent) = self.parent(code, Tie::Commissioner, to).nominal() {
            return Ok(Heirs { placing: Placing::Direct, shares: vec![(parent, 1)] });
        }
        // Closed by then, or not yet open: the membership nearest in time to the row, carried to that day.
        let number = self.state.find(code).ok_or(Unplaced::Unknown)?;
        let timeline = self.timeline(number, Tie::Commissioner).ok_or(Unplaced::NoCommissioner)?;
        let stretches: Vec<_> = timeline.stretches().collect();
        let (parent, day) = if to >= from {
            let last = stretches.iter().rfind(|(_, period)| period.from().is_none_or(|start| start.latest() <= to));
            let (parent, period) = last.ok_or(Unplaced::NoCommissioner)?;
            let end = period.to().and_then(|end| end.latest().yesterday().ok()).unwrap_or(to);
            (*parent, end.min(to))
        } else {
            let (parent, period) = stretches
                .iter()
                .find(|(_, period)| period.to().is_none_or(|end| end.latest() > to))
                .ok_or(Unplaced::NoCommissioner)?;
            (*parent, period.from().map_or(to, FuzzyDate::latest).max(to))
        };
        let parent = self.code(parent).ok_or(Unplaced::NoCommissioner)?;
        let mut heirs = self.commissioner_heirs(parent, day, to, by)?;
        if heirs.placing == Placing::Direct {
            heirs.placing = Placing::Followed;
        }
        Ok(heirs)
    }

    fn commissioner_heirs(&self, code: OdsCode, from: Date, to: Date, by: Weights) -> Result<Heirs, Unplaced> {
        let lawful = if to >= from { self.forward(code, from, to)? } else { self.backward(code, from, to) };
        match lawful.as_slice() {
            [] => Err(if to >= from { Unplaced::NoSuccessor } else { Unplaced::NoPredecessor { on: to } }),
            [only] => {
                let placing = if *only == code { Placing::Direct } else { Placing::Followed };
                Ok(Heirs { placing, shares: vec![(*only, 1)] })
            }
            several => match self.apportioned(code, from, to, several, by) {
                Err(Unplaced::NoWeights) if !several.contains(&code) => self.over_whole_step(code, from, to, by),
                outcome => outcome,
            },
        }
    }

    /// Where a body itself leaves nothing to measure but passed whole to one other, or came whole from one, the other's
    /// shares are its own: a new code for an old body often has no practices in any file yet.
    fn over_whole_step(&self, code: OdsCode, from: Date, to: Date, by: Weights) -> Result<Heirs, Unplaced> {
        let within = |link: &Link, early: Date, late: Date| link.on.latest() > early && link.on.latest() <= late;
        let step = if to >= from {
            let links: Vec<Link> = self.successions_of(code).into_iter().filter(|l| within(l, from, to)).collect();
            match links.as_slice() {
                [only] => Some((only.to, only.on.latest())),
                _ => None,
            }
        } else {
            let links: Vec<Link> = self.predecessions_of(code).into_iter().filter(|l| within(l, to, from)).collect();
            match links.as_slice() {
                [only] => only.on.earliest().yesterday().ok().map(|eve| (only.from, eve.max(to))),
                _ => None,
            }
        };
        let (other, day) = step.ok_or(Unplaced::NoWeights)?;
        let mut heirs = self.commissioner_heirs(other, day, to, by)?;
        if heirs.placing == Placing::Direct {
            heirs.placing = Placing::Followed;
        }
        Ok(heirs)
    }

    /// The bodies, open on the later day, to which a body's parts can have passed.
    pub(crate) fn forward(&self, code: OdsCode, from: Date, to: Date) -> Result<Vec<OdsCode>, Unplaced> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([code]);
        let mut waiting = vec![code];
        while let Some(body) = waiting.pop() {
            if self.was_open(body, to) != Certainty::No {
                found.insert(body);
            }
            for link in self.successions_of(body) {
                if link.on.latest() > from && link.on.latest() <= to && seen.insert(link.to) {
                    waiting.push(link.to);
                }
            }
        }
        // A body that closed before the day of the row may still be followed: late returns name it.
        if found.is_empty() {
            let mut later = BTreeSet::new();
            for link in self.successors(code, Some(to)) {
                if self.was_open(link.to, to) != Certainty::No {
                    later.insert(link.to);
                }
            }
            if later.is_empty() && self.was_open(code, from) == Certainty::No {
                return Err(Unplaced::NotOpen { on: from });
            }
            found = later;
        }
        Ok(found.into_iter().collect())
    }

    /// The bodies, open on the earlier day, from which a body's parts can have come.
    pub(crate) fn backward(&self, code: OdsCode, from: Date, to: Date) -> Vec<OdsCode> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([code]);
        let mut waiting = vec![code];
        while let Some(body) = waiting.pop() {
            if self.was_open(body, to) != Certainty::No && self.is_no_shell(body, to) {
                found.insert(body);
            }
            for link in self.predecessions_of(body) {
                if link.on.latest() > to && link.on.latest() <= from && seen.insert(link.from) {
                    waiting.push(link.from);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Whether a body that some source calls open had anything yet: a body is often established in law before the day
    /// on which its predecessors pass to it, and until then nothing can come from it.
    fn is_no_shell(&self, code: OdsCode, day: Date) -> bool {
        let into = self.predecessions_of(code);
        let waits = into.iter().any(|link| link.on.latest() > day);
        let began = into.iter().any(|link| link.on.latest() <= day);
        !waits || began || self.members(code, day).iter().any(|member| member.tie == Tie::Commissioner)
    }

    pub(crate) fn population(&self) -> Option<&[(GssCode, u64)]> {
        let counts =
            |vintage: &&Vintage<_>| self.state.import(vintage.import).is_some_and(|import| import.counts(self.known));
        self.state
            .populations
            .iter()
            .filter(counts)
            .max_by_key(|vintage| self.vintage_order(vintage.on, vintage.import))
            .map(|vintage| vintage.rows.as_slice())
    }

    /// Vintages in the order of their day; of one day by their files, whichever was imported first.
    fn vintage_order(&self, on: Date, import: ImportNo) -> (Date, Option<FileHash>) {
        (on, self.state.import(import).map(|import| import.source_hash))
    }

    /// The small-area lookup to use for a day, among those that serve: the last before it, else the first after.
    pub(crate) fn nearest_areas(&self, day: Date, serves: impl Fn(&[Lay]) -> bool) -> Option<&Vintage<Vec<Lay>>> {
        let mut vintages: Vec<_> = self
            .state
            .small_areas
            .iter()
            .filter(|vintage| self.state.import(vintage.import).is_some_and(|import| import.counts(self.known)))
            .collect();
        vintages.sort_by_key(|vintage| self.vintage_order(vintage.on, vintage.import));
        let come = vintages.partition_point(|vintage| vintage.on <= day);
        let (before, after) = vintages.split_at(come.min(vintages.len()));
        before.iter().rev().chain(after).find(|vintage| serves(&vintage.rows)).copied()
    }
}

pub(crate) fn heads_of(rows: &[(GssCode, u64)], area: GssCode) -> u64 {
    let place = rows.binary_search_by_key(&area, |(area, _)| *area).ok();
    place.and_then(|place| rows.get(place)).map_or(0, |(_, heads)| *heads)
}
