//! To whom a body belonged, over time and as known after each entry, in one short run of numbers.
//!
//! Nearly every question of a restatement is who a body belonged to on a day, as known after an entry, and bodies are asked
//! about in any order. What costs time then is not reckoning but waiting for memory, so all of a body's memberships lie side by
//! side: one look-up follows one pointer and reads a few neighbouring lines of memory.
//!
//! The run begins with how many kinds of membership there are and, for each, its kind and where it begins. Each then has
//! three counts (versions, changes, changes not known to the day) and, one list after another: the entries that recorded a
//! version; where its changes end; the last day each change can mean; to whom the body then belongs; and, for each change not
//! known to the day, its place and its first day.

use crate::kind::Tie;
use crate::state::BodyNo;
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
    ends: &'a [u32],
    latest: &'a [u32],
    to: &'a [u32],
    unsure: &'a [u32],
}

/// One kind of membership, to be written: each version with the entry that recorded it.
type Versions = Vec<(Sequence, Timeline<BodyNo>)>;

impl Memberships {
    /// The kinds of membership that any source gave the body, in order.
    pub(crate) fn ties(&self) -> impl Iterator<Item = Tie> + '_ {
        Tie::ALL.iter().copied().filter(|tie| self.kept(*tie).is_some())
    }

    /// To whom the body belonged on a day, as known after an entry; `None` before anything of this kind was known.
    #[inline]
    pub(crate) fn at(&self, tie: Tie, known: Sequence, day: Date) -> Option<Held<BodyNo>> {
        let kept = self.kept(tie)?;
        let (from, to) = kept.version(known)?;
        Some(kept.held(from, to, day_number(day)))
    }

    /// The membership over time, as known after an entry.
    pub(crate) fn timeline(&self, tie: Tie, known: Sequence) -> Option<Timeline<BodyNo>> {
        let kept = self.kept(tie)?;
        let (from, to) = kept.version(known)?;
        Some(kept.timeline(from, to))
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
        let last = self.kept(tie).map(|kept| {
            let version = kept.version(Sequence(u64::MAX));
            version.map(|(from, to)| kept.timeline(from, to)).unwrap_or_default()
        });
        last.is_none_or(|last| last != *timeline)
    }

    /// Records what an entry makes of a kind of membership.
    pub(crate) fn record(&mut self, tie: Tie, entry: Sequence, timeline: Timeline<BodyNo>) {
        let mut all: Vec<(Tie, Versions)> =
            Tie::ALL.iter().filter_map(|tie| Some((*tie, self.kept(*tie)?.versions()))).collect();
        let place = all.iter().position(|(held, _)| *held == tie).unwrap_or_else(|| {
            all.push((tie, Vec::new()));
            all.len() - 1
        });
        if let Some((_, versions)) = all.get_mut(place) {
            match versions.last_mut() {
                Some((recorded, last)) if *recorded == entry => *last = timeline,
                // Nothing ever known and nothing known now: the kind alone is noted.
                None if timeline.is_empty() => {}
                _ => versions.push((entry, timeline)),
            }
        }
        *self = Self::of(&all);
    }

    fn of(all: &[(Tie, Versions)]) -> Self {
        let mut words = vec![all.len() as u32];
        words.resize(1 + 2 * all.len(), 0);
        for (place, (tie, versions)) in all.iter().enumerate() {
            let begins = words.len() as u32;
            if let Some(slot) = words.get_mut(1 + 2 * place..3 + 2 * place) {
                slot.copy_from_slice(&[*tie as u32, begins]);
            }
            write(&mut words, versions);
        }
        Self(words.into())
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
        let (ends, rest) = rest.split_at_checked(n_versions)?;
        let (latest, rest) = rest.split_at_checked(n_changes)?;
        let (to, rest) = rest.split_at_checked(n_changes)?;
        let unsure = rest.get(..2 * n_unsure)?;
        Some(Kept { entries, ends, latest, to, unsure })
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
    /// Where the changes of the version known after an entry begin and end.
    #[inline]
    fn version(&self, known: Sequence) -> Option<(usize, usize)> {
        let known = u32::try_from(known.0).unwrap_or(u32::MAX);
        let last = count(self.entries, |entry| entry <= known).checked_sub(1)?;
        let from = last.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some((from as usize, *self.ends.get(last)? as usize))
    }

    #[inline]
    fn held(&self, from: usize, to: usize, day: i32) -> Held<BodyNo> {
        let asked = ordered(day);
        let come = from + self.latest.get(from..to).map_or(0, |latest| count(latest, |day| day <= asked));
        let before = if come > from { self.value(come - 1) } else { None };
        let next = if come < to { self.to.get(come).copied().unwrap_or(NOBODY) } else { NOBODY };
        if next & UNSURE != 0 && self.earliest(come).is_some_and(|earliest| earliest <= asked) {
            return Held::Either(before, body(next));
        }
        Held::Surely(before)
    }

    fn value(&self, place: usize) -> Option<BodyNo> {
        body(self.to.get(place).copied()?)
    }

    /// The first day of a change that is not known to the day.
    fn earliest(&self, place: usize) -> Option<u32> {
        let (unsure, _) = self.unsure.as_chunks::<2>();
        let found = unsure.binary_search_by_key(&(place as u32), |[place, _]| *place).ok()?;
        unsure.get(found).map(|[_, earliest]| *earliest)
    }

    fn timeline(&self, from: usize, to: usize) -> Timeline<BodyNo> {
        let changes = (from..to).map(|place| {
            let latest = self.latest.get(place).and_then(|word| date_of(day(*word)));
            let earliest = self.earliest(place).and_then(|word| date_of(day(word)));
            let on = latest.and_then(|latest| FuzzyDate::between(earliest.unwrap_or(latest), latest).ok());
            Change { on, value: self.value(place) }
        });
        Timeline::from_changes(changes.collect())
    }

    fn versions(&self) -> Versions {
        let mut from = 0;
        let mut versions = Vec::with_capacity(self.entries.len() + 1);
        for (entry, end) in self.entries.iter().zip(self.ends) {
            versions.push((Sequence(u64::from(*entry)), self.timeline(from, *end as usize)));
            from = *end as usize;
        }
        versions
    }
}

fn write(words: &mut Vec<u32>, versions: &Versions) {
    let changes = || versions.iter().flat_map(|(_, timeline)| timeline.changes());
    let is_unsure = |change: &Change<BodyNo>| change.on.is_some_and(|on| !on.is_exact());
    let unsure = changes().enumerate().filter(|(_, change)| is_unsure(change));
    words.extend([versions.len(), changes().count(), unsure.clone().count()].map(|count| count as u32));
    words.extend(versions.iter().map(|(entry, _)| {
        assert!(entry.0 < u64::from(u32::MAX), "a journal has fewer than 2^32 entries");
        entry.0 as u32
    }));
    words.extend(versions.iter().scan(0, |end, (_, timeline)| {
        *end += timeline.changes().len() as u32;
        Some(*end)
    }));
    words.extend(changes().map(|change| change.on.map_or(0, |on| ordered(day_number(on.latest())))));
    words.extend(changes().map(|change| {
        let value = change.value.map_or(NOBODY, |BodyNo(number)| number + 1);
        if is_unsure(change) { value | UNSURE } else { value }
    }));
    for (place, change) in unsure {
        words.extend([place as u32, change.on.map_or(0, |on| ordered(day_number(on.earliest())))]);
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

impl fmt::Debug for Memberships {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = Tie::ALL.iter().filter_map(|tie| Some((tie, self.kept(*tie)?.versions())));
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
            let mut model: Vec<Option<Versions>> = vec![None; 3];
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
                    run.record(ties[which], Sequence(entry), timeline);
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
            run.record(Tie::Commissioner, Sequence(u64::from(n) * 2 + 2), timeline.clone());
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
