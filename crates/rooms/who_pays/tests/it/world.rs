//! Two boards, a post each, and a journal of this room, as the product keeps it.

use assign::KeyHash;
use mandate::{Actor, Capacity, Context, DatedBody, Erasable, Holding, Outcome, Post, PostKind};
use register::{Fact, FileHash, Life, Released};
use std::str::FromStr;
use std::sync::Arc;
use terms::{Date, Pence, Period, Sequence};
use who_pays::{
    Act, Case, Event, Given, NewClaim, NewFile, NewOverride, NewSubject, Override, OverrideKind, Owner, OwnerHolder,
    State, Sum, World, apply, decide,
};

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn sum(records: u64, pence: i64) -> Sum {
    Sum { records, pence: Pence(pence) }
}

pub(crate) fn key(letter: u8) -> KeyHash {
    KeyHash([letter; 32])
}

#[derive(Clone)]
pub(crate) struct House {
    register: Arc<register::State>,
    mandate: Arc<mandate::State>,
    pub(crate) state: State,
    pub(crate) today: Date,
    pub(crate) log: Vec<(Sequence, Outcome<Event>)>,
}

fn registered() -> register::State {
    let lived = |code: &&str| Fact::Lived {
        code: p(code),
        life: Life::Legal,
        period: Period::from_days(Some(p("2022-07-01")), None),
    };
    let facts: Vec<Fact> = ["QU9", "QNQ", "QWU"].iter().map(lived).collect();
    let mut state = register::State::new();
    let act = register::Act::TakeImport {
        series: p("eccg"),
        released: Released(p("2024-08-01")),
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
    let since = Period::from_days(Some(p("2022-07-01")), None);
    let post = Post {
        id: p("qu9-finance"),
        title: "Chief finance officer".to_owned(),
        kind: PostKind::ChiefFinanceOfficer,
        bodies: vec![DatedBody { body: p("QU9"), period: since }],
        period: since,
    };
    let holding =
        Holding { post: p("qu9-finance"), person: p("person-1"), capacity: Capacity::Substantive, period: since };
    let acts = [
        mandate::Act::EnterPerson { person: p("person-1"), name: "Made Up".to_owned(), contact: None },
        mandate::Act::CreatePost { post },
        mandate::Act::Appoint { holding },
    ];
    for (number, act) in (1..).zip(acts) {
        let context = context("2022-07-01");
        let world = mandate::World { register: register.now(), mandate: &state };
        let outcome = mandate::decide(&world, &context, &act).unwrap();
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        mandate::apply(&mut state, Sequence(number), &outcome.events, &payload).unwrap();
        mandate::live(&mut state, &register.now());
    }
    state
}

fn context(day: &str) -> Context {
    Context { actor: Actor::Person(p("person-1")), today: p(day) }
}

impl House {
    pub(crate) fn new() -> Self {
        let register = registered();
        let mandate = Arc::new(posted(&register));
        let register = Arc::new(register);
        Self { register, mandate, state: State::new(), today: p("2024-06-03"), log: Vec::new() }
    }

    pub(crate) fn world(&self) -> World<'_> {
        World { register: self.register.now(), mandate: self.mandate.now(), who_pays: &self.state }
    }

    /// Asks, and says why not.
    pub(crate) fn ask(&mut self, act: &Act) -> Result<(), String> {
        let context = Context { today: self.today, ..context("2024-06-03") };
        let outcome = decide(&self.world(), &context, act).map_err(|refusal| refusal.to_string())?;
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        apply(&mut self.state, sequence, jiff::Timestamp::UNIX_EPOCH, &outcome.events, &payload).unwrap();
        self.log.push((sequence, outcome));
        Ok(())
    }

    pub(crate) fn does(&mut self, act: &Act) {
        self.ask(act).unwrap();
    }

    pub(crate) fn case(&self) -> &Case {
        self.state.now().case(&p("case-1")).unwrap()
    }

    pub(crate) fn local(&self, id: &str) -> &Override {
        self.state.now().local(&p(id)).unwrap()
    }

    /// The state as a server that starts now makes it: with the keys that were erased gone from the store.
    pub(crate) fn replayed(&self) -> State {
        let mut state = State::new();
        for (sequence, outcome) in &self.log {
            let erased = outcome.events.iter().find_map(|event| match event {
                Event::OverrideAdded { id, key, .. } => self.local(id.as_str()).erased.as_ref().map(|_| *key),
                _ => None,
            });
            let payload = |text: Erasable| {
                (erased != Some(text)).then(|| outcome.payloads.get(usize::from(text.0)).cloned()).flatten()
            };
            apply(&mut state, *sequence, jiff::Timestamp::UNIX_EPOCH, &outcome.events, &payload).unwrap();
        }
        state
    }

    /// With a claim of 10 records and £1,000.00 of QU9 against QNQ.
    pub(crate) fn claimed() -> Self {
        let mut house = Self::new();
        house.does(&Act::Open(claim("case-1")));
        house
    }
}

pub(crate) fn new_override(id: &str, letter: u8, first: &str, last: &str) -> NewOverride {
    NewOverride {
        id: p(id),
        kind: OverrideKind::LookedAfterChild,
        commissioner: p("QNQ"),
        owner: Owner { body: p("QU9"), holder: OwnerHolder::Post(p("qu9-finance")) },
        key: key(letter),
        first: p(first),
        last: p(last),
        reason: "Placed by the other board".to_owned(),
    }
}

pub(crate) fn claim(case: &str) -> NewClaim {
    NewClaim {
        case: p(case),
        claimant: p("QU9"),
        respondent: p("QNQ"),
        words: "Ten stays of people registered with practices of the other board".to_owned(),
        first: p("2024-04-01"),
        last: p("2024-04-30"),
        sum: sum(10, 100_000),
        subject: NewSubject::Batch { run: p("run-april"), hash: FileHash::of(b"list") },
    }
}

pub(crate) fn letter(evidence: &str) -> NewFile {
    NewFile {
        evidence: p(evidence),
        title: "Letter of 10 June".to_owned(),
        hash: FileHash::of(b"letter"),
        media_type: "application/pdf".to_owned(),
        n_bytes: 6,
    }
}

pub(crate) fn answer(offer: Sum) -> Act {
    Act::Answer { case: p("case-1"), offer, reason: "Two were ours".to_owned(), given: Given::Directly }
}

pub(crate) fn press(ask: Sum) -> Act {
    Act::Press { case: p("case-1"), ask, reason: "See the evidence".to_owned() }
}
