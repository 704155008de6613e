//! Every pound's chain: from a transfer to the authority on which its money moved.

use crate::id::{AccountId, DecisionReference, LineReference, MandateReference, TransferId};
use crate::references::{Decision, Mandate, PlanLine, References};
use crate::source::{Sources, sources_of, whereabouts_of};
use crate::view::Money;
use std::collections::BTreeMap;
use terms::Pence;
use thiserror::Error;

/// What a transfer rests on, link by link; `None` where its code needs none and it names none.
///
/// Source: spec 3.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The transfer.
    pub transfer: TransferId,
    /// The plan line that carries it.
    pub plan_line: Option<(LineReference, PlanLine)>,
    /// The mandate under which it moved.
    pub mandate: Option<(MandateReference, Mandate)>,
    /// The decision, with the authority on which it was made.
    pub decision: Option<(DecisionReference, Decision)>,
}

/// The first link of a chain that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BrokenChain {
    /// The transfer.
    #[error("there is no transfer {0}")]
    TransferUnknown(TransferId),
    /// The plan line.
    #[error("the plan line {0} is no longer known")]
    LineUnknown(LineReference),
    /// The mandate.
    #[error("the mandate {0} is no longer known")]
    MandateUnknown(MandateReference),
    /// The decision.
    #[error("the decision {0} is no longer known")]
    DecisionUnknown(DecisionReference),
}

impl BrokenChain {
    /// The code by which reports and files of answers know it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TransferUnknown(_) => "TRANSFER_UNKNOWN",
            Self::LineUnknown(_) => "LINE_UNKNOWN",
            Self::MandateUnknown(_) => "MANDATE_UNKNOWN",
            Self::DecisionUnknown(_) => "DECISION_UNKNOWN",
        }
    }
}

impl Money<'_> {
    /// The chain of a transfer, each link looked up as it stood on the transfer's day.
    ///
    /// # Errors
    /// [`BrokenChain`] for the first link that leads nowhere.
    pub fn chain(&self, references: &dyn References, id: TransferId) -> Result<Chain, BrokenChain> {
        let transfer = self.transfer(id).ok_or(BrokenChain::TransferUnknown(id))?;
        let (basis, on) = (transfer.basis, transfer.valid_on);
        let plan_line = link(basis.plan_line, |line| references.plan_line(line, on), BrokenChain::LineUnknown)?;
        let mandate = link(basis.mandate, |mandate| references.mandate(mandate), BrokenChain::MandateUnknown)?;
        let decision = link(basis.decision, |held| references.decision(held), BrokenChain::DecisionUnknown)?;
        Ok(Chain { transfer: id, plan_line, mandate, decision })
    }

    /// Which allotments a posted transfer's money came from, first in first out; empty for one that moved nothing or is not
    /// known.
    ///
    /// Source: rule R14.
    pub fn sources(&self, id: TransferId) -> Sources {
        // What is posted later never changes where earlier money came from.
        self.transfer(id).map(|_| sources_of(self.ledger(), id)).unwrap_or_default()
    }

    /// On which accounts the money of an allotment stands: by account, ascending. It adds to what was allotted.
    ///
    /// Source: rule R14.
    pub fn whereabouts(&self, allotment: TransferId) -> BTreeMap<AccountId, Pence> {
        whereabouts_of(self.ledger(), allotment, self.known)
    }
}

fn link<R, H>(
    reference: Option<R>,
    held: impl FnOnce(&R) -> Option<H>,
    broken: impl FnOnce(R) -> BrokenChain,
) -> Result<Option<(R, H)>, BrokenChain> {
    let Some(reference) = reference else { return Ok(None) };
    match held(&reference) {
        Some(held) => Ok(Some((reference, held))),
        None => Err(broken(reference)),
    }
}
