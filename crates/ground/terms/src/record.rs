//! What a room's state is made of as it takes in the record: texts that can be erased, and tables that forget no version.

use crate::Sequence;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use thiserror::Error;

/// A piece of free text, kept beside the record where it can be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// What was written.
    Held(Arc<str>),
    /// It was erased, or has no readable bytes.
    Erased,
}

impl Text {
    /// The text of an entry's payload; `None` for one that was erased.
    pub fn from_payload(bytes: Option<Vec<u8>>) -> Self {
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Self::Erased, |text| Self::Held(text.into()))
    }

    /// The text, or the word "erased" in brackets.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Held(text) => text,
            Self::Erased => "(erased)",
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Why recorded events could not be taken in: the journal and a room disagree, which is damage or a defect.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReplayError {
    /// Entries arrived out of order.
    #[error("entry {found} cannot follow entry {last}")]
    Order {
        /// The last one taken in.
        last: Sequence,
        /// The one offered.
        found: Sequence,
    },
    /// An event is about something that no earlier one brought into being.
    #[error("entry {entry} is about the {what} `{id}`, which no earlier entry brought into being")]
    Missing {
        /// The entry.
        entry: Sequence,
        /// What.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// An event breaks a law that every sound record keeps.
    #[error("entry {entry} breaks a law of its room: {reason}")]
    Unsound {
        /// The entry.
        entry: Sequence,
        /// What would be broken.
        reason: String,
    },
}

/// Takes an entry into a state, whole or not at all: `take` changes what it is given. On an error the state is as it was.
///
/// # Errors
/// What `take` gives.
pub fn take_entry<S: Clone>(
    state: &mut S,
    take: impl FnOnce(&mut S) -> Result<(), ReplayError>,
) -> Result<(), ReplayError> {
    // A copy shares everything, so an entry takes effect whole or not at all for little.
    let mut next = state.clone();
    take(&mut next)?;
    *state = next;
    Ok(())
}

/// Records by name, each with every version it ever had.
///
/// A copy shares everything; a change copies one record and the list of pointers. What was known after an entry is the
/// last version at or before it, and never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<K, V>(Arc<BTreeMap<K, Versions<V>>>);

type Versions<V> = Arc<Vec<(Sequence, Arc<V>)>>;

impl<K, V> Default for Versioned<K, V> {
    fn default() -> Self {
        Self(Arc::new(BTreeMap::new()))
    }
}

impl<K: Ord + Clone, V: Clone> Versioned<K, V> {
    /// A record as known after an entry.
    pub fn get(&self, key: &K, known: Sequence) -> Option<&V> {
        last(self.0.get(key)?, known)
    }

    /// Every record as known after an entry, in order of name.
    pub fn iter(&self, known: Sequence) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(move |(key, versions)| Some((key, last(versions, known)?)))
    }

    /// Puts in a record, or a version of one, under an entry.
    pub fn insert(&mut self, entry: Sequence, key: K, value: V) {
        let versions = Arc::make_mut(&mut self.0).entry(key).or_default();
        Arc::make_mut(versions).push((entry, Arc::new(value)));
    }

    /// The record as it now is, to be changed under an entry: its earlier versions stay. `None` where there is none.
    pub fn change(&mut self, entry: Sequence, key: &K) -> Option<&mut V> {
        let versions = Arc::make_mut(Arc::make_mut(&mut self.0).get_mut(key)?);
        let (of, newest) = versions.last()?;
        if *of != entry {
            let copy = Arc::new(V::clone(newest));
            versions.push((entry, copy));
        }
        versions.last_mut().map(|(_, value)| Arc::make_mut(value))
    }

    /// Changes every version there ever was: for what is erased, and so not known even then.
    pub fn change_all(&mut self, key: &K, change: impl Fn(&mut V)) {
        let Some(versions) = Arc::make_mut(&mut self.0).get_mut(key) else { return };
        for (_, value) in Arc::make_mut(versions) {
            change(Arc::make_mut(value));
        }
    }
}

fn last<V>(versions: &[(Sequence, Arc<V>)], known: Sequence) -> Option<&V> {
    let after = versions.partition_point(|(entry, _)| *entry <= known);
    versions.get(after.checked_sub(1)?).map(|(_, value)| &**value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_known_never_changes() {
        let mut table = Versioned::default();
        table.insert(Sequence(2), "a", 1);
        *table.change(Sequence(5), &"a").unwrap() = 2;
        *table.change(Sequence(5), &"a").unwrap() += 1;
        let copy = table.clone();
        *table.change(Sequence(9), &"a").unwrap() = 9;
        let seen: Vec<Option<i32>> = (0..11).map(|n| table.get(&"a", Sequence(n)).copied()).collect();
        assert_eq!(seen, [None, None, Some(1), Some(1), Some(1), Some(3), Some(3), Some(3), Some(3), Some(9), Some(9)]);
        assert_eq!(copy.get(&"a", Sequence(9)), Some(&3));
        assert!(table.change(Sequence(10), &"b").is_none());
    }

    #[test]
    fn what_is_erased_is_not_known_even_as_known_before() {
        let mut table = Versioned::default();
        table.insert(Sequence(2), "a", Text::from_payload(Some(b"words".to_vec())));
        *table.change(Sequence(5), &"a").unwrap() = Text::from_payload(Some(b"others".to_vec()));
        assert_eq!(table.get(&"a", Sequence(2)).unwrap().as_str(), "words");
        table.change_all(&"a", |text| *text = Text::from_payload(None));
        for known in 2..6 {
            assert_eq!(table.get(&"a", Sequence(known)).unwrap().to_string(), "(erased)");
        }
        assert_eq!(Text::from_payload(Some(vec![0xFF])), Text::Erased);
    }

    #[test]
    fn an_entry_takes_effect_whole_or_not_at_all() {
        let mut state = vec![1];
        let missing = || ReplayError::Missing { entry: Sequence(4), what: "case", id: "x".to_owned() };
        let half = |next: &mut Vec<i32>| {
            next.push(2);
            Err(missing())
        };
        assert_eq!(take_entry(&mut state, half), Err(missing()));
        assert_eq!(state, [1]);
        take_entry(&mut state, |next| {
            next.push(2);
            Ok(())
        })
        .unwrap();
        assert_eq!(state, [1, 2]);
    }
}
