//! Things with a history: each keeps the events about it, and what they make of it as known after each entry.

use crate::event::Event;
use std::hash::Hash;
use std::sync::Arc;
use terms::Sequence;
use terms::shared::{Index, Rows};

/// An event about a thing, with the entry that recorded it and the one that withdrew it, if any did.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) event: Arc<Event>,
    pub(crate) entry: Sequence,
    pub(crate) ordinal: u16,
    pub(crate) withdrawn: Option<Sequence>,
}

/// What the events about a thing make of it, one after another.
pub(crate) trait Folded: Sized + PartialEq {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self>;
}

/// A thing's events, and what it was as known after each entry that changed it.
#[derive(Clone, Debug)]
pub(crate) struct History<T> {
    log: Vec<Logged>,
    /// As recorded, with no regard to how long a body lives.
    told: Option<Arc<T>>,
    versions: Vec<(Sequence, Option<Arc<T>>)>,
}

impl<T: Folded> History<T> {
    fn new() -> Self {
        Self { log: Vec::new(), told: None, versions: Vec::new() }
    }

    pub(crate) fn known(&self, known: Sequence) -> Option<&Arc<T>> {
        let after = self.versions.partition_point(|(entry, _)| *entry <= known);
        self.versions.get(after.checked_sub(1)?)?.1.as_ref()
    }

    pub(crate) fn log(&self) -> &[Logged] {
        &self.log
    }

    fn settle(&mut self, entry: Sequence) {
        let counting = self.log.iter().filter(|logged| logged.withdrawn.is_none());
        self.told = counting.fold(None, T::fold).map(Arc::new);
        self.note(entry, self.told.clone());
    }

    fn note(&mut self, entry: Sequence, value: Option<Arc<T>>) {
        match self.versions.last_mut() {
            Some((last, held)) if *last == entry => *held = value,
            Some((_, held)) if *held == value => {}
            _ => self.versions.push((entry, value)),
        }
    }
}

/// All things of one kind, in the order first recorded. A copy shares everything.
#[derive(Clone, Debug)]
pub(crate) struct Table<K, T> {
    rows: Rows<(K, Arc<History<T>>)>,
    index: Index<K, u32>,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { rows: Rows::default(), index: Index::default() }
    }
}

impl<K: Hash + Eq + Clone, T: Folded + Clone> Table<K, T> {
    pub(crate) fn thing(&self, key: &K) -> Option<&History<T>> {
        let place = *self.index.get(key)?;
        self.rows.get(place as usize).map(|(_, thing)| &**thing)
    }

    pub(crate) fn known(&self, key: &K, known: Sequence) -> Option<&T> {
        self.thing(key)?.known(known).map(|value| &**value)
    }

    /// Whether the identity was ever used, even for something withdrawn since.
    pub(crate) fn used(&self, key: &K) -> bool {
        self.index.get(key).is_some()
    }

    /// Every identity ever used, in the order first recorded.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.rows.iter().map(|(key, _)| key)
    }

    pub(crate) fn iter(&self, known: Sequence) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(move |(_, thing)| thing.known(known).map(|value| &**value))
    }

    /// A thing as recorded last, with no regard to how long a body lives.
    pub(crate) fn told(&self, key: &K) -> Option<&T> {
        self.thing(key)?.told.as_deref()
    }

    /// Works out anew what a thing comes to, from what was recorded of it.
    pub(crate) fn relive(&mut self, key: &K, entry: Sequence, lived: impl FnOnce(&T) -> T) {
        let Some(place) = self.index.get(key) else { return };
        let place = *place as usize;
        let Some(thing) = self.rows.get(place).map(|(_, thing)| thing) else { return };
        let Some(told) = thing.told.clone() else { return };
        let value = lived(&told);
        let value = if value == *told { told } else { Arc::new(value) };
        if thing.known(entry).is_some_and(|held| *held == value) {
            return;
        }
        if let Some((_, thing)) = self.rows.get_mut(place) {
            Arc::make_mut(thing).note(entry, Some(value));
        }
    }

    /// Adds an event to a thing's history.
    pub(crate) fn record(&mut self, key: &K, event: &Arc<Event>, entry: Sequence, ordinal: u16) {
        let logged = Logged { event: Arc::clone(event), entry, ordinal, withdrawn: None };
        self.change(key, entry, |log| log.push(logged));
    }

    /// Marks one event of a thing's history as recorded in error.
    pub(crate) fn withdraw(&mut self, key: &K, of: (Sequence, u16), entry: Sequence) {
        self.change(key, entry, |log| {
            for logged in log.iter_mut().filter(|logged| (logged.entry, logged.ordinal) == of) {
                logged.withdrawn = logged.withdrawn.or(Some(entry));
            }
        });
    }

    fn change(&mut self, key: &K, entry: Sequence, change: impl FnOnce(&mut Vec<Logged>)) {
        let place = if let Some(place) = self.index.get(key) {
            *place as usize
        } else {
            let place = self.rows.push((key.clone(), Arc::new(History::new())));
            self.index.insert(key.clone(), place as u32);
            place
        };
        if let Some((_, thing)) = self.rows.get_mut(place) {
            let thing = Arc::make_mut(thing);
            change(&mut thing.log);
            thing.settle(entry);
        }
    }
}
