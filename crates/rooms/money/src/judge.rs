//! Is a submitted transfer good? The first thing wrong with it is the answer.

use crate::account::{Account, AccountKind, Limit};
use crate::code::{Need, TransferCode};
use crate::fault::{Fault, Ground};
use crate::id::TransferId;
use crate::ledger::{Book, Ledger, Row};
use crate::references::References;
use crate::submission::{AmountCell, Cell, Field, Submission};
use crate::transfer::{Basis, Movement, Resolution, Step, TransferKind, TransferRecord};
use terms::{Date, FinancialYear, OdsCode, Pence};

/// What is said of one submitted transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is good, and is recorded.
    Good,
    /// It was recorded before: success without effect.
    Exists,
    /// It is refused.
    Refused(Fault),
}

impl Judgement {
    /// The code by which reports and files of answers know it.
    pub fn code(&self) -> String {
        match self {
            Self::Good => "OK".to_owned(),
            Self::Exists => "EXISTS".to_owned(),
            Self::Refused(fault) => fault.code(),
        }
    }
}

/// A submitted transfer that is not refused.
pub(crate) enum Acceptance {
    /// It is new.
    New(TransferRecord),
    /// It was recorded before.
    Old(TransferId),
}

/// What a transfer is judged against: the ledger as it stands, what other rooms know, and the day.
pub(crate) struct Judge<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) references: &'a dyn References,
    pub(crate) conditions: &'a dyn Conditions,
}

/// What stands in the way of a transfer beside the ledger and what it rests on.
pub(crate) trait Conditions {
    /// Who has taken a body's place by a day, where one has.
    fn successor(&self, body: OdsCode, on: Date) -> Option<OdsCode>;
    /// Whether a body has closed by a day, so that nothing moves in or out of what it held but what is taken over.
    fn is_closed(&self, body: OdsCode, on: Date) -> bool;
    /// Whether a reservation waits for a milestone for which nothing was shown.
    fn waits(&self, pending: TransferId) -> bool;
    /// Whose it is to move money from one account to the other, where it is not of whoever sends the batch.
    fn other_keeper(&self, debit: &Account, credit: &Account) -> Option<OdsCode>;
}

/// Nothing stands in the way.
pub(crate) struct Unconditional;

impl Conditions for Unconditional {
    fn successor(&self, _: OdsCode, _: Date) -> Option<OdsCode> {
        None
    }

    fn is_closed(&self, _: OdsCode, _: Date) -> bool {
        false
    }

    fn waits(&self, _: TransferId) -> bool {
        false
    }

    fn other_keeper(&self, _: &Account, _: &Account) -> Option<OdsCode> {
        None
    }
}

/// A transfer whose accounts and amount were found good, on the way to the rest.
struct Candidate<'a> {
    step: Step,
    debit: &'a Book,
    credit: &'a Book,
    amount: Pence,
    code: TransferCode,
    /// What it takes over from the reservation it resolves.
    inherited: Basis,
}

impl<'a> Judge<'a> {
    /// Judges one transfer, in the order of the rules; the ledger is as `advance`d to the day of its recording.
    ///
    /// Source: spec 3.3.
    pub(crate) fn judge(&self, submitted: &Submission) -> Result<Acceptance, Fault> {
        let id = *submitted.id.value().ok_or(Fault::BadId)?;
        if let Some(recorded) = self.ledger.row_of(id) {
            return match submitted.differs_from(&recorded.record) {
                Some(field) => Err(Fault::ExistsDifferent { id, field }),
                None => Ok(Acceptance::Old(id)),
            };
        }
        let kind = *submitted.kind.value().ok_or(Fault::BadKind)?;
        check_pending_id(submitted, kind, id)?;
        let expires_on = expiry_of(submitted, kind)?;
        let amount = amount_of(submitted, kind)?;
        let found = match (kind, amount) {
            (TransferKind::Single | TransferKind::Pending, Some(amount)) => {
                self.movement(submitted, kind, amount, expires_on)?
            }
            (TransferKind::Single | TransferKind::Pending, None) => return Err(Fault::AmountNotPositive),
            (TransferKind::Post | TransferKind::Void, amount) => self.resolution(submitted, kind, amount)?,
        };
        let valid_on = valid_day(submitted, found.debit.account.year)?;
        for book in [found.debit, found.credit] {
            if !book.is_open(valid_on) {
                return Err(Fault::AccountNotOpen { account: book.account.id.clone(), on: valid_on });
            }
        }
        if kind != TransferKind::Void && found.code != TransferCode::Merge {
            self.check_bodies(&found, valid_on)?;
        }
        let basis = self.basis_of(submitted, &found, valid_on)?;
        if matches!(kind, TransferKind::Single | TransferKind::Pending) {
            check_cover(found.debit, found.amount)?;
        }
        Ok(Acceptance::New(TransferRecord { id, valid_on, step: found.step, basis }))
    }

    /// Steps 7 and 8 of a transfer or reservation.
    fn movement(
        &self,
        submitted: &Submission,
        kind: TransferKind,
        amount: Pence,
        expires_on: Option<Date>,
    ) -> Result<Candidate<'a>, Fault> {
        let book = |cell: &Cell<_>| cell.value().and_then(|account| self.ledger.book_of(account));
        let (debit_index, debit) =
            book(&submitted.debit).ok_or_else(|| Fault::DebitUnknown { account: text(&submitted.debit) })?;
        let (credit_index, credit) =
            book(&submitted.credit).ok_or_else(|| Fault::CreditUnknown { account: text(&submitted.credit) })?;
        if debit_index == credit_index {
            return Err(Fault::SameAccount { account: debit.account.id.clone() });
        }
        if !debit.account.shares_ledger(&credit.account) {
            return Err(Fault::LedgersDiffer { debit: debit.account.ledger(), credit: credit.account.ledger() });
        }
        self.check_keeper(debit, credit)?;
        let code = *submitted.code.value().ok_or(Fault::CodeUnknown)?;
        let (from, to) = (debit.account.id.clone(), credit.account.id.clone());
        let movement = Movement { debit: from, credit: to, amount, code };
        let step = match kind {
            TransferKind::Pending => Step::Pending { movement, expires_on },
            TransferKind::Single | TransferKind::Post | TransferKind::Void => Step::Single(movement),
        };
        Ok(Candidate { step, debit, credit, amount, code, inherited: Basis::default() })
    }

    /// Step 7 of a posting or release.
    fn resolution(
        &self,
        submitted: &Submission,
        kind: TransferKind,
        amount: Option<Pence>,
    ) -> Result<Candidate<'a>, Fault> {
        let held = submitted.pending.value().and_then(|pending| self.ledger.row_of(*pending));
        let held = held.ok_or_else(|| Fault::PendingUnknown { pending: text(&submitted.pending) })?;
        let pending = held.record.id;
        let movement = held.pending_movement().ok_or(Fault::PendingNotPending { pending })?;
        let books = self.ledger.book_at(held.debit).zip(self.ledger.book_at(held.credit));
        let (debit, credit) = books.ok_or_else(|| Fault::PendingUnknown { pending: pending.to_string() })?;
        self.check_keeper(debit, credit)?;
        check_repetition(submitted, pending, movement)?;
        check_resolution(kind, amount, pending, movement.amount)?;
        self.check_unresolved(held)?;
        // A release shows nothing and pays nothing, so it need not wait.
        if kind == TransferKind::Post && self.conditions.waits(pending) {
            return Err(Fault::MilestoneNotReached { pending });
        }
        let resolution = Resolution {
            pending,
            debit: submitted.debit.value().cloned(),
            credit: submitted.credit.value().cloned(),
            amount,
            code: submitted.code.value().copied(),
        };
        Ok(Candidate {
            step: if kind == TransferKind::Void { Step::Void(resolution) } else { Step::Post(resolution) },
            debit,
            credit,
            amount: amount.unwrap_or(movement.amount),
            code: movement.code,
            inherited: held.record.basis.clone(),
        })
    }

    /// A batch moves its keeper's money and no other.
    fn check_keeper(&self, debit: &Book, credit: &Book) -> Result<(), Fault> {
        match self.conditions.other_keeper(&debit.account, &credit.account) {
            Some(keeper) => Err(Fault::OtherKeeper { keeper }),
            None => Ok(()),
        }
    }

    fn check_unresolved(&self, held: &Row) -> Result<(), Fault> {
        let pending = held.record.id;
        if let Some(resolution) = self.ledger.resolution_of(pending) {
            let by = resolution.record.id;
            return Err(match resolution.record.step.kind() {
                TransferKind::Void => Fault::AlreadyVoided { pending, by },
                TransferKind::Single | TransferKind::Pending | TransferKind::Post => {
                    Fault::AlreadyPosted { pending, by }
                }
            });
        }
        match held.expires_on().filter(|last| *last < self.ledger.today()) {
            Some(expires_on) => Err(Fault::Expired { pending, expires_on }),
            None => Ok(()),
        }
    }

    /// What a body held when another took its place is taken over, and nothing else moves in or out of it.
    fn check_bodies(&self, found: &Candidate<'_>, on: Date) -> Result<(), Fault> {
        for body in [found.debit.account.body, found.credit.account.body] {
            if let Some(successor) = self.conditions.successor(body, on) {
                return Err(Fault::BodySucceeded { body, successor, on });
            }
            if self.conditions.is_closed(body, on) {
                return Err(Fault::BodyClosed { body, on });
            }
        }
        Ok(())
    }

    /// Step 11: what the transfer rests on. Missing is tested only where the code needs it; what is given or taken over is
    /// always tested.
    fn basis_of(&self, submitted: &Submission, found: &Candidate<'_>, on: Date) -> Result<Basis, Fault> {
        let needs = found.code.needs();
        let missing = |ground| Fault::Missing { ground, code: found.code };
        let inherited = &found.inherited;
        match reference_of(&submitted.decision, inherited.decision.as_ref(), Ground::Decision)? {
            Some(decision) => {
                let unknown = || Fault::Unknown { ground: Ground::Decision, found: decision.to_string() };
                let held = self.references.decision(decision).ok_or_else(unknown)?;
                if !self.references.is_decision_for(decision, payer(found), on) {
                    return Err(unknown());
                }
                if held.decided_on > on {
                    return Err(Fault::DecisionNotYet { decided_on: held.decided_on });
                }
            }
            None if needs.decision == Need::Required => return Err(missing(Ground::Decision)),
            None => {}
        }
        match reference_of(&submitted.mandate, inherited.mandate.as_ref(), Ground::Mandate)? {
            Some(mandate) => {
                let unknown = || Fault::Unknown { ground: Ground::Mandate, found: mandate.to_string() };
                let held = self.references.mandate(mandate).ok_or_else(unknown)?;
                if !self.references.is_mandate_of(mandate, payer(found), on) {
                    return Err(unknown());
                }
                if !held.is_valid(on) {
                    return Err(Fault::MandateNotValid { on });
                }
            }
            None if needs.mandate == Need::Required => return Err(missing(Ground::Mandate)),
            None => {}
        }
        match reference_of(&submitted.plan_line, inherited.plan_line.as_ref(), Ground::PlanLine)? {
            Some(line) => {
                let unknown = || Fault::Unknown { ground: Ground::PlanLine, found: line.to_string() };
                let held = self.references.plan_line(line, on).ok_or_else(unknown)?;
                let account = &found.debit.account;
                if held.year != account.year {
                    return Err(Fault::LineOtherYear { found: held.year, year: account.year });
                }
                if held.body != account.body {
                    return Err(Fault::LineOtherBody { found: held.body, body: account.body });
                }
            }
            None if needs.plan_line == Need::Required => return Err(missing(Ground::PlanLine)),
            None => {}
        }
        Ok(Basis {
            decision: submitted.decision.value().cloned(),
            mandate: submitted.mandate.value().cloned(),
            plan_line: submitted.plan_line.value().cloned(),
        })
    }
}

/// Whose money moves: of what comes back from what was spent the body it comes back to, since the other keeps no books here.
fn payer(found: &Candidate<'_>) -> OdsCode {
    match found.debit.account.kind {
        AccountKind::Spent => found.credit.account.body,
        AccountKind::Source | AccountKind::Allocation | AccountKind::Reserve => found.debit.account.body,
    }
}

/// Step 4.
fn check_pending_id(submitted: &Submission, kind: TransferKind, id: TransferId) -> Result<(), Fault> {
    match kind {
        TransferKind::Single | TransferKind::Pending if !submitted.pending.is_blank() => {
            Err(Fault::PendingIdUnexpected)
        }
        TransferKind::Single | TransferKind::Pending => Ok(()),
        TransferKind::Post | TransferKind::Void => match &submitted.pending {
            Cell::Blank => Err(Fault::PendingIdMissing),
            Cell::Value(pending) if *pending == id => Err(Fault::PendingIdSelf),
            Cell::Value(_) | Cell::Unreadable(_) => Ok(()),
        },
    }
}

/// Step 5. That a reservation's last day must be a date is ours: the rules are silent.
fn expiry_of(submitted: &Submission, kind: TransferKind) -> Result<Option<Date>, Fault> {
    match (&submitted.expires_on, kind) {
        (Cell::Blank, _) => Ok(None),
        (_, TransferKind::Single | TransferKind::Post | TransferKind::Void) => Err(Fault::ExpiryUnexpected),
        (Cell::Value(last), TransferKind::Pending) => Ok(Some(*last)),
        (Cell::Unreadable(found), TransferKind::Pending) => Err(Fault::ExpiryNotADate { found: found.clone() }),
    }
}

/// Step 6. A posting or release may leave the amount blank.
fn amount_of(submitted: &Submission, kind: TransferKind) -> Result<Option<Pence>, Fault> {
    match (&submitted.amount, kind) {
        (AmountCell::Value(amount), _) => Ok(Some(*amount)),
        (AmountCell::TooLarge(_), _) => Err(Fault::AmountTooLarge),
        (AmountCell::NotPositive(_), _) | (AmountCell::Blank, TransferKind::Single | TransferKind::Pending) => {
            Err(Fault::AmountNotPositive)
        }
        (AmountCell::Blank, TransferKind::Post | TransferKind::Void) => Ok(None),
    }
}

/// What a posting or release repeats of its reservation is as there.
fn check_repetition(submitted: &Submission, pending: TransferId, held: &Movement) -> Result<(), Fault> {
    let same = [
        (Field::Debit, submitted.debit.is_blank() || submitted.debit.value() == Some(&held.debit)),
        (Field::Credit, submitted.credit.is_blank() || submitted.credit.value() == Some(&held.credit)),
        (Field::Code, submitted.code.is_blank() || submitted.code.value() == Some(&held.code)),
    ];
    match same.into_iter().find(|(_, is_same)| !is_same) {
        Some((field, _)) => Err(Fault::PendingDiffers { pending, field }),
        None => Ok(()),
    }
}

/// No more is posted than is reserved, and a release frees all.
fn check_resolution(
    kind: TransferKind,
    amount: Option<Pence>,
    pending: TransferId,
    reserved: Pence,
) -> Result<(), Fault> {
    match amount {
        Some(amount) if amount > reserved => Err(Fault::ExceedsPending { pending, amount, reserved }),
        Some(amount) if kind == TransferKind::Void && amount != reserved => {
            Err(Fault::VoidAmountDiffers { pending, reserved })
        }
        Some(_) | None => Ok(()),
    }
}

/// Step 9.
fn valid_day(submitted: &Submission, year: FinancialYear) -> Result<Date, Fault> {
    let within = submitted.valid_on.value().copied().filter(|day| year.holds(*day));
    within.ok_or(Fault::DateOutsideYear { year })
}

/// Step 12.
fn check_cover(debit: &Book, amount: Pence) -> Result<(), Fault> {
    let available = debit.balance.available();
    if debit.account.limit == Limit::Unlimited || i128::from(amount.0) <= available {
        return Ok(());
    }
    Err(Fault::Overdrawn { account: debit.account.id.clone(), available, amount })
}

/// What a cell names, or what is taken over where it is blank.
fn reference_of<'t, T>(cell: &'t Cell<T>, inherited: Option<&'t T>, ground: Ground) -> Result<Option<&'t T>, Fault> {
    match cell {
        Cell::Blank => Ok(inherited),
        Cell::Value(value) => Ok(Some(value)),
        Cell::Unreadable(found) => Err(Fault::Unknown { ground, found: found.clone() }),
    }
}

/// A cell as a message repeats it.
fn text<T: ToString>(cell: &Cell<T>) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Value(value) => value.to_string(),
        Cell::Unreadable(found) => found.clone(),
    }
}
