//! Seven bodies with their schemes, officers and executive, and one journal over the rooms, as the product keeps it.

use executive::story::{StoryAct, footprint};
use executive::{Divisibility, ItemKind, NewAccess, NewProposal, Route, Stance as Position};
use mandate::{Actor, Context, Delegation, Erasable, Holder, Limits};
use plan::{Act, Event, Line, NewPlan, Outcome, Plan, Signing, State, Value, World, apply, decide};
use register::{Fact, FileHash, Life, Released};
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;
use terms::{Date, OdsCode, Period, Sequence};

pub(crate) const SEVEN: &str = "10Y 10H 10Q 10N 10W 10M 11D";
const THERE: [&str; 8] =
    ["person-a1", "person-a2", "person-a3", "person-c1", "person-c2", "person-c3", "person-f1", "person-s1"];

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn bodies(codes: &str) -> BTreeSet<OdsCode> {
    codes.split(' ').filter(|code| !code.is_empty()).map(p).collect()
}

/// The officer who represents a body.
pub(crate) fn officer(body: &str) -> &'static str {
    match body {
        "10Y" | "10H" => "person-a1",
        "10Q" => "person-a2",
        _ => "person-a3",
    }
}

fn post_of(body: &str) -> &'static str {
    match body {
        "10Y" | "10H" => "bucks-accountable-officer",
        "10Q" => "oxon-accountable-officer",
        _ => "berks-accountable-officer",
    }
}

/// A line: its name, its key and what it says, in the unit its kind usually has.
pub(crate) fn line(name: &str, key: &str, value: &str) -> Line {
    let key: plan::Key = p(key);
    let value = Value::read(key.kind(), key.kind().usual_unit(), value).unwrap();
    Line { name: p(name), key, value, mandate: None, cell: None, quotient: None }
}

fn registered() -> register::State {
    let mut facts: Vec<Fact> = Vec::new();
    for code in format!("{SEVEN} QU9 14Y 15A RTH RXQ RHW Y59").split(' ') {
        let last = if matches!(code, "10Y" | "10H") { "2018-04-01" } else { "2030-01-01" };
        let period = Period::from_days(Some(p("2013-04-01")), Some(p(last)));
        facts.push(Fact::Lived { code: p(code), life: Life::Legal, period });
    }
    for old in ["10Y", "10H"] {
        let on = p("2018-04-01");
        facts.push(Fact::Succeeded { from: p(old), to: p("14Y"), on, cause: None, instrument: "".into() });
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

#[derive(Clone)]
pub(crate) struct House {
    register: Arc<register::State>,
    pub(crate) mandate: mandate::State,
    executive: executive::State,
    pub(crate) state: State,
    sequence: u64,
    pub(crate) today: Date,
    pub(crate) log: Vec<(Sequence, Outcome)>,
}

impl House {
    /// The seven and their executive; each officer may adopt a plan for their bodies.
    pub(crate) fn new() -> Self {
        let mut house = Self {
            register: Arc::new(registered()),
            mandate: mandate::State::default(),
            executive: executive::State::new(),
            state: State::new(),
            sequence: 1,
            today: p("2016-09-01"),
            log: Vec::new(),
        };
        for step in footprint() {
            house.today = step.on;
            match &step.act {
                StoryAct::Mandate(act) => house.keeps(act),
                StoryAct::Executive(act) => house.executes(&step.actor, act),
            }
        }
        for body in SEVEN.split(' ') {
            house.gives_power(body);
        }
        house.today = p("2016-12-01");
        house
    }

    /// With the plan `bob-2017` open, and three plans brought to it that differ in one line.
    pub(crate) fn with_three_plans() -> Self {
        let mut house = Self::new();
        house.clerk(open("bob-2017"));
        house.brings(
            "P-BUCKS",
            "10Y 10H",
            vec![
                line("B1", "FINANCE|COMMISSIONER|SPEND|10Y|RXQ|ACUTE|BUCKS|2017/18|0", "21000000000"),
                line("B2", "FINANCE|COMMISSIONER|SPEND|10H|RXQ|ACUTE|BUCKS|2017/18|0", "30000000000"),
                line("B4", "NARRATIVE|SYSTEM|MENTAL HEALTH|ALL|||BOB|2017/18|0", "one function over seven groups"),
            ],
        );
        house.brings(
            "P-OXON",
            "10Q",
            vec![
                line("O1", "FINANCE|COMMISSIONER|SPEND|10Q|RTH|ACUTE|OXON|2017/18|0", "45000000000"),
                line("O3", "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0", "410000"),
            ],
        );
        house.brings(
            "P-BERKSW",
            "10N 10W 10M 11D",
            vec![
                line("W1", "FINANCE|COMMISSIONER|SPEND|10M|RHW|ACUTE|BERKSW|2017/18|0", "9000000000"),
                line("W3", "ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0", "405000"),
            ],
        );
        house
    }

    /// Submitted, with the difference settled by a decision of all seven.
    pub(crate) fn submitted() -> Self {
        let mut house = Self::with_three_plans();
        house.decides("calls", "function:planning.bob-2017", "Calls to 111: the figure of Oxfordshire", "");
        house.clerk(Act::Resolve {
            plan: p("bob-2017"),
            key: p("ACTIVITY|SYSTEM|NHS 111 CALLS|ALL|111||BOB|2017/18|0"),
            choice: plan::Choice::Plan(p("P-OXON")),
            decision: p("calls"),
        });
        house.clerk(Act::Submit { plan: p("bob-2017") });
        house
    }

    fn context(&self, actor: Actor) -> Context {
        Context { actor, today: self.today }
    }

    /// Nine in the morning of the day.
    fn instant(&self) -> jiff::Timestamp {
        p(&format!("{}T09:00:00Z", self.today))
    }

    fn next(&mut self) -> Sequence {
        self.sequence += 1;
        Sequence(self.sequence)
    }

    pub(crate) fn keeps(&mut self, act: &mandate::Act) {
        let context = self.context(Actor::Keeper);
        let world = mandate::World { register: self.register.now(), mandate: &self.mandate };
        let outcome = mandate::decide(&world, &context, act).unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        let sequence = self.next();
        let payload = |at: Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        mandate::apply(&mut self.mandate, sequence, &outcome.events, &payload).unwrap();
        mandate::live(&mut self.mandate, &self.register.now());
    }

    /// Some bodies become one.
    pub(crate) fn merges(&mut self, old: &str, new: &str, day: &str) {
        self.today = p(day);
        let instrument = mandate::Instrument {
            id: p("order"),
            kind: mandate::InstrumentKind::Resolution,
            title: "Order".to_owned(),
            body: Some(p(new)),
            rests_on: Some(p("nhs-act-2006")),
            period: Period::from_days(Some(p(day)), None),
            reference: None,
        };
        self.keeps(&mandate::Act::MakeInstrument { instrument });
        let predecessors = bodies(old).into_iter().collect();
        let carry = mandate::CarryOver::whole(predecessors, p(new), p(day), p("order"));
        self.keeps(&mandate::Act::CarryOver { carry });
    }

    fn gives_power(&mut self, body: &str) {
        let low = body.to_lowercase();
        let delegation = Delegation {
            id: p(&format!("{low}-planning")),
            body: p(body),
            matters: vec![p("function:planning")],
            holder: Holder::Post(p(post_of(body))),
            limits: Limits::NONE,
            conditions: Vec::new(),
            populations: Vec::new(),
            instrument: p(&format!("{low}-scheme")),
            clause: Some("6.1".to_owned()),
            period: Period::from_days(Some(p("2016-09-01")), None),
        };
        self.keeps(&mandate::Act::GrantPower { delegation });
    }

    fn executes(&mut self, actor: &Actor, act: &executive::Act) {
        let context = self.context(actor.clone());
        let world =
            executive::World { register: self.register.now(), mandate: self.mandate.now(), executive: &self.executive };
        let outcome = executive::decide(&world, &context, act).unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        let sequence = self.next();
        let payload = |at: Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
        let at = self.instant();
        self.exercises(sequence, &outcome.exercises);
        executive::apply(&mut self.executive, sequence, at, &outcome.events, &payload).unwrap();
    }

    fn exercises(&mut self, sequence: Sequence, exercises: &[mandate::Event]) {
        if !exercises.is_empty() {
            mandate::apply(&mut self.mandate, sequence, exercises, &|_| None).unwrap();
            mandate::live(&mut self.mandate, &self.register.now());
        }
    }

    fn by(&mut self, person: &str, act: &executive::Act) {
        self.executes(&Actor::Person(p(person)), act);
    }

    /// All seven decide a proposal at a meeting of their executive; those named object.
    pub(crate) fn decides(&mut self, id: &str, matter: &str, text: &str, objecting: &str) {
        use executive::Act as A;
        let (meeting, item, forum) = (format!("m-{id}"), format!("i-{id}"), p("committee:executive"));
        let (title, place, hours, access) = (id.to_owned(), "Hall".to_owned(), None, NewAccess::Public);
        self.by("person-k1", &A::Call { meeting: p(&meeting), forum, on: self.today, hours, title, place });
        let (kind, title) = (ItemKind::Decision, id.to_owned());
        self.by("person-k1", &A::AddItem { meeting: p(&meeting), item: p(&item), kind, title, access });
        for person in THERE {
            self.by("person-k1", &A::Arrive { meeting: p(&meeting), person: p(person) });
        }
        self.by("person-c2", &A::OpenMeeting { meeting: p(&meeting) });
        self.by("person-c2", &A::OpenItem { item: p(&item) });
        self.by(
            "person-k1",
            &A::Propose(NewProposal {
                proposal: p(id),
                forum: p("committee:executive"),
                route: Route::Item { item: p(&item) },
                title: id.to_owned(),
                text: text.to_owned(),
                matters: vec![p(matter)],
                bodies: bodies(SEVEN),
                amounts: BTreeMap::new(),
                divisibility: Divisibility::Divisible,
                conditions: Vec::new(),
                earlier: None,
            }),
        );
        self.by("person-c2", &A::OpenPositions { proposal: p(id), closes: p("2017-12-31") });
        let wording = self.executive.now().proposal(&p(id)).unwrap().wording().unwrap().hash;
        for body in SEVEN.split(' ') {
            let stance = if objecting.contains(body) { Position::Object } else { Position::Agree };
            let (proposal, reason) = (p(id), "reason".to_owned());
            self.by(officer(body), &A::TakePosition { proposal, body: p(body), text: wording, stance, reason });
        }
        self.by("person-c2", &A::Settle { proposal: p(id) });
        self.by("person-c2", &A::CloseMeeting { meeting: p(&meeting) });
    }

    pub(crate) fn world(&self) -> World<'_> {
        World {
            register: self.register.now(),
            mandate: self.mandate.now(),
            executive: self.executive.now(),
            plan: &self.state,
        }
    }

    /// Asks as the product does: the duty first, then the act, then every room in one entry.
    pub(crate) fn try_ask(&mut self, actor: &str, act: &Act) -> Result<Sequence, String> {
        let context = self.context(Actor::Person(p(actor)));
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

    /// Takes what an act came to into every room.
    pub(crate) fn take(&mut self, outcome: Outcome) -> Sequence {
        let sequence = self.next();
        self.exercises(sequence, &outcome.exercises);
        let at = self.instant();
        take(&mut self.state, sequence, at, &outcome, false);
        self.log.push((sequence, outcome));
        sequence
    }

    #[expect(clippy::needless_pass_by_value, reason = "an act reads better where it is asked without a borrow")]
    pub(crate) fn ask(&mut self, actor: &str, act: Act) -> Sequence {
        self.try_ask(actor, &act).unwrap_or_else(|refusal| panic!("{actor} {act:?}: {refusal}"))
    }

    pub(crate) fn refused(&mut self, actor: &str, act: &Act) -> String {
        let before = self.state.clone();
        let refusal = self.try_ask(actor, act).unwrap_err();
        assert_eq!(self.state, before, "a refusal leaves no trace");
        refusal
    }

    pub(crate) fn clerk(&mut self, act: Act) -> Sequence {
        self.ask("person-k1", act)
    }

    pub(crate) fn brings(&mut self, source: &str, whose: &str, lines: Vec<Line>) -> Sequence {
        let first = *bodies(whose).first().unwrap();
        let act = Act::BringLines { plan: p("bob-2017"), source: p(source), bodies: bodies(whose), lines };
        self.ask(officer(first.as_str()), act)
    }

    pub(crate) fn sign(&self, body: &str) -> Act {
        let version = self.plan().sign_off.version();
        Act::Sign { plan: p("bob-2017"), body: p(body), version, by: Signing::Representative }
    }

    pub(crate) fn signs(&mut self, codes: &str) {
        for body in codes.split(' ') {
            let act = self.sign(body);
            self.ask(officer(body), act);
        }
    }

    /// The executive decides the version there is, and its clerk records that.
    pub(crate) fn executive_signs(&mut self, proposal: &str, objecting: &str) -> Result<Sequence, String> {
        let version = self.plan().version().unwrap();
        let (number, text) = (version.number, format!("To adopt the plan, version {}", version.hash));
        self.decides(proposal, "function:planning.bob-2017", &text, objecting);
        let act = Act::SignByExecutive { plan: p("bob-2017"), version: number, proposal: p(proposal) };
        self.try_ask("person-k1", &act)
    }

    pub(crate) fn plan(&self) -> &Plan {
        self.state.now().plan(&p("bob-2017")).unwrap()
    }

    /// The bodies bound by the plan today.
    pub(crate) fn bound(&self) -> BTreeSet<OdsCode> {
        self.plan().bound(self.mandate.now(), self.today)
    }

    /// The state as a server that starts now makes it, with or without the payloads.
    pub(crate) fn replayed(&self, erased: bool) -> State {
        let mut state = State::new();
        for (sequence, outcome) in &self.log {
            let on = on_of(&outcome.events[0]);
            take(&mut state, *sequence, p(&format!("{on}T09:00:00Z")), outcome, erased);
        }
        state
    }
}

fn take(state: &mut State, sequence: Sequence, at: jiff::Timestamp, outcome: &Outcome, erased: bool) {
    let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).filter(|_| !erased).cloned();
    apply(state, sequence, at, &outcome.events, &payload).unwrap();
}

fn on_of(event: &Event) -> Date {
    let json = serde_json::to_value(event).unwrap();
    p(json["on"].as_str().unwrap())
}

pub(crate) fn open(id: &str) -> Act {
    Act::Open(NewPlan {
        id: p(id),
        title: "Operating plan".to_owned(),
        system: p("QU9"),
        year: p("2017/18"),
        forum: p("executive"),
        bodies: bodies(SEVEN),
    })
}
