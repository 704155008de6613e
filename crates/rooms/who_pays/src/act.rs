//! What may be asked of overrides and challenges.

use crate::clock::Clocks;
use crate::event::Owner;
use crate::id::{CaseId, EvidenceId, OverrideId, RunId};
use crate::kind::{OverrideKind, Party, Received, Ruling};
use crate::sum::Sum;
use assign::KeyHash;
use register::FileHash;
use terms::{Date, OdsCode};

/// An override to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOverride {
    /// Its identity.
    pub id: OverrideId,
    /// Why a payer is set by hand.
    pub kind: OverrideKind,
    /// Who pays.
    pub commissioner: OdsCode,
    /// Who answers for it.
    pub owner: Owner,
    /// The hash of the pseudonymous local key.
    pub key: KeyHash,
    /// The first day of activity it applies to.
    pub first: Date,
    /// The last day of activity it applies to. There is always one.
    pub last: Date,
    /// The reason in words, without anything that could find the patient.
    pub reason: String,
}

/// Which records a case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewSubject {
    /// One record of a run.
    Record {
        /// The run.
        run: RunId,
        /// The row of the run's input, from 1.
        row: u64,
        /// SHA-256 of the walk as filed.
        hash: FileHash,
        /// The walk as it was answered, with the postcode blanked.
        walk: String,
    },
    /// Several records of a run.
    Batch {
        /// The run.
        run: RunId,
        /// SHA-256 of the list that both sides have.
        hash: FileHash,
    },
}

/// A claim: a body says that another should pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// The case's identity.
    pub case: CaseId,
    /// The body that claims.
    pub claimant: OdsCode,
    /// The body that is asked to pay.
    pub respondent: OdsCode,
    /// The claim in words, without anything that could find a patient.
    pub words: String,
    /// The first day of the activity.
    pub first: Date,
    /// The last day of the activity.
    pub last: Date,
    /// How many records, and what they cost.
    pub sum: Sum,
    /// Which.
    pub subject: NewSubject,
}

/// A file to be put in evidence; its bytes are kept beside the record under their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its identity within the case.
    pub evidence: EvidenceId,
    /// What it is.
    pub title: String,
    /// SHA-256 of its bytes.
    pub hash: FileHash,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it has.
    pub n_bytes: u64,
}

/// How an answer reaches the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The respondent records it.
    Directly,
    /// The claimant records it from a letter, which goes on file with it.
    ByLetter(NewFile),
}

impl Given {
    /// The word for it.
    pub const fn received(&self) -> Received {
        match self {
            Self::Directly => Received::Directly,
            Self::ByLetter(_) => Received::ByLetter,
        }
    }
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Add an override.
    AddOverride(NewOverride),
    /// Give an override that has not expired a later last day.
    ExtendOverride {
        /// Which.
        id: OverrideId,
        /// The last day from then on.
        last: Date,
        /// Why.
        reason: String,
    },
    /// End an override before its last day.
    EndOverride {
        /// Which.
        id: OverrideId,
        /// The last day on which it applies; the day before its first for one that never should have.
        last: Date,
        /// Why.
        reason: String,
    },
    /// Erase an override's key. The act, its dates and its count stay.
    EraseKey {
        /// Which.
        id: OverrideId,
    },
    /// Set how many days each side has, and how soon an override is about to expire.
    SetClocks(Clocks),
    /// Open a case.
    Open(NewClaim),
    /// Put a file in evidence.
    File {
        /// The case.
        case: CaseId,
        /// For which side.
        party: Party,
        /// The file.
        file: NewFile,
    },
    /// The respondent agrees to all that is asked.
    Agree {
        /// The case.
        case: CaseId,
        /// How that reaches the record.
        given: Given,
    },
    /// The respondent offers a part, or nothing.
    Answer {
        /// The case.
        case: CaseId,
        /// What is offered: less than is asked, and no less than was offered before.
        offer: Sum,
        /// Why not all.
        reason: String,
        /// How it reaches the record.
        given: Given,
    },
    /// The claimant takes what was offered.
    AcceptOffer {
        /// The case.
        case: CaseId,
    },
    /// The claimant presses on.
    Press {
        /// The case.
        case: CaseId,
        /// What is asked now: more than was offered, and no more than was asked before.
        ask: Sum,
        /// Why.
        reason: String,
    },
    /// The claimant withdraws.
    Withdraw {
        /// The case.
        case: CaseId,
        /// Why.
        reason: String,
    },
    /// A side takes the case to NHS England's dispute route.
    Escalate {
        /// The case.
        case: CaseId,
        /// Which side.
        party: Party,
        /// Why.
        reason: String,
    },
    /// Record what NHS England ruled.
    Rule {
        /// The case.
        case: CaseId,
        /// Which side records it.
        party: Party,
        /// What it ruled.
        ruling: Ruling,
        /// How much is to be paid; all for a claim upheld, nothing for one not upheld.
        sum: Sum,
        /// Its reference and reasons.
        reason: String,
    },
}
