//! Consent: an act of the authority that lets one act, or a kind of act, pass the clauses it names. Section 8.

use crate::attempt::Attempt;
use crate::id::{ClauseId, ConditionId, ConsentId};
use crate::kind::Tier;
use crate::reach::Reach;
use mandate::PostId;
use register::FileHash;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use terms::{Date, OdsCode, Pence, words};

words! {
    /// How often a consent may be relied on.
    Use, "how often a consent is good", {
        /// Once: the event that relies on it uses it up. Rule R46.
        Single = "single", "Once";
        /// While it lasts.
        Standing = "standing", "While it lasts";
    }
}

words! {
    /// When a condition of a consent must be met.
    ConditionTime, "when a condition must be met", {
        /// Before the act.
        Before = "pre", "Before the act";
        /// After it: it becomes an action.
        After = "post", "After the act";
    }
}

/// A condition of a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Before or after the act.
    pub time: ConditionTime,
    /// What must be so.
    pub words: String,
    /// Who sees to it, for a condition after.
    pub owner: Option<OdsCode>,
    /// The last day for it.
    pub due: Option<Date>,
    /// The day it was met.
    pub met_on: Option<Date>,
}

impl Condition {
    fn is_met(&self, on: Date) -> bool {
        self.met_on.is_some_and(|met| met <= on)
    }
}

/// What a consent lets pass. What is not given is not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The clauses it cures, and no others. Rule R38.
    pub clauses: BTreeSet<ClauseId>,
    /// What the act is about, or what contains it.
    pub reach: Reach,
    /// The tier of the post.
    pub tier: Option<Tier>,
    /// The post.
    pub post: Option<PostId>,
    /// SHA-256 of the plan's text: an amended text needs a consent of its own.
    pub plan: Option<FileHash>,
}

impl Scope {
    /// Whether the act is one it speaks of, for a clause.
    fn fits(&self, clause: &ClauseId, attempt: &Attempt) -> bool {
        fn same<T: PartialEq>(wanted: Option<&T>, given: Option<&T>) -> bool {
            wanted.is_none_or(|wanted| given == Some(wanted))
        }
        self.clauses.contains(clause)
            && self.reach.contains(&attempt.reach)
            && same(self.tier.as_ref(), attempt.tier.as_ref())
            && same(self.post.as_ref(), attempt.post.as_ref())
            && same(self.plan.as_ref(), attempt.plan.as_ref())
    }
}

/// A consent, as known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its identity.
    pub id: ConsentId,
    /// The authority that gave it.
    pub by: OdsCode,
    /// What it lets pass.
    pub scope: Scope,
    /// The greatest amount, by its size.
    pub amount_max: Option<Pence>,
    /// The first day on which it is good.
    pub from: Date,
    /// The first day on which it is not.
    pub to: Option<Date>,
    /// How often.
    pub uses: Use,
    /// The first day on which it is withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Its conditions, by number.
    #[serde(with = "pairs")]
    pub conditions: BTreeMap<NonZeroU16, Condition>,
}

/// Conditions as pairs of a number and a condition. As a map their numbers would be texts in JSON, and a text is no number
/// where an event is read back by its tag.
mod pairs {
    use super::Condition;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::collections::BTreeMap;
    use std::num::NonZeroU16;

    pub(super) fn serialize<S: Serializer>(
        held: &BTreeMap<NonZeroU16, Condition>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(held)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<NonZeroU16, Condition>, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

words! {
    /// Why a consent that speaks of an act does not let it pass, the nearest miss first. Rule R45.
    Miss, "why a consent does not help", {
        /// A condition before the act is not met by its day.
        Condition = "condition", "a condition is not met";
        /// The amount is larger than consented.
        OverAmount = "over-amount", "the amount is larger than consented";
        /// It was good once and was used.
        Used = "used", "it was used";
        /// It was withdrawn.
        Withdrawn = "withdrawn", "it was withdrawn";
        /// Its last day has passed.
        Expired = "expired", "it has expired";
        /// Its first day is to come.
        NotYet = "not-yet", "it has not begun";
        /// None speaks of the act.
        Absent = "none", "no consent speaks of it";
    }
}

impl Consent {
    /// Why it does not help on the act's day, the first reason in the order of rule R44; none while it is live.
    fn miss(&self, attempt: &Attempt, used: &BTreeSet<ConsentId>) -> Option<Miss> {
        let on = attempt.on;
        let over = |most: Pence| attempt.amount.is_some_and(|amount| amount.0.unsigned_abs() > most.0.unsigned_abs());
        let unmet = |held: &Condition| held.time == ConditionTime::Before && !held.is_met(on);
        if on < self.from {
            Some(Miss::NotYet)
        } else if self.to.is_some_and(|to| to <= on) {
            Some(Miss::Expired)
        } else if self.withdrawn_on.is_some_and(|day| day <= on) {
            Some(Miss::Withdrawn)
        } else if self.uses == Use::Single && used.contains(&self.id) {
            Some(Miss::Used)
        } else if self.amount_max.is_some_and(over) {
            Some(Miss::OverAmount)
        } else if self.conditions.values().any(unmet) {
            Some(Miss::Condition)
        } else {
            None
        }
    }

    /// Whether a day lies within it, and it is not withdrawn by then.
    pub fn covers(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on < to) && self.withdrawn_on.is_none_or(|withdrawn| on < withdrawn)
    }

    /// The conditions after the act that are not met yet on a day: they become actions.
    pub fn left(&self, on: Date) -> impl Iterator<Item = ConditionId> + '_ {
        let open = move |held: &Condition| held.time == ConditionTime::After && !held.is_met(on);
        let number = self.conditions.iter().filter(move |(_, held)| open(held)).map(|(number, _)| *number);
        number.map(|number| ConditionId { consent: self.id.clone(), number })
    }
}

/// The consent that lets an act pass a clause: of several the one that ends first, then the one with the smallest identity
/// (rule R46). Where there is none, the nearest miss (rule R45).
///
/// # Errors
/// The nearest [`Miss`].
pub fn consent_for<'a>(
    clause: &ClauseId,
    attempt: &Attempt,
    consents: impl IntoIterator<Item = &'a Consent>,
    used: &BTreeSet<ConsentId>,
) -> Result<&'a Consent, Miss> {
    let mut best: Option<&Consent> = None;
    let mut nearest = Miss::Absent;
    for consent in consents.into_iter().filter(|held| held.scope.fits(clause, attempt)) {
        let order = |held: &Consent| (held.to.unwrap_or(Date::MAX), held.id.clone());
        match consent.miss(attempt, used) {
            Some(miss) => nearest = nearest.min(miss),
            None if best.is_none_or(|held| order(consent) < order(held)) => best = Some(consent),
            None => {}
        }
    }
    best.ok_or(nearest)
}
