//! Milestones: on what a network's draw of transformation money waits.

use jiff::Timestamp;
use mandate::Actor;
use terms::{Date, Sequence, Text};

/// What must be reached before a reservation is posted.
///
/// Source: spec 3.6: a network draws by a reservation with a last day and a milestone, which is posted on evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// In words.
    pub words: Text,
    /// What was shown for it, where it was reached.
    pub evidence: Option<Text>,
    /// Who recorded it last, where and when.
    pub stamp: Stamp,
}

/// Who recorded something, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The entry.
    pub entry: Sequence,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who acted.
    pub by: Actor,
    /// The day by which the act was judged.
    pub on: Date,
}
