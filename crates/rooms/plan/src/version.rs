//! Versions of the one plan: what each consists of, and how two differ line by line.

use crate::key::Key;
use crate::merge::{Ground, MergedLine, MergedPlan};
use crate::name::SourceName;
use crate::value::Value;
use executive::TextHash;
use std::collections::BTreeSet;

/// The hash of some lines: of each its key, its value and what it stands on, in the order of the keys. What is not settled has
/// no value.
///
/// Source: spec 06, section 12.4.
pub fn hash_of<'a, D: 'a>(lines: impl IntoIterator<Item = &'a MergedLine<D>>) -> TextHash {
    hash_of_parts(lines, |_, _| true)
}

/// As [`hash_of`], of what the lines stand on only that in some of the plans.
pub(crate) fn hash_of_parts<'a, D: 'a>(
    lines: impl IntoIterator<Item = &'a MergedLine<D>>,
    counts: impl Fn(&MergedLine<D>, &SourceName) -> bool,
) -> TextHash {
    let mut canonical = String::new();
    for line in lines {
        canonical.push_str(line.key.as_str());
        canonical.push('\t');
        canonical.push_str(&line.origin.value().map_or_else(String::new, Value::canonical));
        for ground in line.grounds.iter().filter(|ground| counts(line, &ground.reference.source)) {
            push_ground(&mut canonical, ground);
        }
        canonical.push('\n');
    }
    TextHash::of(canonical.as_bytes())
}

/// No name has a blank in it, so that what is written can be read in one way only.
fn push_ground(canonical: &mut String, ground: &Ground) {
    let Ground { reference, mandate, quotient } = ground;
    let mandate = mandate.as_ref().map(ToString::to_string).unwrap_or_default();
    let quotient = quotient.as_ref().map(|of| format!("{} {}", of.numerator, of.denominator)).unwrap_or_default();
    canonical.push_str(&format!("\t{reference}\t{mandate}\t{quotient}"));
}

fn sources_of<D>(line: &MergedLine<D>) -> BTreeSet<&SourceName> {
    line.grounds.iter().map(|ground| &ground.reference.source).collect()
}

/// The plans in which one of two lines stands on something that the other does not.
fn sources_of_other_grounds<'l, D>(before: &'l MergedLine<D>, now: &'l MergedLine<D>) -> BTreeSet<&'l SourceName> {
    let of = |line: &'l MergedLine<D>| line.grounds.iter().collect::<BTreeSet<&Ground>>();
    let (old, new) = (of(before), of(now));
    old.symmetric_difference(&new).map(|ground| &ground.reference.source).collect()
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
    /// Both have it and say the same, as other plans do, or the same plans under another name, mandate or share.
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
    /// The plans that the line was or is made from; where it says the same, those in which it stood or stands on something else.
    pub sources: BTreeSet<SourceName>,
}

/// The lines in which two versions differ, in the order of their keys.
///
/// Source: spec 06, section 12.4: two versions compare line by line.
pub fn differences<D>(before: &MergedPlan<D>, now: &MergedPlan<D>) -> Vec<LineDifference> {
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
            let others = sources_of_other_grounds(before, now);
            if before.origin.value() != now.origin.value() {
                let changed = Difference::Changed { before: value(before), now: value(now) };
                let all = sources_of(before).union(&sources_of(now)).copied().collect();
                (&now.key, changed, owned(all))
            } else if !others.is_empty() {
                (&now.key, Difference::Sources { now: value(now) }, owned(others))
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
