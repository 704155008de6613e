//! By what a body's total is shared where it passed to several, or came from several.

use crate::fact::Fact;
use crate::heirs::{Heirs, Placing, Unit, Unplaced, Weights, heads_of};
use crate::kind::{BodyKind, Tie};
use crate::state::BodyNo;
use crate::view::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode};

/// Weights, the day of the count, and what was counted.
type Weighed = (BTreeMap<OdsCode, u64>, Date, Unit);

/// A body's commissioners: itself, or those of a system.
struct Parts {
    commissioners: BTreeSet<OdsCode>,
    of_system: bool,
}

impl View<'_> {
    pub(crate) fn apportioned(
        &self,
        code: OdsCode,
        from: Date,
        to: Date,
        lawful: &[OdsCode],
        by: Weights,
    ) -> Result<Heirs, Unplaced> {
        let measured = || match by {
            Weights::ListSize => self.by_practices(code, from, to, lawful),
            Weights::SmallArea => self.by_small_areas(code, from, to, lawful),
        };
        let weighed = self.as_stated(code, from, to, lawful).or_else(measured);
        let (weights, counted, unit) = weighed.ok_or(Unplaced::NoWeights)?;
        let shares: Vec<(OdsCode, u64)> = weights.into_iter().filter(|(_, weight)| *weight > 0).collect();
        match shares.as_slice() {
            [] => Err(Unplaced::NoWeights),
            [(only, _)] => {
                let placing = if *only == code { Placing::Direct } else { Placing::Followed };
                Ok(Heirs { placing, shares: vec![(*only, 1)] })
            }
            _ => Ok(Heirs { placing: Placing::Apportioned { by, counted, unit }, shares }),
        }
    }

    /// What was entered with the successions, where it was for every one of them and for every body they lead to.
    fn as_stated(&self, code: OdsCode, from: Date, to: Date, lawful: &[OdsCode]) -> Option<Weighed> {
        let (early, late) = (from.min(to), from.max(to));
        let mut links = if to >= from { self.successions_of(code) } else { self.predecessions_of(code) };
        links.retain(|link| link.on.latest() > early && link.on.latest() <= late);
        let mut weights = BTreeMap::new();
        let mut counted = None;
        for link in &links {
            let heads = self.passed(link.from, link.to, link.on)?;
            let (other, day) = if to >= from {
                (link.to, link.on.latest())
            } else {
                (link.from, link.on.earliest().yesterday().ok()?)
            };
            let [reached] = self.lawful_at(other, day, to, lawful)[..] else { return None };
            *weights.entry(reached).or_insert(0) += heads;
            counted = counted.max(Some(link.on.latest()));
        }
        lawful.iter().all(|code| weights.contains_key(code)).then_some((weights, counted?, Unit::Stated))
    }

    /// How many people a source says passed with a succession; of several the one that came last.
    fn passed(&self, old: OdsCode, new: OdsCode, day: terms::FuzzyDate) -> Option<u64> {
        let said = self.said(old).filter_map(|(claim, import)| match &*claim.fact {
            Fact::Passed { from, to, on, heads, .. } if (*from, *to, *on) == (old, new, day) => {
                Some(((import.released, import.recorded), heads.0))
            }
            _ => None,
        });
        said.max().map(|(_, heads)| heads)
    }

    /// The commissioners whose practices and small areas are the body's on a day.
    fn parts(&self, code: OdsCode, day: Date) -> Parts {
        let members = self.members(code, day);
        let own = members.iter().any(|member| member.tie == Tie::Commissioner);
        let system: BTreeSet<OdsCode> = members
            .iter()
            .filter(|member| member.tie == Tie::System)
            .map(|member| member.code)
            .filter(|member| self.kind_on(*member, day).is_none_or(BodyKind::is_commissioner))
            .collect();
        if own || system.is_empty() {
            return Parts { commissioners: BTreeSet::from([code]), of_system: false };
        }
        Parts { commissioners: system, of_system: true }
    }

    /// The patients of a body's practices by where each practice, or its commissioner, belonged on the other day.
    fn by_practices(&self, code: OdsCode, from: Date, to: Date, lawful: &[OdsCode]) -> Option<Weighed> {
        let list = self.nearest_list(from);
        let parts = self.parts(code, from);
        let mut weights = BTreeMap::new();
        let members = parts.commissioners.iter().flat_map(|commissioner| self.members(*commissioner, from));
        for practice in members.filter(|member| member.tie == Tie::Commissioner) {
            if self.kind_on(practice.code, from) == Some(BodyKind::Network) {
                continue;
            }
            let Some(commissioner) = self.parent(practice.code, Tie::Commissioner, to).nominal() else { continue };
            let Some(other) = self.whole_of(commissioner, to, parts.of_system) else { continue };
            if !lawful.contains(&other) {
                continue;
            }
            let heads = match list {
                None => 1,
                Some(list) => {
                    let number = self.state.find(practice.code)?;
                    let place = list.rows.binary_search_by_key(&number, |(body, _)| *body);
                    place.ok().and_then(|place| list.rows.get(place)).map_or(0, |(_, heads)| *heads)
                }
            };
            *weights.entry(other).or_insert(0) += heads;
        }
        match list {
            Some(list) => Some((weights, list.on, Unit::Patients)),
            None => Some((weights, from, Unit::Practices)),
        }
    }

    /// A commissioner, or its system where systems are what is asked for.
    fn whole_of(&self, commissioner: OdsCode, day: Date, of_system: bool) -> Option<OdsCode> {
        if of_system { self.parent(commissioner, Tie::System, day).nominal() } else { Some(commissioner) }
    }

    /// The residents of a body's small areas by where each area lay on the other day.
    fn by_small_areas(&self, code: OdsCode, from: Date, to: Date, lawful: &[OdsCode]) -> Option<Weighed> {
        let parts = self.parts(code, from);
        let numbers: BTreeSet<BodyNo> = parts.commissioners.iter().filter_map(|code| self.state.find(*code)).collect();
        let here = self.nearest_areas(from, |rows| rows.iter().any(|(_, body, _)| numbers.contains(body)))?;
        let mut wanted: BTreeSet<BodyNo> = lawful.iter().filter_map(|code| self.state.find(*code)).collect();
        if parts.of_system {
            let theirs = lawful.iter().flat_map(|system| self.parts(*system, to).commissioners);
            wanted.extend(theirs.filter_map(|code| self.state.find(code)));
        }
        let there = self.nearest_areas(to, |rows| rows.iter().any(|(_, body, _)| wanted.contains(body)))?;
        let population = self.population();
        let mut weights = BTreeMap::new();
        let mut reached: BTreeMap<OdsCode, Vec<OdsCode>> = BTreeMap::new();
        for (area, _, _) in here.rows.iter().filter(|(_, body, _)| numbers.contains(body)) {
            let Ok(place) = there.rows.binary_search_by_key(area, |(area, _, _)| *area) else { continue };
            let Some(lay_in) = there.rows.get(place).and_then(|(_, body, _)| self.code(*body)) else { continue };
            // The lookup is of another day than the one asked for: the body it shows may have come from others since.
            let others = reached.entry(lay_in).or_insert_with(|| {
                if parts.of_system {
                    self.systems_at(lay_in, there.on, to, lawful)
                } else {
                    self.lawful_at(lay_in, there.on, to, lawful)
                }
            });
            match others.as_slice() {
                // The boundary moved, and with it the area, to a body to which no succession leads.
                [] => {}
                [other] => *weights.entry(*other).or_insert(0) += population.map_or(1, |rows| heads_of(rows, *area)),
                // No lookup tells which of them the area lay in, so no share would be true.
                _ => return None,
            }
        }
        let unit = if population.is_some() { Unit::Residents } else { Unit::SmallAreas };
        Some((weights, there.on, unit))
    }

    /// Which of the lawful bodies a body shown by a lookup leads to on the day asked for.
    fn lawful_at(&self, code: OdsCode, on: Date, to: Date, lawful: &[OdsCode]) -> Vec<OdsCode> {
        if lawful.contains(&code) {
            return vec![code];
        }
        self.led_to(code, on, to).into_iter().filter(|code| lawful.contains(code)).collect()
    }

    /// Which of the lawful systems the commissioner shown by a lookup, or what became of it, belongs to on the day asked
    /// for.
    fn systems_at(&self, code: OdsCode, on: Date, to: Date, lawful: &[OdsCode]) -> Vec<OdsCode> {
        let open = self.was_open(code, to) != Certainty::No;
        let commissioners = if open { vec![code] } else { self.led_to(code, on, to) };
        let systems: BTreeSet<OdsCode> =
            commissioners.into_iter().filter_map(|code| self.parent(code, Tie::System, to).nominal()).collect();
        systems.into_iter().filter(|code| lawful.contains(code)).collect()
    }

    fn led_to(&self, code: OdsCode, on: Date, to: Date) -> Vec<OdsCode> {
        if to >= on { self.forward(code, on, to).unwrap_or_default() } else { self.backward(code, on, to) }
    }
}
