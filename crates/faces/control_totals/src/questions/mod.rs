//! What may be asked of control totals and all that is held against them.
//!
//! What is set nationally is public: regimes, thresholds, prices, notices, memberships, objectives. What a body reports is for those
//! whose duty it is today to answer for its money, for that of a body of its system, or for the system's.

// Control totals.
mod bodies;
mod funds;
mod proposals;
mod rules;
mod systems;
// Running costs.
pub(crate) mod costs;
pub(crate) mod mergers;
pub(crate) mod shares;

#[cfg(test)]
mod tests;

use ask::Question;

pub(crate) use bodies::{BODY_FORECAST, month_to_draw};
pub(crate) use systems::{CONTRACTS_INSIDE, DUTY_TESTS, SYSTEM_FORECAST, SYSTEM_TOTALS, asked_month};

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    // Control totals.
    &systems::CONTROL_TOTALS,
    &SYSTEM_TOTALS,
    &SYSTEM_FORECAST,
    &CONTRACTS_INSIDE,
    &DUTY_TESTS,
    &bodies::FINANCIAL_YEAR,
    &BODY_FORECAST,
    &bodies::MONTH_FILE,
    &bodies::SYSTEM_MONTH_FILE,
    &proposals::PROPOSALS,
    &funds::SUSTAINABILITY_FUNDS,
    &funds::SUSTAINABILITY_FUND,
    &funds::DEFICIT_SUPPORTS,
    &funds::DEFICIT_SUPPORT,
    &rules::REGIMES,
    &rules::THRESHOLDS,
    &rules::NOTICES,
    &rules::MEMBERSHIPS,
    &rules::DEFLATORS,
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

/// The heading of control totals.
pub(crate) const CONTROL_TOTALS_GROUP: &str = "Control totals";
/// The heading of those of running costs.
const COSTS: &str = "Running costs";
