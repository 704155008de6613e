//! The codes of transfers, and what each must rest on.

use terms::words;

words! {
    /// For what money moves.
    TransferCode, "a code of a transfer", {
        /// An allotment, given in writing (s.223G of the NHS Act 2006).
        Allot = "ALLOT", "Allotment";
        /// An opening balance.
        Carry = "CARRY", "Carried forward";
        /// What a successor takes over.
        Merge = "MERGE", "Taken over at a succession";
        /// Money given back.
        Return = "RETURN", "Given back";
        /// The reversal of an error.
        Correct = "CORRECT", "Correction";
        /// Passed down a level: from system to partnership to network.
        Pass = "PASS", "Passed on";
        /// Reserved for a purpose.
        Commit = "COMMIT", "Committed";
        /// Spent.
        Spend = "SPEND", "Spent";
        /// Moved between lines.
        Vire = "VIRE", "Moved between lines";
        /// Moved by a risk share.
        Share = "SHARE", "Risk share";
    }
}

/// Whether a transfer must carry a reference of some sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// What a transfer of some code must rest on. Every one rests on a decision; an allotment's is its notice.
///
/// Source: rule R10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// A decision or notice.
    pub decision: Need,
    /// A mandate.
    pub mandate: Need,
    /// A plan line.
    pub plan_line: Need,
}

impl TransferCode {
    /// What a transfer of this code must rest on.
    pub const fn needs(self) -> Needs {
        let further = match self {
            Self::Allot | Self::Carry | Self::Merge | Self::Return | Self::Correct => Need::Optional,
            Self::Pass | Self::Commit | Self::Spend | Self::Vire | Self::Share => Need::Required,
        };
        Needs { decision: Need::Required, mandate: further, plan_line: further }
    }
}
