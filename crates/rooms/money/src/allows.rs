//! Whether an act of a kind would be accepted now, and if not why not.

use crate::about::Thing;
use crate::account::{Account, AccountKind, Limit};
use crate::act::{Act, Keeper, Strictness};
use crate::act_kind::ActKind;
use crate::allocation::{AllocationTable, CellAddress, PrintedAmount, PublishedAllocation, Working};
use crate::code::TransferCode;
use crate::decide::{World, decide};
use crate::duty::keeper_between;
use crate::fund::Fund;
use crate::id::{AccountId, DecisionReference, LineReference, MandateReference, TransferId};
use crate::ledger::Book;
use crate::references::{Decision, Mandate, PlanLine, References};
use crate::refusal::Refusal;
use crate::submission::{AmountCell, Cell, Link, Submission};
use crate::transfer::TransferKind;
use crate::view::Money;
use mandate::Context;
use std::str::FromStr;
use terms::{Date, FigureUnit, FinancialYear, OdsCode, Pence};

/// A word where any would do.
const WORD: &str = "trial";

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, from this actor, whatever duty they hold.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. A batch of transfers is tried with one transfer that rests on a decision anybody would know, for
    /// what it must rest on is for whoever records it to name.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { room: world.money.now(), world, today: context.today };
        let references = WithTrial(world.references);
        let world = World { references: &references, ..*world };
        let mut refusal = None;
        for act in trial.acts(self, of) {
            match decide(&world, context, &act) {
                Ok(outcome) if outcome.events.is_empty() => {}
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| Refusal::NothingToDo { what: self.needed(), id: of.to_string() }))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::AddFund => "table of funds",
            Self::OpenAccount => "body",
            Self::CloseAccount => "account",
            Self::RecordTransfers => "money of",
            Self::SetMilestone | Self::RecordEvidence => "reservation",
            Self::ImportAllocations => "table of allocations",
        }
    }
}

/// What transfers rest on, and beside it a decision that was always made, for trials to rest on.
struct WithTrial<'a>(&'a dyn References);

impl References for WithTrial<'_> {
    fn is_decision_for(&self, decision: &DecisionReference, payer: OdsCode, on: Date) -> bool {
        decision.as_str() == WORD || self.0.is_decision_for(decision, payer, on)
    }

    fn is_mandate_of(&self, mandate: &MandateReference, payer: OdsCode, on: Date) -> bool {
        self.0.is_mandate_of(mandate, payer, on)
    }

    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        let trial = || Decision { decided_on: Date::MIN, authority: WORD.to_owned() };
        if decision.as_str() == WORD { Some(trial()) } else { self.0.decision(decision) }
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        self.0.mandate(mandate)
    }

    fn plan_line(&self, line: &LineReference, on: Date) -> Option<PlanLine> {
        self.0.plan_line(line, on)
    }
}

/// What is tried, and from where.
struct Trial<'a> {
    room: Money<'a>,
    world: &'a World<'a>,
    today: Date,
}

impl Trial<'_> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(&self, kind: ActKind, of: &Thing) -> Vec<Act> {
        match kind {
            ActKind::AddFund => one((*of == Thing::Funds).then(|| self.fund()).flatten()),
            ActKind::OpenAccount => self.open(of),
            ActKind::CloseAccount => one(self.close(of)),
            ActKind::RecordTransfers => one(of.keeper().and_then(|keeper| self.transfer(keeper))),
            ActKind::SetMilestone => {
                one(of.transfer().map(|pending| Act::SetMilestone { pending, words: WORD.to_owned() }))
            }
            ActKind::RecordEvidence => {
                one(of.transfer().map(|pending| Act::RecordEvidence { pending, words: WORD.to_owned() }))
            }
            ActKind::ImportAllocations => one((*of == Thing::Allocations).then(|| self.import()).flatten()),
        }
    }

    fn fund(&self) -> Option<Act> {
        let code = unused(|code| self.room.fund(code).is_some())?;
        Some(Act::AddFund(Fund { code, name: WORD.to_owned(), from: FinancialYear::of(self.today) }))
    }

    /// Open today, or on the last day before another body took its place: there is money of years gone by to be recorded.
    fn open(&self, of: &Thing) -> Vec<Act> {
        let (body, kind, limit) = match of {
            Thing::Body(body) => (*body, AccountKind::Allocation, Limit::Limited),
            Thing::Source(body) => (*body, AccountKind::Source, Limit::Unlimited),
            Thing::Funds
            | Thing::Ledger
            | Thing::Account(_)
            | Thing::Transfer(_)
            | Thing::Allocations
            | Thing::Vintage(_) => return Vec::new(),
        };
        let Some(id) = unused::<AccountId>(|id| self.room.account(id).is_some()) else { return Vec::new() };
        let ended =
            self.world.mandate.life(body).to().and_then(|first_without| first_without.earliest().yesterday().ok());
        let open = |opened_on: Date| {
            let year = FinancialYear::of(opened_on);
            let fund = self.room.funds().find(|fund| fund.from <= year)?.code.clone();
            Some(Act::OpenAccount(Account {
                id: id.clone(),
                body,
                fund,
                year,
                kind,
                limit,
                opened_on,
                closed_on: None,
            }))
        };
        [Some(self.today), ended].into_iter().flatten().filter_map(open).collect()
    }

    /// On the last day of its year: no money of it moves later.
    fn close(&self, of: &Thing) -> Option<Act> {
        let account = self.room.account(of.account()?)?;
        Some(Act::CloseAccount { account: account.id, last: account.year.last_day() })
    }

    /// A penny taken over from an account that has one by another that is open on the same day, since what is taken over may leave a
    /// body that is no more; else a reservation released.
    fn transfer(&self, keeper: Keeper) -> Option<Act> {
        let movement = self.movement(keeper).or_else(|| self.release(keeper))?;
        Some(Act::RecordTransfers { keeper, submissions: vec![movement], strictness: Strictness::AllOrNone })
    }

    fn movement(&self, keeper: Keeper) -> Option<Submission> {
        let books: Vec<&Book> = self.room.books().map(|(_, book)| book).collect();
        let theirs = books.iter().filter(|book| match keeper {
            Keeper::Anybody => true,
            Keeper::Body(body) => self.acting(book.account.body) == self.acting(body),
        });
        theirs.flat_map(|own| books.iter().flat_map(move |other| [(own, other), (other, own)])).find_map(
            |(debit, credit)| {
                let (from, to) = (&debit.account, &credit.account);
                let pays = from.limit == Limit::Unlimited || debit.balance.available() > 0;
                let moves = pays && from.id != to.id && from.shares_ledger(to) && self.is_of(keeper, from, to);
                let blank = self.submission(TransferKind::Single, debit.first_day_with(credit).filter(|_| moves)?)?;
                Some(Submission {
                    debit: Cell::Value(from.id.clone()),
                    credit: Cell::Value(to.id.clone()),
                    amount: AmountCell::Value(Pence(1)),
                    code: Cell::Value(TransferCode::Merge),
                    decision: Cell::read(WORD),
                    ..blank
                })
            },
        )
    }

    /// Of a reservation that waits, on its own day: then its accounts were open, and what it rests on held.
    fn release(&self, keeper: Keeper) -> Option<Submission> {
        let ledger = self.room.ledger();
        ledger.log().find_map(|(row, resolution)| {
            let lapses = row.expires_on().is_some_and(|last| last < self.today);
            row.pending_movement().filter(|_| resolution.is_none() && !lapses)?;
            let (debit, credit) = ledger.book_at(row.debit).zip(ledger.book_at(row.credit))?;
            let blank = self.submission(TransferKind::Void, row.record.valid_on)?;
            let is_theirs = self.is_of(keeper, &debit.account, &credit.account);
            is_theirs.then_some(Submission { pending: Cell::Value(row.record.id), ..blank })
        })
    }

    fn is_of(&self, keeper: Keeper, debit: &Account, credit: &Account) -> bool {
        match keeper {
            Keeper::Anybody => true,
            Keeper::Body(body) => self.acting(keeper_between(debit, credit)) == self.acting(body),
        }
    }

    fn acting(&self, body: OdsCode) -> OdsCode {
        self.world.mandate.acting_body(body, self.today)
    }

    fn submission(&self, kind: TransferKind, valid_on: Date) -> Option<Submission> {
        let is_taken = |id: &TransferId| self.room.ledger().row_of(*id).is_some();
        let id = (1_u64..).map_while(|n| format!("{n:032x}").parse().ok()).find(|id| !is_taken(id))?;
        Some(Submission {
            id: Cell::Value(id),
            kind: Cell::Value(kind),
            debit: Cell::Blank,
            credit: Cell::Blank,
            amount: AmountCell::Blank,
            pending: Cell::Blank,
            expires_on: Cell::Blank,
            link: Link::Last,
            code: Cell::Blank,
            valid_on: Cell::Value(valid_on),
            decision: Cell::Blank,
            mandate: Cell::Blank,
            plan_line: Cell::Blank,
        })
    }

    /// Of a body that holds something here, or else the first there is.
    fn import(&self) -> Option<Act> {
        let is_known = |body: &OdsCode| self.world.register.knows(*body);
        let near = self.world.mandate.bodies().into_iter().find(is_known);
        let body = near.or_else(|| self.world.register.codes().into_iter().next())?;
        let cell = CellAddress { sheet: WORD.to_owned(), row: 1, column: 1 };
        let recurrent = PrintedAmount { amount: Pence(0), text: "0".to_owned(), unit: FigureUnit::Pounds, cell };
        let row = PublishedAllocation {
            body,
            year: FinancialYear::of(self.today),
            fund: self.room.funds().next()?.code.clone(),
            recurrent,
            working: Working::Amount,
        };
        Some(Act::ImportAllocations(AllocationTable {
            vintage: unused(|vintage| self.room.vintage(vintage).is_some())?,
            source_name: WORD.to_owned(),
            source_hash: WORD.to_owned(),
            rows: vec![row],
            sums: Vec::new(),
            n_unread: 0,
        }))
    }
}

fn one(act: Option<Act>) -> Vec<Act> {
    act.into_iter().collect()
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
