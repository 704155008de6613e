//! The kinds of acts: what may be asked, without of what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of money.
    ActKind of Act, "an act of money", {
        /// Add a fund to the table of funds.
        AddFund = "add-fund";
        /// Open an account.
        OpenAccount = "open-account";
        /// Set the last day on which money moves in or out of an account.
        CloseAccount = "close-account";
        /// Record a batch of transfers.
        RecordTransfers = "record-transfers";
        /// Set the milestone on which a reservation waits.
        SetMilestone = "set-milestone";
        /// Record what shows that a milestone was reached.
        RecordEvidence = "record-evidence";
        /// Import a published table of allocations.
        ImportAllocations = "import-allocations";
    }
}
