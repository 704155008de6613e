//! An act put to the directions in force on its day, and the verdict. Rules R32 to R41.

use crate::consent::Miss;
use crate::id::{ClauseId, ConditionId, ConsentId};
use crate::kind::Tier;
use crate::reach::{People, Reach};
use mandate::PostId;
use register::FileHash;
use std::collections::BTreeSet;
use std::fmt;
use terms::{Date, OdsCode, Pence, screen_date, words};

/// An act as directions see it: one matter, one body. An act of several matters asks each for each body. Rule R42.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Who acts.
    pub body: OdsCode,
    /// In whose place.
    pub acting: Acting,
    /// What the act is about.
    pub reach: Reach,
    /// For whom.
    pub people: People,
    /// The tier of the post, where the act is about one and its tier is known.
    pub tier: Option<Tier>,
    /// The post.
    pub post: Option<PostId>,
    /// SHA-256 of the plan's text.
    pub plan: Option<FileHash>,
    /// The amount; a reduction is negative.
    pub amount: Option<Pence>,
    /// The day on which the act takes effect.
    pub on: Date,
}

/// In whose place a body acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// In its own.
    ForItself,
    /// In that of a body whose function was moved to it. Rule R39.
    For(OdsCode),
}

words! {
    /// What became known to the authority before an act. Rule R41.
    NoticeKind, "a kind of notice", {
        /// The authority was consulted.
        Consulted = "consulted", "Consulted";
        /// The authority was told.
        Notified = "notified", "Notified";
    }
}

/// A consultation with the authority or a notice to it, on record.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Notice {
    /// Which.
    pub kind: NoticeKind,
    /// By whom.
    pub body: OdsCode,
    /// About what.
    pub reach: Reach,
    /// The day.
    pub on: Date,
}

/// What directions say of an act, with every clause that causes it in order. The first that applies of these, in this order.
/// Rule R37.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The function was moved to another body.
    Moved {
        /// The clauses.
        clauses: BTreeSet<ClauseId>,
        /// Who performs it.
        to: OdsCode,
    },
    /// The body acts for another that has not been relieved of the whole matter in its favour.
    NoFunction,
    /// Forbidden; no consent can cure it.
    Forbidden {
        /// The clauses.
        clauses: BTreeSet<ClauseId>,
    },
    /// Larger than a limit that no consent can lift.
    OverLimit {
        /// The clauses.
        clauses: BTreeSet<ClauseId>,
        /// The smallest of the limits.
        limit: Pence,
    },
    /// The authority must consent.
    NeedsConsent {
        /// The clauses that no consent covers.
        clauses: BTreeSet<ClauseId>,
        /// The nearest miss for the first of them.
        miss: Miss,
    },
    /// The authority must be consulted, in time.
    NeedsConsultation {
        /// The clauses.
        clauses: BTreeSet<ClauseId>,
    },
    /// The authority must be told, in time.
    NeedsNotice {
        /// The clauses.
        clauses: BTreeSet<ClauseId>,
    },
    /// Directions let it pass.
    Allowed(Passage),
}

/// How an act passed: what it satisfied, relied on and leaves to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The clauses satisfied.
    pub clauses: BTreeSet<ClauseId>,
    /// The consents relied on: the event of the act must name them.
    pub consents: BTreeSet<ConsentId>,
    /// What is to be done afterwards.
    pub duties: BTreeSet<Duty>,
}

/// Something to be done after an act that passed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// To meet a condition of a consent.
    Condition(ConditionId),
    /// To tell the authority by a day.
    Notify {
        /// Under which clause.
        clause: ClauseId,
        /// The last day for it.
        by: Date,
    },
}

impl Verdict {
    /// The word for it.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Moved { .. } => "moved",
            Self::NoFunction => "no-function",
            Self::Forbidden { .. } => "forbidden",
            Self::OverLimit { .. } => "over-limit",
            Self::NeedsConsent { .. } => "needs-consent",
            Self::NeedsConsultation { .. } => "needs-consultation",
            Self::NeedsNotice { .. } => "needs-notice",
            Self::Allowed(_) => "allowed",
        }
    }

    /// The clauses that cause it, or that an allowed act satisfied.
    pub fn clauses(&self) -> impl Iterator<Item = &ClauseId> {
        let clauses = match self {
            Self::Moved { clauses, .. }
            | Self::Forbidden { clauses }
            | Self::OverLimit { clauses, .. }
            | Self::NeedsConsent { clauses, .. }
            | Self::NeedsConsultation { clauses }
            | Self::NeedsNotice { clauses } => Some(clauses),
            Self::Allowed(passage) => Some(&passage.clauses),
            Self::NoFunction => None,
        };
        clauses.into_iter().flatten()
    }

    /// Whether directions let the act pass; the ordinary question of power is asked after.
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }

    /// What would let the act pass.
    pub const fn cure(&self) -> Option<&'static str> {
        match self {
            Self::Moved { .. } => Some("let the body that performs the function act, or wait until it reverts"),
            Self::NoFunction => Some("act only where a function was moved to you, for no more than was moved"),
            Self::Forbidden { .. } => Some("split off the part that is free, or ask the authority to vary the clause"),
            Self::OverLimit { .. } => {
                Some("bring the amount within the limit, or ask the authority to vary the clause")
            }
            Self::NeedsConsent { .. } => Some("ask the authority for consent"),
            Self::NeedsConsultation { .. } => Some("consult the authority, and wait out the days of the clause"),
            Self::NeedsNotice { .. } => Some("tell the authority, and wait out the days of the clause"),
            Self::Allowed(_) => None,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moved { to, .. } => write!(f, "the function was moved to {to}")?,
            Self::NoFunction => f.write_str("the whole matter was not moved to this body")?,
            Self::Forbidden { .. } => f.write_str("a direction forbids it")?,
            Self::OverLimit { limit, .. } => write!(f, "a direction limits it to {}", limit.to_the_penny())?,
            Self::NeedsConsent { miss, .. } => write!(f, "the authority must consent first: {}", miss.words())?,
            Self::NeedsConsultation { .. } => f.write_str("the authority must be consulted first")?,
            Self::NeedsNotice { .. } => f.write_str("the authority must be told first")?,
            Self::Allowed(_) => f.write_str("directions let it pass")?,
        }
        let clauses: Vec<String> = self.clauses().map(ToString::to_string).collect();
        if clauses.is_empty() { Ok(()) } else { write!(f, " ({})", clauses.join(", ")) }
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition(condition) => write!(f, "meet condition {condition}"),
            Self::Notify { clause, by } => write!(f, "tell the authority by {} ({clause})", screen_date(*by)),
        }
    }
}
