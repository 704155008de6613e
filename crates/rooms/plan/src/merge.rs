//! Several plans made one: every line with where it came from, and a difference left standing until a decision settles it.

use crate::key::Key;
use crate::line::{Line, Quotient};
use crate::name::{LineName, LineReference, SourceName};
use crate::value::Value;
use executive::ProposalId;
use mandate::MandateId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The plans to be merged, by their names.
pub type Sources = BTreeMap<SourceName, Arc<Vec<Line>>>;

/// What a decision takes in place of values that differ.
///
/// Source: rule R52.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// What one of the plans says.
    Plan(SourceName),
    /// Another value, such as both narratives in one.
    Value(Value),
}

/// That a conflict was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution<D> {
    /// What is taken.
    pub choice: Choice,
    /// By which decision.
    pub decision: D,
}

/// How a merged line came by its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin<D> {
    /// One plan has the line.
    Single(Value),
    /// Several have it and say the same.
    Agreed(Value),
    /// Several have it and differ. There is no value: nothing is averaged.
    Conflict,
    /// They differed, and a decision settled it.
    Resolved {
        /// What was taken.
        value: Value,
        /// By which decision.
        decision: D,
    },
}

impl<D> Origin<D> {
    /// The value; `None` while the plans differ.
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Single(value) | Self::Agreed(value) | Self::Resolved { value, .. } => Some(value),
            Self::Conflict => None,
        }
    }

    /// Whether the plans differ and a decision settled it.
    pub const fn is_resolved(&self) -> bool {
        matches!(self, Self::Resolved { .. })
    }

    /// Whether the plans differ and nothing has settled it.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// What a line of the one plan stands on in a plan that has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ground {
    /// The line of that plan.
    pub reference: LineReference,
    /// The mandate under which it is commissioned.
    pub mandate: Option<MandateId>,
    /// Of which two lines it is the quotient.
    pub quotient: Option<Quotient>,
}

impl Ground {
    fn of(source: &SourceName, line: &Line) -> Self {
        let reference = LineReference { source: source.clone(), line: line.name.clone() };
        Self { reference, mandate: line.mandate.clone(), quotient: line.quotient.clone() }
    }
}

/// A line of the one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedLine<D> {
    /// What it is about.
    pub key: Key,
    /// What it says, and how that came about.
    pub origin: Origin<D>,
    /// Every line of every plan that it was made from, after a resolution too; in the order of their text.
    pub lineage: Vec<LineReference>,
    /// What it stands on in each of them, in the same order.
    pub grounds: Vec<Ground>,
}

impl<D> MergedLine<D> {
    /// The lineage as text: every `plan:line`, joined by `+`.
    pub fn lineage_text(&self) -> String {
        self.lineage.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
    }
}

/// A plan that has two lines about the same and so was not taken in.
///
/// Source: rule R51.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// What both are about.
    pub key: Key,
    /// The first of them, by name.
    pub first: LineName,
    /// The second.
    pub second: LineName,
}

/// Several plans made one. `D` names the decisions that settle conflicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedPlan<D = ProposalId> {
    /// The plans that were refused whole, by name, each with two of its lines.
    pub refused: BTreeMap<SourceName, Duplicate>,
    /// The lines, in the order of their keys.
    pub lines: Vec<MergedLine<D>>,
}

impl<D> Default for MergedPlan<D> {
    fn default() -> Self {
        Self { refused: BTreeMap::new(), lines: Vec::new() }
    }
}

impl<D> MergedPlan<D> {
    /// The line about something.
    pub fn line(&self, key: &Key) -> Option<&MergedLine<D>> {
        let place = self.lines.binary_search_by(|line| line.key.cmp(key)).ok()?;
        self.lines.get(place)
    }

    /// What the plan says about something; `None` where it says nothing, or its parts differ.
    pub fn value(&self, key: &Key) -> Option<&Value> {
        self.line(key)?.origin.value()
    }

    /// The figure that the plan has for something.
    pub fn amount(&self, key: &Key) -> Option<i64> {
        self.value(key)?.amount()
    }

    /// The lines in which the plans differ.
    pub fn conflicts(&self) -> impl Iterator<Item = &MergedLine<D>> {
        self.lines.iter().filter(|line| line.origin.is_open())
    }
}

/// The first two lines of a plan that are about the same.
pub fn duplicate(lines: &[Line]) -> Option<Duplicate> {
    first_duplicate(&in_order(lines))
}

/// Lines in the order of their keys.
fn in_order(lines: &[Line]) -> Vec<&Line> {
    // The texts of keys are at hand while they are compared, which is most of the work.
    let mut ordered: Vec<(&str, &Line)> = lines.iter().map(|line| (line.key.as_str(), line)).collect();
    ordered.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
    ordered.into_iter().map(|(_, line)| line).collect()
}

fn first_duplicate(ordered: &[&Line]) -> Option<Duplicate> {
    ordered.windows(2).find_map(|pair| match pair {
        [one, other] if one.key == other.key => {
            Some(Duplicate { key: one.key.clone(), first: one.name.clone(), second: other.name.clone() })
        }
        _ => None,
    })
}

/// Makes several plans one.
///
/// Shape: one line for every key of the plans taken in, in the order of their keys. Every line of a plan that was taken in is
/// in exactly one lineage, whatever order the plans and their lines came in. A plan with two lines about the same is refused
/// whole, and the others go on. A resolution in favour of a plan that is not among those that differ settles nothing.
///
/// Source: rules R50 to R52.
pub fn merge<D: Clone>(sources: &Sources, resolutions: &BTreeMap<Key, Resolution<D>>) -> MergedPlan<D> {
    let mut refused: BTreeMap<SourceName, Duplicate> = BTreeMap::new();
    let mut all: Vec<(&Line, &SourceName)> = Vec::new();
    for (source, lines) in sources {
        let ordered = in_order(lines);
        match first_duplicate(&ordered) {
            Some(duplicate) => drop(refused.insert(source.clone(), duplicate)),
            None => all.extend(ordered.into_iter().map(|line| (line, source))),
        }
    }
    // Each plan is in order already, which a stable sort makes use of; lines of one key stay in the order of their plans.
    all.sort_by(|one, other| one.0.key.cmp(&other.0.key));
    let same_key = |one: &(&Line, &SourceName), other: &(&Line, &SourceName)| one.0.key == other.0.key;
    let lines = all.chunk_by(same_key).filter_map(|same| of_key(same, resolutions)).collect();
    MergedPlan { refused, lines }
}

/// The line that several about the same make.
fn of_key<D: Clone>(
    same: &[(&Line, &SourceName)],
    resolutions: &BTreeMap<Key, Resolution<D>>,
) -> Option<MergedLine<D>> {
    let (first, others) = same.split_first()?;
    let (key, value) = (&first.0.key, &first.0.value);
    let origin = if others.is_empty() {
        Origin::Single(value.clone())
    } else if others.iter().all(|(line, _)| line.value == *value) {
        Origin::Agreed(value.clone())
    } else {
        resolutions.get(key).and_then(|resolution| resolved(same, resolution)).unwrap_or(Origin::Conflict)
    };
    let mut grounds: Vec<Ground> = same.iter().map(|(line, source)| Ground::of(source, line)).collect();
    // The order of their text is not always that of their plans: a colon comes after a digit.
    grounds.sort_unstable();
    let lineage = grounds.iter().map(|ground| ground.reference.clone()).collect();
    Some(MergedLine { key: key.clone(), origin, lineage, grounds })
}

/// What a decision makes of values that differ; `None` where it takes a plan that is not among them.
fn resolved<D: Clone>(same: &[(&Line, &SourceName)], resolution: &Resolution<D>) -> Option<Origin<D>> {
    let value = match &resolution.choice {
        Choice::Value(value) => value.clone(),
        Choice::Plan(plan) => same.iter().find(|(_, source)| *source == plan)?.0.value.clone(),
    };
    Some(Origin::Resolved { value, decision: resolution.decision.clone() })
}
