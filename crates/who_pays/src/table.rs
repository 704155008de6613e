//! A table of records by name, each with every version it ever had.

use std::collections::BTreeMap;
use std::sync::Arc;
use terms::Sequence;

/// A copy shares everything; a change copies one record and the list of pointers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table<K: Ord, V>(Arc<BTreeMap<K, Versions<V>>>);

type Versions<V> = Arc<Vec<(Sequence, Arc<V>)>>;

impl<K: Ord, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Arc::new(BTreeMap::new()))
    }
}

impl<K: Ord + Clone, V: Clone> Table<K, V> {
    pub(crate) fn get(&self, key: &K, known: Sequence) -> Option<&V> {
        last(self.0.get(key)?, known)
    }

    pub(crate) fn iter(&self, known: Sequence) -> impl Iterator<Item = &V> {
        self.0.values().filter_map(move |versions| last(versions, known))
    }

    pub(crate) fn insert(&mut self, entry: Sequence, key: K, value: V) {
        let versions = Arc::make_mut(&mut self.0).entry(key).or_default();
        Arc::make_mut(versions).push((entry, Arc::new(value)));
    }

    /// The record as it now is, to be changed under an entry: its earlier versions stay.
    pub(crate) fn change(&mut self, entry: Sequence, key: &K) -> Option<&mut V> {
        let versions = Arc::make_mut(Arc::make_mut(&mut self.0).get_mut(key)?);
        let (of, newest) = versions.last()?;
        if *of != entry {
            let copy = Arc::new(V::clone(newest));
            versions.push((entry, copy));
        }
        versions.last_mut().map(|(_, value)| Arc::make_mut(value))
    }

    /// Changes every version there ever was: for what is erased, and so not known even then.
    pub(crate) fn change_all(&mut self, key: &K, change: impl Fn(&mut V)) {
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
