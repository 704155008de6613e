//! A batch of transfers: chains that stand or fall together, judged in order.

use crate::fault::Fault;
use crate::id::TransferId;
use crate::judge::{Acceptance, Conditions, Judge, Judgement, Unconditional};
use crate::ledger::{Ledger, LedgerError};
use crate::references::References;
use crate::submission::{Link, Submission};
use crate::transfer::TransferRecord;
use terms::{Date, Sequence};

/// What is said of a batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What is said of each transfer, in the order submitted.
    pub judgements: Vec<Judgement>,
    /// Those that are recorded, in order.
    pub transfers: Vec<TransferRecord>,
    /// The ledger with them, under the entry they were judged for.
    pub ledger: Ledger,
}

impl Batch {
    /// The transfers that are refused: each by its place from 1, with what is wrong.
    pub fn refused(&self) -> impl Iterator<Item = (usize, &Fault)> {
        self.judgements.iter().zip(1..).filter_map(|(judgement, number)| match judgement {
            Judgement::Refused(fault) => Some((number, fault)),
            Judgement::Good | Judgement::Exists => None,
        })
    }
}

/// Judges a batch against a ledger on a day: each chain sees those before it, and leaves no trace when it falls. No body has a
/// successor here and no reservation a milestone, since a ledger knows of neither.
///
/// Nothing is recorded: whoever keeps the record takes [`Batch::transfers`] under `entry`.
///
/// # Errors
/// [`LedgerError`] when a transfer that was found good breaks a law of the ledger, which is a defect.
///
/// Source: spec 3.3, rules R11, R13.
pub fn judge(
    ledger: &Ledger,
    references: &dyn References,
    entry: Sequence,
    today: Date,
    submissions: &[Submission],
) -> Result<Batch, LedgerError> {
    hear(ledger, references, &Unconditional, entry, today, submissions)
}

/// As [`judge`], with what is known of bodies and milestones beside the ledger.
pub(crate) fn hear(
    ledger: &Ledger,
    references: &dyn References,
    conditions: &dyn Conditions,
    entry: Sequence,
    today: Date,
    submissions: &[Submission],
) -> Result<Batch, LedgerError> {
    let mut ledger = ledger.clone();
    ledger.advance(today)?;
    let mut hearing = Hearing { references, conditions, entry, today, ledger, transfers: Vec::new() };
    let mut judgements = Vec::with_capacity(submissions.len());
    // A chain ends with the first that is not linked; what is left over is a chain that does not end.
    for chain in submissions.split_inclusive(|submission| submission.link == Link::Last) {
        judgements.extend(hearing.take(chain)?);
    }
    Ok(Batch { judgements, transfers: hearing.transfers, ledger: hearing.ledger })
}

/// A batch being heard: the ledger with the chains that stand so far.
struct Hearing<'a> {
    references: &'a dyn References,
    conditions: &'a dyn Conditions,
    entry: Sequence,
    today: Date,
    ledger: Ledger,
    transfers: Vec<TransferRecord>,
}

impl Hearing<'_> {
    fn take(&mut self, chain: &[Submission]) -> Result<Vec<Judgement>, LedgerError> {
        let (n_before, length) = (self.transfers.len(), self.ledger.len());
        let mut verdicts = Vec::with_capacity(chain.len());
        for (submitted, number) in chain.iter().zip(1..) {
            let is_left_open = number == chain.len() && submitted.link == Link::Linked;
            verdicts.push(if is_left_open { Verdict::Failed(Fault::ChainOpen) } else { self.judge_one(submitted)? });
        }
        // An old transfer is a fault only beside one that was not recorded before.
        let has_new = verdicts.iter().any(Verdict::is_new);
        let failing = verdicts.iter().position(|verdict| match verdict {
            Verdict::Good => false,
            Verdict::Old(_) => has_new,
            Verdict::Failed(_) => true,
        });
        let Some(failing) = failing else { return Ok(verdicts.into_iter().map(Verdict::in_standing_chain).collect()) };
        // The one at fault has left no trace; those before it have.
        self.ledger.take_back(length)?;
        self.transfers.truncate(n_before);
        Ok(verdicts.into_iter().enumerate().map(|(index, verdict)| verdict.in_fallen_chain(index == failing)).collect())
    }

    fn judge_one(&mut self, submitted: &Submission) -> Result<Verdict, LedgerError> {
        let judge = Judge { ledger: &self.ledger, references: self.references, conditions: self.conditions };
        Ok(match judge.judge(submitted) {
            Ok(Acceptance::New(record)) => {
                self.ledger.record(self.entry, self.today, record.clone())?;
                self.transfers.push(record);
                Verdict::Good
            }
            Ok(Acceptance::Old(id)) => Verdict::Old(id),
            Err(fault) => Verdict::Failed(fault),
        })
    }
}

/// One transfer of a chain, as found by itself.
enum Verdict {
    /// It is new and good.
    Good,
    /// It was recorded before.
    Old(TransferId),
    /// Something is wrong with it.
    Failed(Fault),
}

impl Verdict {
    /// Whether its identity was never recorded, with this content or another.
    fn is_new(&self) -> bool {
        match self {
            Self::Good => true,
            Self::Old(_) => false,
            Self::Failed(fault) => !matches!(fault, Fault::ExistsDifferent { .. } | Fault::ChainOpen),
        }
    }

    /// What is said of it where its chain stands.
    fn in_standing_chain(self) -> Judgement {
        match self {
            Self::Good => Judgement::Good,
            Self::Old(_) => Judgement::Exists,
            Self::Failed(fault) => Judgement::Refused(fault),
        }
    }

    /// What is said of it where its chain falls: the first at fault hears its own, and so does one with which the batch ends
    /// too early.
    fn in_fallen_chain(self, is_failing: bool) -> Judgement {
        Judgement::Refused(match self {
            Self::Failed(fault) if is_failing || fault == Fault::ChainOpen => fault,
            Self::Old(id) if is_failing => Fault::ExistsInNewChain { id },
            Self::Good | Self::Old(_) | Self::Failed(_) => Fault::LinkedFailed,
        })
    }
}
