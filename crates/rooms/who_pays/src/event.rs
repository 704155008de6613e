//! What then is true. An event once written is read for ever; keys, walks and free text are outside it, as payloads.

use crate::clock::Clocks;
use crate::id::{CaseId, EvidenceId, OverrideId, RunId};
use crate::kind::{Closing, OverrideKind, Party, Received, Ruling};
use crate::sum::Sum;
use mandate::{Actor, Erasable, PersonId, PostId};
use register::FileHash;
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{Date, OdsCode};

/// Who answers for an override: a body, and a post of it or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The body.
    pub body: OdsCode,
    /// Who there.
    pub holder: OwnerHolder,
}

/// Who of a body answers for an override.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerHolder {
    /// Whoever holds a post.
    Post(PostId),
    /// A person.
    Person(PersonId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.holder {
            OwnerHolder::Post(post) => write!(f, "{} {post}", self.body),
            OwnerHolder::Person(person) => write!(f, "{} {person}", self.body),
        }
    }
}

/// Which records a case is about, by the run in which they were answered: never the records themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum SubjectRef {
    /// One record.
    Record {
        /// The run.
        run: RunId,
        /// The row of the run's input, from 1.
        row: u64,
        /// SHA-256 of the walk as filed, so that it can be checked when somebody shows it again.
        hash: FileHash,
    },
    /// Several records of a run, listed in a file that both sides have.
    Batch {
        /// The run.
        run: RunId,
        /// SHA-256 of the list.
        hash: FileHash,
    },
}

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// An override was added.
    OverrideAdded {
        id: OverrideId,
        kind: OverrideKind,
        commissioner: OdsCode,
        owner: Owner,
        first: Date,
        last: Date,
        key: Erasable,
        reason: Erasable,
        by: Actor,
        on: Date,
    },
    /// An override was given a later last day.
    OverrideExtended { id: OverrideId, last: Date, reason: Erasable, by: Actor, on: Date },
    /// An override was ended early.
    OverrideEnded { id: OverrideId, last: Date, reason: Erasable, by: Actor, on: Date },
    /// An override's key was erased.
    KeyErased { id: OverrideId, by: Actor, on: Date },
    /// It was set how many days each side has.
    ClocksSet { clocks: Clocks, by: Actor, on: Date },
    /// A case was opened.
    CaseOpened {
        case: CaseId,
        claimant: OdsCode,
        respondent: OdsCode,
        words: Erasable,
        first: Date,
        last: Date,
        sum: Sum,
        subject: SubjectRef,
        walk: Option<Erasable>,
        due: Date,
        by: Actor,
        on: Date,
    },
    /// A file was put in evidence.
    EvidenceFiled {
        case: CaseId,
        evidence: EvidenceId,
        party: Party,
        title: Erasable,
        hash: FileHash,
        media_type: String,
        n_bytes: u64,
        by: Actor,
        on: Date,
    },
    /// The respondent offered less than was asked, or nothing.
    Answered { case: CaseId, offer: Sum, reason: Erasable, received: Received, due: Date, by: Actor, on: Date },
    /// The claimant pressed on, for what was asked or for less.
    Pressed { case: CaseId, ask: Sum, reason: Erasable, due: Date, by: Actor, on: Date },
    /// A case was taken to NHS England's dispute route.
    Escalated { case: CaseId, party: Party, reason: Erasable, by: Actor, on: Date },
    /// A case was closed between the parties.
    Closed {
        case: CaseId,
        outcome: Closing,
        sum: Sum,
        party: Party,
        reason: Option<Erasable>,
        received: Received,
        by: Actor,
        on: Date,
    },
    /// NHS England ruled, and the case was closed.
    Ruled { case: CaseId, party: Party, ruling: Ruling, sum: Sum, reason: Erasable, by: Actor, on: Date },
}
