//! A table of records by name, each with every version it ever had.
//!
//! A copy shares everything; a change copies one record and the list of pointers. What was known after an entry is the
//! last version at or before it, and never changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use terms::Sequence;

#[derive(Clone, Debug)]
pub(crate) struct Table<K, V>(Arc<BTreeMap<K, Versions<V>>>);

type Versions<V> = Arc<Vec<(Sequence, Arc<V>)>>;

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Arc::new(BTreeMap::new()))
    }
}

impl<K: Ord + Clone, V: Clone> Table<K, V> {
    pub(crate) fn get(&self, key: &K, known: Sequence) -> Option<&V> {
        last(self.0.get(key)?, known)
    }

    pub(crate) fn iter(&self, known: Sequence) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(move |(key, versions)| Some((key, last(versions, known)?)))
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
        let mut table = Table::default();
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
}
