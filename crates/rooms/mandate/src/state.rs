//! What is true: everything recorded about people, posts, instruments, powers, committees, lines and mandates.

use crate::about::Thing;
use crate::act::Erasable;
use crate::committee::Committee;
use crate::event::Event;
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId, UniverseId};
use crate::line::{Line, Universe};
use crate::lives::Lives;
use crate::person::{Interest, PostRecord};
use crate::power::{Exercise, Instrument, Power, RecordedExercise};
use crate::responsibility::{CarryOver, Mandate, Transfer};
use crate::scheme::SchemeRow;
use crate::table::{History, Table};
use crate::view::Mandates;
use std::sync::Arc;
use terms::shared::{Index, Rows};
use terms::{Date, FuzzyDate, OdsCode, Period, Sequence};

/// Where a free text is kept: the entry and its payload.
pub(crate) type TextKey = (Sequence, Erasable);

/// A person as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PersonRecord {
    pub(crate) id: PersonId,
    pub(crate) name: TextKey,
    pub(crate) contact: Option<TextKey>,
}

/// An interest as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InterestRecord {
    pub(crate) interest: Interest,
    pub(crate) wording: TextKey,
}

/// An instrument as recorded; a scheme with its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InstrumentRecord {
    pub(crate) instrument: Arc<Instrument>,
    pub(crate) rows: Arc<Vec<SchemeRow>>,
}

/// A service line in all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineRecord {
    pub(crate) versions: Vec<Line>,
}

/// A mandate as recorded, with the reason why it stands no lower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MandateRecord {
    pub(crate) mandate: Mandate,
    pub(crate) reason: Option<TextKey>,
}

/// A carry-over as recorded.
#[derive(Clone, Debug)]
pub(crate) struct CarryRecord {
    pub(crate) carry: Arc<CarryOver>,
    pub(crate) entry: Sequence,
    pub(crate) ordinal: u16,
    pub(crate) withdrawn: Option<Sequence>,
}

/// A use of powers as recorded, with the earlier use of each.
#[derive(Clone, Debug)]
pub(crate) struct ExerciseRecord {
    pub(crate) exercise: Arc<Exercise>,
    pub(crate) entry: Sequence,
    pub(crate) ordinal: u16,
    pub(crate) withdrawn: Option<Sequence>,
    pub(crate) earlier: Vec<(PowerId, u32)>,
}

/// Any event as recorded.
#[derive(Clone, Debug)]
pub(crate) struct FactRecord {
    pub(crate) event: Arc<Event>,
    pub(crate) entry: Sequence,
    pub(crate) ordinal: u16,
    pub(crate) withdrawn: Option<Sequence>,
}

/// Everything recorded. A copy shares its tables, so that a reader keeps the state it began with.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) people: Table<PersonId, PersonRecord>,
    pub(crate) posts: Table<PostId, PostRecord>,
    pub(crate) interests: Table<InterestId, InterestRecord>,
    pub(crate) instruments: Table<InstrumentId, InstrumentRecord>,
    pub(crate) powers: Table<PowerId, Power>,
    pub(crate) committees: Table<CommitteeId, Committee>,
    pub(crate) lines: Table<LineCode, LineRecord>,
    pub(crate) universes: Table<UniverseId, Universe>,
    pub(crate) mandates: Table<MandateId, MandateRecord>,
    pub(crate) transfers: Table<MandateId, Transfer>,
    pub(crate) carries: Rows<CarryRecord>,
    pub(crate) exercises: Rows<ExerciseRecord>,
    pub(crate) facts: Rows<FactRecord>,
    pub(crate) last_exercise: Index<PowerId, u32>,
    pub(crate) powers_of_body: Index<OdsCode, Vec<PowerId>>,
    pub(crate) mandates_of_line: Index<LineCode, Vec<MandateId>>,
    pub(crate) schemes_of_body: Index<OdsCode, Vec<InstrumentId>>,
    pub(crate) posts_of_person: Index<PersonId, Vec<PostId>>,
    pub(crate) interests_of_person: Index<PersonId, Vec<InterestId>>,
    pub(crate) texts: Index<TextKey, Option<Arc<str>>>,
    /// How long bodies live, by the entry that made it known.
    pub(crate) lives: Rows<(Sequence, Arc<Lives>)>,
    pub(crate) of_body: Index<OdsCode, Vec<Thing>>,
    /// Every body that anything names, in the order first named.
    pub(crate) named: Rows<OdsCode>,
    /// Those of them whose lives were not yet asked for.
    pub(crate) fresh: Vec<OdsCode>,
    /// The entry of the register up to which their lives are known.
    pub(crate) seen: Option<Sequence>,
    /// No lives at all: what stands before the first is known.
    pub(crate) blank: Arc<Lives>,
}

impl State {
    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Mandates<'_> {
        Mandates { state: self, known: known.min(self.sequence), unseen: None }
    }

    /// The room as known now.
    pub fn now(&self) -> Mandates<'_> {
        self.known(self.sequence)
    }

    /// Where the payloads are kept that forgetting a person erases: the name, the contact, the wording of interests.
    pub fn payloads_of(&self, person: &PersonId) -> Vec<(Sequence, Erasable)> {
        let mut keys = Vec::new();
        for logged in self.people.thing(person).into_iter().flat_map(History::log) {
            if let Event::PersonEntered { name, contact, .. } = &*logged.event {
                keys.push((logged.entry, *name));
                keys.extend(contact.map(|contact| (logged.entry, contact)));
            }
        }
        for interest in self.interests_of_person.get(person).into_iter().flatten() {
            for logged in self.interests.thing(interest).into_iter().flat_map(History::log) {
                if let Event::InterestDeclared { wording, .. } = &*logged.event {
                    keys.push((logged.entry, *wording));
                }
            }
        }
        keys
    }

    /// How long bodies live, as known after an entry.
    pub(crate) fn lives_known(&self, known: Sequence) -> &Lives {
        let (mut low, mut high) = (0, self.lives.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.lives.get(middle).is_some_and(|(entry, _)| *entry <= known) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1).and_then(|last| self.lives.get(last)).map_or(&self.blank, |(_, lives)| lives)
    }

    pub(crate) fn lives_now(&self) -> &Lives {
        let last = self.lives.len().checked_sub(1);
        last.and_then(|last| self.lives.get(last)).map_or(&self.blank, |(_, lives)| lives)
    }

    /// What an entry recorded as its fact of a number, counted from 0 over the facts of this room, withdrawn or not.
    pub fn fact(&self, entry: Sequence, ordinal: u16) -> Option<&Event> {
        let place = crate::apply::place_of(self, (entry, ordinal))?;
        self.facts.get(place).map(|fact| &*fact.event)
    }

    /// Every use of a power that was ever recorded, in order, those withdrawn since among them.
    pub fn uses(&self) -> impl Iterator<Item = RecordedExercise<'_>> {
        let uses = self.exercises.iter();
        uses.map(|held| RecordedExercise { entry: held.entry, ordinal: held.ordinal, exercise: &held.exercise })
    }

    pub(crate) fn text(&self, key: TextKey) -> Option<&str> {
        self.texts.get(&key)?.as_deref()
    }
}

/// A period cut short.
pub(crate) fn ended(period: Period, on: Date) -> Period {
    let on = FuzzyDate::day(on);
    let to = period.to().map_or(on, |to| to.min(on));
    // An end before the beginning leaves no day.
    Period::new(period.from(), Some(to)).unwrap_or_else(|_| Period::from_days(Some(to.latest()), Some(to.latest())))
}
