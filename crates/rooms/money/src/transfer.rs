//! Transfers: money moved, reserved, and what became of what was reserved.

use crate::code::TransferCode;
use crate::id::{AccountId, DecisionReference, LineReference, MandateReference, TransferId};
use serde::{Deserialize, Serialize};
use terms::{Date, Pence, Sequence, words};

words! {
    /// What sort of transfer it is.
    TransferKind, "a kind of transfer", {
        /// Moves money at once.
        Single = "single", "Transfer";
        /// Reserves money and moves none.
        Pending = "pending", "Reservation";
        /// Moves what was reserved, or less, and frees the rest.
        Post = "post", "Posting of a reservation";
        /// Frees all that was reserved.
        Void = "void", "Release of a reservation";
    }
}

/// What a transfer rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The decision or notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionReference>,
    /// The mandate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<MandateReference>,
    /// The plan line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_line: Option<LineReference>,
}

impl Basis {
    /// It, with what it does not give taken from another.
    ///
    /// Source: rule R12.
    #[must_use]
    pub fn inherit(&self, from: &Self) -> Self {
        Self {
            decision: self.decision.as_ref().or(from.decision.as_ref()).cloned(),
            mandate: self.mandate.as_ref().or(from.mandate.as_ref()).cloned(),
            plan_line: self.plan_line.as_ref().or(from.plan_line.as_ref()).cloned(),
        }
    }
}

/// Money from one account to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The account it leaves.
    pub debit: AccountId,
    /// The account it reaches.
    pub credit: AccountId,
    /// How much, above nought.
    pub amount: Pence,
    /// For what.
    pub code: TransferCode,
}

/// What became of a reservation, with as much of it as its sender repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The reservation.
    pub pending: TransferId,
    /// Its debit account, where repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<AccountId>,
    /// Its credit account, where repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<AccountId>,
    /// How much is posted, where given; else all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Pence>,
    /// Its code, where repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<TransferCode>,
}

/// What a transfer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Step {
    /// Moves money at once.
    Single(Movement),
    /// Reserves money.
    Pending {
        /// From where to where, and how much.
        #[serde(flatten)]
        movement: Movement,
        /// The last day on which it can be posted or released; after it the reservation lapses by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_on: Option<Date>,
    },
    /// Moves what was reserved.
    Post(Resolution),
    /// Frees what was reserved.
    Void(Resolution),
}

impl Step {
    /// What sort it is.
    pub const fn kind(&self) -> TransferKind {
        match self {
            Self::Single(_) => TransferKind::Single,
            Self::Pending { .. } => TransferKind::Pending,
            Self::Post(_) => TransferKind::Post,
            Self::Void(_) => TransferKind::Void,
        }
    }

    /// The reservation it resolves.
    pub const fn pending(&self) -> Option<TransferId> {
        match self {
            Self::Single(_) | Self::Pending { .. } => None,
            Self::Post(resolution) | Self::Void(resolution) => Some(resolution.pending),
        }
    }
}

/// A transfer that was found good, as its sender gave it: what is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRecord {
    /// Its identity.
    pub id: TransferId,
    /// The day on which it is true.
    pub valid_on: Date,
    /// What it does.
    #[serde(flatten)]
    pub step: Step,
    /// What it rests on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// A recorded transfer with all that it takes over from the reservation it resolves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its identity.
    pub id: TransferId,
    /// What sort it is.
    pub kind: TransferKind,
    /// The reservation it resolves.
    pub pending: Option<TransferId>,
    /// From where to where, how much and for what: of a release, what it frees.
    pub movement: Movement,
    /// The last day of a reservation that has one.
    pub expires_on: Option<Date>,
    /// The day on which it is true.
    pub valid_on: Date,
    /// What it rests on.
    pub basis: Basis,
    /// The entry that recorded it.
    pub entry: Sequence,
    /// The day on which it was recorded.
    pub recorded_on: Date,
}
