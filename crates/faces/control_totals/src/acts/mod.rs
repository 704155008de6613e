//! What those who keep control totals, report months and cut running costs may do.

#[cfg(test)]
mod cost_tests;
mod costs;
mod inventories;
mod posts;
mod risks;
mod shares;

use ask::ActForm;

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    // Control totals.
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
