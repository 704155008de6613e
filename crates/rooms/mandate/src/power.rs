//! Powers: what one holder may decide for one body, within which limits.

use crate::committee::PowerHoldingCommittee;
use crate::id::{CommitteeId, InstrumentId, PersonId, PostId, PowerId};
use crate::kind::InstrumentKind;
use crate::line::{Matter, Population};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{Date, OdsCode, Pence, Period, Sequence};

/// A statute, constitution, scheme, agreement or direction: one link of every chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its identity.
    pub id: InstrumentId,
    /// Of which kind.
    pub kind: InstrumentKind,
    /// Its title.
    pub title: String,
    /// Whose it is; `None` for a statute.
    pub body: Option<OdsCode>,
    /// What it rests on; `None` for a statute only.
    pub rests_on: Option<InstrumentId>,
    /// When it is in force.
    pub period: Period,
    /// Where it is published, or the minute that approved it.
    pub reference: Option<String>,
}

/// Who holds a power, as an act names them: a committee only if it can hold one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The member practices.
    Membership,
    /// The governing body or board.
    GoverningBody,
    /// A committee that can hold powers.
    Committee(PowerHoldingCommittee),
    /// Whoever holds a post.
    Post(PostId),
}

/// Who holds a power, as it is stored. A committee named here has been checked when the power was recorded, and is checked
/// again whenever the record is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderId {
    /// The member practices.
    Membership,
    /// The governing body or board.
    GoverningBody,
    /// A committee.
    Committee(CommitteeId),
    /// Whoever holds a post.
    Post(PostId),
}

impl From<&Holder> for HolderId {
    fn from(holder: &Holder) -> Self {
        match holder {
            Holder::Membership => Self::Membership,
            Holder::GoverningBody => Self::GoverningBody,
            Holder::Committee(committee) => Self::Committee(committee.id().clone()),
            Holder::Post(post) => Self::Post(post.clone()),
        }
    }
}

impl fmt::Display for HolderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Membership => f.write_str("the membership"),
            Self::GoverningBody => f.write_str("the governing body"),
            Self::Committee(committee) => write!(f, "committee {committee}"),
            Self::Post(post) => write!(f, "post {post}"),
        }
    }
}

/// How much a power reaches, in pence; each part that is `None` is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Of one decision.
    pub per_decision: Option<Pence>,
    /// Of all decisions of one financial year.
    pub per_year: Option<Pence>,
    /// Of all decisions while the power lasts.
    pub lifetime: Option<Pence>,
}

impl Limits {
    /// Without any limit.
    pub const NONE: Self = Self { per_decision: None, per_year: None, lifetime: None };

    /// Whether nothing is limited.
    pub fn is_unlimited(&self) -> bool {
        *self == Self::NONE
    }

    /// As a page shows it: "£1,000,000 per decision; £5,000,000 per year", or "no limit".
    pub fn screen(&self) -> String {
        self.words(Pence::pounds)
    }

    /// Exactly, as a file holds it: "£1,000,000.00 per decision; £5,000,000.00 per year".
    pub fn to_the_penny(&self) -> String {
        self.words(Pence::to_the_penny)
    }

    fn words(&self, written: fn(Pence) -> String) -> String {
        let part = |limit: Option<Pence>, words: &str| limit.map(|limit| format!("{} {words}", written(limit)));
        let parts =
            [part(self.per_decision, "per decision"), part(self.per_year, "per year"), part(self.lifetime, "in all")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "no limit".to_owned() } else { parts.join("; ") }
    }

    /// The smaller of each limit.
    #[must_use]
    pub fn least(&self, other: &Self) -> Self {
        let least = |one: Option<Pence>, two: Option<Pence>| match (one, two) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self {
            per_decision: least(self.per_decision, other.per_decision),
            per_year: least(self.per_year, other.per_year),
            lifetime: least(self.lifetime, other.lifetime),
        }
    }
}

/// What else must hold before a power may be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Only by a substantive holder: interims, acting holders and deputies may not use it.
    SubstantiveHolder,
    /// Each use is reported to somebody named; shown with the power, and binds nobody's hand.
    ReportedTo(String),
    /// Another condition in the scheme's own words; shown with the power, and for its holder to keep.
    Stated(String),
}

impl Condition {
    /// The words people read, which are also those of a scheme's table.
    pub fn words(&self) -> String {
        match self {
            Self::SubstantiveHolder => "substantive holder only".to_owned(),
            Self::ReportedTo(whom) => format!("reported to {whom}"),
            Self::Stated(words) => words.clone(),
        }
    }
}

/// An act's words for giving a power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// The power's identity.
    pub id: PowerId,
    /// Whose power it is.
    pub body: OdsCode,
    /// Over what.
    pub matters: Vec<Matter>,
    /// To whom.
    pub holder: Holder,
    /// Up to how much.
    pub limits: Limits,
    /// What else must hold.
    pub conditions: Vec<Condition>,
    /// For whom; empty for all the body commissions for.
    pub populations: Vec<Population>,
    /// Under which instrument.
    pub instrument: InstrumentId,
    /// Which clause of it.
    pub clause: Option<String>,
    /// When.
    pub period: Period,
}

/// A power as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Power {
    /// Its identity.
    pub id: PowerId,
    /// Whose power it is.
    pub body: OdsCode,
    /// Over what.
    pub matters: Vec<Matter>,
    /// Who holds it.
    pub holder: HolderId,
    /// Up to how much.
    pub limits: Limits,
    /// What else must hold.
    pub conditions: Vec<Condition>,
    /// For whom; empty for all the body commissions for.
    pub populations: Vec<Population>,
    /// Under which instrument: a scheme, or an agreement that rests on one.
    pub instrument: InstrumentId,
    /// Which clause of it.
    pub clause: Option<String>,
    /// When.
    pub period: Period,
    /// The day from which it was revoked, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Date>,
}

impl From<&Delegation> for Power {
    fn from(given: &Delegation) -> Self {
        Self {
            id: given.id.clone(),
            body: given.body,
            matters: given.matters.clone(),
            holder: HolderId::from(&given.holder),
            limits: given.limits,
            conditions: given.conditions.clone(),
            populations: given.populations.clone(),
            instrument: given.instrument.clone(),
            clause: given.clause.clone(),
            period: given.period,
            revoked: None,
        }
    }
}

/// A matter that only one holder may decide, by scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Whose scheme says so.
    pub body: OdsCode,
    /// What is reserved.
    pub matter: Matter,
    /// To whom.
    pub to: HolderId,
    /// Which instrument.
    pub instrument: InstrumentId,
    /// Which clause.
    pub clause: Option<String>,
    /// When, as far as the scheme's own dates go.
    pub period: Period,
}

/// One use of a power, as recorded. Uses are what cumulative limits are counted from. Made only by [`crate::exercise`].
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    /// The powers used: one, or one from each predecessor after a merger; none when the governing body itself decided.
    pub powers: Vec<PowerId>,
    /// For which body.
    pub body: OdsCode,
    /// About what.
    pub matter: Matter,
    /// How much.
    pub amount: Option<Pence>,
    /// The day it took effect.
    pub on: Date,
    /// The person who used it, where a person did.
    pub person: Option<PersonId>,
    /// By which post, where by one.
    pub post: Option<PostId>,
    /// The decision for which, by the identity its room gave it.
    pub decision: String,
}

/// A use of a power with the entry that recorded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedExercise<'a> {
    /// The entry.
    pub entry: Sequence,
    /// The event within the entry.
    pub ordinal: u16,
    /// The use.
    pub exercise: &'a Exercise,
}
