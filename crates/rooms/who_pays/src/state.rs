//! What is true of overrides and cases, as known after each entry.

use crate::case::Case;
use crate::clock::Clocks;
use crate::id::{CaseId, OverrideId};
use crate::kind::OverrideStanding;
use crate::local::{Counts, Override, OverrideRows, Stamp};
use jiff::ToSpan as _;
use mandate::Erasable;
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::{Date, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) locals: Versioned<OverrideId, Override>,
    pub(crate) cases: Versioned<CaseId, Case>,
    pub(crate) clocks: Arc<Vec<(Clocks, Stamp)>>,
    /// Where the key of each override is kept beside the record.
    pub(crate) keys: Arc<BTreeMap<OverrideId, (Sequence, Erasable)>>,
}

impl State {
    /// An empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> WhoPays<'_> {
        WhoPays { state: self, known }
    }

    /// The room as known now.
    pub fn now(&self) -> WhoPays<'_> {
        self.known(self.sequence)
    }
}

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct WhoPays<'a> {
    state: &'a State,
    known: Sequence,
}

impl<'a> WhoPays<'a> {
    /// Where an override's key is kept: the entry, and which of its payloads.
    pub(crate) fn key_payload(&self, id: &OverrideId) -> Option<(Sequence, Erasable)> {
        self.state.keys.get(id).copied()
    }

    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// An override.
    pub fn local(&self, id: &OverrideId) -> Option<&'a Override> {
        self.state.locals.get(id, self.known)
    }

    /// Every override, in order of identity.
    pub fn locals(&self) -> impl Iterator<Item = &'a Override> + use<'a> {
        self.state.locals.iter(self.known).map(|(_, held)| held)
    }

    /// The overrides for a run of the assignment method.
    pub fn override_rows(&self) -> OverrideRows<'a> {
        OverrideRows::of(self.locals())
    }

    /// A case.
    pub fn case(&self, id: &CaseId) -> Option<&'a Case> {
        self.state.cases.get(id, self.known)
    }

    /// Every case, in order of identity.
    pub fn cases(&self) -> impl Iterator<Item = &'a Case> + use<'a> {
        self.state.cases.iter(self.known).map(|(_, case)| case)
    }

    /// How many overrides stand in each way on a day.
    pub fn counts(&self, today: Date) -> Counts {
        Counts::of(self.locals(), today, self.near(today))
    }

    /// How an override stands on a day.
    pub fn standing(&self, held: &Override, today: Date) -> OverrideStanding {
        held.standing(today, self.near(today))
    }

    /// The last day that is near enough for an override that ends then to be about to expire, by what was set for that day.
    fn near(&self, today: Date) -> Date {
        soon(today, self.clocks_on(today).soon_days)
    }

    /// The days that hold on a day, for a clock that begins then and for what is about to expire: those with the latest first day at or before it, of
    /// several the one recorded last; before any was set, those at first.
    pub fn clocks_on(&self, day: Date) -> Clocks {
        let known = self.state.clocks.iter().filter(|(clocks, stamp)| stamp.entry <= self.known && clocks.from <= day);
        known.max_by_key(|(clocks, stamp)| (clocks.from, stamp.entry)).map_or_else(Clocks::at_first, |(c, _)| c.clone())
    }

    /// Every setting of the clocks, in the order recorded.
    pub fn clocks(&self) -> impl Iterator<Item = (&'a Clocks, &'a Stamp)> + use<'a> {
        let known = self.known;
        self.state.clocks.iter().filter(move |(_, stamp)| stamp.entry <= known).map(|(clocks, stamp)| (clocks, stamp))
    }
}

/// The day so many days later; the last there is where the calendar ends.
pub(crate) fn soon(today: Date, days: u16) -> Date {
    today.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}
