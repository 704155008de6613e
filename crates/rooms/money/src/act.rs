//! What may be asked of money.

use crate::account::Account;
use crate::allocation::AllocationTable;
use crate::fund::Fund;
use crate::id::{AccountId, TransferId};
use crate::submission::Submission;
use terms::{Date, OdsCode};

/// What becomes of a batch of which some transfers are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Those that are good are taken, and the others reported.
    GoodOnes,
    /// None is taken unless all are good.
    AllOrNone,
}

/// Whose money a batch of transfers moves.
///
/// A transfer is kept by the body whose money leaves; what leaves a source, or comes back from what was spent, by the one it
/// reaches, since neither of those keeps books here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeper {
    /// That of one body, or of bodies whose place it has taken.
    Body(OdsCode),
    /// That of any number of bodies: only the keeper of the installation records such a batch.
    Anybody,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Add a fund to the table of funds.
    AddFund(Fund),
    /// Open an account.
    OpenAccount(Account),
    /// Set the last day on which money moves in or out of an account.
    CloseAccount {
        /// Which.
        account: AccountId,
        /// The last day.
        last: Date,
    },
    /// Record a batch of transfers.
    RecordTransfers {
        /// Whose money it moves.
        keeper: Keeper,
        /// In the order in which they are judged.
        submissions: Vec<Submission>,
        /// What becomes of them where some are refused.
        strictness: Strictness,
    },
    /// Set the milestone on which a reservation waits.
    SetMilestone {
        /// The reservation.
        pending: TransferId,
        /// The milestone in words.
        words: String,
    },
    /// Record what shows that a milestone was reached.
    RecordEvidence {
        /// The reservation.
        pending: TransferId,
        /// The evidence in words.
        words: String,
    },
    /// Import a published table of allocations.
    ImportAllocations(AllocationTable),
}
