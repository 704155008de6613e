//! What those who keep control totals, report months and cut running costs may do.

// Control totals.
mod bodies;
mod choices;
mod funds;
mod months;
mod proposals;
mod rules;
mod systems;
// Running costs.
mod costs;
mod inventories;
mod posts;
mod risks;
mod shares;

#[cfg(test)]
mod cost_tests;
#[cfg(test)]
mod tests;

use ask::ActForm;

pub(crate) use months::{REPORT_MONTHS, REPORT_SYSTEM_MONTHS, judge, reporter};

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    // Control totals.
    &rules::ENACT_REGIME,
    &rules::SET_THRESHOLDS,
    &rules::PUBLISH_DEFLATORS,
    &systems::JOIN_SYSTEM,
    &systems::LEAVE_SYSTEM,
    &systems::NOTIFY_TOTALS,
    &systems::AMEND_TOTALS,
    &systems::SET_OBJECTIVE,
    &bodies::SET_PLAN,
    &bodies::REPORT_MONTH,
    &REPORT_MONTHS,
    &REPORT_SYSTEM_MONTHS,
    &proposals::ANSWER_PROPOSAL,
    &bodies::REPORT_CONTRACT,
    &bodies::SET_ALLOWANCE,
    &funds::OFFER_SUPPORT,
    &funds::DECIDE_SUPPORT,
    &funds::OFFER_FUND,
    &funds::RECORD_ACCESS,
    // Running costs.
    &risks::LIST_RISKS,
    &shares::AGREE_SHARE,
    &shares::SIGN_SHARE,
    &shares::REVOKE_SHARE,
    &shares::MEET_CONDITION,
    &posts::ENTER_POST,
    &posts::ENTER_POSTS,
    &posts::PLAN_CHANGE,
    &posts::COMPLETE_CHANGE,
    &inventories::ENTER_ITEM,
    &inventories::WITHDRAW_ITEM,
];

/// The heading of control totals.
pub(crate) const CONTROL_TOTALS_GROUP: &str = "Control totals";
