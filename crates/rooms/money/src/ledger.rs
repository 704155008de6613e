//! The ledger: every account with what stands on it, every transfer in the order recorded.

use crate::account::{Account, LedgerKey, Limit};
use crate::balance::{Balance, Side};
use crate::id::{AccountId, TransferId};
use crate::transfer::{Movement, Resolution, Step, Transfer, TransferRecord};
use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::sync::Arc;
use terms::shared::{Index, Rows};
use terms::{Date, Pence, Sequence};
use thiserror::Error;

/// What the ledger was given that no sound record holds: damage or a defect.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The account was opened before.
    #[error("the account {0} was opened before")]
    AccountTaken(AccountId),
    /// No such account.
    #[error("there is no account {0}")]
    AccountUnknown(AccountId),
    /// The transfer was recorded before.
    #[error("the transfer {0} was recorded before")]
    TransferTaken(TransferId),
    /// No reservation that can be resolved.
    #[error("{0} is no reservation that can be resolved")]
    NotPending(TransferId),
    /// More would be freed on an account than is reserved there.
    #[error("more would be freed on the account {0} than is reserved")]
    NotReserved(AccountId),
    /// More would be taken back from an account than was posted there.
    #[error("more would be taken back from the account {0} than was posted")]
    NotPosted(AccountId),
    /// A limited account would be below nought.
    #[error("the account {0} would be overdrawn")]
    Overdrawn(AccountId),
    /// The debits and credits of a ledger do not add to the same.
    #[error("the debits and credits of the ledger {0} do not add to the same")]
    Unbalanced(LedgerKey),
}

/// An account with what stands on it now.
#[derive(Clone, Debug)]
pub(crate) struct Book {
    pub(crate) account: Account,
    pub(crate) opened_by: Sequence,
    /// The last days set after it was opened, in the order recorded.
    closings: Vec<(Sequence, Date)>,
    pub(crate) balance: Balance,
}

impl Book {
    /// The account as known after an entry.
    pub(crate) fn as_known(&self, known: Sequence) -> Account {
        let closing = self.closings.iter().rev().find(|(entry, _)| *entry <= known);
        let closed_on = closing.map_or(self.account.closed_on, |(_, last)| Some(*last));
        Account { closed_on, ..self.account.clone() }
    }

    /// Whether money can move in or out of it on a day, as known now.
    pub(crate) fn is_open(&self, on: Date) -> bool {
        let closed_on = self.closings.last().map_or(self.account.closed_on, |(_, last)| Some(*last));
        self.account.opened_on <= on && closed_on.is_none_or(|last| on <= last)
    }

    /// The first day on which money can move between it and another; `None` where they are never open together.
    pub(crate) fn first_day_with(&self, other: &Self) -> Option<Date> {
        let day = self.account.opened_on.max(other.account.opened_on);
        (self.is_open(day) && other.is_open(day)).then_some(day)
    }

    fn is_sound(&self) -> bool {
        self.account.limit == Limit::Unlimited || self.balance.available() >= 0
    }
}

/// A transfer where it stands in the log.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) entry: Sequence,
    pub(crate) recorded_on: Date,
    pub(crate) record: TransferRecord,
    /// The indices of its accounts.
    pub(crate) debit: usize,
    pub(crate) credit: usize,
    /// What it moves, reserves or frees.
    pub(crate) amount: Pence,
}

/// Accounts and transfers. A copy shares everything with the original.
///
/// Invariant: in every ledger the debits add to the credits, posted and pending; no limited account is below nought; what is
/// posted never falls.
#[derive(Clone, Debug)]
pub struct Ledger {
    today: Date,
    indices: Arc<BTreeMap<AccountId, usize>>,
    books: Rows<Book>,
    rows: Rows<Row>,
    /// By identities that strangers choose, so under a hash that nobody can foresee.
    by_id: Index<TransferId, usize, RandomState>,
    /// What resolved each reservation, by their indices.
    resolutions: Index<usize, usize>,
    /// Reservations that lapse after a day to come, by their indices.
    expiries: Arc<BTreeMap<Date, Vec<usize>>>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            today: Date::MIN,
            indices: Arc::default(),
            books: Rows::default(),
            rows: Rows::default(),
            by_id: Index::default(),
            resolutions: Index::default(),
            expiries: Arc::default(),
        }
    }
}

impl Ledger {
    /// The day up to which reservations have lapsed.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The accounts there are, in order of identity.
    pub fn account_ids(&self) -> impl Iterator<Item = &AccountId> {
        self.indices.keys()
    }

    /// What stands on an account now.
    pub fn balance(&self, account: &AccountId) -> Option<Balance> {
        self.book_of(account).map(|(_, book)| book.balance)
    }

    /// A transfer, with all that it takes over from the reservation it resolves.
    pub fn transfer(&self, id: TransferId) -> Option<Transfer> {
        self.index_of(id).and_then(|index| self.transfer_at(index))
    }

    /// Opens an account.
    ///
    /// # Errors
    /// [`LedgerError::AccountTaken`].
    pub(crate) fn open(&mut self, entry: Sequence, account: Account) -> Result<(), LedgerError> {
        if self.indices.contains_key(&account.id) {
            return Err(LedgerError::AccountTaken(account.id));
        }
        let id = account.id.clone();
        let book = Book { account, opened_by: entry, closings: Vec::new(), balance: Balance::default() };
        let index = self.books.push(book);
        Arc::make_mut(&mut self.indices).insert(id, index);
        Ok(())
    }

    /// Sets the last day of an account.
    ///
    /// # Errors
    /// [`LedgerError::AccountUnknown`].
    pub(crate) fn close(&mut self, entry: Sequence, account: &AccountId, last: Date) -> Result<(), LedgerError> {
        let index = self.indices.get(account).copied();
        let book = index.and_then(|index| self.books.get_mut(index));
        book.ok_or_else(|| LedgerError::AccountUnknown(account.clone()))?.closings.push((entry, last));
        Ok(())
    }

    /// Goes on to a day: reservations whose last day is before it no longer count. A day gone by changes nothing, for the days
    /// of the record never decrease.
    ///
    /// # Errors
    /// [`LedgerError::NotReserved`] when more would lapse than is reserved, which is damage or a defect.
    ///
    /// Source: rule R9.
    pub(crate) fn advance(&mut self, today: Date) -> Result<(), LedgerError> {
        if today <= self.today {
            return Ok(());
        }
        self.today = today;
        if self.expiries.first_key_value().is_none_or(|(last, _)| *last >= today) {
            return Ok(());
        }
        let expiries = Arc::make_mut(&mut self.expiries);
        let to_come = expiries.split_off(&today);
        let lapsed = std::mem::replace(expiries, to_come);
        for index in lapsed.into_values().flatten() {
            if self.resolutions.get(&index).is_none() {
                self.free(index)?;
            }
        }
        Ok(())
    }

    /// Records a transfer that was found good on a day.
    ///
    /// # Errors
    /// [`LedgerError`] when it breaks a law of the ledger, which nothing that was found good does. The ledger may then be
    /// half-way through it, and is given up.
    pub(crate) fn record(&mut self, entry: Sequence, today: Date, record: TransferRecord) -> Result<(), LedgerError> {
        self.advance(today)?;
        if self.by_id.get(&record.id).is_some() {
            return Err(LedgerError::TransferTaken(record.id));
        }
        let row = match &record.step {
            Step::Single(movement) | Step::Pending { movement, .. } => {
                let (debit, credit) = (self.known_index(&movement.debit)?, self.known_index(&movement.credit)?);
                self.is_within_ledger(debit, credit)?;
                Row { entry, recorded_on: today, debit, credit, amount: movement.amount, record }
            }
            Step::Post(resolution) | Step::Void(resolution) => {
                let held = self.pending_row(resolution.pending)?;
                let (debit, credit, amount) = (held.debit, held.credit, resolution.amount.unwrap_or(held.amount));
                Row { entry, recorded_on: today, debit, credit, amount, record }
            }
        };
        self.take(row)
    }

    fn take(&mut self, row: Row) -> Result<(), LedgerError> {
        let (id, debit, credit, amount, index) = (row.record.id, row.debit, row.credit, row.amount, self.rows.len());
        match &row.record.step {
            Step::Single(_) => self.post(debit, credit, amount),
            Step::Pending { expires_on, .. } => {
                // One whose last day has gone by lapses as it is written: it never counts.
                if expires_on.is_none_or(|last| self.today <= last) {
                    self.reserve(debit, credit, amount);
                    if let Some(last) = expires_on {
                        Arc::make_mut(&mut self.expiries).entry(*last).or_default().push(index);
                    }
                }
            }
            Step::Post(resolution) => {
                self.resolve(resolution, index)?;
                self.post(debit, credit, amount);
            }
            Step::Void(resolution) => self.resolve(resolution, index)?,
        }
        for side in [debit, credit] {
            if let Some(book) = self.books.get(side).filter(|book| !book.is_sound()) {
                return Err(LedgerError::Overdrawn(book.account.id.clone()));
            }
        }
        self.rows.push(row);
        self.by_id.insert(id, index);
        Ok(())
    }

    /// Whether every law holds: asked after a replay, and by whoever doubts.
    ///
    /// # Errors
    /// The first law that is broken, account by account and then ledger by ledger.
    ///
    /// Source: spec 3.4.
    pub fn proof(&self) -> Result<(), LedgerError> {
        let mut sums: BTreeMap<LedgerKey, Balance> = BTreeMap::new();
        for book in self.books.iter() {
            if !book.is_sound() {
                return Err(LedgerError::Overdrawn(book.account.id.clone()));
            }
            let sum = sums.entry(book.account.ledger()).or_default();
            sum.debits_posted = sum.debits_posted.saturating_add(book.balance.debits_posted);
            sum.credits_posted = sum.credits_posted.saturating_add(book.balance.credits_posted);
            sum.debits_pending = sum.debits_pending.saturating_add(book.balance.debits_pending);
            sum.credits_pending = sum.credits_pending.saturating_add(book.balance.credits_pending);
        }
        let balances =
            |sum: &Balance| sum.debits_posted == sum.credits_posted && sum.debits_pending == sum.credits_pending;
        match sums.into_iter().find(|(_, sum)| !balances(sum)) {
            Some((ledger, _)) => Err(LedgerError::Unbalanced(ledger)),
            None => Ok(()),
        }
    }

    /// How many transfers there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Takes the last transfers back, until so many are left: those of a chain that fell, on the day on which they were recorded.
    /// What was never copied is not copied now, so a chain that falls costs what its own transfers cost.
    ///
    /// # Errors
    /// [`LedgerError`] when one cannot be taken back, which is a defect.
    pub(crate) fn take_back(&mut self, length: usize) -> Result<(), LedgerError> {
        while self.rows.len() > length {
            let Some(row) = self.rows.pop() else { break };
            self.by_id.remove(&row.record.id);
            match &row.record.step {
                Step::Single(_) => self.unpost(&row)?,
                Step::Pending { expires_on, .. } => self.unreserve(&row, *expires_on)?,
                Step::Post(resolution) => {
                    self.unpost(&row)?;
                    self.unresolve(resolution);
                }
                Step::Void(resolution) => self.unresolve(resolution),
            }
        }
        Ok(())
    }

    fn unpost(&mut self, row: &Row) -> Result<(), LedgerError> {
        for (index, side) in [(row.debit, Side::Debit), (row.credit, Side::Credit)] {
            let Some(book) = self.books.get_mut(index) else { continue };
            book.balance.unpost(side, row.amount).ok_or_else(|| LedgerError::NotPosted(book.account.id.clone()))?;
        }
        Ok(())
    }

    /// One that had lapsed as it was written was never reserved.
    fn unreserve(&mut self, row: &Row, expires_on: Option<Date>) -> Result<(), LedgerError> {
        if expires_on.is_some_and(|last| last < self.today) {
            return Ok(());
        }
        if let Some(last) = expires_on {
            let expiries = Arc::make_mut(&mut self.expiries);
            if let Some(indices) = expiries.get_mut(&last) {
                indices.pop();
                if indices.is_empty() {
                    expiries.remove(&last);
                }
            }
        }
        for (index, side) in [(row.debit, Side::Debit), (row.credit, Side::Credit)] {
            let Some(book) = self.books.get_mut(index) else { continue };
            book.balance.free(side, row.amount).ok_or_else(|| LedgerError::NotReserved(book.account.id.clone()))?;
        }
        Ok(())
    }

    /// Its reservation is held again.
    fn unresolve(&mut self, resolution: &Resolution) {
        let Some(pending) = self.index_of(resolution.pending) else { return };
        self.resolutions.remove(&pending);
        let Some(row) = self.rows.get(pending) else { return };
        let (debit, credit, amount) = (row.debit, row.credit, row.amount);
        self.reserve(debit, credit, amount);
    }

    fn post(&mut self, debit: usize, credit: usize, amount: Pence) {
        for (index, side) in [(debit, Side::Debit), (credit, Side::Credit)] {
            if let Some(book) = self.books.get_mut(index) {
                book.balance.post(side, amount);
            }
        }
    }

    fn reserve(&mut self, debit: usize, credit: usize, amount: Pence) {
        for (index, side) in [(debit, Side::Debit), (credit, Side::Credit)] {
            if let Some(book) = self.books.get_mut(index) {
                book.balance.reserve(side, amount);
            }
        }
    }

    /// Frees what a reservation holds.
    fn free(&mut self, pending: usize) -> Result<(), LedgerError> {
        let Some(row) = self.rows.get(pending) else { return Ok(()) };
        let (sides, amount) = ([(row.debit, Side::Debit), (row.credit, Side::Credit)], row.amount);
        for (index, side) in sides {
            let Some(book) = self.books.get_mut(index) else { continue };
            book.balance.free(side, amount).ok_or_else(|| LedgerError::NotReserved(book.account.id.clone()))?;
        }
        Ok(())
    }

    fn resolve(&mut self, resolution: &Resolution, by: usize) -> Result<(), LedgerError> {
        let pending = self.index_of(resolution.pending).ok_or(LedgerError::NotPending(resolution.pending))?;
        if self.resolutions.get(&pending).is_some() || self.has_lapsed(pending) {
            return Err(LedgerError::NotPending(resolution.pending));
        }
        self.free(pending)?;
        self.resolutions.insert(pending, by);
        Ok(())
    }

    fn has_lapsed(&self, pending: usize) -> bool {
        self.rows.get(pending).and_then(Row::expires_on).is_some_and(|last| last < self.today)
    }

    fn known_index(&self, account: &AccountId) -> Result<usize, LedgerError> {
        self.indices.get(account).copied().ok_or_else(|| LedgerError::AccountUnknown(account.clone()))
    }

    fn is_within_ledger(&self, debit: usize, credit: usize) -> Result<(), LedgerError> {
        let books = self.books.get(debit).zip(self.books.get(credit));
        match books.filter(|(from, to)| !from.account.shares_ledger(&to.account)) {
            Some((from, _)) => Err(LedgerError::Unbalanced(from.account.ledger())),
            None => Ok(()),
        }
    }

    fn pending_row(&self, id: TransferId) -> Result<&Row, LedgerError> {
        let row = self.row_of(id).filter(|row| row.pending_movement().is_some());
        row.ok_or(LedgerError::NotPending(id))
    }

    fn index_of(&self, id: TransferId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    fn transfer_at(&self, index: usize) -> Option<Transfer> {
        let row = self.rows.get(index)?;
        let (movement, basis) = match &row.record.step {
            Step::Single(movement) | Step::Pending { movement, .. } => (movement.clone(), row.record.basis.clone()),
            Step::Post(resolution) | Step::Void(resolution) => {
                let held = self.row_of(resolution.pending)?;
                let movement = Movement { amount: row.amount, ..held.pending_movement()?.clone() };
                (movement, row.record.basis.inherit(&held.record.basis))
            }
        };
        Some(Transfer {
            id: row.record.id,
            kind: row.record.step.kind(),
            pending: row.record.step.pending(),
            movement,
            expires_on: row.expires_on(),
            valid_on: row.record.valid_on,
            basis,
            entry: row.entry,
            recorded_on: row.recorded_on,
        })
    }
}

/// What the other modules of the room read of it.
impl Ledger {
    pub(crate) fn book_of(&self, account: &AccountId) -> Option<(usize, &Book)> {
        let index = self.indices.get(account).copied()?;
        self.books.get(index).map(|book| (index, book))
    }

    pub(crate) fn book_at(&self, index: usize) -> Option<&Book> {
        self.books.get(index)
    }

    /// The accounts with their indices, in order of identity.
    pub(crate) fn books(&self) -> impl Iterator<Item = (usize, &Book)> {
        self.indices.values().filter_map(|index| Some((*index, self.books.get(*index)?)))
    }

    pub(crate) fn row_of(&self, id: TransferId) -> Option<&Row> {
        self.rows.get(self.index_of(id)?)
    }

    /// The transfers in the order recorded, each with what resolved it.
    pub(crate) fn log(&self) -> impl Iterator<Item = (&Row, Option<&Row>)> {
        self.rows.iter().enumerate().map(|(index, row)| (row, self.resolution_at(index)))
    }

    /// What resolved a reservation.
    pub(crate) fn resolution_of(&self, pending: TransferId) -> Option<&Row> {
        self.resolution_at(self.index_of(pending)?)
    }

    /// The transfers recorded up to an entry, newest last.
    pub(crate) fn transfers(&self, known: Sequence) -> impl Iterator<Item = Transfer> + '_ {
        (0..self.rows.partition_point(|row| row.entry <= known)).filter_map(|index| self.transfer_at(index))
    }

    fn resolution_at(&self, pending: usize) -> Option<&Row> {
        self.rows.get(*self.resolutions.get(&pending)?)
    }
}

impl Row {
    /// Of a reservation: from where to where, and how much.
    pub(crate) fn pending_movement(&self) -> Option<&Movement> {
        match &self.record.step {
            Step::Pending { movement, .. } => Some(movement),
            Step::Single(_) | Step::Post(_) | Step::Void(_) => None,
        }
    }

    /// The last day of a reservation that has one.
    pub(crate) fn expires_on(&self) -> Option<Date> {
        match &self.record.step {
            Step::Pending { expires_on, .. } => *expires_on,
            Step::Single(_) | Step::Post(_) | Step::Void(_) => None,
        }
    }
}
