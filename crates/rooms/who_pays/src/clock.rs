//! How long each side has, and how soon an override is about to expire. Parameters of the installation, dated and named, and
//! never a rule of the guidance.

use serde::{Deserialize, Serialize};
use terms::Date;

/// How many days each side of a case has, and how many before its last an override is about to expire, from a day on.
///
/// The days are calendar days. They are set by whoever keeps the register of this installation, with the source they go by;
/// a clock that began under earlier days keeps its deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// The first day on which clocks begin by these.
    pub from: Date,
    /// How many days the respondent has to answer.
    pub answer_days: u16,
    /// How many days the claimant has to reply to an answer.
    pub reply_days: u16,
    /// How many days before its last day an override counts as about to expire. An entry that does not say so has the number
    /// of [`CLOCKS_AT_FIRST`].
    #[serde(default = "soon_at_first", skip_serializing_if = "is_soon_at_first")]
    pub soon_days: u16,
    /// By what they are set: a protocol between the bodies, a letter, the guidance with its paragraph.
    pub source: String,
}

/// The days to answer, to reply and before an override expires until somebody sets them: what is needed to show a deadline at
/// all, and nobody's rule.
pub const CLOCKS_AT_FIRST: (u16, u16, u16, &str) =
    (28, 14, 30, "Footprint’s starting value, from no guidance: set the days you have agreed");

fn soon_at_first() -> u16 {
    CLOCKS_AT_FIRST.2
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_soon_at_first(days: &u16) -> bool {
    *days == soon_at_first()
}

impl Clocks {
    /// The days that hold until somebody sets them.
    pub fn at_first() -> Self {
        let (answer_days, reply_days, soon_days, source) = CLOCKS_AT_FIRST;
        Self { from: Date::constant(2013, 4, 1), answer_days, reply_days, soon_days, source: source.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_before_the_third_number_reads_and_is_written_as_it_was() {
        let before = r#"{"from":"2013-04-01","answer_days":28,"reply_days":14,"source":"Protocol"}"#;
        let clocks: Clocks = serde_json::from_str(before).unwrap();
        assert_eq!(clocks.soon_days, 30);
        assert_eq!(serde_json::to_string(&clocks).unwrap(), before);
        let text = serde_json::to_string(&Clocks { soon_days: 14, ..clocks }).unwrap();
        assert!(text.contains(r#""reply_days":14,"soon_days":14,"#), "{text}");
    }
}
