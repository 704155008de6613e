//! Records and pence together: what a claim is about, and what is offered of it.

use serde::{Deserialize, Serialize};
use std::fmt;
use terms::Pence;

/// A number of records and what they cost. Never less than nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many records.
    pub records: u64,
    /// What they cost.
    pub pence: Pence,
}

impl Sum {
    /// Nothing.
    pub const NOTHING: Self = Self { records: 0, pence: Pence(0) };

    /// Whether it is no more than another, in records and in pence.
    pub fn is_within(self, other: Self) -> bool {
        self.records <= other.records && self.pence <= other.pence
    }

    /// What is left when `part` is taken away, or `None` where `part` is more.
    pub fn less(self, part: Self) -> Option<Self> {
        let pence = self.pence.0.checked_sub(part.pence.0).filter(|pence| *pence >= 0)?;
        Some(Self { records: self.records.checked_sub(part.records)?, pence: Pence(pence) })
    }

    /// As a page shows it beside another: to the penny where that alone tells them apart.
    pub fn beside(self, other: Self) -> String {
        self.words(&self.pence.beside(other.pence))
    }

    /// Exactly, as a document says it.
    pub fn to_the_penny(self) -> String {
        self.words(&self.pence.to_the_penny())
    }

    fn words(self, pounds: &str) -> String {
        format!("{} {}, {pounds}", self.records, if self.records == 1 { "record" } else { "records" })
    }

    /// Both together, or `None` past what 64 bits hold.
    pub fn with(self, other: Self) -> Option<Self> {
        Some(Self { records: self.records.checked_add(other.records)?, pence: self.pence.checked_add(other.pence)? })
    }
}

impl fmt::Display for Sum {
    /// As a page shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(&self.pence.pounds()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_can_be_taken_away_and_no_more() {
        let sum = |records, pence| Sum { records, pence: Pence(pence) };
        assert_eq!(sum(3, 500).less(sum(1, 200)), Some(sum(2, 300)));
        assert_eq!(sum(3, 500).less(sum(4, 0)), None);
        assert_eq!(sum(3, 500).less(sum(0, 501)), None);
        assert_eq!(sum(1, 1).with(sum(0, i64::MAX)), None);
        assert!(sum(1, 5).is_within(sum(1, 5)) && !sum(1, 5).is_within(sum(2, 4)));
        assert_eq!(sum(1, 25_049).to_string(), "1 record, £250");
        assert_eq!(sum(2, 25_050).to_the_penny(), "2 records, £250.50");
        assert_eq!(sum(1, 25_001).beside(sum(1, 25_000)), "1 record, £250.01");
        assert_eq!(sum(1, 25_001).beside(sum(1, 100)), "1 record, £250");
    }
}
