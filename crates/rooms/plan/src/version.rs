//! Versions of the one plan: what each consists of, and how two differ line by line.

use crate::key::Key;
use crate::merge::{Merged, MergedLine};
use crate::name::SourceName;
use crate::value::Value;
use executive::TextHash;
use std::collections::BTreeSet;

/// The hash of some lines: of each its key and its value, in the order of the keys. What is not settled has no value.
///
/// Source: spec 06, section 12.4.
pub fn hash_of<'a, D: 'a>(lines: impl IntoIterator<Item = &'a MergedLine<D>>) -> TextHash {
    let mut written = String::new();
    for line in lines {
        written.push_str(line.key.as_str());
        written.push('\t');
        written.push_str(&line.origin.value().map_or_else(String::new, Value::canonical));
        written.push('\n');
    }
    TextHash::of(written.as_bytes())
}

fn sources_of<D>(line: &MergedLine<D>) -> BTreeSet<&SourceName> {
    line.lineage.iter().map(|reference| &reference.source).collect()
}

/// How a line differs between two versions. A value is `None` where the plans that were merged differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only the later version has it.
    Added {
        /// What it says.
        now: Option<Value>,
    },
    /// Only the earlier version has it.
    Removed {
        /// What it said.
        before: Option<Value>,
    },
    /// Both have it and say something else.
    Changed {
        /// What it said.
        before: Option<Value>,
        /// What it says.
        now: Option<Value>,
    },
    /// Both have it and say the same, as other plans do: it is a line of other bodies.
    Sources {
        /// What it says.
        now: Option<Value>,
    },
}

/// A line in which two versions differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDifference {
    /// What it is about.
    pub key: Key,
    /// How it differs.
    pub difference: Difference,
    /// The plans that the line was or is made from; where it says the same, those that no longer have it or now do.
    pub sources: BTreeSet<SourceName>,
}

/// The lines in which two versions differ, in the order of their keys.
///
/// Source: spec 06, section 12.4: two versions compare line by line.
pub fn differences<D>(before: &Merged<D>, now: &Merged<D>) -> Vec<LineDifference> {
    let (mut old, mut new) = (before.lines.iter().peekable(), now.lines.iter().peekable());
    let mut found = Vec::new();
    loop {
        let (left, right) = match (old.peek(), new.peek()) {
            (None, None) => return found,
            (Some(_), None) => (old.next(), None),
            (None, Some(_)) => (None, new.next()),
            (Some(left), Some(right)) if left.key < right.key => (old.next(), None),
            (Some(left), Some(right)) if left.key > right.key => (None, new.next()),
            (Some(_), Some(_)) => (old.next(), new.next()),
        };
        found.extend(difference(left, right));
    }
}

/// How one line differs, if it does.
fn difference<D>(before: Option<&MergedLine<D>>, now: Option<&MergedLine<D>>) -> Option<LineDifference> {
    let value = |line: &MergedLine<D>| line.origin.value().cloned();
    let owned = |sources: BTreeSet<&SourceName>| sources.into_iter().cloned().collect();
    let (key, difference, sources) = match (before, now) {
        (Some(before), Some(now)) => {
            let (old, new) = (sources_of(before), sources_of(now));
            if before.origin.value() != now.origin.value() {
                let changed = Difference::Changed { before: value(before), now: value(now) };
                (&now.key, changed, owned(old.union(&new).copied().collect()))
            } else if old != new {
                let other = owned(old.symmetric_difference(&new).copied().collect());
                (&now.key, Difference::Sources { now: value(now) }, other)
            } else {
                return None;
            }
        }
        (Some(before), None) => (&before.key, Difference::Removed { before: value(before) }, owned(sources_of(before))),
        (None, Some(now)) => (&now.key, Difference::Added { now: value(now) }, owned(sources_of(now))),
        (None, None) => return None,
    };
    Some(LineDifference { key: key.clone(), difference, sources })
}
