//! The room as known after an entry, and what stood on each account on a day.

use crate::account::Account;
use crate::allocation::{AllocationTable, PublishedAllocation};
use crate::balance::{Balance, Side};
use crate::fund::Fund;
use crate::id::{AccountId, FundCode, TransferId, VintageId};
use crate::ledger::{Book, Ledger, Row};
use crate::milestone::Milestone;
use crate::state::State;
use crate::transfer::{Step, Transfer};
use std::collections::BTreeMap;
use terms::{Date, FinancialYear, OdsCode, Sequence};

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct Money<'a> {
    pub(crate) state: &'a State,
    pub(crate) known: Sequence,
}

impl<'a> Money<'a> {
    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// Every fund, in order of code.
    pub fn funds(&self) -> impl Iterator<Item = &'a Fund> + use<'a> {
        self.state.funds.iter(self.known).map(|(_, fund)| fund)
    }

    /// A fund.
    pub fn fund(&self, code: &FundCode) -> Option<&'a Fund> {
        self.state.funds.get(code, self.known)
    }

    /// An account.
    pub fn account(&self, id: &AccountId) -> Option<Account> {
        let (_, book) = self.ledger().book_of(id)?;
        (book.opened_by <= self.known).then(|| book.as_known(self.known))
    }

    /// Every account, in order of identity.
    pub fn accounts(&self) -> impl Iterator<Item = Account> + use<'a> {
        let known = self.known;
        self.books().map(move |(_, book)| book.as_known(known))
    }

    /// A transfer, with all that it takes over from the reservation it resolves.
    pub fn transfer(&self, id: TransferId) -> Option<Transfer> {
        self.ledger().transfer(id).filter(|transfer| transfer.entry <= self.known)
    }

    /// What resolved a reservation.
    pub fn resolution(&self, pending: TransferId) -> Option<Transfer> {
        let by = self.ledger().resolution_of(pending)?;
        self.transfer(by.record.id)
    }

    /// Every transfer, in the order recorded.
    pub fn transfers(&self) -> impl Iterator<Item = Transfer> + use<'a> {
        self.ledger().transfers(self.known)
    }

    /// What stood on an account on a day: see [`Money::balances`].
    pub fn balance(&self, account: &AccountId, valid: Date) -> Option<Balance> {
        let mut balances = self.balances(valid);
        balances.remove(account)
    }

    /// What stood on every account on a day: transfers true on or before it, recorded at or before the entry. A reservation
    /// counts while nothing that counts has resolved it and its last day is not before the day.
    ///
    /// Source: spec 3.4, rule R9.
    pub fn balances(&self, valid: Date) -> BTreeMap<AccountId, Balance> {
        let counts = |row: &Row| row.entry <= self.known && row.record.valid_on <= valid;
        let mut by_index: BTreeMap<usize, Balance> =
            self.books().map(|(index, _)| (index, Balance::default())).collect();
        for (row, resolution) in self.ledger().log().take_while(|(row, _)| row.entry <= self.known) {
            if !counts(row) {
                continue;
            }
            for (index, side) in [(row.debit, Side::Debit), (row.credit, Side::Credit)] {
                let balance = by_index.entry(index).or_default();
                match &row.record.step {
                    Step::Single(_) | Step::Post(_) => balance.post(side, row.amount),
                    Step::Pending { expires_on, .. } => {
                        let is_resolved = resolution.is_some_and(counts);
                        let has_lapsed = expires_on.is_some_and(|last| last < valid);
                        if !is_resolved && !has_lapsed {
                            balance.reserve(side, row.amount);
                        }
                    }
                    Step::Void(_) => {}
                }
            }
        }
        self.books().filter_map(|(index, book)| Some((book.account.id.clone(), *by_index.get(&index)?))).collect()
    }

    /// The milestone on which a reservation waits.
    pub fn milestone(&self, pending: TransferId) -> Option<&'a Milestone> {
        self.state.milestones.get(&pending, self.known)
    }

    /// A published table of allocations in one of its versions.
    pub fn vintage(&self, vintage: &VintageId) -> Option<&'a AllocationTable> {
        self.state.vintages.get(vintage, self.known)
    }

    /// Every published table, in order of identity.
    pub fn vintages(&self) -> impl Iterator<Item = &'a AllocationTable> + use<'a> {
        self.state.vintages.iter(self.known).map(|(_, table)| table)
    }

    /// What was published for a body, a year and a fund, in every version that says something: a newer version is another
    /// vintage, and both stay.
    pub fn allocations(
        &self,
        body: OdsCode,
        year: FinancialYear,
        fund: &FundCode,
    ) -> impl Iterator<Item = (&'a VintageId, &'a PublishedAllocation)> {
        self.vintages().flat_map(move |table| {
            let theirs = table.rows.iter().filter(move |row| row.body == body && row.year == year && row.fund == *fund);
            theirs.map(move |row| (&table.vintage, row))
        })
    }

    /// The ledger as it now stands, whose log says when each thing became known.
    pub(crate) fn ledger(&self) -> &'a Ledger {
        &self.state.ledger
    }

    pub(crate) fn books(&self) -> impl Iterator<Item = (usize, &'a Book)> + use<'a> {
        let known = self.known;
        self.ledger().books().filter(move |(_, book)| book.opened_by <= known)
    }
}
