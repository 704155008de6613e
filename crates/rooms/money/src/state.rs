//! What is true of money, as known after each entry.

use crate::allocation::AllocationTable;
use crate::fund::{Fund, funds_at_first};
use crate::id::{FundCode, TransferId, VintageId};
use crate::ledger::{Ledger, LedgerError};
use crate::milestone::Milestone;
use crate::view::Money;
use terms::{Date, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) funds: Versioned<FundCode, Fund>,
    pub(crate) ledger: Ledger,
    pub(crate) milestones: Versioned<TransferId, Milestone>,
    pub(crate) vintages: Versioned<VintageId, AllocationTable>,
}

impl Default for State {
    fn default() -> Self {
        let mut funds = Versioned::default();
        for fund in funds_at_first() {
            funds.insert(Sequence::START, fund.code.clone(), fund);
        }
        let (ledger, milestones, vintages) = (Ledger::default(), Versioned::default(), Versioned::default());
        Self { sequence: Sequence::START, funds, ledger, milestones, vintages }
    }
}

impl State {
    /// A state with the funds there are at first, and nothing else.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The ledger as it stands.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The state on a day on which nothing is recorded: reservations whose last day is before it no longer count.
    ///
    /// # Errors
    /// [`LedgerError`] when more would lapse than is reserved, which is damage or a defect.
    ///
    /// Source: rule R9.
    pub fn on(&self, today: Date) -> Result<Self, LedgerError> {
        let mut later = self.clone();
        later.ledger.advance(today)?;
        Ok(later)
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Money<'_> {
        Money { state: self, known }
    }

    /// The room as known now.
    pub fn now(&self) -> Money<'_> {
        self.known(self.sequence)
    }
}
