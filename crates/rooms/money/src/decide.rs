//! What an act comes to, or why it is refused. Nothing here changes anything.

use crate::account::{Account, AccountKind, Limit};
use crate::act::{Act, Keeper, Strictness};
use crate::allocation::AllocationTable;
use crate::batch::{Batch, hear};
use crate::duty::keeper_between;
use crate::event::Event;
use crate::fund::Fund;
use crate::id::{AccountId, TransferId};
use crate::judge::Conditions;
use crate::ledger::LedgerError;
use crate::references::References;
use crate::refusal::{Refusal, RefusedTransfer};
use crate::state::State;
use crate::submission::Submission;
use crate::transfer::TransferKind;
use crate::view::Money;
use mandate::{Actor, Context, Erasable, Mandates, Outcome};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, Sequence};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists.
    pub register: register::View<'a>,
    /// Who acts for whom.
    pub mandate: Mandates<'a>,
    /// What transfers rest on.
    pub references: &'a dyn References,
    /// This room.
    pub money: &'a State,
}

impl World<'_> {
    /// What would be said of a batch of transfers on a day: the report that goes with the act.
    ///
    /// # Errors
    /// [`LedgerError`] for a defect of the program.
    pub fn judge(&self, keeper: Keeper, today: Date, submissions: &[Submission]) -> Result<Batch, LedgerError> {
        let entry = Sequence(self.money.sequence.0.saturating_add(1));
        let keeping = Keeping { world: self, keeper, today };
        hear(&self.money.ledger, self.references, &keeping, entry, today, submissions)
    }
}

/// What stands in the way of a batch of one keeper beside the ledger.
struct Keeping<'a> {
    world: &'a World<'a>,
    keeper: Keeper,
    today: Date,
}

impl Conditions for Keeping<'_> {
    fn successor(&self, body: OdsCode, on: Date) -> Option<OdsCode> {
        let acting = self.world.mandate.acting_body(body, on);
        (acting != body).then_some(acting)
    }

    fn is_closed(&self, body: OdsCode, on: Date) -> bool {
        self.world.register.has_closed(body, on)
    }

    fn waits(&self, pending: TransferId) -> bool {
        self.world.money.now().milestone(pending).is_some_and(|milestone| milestone.evidence.is_none())
    }

    fn other_keeper(&self, debit: &Account, credit: &Account) -> Option<OdsCode> {
        let Keeper::Body(body) = self.keeper else { return None };
        let acting = |body| self.world.mandate.acting_body(body, self.today);
        let keeper = keeper_between(debit, credit);
        (acting(keeper) != acting(body)).then_some(keeper)
    }
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in.
///
/// # Errors
/// A [`Refusal`] that says what stands in the way and what to do.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome<Event>, Refusal> {
    let mut draft = Draft {
        world: *world,
        room: world.money.now(),
        by: &context.actor,
        today: context.today,
        outcome: Outcome::new(Vec::new(), Vec::new()),
    };
    match act {
        Act::AddFund(fund) => draft.add_fund(fund)?,
        Act::OpenAccount(account) => draft.open_account(account)?,
        Act::CloseAccount { account, last } => draft.close_account(account, *last)?,
        Act::RecordTransfers { keeper, submissions, strictness } => {
            draft.record_transfers(*keeper, submissions, *strictness)?;
        }
        Act::SetMilestone { pending, words } => draft.set_milestone(*pending, words)?,
        Act::RecordEvidence { pending, words } => draft.record_evidence(*pending, words)?,
        Act::ImportAllocations(table) => draft.import_allocations(table)?,
    }
    Ok(draft.outcome)
}

/// An outcome in the making, with what it is judged against.
struct Draft<'a> {
    world: World<'a>,
    room: Money<'a>,
    by: &'a Actor,
    today: Date,
    outcome: Outcome<Event>,
}

impl Draft<'_> {
    fn add_fund(&mut self, fund: &Fund) -> Result<(), Refusal> {
        if self.room.fund(&fund.code).is_some() {
            return Err(Refusal::FundTaken { fund: fund.code.clone() });
        }
        if fund.name.trim().is_empty() {
            return Err(Refusal::Missing { what: "the name of the fund" });
        }
        self.push(Event::FundAdded { fund: fund.clone(), by: self.by.clone(), on: self.today });
        Ok(())
    }

    fn open_account(&mut self, account: &Account) -> Result<(), Refusal> {
        if self.room.account(&account.id).is_some() {
            return Err(Refusal::AccountTaken { account: account.id.clone() });
        }
        let unknown = || Refusal::UnknownFund { fund: account.fund.clone() };
        let fund = self.room.fund(&account.fund).ok_or_else(unknown)?;
        if account.year < fund.from {
            return Err(Refusal::FundNotYet { fund: account.fund.clone(), year: account.year, from: fund.from });
        }
        let is_limitless = matches!(account.kind, AccountKind::Source | AccountKind::Spent);
        if is_limitless && account.limit == Limit::Limited {
            return Err(Refusal::LimitOnUnlimited { kind: account.kind });
        }
        if !is_limitless && account.limit == Limit::Unlimited {
            return Err(Refusal::LimitMissing { kind: account.kind });
        }
        let last = account.closed_on.unwrap_or(account.year.last_day());
        if account.opened_on > last || !account.year.holds(account.opened_on) || !account.year.holds(last) {
            return Err(Refusal::DaysOutsideYear { year: account.year });
        }
        self.is_body(account)?;
        self.push(Event::AccountOpened { account: account.clone(), by: self.by.clone(), on: self.today });
        Ok(())
    }

    /// The register knows the body, and none has taken its place by the account's first day.
    fn is_body(&self, account: &Account) -> Result<(), Refusal> {
        let (body, on) = (account.body, account.opened_on);
        if !self.world.register.knows(body) {
            return Err(Refusal::UnknownBody { body });
        }
        let successor = self.world.mandate.acting_body(body, on);
        if successor != body {
            return Err(Refusal::BodySucceeded { body, successor, on });
        }
        if self.world.register.has_closed(body, on) { Err(Refusal::BodyClosed { body, on }) } else { Ok(()) }
    }

    fn close_account(&mut self, id: &AccountId, last: Date) -> Result<(), Refusal> {
        let unknown = || Refusal::UnknownAccount { account: id.clone() };
        let account = self.room.account(id).ok_or_else(unknown)?;
        if last < account.opened_on || !account.year.holds(last) {
            return Err(Refusal::DaysOutsideYear { year: account.year });
        }
        let touches = |debit: &AccountId, credit: &AccountId| debit == id || credit == id;
        let theirs = self.room.transfers().filter(|moved| touches(&moved.movement.debit, &moved.movement.credit));
        if let Some(latest) = theirs.max_by_key(|moved| moved.valid_on).filter(|moved| moved.valid_on > last) {
            let (transfer, valid_on) = (latest.id, latest.valid_on);
            return Err(Refusal::MovesLater { account: id.clone(), transfer, valid_on });
        }
        self.push(Event::AccountClosed { account: id.clone(), last, by: self.by.clone(), on: self.today });
        Ok(())
    }

    /// A batch that was recorded before is success without effect.
    fn record_transfers(
        &mut self,
        keeper: Keeper,
        submissions: &[Submission],
        strictness: Strictness,
    ) -> Result<(), Refusal> {
        if submissions.is_empty() {
            return Err(Refusal::EmptyBatch);
        }
        let batch = self.world.judge(keeper, self.today, submissions)?;
        let takes_none = strictness == Strictness::AllOrNone || batch.transfers.is_empty();
        if takes_none {
            let mut refused = batch.refused().map(|(number, fault)| RefusedTransfer { number, fault: fault.clone() });
            if let Some(first) = refused.next() {
                let (first, rest) = (Box::new(first), refused.collect());
                return Err(Refusal::Transfers { first, rest, n_transfers: submissions.len() });
            }
        }
        if !batch.transfers.is_empty() {
            let (transfers, by, on) = (batch.transfers, self.by.clone(), self.today);
            self.push(Event::TransfersRecorded { transfers, by, on });
        }
        Ok(())
    }

    fn set_milestone(&mut self, pending: TransferId, words: &str) -> Result<(), Refusal> {
        let is_pending = self.room.transfer(pending).is_some_and(|held| held.kind == TransferKind::Pending);
        if !is_pending {
            return Err(Refusal::NotPending { pending });
        }
        if let Some(resolution) = self.world.money.ledger.resolution_of(pending) {
            return Err(Refusal::AlreadyResolved { pending, by: resolution.record.id });
        }
        let words = self.text("the milestone", words)?;
        self.push(Event::MilestoneSet { pending, words, by: self.by.clone(), on: self.today });
        Ok(())
    }

    fn record_evidence(&mut self, pending: TransferId, words: &str) -> Result<(), Refusal> {
        if self.room.milestone(pending).is_none() {
            return Err(Refusal::NoMilestone { pending });
        }
        let words = self.text("the evidence", words)?;
        self.push(Event::EvidenceRecorded { pending, words, by: self.by.clone(), on: self.today });
        Ok(())
    }

    /// A table that was imported before is success without effect.
    fn import_allocations(&mut self, table: &AllocationTable) -> Result<(), Refusal> {
        match self.room.vintage(&table.vintage) {
            Some(held) if held.rows == table.rows && held.sums == table.sums => return Ok(()),
            Some(_) => return Err(Refusal::VintageTaken { vintage: table.vintage.clone() }),
            None => {}
        }
        if table.rows.is_empty() {
            return Err(Refusal::EmptyTable);
        }
        let mut seen = BTreeSet::new();
        for row in &table.rows {
            if !self.world.register.knows(row.body) {
                return Err(Refusal::UnknownBody { body: row.body });
            }
            if self.room.fund(&row.fund).is_none() {
                return Err(Refusal::UnknownFund { fund: row.fund.clone() });
            }
            if !seen.insert((row.body, row.year, &row.fund)) {
                return Err(Refusal::AllocationTwice { body: row.body, fund: row.fund.clone(), year: row.year });
            }
        }
        self.push(Event::AllocationsImported { table: table.clone(), by: self.by.clone(), on: self.today });
        Ok(())
    }

    fn push(&mut self, event: Event) {
        self.outcome.events.push(event);
    }

    /// Keeps free text beside the record; it must not be empty.
    fn text(&mut self, what: &'static str, text: &str) -> Result<Erasable, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Missing { what });
        }
        let ordinal = u16::try_from(self.outcome.payloads.len()).map_err(|_| Refusal::TooManyTexts)?;
        self.outcome.payloads.push(text.as_bytes().to_vec());
        Ok(Erasable(ordinal))
    }
}
