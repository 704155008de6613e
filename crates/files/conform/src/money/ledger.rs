//! A ledger of transfers in batches: what is said of each, what then stands on each account, and where money came from.
//!
//! Balances and traces are asked of the transfers in `ledger.csv`, which stands in the world or beside the questions.

use super::lists::write_list;
use crate::{Answers, ConformError, Question, Questions, World};
use mandate::Actor;
use money::{
    Account, AmountCell, Balance, BrokenChain, Cell, Chain, Decision, DecisionReference, Event, Ledger, LineReference,
    Mandate, MandateReference, PlanLine, References, State, Submission, TransferId, apply, judge,
};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::{Date, OdsCode, Sequence};

/// The file of transfers.
const TRANSFERS: &str = "ledger.csv";

pub(super) fn judgements(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_result"]);
    for batch in Books::open(world)?.take(questions)? {
        for (number, code) in batch.codes {
            answers.push(&number, [code]);
        }
    }
    Ok(answers)
}

pub(super) fn balances(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_debits_posted",
        "expected_credits_posted",
        "expected_debits_pending",
        "expected_credits_pending",
        "expected_available",
    ]);
    let batches = Books::open(world)?.take(&transfers(world, questions)?)?;
    let ledgers: BTreeMap<&str, &Ledger> =
        batches.iter().map(|batch| (batch.name.as_str(), batch.state.ledger())).collect();
    for question in questions.rows() {
        let balance = question.read("id", "a batch and an account with a stroke between", |id| {
            let (batch, account) = id.split_once('/')?;
            ledgers.get(batch)?.balance(&account.parse().ok()?)
        })?;
        let Balance { debits_posted, credits_posted, debits_pending, credits_pending } = balance;
        let kept = [debits_posted, credits_posted, debits_pending, credits_pending].map(|sum| sum.to_string());
        answers.push(question.text("id")?, kept.into_iter().chain([balance.available().to_string()]));
    }
    Ok(answers)
}

pub(super) fn traces(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let books = Books::open(world)?;
    let references = books.references.clone();
    let batches = books.take(&transfers(world, questions)?)?;
    let empty = State::new();
    let room = batches.last().map_or(&empty, |batch| &batch.state).now();
    let mut answers = Answers::new(["expected_chain", "expected_sources"]);
    for question in questions.rows() {
        let id: TransferId = question.read("transfer", "a transfer's identity", |text| text.parse().ok())?;
        let chain =
            room.chain(&references, id).map_or_else(|broken| broken_words(&broken), |chain| chain_words(&chain));
        let sources = room.sources(id).into_iter().map(|(source, amount)| (source.short(), amount.0));
        answers.push(question.text("id")?, [chain, write_list(sources)]);
    }
    Ok(answers)
}

/// A chain, link by link; a dash where there is none.
fn chain_words(chain: &Chain) -> String {
    let dash = || "-".to_owned();
    let line = chain.plan_line.as_ref().map(|(id, line)| format!("{id}@{}.v{}", line.plan, line.version));
    let mandate = chain.mandate.as_ref().map(|(id, mandate)| format!("{id}@{}", mandate.holder));
    let decision = chain.decision.as_ref().map(|(id, decision)| format!("{id}@{}", decision.decided_on));
    let authority = chain.decision.as_ref().map(|(_, decision)| decision.authority.clone());
    let links = [line, mandate, decision, authority].map(|link| link.unwrap_or_else(dash));
    format!("{}>{}", chain.transfer.short(), links.join(">"))
}

fn broken_words(broken: &BrokenChain) -> String {
    format!("BROKEN:{}", broken.code())
}

fn transfers(world: &World, questions: &Questions) -> Result<Questions, ConformError> {
    if world.has(TRANSFERS) { world.table(TRANSFERS) } else { questions.beside(TRANSFERS) }
}

/// The books of a world before anything is recorded, and what transfers rest on there.
struct Books {
    state: State,
    references: Tables,
}

/// A batch once judged and recorded: what was said of each transfer by its number, and what then is true.
struct Recorded {
    name: String,
    codes: Vec<(String, String)>,
    state: State,
}

impl Books {
    fn open(world: &World) -> Result<Self, ConformError> {
        let table = world.table("accounts.csv")?;
        let accounts = table.rows().map(|row| {
            let account = account_of(&row)?;
            Ok::<_, ConformError>(Event::AccountOpened { on: account.opened_on, account, by: Actor::Keeper })
        });
        let mut books = Self { state: State::new(), references: Tables::open(world)? };
        books.record(&accounts.collect::<Result<Vec<_>, _>>()?, &table)?;
        Ok(books)
    }

    /// Judges and records the batches of a table, in its order.
    fn take(mut self, table: &Questions) -> Result<Vec<Recorded>, ConformError> {
        let mut batches: Vec<(&str, Vec<Question<'_>>)> = Vec::new();
        for row in table.rows() {
            let name = row.text("batch")?;
            match batches.last_mut().filter(|(last, _)| *last == name) {
                Some((_, rows)) => rows.push(row),
                None => batches.push((name, vec![row])),
            }
        }
        batches.into_iter().map(|(name, rows)| self.take_batch(name, &rows, table)).collect()
    }

    fn take_batch(&mut self, name: &str, rows: &[Question<'_>], table: &Questions) -> Result<Recorded, ConformError> {
        let today = match rows.first() {
            Some(row) => row.read("today", "a date such as 2019-04-01", |text| text.parse().ok())?,
            None => Date::MIN,
        };
        let submissions = rows.iter().map(submission_of).collect::<Result<Vec<_>, _>>()?;
        let entry = Sequence(self.state.sequence().0 + 1);
        let judged = judge(self.state.ledger(), &self.references, entry, today, &submissions);
        let judged = judged.map_err(|error| table.broken(&error))?;
        let codes =
            rows.iter().zip(&judged.judgements).map(|(row, said)| Ok((row.text("seq")?.to_owned(), said.code())));
        let codes = codes.collect::<Result<Vec<_>, ConformError>>()?;
        self.record(&[Event::TransfersRecorded { transfers: judged.transfers, by: Actor::Keeper, on: today }], table)?;
        // Reservations lapse on the day of a batch of which nothing is recorded, too.
        let state = self.state.on(today).map_err(|error| table.broken(&error))?;
        Ok(Recorded { name: name.to_owned(), codes, state })
    }

    fn record(&mut self, events: &[Event], table: &Questions) -> Result<(), ConformError> {
        let entry = Sequence(self.state.sequence().0 + 1);
        let recorded = apply(&mut self.state, entry, jiff::Timestamp::UNIX_EPOCH, events, &|_| None);
        recorded.map_err(|error| table.broken(&error))
    }
}

fn account_of(row: &Question<'_>) -> Result<Account, ConformError> {
    Ok(Account {
        id: row.read("account", "an account's identity", read)?,
        body: row.read("body", "a body's code", read)?,
        fund: row.read("fund", "a fund's code", read)?,
        year: row.read("year", "a financial year such as 2019/20", read)?,
        kind: row.read("kind", "SOURCE, ALLOCATION, RESERVE or SPENT", read)?,
        limit: row.read("limited", "Y or N", read)?,
        opened_on: row.read("opened_on", "a date", read)?,
        closed_on: row.maybe("closed_on", "a date", read)?,
    })
}

fn submission_of(row: &Question<'_>) -> Result<Submission, ConformError> {
    Ok(Submission {
        id: Cell::read(row.text("id")?),
        kind: Cell::read(row.text("kind")?),
        debit: Cell::read(row.text("debit")?),
        credit: Cell::read(row.text("credit")?),
        amount: AmountCell::read(row.text("amount_pence")?),
        pending: Cell::read(row.text("pending_id")?),
        expires_on: Cell::read(row.text("expires_on")?),
        link: row.read("linked", "Y or N", read)?,
        code: Cell::read(row.text("code")?),
        valid_on: Cell::read(row.text("valid_on")?),
        decision: Cell::read(row.text("decision")?),
        mandate: Cell::read(row.text("mandate")?),
        plan_line: Cell::read(row.text("plan_line")?),
    })
}

fn read<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// What transfers rest on, from the tables of a world: none of it changes with the day asked about.
#[derive(Clone)]
struct Tables {
    decisions: BTreeMap<DecisionReference, Decision>,
    mandates: BTreeMap<MandateReference, Mandate>,
    lines: BTreeMap<LineReference, PlanLine>,
}

impl Tables {
    fn open(world: &World) -> Result<Self, ConformError> {
        let decisions = read_table(world, "decisions.csv", |row| {
            let decided_on = row.read("decided_on", "a date", read)?;
            let decision = Decision { decided_on, authority: row.text("authority")?.to_owned() };
            Ok((row.read("decision", "a decision's identity", read)?, decision))
        })?;
        let mandates = read_table(world, "mandates.csv", |row| {
            let mandate = Mandate {
                holder: row.read("held_by", "a body's code", read)?,
                valid_from: row.read("valid_from", "a date", read)?,
                valid_to: row.maybe("valid_to", "a date", read)?,
            };
            Ok((row.read("mandate", "a mandate's identity", read)?, mandate))
        })?;
        let lines = read_table(world, "plan-lines.csv", |row| {
            let line = PlanLine {
                body: row.read("body", "a body's code", read)?,
                year: row.read("year", "a financial year", read)?,
                plan: row.text("plan")?.to_owned(),
                version: row.read("version", "a whole number", read)?,
            };
            Ok((row.read("plan_line", "a plan line's identity", read)?, line))
        })?;
        Ok(Self { decisions, mandates, lines })
    }
}

fn read_table<K: Ord, V>(
    world: &World,
    file: &str,
    read: impl Fn(&Question<'_>) -> Result<(K, V), ConformError>,
) -> Result<BTreeMap<K, V>, ConformError> {
    world.table(file)?.rows().map(|row| read(&row)).collect()
}

impl References for Tables {
    fn is_decision_for(&self, _: &DecisionReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn is_mandate_of(&self, _: &MandateReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        self.decisions.get(decision).cloned()
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        self.mandates.get(mandate).cloned()
    }

    fn plan_line(&self, line: &LineReference, _: Date) -> Option<PlanLine> {
        self.lines.get(line).cloned()
    }
}
