//! Tables that are cheap to copy: a copy shares everything, and a change copies only the part it touches.
//!
//! A room's state is copied once for each group of acts, so that readers keep the state they began with.

pub use crate::late::{Late, Read, Slice};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

const CHUNK: usize = 1024;
const SHARDS: usize = 256;

/// A growing list whose copies share their chunks. A chunk may be kept in another form until one of it is asked for.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    chunks: Vec<Arc<Late<Vec<T>>>>,
    length: usize,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), length: 0 }
    }
}

impl<T: Clone> Rows<T> {
    /// So many rows, whose chunks are read from the forms given when they are asked for. `None` when there are not so many
    /// chunks as that takes.
    pub fn kept(length: usize, forms: Vec<Slice>, read: Read<Vec<T>>) -> Option<Self> {
        let chunks: Vec<_> = forms.into_iter().map(|form| Arc::new(Late::kept(form, read))).collect();
        (chunks.len() == length.div_ceil(CHUNK)).then_some(Self { chunks, length })
    }

    /// The chunks, in order.
    pub fn chunks(&self) -> impl Iterator<Item = &Late<Vec<T>>> {
        self.chunks.iter().map(|chunk| &**chunk)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.length
    }

    /// The one at a place.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&T> {
        self.chunks.get(place / CHUNK)?.value().get(place % CHUNK)
    }

    /// How many at the beginning are so, where those that are come before those that are not.
    pub fn partition_point(&self, is_so: impl Fn(&T) -> bool) -> usize {
        let first = |chunk: &Arc<Late<Vec<T>>>| chunk.value().first().is_some_and(&is_so);
        let Some(last) = self.chunks.partition_point(first).checked_sub(1) else { return 0 };
        let within = self.chunks.get(last).map_or(0, |chunk| chunk.value().partition_point(&is_so));
        last * CHUNK + within
    }

    /// The one at a place, to be changed: its chunk is copied first if another copy shares it.
    #[inline]
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        Arc::make_mut(self.chunks.get_mut(place / CHUNK)?).get_mut()?.get_mut(place % CHUNK)
    }

    /// Adds one at the end and gives its place.
    #[inline]
    pub fn push(&mut self, value: T) -> usize {
        if self.length.is_multiple_of(CHUNK) {
            self.chunks.push(Arc::new(Late::new(Vec::with_capacity(CHUNK))));
        }
        if let Some(last) = self.chunks.last_mut().and_then(|last| Arc::make_mut(last).get_mut()) {
            last.push(value);
        }
        self.length += 1;
        self.length - 1
    }

    /// Takes the last one away.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        let last = Arc::make_mut(self.chunks.last_mut()?).get_mut()?.pop()?;
        self.length -= 1;
        if self.length.is_multiple_of(CHUNK) {
            self.chunks.pop();
        }
        Some(last)
    }

    /// All, in order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.value().iter())
    }
}

/// A hasher for short fixed keys (codes and numbers); its input comes from published files, not from strangers.
#[derive(Clone, Default)]
pub struct Mix(u64);

impl Hasher for Mix {
    #[inline]
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.write_u64(word.try_into().map_or(0, u64::from_le_bytes));
        }
        for byte in words.remainder() {
            self.write_u64(u64::from(*byte));
        }
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        // The multiplier is 2^64 divided by the golden ratio, which spreads neighbouring words.
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    #[inline]
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

/// Builds [`Mix`].
pub type Mixed = BuildHasherDefault<Mix>;

/// A map whose copies share their shards. Under keys that strangers choose it takes [`std::hash::RandomState`] for its hasher, so
/// that nobody can crowd one shard; nothing that is answered may depend on the order of its keys.
#[derive(Clone, Debug)]
pub struct Index<K, V, S = Mixed> {
    shards: Vec<Arc<HashMap<K, V, S>>>,
    hasher: S,
}

impl<K, V, S: BuildHasher + Clone + Default> Default for Index<K, V, S> {
    fn default() -> Self {
        let hasher = S::default();
        let shards = (0..SHARDS).map(|_| Arc::new(HashMap::with_hasher(hasher.clone()))).collect();
        Self { shards, hasher }
    }
}

impl<K: Hash + Eq + Clone, V: Clone, S: BuildHasher + Clone> Index<K, V, S> {
    fn shard(&self, key: &K) -> usize {
        // Neither the lowest bits nor the seven highest: the tables inside tell their own keys apart by those.
        (self.hasher.hash_one(key) >> 48) as usize % SHARDS
    }

    /// The value under a key.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.shards.get(self.shard(key))?.get(key)
    }

    /// Every key with its value, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.shards.iter().flat_map(|shard| shard.iter())
    }

    /// Puts a value under a key.
    #[inline]
    pub fn insert(&mut self, key: K, value: V) {
        let shard = self.shard(&key);
        if let Some(shard) = self.shards.get_mut(shard) {
            Arc::make_mut(shard).insert(key, value);
        }
    }

    /// Takes the value under a key away.
    #[inline]
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let shard = self.shard(key);
        Arc::make_mut(self.shards.get_mut(shard)?).remove(key)
    }

    /// The value under a key, made if there is none.
    #[inline]
    pub fn entry_or_default(&mut self, key: K) -> Option<&mut V>
    where
        V: Default,
    {
        let shard = self.shard(&key);
        let shard = self.shards.get_mut(shard)?;
        Some(Arc::make_mut(shard).entry(key).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_rows_are_read_one_chunk_at_a_time_and_only_when_asked_for() {
        fn read(bytes: &[u8]) -> Option<Vec<u8>> {
            READ.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            (!bytes.is_empty()).then(|| bytes.to_vec())
        }
        static READ: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let n_read = || READ.load(std::sync::atomic::Ordering::Relaxed);
        let bytes: Vec<u8> = (0..2500_u32).map(|n| n as u8).collect();
        let (first, rest) = Slice::new(bytes.clone()).split(CHUNK).unwrap();
        let (second, third) = rest.split(CHUNK).unwrap();
        assert!(third.split(453).is_none());
        let forms = vec![first, second, third];
        assert!(Rows::kept(2049, forms[..2].to_vec(), read).is_none());
        let rows = Rows::kept(2500, forms, read).unwrap();
        assert_eq!((rows.len(), n_read()), (2500, 0));
        assert_eq!((rows.get(1030), rows.get(1024), n_read()), (Some(&6), Some(&0), 1));

        let mut copy = rows.clone();
        *copy.get_mut(3).unwrap() = 99;
        copy.push(7);
        assert_eq!(n_read(), 3, "the first was read to be changed, the third to be added to");
        let forms = |rows: &Rows<u8>| rows.chunks().map(|chunk| chunk.form().is_some()).collect::<Vec<_>>();
        assert_eq!((forms(&rows), forms(&copy)), (vec![true; 3], vec![false, true, false]));
        assert!(rows.iter().eq(&bytes));
        assert_eq!((copy.get(3), copy.get(2500), copy.iter().count()), (Some(&99), Some(&7), 2501));
    }

    #[test]
    fn a_copy_keeps_what_it_had() {
        let mut rows = Rows::default();
        for n in 0..3000 {
            assert_eq!(rows.push(n), n);
        }
        let copy = rows.clone();
        *rows.get_mut(2048).unwrap() = 7;
        rows.push(3000);
        assert_eq!((copy.get(2048), copy.len(), copy.get(3000)), (Some(&2048), 3000, None));
        assert_eq!((rows.get(2048), rows.len(), rows.iter().count()), (Some(&7), 3001, 3001));

        let mut index: Index<u64, u64> = Index::default();
        for n in 0..1000u64 {
            index.insert(n, n);
        }
        let copy = index.clone();
        index.insert(5, 50);
        assert_eq!((copy.get(&5), index.get(&5), index.get(&1000)), (Some(&5), Some(&50), None));
    }

    #[test]
    fn what_is_taken_away_stays_with_the_copy() {
        let mut rows = Rows::default();
        for n in 0..1025 {
            rows.push(n);
        }
        let copy = rows.clone();
        assert_eq!((rows.pop(), rows.pop(), rows.len(), rows.get(1023)), (Some(1024), Some(1023), 1023, None));
        assert_eq!((rows.push(7), rows.get(1023), copy.get(1023), copy.len()), (1023, Some(&7), Some(&1023), 1025));
        let mut empty: Rows<u8> = Rows::default();
        assert_eq!(empty.pop(), None);

        let mut index: Index<u64, u64, std::hash::RandomState> = Index::default();
        for n in 0..1000 {
            index.insert(n, n);
        }
        let copy = index.clone();
        assert_eq!((index.remove(&5), index.remove(&5), copy.get(&5)), (Some(5), None, Some(&5)));
        assert_eq!(copy.iter().count(), 1000);
    }
}
