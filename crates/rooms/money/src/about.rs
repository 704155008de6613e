//! What an event or an act is about, by identity.

use crate::account::AccountKind;
use crate::act::{Act, Keeper};
use crate::event::Event;
use crate::id::{AccountId, TransferId, VintageId};
use crate::transfer::{Step, TransferRecord};
use std::collections::BTreeSet;
use std::fmt;
use terms::OdsCode;

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// The table of funds.
    Funds,
    /// A body that holds money.
    Body(OdsCode),
    /// A body as a source, from which money comes that no body was given yet.
    Source(OdsCode),
    /// The money of all bodies together.
    Ledger,
    /// An account.
    Account(AccountId),
    /// A transfer.
    Transfer(TransferId),
    /// The published tables of allocations.
    Allocations,
    /// A published table in one of its versions.
    Vintage(VintageId),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Funds => f.write_str("funds"),
            Self::Body(body) | Self::Source(body) => write!(f, "{body}"),
            Self::Ledger => f.write_str("ledger"),
            Self::Account(account) => write!(f, "{account}"),
            Self::Transfer(transfer) => write!(f, "{transfer}"),
            Self::Allocations => f.write_str("allocations"),
            Self::Vintage(vintage) => write!(f, "{vintage}"),
        }
    }
}

impl Act {
    /// What the act is done to: by it [`crate::ActKind::duty`] says what the actor must hold.
    pub fn subject(&self) -> Thing {
        match self {
            Self::AddFund(_) => Thing::Funds,
            Self::OpenAccount(account) => match account.kind {
                AccountKind::Source => Thing::Source(account.body),
                AccountKind::Allocation | AccountKind::Reserve | AccountKind::Spent => Thing::Body(account.body),
            },
            Self::CloseAccount { account, .. } => Thing::Account(account.clone()),
            Self::RecordTransfers { keeper: Keeper::Body(body), .. } => Thing::Body(*body),
            Self::RecordTransfers { keeper: Keeper::Anybody, .. } => Thing::Ledger,
            Self::SetMilestone { pending, .. } | Self::RecordEvidence { pending, .. } => Thing::Transfer(*pending),
            Self::ImportAllocations(_) => Thing::Allocations,
        }
    }
}

impl Event {
    /// The things that the event is about, the one it changes before the others; never empty.
    pub fn about(&self) -> Vec<Thing> {
        match self {
            Self::FundAdded { .. } => vec![Thing::Funds],
            Self::AccountOpened { account, .. } => {
                vec![Thing::Account(account.id.clone()), Thing::Body(account.body)]
            }
            Self::AccountClosed { account, .. } => vec![Thing::Account(account.clone())],
            Self::TransfersRecorded { transfers, .. } => about_transfers(transfers),
            Self::MilestoneSet { pending, .. } | Self::EvidenceRecorded { pending, .. } => {
                vec![Thing::Transfer(*pending)]
            }
            Self::AllocationsImported { table, .. } => vec![Thing::Vintage(table.vintage.clone())],
        }
    }
}

/// Each transfer, then the reservations resolved and the accounts named, once each. A posting or release that names no account
/// is about its reservation, which does.
fn about_transfers(transfers: &[TransferRecord]) -> Vec<Thing> {
    let mut others = BTreeSet::new();
    for transfer in transfers {
        match &transfer.step {
            Step::Single(movement) | Step::Pending { movement, .. } => {
                others.extend([&movement.debit, &movement.credit].map(|account| Thing::Account(account.clone())));
            }
            Step::Post(resolution) | Step::Void(resolution) => {
                others.insert(Thing::Transfer(resolution.pending));
            }
        }
    }
    let own: Vec<Thing> = transfers.iter().map(|transfer| Thing::Transfer(transfer.id)).collect();
    for thing in &own {
        others.remove(thing);
    }
    // An entry of transfers holds at least one; one that a later version wrote with none is still about the ledger.
    if own.is_empty() {
        return vec![Thing::Ledger];
    }
    own.into_iter().chain(others).collect()
}
