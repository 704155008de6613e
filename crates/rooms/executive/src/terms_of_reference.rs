//! How a forum meets: its seats, its quorum, how it decides.

use crate::kind::{ForumKind, Voice};
use crate::threshold::Threshold;
use mandate::{CommitteeId, PostKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use terms::{Date, OdsCode, UnknownWord};

/// Those who meet: a committee, or one body's governing body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Forum {
    /// A committee on the record of mandates.
    Committee(CommitteeId),
    /// The governing body or board of a body.
    GoverningBody(OdsCode),
}

impl fmt::Display for Forum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Committee(id) => write!(f, "committee:{id}"),
            Self::GoverningBody(body) => write!(f, "governing-body:{body}"),
        }
    }
}

impl FromStr for Forum {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let read = match text.split_once(':') {
            Some(("committee", id)) => id.parse().ok().map(Self::Committee),
            Some(("governing-body", body)) => body.parse().ok().map(Self::GoverningBody),
            _ => None,
        };
        read.ok_or_else(|| UnknownWord { found: text.to_owned(), what: "a forum: committee:ID or governing-body:CODE" })
    }
}

/// A seat at the table: a kind of post of a group of bodies. Whoever holds such a post has the seat.
///
/// The bodies are written as they were when the terms were set; after a merger their successors stand for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The seat's name, e.g. "accountable officer, Buckinghamshire".
    pub name: String,
    /// The kind of post.
    pub kind: PostKind,
    /// Of any of these bodies.
    pub bodies: BTreeSet<OdsCode>,
    /// What the seat carries.
    pub voice: Voice,
    /// The class it counts in for quorum and thresholds, e.g. "clinical", "lay".
    pub class: String,
    /// Whether the meeting is invalid while nobody holds it.
    pub required: bool,
}

/// How many of a class must be present and eligible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassQuorum {
    /// The class, as on seats.
    pub class: String,
    /// How many.
    pub at_least: u32,
}

/// How many must be present and eligible for an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// Persons, each counted once however many seats they hold.
    pub persons: u32,
    /// Bodies for which somebody eligible can speak.
    pub bodies: u32,
    /// By class.
    pub classes: Vec<ClassQuorum>,
}

/// How the forum decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Method {
    /// Each body by its own representative; objections are negotiated.
    Consensus {
        /// How many rounds of negotiation before a body that still objects stays outside.
        rounds: u8,
        /// How long each round lasts.
        days: u16,
    },
    /// By votes. Only for a forum that holds power itself.
    Votes {
        /// What carries.
        threshold: Threshold,
    },
}

/// Terms of reference, from a day until the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsOfReference {
    /// Whose.
    pub forum: Forum,
    /// In force from.
    pub from: Date,
    /// The document and clause in which they stand.
    pub source: String,
    /// The seats.
    pub seats: Vec<Seat>,
    /// The quorum.
    pub quorum: Quorum,
    /// How the forum decides.
    pub method: Method,
    /// Whether a deputy may speak while the principal is absent.
    pub deputies: bool,
    /// How many days a governing body has to answer a referral.
    pub referral_days: u16,
}

/// Terms of reference as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsVersion {
    /// Counted from 1.
    pub version: u16,
    /// What kind of forum, from its decision shape.
    pub kind: ForumKind,
    /// The terms.
    pub terms: TermsOfReference,
}
