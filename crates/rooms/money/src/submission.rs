//! A transfer as its sender wrote it: each cell read once, blank where nothing stands.

use crate::code::TransferCode;
use crate::id::{AccountId, DecisionReference, LineReference, MandateReference, TransferId};
use crate::transfer::{Step, TransferKind, TransferRecord};
use std::str::FromStr;
use terms::{Date, Pence, words};

/// A cell of a submitted transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<T> {
    /// Nothing stands there.
    Blank,
    /// It was read.
    Value(T),
    /// Something stands there that is none of what is wanted.
    Unreadable(String),
}

impl<T: FromStr> Cell<T> {
    /// Reads a cell.
    pub fn read(text: &str) -> Self {
        match text.trim() {
            "" => Self::Blank,
            text => text.parse().map_or_else(|_| Self::Unreadable(text.to_owned()), Self::Value),
        }
    }
}

impl<T> Cell<T> {
    /// What was read, where something was.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Blank | Self::Unreadable(_) => None,
        }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }
}

impl<T: PartialEq> Cell<T> {
    /// Whether it says the same as one that was recorded: a blank is the same as a blank only.
    fn says(&self, recorded: Option<&T>) -> bool {
        match self {
            Self::Blank => recorded.is_none(),
            Self::Value(value) => recorded == Some(value),
            Self::Unreadable(_) => false,
        }
    }
}

/// The cell of an amount. Units: whole pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountCell {
    /// Nothing stands there.
    Blank,
    /// A whole number above nought.
    Value(Pence),
    /// Something stands there that is no whole number above nought.
    NotPositive(String),
    /// A whole number past 64 bits.
    TooLarge(String),
}

impl AmountCell {
    /// Reads a cell.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Blank;
        }
        let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_whole || text.bytes().all(|byte| byte == b'0') {
            return Self::NotPositive(text.to_owned());
        }
        text.parse().map_or_else(|_| Self::TooLarge(text.to_owned()), |pence| Self::Value(Pence(pence)))
    }

    fn says(&self, recorded: Option<Pence>) -> bool {
        match self {
            Self::Blank => recorded.is_none(),
            Self::Value(amount) => recorded == Some(*amount),
            Self::NotPositive(_) | Self::TooLarge(_) => false,
        }
    }
}

words! {
    /// Whether a transfer stands or falls with the next of its batch.
    Link, "a mark of a linked transfer", {
        /// It does.
        Linked = "Y", "Linked to the next";
        /// It ends its chain.
        Last = "N", "Last of its chain";
    }
}

words! {
    /// A field of a transfer, in the order in which two are compared.
    Field, "a field of a transfer", {
        /// What sort it is.
        Kind = "kind", "kind";
        /// The reservation it resolves.
        PendingId = "pending_id", "reservation";
        /// When it lapses.
        ExpiresOn = "expires_on", "last day of the reservation";
        /// Whence.
        Debit = "debit", "debit account";
        /// Whither.
        Credit = "credit", "credit account";
        /// How much.
        AmountPence = "amount_pence", "amount";
        /// For what.
        Code = "code", "code";
        /// When it is true.
        ValidOn = "valid_on", "day";
        /// On which decision.
        Decision = "decision", "decision";
        /// Under which mandate.
        Mandate = "mandate", "mandate";
        /// By which line.
        PlanLine = "plan_line", "plan line";
    }
}

/// A transfer as its sender wrote it.
///
/// Source: spec 3.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The identity its sender chose.
    pub id: Cell<TransferId>,
    /// What sort it is.
    pub kind: Cell<TransferKind>,
    /// The account the money leaves.
    pub debit: Cell<AccountId>,
    /// The account it reaches.
    pub credit: Cell<AccountId>,
    /// How much.
    pub amount: AmountCell,
    /// The reservation that a posting or a release resolves.
    pub pending: Cell<TransferId>,
    /// The last day of a reservation.
    pub expires_on: Cell<Date>,
    /// Whether it stands or falls with the next.
    pub link: Link,
    /// For what.
    pub code: Cell<TransferCode>,
    /// The day on which it is true.
    pub valid_on: Cell<Date>,
    /// The decision it rests on.
    pub decision: Cell<DecisionReference>,
    /// The mandate it rests on.
    pub mandate: Cell<MandateReference>,
    /// The plan line that carries it.
    pub plan_line: Cell<LineReference>,
}

impl Submission {
    /// The first field in which it differs from a recorded transfer, as both were submitted.
    ///
    /// Source: spec 3.3, step 2.
    pub(crate) fn differs_from(&self, recorded: &TransferRecord) -> Option<Field> {
        let (debit, credit, amount, code) = match &recorded.step {
            Step::Single(movement) | Step::Pending { movement, .. } => {
                (Some(&movement.debit), Some(&movement.credit), Some(movement.amount), Some(&movement.code))
            }
            Step::Post(resolution) | Step::Void(resolution) => {
                (resolution.debit.as_ref(), resolution.credit.as_ref(), resolution.amount, resolution.code.as_ref())
            }
        };
        let expires_on = match &recorded.step {
            Step::Pending { expires_on, .. } => expires_on.as_ref(),
            Step::Single(_) | Step::Post(_) | Step::Void(_) => None,
        };
        let compared = [
            (Field::Kind, self.kind.says(Some(&recorded.step.kind()))),
            (Field::PendingId, self.pending.says(recorded.step.pending().as_ref())),
            (Field::ExpiresOn, self.expires_on.says(expires_on)),
            (Field::Debit, self.debit.says(debit)),
            (Field::Credit, self.credit.says(credit)),
            (Field::AmountPence, self.amount.says(amount)),
            (Field::Code, self.code.says(code)),
            (Field::ValidOn, self.valid_on.says(Some(&recorded.valid_on))),
            (Field::Decision, self.decision.says(recorded.basis.decision.as_ref())),
            (Field::Mandate, self.mandate.says(recorded.basis.mandate.as_ref())),
            (Field::PlanLine, self.plan_line.says(recorded.basis.plan_line.as_ref())),
        ];
        compared.into_iter().find(|(_, says)| !says).map(|(field, _)| field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_whole_number_above_nought() {
        assert_eq!(AmountCell::read(" 5 "), AmountCell::Value(Pence(5)));
        assert_eq!(AmountCell::read(""), AmountCell::Blank);
        for text in ["0", "00", "-5", "1.0", "a", "+5"] {
            assert_eq!(AmountCell::read(text), AmountCell::NotPositive(text.to_owned()));
        }
        let over = "9223372036854775808";
        assert_eq!(AmountCell::read(over), AmountCell::TooLarge(over.to_owned()));
    }
}
