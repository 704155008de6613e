//! What may be asked of money.

use crate::account::{Account, AccountKind};
use crate::allocation::AllocationTable;
use crate::decide::World;
use crate::fund::Fund;
use crate::id::{AccountId, TransferId};
use crate::submission::{Cell, Submission};
use mandate::Duty;
use terms::{Date, OdsCode};

/// What becomes of a batch of which some transfers are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Those that are good are taken, and the others reported.
    GoodOnes,
    /// None is taken unless all are good.
    AllOrNone,
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

impl Act {
    /// What an actor must hold to ask this; `None` when only the keeper may: for what names nothing on record, and for a batch
    /// that moves the money of several bodies.
    ///
    /// An account is its body's, after a merger its successor's; what leaves a source, or comes back from what was spent, is
    /// recorded by whoever receives it. A source is whence money comes that no body was given yet, so the keeper opens and closes it.
    pub fn duty(&self, world: &World<'_>, on: Date) -> Option<Duty> {
        let body = match self {
            // The table of funds and what is published are the installation's, as its register is.
            Self::AddFund(_) | Self::ImportAllocations(_) => return Some(Duty::KeepRegister),
            Self::OpenAccount(account) => return Some(account_duty(world, account, on)),
            Self::CloseAccount { account, .. } => {
                return Some(account_duty(world, &world.money.now().account(account)?, on));
            }
            Self::SetMilestone { pending, .. } | Self::RecordEvidence { pending, .. } => keeper_of(world, *pending)?,
            Self::RecordTransfers { submissions, .. } => return batch_duty(world, submissions, on),
        };
        Some(Duty::KeepMoney(world.mandate.acting_body(body, on)))
    }
}

/// The duty for opening or closing an account.
fn account_duty(world: &World<'_>, account: &Account, on: Date) -> Duty {
    match account.kind {
        AccountKind::Source => Duty::KeepRegister,
        AccountKind::Allocation | AccountKind::Reserve | AccountKind::Spent => {
            Duty::KeepMoney(world.mandate.acting_body(account.body, on))
        }
    }
}

/// The duty for a batch: all its transfers are kept by one body.
fn batch_duty(world: &World<'_>, submissions: &[Submission], on: Date) -> Option<Duty> {
    let keepers = submissions.iter().filter_map(|submitted| submission_keeper(world, submitted));
    let mut keepers = keepers.map(|body| world.mandate.acting_body(body, on));
    let first = keepers.next()?;
    keepers.all(|keeper| keeper == first).then_some(Duty::KeepMoney(first))
}

/// Whose money a submitted transfer moves; `None` where it names nothing on record.
fn submission_keeper(world: &World<'_>, submitted: &Submission) -> Option<OdsCode> {
    if let Some(pending) = submitted.pending.value() {
        return keeper_of(world, *pending);
    }
    let room = world.money.now();
    let account = |cell: &Cell<AccountId>| cell.value().and_then(|id| room.account(id));
    keeper_between(account(&submitted.debit), account(&submitted.credit))
}

/// Whose money a recorded transfer moves.
fn keeper_of(world: &World<'_>, id: TransferId) -> Option<OdsCode> {
    let room = world.money.now();
    let movement = room.transfer(id)?.movement;
    keeper_between(room.account(&movement.debit), room.account(&movement.credit))
}

/// The body whose money leaves; of what leaves a source or comes back from what was spent the one it reaches, since neither
/// of those keeps books here.
fn keeper_between(debit: Option<Account>, credit: Option<Account>) -> Option<OdsCode> {
    let paying = debit.filter(|account| matches!(account.kind, AccountKind::Allocation | AccountKind::Reserve));
    paying.or(credit).map(|account| account.body)
}
