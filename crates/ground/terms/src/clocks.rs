//! The two clocks that every fact and every answer carries.

use crate::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in the journal: entries are numbered from 1, without gaps; 0 is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(pub u64);

impl Sequence {
    /// Before anything was recorded.
    pub const START: Self = Self(0);
}

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which day's world, as known after which entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AsAt {
    /// The day asked about.
    pub valid: Date,
    /// The last entry taken into account.
    pub known: Sequence,
}
