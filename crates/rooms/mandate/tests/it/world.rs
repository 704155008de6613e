//! A footprint to try the rules on: seven groups, NHS England's region, and what each has laid.

use mandate::{
    Act, Actor, Ask, Authority, Capacity, Committee, Context, DatedBody, DatedLine, Delegated, Event, HolderId,
    Holding, Instrument, InstrumentKind, Level, Limits, Line, Mandate, Mandates, Matter, Outcome, Population, Post,
    PostKind, Refusal, SchemeRow, Seat, SeatRole, Shape, Shortfall, State, World, apply, decide,
};
use register::{Fact, FileHash, Life, Released};
use std::str::FromStr;
use terms::{Date, OdsCode, Pence, Period, Sequence};

pub(crate) const GROUPS: [&str; 7] = ["10Y", "10H", "10Q", "10N", "10W", "10M", "11D"];

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// `2016-09-01..2018-04-01`, `2016-09-01..`, `..2018-04-01`; the end is exclusive.
pub(crate) fn span(text: &str) -> Period {
    let (from, to) = text.split_once("..").unwrap();
    let edge = |text: &str| (!text.is_empty()).then(|| p(text));
    Period::new(edge(from), edge(to)).unwrap()
}

pub(crate) fn pounds(pounds: i64) -> Pence {
    Pence(pounds * 100)
}

pub(crate) struct Room {
    pub(crate) register: register::State,
    pub(crate) state: State,
    pub(crate) log: Vec<(Sequence, Outcome<Event>)>,
}

impl Room {
    /// An empty room over a register of the seven groups, their successors and NHS England's region.
    pub(crate) fn empty() -> Self {
        let lived = |code: &str, span_: &str| Fact::Lived { code: p(code), life: Life::Legal, period: span(span_) };
        let mut facts: Vec<Fact> = Vec::new();
        for code in ["10Y", "10H", "10N", "10W", "10M", "11D"] {
            facts.push(lived(code, "2013-04-01..2018-04-01"));
        }
        facts.push(lived("10Q", "2013-04-01..2022-07-01"));
        facts.push(lived("14Y", "2018-04-01..2022-07-01"));
        facts.push(lived("15A", "2018-04-01..2022-07-01"));
        facts.push(lived("QU9", "2022-07-01.."));
        facts.push(lived("QNQ", "2022-07-01.."));
        facts.push(lived("Y59", "2013-04-01.."));
        facts.push(lived("08Q", "2013-04-01..2022-07-01"));
        facts.push(lived("08A", "2013-04-01..2022-07-01"));
        facts.push(lived("08L", "2013-04-01..2022-07-01"));
        for (old, new, on) in [
            ("10Y", "14Y", "2018-04-01"),
            ("10H", "14Y", "2018-04-01"),
            ("10N", "15A", "2018-04-01"),
            ("10W", "15A", "2018-04-01"),
            ("10M", "15A", "2018-04-01"),
            ("11D", "15A", "2018-04-01"),
            ("14Y", "QU9", "2022-07-01"),
            ("10Q", "QU9", "2022-07-01"),
            // Made up: a body that was divided between two.
            ("08Q", "QU9", "2022-07-01"),
            ("08Q", "QNQ", "2022-07-01"),
        ] {
            let (from, to, on) = (p(old), p(new), p(on));
            facts.push(Fact::Succeeded { from, to, on, cause: None, instrument: "".into() });
        }
        let mut register = register::State::new();
        let act = register::Act::TakeImport {
            series: p("eccg"),
            released: Released(p("2016-08-01")),
            source_name: "eccg".to_owned(),
            source_hash: FileHash::of(b"eccg"),
            rows: facts.len() as u64,
            facts,
        };
        let outcome = register::decide(&register, &act).unwrap();
        let file = outcome.fact_file;
        register::apply(&mut register, Sequence(1), &outcome.events, |_| file.clone()).unwrap();
        Self { register, state: State::default(), log: Vec::new() }
    }

    pub(crate) fn try_ask(&mut self, act: &Act) -> Result<Sequence, Refusal> {
        let world = World { register: self.register.now(), mandate: &self.state };
        let outcome = decide(&world, &keeper(), act)?;
        Ok(self.take(outcome))
    }

    #[expect(clippy::needless_pass_by_value, reason = "an act is asked once, and reads better unborrowed")]
    pub(crate) fn ask(&mut self, act: Act) -> Sequence {
        self.try_ask(&act).unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"))
    }

    pub(crate) fn refused(&mut self, act: &Act) -> String {
        let before = self.state.sequence();
        let refusal = self.try_ask(act).unwrap_err().to_string();
        assert_eq!(self.state.sequence(), before, "a refusal leaves nothing");
        refusal
    }

    pub(crate) fn take(&mut self, outcome: Outcome<Event>) -> Sequence {
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |at: mandate::Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        apply(&mut self.state, sequence, &outcome.events, &payload).unwrap();
        mandate::live(&mut self.state, &self.register.now());
        self.log.push((sequence, outcome));
        sequence
    }

    pub(crate) fn now(&self) -> Mandates<'_> {
        self.state.now()
    }

    /// What authority somebody has: `ask_authority("ao-chiltern", "10H", "service:ambulance", 100, "2016-10-01")`.
    pub(crate) fn authorise(
        &self,
        person: &str,
        body: &str,
        matter: &str,
        amount: Option<Pence>,
        on: &str,
    ) -> Result<Authority, Shortfall> {
        let (person, matter) = (p(person), p::<Matter>(matter));
        let ask = Ask { person: &person, body: p(body), matter: &matter, amount, on: p(on), pending: Pence(0) };
        self.now().authorise(&ask)
    }

    pub(crate) fn short(&self, person: &str, body: &str, matter: &str, amount: Option<Pence>, on: &str) -> String {
        self.authorise(person, body, matter, amount, on).unwrap_err().to_string()
    }

    pub(crate) fn instrument(&mut self, kind: InstrumentKind, id: &str, body: &str, rests_on: &str, when: &str) {
        self.ask(Act::MakeInstrument { instrument: instrument(kind, id, body, rests_on, when) });
    }

    pub(crate) fn person(&mut self, id: &str, name: &str) {
        self.ask(Act::EnterPerson { person: p(id), name: name.to_owned(), contact: None });
    }

    pub(crate) fn post(&mut self, id: &str, kind: PostKind, bodies: &[&str], when: &str) {
        let bodies = bodies.iter().map(|body| DatedBody { body: p(body), period: span(when) }).collect();
        let title = format!("{} {id}", kind.words());
        self.ask(Act::CreatePost { post: Post { id: p(id), title, kind, bodies, period: span(when) } });
    }

    pub(crate) fn appoint(&mut self, post: &str, person: &str, capacity: Capacity, when: &str) -> Sequence {
        self.ask(Act::Appoint { holding: Holding { post: p(post), person: p(person), capacity, period: span(when) } })
    }

    pub(crate) fn line(&mut self, code: &str, parent: &str) {
        let parent = (!parent.is_empty()).then(|| p(parent));
        let name = code.replace('-', " ");
        self.ask(Act::EnterLine { line: Line { code: p(code), name, parent, period: Period::ALWAYS } });
    }

    pub(crate) fn mandate(&mut self, id: &str, line: &str, people: &[&str], level: Level, by: &[&str], when: &str) {
        let mandate = Mandate {
            id: p(id),
            line: p(line),
            populations: people.iter().map(|body| Population::registered(p(body))).collect(),
            level,
            commissioners: by.iter().map(|body| p(body)).collect(),
            instrument: p("act-2006"),
            period: span(when),
        };
        self.ask(Act::GiveMandate { mandate, reason: Some("needed at scale".to_owned()) });
    }

    /// The footprint of September 2016: lines, mandates, constitutions, schemes, posts and the executive.
    pub(crate) fn footprint() -> Self {
        let mut room = Self::empty();
        room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
        room.line("services", "");
        for line in ["ambulance", "nhs-111", "specialised", "prescribing", "mental-health", "acute", "community"] {
            room.line(line, "services");
        }
        room.line("mental-health.crisis", "mental-health");
        for group in GROUPS {
            let low = group.to_lowercase();
            let to = if group == "10Q" { "2022-07-01" } else { "2018-04-01" };
            let when = format!("2013-04-01..{to}");
            room.instrument(InstrumentKind::Constitution, &format!("{low}-constitution"), group, "act-2006", &when);
            room.mandate(&format!("{low}-all"), "services", &[group], Level::Place, &[group], "2013-04-01..");
        }
        room.mandate("specialised", "specialised", &GROUPS, Level::Nation, &["Y59"], "2013-04-01..");
        // One officer for the two groups of Buckinghamshire, one for Oxfordshire, one for the four of Berkshire West.
        for (post, person, bodies) in [
            ("ao-bucks", "person-1", &GROUPS[..2]),
            ("ao-oxon", "person-2", &GROUPS[2..3]),
            ("ao-berks", "person-3", &GROUPS[3..]),
        ] {
            room.person(person, "A. Name");
            room.post(post, PostKind::AccountableOfficer, bodies, "2013-04-01..");
            room.appoint(post, person, Capacity::Substantive, "2016-07-01..");
        }
        for group in GROUPS {
            let post = match group {
                "10Y" | "10H" => "ao-bucks",
                "10Q" => "ao-oxon",
                _ => "ao-berks",
            };
            let limit = if group == "10H" { pounds(1_000_000) } else { pounds(5_000_000) };
            let limits = Limits { per_decision: Some(limit), ..Limits::NONE };
            let rows = vec![
                reserve("function:constitution", HolderId::Membership, "1.1"),
                reserve("function:appoint-accountable-officer", HolderId::GoverningBody, "2.4"),
                give("service:services", post, limits, "5.2"),
            ];
            room.scheme(&format!("{}-scheme", group.to_lowercase()), group, "2016-04-01..", rows);
        }
        room.instrument(InstrumentKind::Resolution, "executive-terms", "10Q", "10q-constitution", "2016-09-01..");
        let remit = ["ambulance", "nhs-111", "specialised", "prescribing", "mental-health", "acute"];
        let committee = Committee {
            id: p("executive"),
            name: "Commissioning executive".to_owned(),
            shape: Shape::IndividualDelegation,
            members: GROUPS.iter().map(|body| DatedBody { body: p(body), period: span("2016-09-01..") }).collect(),
            remit: remit
                .iter()
                .map(|line| DatedLine { line: p(line), period: span("2016-09-01.."), instrument: p("executive-terms") })
                .collect(),
            seats: vec![
                seat("ao-bucks", SeatRole::Representative, &GROUPS[..2], "2016-09-01.."),
                seat("ao-oxon", SeatRole::Representative, &GROUPS[2..3], "2016-09-01.."),
                seat("ao-berks", SeatRole::Representative, &GROUPS[3..], "2016-09-01.."),
            ],
            period: span("2016-09-01.."),
            instrument: p("executive-terms"),
        };
        room.ask(Act::FormCommittee { committee });
        room
    }

    pub(crate) fn scheme(&mut self, id: &str, body: &str, when: &str, rows: Vec<SchemeRow>) {
        let constitution = format!("{}-constitution", body.to_lowercase());
        let scheme = instrument(InstrumentKind::Scheme, id, body, &constitution, when);
        self.ask(Act::AdoptScheme { scheme, rows });
    }

    /// Uses an authority, as the executive would.
    pub(crate) fn exercise(&mut self, authority: &Authority, decision: &str) -> Sequence {
        let events = vec![mandate::exercise(authority, decision)];
        self.take(Outcome::new(events, Vec::new()))
    }
}

pub(crate) fn keeper() -> Context {
    Context { actor: Actor::Keeper, today: p::<Date>("2016-09-01") }
}

pub(crate) fn instrument(kind: InstrumentKind, id: &str, body: &str, rests_on: &str, when: &str) -> Instrument {
    Instrument {
        id: p(id),
        kind,
        title: id.replace('-', " "),
        body: (!body.is_empty()).then(|| p::<OdsCode>(body)),
        rests_on: (!rests_on.is_empty()).then(|| p(rests_on)),
        period: span(when),
        reference: None,
    }
}

pub(crate) fn seat(post: &str, role: SeatRole, bodies: &[&str], when: &str) -> Seat {
    Seat { post: p(post), role, represents: bodies.iter().map(|body| p(body)).collect(), period: span(when) }
}

fn row(matter: &str, clause: &str) -> SchemeRow {
    SchemeRow {
        area: "Commissioning".to_owned(),
        title: matter.to_owned(),
        matter: p(matter),
        clause: Some(clause.to_owned()),
        reserved_to: None,
        delegated: Vec::new(),
        conditions: Vec::new(),
        populations: Vec::new(),
    }
}

pub(crate) fn reserve(matter: &str, to: HolderId, clause: &str) -> SchemeRow {
    SchemeRow { reserved_to: Some(to), ..row(matter, clause) }
}

pub(crate) fn give(matter: &str, post: &str, limits: Limits, clause: &str) -> SchemeRow {
    SchemeRow { delegated: vec![Delegated { holder: HolderId::Post(p(post)), limits }], ..row(matter, clause) }
}
