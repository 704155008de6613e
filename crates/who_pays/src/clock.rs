//! How long each side has. A parameter of the installation, dated and named, and never a rule of the guidance.

use serde::{Deserialize, Serialize};
use terms::Date;

/// How many days each side of a case has, from a day on.
///
/// The days are calendar days. They are set by whoever keeps this installation, with the source they go by; a clock that
/// began under earlier days keeps its deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// The first day on which clocks begin by these.
    pub from: Date,
    /// How many days the respondent has to answer.
    pub answer_days: u16,
    /// How many days the claimant has to reply to an answer.
    pub reply_days: u16,
    /// By what they are set: a protocol between the bodies, a letter, the guidance with its paragraph.
    pub source: String,
}

/// How long each side has until somebody sets it: what is needed to show a deadline at all, and nobody's rule.
pub const CLOCKS_AT_FIRST: (u16, u16, &str) =
    (28, 14, "Footprint’s starting value, from no guidance: set the days you have agreed");

impl Clocks {
    /// The days that hold until somebody sets them.
    pub fn at_first() -> Self {
        let (answer_days, reply_days, source) = CLOCKS_AT_FIRST;
        Self { from: Date::constant(2013, 4, 1), answer_days, reply_days, source: source.to_owned() }
    }
}
