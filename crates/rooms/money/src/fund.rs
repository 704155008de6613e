//! Funds: the purposes for which money is given, a table that grows.

use crate::id::FundCode;
use serde::{Deserialize, Serialize};
use terms::FinancialYear;

/// A purpose for which money is given, from a year on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fund {
    /// Its code, e.g. `CORE`.
    pub code: FundCode,
    /// What it is called.
    pub name: String,
    /// The first financial year in which money can be given for it.
    pub from: FinancialYear,
}

/// The funds there are before any is added: code, name and first year.
///
/// Source: spec 3.1.
const FUNDS_AT_FIRST: [(&str, &str, &str); 9] = [
    ("CORE", "Core programme", "2013/14"),
    ("PRIMARY_MEDICAL", "Primary medical care", "2013/14"),
    ("OTHER_PRIMARY", "Other primary care", "2013/14"),
    ("SPECIALISED", "Specialised services", "2013/14"),
    ("RUNNING_COST", "Running costs", "2013/14"),
    ("TRANSFORMATION", "Transformation", "2013/14"),
    ("DEFICIT_SUPPORT", "Deficit support", "2013/14"),
    ("SUSTAINABILITY", "Sustainability", "2013/14"),
    ("CAPITAL", "Capital", "2013/14"),
];

/// The funds there are before any is added, in the order of the table.
pub(crate) fn funds_at_first() -> impl Iterator<Item = Fund> {
    FUNDS_AT_FIRST.iter().filter_map(|(code, name, from)| {
        Some(Fund { code: code.parse().ok()?, name: (*name).to_owned(), from: from.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fund_of_the_table_can_be_read() {
        assert_eq!(funds_at_first().count(), FUNDS_AT_FIRST.len());
    }
}
