//! Local overrides: what no data set shows, decided by a named person for a while.
//!
//! Some patients have a responsible commissioner that activity records cannot show: a looked-after child placed
//! elsewhere, aftercare under section 117, a referral assessment. An override is kept under the hash of a pseudonymous
//! local key, comes before the graph, and stops applying by itself on the day after its last.

use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::error::AssignError;
use crate::record::KeyHash;
use crate::reference::Reference;
use serde::Serialize;
use std::collections::HashMap;

/// Why a commissioner is set by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OverrideKind {
    /// A looked-after child placed in another area: the originating commissioner stays responsible.
    LookedAfterChild,
    /// Detention and aftercare under section 117 of the Mental Health Act.
    Section117,
    /// Referred through a referral assessment service.
    ReferralAssessment,
}

/// One override, as its owner gives it. The first and the last day are both included; no last day is not allowed, so
/// that every override is looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override<'a> {
    /// The hash of the pseudonymous local key.
    pub key: KeyHash,
    /// Who pays.
    pub commissioner: &'a str,
    /// Why.
    pub kind: OverrideKind,
    /// The first day of activity it applies to.
    pub first: Day,
    /// The last day of activity it applies to.
    pub last: Day,
    /// The post that owns it.
    pub owner: &'a str,
    /// The reason in words.
    pub reason: &'a str,
}

/// An override as the assigner holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who pays.
    pub commissioner: CodeId,
    /// Why.
    pub kind: OverrideKind,
    /// The days of activity it applies to, the end excluded.
    pub span: Span,
    /// The post that owns it.
    pub owner: String,
    /// The reason in words.
    pub reason: String,
}

/// The overrides of a run.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    keys: HashMap<KeyHash, u32>,
    held: Vec<Vec<Held>>,
}

impl Overrides {
    /// The overrides of these rows. A commissioner must be a code the reference knows.
    ///
    /// # Errors
    /// [`AssignError::Override`] names the row, from 1, and what is wrong with it.
    pub fn of<'a>(reference: &Reference, rows: impl IntoIterator<Item = Override<'a>>) -> Result<Self, AssignError> {
        let mut overrides = Self::default();
        for (place, row) in rows.into_iter().enumerate() {
            let wrong = |problem| AssignError::Override { row: place + 1, problem };
            let commissioner = reference.code(row.commissioner);
            if !commissioner.is_some() {
                return Err(wrong(
                    "its commissioner is not in the reference: correct or end it, or give tables that hold the body",
                ));
            }
            if row.last < row.first {
                return Err(wrong("it ends before it starts"));
            }
            if row.owner.trim().is_empty() || row.reason.trim().is_empty() {
                return Err(wrong("it has no owner or no reason"));
            }
            let span = Span::through(row.first, row.last);
            let number = *overrides.keys.entry(row.key).or_insert_with(|| {
                overrides.held.push(Vec::new());
                overrides.held.len() as u32 - 1
            });
            let Some(held) = overrides.held.get_mut(number as usize) else { continue };
            if held.iter().any(|other| other.span.from < span.until && span.from < other.span.until) {
                return Err(wrong("another override for the same key covers some of its days"));
            }
            held.push(Held {
                commissioner,
                kind: row.kind,
                span,
                owner: row.owner.to_owned(),
                reason: row.reason.to_owned(),
            });
        }
        Ok(overrides)
    }

    /// The override of a key on a day of activity.
    pub fn on(&self, key: &KeyHash, day: Day) -> Option<&Held> {
        self.numbered_on(self.number(key), day)
    }

    /// The number of a key for columns of keys; zero when it has no override.
    pub fn number(&self, key: &KeyHash) -> u32 {
        self.keys.get(key).map_or(0, |number| number + 1)
    }

    pub(crate) fn numbered_on(&self, number: u32, day: Day) -> Option<&Held> {
        let held = self.held.get(number.checked_sub(1)? as usize)?;
        held.iter().find(|held| held.span.holds(day))
    }

    /// How many overrides there are, and how many apply on a day of activity.
    pub fn count_on(&self, day: Day) -> (usize, usize) {
        let all = self.held.iter().flatten();
        (all.clone().count(), all.filter(|held| held.span.holds(day)).count())
    }
}
