//! Laws of the ledger, on random ledgers with deliberate noise, held against a second ledger that works everything out from
//! what it was sent.

use crate::house::p;
use crate::model::{AccountRow, Grounds, Model, Row};
use mandate::Actor;
use money::{
    Account, AccountKind, AmountCell, Balance, Cell, Decision, DecisionReference, Event, Judgement, Ledger, Limit,
    LineReference, Mandate, MandateReference, PlanLine, References, State, Submission, apply, judge,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use terms::{Date, OdsCode, Sequence};

/// How many transfers a random ledger is sent.
const N_TRANSFERS: usize = 3_000;

/// Small random numbers from one seed, so that a ledger that fails can be made again.
struct Dice(u64);

impl Dice {
    /// A number below `faces`. Source: `SplitMix64`, Steele and others, 2014.
    fn throw(&mut self, faces: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 1).unwrap() % faces
    }

    fn one_in(&mut self, faces: usize) -> bool {
        self.throw(faces) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.throw(from.len())]
    }
}

fn accounts() -> BTreeMap<&'static str, AccountRow> {
    let row = |body, fund, year: &'static str, limited| {
        let (opened_on, closed_on) =
            if year == "2019/20" { ("2019-04-01", "2020-03-31") } else { ("2020-04-01", "2021-03-31") };
        AccountRow { body, fund, year, limited, opened_on, closed_on }
    };
    BTreeMap::from([
        ("NAT", row("X24", "CORE", "2019/20", false)),
        ("A", row("10Q", "CORE", "2019/20", true)),
        ("A/R", row("10Q", "CORE", "2019/20", true)),
        ("B", row("14Y", "CORE", "2019/20", true)),
        ("S", row("RTH", "CORE", "2019/20", false)),
        ("N", AccountRow { opened_on: "2019-07-01", ..row("U10847", "CORE", "2019/20", true) }),
        ("NAT/20", row("X24", "CORE", "2020/21", false)),
        ("A/20", row("10Q", "CORE", "2020/21", true)),
        ("NAT/T", row("X24", "TRANSFORMATION", "2019/20", false)),
        ("A/T", row("10Q", "TRANSFORMATION", "2019/20", true)),
    ])
}

fn grounds() -> Grounds {
    Grounds {
        decisions: BTreeMap::from([("D1", "2019-03-20"), ("D2", "2019-10-01")]),
        mandates: BTreeMap::from([("M1", ("2013-04-01", "9999-12-31")), ("M2", ("2016-09-01", "2019-06-30"))]),
        lines: BTreeMap::from([("LA", ("10Q", "2019/20")), ("LB", ("14Y", "2019/20")), ("LA20", ("10Q", "2020/21"))]),
    }
}

impl References for Grounds {
    fn is_decision_for(&self, _: &DecisionReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn is_mandate_of(&self, _: &MandateReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        let decided_on = self.decisions.get(decision.as_str())?;
        Some(Decision { decided_on: p(decided_on), authority: String::new() })
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        let (first, last) = self.mandates.get(mandate.as_str())?;
        Some(Mandate { holder: p("10Q"), valid_from: p(first), valid_to: Some(p(last)) })
    }

    fn plan_line(&self, line: &LineReference, _: Date) -> Option<PlanLine> {
        let (body, year) = self.lines.get(line.as_str())?;
        Some(PlanLine { body: p(body), year: p(year), plan: String::new(), version: 1 })
    }
}

/// A row that is good more often than not, about accounts that a ledger has and transfers it was sent before.
fn random_row(dice: &mut Dice, sent: &[Row], today: &str) -> Row {
    if !sent.is_empty() && dice.one_in(25) {
        let mut again = sent[dice.throw(sent.len())].clone();
        if dice.one_in(3) {
            again.amount = "7".to_owned();
        }
        return again;
    }
    let mut row = plausible_row(dice, sent, today);
    if dice.one_in(6) {
        spoil(dice, &mut row, sent);
    }
    row
}

fn plausible_row(dice: &mut Dice, sent: &[Row], today: &str) -> Row {
    let id = format!("{:08x}0123456789abcdef01234567", dice.throw(1 << 30) + 1);
    let resolves = dice.one_in(4);
    let held: Vec<&Row> = sent.iter().rev().take(40).filter(|row| row.kind == "pending").collect();
    if let (true, false) = (resolves, held.is_empty()) {
        let held = held[dice.throw(held.len())];
        let amount = if dice.one_in(3) { dice.throw(300).to_string() } else { String::new() };
        let code = if dice.one_in(5) { held.code.clone() } else { String::new() };
        let (kind, pending) = (dice.pick(&["post", "post", "void"]).to_owned(), held.id.clone());
        return Row { id, kind, pending, amount, code, valid_on: today.to_owned(), ..Row::default() };
    }
    let (debit, credit, code, decision, mandate, plan_line) = match dice.throw(8) {
        0 | 1 => ("NAT", "A", "ALLOT", "D1", "", ""),
        2 => ("NAT", "B", "ALLOT", "D1", "", ""),
        3 => ("A", "S", "SPEND", "D1", "M1", "LA"),
        4 => ("A", "A/R", "VIRE", "D1", "M1", "LA"),
        5 => ("A", "N", "PASS", "D1", "M1", "LA"),
        6 => ("B", "A", "SHARE", "D1", "M1", "LB"),
        _ => (dice.pick(&["A/R", "N", "S"]), "A", "RETURN", "D2", "", ""),
    };
    let kind = if dice.one_in(3) { "pending" } else { "single" };
    let expires_on =
        if kind == "pending" && dice.one_in(2) { dice.pick(&["2019-05-31", "2019-12-31", today]) } else { "" };
    let valid_on = if dice.one_in(8) { "2019-10-02" } else { today };
    Row {
        id,
        kind: kind.to_owned(),
        debit: debit.to_owned(),
        credit: credit.to_owned(),
        amount: (dice.throw(500) + 1).to_string(),
        expires_on: expires_on.to_owned(),
        code: code.to_owned(),
        valid_on: valid_on.to_owned(),
        decision: decision.to_owned(),
        mandate: mandate.to_owned(),
        plan_line: plan_line.to_owned(),
        ..Row::default()
    }
}

/// Writes something else into one field.
fn spoil(dice: &mut Dice, row: &mut Row, sent: &[Row]) {
    let some_id = sent.last().map_or_else(String::new, |row| row.id.clone());
    match dice.throw(12) {
        0 => row.id = dice.pick(&["", "xyz", "00000000000000000000000000000000"]).to_owned(),
        1 => row.kind = dice.pick(&["", "transfer", "post", "pending"]).to_owned(),
        2 => row.pending = if dice.one_in(2) { some_id } else { row.id.clone() },
        3 => row.expires_on = dice.pick(&["2019-06-30", "2019-02-30"]).to_owned(),
        4 => row.amount = dice.pick(&["", "0", "-5", "9223372036854775808", "9223372036854775807", "1.5"]).to_owned(),
        5 => row.debit = dice.pick(&["", "B", "A/20", "NONE", "A/T"]).to_owned(),
        6 => row.credit = dice.pick(&["", "B", "A/20", "NONE", "NAT/T"]).to_owned(),
        7 => row.code = dice.pick(&["", "GIFT", "SPEND", "ALLOT"]).to_owned(),
        8 => row.valid_on = dice.pick(&["", "2020-04-01", "2019-02-30", "2019-06-30"]).to_owned(),
        9 => row.decision = dice.pick(&["", "D2", "D NONE", "D9"]).to_owned(),
        10 => row.mandate = dice.pick(&["", "M2", "M9"]).to_owned(),
        _ => row.plan_line = dice.pick(&["", "LB", "LA20", "L9"]).to_owned(),
    }
}

fn submission(row: &Row) -> Submission {
    Submission {
        id: Cell::read(&row.id),
        kind: Cell::read(&row.kind),
        debit: Cell::read(&row.debit),
        credit: Cell::read(&row.credit),
        amount: AmountCell::read(&row.amount),
        pending: Cell::read(&row.pending),
        expires_on: Cell::read(&row.expires_on),
        link: p(&row.linked),
        code: Cell::read(&row.code),
        valid_on: Cell::read(&row.valid_on),
        decision: Cell::read(&row.decision),
        mandate: Cell::read(&row.mandate),
        plan_line: Cell::read(&row.plan_line),
    }
}

/// Both ledgers, sent the same.
struct Pair {
    state: State,
    model: Model,
    sent: Vec<Row>,
    log: Vec<Vec<Event>>,
}

fn opened() -> State {
    let mut state = State::new();
    let events: Vec<Event> = accounts()
        .into_iter()
        .map(|(id, row)| Event::AccountOpened {
            account: Account {
                id: p(id),
                body: p(row.body),
                fund: p(row.fund),
                year: p(row.year),
                kind: if row.limited { AccountKind::Allocation } else { AccountKind::Source },
                limit: if row.limited { Limit::Limited } else { Limit::Unlimited },
                opened_on: p(row.opened_on),
                closed_on: Some(p(row.closed_on)),
            },
            by: Actor::Keeper,
            on: p("2019-04-01"),
        })
        .collect();
    record(&mut state, &events);
    state
}

fn record(state: &mut State, events: &[Event]) {
    let entry = Sequence(state.sequence().0 + 1);
    apply(state, entry, jiff::Timestamp::UNIX_EPOCH, events, &|_| None).unwrap();
    state.ledger().proof().unwrap();
}

impl Pair {
    fn new() -> Self {
        let model = Model { accounts: accounts(), grounds: grounds(), log: Vec::new() };
        Self { state: opened(), model, sent: Vec::new(), log: Vec::new() }
    }

    /// Sends a batch to both, and says where they differ.
    fn send(&mut self, today: &str, batch: &[Row]) -> Result<(), TestCaseError> {
        let entry = Sequence(self.state.sequence().0 + 1);
        let submissions: Vec<Submission> = batch.iter().map(submission).collect();
        let judged = judge(self.state.ledger(), &grounds(), entry, p(today), &submissions).unwrap();
        let codes: Vec<String> = judged.judgements.iter().map(Judgement::code).collect();
        prop_assert_eq!(&codes, &self.model.take(entry.0, today, batch), "{:#?}", batch);
        let events = vec![Event::TransfersRecorded { transfers: judged.transfers, by: Actor::Keeper, on: p(today) }];
        record(&mut self.state, &events);
        self.log.push(events);
        self.sent.extend(batch.iter().cloned());
        Ok(())
    }

    fn same_balances(&self, today: &str) -> Result<(), TestCaseError> {
        // Where nothing of a batch is taken, nothing records its day: what lapses by then is asked of the day itself.
        let state = self.state.on(p(today)).unwrap();
        for id in self.model.accounts.keys() {
            let balance = state.ledger().balance(&p(id)).unwrap();
            prop_assert_eq!(sums(balance), self.model.sums(id, u64::MAX, "9999", today), "{}", id);
        }
        Ok(())
    }
}

fn sums(balance: Balance) -> [i128; 4] {
    let kept = [balance.debits_posted, balance.credits_posted, balance.debits_pending, balance.credits_pending];
    kept.map(|sum| i128::try_from(sum).unwrap())
}

/// A random ledger: batches on days that never decrease, of chains and single transfers.
fn random_pair(seed: u64, n_transfers: usize) -> Result<Pair, TestCaseError> {
    const DAYS: [&str; 6] = ["2019-04-26", "2019-05-31", "2019-06-01", "2019-07-01", "2019-10-02", "2020-01-01"];
    let (mut dice, mut pair) = (Dice(seed), Pair::new());
    while pair.sent.len() < n_transfers {
        let today = DAYS[pair.sent.len() * DAYS.len() / n_transfers];
        // Those sent lately, and then those of the batch itself.
        let mut lately: Vec<Row> = pair.sent[pair.sent.len().saturating_sub(200)..].to_vec();
        let n_before = lately.len();
        for _ in 0..=dice.throw(60) {
            let linked = if dice.one_in(6) { "Y" } else { "N" };
            let row = Row { linked: linked.to_owned(), ..random_row(&mut dice, &lately, today) };
            lately.push(row);
        }
        let batch = lately.split_off(n_before);
        let before = pair.state.clone();
        pair.send(today, &batch)?;
        pair.same_balances(today)?;
        never_falls(before.ledger(), pair.state.ledger())?;
    }
    Ok(pair)
}

/// What is posted never falls.
fn never_falls(before: &Ledger, after: &Ledger) -> Result<(), TestCaseError> {
    for id in before.account_ids() {
        let (old, new) = (before.balance(id).unwrap(), after.balance(id).unwrap());
        prop_assert!(old.debits_posted <= new.debits_posted && old.credits_posted <= new.credits_posted);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn two_ledgers_say_the_same_of_thousands_of_transfers(seed in any::<u64>()) {
        let pair = random_pair(seed, N_TRANSFERS)?;
        let n_taken = pair.model.log.len();
        prop_assert!(n_taken > N_TRANSFERS / 4, "{} taken: the ledger is hardly random", n_taken);

        // Replay from what was recorded gives the same state.
        let mut replayed = opened();
        pair.log.iter().for_each(|events| record(&mut replayed, events));
        for id in pair.model.accounts.keys() {
            prop_assert_eq!(replayed.ledger().balance(&p(id)), pair.state.ledger().balance(&p(id)));
        }

        // A balance at a day, as known after an entry.
        for (known, valid) in [(9, "2019-04-26"), (20, "2019-06-30"), (45, "2019-10-02"), (u64::MAX, "2020-03-31")] {
            let balances = pair.state.known(Sequence(known)).balances(p(valid));
            for id in pair.model.accounts.keys() {
                prop_assert_eq!(sums(balances[&p(id)]), pair.model.sums(id, known, valid, valid), "{} {}", id, known);
            }
        }
    }

    #[test]
    fn the_sources_of_a_transfer_add_to_it_and_what_was_allotted_stands_somewhere(seed in any::<u64>()) {
        let pair = random_pair(seed, 400)?;
        let room = pair.state.now();
        for (at, (_, _, row)) in pair.model.log.iter().enumerate() {
            let sources = room.sources(p(&row.id));
            let (_, _, amount) = pair.model.movement(row);
            if row.kind == "pending" || row.kind == "void" {
                prop_assert!(sources.is_empty());
                continue;
            }
            let mut expected = BTreeMap::new();
            pair.model.sources(at, 0, amount, &mut expected);
            let found: BTreeMap<String, i128> =
                sources.iter().map(|(id, amount)| (id.to_string(), i128::from(amount.0))).collect();
            prop_assert_eq!(found.values().sum::<i128>(), amount);
            if found.contains_key(&row.id) {
                let standing = room.whereabouts(p(&row.id));
                prop_assert_eq!(standing.values().map(|amount| i128::from(amount.0)).sum::<i128>(), amount);
            }
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_is_sent_again_and_in_another_order_changes_nothing(seed in any::<u64>(), n_allotments in 1usize..60) {
        let (mut dice, mut batch) = (Dice(seed), Vec::new());
        for number in 0..n_allotments {
            let credit = dice.pick(&["A", "B"]);
            let id = format!("{:08x}0123456789abcdef01234567", number + 1);
            let amount = (dice.throw(900) + 1).to_string();
            let (kind, code, linked) = ("single".to_owned(), "ALLOT".to_owned(), "N".to_owned());
            let (debit, credit, decision) = ("NAT".to_owned(), credit.to_owned(), "D1".to_owned());
            let valid_on = "2019-04-26".to_owned();
            batch.push(Row { id, kind, debit, credit, amount, linked, code, valid_on, decision, ..Row::default() });
        }
        let mut forwards = Pair::new();
        forwards.send("2019-04-26", &batch)?;
        let once: Vec<Balance> = balances(&forwards);
        forwards.send("2019-04-27", &batch)?;
        prop_assert_eq!(&balances(&forwards), &once);
        for index in (1..batch.len()).rev() {
            batch.swap(index, dice.throw(index + 1));
        }
        let mut shuffled = Pair::new();
        shuffled.send("2019-04-26", &batch)?;
        prop_assert_eq!(balances(&shuffled), once);
    }
}

fn balances(pair: &Pair) -> Vec<Balance> {
    let ledger = pair.state.ledger();
    ledger.account_ids().map(|id| ledger.balance(id).unwrap()).collect()
}
