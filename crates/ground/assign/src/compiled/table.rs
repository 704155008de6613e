//! The graph as a decision table: from a set of answers to a path, in two look-ups.
//!
//! The questions are cut once, where the two halves together are smallest; each half is a table over the answers of its
//! own questions. A path is found by the state that the first half leaves and the entry of the second half.

use crate::edition::{Category, Edition, Target};
use crate::error::AssignError;
use crate::predicate::Predicate;
use std::collections::HashMap;

/// One way through the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// The questions asked, with their answers.
    pub(crate) nodes: Vec<(u8, bool)>,
    /// The end, by its place in the edition.
    pub(crate) end: u8,
    pub(crate) category: Category,
    /// The bits of every predicate asked.
    pub(crate) asked: u32,
}

/// The compiled graph of an edition.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// For each byte of a set of answers: the bits it gives to the index of either half.
    squeeze: [Vec<(u16, u16)>; 3],
    /// By entry and answers of the first half: a state.
    first: Vec<u16>,
    first_bits: u32,
    entries: Vec<u8>,
    /// By state: where its row of the second half starts, or where its one way is.
    states: Vec<State>,
    /// By start and answers of the second half: which of the state's ways.
    second: Vec<u16>,
    ways: Vec<Way>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    /// Start in `second`; the state is already at its end when there is none.
    row: Option<u32>,
    /// The first of the state's ways.
    ways: u32,
}

/// The questions of one half and the place of each predicate's answer in its index.
struct Half {
    nodes: Vec<u8>,
    predicates: Vec<Predicate>,
}

impl Half {
    fn of(edition: &Edition, nodes: &[u8]) -> Self {
        let mut predicates: Vec<Predicate> = Vec::new();
        for node in nodes.iter().filter_map(|node| edition.nodes.get(usize::from(*node))) {
            if !predicates.contains(&node.predicate) {
                predicates.push(node.predicate);
            }
        }
        Self { nodes: nodes.to_vec(), predicates }
    }

    /// The set of answers that an index stands for.
    fn answers(&self, index: u32) -> u32 {
        let bits = self.predicates.iter().enumerate();
        bits.map(|(place, predicate)| (index >> place & 1) * predicate.bit()).sum()
    }

    fn size(&self) -> usize {
        1 << self.predicates.len()
    }
}

/// Where a walk through one half comes out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Stretch {
    nodes: Vec<(u8, bool)>,
    out: Target,
}

fn stretch(edition: &Edition, half: &Half, from: Target, answers: u32) -> Stretch {
    let (mut nodes, mut out) = (Vec::new(), from);
    while let Target::Node(at) = out {
        if !half.nodes.contains(&at) {
            break;
        }
        let Some((yes, next)) = edition.follow(at, answers) else { break };
        nodes.push((at, yes));
        out = next;
    }
    Stretch { nodes, out }
}

/// More would make tables too large to be worth it.
const HALF_QUESTIONS_MAX: usize = 16;

impl Table {
    /// Compiles the graph.
    ///
    /// # Errors
    /// [`AssignError::EditionGraph`] when a half would have more than 16 different questions.
    pub(crate) fn of(edition: &Edition) -> Result<Self, AssignError> {
        let order = edition.order()?;
        let mut entries: Vec<u8> = edition.scope.iter().map(|scope| scope.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        let halves = |cut: usize| {
            let (first, second) = order.split_at_checked(cut).unwrap_or((&order, &[]));
            (Half::of(edition, first), Half::of(edition, second))
        };
        let cost = |(first, second): &(Half, Half)| entries.len() * first.size() + second.size();
        let best = (0..=order.len()).map(halves).filter(|(first, second)| {
            first.predicates.len() <= HALF_QUESTIONS_MAX && second.predicates.len() <= HALF_QUESTIONS_MAX
        });
        let Some((first, second)) = best.min_by_key(cost) else {
            return Err(AssignError::EditionGraph {
                edition: edition.id.clone(),
                problem: "too many different questions for a table",
                found: order.len().to_string(),
            });
        };
        let mut table = Self {
            squeeze: squeeze(&first, &second),
            first: Vec::new(),
            first_bits: first.predicates.len() as u32,
            entries,
            states: Vec::new(),
            second: Vec::new(),
            ways: Vec::new(),
        };
        let mut known: HashMap<Stretch, u16> = HashMap::new();
        for entry in table.entries.clone() {
            for index in 0..first.size() as u32 {
                let walked = stretch(edition, &first, Target::Node(entry), first.answers(index));
                let state = if let Some(state) = known.get(&walked) {
                    *state
                } else {
                    let state = table.state(edition, &walked, &second);
                    known.insert(walked, state);
                    state
                };
                table.first.push(state);
            }
        }
        Ok(table)
    }

    /// Enters a state with every way on from it.
    fn state(&mut self, edition: &Edition, walked: &Stretch, second: &Half) -> u16 {
        let ways = self.ways.len() as u32;
        let row = match walked.out {
            Target::End { .. } => {
                self.ways.extend(way(edition, walked.nodes.clone(), walked.out));
                None
            }
            Target::Node(_) => {
                let row = self.second.len() as u32;
                let mut known: HashMap<Stretch, u16> = HashMap::new();
                for index in 0..second.size() as u32 {
                    let on = stretch(edition, second, walked.out, second.answers(index));
                    let number = known.len() as u16;
                    let number = *known.entry(on).or_insert_with_key(|on| {
                        let nodes = walked.nodes.iter().chain(&on.nodes).copied().collect();
                        self.ways.extend(way(edition, nodes, on.out));
                        number
                    });
                    self.second.push(number);
                }
                Some(row)
            }
        };
        self.states.push(State { row, ways });
        self.states.len() as u16 - 1
    }

    /// The place of an entry node among the entries.
    pub(crate) fn entry(&self, node: u8) -> u32 {
        self.entries.iter().position(|entry| *entry == node).unwrap_or_default() as u32
    }

    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The way that a set of answers takes from an entry, by its place in [`Table::ways`].
    #[inline]
    pub(crate) fn way(&self, entry: u32, answers: u32) -> u32 {
        let [low, middle, high] = &self.squeeze;
        let part = |bytes: &[(u16, u16)], byte: u32| bytes.get(byte as usize & 0xFF).copied().unwrap_or_default();
        let (a, b, c) = (part(low, answers), part(middle, answers >> 8), part(high, answers >> 16));
        let first = u32::from(a.0 | b.0 | c.0);
        let state = self.first.get((entry << self.first_bits | first) as usize).copied().unwrap_or_default();
        let Some(state) = self.states.get(usize::from(state)) else { return 0 };
        match state.row {
            None => state.ways,
            Some(row) => {
                let second = u32::from(a.1 | b.1 | c.1);
                state.ways + u32::from(self.second.get((row + second) as usize).copied().unwrap_or_default())
            }
        }
    }
}

fn way(edition: &Edition, nodes: Vec<(u8, bool)>, out: Target) -> Option<Way> {
    let Target::End { end, category } = out else { return None };
    let asked = nodes.iter().filter_map(|(node, _)| edition.nodes.get(usize::from(*node)));
    let asked = asked.fold(0, |bits, node| bits | node.predicate.bit());
    Some(Way { nodes, end, category, asked })
}

fn squeeze(first: &Half, second: &Half) -> [Vec<(u16, u16)>; 3] {
    let index = |half: &Half, answers: u32| {
        let places = half.predicates.iter().enumerate();
        places.fold(0_u16, |index, (place, predicate)| index | u16::from(answers & predicate.bit() != 0) << place)
    };
    [0, 8, 16].map(|shift| (0..256).map(|byte| (index(first, byte << shift), index(second, byte << shift))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of answers to every question of an edition, from every entry: the table takes the same way as
    /// the walk. Nothing is left out, so nothing reachable is.
    fn exhaust(edition: &Edition) -> u64 {
        let table = Table::of(edition).unwrap();
        let asked = edition.nodes.iter().fold(0, |bits, node| bits | node.predicate.bit());
        let mut n = 0;
        for entry in table.entries.clone() {
            let place = table.entry(entry);
            let mut answers: u32 = 0;
            loop {
                let way = table.ways.get(table.way(place, answers) as usize).unwrap();
                let (mut at, mut step) = (Target::Node(entry), 0);
                while let Target::Node(node) = at {
                    let (yes, next) = edition.follow(node, answers).unwrap();
                    assert_eq!(way.nodes.get(step), Some(&(node, yes)), "{} {answers:b}", edition.id);
                    (at, step) = (next, step + 1);
                }
                assert_eq!(at, Target::End { end: way.end, category: way.category });
                assert_eq!(step, way.nodes.len());
                n += 1;
                // The next subset of the bits that are asked.
                answers = answers.wrapping_sub(asked) & asked;
                if answers == 0 {
                    break;
                }
            }
        }
        n
    }

    #[test]
    fn the_table_takes_the_way_of_the_walk_for_every_combination_of_answers() {
        for edition in Edition::built_in().unwrap() {
            let questions = edition.nodes.iter().fold(0_u32, |bits, node| bits | node.predicate.bit()).count_ones();
            assert_eq!(exhaust(edition), 2 << questions, "{}", edition.id);
        }
    }
}
