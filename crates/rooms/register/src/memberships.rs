//! To whom a body belonged, over time and as known after each entry, in one short run of numbers.
//!
//! Nearly every question of a restatement is who a body belonged to on a day, as known after an entry, and bodies are asked
//! about in any order. What costs time then is not reckoning but waiting for memory, so all of a body's memberships lie side by
//! side: one look-up follows one pointer and reads a few neighbouring lines of memory.
//!
//! A version differs from the one before by what changed from some day on, so it is that: how many changes it has in common
//! with the version before, and those that follow. The run begins with how many kinds of membership there are and, for each, its
//! kind and where it begins. Each then has three counts (versions, changes, changes not known to the day) and, one list after
//! another: the entries that recorded a version; how many changes it shares with the one before; where its own end; the last
//! day each change can mean; to whom the body then belongs; and, for each change not known to the day, its place and its first
//! day.

use crate::kind::Tie;
use crate::state::BodyNo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;
use terms::{Change, Date, FuzzyDate, Held, Sequence, Timeline, date_of, day_number};

/// What stands for "to nobody"; a body's number is one more than it is.
const NOBODY: u32 = 0;

/// The bit that marks a change as not known to the day.
const UNSURE: u32 = 1 << 31;

/// All memberships of a body: of each kind, every version there ever was.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Memberships(Arc<[u32]>);

/// One kind of membership, in its parts.
#[derive(Clone, Copy)]
struct Kept<'a> {
    entries: &'a [u32],
    shared: &'a [u32],
    ends: &'a [u32],
    latest: &'a [u32],
    to: &'a [u32],
    unsure: &'a [u32],
}

/// The changes of a timeline.
type Changes = Vec<Change<BodyNo>>;

impl Memberships {
    /// The kinds of membership that any source gave the body, in order.
    pub(crate) fn ties(&self) -> impl Iterator<Item = Tie> + '_ {
        Tie::ALL.iter().copied().filter(|tie| self.kept(*tie).is_some())
    }

    /// To whom the body belonged on a day, as known after an entry; `None` before anything of this kind was known.
    #[inline]
    pub(crate) fn at(&self, tie: Tie, known: Sequence, day: Date) -> Option<Held<BodyNo>> {
        let kept = self.kept(tie)?;
        Some(kept.held(kept.version(known)?, ordered(day_number(day))))
    }

    /// The membership over time, as known after an entry.
    pub(crate) fn timeline(&self, tie: Tie, known: Sequence) -> Option<Timeline<BodyNo>> {
        let kept = self.kept(tie)?;
        Some(Timeline::from_changes(kept.changes(kept.version(known)?)))
    }

    /// The entries that recorded a version of any kind of membership.
    pub(crate) fn recorded(&self) -> impl Iterator<Item = Sequence> + '_ {
        Tie::ALL
            .iter()
            .filter_map(|tie| self.kept(*tie))
            .flat_map(|kept| kept.entries.iter().map(|entry| Sequence(u64::from(*entry))))
    }

    /// Whether a timeline is something other than what was recorded last of a kind of membership.
    pub(crate) fn differs(&self, tie: Tie, timeline: &Timeline<BodyNo>) -> bool {
        self.kept(tie).is_none_or(|kept| {
            let last = kept.entries.len().checked_sub(1);
            last.map(|last| kept.changes(last)).unwrap_or_default() != timeline.changes()
        })
    }

    /// Records what an entry makes of a kind of membership.
    pub(crate) fn record(&mut self, tie: Tie, entry: Sequence, timeline: &Timeline<BodyNo>) {
        let held: Vec<Tie> =
            Tie::ALL.iter().copied().filter(|held| *held == tie || self.kept(*held).is_some()).collect();
        let mut words = vec![held.len() as u32];
        words.resize(1 + 2 * held.len(), 0);
        for (place, held) in held.into_iter().enumerate() {
            let begins = words.len() as u32;
            if let Some(slot) = words.get_mut(1 + 2 * place..3 + 2 * place) {
                slot.copy_from_slice(&[held as u32, begins]);
            }
            let kept = self.kept(held).unwrap_or(Kept::NONE);
            if held == tie { kept.write_with(&mut words, entry, timeline) } else { kept.write(&mut words) }
        }
        self.0 = words.into();
    }

    #[inline]
    fn kept(&self, tie: Tie) -> Option<Kept<'_>> {
        let (n_ties, rest) = self.0.split_first()?;
        let (directory, _) = rest.as_chunks::<2>();
        let wanted = tie as u32;
        let [_, begins] = directory.iter().take(*n_ties as usize).find(|[tie, _]| *tie == wanted)?;
        let (counts, rest) = self.0.get(*begins as usize..)?.split_first_chunk::<3>()?;
        let [n_versions, n_changes, n_unsure] = counts.map(|count| count as usize);
        let (entries, rest) = rest.split_at_checked(n_versions)?;
        let (shared, rest) = rest.split_at_checked(n_versions)?;
        let (ends, rest) = rest.split_at_checked(n_versions)?;
        let (latest, rest) = rest.split_at_checked(n_changes)?;
        let (to, rest) = rest.split_at_checked(n_changes)?;
        let unsure = rest.get(..2 * n_unsure)?;
        Some(Kept { entries, shared, ends, latest, to, unsure })
    }
}

/// How many at the beginning of an ascending list are so. Short lists are counted through: that costs no wrong guess of the
/// processor's, where halving would cost one at every step.
#[inline]
fn count(list: &[u32], is_so: impl Fn(u32) -> bool) -> usize {
    if list.len() <= 64 {
        return list.iter().map(|word| u32::from(is_so(*word))).sum::<u32>() as usize;
    }
    list.partition_point(|word| is_so(*word))
}

impl Kept<'_> {
    const NONE: Self = Self { entries: &[], shared: &[], ends: &[], latest: &[], to: &[], unsure: &[] };

    /// Which version is known after an entry.
    #[inline]
    fn version(&self, known: Sequence) -> Option<usize> {
        let known = u32::try_from(known.0).unwrap_or(u32::MAX);
        count(self.entries, |entry| entry <= known).checked_sub(1)
    }

    /// How many changes a version shares with the one before, and where its own begin and end.
    #[inline]
    fn own(&self, version: usize) -> (usize, usize, usize) {
        let at = |list: &[u32], place: usize| list.get(place).copied().unwrap_or(0) as usize;
        let from = version.checked_sub(1).map_or(0, |before| at(self.ends, before));
        (at(self.shared, version), from, at(self.ends, version))
    }

    #[inline]
    fn held(&self, mut version: usize, asked: u32) -> Held<BodyNo> {
        // Of the changes of a version that a later one shares, only so many count.
        let mut counting = usize::MAX;
        let mut next = None;
        let before = loop {
            let (shared, from, end) = self.own(version);
            let n_own = (end - from).min(counting.saturating_sub(shared));
            let own = self.latest.get(from..from + n_own).unwrap_or_default();
            let come = count(own, |day| day <= asked);
            if come < n_own {
                next = Some(from + come);
            }
            if come > 0 {
                break self.to.get(from + come - 1).copied().and_then(body);
            }
            counting = counting.min(shared);
            match version.checked_sub(1) {
                Some(earlier) if counting > 0 => version = earlier,
                _ => break None,
            }
        };
        let then = next.and_then(|next| self.to.get(next)).copied().unwrap_or(NOBODY);
        if then & UNSURE != 0 && next.and_then(|next| self.earliest(next)).is_some_and(|earliest| earliest <= asked) {
            return Held::Either(before, body(then));
        }
        Held::Surely(before)
    }

    /// The first day of a change that is not known to the day.
    fn earliest(&self, place: usize) -> Option<u32> {
        let (unsure, _) = self.unsure.as_chunks::<2>();
        let found = unsure.binary_search_by_key(&(place as u32), |[place, _]| *place).ok()?;
        unsure.get(found).map(|[_, earliest]| *earliest)
    }

    fn change(&self, place: usize) -> Change<BodyNo> {
        let latest = self.latest.get(place).and_then(|word| date_of(day(*word)));
        let earliest = self.earliest(place).and_then(|word| date_of(day(word)));
        let on = latest.and_then(|latest| FuzzyDate::between(earliest.unwrap_or(latest), latest).ok());
        Change { on, value: self.to.get(place).copied().and_then(body) }
    }

    /// The changes of a version: its own, and those it shares with the ones before it.
    fn changes(&self, version: usize) -> Changes {
        let mut found = Vec::new();
        let (mut version, mut counting) = (Some(version), usize::MAX);
        while let Some(at) = version.filter(|_| counting > 0) {
            let (shared, from, end) = self.own(at);
            let n_own = (end - from).min(counting.saturating_sub(shared));
            found.extend((from..from + n_own).rev().map(|place| self.change(place)));
            counting = counting.min(shared);
            version = at.checked_sub(1);
        }
        found.reverse();
        found
    }

    fn write(&self, words: &mut Vec<u32>) {
        let counts = [self.entries.len(), self.to.len(), self.unsure.len() / 2];
        words.extend(counts.map(|count| count as u32));
        for list in [self.entries, self.shared, self.ends, self.latest, self.to, self.unsure] {
            words.extend(list);
        }
    }

    /// Writes the versions before an entry, and what that entry makes of them.
    fn write_with(&self, words: &mut Vec<u32>, entry: Sequence, timeline: &Timeline<BodyNo>) {
        assert!(entry.0 < u64::from(u32::MAX), "a journal has fewer than 2^32 entries");
        let entry = entry.0 as u32;
        let n_kept = self.entries.len() - usize::from(self.entries.last() == Some(&entry));
        let last = n_kept.checked_sub(1);
        let before = last.map(|last| self.changes(last)).unwrap_or_default();
        let end = last.map_or(0, |last| self.own(last).2);
        let changes = timeline.changes();
        if self.entries.is_empty() && changes.is_empty() {
            // Nothing ever known and nothing known now: the kind alone is noted.
            return Self::NONE.write(words);
        }
        let n_shared = before.iter().zip(changes).take_while(|(before, now)| before == now).count();
        let own = changes.get(n_shared..).unwrap_or_default();
        let mut unsure: Vec<u32> = self
            .unsure
            .as_chunks::<2>()
            .0
            .iter()
            .filter(|[place, _]| (*place as usize) < end)
            .flatten()
            .copied()
            .collect();
        for (place, on) in (end..).zip(own).filter_map(|(place, change)| Some((place, change.on?))) {
            if !on.is_exact() {
                unsure.extend([place as u32, ordered(day_number(on.earliest()))]);
            }
        }
        words.extend([n_kept + 1, end + own.len(), unsure.len() / 2].map(|count| count as u32));
        let kept = |list: &[u32], length: usize| list.get(..length).unwrap_or_default().to_vec();
        words.extend(kept(self.entries, n_kept).into_iter().chain([entry]));
        words.extend(kept(self.shared, n_kept).into_iter().chain([n_shared as u32]));
        words.extend(kept(self.ends, n_kept).into_iter().chain([(end + own.len()) as u32]));
        words.extend(kept(self.latest, end));
        words.extend(own.iter().map(|change| change.on.map_or(0, |on| ordered(day_number(on.latest())))));
        words.extend(kept(self.to, end));
        words.extend(own.iter().map(|change| {
            let value = change.value.map_or(NOBODY, |BodyNo(number)| number + 1);
            if change.on.is_some_and(|on| !on.is_exact()) { value | UNSURE } else { value }
        }));
        words.extend(unsure);
    }
}

fn body(word: u32) -> Option<BodyNo> {
    (word & !UNSURE).checked_sub(1).map(BodyNo)
}

/// A day's number as one that is ordered without a sign. That of "as far back as is known" is 0.
fn ordered(day: i32) -> u32 {
    day.cast_unsigned() ^ UNSURE
}

fn day(ordered: u32) -> i32 {
    (ordered ^ UNSURE).cast_signed()
}

impl Serialize for Memberships {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Memberships {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        let (words, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(serde::de::Error::custom("a number is cut short"));
        }
        Ok(Self(words.iter().map(|word| u32::from_le_bytes(*word)).collect()))
    }
}

impl fmt::Debug for Memberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions = |kept: Kept<'_>| -> Vec<(u32, Changes)> {
            kept.entries.iter().enumerate().map(|(version, entry)| (*entry, kept.changes(version))).collect()
        };
        let all = Tie::ALL.iter().filter_map(|tie| Some((tie, versions(self.kept(*tie)?))));
        f.debug_map().entries(all).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use terms::Period;

    fn edge() -> impl Strategy<Value = FuzzyDate> {
        (0..900_i64, 0..40_i64, any::<bool>()).prop_map(|(from, wide, exact)| {
            let first = Date::constant(2013, 1, 1);
            let day = |n: i64| first.checked_add(jiff::Span::new().days(n)).unwrap();
            FuzzyDate::between(day(from), day(from + if exact { 0 } else { wide })).unwrap()
        })
    }

    fn timeline() -> impl Strategy<Value = Timeline<BodyNo>> {
        let coat = (proptest::option::of(edge()), proptest::option::of(edge()), 0..4_u32);
        proptest::collection::vec(coat, 0..7).prop_map(|coats| {
            let mut timeline = Timeline::default();
            for (from, to, value) in coats {
                if let Ok(period) = Period::new(from, to) {
                    timeline.paint(period, BodyNo(value));
                }
            }
            timeline
        })
    }

    proptest! {
        /// The model is a list of versions of timelines, each asked by itself.
        #[test]
        fn a_run_answers_as_the_timelines_it_was_made_of(
            recorded in proptest::collection::vec((0..3_usize, 1..3_u64, timeline()), 0..30),
        ) {
            let ties = [Tie::Commissioner, Tie::Network, Tie::Host];
            let mut run = Memberships::default();
            let mut model = vec![None::<Vec<(Sequence, Timeline<BodyNo>)>>; 3];
            let mut entry = 0;
            for (which, later, timeline) in recorded {
                entry += later - 1;
                let versions = model[which].get_or_insert_default();
                match versions.last_mut() {
                    Some((_, last)) if *last == timeline => {}
                    Some((held, last)) if held.0 == entry => *last = timeline.clone(),
                    None if timeline.is_empty() => {}
                    _ => versions.push((Sequence(entry), timeline.clone())),
                }
                if run.differs(ties[which], &timeline) {
                    run.record(ties[which], Sequence(entry), &timeline);
                }
            }
            let held: Vec<Tie> = ties.iter().zip(&model).filter(|(_, held)| held.is_some()).map(|(tie, _)| *tie).collect();
            prop_assert_eq!(run.ties().collect::<Vec<_>>(), held);
            for (tie, versions) in ties.iter().zip(&model) {
                for known in 0..=entry + 1 {
                    let version = versions.iter().flatten().rfind(|(recorded, _)| recorded.0 <= known).map(|(_, held)| held);
                    prop_assert_eq!(run.timeline(*tie, Sequence(known)), version.cloned());
                    for n in (0..960).step_by(7) {
                        let day = Date::constant(2012, 12, 30).checked_add(jiff::Span::new().days(n)).unwrap();
                        prop_assert_eq!(run.at(*tie, Sequence(known), day), version.map(|held| held.at(day)));
                    }
                }
            }
        }
    }

    #[test]
    fn more_changes_than_are_counted_through_are_found_too() {
        let mut run = Memberships::default();
        let first = Date::constant(1999, 1, 1);
        let mut timeline = Timeline::default();
        for n in 0..200_u32 {
            let from = first.checked_add(jiff::Span::new().days(i64::from(n) * 3)).unwrap();
            timeline.paint(Period::from_days(Some(from), None), BodyNo(n));
            run.record(Tie::Commissioner, Sequence(u64::from(n) * 2 + 2), &timeline);
        }
        let at = |known: u64, days: i64| {
            let day = first.checked_add(jiff::Span::new().days(days)).unwrap();
            run.at(Tie::Commissioner, Sequence(known), day)
        };
        assert_eq!(at(1, 0), None);
        assert_eq!(at(2, 599), Some(Held::Surely(Some(BodyNo(0)))));
        assert_eq!(at(301, 599), Some(Held::Surely(Some(BodyNo(149)))));
        assert_eq!(at(400, 599), Some(Held::Surely(Some(BodyNo(199)))));
        assert_eq!(at(400, 302), Some(Held::Surely(Some(BodyNo(100)))));
    }
}
