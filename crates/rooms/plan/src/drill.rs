//! From the system down to the month: every figure the sum of its children, and of its lines.

use crate::key::{Key, PlanMonth};
use crate::kind::{Side, Unit};
use crate::merge::MergedPlan;
use std::collections::BTreeMap;
use terms::FinancialYear;
use thiserror::Error;

/// How many levels lie below the whole: system, place, body, provider, measure, month.
pub const LEVELS: usize = 6;

/// Twelve months make a year.
const MONTHS: usize = 12;

/// What stands for a level that a line leaves blank.
pub const BLANK: &str = "-";

/// A figure and where it stands.
///
/// Source: rule R58.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillLine<'a> {
    /// System, place, body, provider, measure and month; blank where there is none.
    pub levels: [&'a str; LEVELS],
    /// The figure, in the unit of the tree.
    pub amount: i64,
}

/// A node: the sum of all lines below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The sum, in the unit of the tree.
    pub total: i64,
    /// How many lines it is the sum of.
    pub n_lines: u64,
}

/// Why there is no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DrillError {
    /// Figures of the unit are no sum of anything.
    #[error("figures in {} do not add up: open the lines they are worked out from", unit.words())]
    NoSum {
        /// The unit.
        unit: Unit,
    },
    /// A sum is past what 64 bits hold.
    #[error("the figures add up to more than 64 bits hold")]
    TooLarge,
}

/// The tree of some figures of one unit.
///
/// A path is its levels from the system down; the empty path is the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drill {
    nodes: BTreeMap<Vec<String>, Node>,
}

impl Drill {
    /// The tree of some lines, all in one unit and of one side.
    ///
    /// # Errors
    /// [`DrillError::TooLarge`] when a sum does not fit.
    pub fn of<'a>(lines: impl IntoIterator<Item = DrillLine<'a>>) -> Result<Self, DrillError> {
        let mut nodes: BTreeMap<Vec<String>, Node> = BTreeMap::new();
        for line in lines {
            let mut path: Vec<String> = Vec::with_capacity(LEVELS);
            add(&mut nodes, &path, line.amount)?;
            for level in line.levels {
                path.push(if level.is_empty() { BLANK } else { level }.to_owned());
                add(&mut nodes, &path, line.amount)?;
            }
        }
        Ok(Self { nodes })
    }

    /// The tree of one side of a plan for one year in one unit. Where a measure has a line of the whole year, its months stand
    /// for that line when all twelve are there and are left out when not, so that nothing is counted twice and nothing is
    /// missing.
    ///
    /// # Errors
    /// [`DrillError::NoSum`] for a unit whose figures do not add up, [`DrillError::TooLarge`] when a sum does not fit.
    pub fn of_plan<D>(
        merged: &MergedPlan<D>,
        system: &str,
        year: FinancialYear,
        side: Side,
        unit: Unit,
    ) -> Result<Self, DrillError> {
        if !unit.adds_up() {
            return Err(DrillError::NoSum { unit });
        }
        let held: Vec<(&Key, i64)> = merged
            .lines
            .iter()
            .filter(|line| line.key.side() == side && line.key.year() == year)
            .filter_map(|line| {
                let value = line.origin.value().filter(|value| value.unit() == unit)?;
                Some((&line.key, value.amount()?))
            })
            .collect();
        // How many months there are of what has a line of its whole year.
        let mut n_months: BTreeMap<Key, usize> =
            held.iter().filter(|(key, _)| key.month().is_year()).map(|(key, _)| ((*key).clone(), 0)).collect();
        for (key, _) in held.iter().filter(|(key, _)| !key.month().is_year()) {
            n_months.entry(key.in_month(PlanMonth::YEAR)).and_modify(|count| *count += 1);
        }
        let is_counted = |key: &Key| match n_months.get(&key.in_month(PlanMonth::YEAR)) {
            Some(count) => (*count == MONTHS) != key.month().is_year(),
            None => true,
        };
        let months: Vec<String> = (0..=12_u8).map(|month| month.to_string()).collect();
        let counted = held.into_iter().filter(|(key, _)| is_counted(key));
        Self::of(counted.map(|(key, amount)| {
            let body = if side == Side::Provider { key.provider() } else { key.commissioner() };
            let provider = if side == Side::Provider { key.commissioner() } else { key.provider() };
            let month = months.get(usize::from(key.month().number())).map_or("", String::as_str);
            DrillLine { levels: [system, key.place(), body, provider, key.measure(), month], amount }
        }))
    }

    /// Every node with its path, each before its children, in the order of their names.
    pub fn nodes(&self) -> impl Iterator<Item = (&[String], Node)> {
        self.nodes.iter().map(|(path, node)| (path.as_slice(), *node))
    }

    /// The node at a path.
    pub fn node(&self, path: &[String]) -> Option<Node> {
        self.nodes.get(path).copied()
    }

    /// The nodes directly below a path, by name.
    pub fn children<'a>(&'a self, path: &'a [String]) -> impl Iterator<Item = (&'a str, Node)> {
        let is_child = move |held: &Vec<String>| held.len() == path.len() + 1 && held.starts_with(path);
        let below = self.nodes.range(path.to_vec()..).take_while(move |(held, _)| held.starts_with(path));
        below.filter(move |(held, _)| is_child(held)).filter_map(|(held, node)| Some((held.last()?.as_str(), *node)))
    }
}

fn add(nodes: &mut BTreeMap<Vec<String>, Node>, path: &[String], amount: i64) -> Result<(), DrillError> {
    let node = nodes.entry(path.to_vec()).or_default();
    node.total = node.total.checked_add(amount).ok_or(DrillError::TooLarge)?;
    node.n_lines += 1;
    Ok(())
}
