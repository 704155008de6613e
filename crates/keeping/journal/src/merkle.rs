//! The Merkle tree over the entries: roots, inclusion proofs and consistency proofs.
//!
//! Source: RFC 6962 section 2.1, and the verification algorithms of RFC 9162 section 2.1.

use crate::hash::Hash;

/// The hash of a leaf: SHA-256 of a zero byte and the stored bytes.
pub fn leaf_hash(stored: &[u8]) -> Hash {
    Hash::of(&[&[0], stored])
}

/// The hash of an interior node: SHA-256 of a one byte and its two children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of the tree over no leaves at all.
pub fn empty_root() -> Hash {
    Hash::of(&[])
}

/// The right-hand edge of a tree: enough to go on appending and to state the root, and no more.
///
/// Shape: one hash per set bit of `size`, the largest subtree first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        // Each trailing one bit of the size is a complete subtree that the new leaf completes the sibling of.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root of the tree so far.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => empty_root(),
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

/// The root over all the leaves given.
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The hashes that lead from the leaf at `index` (from 0) to the root over `leaves`.
///
/// Returns nothing when there is no such leaf.
pub fn inclusion_path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    let mut path = Vec::new();
    let (mut part, mut at) = (leaves, index);
    if at >= part.len() {
        return None;
    }
    while part.len() > 1 {
        let (left, right) = part.split_at(split(part.len()));
        if at < left.len() {
            path.push(root_of(right));
            part = left;
        } else {
            at -= left.len();
            path.push(root_of(left));
            part = right;
        }
    }
    path.reverse();
    Some(path)
}

/// The hashes that show the tree over the first `old` of `leaves` to be the start of the tree over all of them.
///
/// Returns nothing when `old` is 0 or more than there are: there is nothing to prove about either.
pub fn consistency_path(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut part, mut known, mut whole) = (leaves, old, true);
    while known < part.len() {
        let (left, right) = part.split_at(split(part.len()));
        if known <= left.len() {
            path.push(root_of(right));
            part = left;
        } else {
            path.push(root_of(left));
            known -= left.len();
            part = right;
            whole = false;
        }
    }
    // The old tree's own root is known to whoever asks, so it is left out when it stands in the new tree as it is.
    if !whole {
        path.push(root_of(part));
    }
    path.reverse();
    Some(path)
}

/// Whether `path` leads from `leaf` at `index` (from 0) to `root` in a tree of `size` leaves.
///
/// Source: RFC 9162 section 2.1.3.2.
pub fn inclusion_holds(index: u64, size: u64, leaf: &Hash, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut node = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            node = node_hash(sibling, &node);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            node = node_hash(&node, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && node == *root
}

/// Whether `path` shows the tree of `old` leaves under `old_root` to be the start of that of `new` leaves under `new_root`.
///
/// Source: RFC 9162 section 2.1.4.2.
pub fn consistency_holds(old: u64, new: u64, old_root: &Hash, new_root: &Hash, path: &[Hash]) -> bool {
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    if old == 0 || old > new {
        return false;
    }
    let mut rest = path.iter();
    let first = if old.is_power_of_two() { Some(old_root) } else { rest.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old_node, mut new_node) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_node = node_hash(sibling, &old_node);
            new_node = node_hash(sibling, &new_node);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new_node = node_hash(&new_node, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_node == *old_root && new_node == *new_root
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}
