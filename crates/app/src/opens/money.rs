//! Who may read what of the ledger.

use crate::reader::Reader;
use money::{AccountId, Event, TransferId};

impl Reader<'_> {
    /// Whether the reader may see an account: its body may, and after a merger its successor.
    pub fn opens_account(&self, id: &AccountId) -> bool {
        self.house().money().now().account(id).is_some_and(|account| self.sees_money_of(account.body))
    }

    /// Whether the reader may see a transfer: either side may.
    pub fn opens_transfer(&self, id: TransferId) -> bool {
        let room = self.house().money().now();
        room.transfer(id).is_some_and(|held| {
            [&held.movement.debit, &held.movement.credit].into_iter().any(|account| self.opens_account(account))
        })
    }

    pub(crate) fn opens_money(&self, event: &Event) -> bool {
        match event {
            // What is allotted nationally is published.
            Event::FundAdded { .. } | Event::AllocationsImported { .. } => true,
            Event::AccountOpened { account, .. } => self.sees_money_of(account.body),
            Event::AccountClosed { account, .. } => self.opens_account(account),
            Event::TransfersRecorded { transfers, .. } => {
                !transfers.is_empty() && transfers.iter().all(|held| self.opens_transfer(held.id))
            }
            Event::MilestoneSet { pending, .. } | Event::EvidenceRecorded { pending, .. } => {
                self.opens_transfer(*pending)
            }
        }
    }
}
