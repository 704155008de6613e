//! What a clause, a consent or an act is about.

use mandate::{LineCode, Matter, MatterError, Population};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Every service, or one matter with all under it by the dots: `service:acute` holds `service:acute.elective`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Reach {
    /// Every service: `service:*`.
    EveryService,
    /// One service line or function, and those under it.
    Matter(Matter),
}

const EVERY_SERVICE: &str = "service:*";

impl Reach {
    /// Whether the other is the same, or lies under it. `function:governance.schemes` does not lie under
    /// `function:governance.scheme`. Rule R32.
    pub fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::EveryService, _) => other.is_service(),
            (Self::Matter(Matter::Service(line)), Self::Matter(Matter::Service(other))) => holds(line, other),
            (Self::Matter(Matter::Function(function)), Self::Matter(Matter::Function(other))) => function.holds(other),
            (Self::Matter(_), Self::EveryService | Self::Matter(_)) => false,
        }
    }

    /// Whether either contains the other: an act wider than a clause holds what is bound, so it is caught. Rule R32.
    pub fn touches(&self, other: &Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Whether it is about services and not about how a body behaves.
    pub const fn is_service(&self) -> bool {
        matches!(self, Self::EveryService | Self::Matter(Matter::Service(_)))
    }

    /// How many parts it has: the more, the narrower.
    pub fn depth(&self) -> usize {
        match self {
            Self::EveryService => 0,
            Self::Matter(Matter::Service(line)) => line.as_str().split('.').count(),
            Self::Matter(Matter::Function(function)) => function.depth(),
        }
    }
}

fn holds(line: &LineCode, other: &LineCode) -> bool {
    other.as_str().strip_prefix(line.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryService => f.write_str(EVERY_SERVICE),
            Self::Matter(matter) => matter.fmt(f),
        }
    }
}

impl FromStr for Reach {
    type Err = MatterError;

    fn from_str(text: &str) -> Result<Self, MatterError> {
        match text.trim() {
            EVERY_SERVICE => Ok(Self::EveryService),
            matter => matter.parse().map(Self::Matter),
        }
    }
}

impl TryFrom<String> for Reach {
    type Error = MatterError;

    fn try_from(text: String) -> Result<Self, MatterError> {
        text.parse()
    }
}

impl From<Reach> for String {
    fn from(reach: Reach) -> Self {
        reach.to_string()
    }
}

/// For whom something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum People {
    /// Nobody is named: everybody.
    Everybody,
    /// Those of one population.
    Of(Population),
}

impl People {
    /// Whether a clause for these people touches an act for those: it does when either names none. Rule R33.
    pub fn touches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everybody, _) | (_, Self::Everybody) => true,
            (Self::Of(one), Self::Of(two)) => one == two,
        }
    }

    /// Whether all of those are among these.
    pub fn contains(&self, other: &Self) -> bool {
        *self == Self::Everybody || self == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(text: &str) -> Reach {
        text.parse().unwrap()
    }

    #[test]
    fn what_lies_under_what() {
        for (wide, narrow, contains) in [
            ("service:acute", "service:acute.elective", true),
            ("service:acute", "service:acute", true),
            ("service:acute.elective", "service:acute", false),
            ("service:*", "service:acute", true),
            ("service:*", "service:*", true),
            ("service:acute", "service:*", false),
            ("service:*", "function:planning", false),
            ("function:governance.scheme", "function:governance.schemes", false),
            ("function:acute", "service:acute", false),
        ] {
            assert_eq!(reach(wide).contains(&reach(narrow)), contains, "{wide} {narrow}");
        }
        assert!(reach("service:acute.elective").touches(&reach("service:acute")));
        assert!("services:acute".parse::<Reach>().is_err());
        assert_eq!(serde_json::to_string(&reach("service:*")).unwrap(), r#""service:*""#);
    }
}
