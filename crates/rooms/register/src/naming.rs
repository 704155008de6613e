//! What a body was called.

use crate::fact::Fact;
use crate::precedence;
use crate::source::Released;
use crate::view::{Name, View};
use std::cmp::Reverse;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

/// Every name, oldest first: a dated one with its own days, an observed one from its first observation until some day
/// between its last and the first of another name. A name that comes back is listed again.
pub(crate) fn names(view: &View<'_>, code: OdsCode) -> Vec<Name> {
    let mut runs: Vec<(Name, Released)> = Vec::new();
    for name in observations(view, code) {
        match runs.last_mut() {
            Some((run, last)) if !name.is_dated() && !run.is_dated() && run.text == name.text => *last = name.released,
            _ => runs.push((name.clone(), name.released)),
        }
    }
    let changes: Vec<Option<FuzzyDate>> = runs
        .windows(2)
        .map(|pair| match pair {
            [(one, last), (other, _)] if !one.is_dated() && !other.is_dated() => Some(between(*last, other.released)),
            [(_, _), (other, _)] => other.period.from(),
            _ => None,
        })
        .collect();
    let mut began = None;
    let mut names = Vec::with_capacity(runs.len());
    for (place, (mut name, _)) in runs.into_iter().enumerate() {
        let ended = changes.get(place).copied().flatten();
        if !name.is_dated() {
            name.period = Period::new(began.or(name.period.from()), ended).unwrap_or(name.period);
        }
        began = ended;
        names.push(name);
    }
    names
}

pub(crate) fn name_on(view: &View<'_>, code: OdsCode, day: Date) -> Option<Name> {
    let all = observations(view, code);
    // A name with dates of its own counts on its days; the last of them is by the best source.
    let dated = all.iter().rfind(|name| name.is_dated() && name.period.contains(day) != Certainty::No);
    if let Some(name) = dated {
        return Some(name.clone());
    }
    let observed: Vec<&Name> = all.iter().filter(|name| !name.is_dated()).collect();
    let come = observed.partition_point(|name| name.observed_on() <= day);
    let before = come.checked_sub(1).and_then(|last| observed.get(last)).copied();
    let kind = view.kind_on(code, day);
    let same_kind = |name: &&&Name| view.kind_on(code, name.observed_on()) == kind;
    if let Some(name) = before
        && same_kind(&&name)
    {
        return Some(name.clone());
    }
    let after =
        observed.get(come..).into_iter().flatten().find(same_kind).or(observed.get(come).filter(|_| before.is_none()));
    match (after, before) {
        (Some(name), _) => Some(Name { later: true, ..(*name).clone() }),
        (None, Some(before)) => Some(before.clone()),
        // Only names with days of their own, and none on this day: the last before it, else the first after.
        (None, None) => {
            let began = |name: &&Name| name.period.from().is_none_or(|from| from.earliest() <= day);
            let first = || all.first().map(|name| Name { later: true, ..name.clone() });
            all.iter().rfind(began).cloned().or_else(first)
        }
    }
}

impl Name {
    fn is_dated(&self) -> bool {
        self.period.to().is_some() || self.period.from().is_some_and(|from| from != self.released.0)
    }

    fn observed_on(&self) -> Date {
        self.released.observed_on()
    }
}

/// Every name with every release that gives it, in order of the day; on one day the best source last.
fn observations(view: &View<'_>, code: OdsCode) -> Vec<Name> {
    let mut all: Vec<_> = view
        .said(code)
        .filter_map(|(claim, import)| match &*claim.fact {
            Fact::Named { code: subject, name, period } if *subject == code => {
                let period = match *period {
                    Period::ALWAYS => Period::new(Some(import.released.0), None).unwrap_or(Period::ALWAYS),
                    dated => dated,
                };
                let name =
                    Name { text: name.clone(), series: claim.series, released: import.released, period, later: false };
                let on = period.from().map_or(Date::MIN, FuzzyDate::earliest);
                Some(((on, Reverse(precedence::name(claim.series)), Reverse(claim.series), name.text.clone()), name))
            }
            _ => None,
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let names = all.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    best_per_day(names)
}

/// Of several names observed on one day only the best source's stays.
fn best_per_day(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        match kept.last_mut() {
            Some(last) if !last.is_dated() && !name.is_dated() && last.observed_on() == name.observed_on() => {
                *last = name;
            }
            _ => kept.push(name),
        }
    }
    kept
}

/// Some day after one release and not after another.
pub(crate) fn between(seen: Released, shown: Released) -> FuzzyDate {
    let (seen, shown) = (seen.observed_on(), shown.observed_by());
    FuzzyDate::between(seen.tomorrow().unwrap_or(seen).min(shown), shown).unwrap_or(FuzzyDate::day(shown))
}
