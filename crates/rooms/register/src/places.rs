//! What changed in a place between two days, and which local authorities a commissioner covers.

use crate::chain::Link;
use crate::fact::Fact;
use crate::heirs::heads_of;
use crate::kind::{BodyKind, Tie};
use crate::view::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, FuzzyDate, GssCode, Heads, OdsCode};

/// What changed in a place between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDiff {
    /// The commissioners of the place on the first day, in order.
    pub before: Vec<OdsCode>,
    /// The commissioners of the place on the second day, in order.
    pub after: Vec<OdsCode>,
    /// The successions between the two days that lead from the first to the second, oldest first.
    pub links: Vec<Link>,
    /// Practices whose commissioner differs between the days: how many passed from each to each.
    pub practices: BTreeMap<(OdsCode, OdsCode), u64>,
    /// Commissioners whose system differs between the days: which passed from each system to each.
    pub moved: BTreeMap<(OdsCode, OdsCode), Vec<OdsCode>>,
    /// Bodies that opened or closed in between without a succession on record.
    pub unexplained: Vec<OdsCode>,
}

/// How much of a local authority a commissioner covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The local authority.
    pub authority: GssCode,
    /// The small areas of the authority in the commissioner.
    pub n_areas: u64,
    /// Their residents, where a small-area population is imported.
    pub residents: Option<Heads>,
    /// All small areas of the authority.
    pub n_areas_of_authority: u64,
    /// All residents of the authority, likewise.
    pub residents_of_authority: Option<Heads>,
    /// The day of the lookup.
    pub counted: Date,
}

impl View<'_> {
    /// The commissioners that make up a place on a day: the place's own members if it is a system, the body itself and
    /// its kin if it is a commissioner. A place is what it is on the day nearest to which its members are known; from
    /// there the successions lead to the other day.
    pub fn diff(&self, place: &[OdsCode], first: Date, second: Date) -> PlaceDiff {
        let anchors = self.anchors(place, first, second);
        let before = self.kin_on(&anchors, first);
        let after = self.kin_on(&anchors, second);
        let (from, to) = if first <= second { (first, second) } else { (second, first) };
        let mut links: BTreeSet<Link> = BTreeSet::new();
        let moved = self.moved(&before, &after, first, second);
        // The systems of the place too: commissioners may keep their codes while their boards give way.
        let earlier = moved.keys().map(|(old, new)| if first <= second { *old } else { *new });
        for system in earlier.collect::<BTreeSet<OdsCode>>() {
            let chain = self.successors(system, Some(to)).into_iter();
            links.extend(chain.filter(|link| link.on.latest() > from && link.on.latest() <= to));
        }
        for code in before.iter().chain(&after) {
            let chain = self.successors(*code, Some(to)).into_iter().chain(self.predecessors(*code, Some(from)));
            links.extend(chain.filter(|link| link.on.latest() > from && link.on.latest() <= to));
        }
        let explained: BTreeSet<OdsCode> = links.iter().flat_map(|link| [link.from, link.to]).collect();
        let unexplained =
            before.symmetric_difference(&after).filter(|code| !explained.contains(code)).copied().collect();
        let mut practices = BTreeMap::new();
        for code in &before {
            for member in self.members(*code, first).into_iter().filter(|member| member.tie == Tie::Commissioner) {
                match self.parent(member.code, Tie::Commissioner, second).nominal() {
                    Some(new) if new != *code => *practices.entry((*code, new)).or_insert(0) += 1,
                    _ => {}
                }
            }
        }
        let links = links.into_iter().collect();
        PlaceDiff {
            before: before.into_iter().collect(),
            after: after.into_iter().collect(),
            links,
            practices,
            moved,
            unexplained,
        }
    }

    /// Commissioners of either day that belong to one system on the first and to another on the second.
    fn moved(
        &self,
        before: &BTreeSet<OdsCode>,
        after: &BTreeSet<OdsCode>,
        first: Date,
        second: Date,
    ) -> BTreeMap<(OdsCode, OdsCode), Vec<OdsCode>> {
        let mut moved: BTreeMap<(OdsCode, OdsCode), Vec<OdsCode>> = BTreeMap::new();
        for code in before.intersection(after) {
            let system = |day| self.parent(*code, Tie::System, day).nominal();
            if let (Some(old), Some(new)) = (system(first), system(second))
                && old != new
            {
                moved.entry((old, new)).or_default().push(*code);
            }
        }
        moved
    }

    /// Commissioners, each with a day on which it stood for the place.
    fn anchors(&self, place: &[OdsCode], first: Date, second: Date) -> BTreeSet<(OdsCode, Date)> {
        let mut anchors = BTreeSet::new();
        for code in place {
            let members = self.members_ever(*code);
            let systems: Vec<_> = members.iter().filter(|(_, tie, _)| *tie == Tie::System).collect();
            if systems.is_empty() {
                let day = [second, first].into_iter().find(|day| self.was_open(*code, *day) == Certainty::Yes);
                let day = day.or_else(|| self.lives(*code).counting()?.from().map(FuzzyDate::latest)).unwrap_or(second);
                anchors.insert((*code, day));
                continue;
            }
            // A system's members on the later day if it has any then; else on the first day it had any.
            let on = |day: Date| -> Vec<OdsCode> {
                systems
                    .iter()
                    .filter(|(_, _, period)| period.contains(day) != Certainty::No)
                    .map(|(member, _, _)| *member)
                    .filter(|member| self.kind_on(*member, day).is_some_and(is_area_commissioner))
                    .collect()
            };
            let starts = systems.iter().filter_map(|(_, _, period)| period.from()).map(FuzzyDate::latest);
            let mut days: Vec<Date> = [second.max(first), first.min(second)].into_iter().chain(starts).collect();
            days.dedup();
            if let Some(day) = days.into_iter().find(|day| !on(*day).is_empty()) {
                anchors.extend(on(day).into_iter().map(|member| (member, day)));
            }
        }
        anchors
    }

    /// The commissioners on a day that are the anchors or their kin by succession.
    fn kin_on(&self, anchors: &BTreeSet<(OdsCode, Date)>, day: Date) -> BTreeSet<OdsCode> {
        let mut kin = BTreeSet::new();
        for (code, anchored) in anchors {
            let links = if day >= *anchored {
                self.successors(*code, Some(day)).into_iter().map(|link| link.to).collect::<Vec<_>>()
            } else {
                self.predecessors(*code, Some(day)).into_iter().map(|link| link.from).collect()
            };
            kin.extend(links.into_iter().chain([*code]).filter(|code| self.was_open(*code, day) == Certainty::Yes));
        }
        kin
    }

    /// Which local authorities a commissioner covers on a day, by the small-area lookup nearest to it; the largest part
    /// first.
    pub fn coverage(&self, code: OdsCode, day: Date) -> Vec<Coverage> {
        let Some(number) = self.state.find(code) else { return Vec::new() };
        let serves =
            |rows: &[(GssCode, crate::state::BodyNo, GssCode)]| rows.iter().any(|(_, body, _)| *body == number);
        let Some(lookup) = self.nearest_areas(day, serves) else { return Vec::new() };
        let population = self.population();
        // A commissioner touches few authorities, and only their areas are worth counting.
        let touched: BTreeSet<GssCode> =
            lookup.rows.iter().filter(|(_, body, _)| *body == number).map(|(_, _, authority)| *authority).collect();
        let touched: Vec<GssCode> = touched.into_iter().collect();
        let mut whole: BTreeMap<GssCode, (u64, u64)> = BTreeMap::new();
        let mut part: BTreeMap<GssCode, (u64, u64)> = BTreeMap::new();
        for (area, body, authority) in lookup.rows.iter().filter(|(_, _, authority)| touched.contains(authority)) {
            let heads = population.map_or(0, |rows| heads_of(rows, *area));
            let add = |totals: &mut BTreeMap<GssCode, (u64, u64)>| {
                let total = totals.entry(*authority).or_default();
                *total = (total.0 + 1, total.1 + heads);
            };
            add(&mut whole);
            if *body == number {
                add(&mut part);
            }
        }
        let residents = |heads: u64| population.is_some().then_some(Heads(heads));
        let mut coverage: Vec<Coverage> = part
            .into_iter()
            .map(|(authority, (n_areas, heads))| {
                let (n_areas_of_authority, heads_of_authority) = whole.get(&authority).copied().unwrap_or_default();
                Coverage {
                    authority,
                    n_areas,
                    residents: residents(heads),
                    n_areas_of_authority,
                    residents_of_authority: residents(heads_of_authority),
                    counted: lookup.on,
                }
            })
            .collect();
        coverage.sort_by_key(|coverage| (std::cmp::Reverse(coverage.n_areas), coverage.authority));
        coverage
    }

    /// The name of an area that is no body of the register: a local authority or an older system.
    pub fn area_name(&self, area: GssCode) -> Option<Box<str>> {
        let mut named = None;
        for number in self.state.by_gss.get(&area).into_iter().flatten() {
            let Some(claim) = self.state.claim(*number) else { continue };
            if let Fact::Titled { name, .. } = &*claim.fact
                && let Some(released) = self.state.saying(claim, self.known).map(|import| import.released).max()
                && named.as_ref().is_none_or(|held| *held < (released, name.clone()))
            {
                named = Some((released, name.clone()));
            }
        }
        named.map(|(_, name)| name)
    }
}

/// Whether such a body commissions for an area of its own; a commissioning hub does not.
fn is_area_commissioner(kind: BodyKind) -> bool {
    matches!(kind, BodyKind::CommissioningGroup | BodyKind::SubIcbLocation | BodyKind::PrimaryCareTrust)
}
