//! A board with its register, a post that keeps its money, and a journal of this room, as the product keeps it.

use mandate::{Actor, Capacity, Context, DatedBody, Duty, Erasable, Holding, Outcome, Post, PostKind};
use money::{
    Account, AccountKind, Act, ActKind, AmountCell, Cell, Decision, DecisionReference, Event, Keeper, Limit,
    LineReference, Link, Mandate, MandateReference, PlanLine, References, State, Strictness, Submission, Thing, World,
    apply, decide,
};
use register::{Fact, FileHash, Life, Released};
use std::str::FromStr;
use std::sync::Arc;
use terms::{Date, FinancialYear, OdsCode, Period, Sequence};

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// A transfer's identity by its number.
pub(crate) fn id(number: u32) -> String {
    format!("{number:08x}0123456789abcdef01234567")
}

/// What transfers rest on: a notice, a later decision, a mandate that ends in June, lines of three plans.
pub(crate) struct Tables;

impl References for Tables {
    fn is_decision_for(&self, _: &DecisionReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn is_mandate_of(&self, _: &MandateReference, _: OdsCode, _: Date) -> bool {
        true
    }

    fn decision(&self, decision: &DecisionReference) -> Option<Decision> {
        let decided_on = match decision.as_str() {
            "D-NOTICE" => p("2019-03-20"),
            "D-10Q" => p("2019-04-25"),
            _ => return None,
        };
        Some(Decision { decided_on, authority: "10Q:SoRD-6.1".to_owned() })
    }

    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate> {
        let valid_to = match mandate.as_str() {
            "M-10Q" => None,
            "M-OLD" => Some(p("2019-06-30")),
            _ => return None,
        };
        Some(Mandate { holder: p("10Q"), valid_from: p("2013-04-01"), valid_to })
    }

    fn plan_line(&self, line: &LineReference, _: Date) -> Option<PlanLine> {
        let (body, year) = match line.as_str() {
            "L-10Q" => ("10Q", "2019/20"),
            "L-14Y" => ("14Y", "2019/20"),
            "L-10Q-20" => ("10Q", "2020/21"),
            _ => return None,
        };
        Some(PlanLine { body: p(body), year: p(year), plan: "P-OXON".to_owned(), version: 2 })
    }
}

/// A transfer as a sender writes it; blank where nothing is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written<'t> {
    pub(crate) id: &'t str,
    pub(crate) kind: &'t str,
    pub(crate) debit: &'t str,
    pub(crate) credit: &'t str,
    pub(crate) amount: &'t str,
    pub(crate) pending: &'t str,
    pub(crate) expires_on: &'t str,
    pub(crate) linked: &'t str,
    pub(crate) code: &'t str,
    pub(crate) valid_on: &'t str,
    pub(crate) decision: &'t str,
    pub(crate) mandate: &'t str,
    pub(crate) plan_line: &'t str,
}

impl Written<'_> {
    pub(crate) fn submission(&self) -> Submission {
        Submission {
            id: Cell::read(self.id),
            kind: Cell::read(self.kind),
            debit: Cell::read(self.debit),
            credit: Cell::read(self.credit),
            amount: AmountCell::read(self.amount),
            pending: Cell::read(self.pending),
            expires_on: Cell::read(self.expires_on),
            link: p::<Link>(self.linked),
            code: Cell::read(self.code),
            valid_on: Cell::read(self.valid_on),
            decision: Cell::read(self.decision),
            mandate: Cell::read(self.mandate),
            plan_line: Cell::read(self.plan_line),
        }
    }
}

/// An allotment to Oxfordshire.
pub(crate) fn allot<'t>(id: &'t str, amount: &'t str, valid_on: &'t str) -> Written<'t> {
    Written {
        id,
        kind: "single",
        debit: "NAT/19",
        credit: "10Q/19",
        amount,
        pending: "",
        expires_on: "",
        linked: "N",
        code: "ALLOT",
        valid_on,
        decision: "D-NOTICE",
        mandate: "",
        plan_line: "",
    }
}

/// Money spent by Oxfordshire.
pub(crate) fn spend<'t>(id: &'t str, amount: &'t str, valid_on: &'t str) -> Written<'t> {
    Written {
        debit: "10Q/19",
        credit: "RTH/19",
        code: "SPEND",
        decision: "D-10Q",
        mandate: "M-10Q",
        plan_line: "L-10Q",
        ..allot(id, amount, valid_on)
    }
}

/// Money reserved by Oxfordshire.
pub(crate) fn reserve<'t>(id: &'t str, amount: &'t str, valid_on: &'t str, expires_on: &'t str) -> Written<'t> {
    Written { kind: "pending", code: "COMMIT", expires_on, ..spend(id, amount, valid_on) }
}

/// What becomes of a reservation.
pub(crate) fn resolve<'t>(id: &'t str, kind: &'t str, pending: &'t str, valid_on: &'t str) -> Written<'t> {
    Written { kind, debit: "", credit: "", pending, code: "", decision: "", ..allot(id, "", valid_on) }
}

pub(crate) fn account(id: &str, body: &str, kind: AccountKind) -> Account {
    let year: FinancialYear = p("2019/20");
    let limit = match kind {
        AccountKind::Source | AccountKind::Spent => Limit::Unlimited,
        AccountKind::Allocation | AccountKind::Reserve => Limit::Limited,
    };
    let (opened_on, closed_on) = (year.first_day(), Some(year.last_day()));
    Account { id: p(id), body: p(body), fund: p("CORE"), year, kind, limit, opened_on, closed_on }
}

#[derive(Clone)]
pub(crate) struct House {
    register: Arc<register::State>,
    mandate: Arc<mandate::State>,
    pub(crate) state: State,
    pub(crate) today: Date,
    pub(crate) log: Vec<(Sequence, Outcome<Event>)>,
}

/// A body that closed at the end of September 2019, with nobody on record in its place.
pub(crate) const CLOSED: &str = "RZZ";

fn registered() -> register::State {
    let lived = |code: &&str| Fact::Lived {
        code: p(code),
        life: Life::Legal,
        period: Period::from_days(Some(p("2013-04-01")), None),
    };
    let mut facts: Vec<Fact> = ["X24", "10Q", "14Y", "RTH", "QU9"].iter().map(lived).collect();
    let period = Period::from_days(Some(p("2013-04-01")), Some(p("2019-10-01")));
    facts.push(Fact::Lived { code: p(CLOSED), life: Life::Legal, period });
    let mut state = register::State::new();
    let act = register::Act::TakeImport {
        series: p("eccg"),
        released: Released(p("2019-04-01")),
        source_name: "eccg".to_owned(),
        source_hash: FileHash::of(b"eccg"),
        rows: facts.len() as u64,
        facts,
    };
    let outcome = register::decide(&state, &act).unwrap();
    let file = outcome.fact_file;
    register::apply(&mut state, Sequence(1), &outcome.events, |_| file.clone()).unwrap();
    state
}

fn posted(register: &register::State) -> mandate::State {
    let mut state = mandate::State::default();
    let since = Period::from_days(Some(p("2013-04-01")), None);
    let post = Post {
        id: p("10q-finance"),
        title: "Chief finance officer".to_owned(),
        kind: PostKind::ChiefFinanceOfficer,
        bodies: vec![DatedBody { body: p("10Q"), period: since }],
        period: since,
    };
    let holding =
        Holding { post: p("10q-finance"), person: p("person-1"), capacity: Capacity::Substantive, period: since };
    let acts = [
        mandate::Act::EnterPerson { person: p("person-1"), name: "Made Up".to_owned(), contact: None },
        mandate::Act::CreatePost { post },
        mandate::Act::Appoint { holding },
    ];
    for (number, act) in (1..).zip(acts) {
        let world = mandate::World { register: register.now(), mandate: &state };
        let outcome = mandate::decide(&world, &context(p("2019-04-01")), &act).unwrap();
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        mandate::apply(&mut state, Sequence(number), &outcome.events, &payload).unwrap();
        mandate::live(&mut state, &register.now());
    }
    state
}

fn context(today: Date) -> Context {
    Context { actor: Actor::Person(p("person-1")), today }
}

impl House {
    /// A house in which no account is open.
    pub(crate) fn empty() -> Self {
        let register = registered();
        let mandate = Arc::new(posted(&register));
        let register = Arc::new(register);
        Self { register, mandate, state: State::new(), today: p("2019-04-30"), log: Vec::new() }
    }

    /// A house with the accounts of one ledger.
    pub(crate) fn new() -> Self {
        let mut house = Self::empty();
        for (id, body, kind) in [
            ("NAT/19", "X24", AccountKind::Source),
            ("10Q/19", "10Q", AccountKind::Allocation),
            ("14Y/19", "14Y", AccountKind::Allocation),
            ("RTH/19", "RTH", AccountKind::Spent),
        ] {
            house.does(&Act::OpenAccount(account(id, body, kind)));
        }
        house
    }

    /// One body takes the place of another.
    pub(crate) fn succeeds(&mut self, old: &str, new: &str, on: &str) {
        let state = Arc::make_mut(&mut self.mandate);
        let carry = mandate::CarryOver::whole(vec![p(old)], p(new), p(on), p("order-1"));
        let events = [mandate::Event::CarriedOver { carry }];
        mandate::apply(state, Sequence(state.sequence().0 + 1), &events, &|_| None).unwrap();
        mandate::live(state, &self.register.now());
    }

    pub(crate) fn world(&self) -> World<'_> {
        World { register: self.register.now(), mandate: self.mandate.now(), references: &Tables, money: &self.state }
    }

    /// Asks, and says why not.
    pub(crate) fn ask(&mut self, act: &Act) -> Result<(), String> {
        let outcome = decide(&self.world(), &context(self.today), act).map_err(|refusal| refusal.to_string())?;
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        apply(&mut self.state, sequence, jiff::Timestamp::UNIX_EPOCH, &outcome.events, &payload).unwrap();
        self.state.ledger().proof().unwrap();
        self.log.push((sequence, outcome));
        Ok(())
    }

    pub(crate) fn does(&mut self, act: &Act) {
        self.ask(act).unwrap();
    }

    /// What is said of each transfer of a batch of one keeper, of which nothing is recorded.
    pub(crate) fn judged(&self, keeper: Keeper, batch: &[Written<'_>]) -> Vec<String> {
        let submissions: Vec<Submission> = batch.iter().map(Written::submission).collect();
        let judged = self.world().judge(keeper, self.today, &submissions).unwrap();
        judged.judgements.iter().map(money::Judgement::code).collect()
    }

    /// Whether an act of a kind is allowed of a thing, asked by whoever asks everything here.
    pub(crate) fn allows(&self, kind: ActKind, of: &Thing) -> bool {
        kind.allows(&self.world(), &context(self.today), of).is_ok()
    }

    /// Whether an act is accepted; nothing is recorded.
    pub(crate) fn accepts(&self, act: &Act) -> bool {
        decide(&self.world(), &context(self.today), act).is_ok_and(|outcome| !outcome.events.is_empty())
    }

    /// Sends a batch of which the good ones are taken, and gives what is said of each.
    pub(crate) fn sends(&mut self, batch: &[Written<'_>]) -> Vec<String> {
        let submissions: Vec<Submission> = batch.iter().map(Written::submission).collect();
        let judged = self.world().judge(Keeper::Anybody, self.today, &submissions).unwrap();
        let codes = judged.judgements.iter().map(money::Judgement::code).collect();
        let act = Act::RecordTransfers { keeper: Keeper::Anybody, submissions, strictness: Strictness::GoodOnes };
        assert_eq!(self.ask(&act).is_err(), judged.transfers.is_empty() && judged.refused().next().is_some());
        codes
    }

    /// The duty an act needs.
    pub(crate) fn duty(&self, act: &Act) -> Option<Duty> {
        act.duty(&self.world(), self.today)
    }

    pub(crate) fn available(&self, account: &str) -> i128 {
        self.state.ledger().balance(&p(account)).unwrap().available()
    }
}
