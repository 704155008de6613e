//! What those who settle who pays may do: overrides, challenges, and the days for both.

mod accept_offer;
mod add_override;
mod agree;
mod agree_by_letter;
mod answer;
mod answer_by_letter;
mod case;
mod end_override;
mod erase_key;
mod escalate;
mod evidence;
mod extend_override;
mod file;
mod local_override;
mod open;
mod press;
mod rule;
mod set_clocks;
mod withdraw;

#[cfg(test)]
mod tests;

use ask::ActForm;

pub(crate) use add_override::ADD_OVERRIDE;
pub(crate) use open::{OPEN, filled as open_filled};
pub(crate) use set_clocks::SET_CLOCKS;

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    &ADD_OVERRIDE,
    &extend_override::EXTEND_OVERRIDE,
    &end_override::END_OVERRIDE,
    &erase_key::ERASE_KEY,
    &OPEN,
    &agree::AGREE,
    &agree_by_letter::AGREE_BY_LETTER,
    &answer::ANSWER,
    &answer_by_letter::ANSWER_BY_LETTER,
    &accept_offer::ACCEPT_OFFER,
    &press::PRESS,
    &withdraw::WITHDRAW,
    &escalate::ESCALATE,
    &rule::RULE,
    &file::FILE,
    &SET_CLOCKS,
];

/// The heading of them all.
const GROUP: &str = "Who pays";
