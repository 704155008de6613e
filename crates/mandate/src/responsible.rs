//! Who commissions a service for whom on a day: mandates up the tree of lines, and transfers over them.

use crate::id::LineCode;
use crate::line::Population;
use crate::responsibility::{Mandate, Transfer};
use crate::view::Mandates;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode};

/// What responsibility for one service and one population on one day comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsible<'a> {
    /// For whom.
    pub population: Population,
    /// The mandates that count: those of the nearest line up the tree. More than one is an overlap.
    pub mandates: Vec<&'a Mandate>,
    /// The transfer over them that day, if there is one.
    pub transfer: Option<&'a Transfer>,
    /// Who commissions it in the end, in order.
    pub commissioners: BTreeSet<OdsCode>,
}

impl<'a> Mandates<'a> {
    /// Who is responsible for a line on a day, for every population that any mandate on it or above it names.
    pub fn responsible(&self, line: &LineCode, on: Date) -> Vec<Responsible<'a>> {
        let ancestry = self.ancestry(line, on);
        let distance = |held: &LineCode| ancestry.iter().position(|line| line == held);
        let mut nearest: BTreeMap<Population, (usize, Vec<&'a Mandate>)> = BTreeMap::new();
        let on_lines = (0..).zip(&ancestry).flat_map(|(distance, line): (usize, &LineCode)| {
            let ids = self.state.mandates_of_line.get(line).into_iter().flatten();
            ids.filter_map(move |id| Some((distance, self.mandate(id)?)))
        });
        for (distance, mandate) in on_lines.filter(|(_, mandate)| mandate.period.contains(on) == Certainty::Yes) {
            for population in &mandate.populations {
                let held = nearest.entry(*population).or_insert((distance, Vec::new()));
                if distance < held.0 {
                    *held = (distance, Vec::new());
                }
                if distance == held.0 && !held.1.iter().any(|other| other.id == mandate.id) {
                    held.1.push(mandate);
                }
            }
        }
        nearest
            .into_iter()
            .map(|(population, (_, mandates))| {
                let mut commissioners: BTreeSet<OdsCode> =
                    mandates.iter().flat_map(|mandate| mandate.commissioners.iter().copied()).collect();
                let transfer = self
                    .transfers()
                    .filter(|transfer| {
                        transfer.period.contains(on) == Certainty::Yes && transfer.populations.contains(&population)
                    })
                    .filter_map(|transfer| Some((distance(&transfer.line)?, transfer)))
                    .filter(|(_, transfer)| commissioners.contains(&transfer.from))
                    .min_by_key(|(distance, transfer)| (*distance, &transfer.id))
                    .map(|(_, transfer)| transfer);
                if let Some(transfer) = transfer {
                    commissioners.remove(&transfer.from);
                    commissioners.insert(transfer.to);
                }
                Responsible { population, mandates, transfer, commissioners }
            })
            .collect()
    }

    /// Who is responsible for a line and one population on a day.
    pub fn responsible_for(&self, line: &LineCode, population: Population, on: Date) -> Option<Responsible<'a>> {
        self.responsible(line, on).into_iter().find(|held| held.population == population)
    }

    /// Each population with its commissioners.
    pub(crate) fn commissioners_of(&self, line: &LineCode, on: Date) -> Vec<(Population, BTreeSet<OdsCode>)> {
        self.responsible(line, on).into_iter().map(|held| (held.population, held.commissioners)).collect()
    }
}
