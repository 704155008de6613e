//! Which duty an act needs of whoever asks it.

use crate::about::Thing;
use crate::account::{Account, AccountKind};
use crate::act::{Act, Keeper};
use crate::act_kind::ActKind;
use crate::decide::World;
use crate::id::TransferId;
use mandate::Duty;
use terms::{Date, OdsCode};

impl Act {
    /// What an actor must hold to ask this: [`ActKind::duty`] at its subject.
    pub fn duty(&self, world: &World<'_>, on: Date) -> Option<Duty> {
        self.kind().duty(world, &self.subject(), on)
    }
}

impl ActKind {
    /// What an actor must hold to ask an act of this kind of a thing; `None` when it is not on record or no such act is done to
    /// it, so that only the keeper gets as far as being told so.
    ///
    /// An account is its body's, after a merger its successor's; what leaves a source, or comes back from what was spent, is
    /// recorded by whoever receives it. A source is whence money comes that no body was given yet, so the keeper opens and closes
    /// it; the table of funds and what is published are the installation's, as its register is.
    pub fn duty(self, world: &World<'_>, of: &Thing, on: Date) -> Option<Duty> {
        let body = match self {
            Self::AddFund => return (*of == Thing::Funds).then_some(Duty::KeepRegister),
            Self::ImportAllocations => return (*of == Thing::Allocations).then_some(Duty::KeepRegister),
            Self::OpenAccount => match of {
                Thing::Source(_) => return Some(Duty::KeepRegister),
                Thing::Body(body) => *body,
                Thing::Funds
                | Thing::Ledger
                | Thing::Account(_)
                | Thing::Transfer(_)
                | Thing::Allocations
                | Thing::Vintage(_) => return None,
            },
            Self::RecordTransfers => match of {
                Thing::Ledger => return Some(Duty::KeepRegister),
                Thing::Body(body) => *body,
                Thing::Funds
                | Thing::Source(_)
                | Thing::Account(_)
                | Thing::Transfer(_)
                | Thing::Allocations
                | Thing::Vintage(_) => return None,
            },
            Self::CloseAccount => {
                let account = world.money.now().account(of.account()?)?;
                match account.kind {
                    AccountKind::Source => return Some(Duty::KeepRegister),
                    AccountKind::Allocation | AccountKind::Reserve | AccountKind::Spent => account.body,
                }
            }
            Self::SetMilestone | Self::RecordEvidence => keeper_of(world, of.transfer()?)?,
        };
        Some(Duty::KeepMoney(world.mandate.acting_body(body, on)))
    }
}

impl Thing {
    pub(crate) fn account(&self) -> Option<&crate::id::AccountId> {
        if let Self::Account(account) = self { Some(account) } else { None }
    }

    pub(crate) fn transfer(&self) -> Option<TransferId> {
        if let Self::Transfer(transfer) = self { Some(*transfer) } else { None }
    }

    /// Whose money a batch upon it moves.
    pub(crate) fn keeper(&self) -> Option<Keeper> {
        match self {
            Self::Body(body) => Some(Keeper::Body(*body)),
            Self::Ledger => Some(Keeper::Anybody),
            Self::Funds
            | Self::Source(_)
            | Self::Account(_)
            | Self::Transfer(_)
            | Self::Allocations
            | Self::Vintage(_) => None,
        }
    }
}

/// Whose money a recorded transfer moves.
fn keeper_of(world: &World<'_>, id: TransferId) -> Option<OdsCode> {
    let room = world.money.now();
    let movement = room.transfer(id)?.movement;
    let (debit, credit) = (room.account(&movement.debit)?, room.account(&movement.credit)?);
    Some(keeper_between(&debit, &credit))
}

/// The body whose money leaves; of what leaves a source or comes back from what was spent the one it reaches, since neither
/// of those keeps books here.
pub(crate) const fn keeper_between(debit: &Account, credit: &Account) -> OdsCode {
    match debit.kind {
        AccountKind::Allocation | AccountKind::Reserve => debit.body,
        AccountKind::Source | AccountKind::Spent => credit.body,
    }
}
