//! The models for a failing body: which are lawful on a day, who settles them, and how they compare. Feature I5, rule R49.

use crate::kind::BodyClass;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, words};

words! {
    /// What can be done with a body that fails.
    Model, "a model for a failing body", {
        /// It recovers by itself.
        OwnRecovery = "own-recovery", "Own recovery";
        /// One leadership over several bodies.
        SingleLeadership = "single-leadership", "Single leadership over several";
        /// A joint committee.
        JointCommittee = "joint-committee", "Joint committee";
        /// A merger.
        Merger = "merger", "Merger";
        /// A function moved to a peer.
        FunctionToPeer = "function-to-peer", "Function to a peer";
        /// A function moved to NHS England.
        FunctionToNhsEngland = "function-to-nhs-england", "Function to NHS England";
        /// A function agreed with a local authority.
        FunctionToLocalAuthority = "function-to-local-authority", "Function to a local authority";
        /// An accountable provider.
        AccountableProvider = "accountable-provider", "Accountable provider";
        /// Dissolution.
        Dissolution = "dissolution", "Dissolution";
    }
}

words! {
    /// Who settles a model, and how.
    Way, "how a model is settled", {
        /// The body decides by itself.
        OwnDecision = "own-decision", "The body’s own decision";
        /// Each governing body decides, whatever a direction asks.
        EachGoverningBody = "each-governing-body", "Each governing body";
        /// Each board decides.
        EachBoard = "each-board", "Each board";
        /// The members vote and NHS England approves.
        MemberVote = "member-vote-and-approval", "Vote of the members and approval";
        /// NHS England makes an order.
        Order = "order-by-nhs-england", "Order by NHS England";
        /// The authority directs.
        Direction = "direction", "Direction";
        /// The authority directs, having consulted.
        DirectionAfterConsultation = "direction-after-consultation", "Direction after consultation";
        /// Both agree under section 75.
        Section75 = "agreement-s75", "Agreement under section 75";
        /// Both agree under section 75 or section 65Z5.
        Section75OrSection65Z5 = "agreement-s75-or-s65Z5", "Agreement under section 75 or section 65Z5";
        /// By contract only: the duty stays with the commissioner.
        ContractOnly = "contract-only", "Contract only";
        /// By contract, or by delegation under section 65Z5.
        ContractOrDelegation = "contract-or-delegation-s65Z5", "Contract, or delegation under section 65Z5";
    }
}

/// How a model is settled for one kind of body between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lawful {
    /// The model.
    pub model: Model,
    /// For which bodies.
    pub class: BodyClass,
    /// The first day.
    pub first: Date,
    /// The last day; none while it goes on.
    pub last: Option<Date>,
    /// Who settles it, and how.
    pub way: Way,
}

const GROUPS: Date = Date::constant(2013, 4, 1);
const REFORM_ORDER: Date = Date::constant(2014, 10, 1);

/// Which models are lawful when. Sources: NHS Act 2006 ss.14G, 14Z3, 14Z21, 14Z22, 14Z25, 65Z5, 65Z6, 75; Legislative Reform
/// (Clinical Commissioning Groups) Order 2014. No board can be dissolved: that is an order, a merger or a variation.
pub const LAWFUL: &[Lawful] = &[
    group(Model::OwnRecovery, GROUPS, Way::OwnDecision),
    group(Model::SingleLeadership, GROUPS, Way::EachGoverningBody),
    group(Model::JointCommittee, REFORM_ORDER, Way::EachGoverningBody),
    group(Model::Merger, GROUPS, Way::MemberVote),
    group(Model::FunctionToPeer, GROUPS, Way::Direction),
    group(Model::FunctionToNhsEngland, GROUPS, Way::Direction),
    group(Model::FunctionToLocalAuthority, GROUPS, Way::Section75),
    group(Model::AccountableProvider, GROUPS, Way::ContractOnly),
    group(Model::Dissolution, GROUPS, Way::DirectionAfterConsultation),
    board(Model::OwnRecovery, Way::OwnDecision),
    board(Model::SingleLeadership, Way::EachBoard),
    board(Model::JointCommittee, Way::EachBoard),
    board(Model::Merger, Way::Order),
    board(Model::FunctionToPeer, Way::Direction),
    board(Model::FunctionToNhsEngland, Way::Direction),
    board(Model::FunctionToLocalAuthority, Way::Section75OrSection65Z5),
    board(Model::AccountableProvider, Way::ContractOrDelegation),
];

const fn group(model: Model, first: Date, way: Way) -> Lawful {
    Lawful { model, class: BodyClass::CommissioningGroup, first, last: Some(Date::constant(2022, 6, 30)), way }
}

const fn board(model: Model, way: Way) -> Lawful {
    Lawful { model, class: BodyClass::CareBoard, first: Date::constant(2022, 7, 1), last: None, way }
}

/// The days on which a merger of groups was presumed against, though lawful, until a document said otherwise.
pub const MERGER_DISCOURAGED: (Date, Date) = (Date::constant(2016, 11, 3), Date::constant(2019, 4, 14));

/// How a model is settled for such a body on a day; none where it is not lawful.
pub fn way(model: Model, class: BodyClass, on: Date) -> Option<Way> {
    let holds = |held: &&Lawful| {
        held.model == model && held.class == class && held.first <= on && held.last.is_none_or(|last| on <= last)
    };
    LAWFUL.iter().find(holds).map(|held| held.way)
}

words! {
    /// What every model is measured by; there is no total. Rule R49.
    Measure, "a measure of a model", {
        /// Running cost a head, in pence.
        RunningCost = "running-cost", "Running cost a head";
        /// The deficit of the year, in pence.
        Deficit = "deficit", "Deficit of the year";
        /// The cumulative deficit, in pence.
        CumulativeDeficit = "cumulative-deficit", "Cumulative deficit";
        /// The most that any population inherits of others' deficits, in pence.
        Inherited = "inherited", "Most that a population inherits";
        /// How far from the control total, in pence.
        ControlTotalGap = "control-total-gap", "Gap to the control total";
        /// How far from sharing its boundary with councils, in parts of ten thousand.
        BoundaryGap = "boundary-gap", "Part outside shared boundaries";
        /// Decisions that no longer stay local, in parts of ten thousand.
        DecisionsAway = "decisions-away", "Decisions taken elsewhere";
        /// Posts or quorums at risk on the worst day.
        PostsAtRisk = "posts-at-risk", "Posts and quorums at risk";
        /// Weeks before it begins.
        WeeksToBegin = "weeks-to-begin", "Weeks to begin";
        /// Clauses of live directions that it would break.
        ClausesBroken = "clauses-broken", "Clauses it would break";
    }
}

/// The measures of a model: less is better on each; one that is not there is not known.
pub type Measures = BTreeMap<Measure, i64>;

/// Whether the first is at least as good as the second on every measure and better on one. What is not known compares with
/// nothing: a pair with an unknown measure is not decided. Rule R49.
pub fn dominates(one: &Measures, other: &Measures) -> bool {
    let pairs: Option<Vec<(i64, i64)>> =
        Measure::ALL.iter().map(|measure| Some((*one.get(measure)?, *other.get(measure)?))).collect();
    pairs.is_some_and(|pairs| pairs.iter().all(|(a, b)| a <= b) && pairs.iter().any(|(a, b)| a < b))
}

/// The models that another dominates.
pub fn dominated(models: &BTreeMap<Model, Measures>) -> BTreeSet<Model> {
    let worse = |measures: &Measures| models.values().any(|other| dominates(other, measures));
    models.iter().filter(|(_, measures)| worse(measures)).map(|(model, _)| *model).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(values: [i64; 10]) -> Measures {
        Measure::ALL.iter().copied().zip(values).collect()
    }

    #[test]
    fn one_that_is_nowhere_worse_and_once_better_dominates() {
        let good = measures([1; 10]);
        let worse = measures([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
        let other = measures([0, 1, 1, 1, 1, 1, 1, 1, 1, 3]);
        let mut unknown = worse.clone();
        unknown.remove(&Measure::Deficit);
        let models = BTreeMap::from([
            (Model::OwnRecovery, good),
            (Model::Merger, worse),
            (Model::JointCommittee, other),
            (Model::Dissolution, unknown),
        ]);
        assert_eq!(dominated(&models), BTreeSet::from([Model::Merger]));
    }
}
