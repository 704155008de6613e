//! The identities by which clauses, consents and proposals are known.

use crate::kind::Programme;
use mandate::InstrumentId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;
use terms::OdsCode;
use thiserror::Error;

terms::ids! {
    /// A consent of the authority, e.g. `voy-consent-1`.
    ConsentId = "a consent's identity", "-";
    /// A proposal that a trigger raised.
    ProposalId = "a proposal's identity", "-";
    /// A case taken from history, as its file knows it.
    HistoryId = "a case's identity", "-";
}

/// One numbered clause of an instrument: `voy16.2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseId {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Its number there, from 1.
    pub number: NonZeroU16,
}

/// A text that names no clause.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a clause: write the instrument, a dot and the number, such as voy16.2")]
pub struct ClauseIdError {
    /// As given.
    pub found: String,
}

impl FromStr for ClauseId {
    type Err = ClauseIdError;

    fn from_str(text: &str) -> Result<Self, ClauseIdError> {
        let wrong = || ClauseIdError { found: text.to_owned() };
        let (instrument, number) = text.trim().rsplit_once('.').ok_or_else(wrong)?;
        Ok(Self { instrument: instrument.parse().map_err(|_| wrong())?, number: number.parse().map_err(|_| wrong())? })
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.instrument, self.number)
    }
}

impl TryFrom<String> for ClauseId {
    type Error = ClauseIdError;

    fn try_from(text: String) -> Result<Self, ClauseIdError> {
        text.parse()
    }
}

impl From<ClauseId> for String {
    fn from(id: ClauseId) -> Self {
        id.to_string()
    }
}

/// A numbered condition of a consent: `k10#2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ConditionId {
    /// The consent.
    pub consent: ConsentId,
    /// Its number there, from 1.
    pub number: NonZeroU16,
}

impl fmt::Display for ConditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.consent, self.number)
    }
}

/// A body's stay in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stay {
    /// The body.
    pub body: OdsCode,
    /// The programme.
    pub programme: Programme,
}

impl fmt::Display for Stay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.programme.words().to_lowercase(), self.body)
    }
}
