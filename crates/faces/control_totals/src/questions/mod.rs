//! What may be asked of control totals and all that is held against them.

pub(crate) mod costs;
pub(crate) mod mergers;
pub(crate) mod shares;

use ask::Question;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    // Control totals.
    // Running costs.
    &costs::RUNNING_COSTS,
    &costs::COSTED_POSTS,
    &costs::COSTED_POST,
    &costs::POSTS_TEMPLATE,
    &shares::RISKS,
    &shares::RISK_SHARES,
    &shares::RISK_SHARE,
    &costs::INVENTORY,
    &costs::INVENTORY_ITEM,
    &costs::DUPLICATED_WORK,
    &mergers::MERGER_IMPACT,
    &mergers::RESTATED_BUDGETS,
];

/// The heading of those of running costs.
const COSTS: &str = "Running costs";
