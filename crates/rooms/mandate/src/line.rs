//! Service lines, functions and populations: what a decision is about, and for whom.

use crate::id::{FunctionCode, LineCode, UniverseId};
use crate::kind::PopulationKind;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use terms::{OdsCode, Period};

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// A service line; those under it are included unless they are given apart.
    Service(LineCode),
    /// A function; those under it (`contracts.award` under `contracts`) are included.
    Function(FunctionCode),
}

impl fmt::Display for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(line) => write!(f, "service:{line}"),
            Self::Function(function) => write!(f, "function:{function}"),
        }
    }
}

/// Why a text is no matter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a matter: write service:CODE or function:CODE")]
pub struct MatterError {
    /// The text as given.
    pub found: String,
}

impl FromStr for Matter {
    type Err = MatterError;

    fn from_str(text: &str) -> Result<Self, MatterError> {
        let wrong = || MatterError { found: text.to_owned() };
        match text.trim().split_once(':') {
            Some(("service", code)) => code.parse().map(Self::Service).map_err(|_| wrong()),
            Some(("function", code)) => code.parse().map(Self::Function).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}

/// A service line as it stood for a period. The tree is versioned: a line may move or be renamed from a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its code.
    pub code: LineCode,
    /// Its name.
    pub name: String,
    /// The line it belongs to and from which it inherits; `None` for a root.
    pub parent: Option<LineCode>,
    /// When it stood so.
    pub period: Period,
}

/// People: those of a body, of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Population {
    /// The body.
    pub body: OdsCode,
    /// Which of its people.
    pub kind: PopulationKind,
}

impl Population {
    /// The people registered with a body's practices.
    pub const fn registered(body: OdsCode) -> Self {
        Self { body, kind: PopulationKind::Registered }
    }

    /// The people who live in a body's area and are registered nowhere.
    pub const fn unregistered(body: OdsCode) -> Self {
        Self { body, kind: PopulationKind::UnregisteredResidents }
    }
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.kind.words(), self.body)
    }
}

/// A named list of the lines over which coverage is proved. Naming it again makes the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Universe {
    /// Its identity.
    pub id: UniverseId,
    /// Its name.
    pub name: String,
    /// The lines, each proved on its own.
    pub lines: Vec<LineCode>,
}
