//! What then is true. An event once written is read for ever; free text is outside it, as payloads.

use crate::account::Account;
use crate::allocation::AllocationTable;
use crate::fund::Fund;
use crate::id::{AccountId, TransferId};
use crate::transfer::TransferRecord;
use mandate::{Actor, Erasable};
use serde::{Deserialize, Serialize};
use terms::Date;

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// A fund was added.
    FundAdded { fund: Fund, by: Actor, on: Date },
    /// An account was opened.
    AccountOpened { account: Account, by: Actor, on: Date },
    /// An account was given a last day.
    AccountClosed { account: AccountId, last: Date, by: Actor, on: Date },
    /// Transfers were recorded, in this order.
    TransfersRecorded { transfers: Vec<TransferRecord>, by: Actor, on: Date },
    /// A reservation was given a milestone.
    MilestoneSet { pending: TransferId, words: Erasable, by: Actor, on: Date },
    /// It was shown that a milestone was reached.
    EvidenceRecorded { pending: TransferId, words: Erasable, by: Actor, on: Date },
    /// A published table of allocations was imported.
    AllocationsImported { table: AllocationTable, by: Actor, on: Date },
}
