//! Who commissions a service for whom on a day: mandates up the tree of lines, and transfers over them.

use crate::id::LineCode;
use crate::line::Population;
use crate::responsibility::{CarryOver, Mandate, Transfer};
use crate::view::Mandates;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode, Period};

/// What responsibility for one service and one population on one day comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsible<'a> {
    /// For whom: after a carry-over the people of the successor.
    pub population: Population,
    /// The mandates that count: those of the nearest line up the tree that name these people, else those that named the people
    /// of the bodies whose place theirs took.
    pub mandates: Vec<&'a Mandate>,
    /// Whether several mandates name the same people: more than one responsibility where there should be one.
    pub overlap: bool,
    /// The transfer over them that day, if there is one.
    pub transfer: Option<&'a Transfer>,
    /// Who commissions it in the end, in order: only bodies that live that day.
    pub commissioners: BTreeSet<OdsCode>,
}

/// One mandate that counts for some people on a day.
struct Counting<'a> {
    mandate: &'a Mandate,
    /// The people as the mandate names them.
    named: Population,
    commissioners: BTreeSet<OdsCode>,
}

/// What of several mandates on one line counts for some people, and whether any overlap.
///
/// One that names them goes before those that named people who have become theirs; and two of the latter that named different
/// people stand for two parts of them, which is no overlap.
pub(crate) fn counting<T>(held: Vec<T>, people: Population, named: impl Fn(&T) -> Population) -> (Vec<T>, bool) {
    let (own, carried): (Vec<T>, Vec<T>) = held.into_iter().partition(|held| named(held) == people);
    if !own.is_empty() {
        let overlap = own.len() > 1;
        return (own, overlap);
    }
    let parts: BTreeSet<Population> = carried.iter().map(&named).collect();
    let overlap = parts.len() < carried.len();
    (carried, overlap)
}

impl Responsible<'_> {
    /// The level at which it is decided, when all that counts agree.
    pub fn level(&self) -> Option<crate::Level> {
        let levels: BTreeSet<crate::Level> = self.mandates.iter().map(|mandate| mandate.level).collect();
        levels.first().copied().filter(|_| levels.len() == 1 && !self.overlap)
    }
}

impl<'a> Mandates<'a> {
    /// Who is responsible for a line on a day, for every population that any mandate on it or above it names, or whose bodies'
    /// place theirs has taken.
    pub fn responsible(&self, line: &LineCode, on: Date) -> Vec<Responsible<'a>> {
        let ancestry = self.ancestry(line, on);
        let distance = |held: &LineCode| ancestry.iter().position(|line| line == held);
        let mut nearest: BTreeMap<Population, (usize, Vec<Counting<'a>>)> = BTreeMap::new();
        let on_lines = (0..).zip(&ancestry).flat_map(|(distance, line): (usize, &LineCode)| {
            let ids = self.state.mandates_of_line.get(line).into_iter().flatten();
            ids.filter_map(move |id| Some((distance, self.mandate(id)?)))
        });
        for (distance, mandate) in on_lines.filter(|(_, mandate)| mandate.period.contains(on) == Certainty::Yes) {
            let stands = |body: OdsCode| self.standing(body, mandate, on);
            let commissioners: BTreeSet<OdsCode> = mandate.commissioners.iter().copied().flat_map(stands).collect();
            if commissioners.is_empty() {
                continue;
            }
            for named in &mandate.populations {
                for body in stands(named.body) {
                    let held = nearest.entry(Population { body, ..*named }).or_insert((distance, Vec::new()));
                    if distance < held.0 {
                        *held = (distance, Vec::new());
                    }
                    let again = held.1.iter().any(|other| other.mandate.id == mandate.id && other.named == *named);
                    if distance == held.0 && !again {
                        let (commissioners, named) = (commissioners.clone(), *named);
                        held.1.push(Counting { mandate, named, commissioners });
                    }
                }
            }
        }
        nearest
            .into_iter()
            .map(|(population, (_, held))| {
                let (held, overlap) = counting(held, population, |held| held.named);
                let mut commissioners: BTreeSet<OdsCode> =
                    held.iter().flat_map(|held| held.commissioners.iter().copied()).collect();
                let transfer = self.transfer_over(population, &commissioners, &distance, on);
                if let Some(transfer) = transfer {
                    commissioners.remove(&self.acting_body(transfer.from, on));
                    commissioners.insert(self.acting_body(transfer.to, on));
                }
                let mut mandates: Vec<&Mandate> = Vec::new();
                for counts in held {
                    if !mandates.iter().any(|other| other.id == counts.mandate.id) {
                        mandates.push(counts.mandate);
                    }
                }
                Responsible { population, mandates, overlap, transfer, commissioners }
            })
            .collect()
    }

    /// The transfer that moves a service of some people from one of its commissioners on a day, the nearest up the tree. It
    /// ends when the body that took the service on does.
    fn transfer_over(
        &self,
        people: Population,
        commissioners: &BTreeSet<OdsCode>,
        distance: &dyn Fn(&LineCode) -> Option<usize>,
        on: Date,
    ) -> Option<&'a Transfer> {
        let theirs = |named: &Population| named.kind == people.kind && self.acting_body(named.body, on) == people.body;
        self.transfers()
            .filter(|transfer| {
                transfer.period.contains(on) == Certainty::Yes && transfer.populations.iter().any(theirs)
            })
            .filter_map(|transfer| Some((distance(&transfer.line)?, transfer)))
            .filter(|(_, transfer)| commissioners.contains(&self.acting_body(transfer.from, on)))
            .filter(|(_, transfer)| self.lives().is_alive(self.acting_body(transfer.to, on), on) == Certainty::Yes)
            .min_by_key(|(distance, transfer)| (*distance, &transfer.id))
            .map(|(_, transfer)| transfer)
    }

    /// With whom a mandate's commissioner or people stand on a day: with the body itself, or those that took its place.
    fn standing(&self, body: OdsCode, mandate: &Mandate, on: Date) -> Vec<OdsCode> {
        let pieces = self.lives().pieces(body, mandate.period, &|carry| takes(carry, mandate));
        pieces.into_iter().filter(|(_, period)| period.contains(on) == Certainty::Yes).map(|(body, _)| body).collect()
    }

    /// Who is responsible for a line and one population on a day; for the people of a body whose place another has taken, for
    /// those of that body.
    pub fn responsible_for(&self, line: &LineCode, population: Population, on: Date) -> Option<Responsible<'a>> {
        let people = Population { body: self.acting_body(population.body, on), ..population };
        self.responsible(line, on).into_iter().find(|held| held.population == people)
    }

    /// Everybody for whom a mandate stands on some day between two, the second not included: after a carry-over the people of the
    /// successor.
    pub fn people_between(&self, from: Date, to: Date) -> BTreeSet<Population> {
        let days = Period::from_days(Some(from), Some(to));
        let of = |mandate: &'a Mandate| {
            mandate.populations.iter().flat_map(move |named| {
                let pieces = self.lives().pieces(named.body, mandate.period, &|carry| takes(carry, mandate));
                let there = pieces.into_iter().filter(|(_, period)| period.overlaps(&days) != Certainty::No);
                there.map(|(body, _)| Population { body, ..*named }).collect::<Vec<_>>()
            })
        };
        self.mandates().filter(|mandate| mandate.period.overlaps(&days) != Certainty::No).flat_map(of).collect()
    }

    /// Each population with its commissioners.
    pub(crate) fn commissioners_of(&self, line: &LineCode, on: Date) -> Vec<(Population, BTreeSet<OdsCode>)> {
        self.responsible(line, on).into_iter().map(|held| (held.population, held.commissioners)).collect()
    }
}

/// Whether a carry-over takes a mandate.
pub(crate) fn takes(carry: &CarryOver, mandate: &Mandate) -> bool {
    carry.takes.as_ref().is_none_or(|taken| taken.mandates.contains(&mandate.id))
}
