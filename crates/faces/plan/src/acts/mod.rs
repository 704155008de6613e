//! What those who plan, sign and keep agreements may do.

mod agreements;
mod bring;
mod choices;
mod conflicts;
mod line;
mod plans;
mod signing;
mod tolerances;

#[cfg(test)]
mod story;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod world;

use ask::{ActForm, Key};

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    &plans::OPEN_PLAN,
    &bring::BRING_LINES,
    &line::ENTER_LINE,
    &line::REMOVE_LINE,
    &conflicts::RESOLVE_CONFLICT,
    &conflicts::WAIVE_CHECK,
    &plans::SUBMIT_PLAN,
    &signing::SIGN_PLAN,
    &signing::OBJECT_TO_PLAN,
    &signing::SIGN_PLAN_BY_EXECUTIVE,
    &tolerances::SET_TOLERANCES,
    &agreements::RECORD_AGREEMENT,
    &agreements::VARY_AGREEMENT,
    &agreements::REACH_STAGE,
    &agreements::MEET_MERGER_DUTY,
];

/// The heading of them all.
const GROUP: &str = "Plans";

/// The plan that a form is about.
const PLAN: Key = Key::new("plan", "The plan", "bob-2017");

/// The agreement that a form is about.
const AGREEMENT: Key = Key::new("agreement", "The agreement", "bob-data-sharing");
