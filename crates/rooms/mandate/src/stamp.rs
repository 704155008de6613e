//! Who recorded something, and where in the record.

use crate::act::Actor;
use jiff::Timestamp;
use terms::{Date, Sequence};

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
