//! Overrides as the state holds them.

use crate::event::Owner;
use crate::id::OverrideId;
use crate::kind::{OverrideKind, OverrideStanding};
use assign::KeyHash;
use jiff::Timestamp;
use mandate::Actor;
use terms::{Date, OdsCode, Sequence, Text};

/// Who recorded something, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The entry.
    pub entry: Sequence,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who acted.
    pub by: Actor,
    /// The day by which the act was judged.
    pub on: Date,
}

/// The pseudonymous local key to which an override applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// The hash of the key.
    Held(KeyHash),
    /// It was erased, and the override applies to nothing any more.
    Erased,
}

/// That an override was given a later last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extended {
    /// The last day from then on.
    pub last: Date,
    /// Why.
    pub reason: Text,
    /// By whom.
    pub stamp: Stamp,
}

/// That an override was ended before its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The last day on which it applies; the day before its first where it never did.
    pub last: Date,
    /// Why.
    pub reason: Text,
    /// By whom.
    pub stamp: Stamp,
}

/// A local override: a payer that no data set shows, for a while, on somebody's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Its identity.
    pub id: OverrideId,
    /// Why a payer is set by hand.
    pub kind: OverrideKind,
    /// Who pays.
    pub commissioner: OdsCode,
    /// Who answers for it.
    pub owner: Owner,
    /// The reason in words.
    pub reason: Text,
    /// To whose records it applies.
    pub key: Key,
    /// The first day of activity it applies to.
    pub first: Date,
    /// The last day it was given at first.
    pub given_last: Date,
    /// Every later last day, in order.
    pub extended: Vec<Extended>,
    /// Its early end.
    pub ended: Option<Ended>,
    /// That its key was erased.
    pub erased: Option<Stamp>,
    /// That it was added.
    pub added: Stamp,
}

impl Override {
    /// The last day of activity it applies to, after every extension and an early end.
    pub fn last(&self) -> Date {
        let due = self.extended.last().map_or(self.given_last, |extended| extended.last);
        self.ended.as_ref().map_or(due, |ended| ended.last)
    }

    /// Whether it decides a record of that day. The day after the last it does not.
    pub fn applies_on(&self, day: Date) -> bool {
        matches!(self.key, Key::Held(_)) && self.first <= day && day <= self.last()
    }

    /// How it stands on a day. `near` is the last day that counts as soon: an override whose last day is no later is about
    /// to expire.
    pub fn standing(&self, today: Date, near: Date) -> OverrideStanding {
        if self.key == Key::Erased {
            return OverrideStanding::Erased;
        }
        let last = self.last();
        if today > last {
            return if self.ended.is_some() { OverrideStanding::Ended } else { OverrideStanding::Expired };
        }
        match self.first {
            first if first > today => OverrideStanding::Coming,
            _ if last <= near => OverrideStanding::Expiring,
            _ => OverrideStanding::InForce,
        }
    }
}

/// How many overrides stand in each way on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not begun.
    pub coming: u64,
    /// In force, and for a while yet.
    pub in_force: u64,
    /// In force, and about to expire.
    pub expiring: u64,
    /// Expired.
    pub expired: u64,
    /// Ended early.
    pub ended: u64,
    /// With an erased key.
    pub erased: u64,
}

impl Counts {
    /// Counts each override once.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Override>, today: Date, near: Date) -> Self {
        let mut counts = Self::default();
        for held in all {
            *counts.slot(held.standing(today, near)) += 1;
        }
        counts
    }

    /// How many stand in one way.
    pub fn get(mut self, standing: OverrideStanding) -> u64 {
        *self.slot(standing)
    }

    /// How many there are.
    pub fn all(self) -> u64 {
        OverrideStanding::ALL.iter().map(|standing| self.get(*standing)).sum()
    }

    fn slot(&mut self, standing: OverrideStanding) -> &mut u64 {
        match standing {
            OverrideStanding::Coming => &mut self.coming,
            OverrideStanding::InForce => &mut self.in_force,
            OverrideStanding::Expiring => &mut self.expiring,
            OverrideStanding::Expired => &mut self.expired,
            OverrideStanding::Ended => &mut self.ended,
            OverrideStanding::Erased => &mut self.erased,
        }
    }
}

/// An override that can decide a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverrideRow<'a> {
    /// The hash of its local key.
    pub key: KeyHash,
    /// The override, with its days after every extension and early end.
    pub held: &'a Override,
}

/// The overrides for a run of the assignment method. A run that names the entry up to which they are known can be repeated
/// while no key is erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverrideRows<'a> {
    /// Those that can decide a record: with an unerased key and at least one day.
    pub rows: Vec<OverrideRow<'a>>,
    /// How many on record cannot decide any record, because their key was erased or they ended before they began.
    pub n_left_out: usize,
}

impl<'a> OverrideRows<'a> {
    pub(crate) fn of(all: impl IntoIterator<Item = &'a Override>) -> Self {
        let mut found = Self::default();
        for held in all {
            match held.key {
                Key::Held(key) if held.first <= held.last() => found.rows.push(OverrideRow { key, held }),
                Key::Held(_) | Key::Erased => found.n_left_out += 1,
            }
        }
        found
    }
}
