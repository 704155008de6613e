//! Accounts: where a body's money for one purpose and one year stands.

use crate::id::{AccountId, FundCode};
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{Date, FinancialYear, OdsCode, words};

words! {
    /// What an account holds.
    AccountKind, "a kind of account", {
        /// Where a fund's money comes from: what Parliament voted and NHS England gives out.
        Source = "SOURCE", "Source";
        /// What a body was given.
        Allocation = "ALLOCATION", "Allocation";
        /// What a body keeps back.
        Reserve = "RESERVE", "Reserve";
        /// What has been spent with a body.
        Spent = "SPENT", "Spent";
    }
}

words! {
    /// Whether an account may be overdrawn.
    Limit, "a limit of an account", {
        /// It may not: what is reserved counts as gone, what is promised does not count as there.
        Limited = "Y", "May not be overdrawn";
        /// It may.
        Unlimited = "N", "Without limit";
    }
}

/// One fund in one year. A transfer joins two accounts of one.
///
/// Source: rule R7.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerKey {
    /// The fund.
    pub fund: FundCode,
    /// The year.
    pub year: FinancialYear,
}

impl fmt::Display for LedgerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.fund, self.year)
    }
}

/// An account as it was opened. A later closing is recorded beside it.
///
/// Source: spec 3.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// Whose money it is: an organisation or a network.
    pub body: OdsCode,
    /// For what.
    pub fund: FundCode,
    /// For which year.
    pub year: FinancialYear,
    /// What it holds.
    pub kind: AccountKind,
    /// Whether it may be overdrawn.
    pub limit: Limit,
    /// The first day on which money moves in or out of it.
    pub opened_on: Date,
    /// The last such day, where there is one already.
    pub closed_on: Option<Date>,
}

impl Account {
    /// The ledger it belongs to.
    pub fn ledger(&self) -> LedgerKey {
        LedgerKey { fund: self.fund.clone(), year: self.year }
    }

    /// Whether it is of one ledger with another.
    pub(crate) fn shares_ledger(&self, other: &Self) -> bool {
        self.fund == other.fund && self.year == other.year
    }
}
