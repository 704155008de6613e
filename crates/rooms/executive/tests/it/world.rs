//! The footprint of the story, with one journal over both rooms, as the product keeps it.

use executive::story::{Ending, Expect, Step, StoryAct, footprint, story_with};
use executive::{
    Act, Divisibility, ItemKind, Method, NewAccess, NewProposal, Outcome, Route, Stance, Standing, TermsOfReference,
    TextHash, World, apply, decide,
};
use mandate::{Actor, Context, Erasable};
use register::{Fact, FileHash, Life, Released};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence, Period, Sequence};

pub(crate) const SEVEN: &str = "10Y 10H 10Q 10N 10W 10M 11D";
pub(crate) const ON: &str = "2016-10-06";
const THERE: [&str; 8] =
    ["person-a1", "person-a2", "person-a3", "person-c1", "person-c2", "person-c3", "person-f1", "person-s1"];

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

#[derive(Clone)]
pub(crate) struct House {
    pub(crate) register: std::sync::Arc<register::State>,
    pub(crate) mandate: mandate::State,
    pub(crate) executive: executive::State,
    pub(crate) sequence: u64,
    pub(crate) today: Date,
    /// Every entry of this room, for replay.
    pub(crate) log: Vec<(Sequence, Outcome)>,
}

fn registered() -> register::State {
    let mut facts = Vec::new();
    for (codes, from, to) in [
        ("10Y 10H 10N 10W 10M 11D", "2013-04-01", "2018-04-01"),
        ("10Q", "2013-04-01", "2022-07-01"),
        ("14Y 15A", "2018-04-01", "2022-07-01"),
        ("Y59", "2013-04-01", "2030-01-01"),
        ("QU9 QNQ", "2022-07-01", "2030-01-01"),
    ] {
        for code in codes.split(' ') {
            let period = Period::from_days(Some(p(from)), Some(p(to)));
            facts.push(Fact::Lived { code: p(code), life: Life::Legal, period });
        }
    }
    for (old, new) in [("10Y 10H", "14Y"), ("10N 10W 10M 11D", "15A")] {
        for old in old.split(' ') {
            let (from, to, on) = (p(old), p(new), p("2018-04-01"));
            facts.push(Fact::Succeeded { from, to, on, cause: None, instrument: "".into() });
        }
    }
    let mut state = register::State::new();
    let act = register::Act::TakeImport {
        series: p("eccg"),
        released: Released(p("2016-08-01")),
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

impl House {
    /// The bodies registered, and nothing else.
    pub(crate) fn empty() -> Self {
        Self {
            register: std::sync::Arc::new(registered()),
            mandate: mandate::State::default(),
            executive: executive::State::new(),
            sequence: 1,
            today: p("2016-09-01"),
            log: Vec::new(),
        }
    }

    /// The seven with their schemes, their people and the executive with its terms.
    pub(crate) fn footprint() -> Self {
        let mut house = Self::empty();
        for step in footprint() {
            house.walk(&step);
        }
        house
    }

    /// After the whole story.
    pub(crate) fn after_the_story(ending: Ending) -> Self {
        let mut house = Self::empty();
        for step in story_with(ending) {
            house.walk(&step);
        }
        house
    }

    /// The officers and chairs at an open meeting, the item `item` being taken.
    pub(crate) fn meeting() -> Self {
        let mut house = Self::footprint();
        house.meets("october", "item", ON, &THERE);
        house
    }

    pub(crate) fn meets(&mut self, meeting: &str, item: &str, on: &str, people: &[&str]) {
        self.today = p(on);
        let forum = p("committee:executive");
        let (title, place) = ("Executive".to_owned(), "Hall".to_owned());
        self.clerk(Act::Call { meeting: p(meeting), forum, on: p(on), hours: None, title, place });
        let (kind, title, access) = (ItemKind::Decision, "Item".to_owned(), NewAccess::Public);
        self.clerk(Act::AddItem { meeting: p(meeting), item: p(item), kind, title, access });
        for person in people {
            self.arrives(meeting, person);
        }
        self.chair(Act::OpenMeeting { meeting: p(meeting) });
        self.chair(Act::OpenItem { item: p(item) });
    }

    pub(crate) fn world(&self) -> World<'_> {
        World { register: self.register.now(), mandate: self.mandate.now(), executive: &self.executive }
    }

    fn context(&self, actor: &str) -> Context {
        let actor = if actor == "keeper" { Actor::Keeper } else { Actor::Person(p(actor)) };
        Context { actor, today: self.today }
    }

    /// Asks as the product does: the duty first, then the act, then both rooms in one entry.
    pub(crate) fn try_ask(&mut self, actor: &str, act: &Act) -> Result<Sequence, String> {
        let context = self.context(actor);
        let world = self.world();
        match act.duty(&world, self.today) {
            Some(duty) => {
                world.mandate.permit(&context.actor, &duty, self.today).map_err(|denied| denied.to_string())?;
            }
            None => assert!(decide(&world, &context, act).is_err(), "what is unknown is refused: {act:?}"),
        }
        let outcome = decide(&world, &context, act).map_err(|refusal| refusal.to_string())?;
        Ok(self.take(outcome))
    }

    #[expect(clippy::needless_pass_by_value, reason = "an act reads better where it is asked without a borrow")]
    pub(crate) fn ask(&mut self, actor: &str, act: Act) -> Sequence {
        self.try_ask(actor, &act).unwrap_or_else(|refusal| panic!("{actor} {act:?}: {refusal}"))
    }

    pub(crate) fn refused(&mut self, actor: &str, act: &Act) -> String {
        let before = (self.executive.sequence(), self.mandate.sequence());
        let refusal = self.try_ask(actor, act).unwrap_err();
        assert_eq!((self.executive.sequence(), self.mandate.sequence()), before, "a refusal leaves no trace");
        refusal
    }

    pub(crate) fn clerk(&mut self, act: Act) -> Sequence {
        self.ask("person-k1", act)
    }

    pub(crate) fn chair(&mut self, act: Act) -> Sequence {
        self.ask("person-c2", act)
    }

    pub(crate) fn take(&mut self, outcome: Outcome) -> Sequence {
        self.sequence += 1;
        let sequence = Sequence(self.sequence);
        let payload = |at: Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        let at = p(&format!("{}T09:00:00Z", self.today));
        if !outcome.exercises.is_empty() {
            mandate::apply(&mut self.mandate, sequence, &outcome.exercises, &|_| None).unwrap();
            mandate::live(&mut self.mandate, &self.register.now());
        }
        apply(&mut self.executive, sequence, at, &outcome.events, &payload).unwrap();
        self.log.push((sequence, outcome));
        sequence
    }

    pub(crate) fn keeps(&mut self, act: &mandate::Act) -> Sequence {
        let context = self.context("keeper");
        let world = mandate::World { register: self.register.now(), mandate: &self.mandate };
        let outcome = mandate::decide(&world, &context, act).unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        self.sequence += 1;
        let payload = |at: Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        mandate::apply(&mut self.mandate, Sequence(self.sequence), &outcome.events, &payload).unwrap();
        mandate::live(&mut self.mandate, &self.register.now());
        Sequence(self.sequence)
    }

    /// Takes a step of the story and holds it to what it says of itself.
    pub(crate) fn walk(&mut self, step: &Step) {
        self.today = step.on;
        let actor = match &step.actor {
            Actor::Keeper => "keeper".to_owned(),
            Actor::Person(person) => person.to_string(),
        };
        match &step.act {
            StoryAct::Mandate(act) => {
                self.keeps(act);
            }
            StoryAct::Executive(act) => match &step.expect {
                Expect::Refused { says } => {
                    let refusal = self.refused(&actor, act);
                    assert!(refusal.contains(says), "{refusal}");
                }
                _ => {
                    self.ask(&actor, (**act).clone());
                }
            },
        }
        if let Expect::Stands { proposal, summary } = &step.expect {
            assert_eq!(self.summary(proposal.as_str()), *summary, "{}", step.says);
        }
    }

    pub(crate) fn arrives(&mut self, meeting: &str, person: &str) {
        self.clerk(Act::Arrive { meeting: p(meeting), person: p(person) });
    }

    pub(crate) fn leaves(&mut self, meeting: &str, person: &str) {
        self.clerk(Act::Leave { meeting: p(meeting), person: p(person) });
    }

    pub(crate) fn new_proposal(id: &str, item: &str, matter: &str, amounts: &str) -> NewProposal {
        let mut parsed: BTreeMap<OdsCode, Pence> = BTreeMap::new();
        let mut bodies = std::collections::BTreeSet::new();
        for token in amounts.split(' ') {
            let (body, amount) = token.split_once('=').unwrap_or((token, ""));
            bodies.insert(p(body));
            if !amount.is_empty() {
                parsed.insert(p(body), Pence(p(amount)));
            }
        }
        NewProposal {
            proposal: p(id),
            forum: p("committee:executive"),
            route: Route::Item { item: p(item) },
            title: "Title".to_owned(),
            text: "Text".to_owned(),
            matters: vec![p(matter)],
            bodies,
            amounts: parsed,
            divisibility: Divisibility::Divisible,
            conditions: Vec::new(),
            earlier: None,
        }
    }

    /// Tables and opens a proposal: `amounts` is `10Y=100 10H`, in pence, a code alone for no money.
    pub(crate) fn proposes(&mut self, id: &str, matter: &str, amounts: &str) {
        self.tables(Self::new_proposal(id, "item", matter, amounts));
    }

    pub(crate) fn tables(&mut self, new: NewProposal) {
        let (proposal, closes) = (new.proposal.clone(), p("2016-12-31"));
        self.clerk(Act::Propose(new));
        self.chair(Act::OpenPositions { proposal, closes });
    }

    pub(crate) fn put(&self, proposal: &str, body: &str) -> TextHash {
        self.executive.now().proposal(&p(proposal)).unwrap().parts[&p::<OdsCode>(body)].put
    }

    pub(crate) fn position(&self, proposal: &str, body: &str, stance: Stance) -> Act {
        let reason = if stance == Stance::Agree { "" } else { "reason" }.to_owned();
        Act::TakePosition { proposal: p(proposal), body: p(body), text: self.put(proposal, body), stance, reason }
    }

    /// Takes positions: `10Y=agree 10H=object`, each by its officer.
    pub(crate) fn say(&mut self, proposal: &str, said: &str) {
        for token in said.split(' ').filter(|token| !token.is_empty()) {
            let (body, stance) = token.split_once('=').unwrap();
            let act = self.position(proposal, body, p(stance));
            self.ask(officer(body), act);
        }
    }

    pub(crate) fn settle(&mut self, proposal: &str) -> String {
        self.chair(Act::Settle { proposal: p(proposal) });
        self.summary(proposal)
    }

    pub(crate) fn summary(&self, proposal: &str) -> String {
        self.executive.now().standing(&p(proposal), self.today).unwrap().summary
    }

    pub(crate) fn because(&self, proposal: &str, body: &str) -> String {
        let report = self.executive.now().standing(&p(proposal), self.today).unwrap();
        report.bodies.into_iter().find(|held| held.body == p(body)).unwrap().because
    }

    /// The day a body was bound, if it was.
    pub(crate) fn bound_on(&self, proposal: &str, body: &str) -> Option<Date> {
        match &self.executive.now().proposal(&p(proposal)).unwrap().parts[&p::<OdsCode>(body)].standing {
            Standing::Bound(decision) => Some(decision.on),
            _ => None,
        }
    }

    pub(crate) fn terms(&self) -> TermsOfReference {
        self.executive.now().terms_on(&p("committee:executive"), self.today).unwrap().terms.clone()
    }

    pub(crate) fn rounds(&mut self, rounds: u8) {
        let method = Method::Consensus { rounds, days: 30 };
        let terms = TermsOfReference { from: self.today, method, ..self.terms() };
        self.clerk(Act::SetTerms(terms));
    }
}

pub(crate) fn officer(body: &str) -> &'static str {
    match body {
        "10Y" | "10H" => "person-a1",
        "10Q" => "person-a2",
        _ => "person-a3",
    }
}
