//! The proof that every service has exactly one responsible commissioner, for everybody, on every day.

use crate::act::{Act, Context};
use crate::apply::apply;
use crate::decide::{World, decide};
use crate::id::{LineCode, MandateId, UniverseId};
use crate::line::{Line, Population};
use crate::refusal::Refusal;
use crate::responsibility::{CarryOver, Mandate};
use crate::responsible::{counting, takes};
use crate::state::State;
use crate::view::Mandates;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use terms::{Date, FuzzyDate, Period, Sequence, words};

words! {
    /// What is wrong with the responsibility for a service.
    FlawKind, "a kind of flaw", {
        /// Nobody is responsible.
        Gap = "gap", "Nobody is responsible";
        /// Two mandates say different things.
        Overlap = "overlap", "More than one mandate";
    }
}

/// A counter-example: a service, some people and some days with no commissioner or with too many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// The service.
    pub line: LineCode,
    /// For whom.
    pub population: Population,
    /// The first day.
    pub from: Date,
    /// The first day it no longer is so.
    pub to: Date,
    /// What is wrong.
    pub kind: FlawKind,
    /// The mandates that overlap, in order; none for a gap.
    pub mandates: Vec<MandateId>,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many services were looked at.
    pub n_lines: usize,
    /// How many populations.
    pub n_populations: usize,
    /// The first day looked at.
    pub from: Date,
    /// The first day no longer looked at.
    pub to: Date,
    /// Every counter-example, by service, population and day. None means that the proof holds.
    pub flaws: Vec<Flaw>,
}

/// A mandate over one line and population: from its first day up to its end.
#[derive(Clone, Copy)]
struct Held {
    from: Date,
    to: Date,
    mandate: usize,
    /// The people as the mandate names them.
    named: Population,
    /// The people as they are those days.
    people: Population,
}

/// Which line a line belonged to, between two days.
struct Version<'a> {
    from: Date,
    to: Date,
    parent: Option<&'a LineCode>,
}

impl Mandates<'_> {
    /// Checks a universe of services over some people and days.
    ///
    /// A mandate counts as long as one of its commissioners lives by the register, or whoever took its place. A service is looked
    /// at on the days on which its line stands, and for some people up to the day on which they become another body's. Dates
    /// count from the day they have surely come to the day they may have gone.
    ///
    /// `None` when there is no such universe.
    pub fn coverage(
        &self,
        universe: &UniverseId,
        populations: &[Population],
        from: Date,
        to: Date,
    ) -> Option<Coverage> {
        let universe = self.universe(universe)?;
        Some(check(*self, &universe.lines, populations, (from, to)))
    }
}

/// Checks a list of services over some people and days; see [`Mandates::coverage`].
///
/// Time: one look at each service and population, and at each mandate above it.
pub fn check(room: Mandates<'_>, lines: &[LineCode], populations: &[Population], (from, to): (Date, Date)) -> Coverage {
    let places: HashMap<Population, usize> = populations.iter().copied().zip(0..).collect();
    let ids: Vec<&MandateId> = room.mandates().map(|mandate| &mandate.id).collect();
    let mut held: HashMap<&LineCode, Vec<Vec<Held>>> = HashMap::new();
    for (mandate, number) in room.mandates().zip(0..) {
        let stretches = commissioned(room, mandate);
        if stretches.is_empty() {
            continue;
        }
        let of_line = held.entry(&mandate.line).or_insert_with(|| vec![Vec::new(); populations.len()]);
        let named: BTreeSet<Population> = mandate.populations.iter().copied().collect();
        for named in named {
            for (body, period) in room.lives().pieces(named.body, mandate.period, &|carry| takes(carry, mandate)) {
                let people = Population { body, ..named };
                let Some(cell) = places.get(&people).and_then(|place| of_line.get_mut(*place)) else { continue };
                let (begins, ends) = days(&period);
                for (from, to) in &stretches {
                    let (from, to) = (begins.max(*from), ends.min(*to));
                    if from < to {
                        cell.push(Held { from, to, mandate: number, named, people });
                    }
                }
            }
        }
    }
    let mut versions: HashMap<&LineCode, Vec<Version<'_>>> = HashMap::new();
    for record in room.state.lines.iter(room.known()) {
        for line in &record.versions {
            let (from, to) = days(&line.period);
            versions.entry(&line.code).or_default().push(Version { from, to, parent: line.parent.as_ref() });
        }
    }
    let mut flaws = Vec::new();
    for line in lines.iter().collect::<BTreeSet<_>>() {
        let stretches = stretches(&versions, line, from, to);
        for (place, population) in populations.iter().enumerate() {
            let mut found: Vec<Flaw> = Vec::new();
            let passes = room.lives().carries_of(population.body).map(|carry| carry.on).min().unwrap_or(Date::MAX);
            for (begins, ends, ancestry) in &stretches {
                let ends = &passes.min(*ends);
                if begins >= ends {
                    continue;
                }
                let cells = ancestry.iter().filter_map(|above| held.get(above)?.get(place));
                sweep(cells, (*begins, *ends), |from, to, mandates| {
                    let kind = if mandates.is_empty() { FlawKind::Gap } else { FlawKind::Overlap };
                    let mandates = mandates.iter().filter_map(|number| ids.get(*number)).map(|id| (*id).clone());
                    let mandates = mandates.collect();
                    found.push(Flaw { line: line.clone(), population: *population, from, to, kind, mandates });
                });
            }
            join(&mut found);
            flaws.append(&mut found);
        }
    }
    Coverage { n_lines: lines.len(), n_populations: populations.len(), from, to, flaws }
}

/// The state as it would be if some acts were done: to be looked at before they are.
///
/// # Errors
/// The number of the act, from 0, and why it would be refused.
pub fn draft(world: &World<'_>, context: &Context, acts: &[Act]) -> Result<State, (usize, Refusal)> {
    let mut state = world.mandate.clone();
    for (number, act) in acts.iter().enumerate() {
        let outcome = decide(&World { register: world.register, mandate: &state }, context, act)
            .map_err(|refusal| (number, refusal))?;
        let payload = |at: crate::Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        let next = Sequence(state.sequence().0 + 1);
        // What `decide` has just allowed fits the state it was decided on.
        let applied = apply(&mut state, next, &outcome.events, &payload);
        debug_assert_eq!(applied, Ok(()));
        crate::living::live(&mut state, &world.register);
    }
    Ok(state)
}

/// The days on which a period surely holds.
fn days(period: &Period) -> (Date, Date) {
    (period.from().map_or(Date::MIN, FuzzyDate::latest), period.to().map_or(Date::MAX, FuzzyDate::earliest))
}

/// The stretches of days on which somebody that a mandate makes the commissioner surely lives, none touching another.
fn commissioned(room: Mandates<'_>, mandate: &Mandate) -> Vec<(Date, Date)> {
    let takes = |carry: &CarryOver| takes(carry, mandate);
    let pieces = mandate.commissioners.iter().flat_map(|body| room.lives().pieces(*body, mandate.period, &takes));
    let mut all: Vec<(Date, Date)> = pieces.map(|(_, period)| days(&period)).filter(|(from, to)| from < to).collect();
    all.sort_unstable();
    all.dedup_by(|next, held| {
        let joins = next.0 <= held.1;
        if joins {
            held.1 = held.1.max(next.1);
        }
        joins
    });
    all
}

/// The stretches of days on which a line stands with the same lines above it, with those lines, the nearest first.
fn stretches<'a>(
    versions: &HashMap<&'a LineCode, Vec<Version<'a>>>,
    line: &'a LineCode,
    from: Date,
    to: Date,
) -> Vec<(Date, Date, Vec<&'a LineCode>)> {
    let mut cuts = BTreeSet::from([from, to]);
    let (mut above, mut seen) = (vec![line], BTreeSet::new());
    while let Some(next) = above.pop() {
        if seen.insert(next) {
            for version in versions.get(next).into_iter().flatten() {
                cuts.extend([version.from, version.to]);
                above.extend(version.parent);
            }
        }
    }
    let cuts: Vec<Date> = cuts.into_iter().filter(|cut| *cut >= from && *cut <= to).collect();
    let on = |line: &LineCode, day: Date| {
        versions.get(line)?.iter().rev().find(|version| version.from <= day && day < version.to)
    };
    let mut found: Vec<(Date, Date, Vec<&LineCode>)> = Vec::new();
    for (begins, ends) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(mut version) = on(line, *begins) else { continue };
        let mut ancestry = vec![line];
        while let Some(parent) = version.parent.filter(|parent| !ancestry.contains(parent)) {
            ancestry.push(parent);
            match on(parent, *begins) {
                Some(next) => version = next,
                None => break,
            }
        }
        match found.last_mut() {
            Some((_, end, same)) if *end == *begins && *same == ancestry => *end = *ends,
            _ => found.push((*begins, *ends, ancestry)),
        }
    }
    found
}

/// Tells every stretch of days on which not exactly one mandate of the nearest line that has any holds.
///
/// The nearest line's mandates take their days; what they leave goes to the next line above, and what none takes is a gap.
fn sweep<'a>(
    cells: impl Iterator<Item = &'a Vec<Held>>,
    (from, to): (Date, Date),
    mut tell: impl FnMut(Date, Date, &[usize]),
) {
    let mut open = vec![(from, to)];
    for cell in cells.filter(|cell| !cell.is_empty()) {
        let mut left = Vec::new();
        for (from, to) in open {
            // Nearly every cell is held by one mandate throughout.
            if let [only] = cell.as_slice()
                && only.from <= from
                && only.to >= to
            {
                continue;
            }
            let inside = cell.iter().filter(|held| held.from < to && held.to > from);
            let mut cuts = BTreeSet::from([from, to]);
            cuts.extend(inside.flat_map(|held| [held.from.max(from), held.to.min(to)]));
            let cuts: Vec<Date> = cuts.into_iter().collect();
            for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
                let here: Vec<Held> =
                    cell.iter().filter(|held| held.from <= *from && held.to >= *to).copied().collect();
                let Some(people) = here.first().map(|held| held.people) else {
                    left.push((*from, *to));
                    continue;
                };
                let (here, overlap) = counting(here, people, |held| held.named);
                if overlap {
                    let mandates: Vec<usize> = here.iter().map(|held| held.mandate).collect();
                    tell(*from, *to, &mandates);
                }
            }
        }
        open = left;
        if open.is_empty() {
            return;
        }
    }
    for (from, to) in open {
        tell(from, to, &[]);
    }
}

/// Puts flaws in order of days and joins those that follow one another and say the same.
fn join(flaws: &mut Vec<Flaw>) {
    for flaw in flaws.iter_mut() {
        flaw.mandates.sort();
    }
    flaws.sort_by_key(|flaw| flaw.from);
    flaws.dedup_by(|next, held| {
        let same = next.kind == held.kind && next.mandates == held.mandates && next.from == held.to;
        if same {
            held.to = next.to;
        }
        same
    });
}

impl Coverage {
    /// Whether the proof holds.
    pub fn holds(&self) -> bool {
        self.flaws.is_empty()
    }

    /// How many counter-examples there are of each kind.
    pub fn counts(&self) -> BTreeMap<FlawKind, usize> {
        let mut counts = BTreeMap::new();
        for flaw in &self.flaws {
            *counts.entry(flaw.kind).or_default() += 1;
        }
        counts
    }
}

/// A line as it is written for a check, so that a caller can list those of a tree.
pub fn leaves(room: Mandates<'_>, on: Date) -> Vec<LineCode> {
    let lines: Vec<&Line> = room.lines(on).collect();
    let parents: BTreeSet<&LineCode> = lines.iter().filter_map(|line| line.parent.as_ref()).collect();
    lines.iter().map(|line| &line.code).filter(|code| !parents.contains(code)).cloned().collect()
}
