//! The seven groups of December 2016 over an empty plan: who may do what by forms, each as themselves on the day.

use app::{Act, Footprint, Lens, Viewer, Who};
use ask::{ActForm, FieldError, Of, Sent, SentFile};
use executive::story::{StoryAct, footprint};
use executive::{Act as Meet, Divisibility, ItemKind, NewAccess, NewProposal, Route, Stance};
use journal::{Clock, Journal};
use kit::acts::read;
use mandate::{Actor, Delegation, Holder, Limits};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::str::FromStr;
use terms::{AsAt, Date, OdsCode, Period};

use super::ACTS;

pub(crate) const TODAY: Date = Date::constant(2016, 12, 15);
pub(crate) const SEVEN: &str = "10Y 10H 10Q 10N 10W 10M 11D";
pub(crate) const CLERK: &str = "person-k1";
const CHAIR: &str = "person-c2";
const THERE: [&str; 8] =
    ["person-a1", "person-a2", "person-a3", "person-c1", "person-c2", "person-c3", "person-f1", "person-s1"];

/// The plans of the three groups, in the shape that the product gives out. Two of them differ in the calls to 111.
pub(crate) const BUCKS: &str = "\
plan,line,kind,side,measure,commissioner,provider,pod,place,year,month,unit,value,mandate,numerator,denominator
P-BUCKS,MH-1,finance,system,Mental health spend,ALL,,,BOB,2017/18,0,GBP_M,900,,,
P-BUCKS,B1,finance,commissioner,Spend,10Y,RXQ,Acute,Bucks,2017/18,0,pounds,\"£121,000,000\",10y-services,,
P-BUCKS,B2,narrative,system,Mental health,ALL,,,BOB,2017/18,0,text,One function over seven groups,,,
";
pub(crate) const OXON: &str = "\
plan,line,kind,side,measure,commissioner,provider,pod,place,year,month,unit,value,mandate,numerator,denominator
P-OXON,MH-1,finance,system,Mental health spend,ALL,,,BOB,2017/18,0,pounds,900000000.00,,,
P-OXON,O1,finance,commissioner,Spend,10Q,RTH,Acute,Oxon,2017/18,0,GBP_K,415000,10q-services,,
P-OXON,O2,activity,system,NHS 111 calls,ALL,111,,BOB,2017/18,0,count,410000,,,
P-OXON,O3,finance,commissioner,Planned position,10Q,,,Oxon,2017/18,0,pounds,(51),,,
P-OXON,O4,finance,commissioner,Control total,10Q,,,Oxon,2017/18,0,pounds,(50),,,
";
pub(crate) const BERKS: &str = "\
plan,line,kind,side,measure,commissioner,provider,pod,place,year,month,unit,value,mandate,numerator,denominator
P-BERKSW,MH-1,finance,system,Mental health spend,ALL,,,BOB,2017/18,0,pence,90000000000,,,
P-BERKSW,W1,finance,commissioner,Spend,11D,RHW,Community,Berksw,2017/18,0,pounds,21000000,,,
P-BERKSW,W2,activity,system,NHS 111 calls,ALL,111,,BOB,2017/18,0,count,405000,,,
";

pub(crate) fn p<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn officer(body: &str) -> &'static str {
    match body {
        "10Y" | "10H" => "person-a1",
        "10Q" => "person-a2",
        _ => "person-a3",
    }
}

pub(crate) fn form(name: &str) -> &'static ActForm {
    ACTS.iter().find(|form| form.name == name).unwrap_or_else(|| panic!("no form {name}"))
}

pub(crate) fn sent(pairs: &[(&str, &str)]) -> Sent {
    Sent::of(owned(pairs))
}

pub(crate) fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn with_file(pairs: &[(&str, &str)], name: &str, bytes: &[u8]) -> Sent {
    let file = SentFile { name: name.to_owned(), media_type: String::new(), bytes: bytes.to_vec() };
    Sent { file: Some(file), ..sent(pairs) }
}

pub(crate) struct World {
    pub(crate) footprint: Footprint,
}

impl World {
    /// The seven and their executive; each officer may adopt a plan for their bodies.
    pub(crate) async fn new() -> Self {
        let journal = Journal::open("sqlite::memory:").await.unwrap();
        let clock = Clock::standing_at(p("2026-06-15T09:30:00Z"));
        let world = Self { footprint: Footprint::over(journal.timed_by(clock)).await.unwrap() };
        app::demo::load_register(&world.footprint).await.unwrap();
        for step in footprint() {
            let act = match step.act {
                StoryAct::Mandate(act) => Act::Mandate(*act),
                StoryAct::Executive(act) => Act::Executive(*act),
            };
            world.enter(step.on, step.actor, act).await;
        }
        for body in SEVEN.split(' ') {
            let (low, group) = (body.to_lowercase(), officer(body));
            let group = [("person-a1", "bucks"), ("person-a2", "oxon"), ("person-a3", "berks")]
                .into_iter()
                .find(|(person, _)| *person == group)
                .unwrap()
                .1;
            let delegation = Delegation {
                id: p(&format!("{low}-planning")),
                body: p(body),
                matters: vec![p("function:planning")],
                holder: Holder::Post(p(&format!("{group}-accountable-officer"))),
                limits: Limits::NONE,
                conditions: Vec::new(),
                populations: Vec::new(),
                instrument: p(&format!("{low}-scheme")),
                clause: None,
                period: Period::from_days(Some(p("2016-09-01")), None),
            };
            world.keeps(mandate::Act::GrantPower { delegation }).await;
        }
        world
    }

    /// With the plan open, by its form, and the three plans brought, by theirs.
    pub(crate) async fn with_three_plans() -> Self {
        let world = Self::new().await;
        let new = [
            ("identity", "bob-2017"),
            ("title", "One plan in place of three (made up)"),
            ("system", "QU9"),
            ("year", "2017/18"),
            ("forum", "executive"),
            ("bodies", "10Y,10H,10Q,10N,10W,10M,11D"),
        ];
        assert_eq!(world.done(CLERK, "open-plan", &[], &sent(&new)).await, "/plans/bob-2017");
        for (text, person, bodies) in
            [(BUCKS, "person-a1", "10Y,10H"), (OXON, "person-a2", "10Q"), (BERKS, "person-a3", "10N,10W,10M,11D")]
        {
            let what = with_file(&[("bodies", bodies)], "plan.csv", text.as_bytes());
            world.done(person, "bring-lines", &[], &what).await;
        }
        world
    }

    async fn enter(&self, on: Date, actor: Actor, act: impl Into<Act>) {
        let act = act.into();
        let words = format!("{act:?}");
        let who = Who::Entered { keeper: "A keeper".to_owned(), actor, on };
        self.footprint.act(&who, act).await.unwrap_or_else(|error| panic!("{words}: {error}"));
    }

    pub(crate) async fn keeps(&self, act: impl Into<Act>) {
        self.enter(TODAY, Actor::Keeper, act).await;
    }

    pub(crate) async fn by(&self, person: &str, act: impl Into<Act>) {
        self.enter(TODAY, Actor::Person(p(person)), act).await;
    }

    pub(crate) fn lens(&self, viewer: Viewer) -> Lens {
        let known = self.footprint.known();
        let at = AsAt { valid: TODAY, known: known.state.sequence() };
        Lens::new(known, at, TODAY, viewer)
    }

    pub(crate) fn person(&self, person: &str) -> Lens {
        self.lens(Viewer::Person(p(person)))
    }

    pub(crate) fn offers(&self, person: &str, name: &str, of: &[(&str, &str)]) -> bool {
        (form(name).offered)(&self.person(person), &Of::new(&subject(of)))
    }

    /// What a form makes of what was sent.
    pub(crate) fn read(
        &self,
        person: &str,
        name: &str,
        of: &[(&str, &str)],
        what: &Sent,
    ) -> Result<Vec<Act>, Vec<FieldError>> {
        let lens = self.person(person);
        read(form(name), &self.footprint, &lens, &Of::new(&subject(of)), &mut what.clone())
    }

    /// The same, recorded as done today; the page it leads to.
    pub(crate) async fn done(&self, person: &str, name: &str, of: &[(&str, &str)], what: &Sent) -> String {
        assert!(self.offers(person, name, of), "{name} is not offered to {person}");
        let acts = self.read(person, name, of, what).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let to = (form(name).to)(&Of::new(&subject(of)), &acts);
        for act in acts {
            self.by(person, act).await;
        }
        to
    }

    /// What is told of a form that does not read.
    pub(crate) fn told(&self, person: &str, name: &str, of: &[(&str, &str)], what: &Sent) -> Vec<String> {
        let errors = self.read(person, name, of, what).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{}: {}", error.field, error.message)).collect()
    }

    /// All seven agree to a proposal about the plan at a meeting of their executive.
    pub(crate) async fn decides(&self, id: &str, text: &str) {
        let (meeting, item) = (|| p(&format!("meeting-{id}")), || p(&format!("item-{id}")));
        let (forum, title, place) = (p("committee:executive"), id.to_owned(), "Didcot".to_owned());
        self.by(CLERK, Meet::Call { meeting: meeting(), forum, on: TODAY, hours: None, title, place }).await;
        let (kind, title, access) = (ItemKind::Decision, id.to_owned(), NewAccess::Public);
        self.by(CLERK, Meet::AddItem { meeting: meeting(), item: item(), kind, title, access }).await;
        for person in THERE {
            self.by(CLERK, Meet::Arrive { meeting: meeting(), person: p(person) }).await;
        }
        self.by(CHAIR, Meet::OpenMeeting { meeting: meeting() }).await;
        self.by(CHAIR, Meet::OpenItem { item: item() }).await;
        let new = NewProposal {
            proposal: p(id),
            forum: p("committee:executive"),
            route: Route::Item { item: item() },
            title: id.to_owned(),
            text: text.to_owned(),
            matters: vec![p("function:planning.bob-2017")],
            bodies: SEVEN.split(' ').map(p).collect::<BTreeSet<OdsCode>>(),
            amounts: BTreeMap::new(),
            divisibility: Divisibility::Divisible,
            conditions: Vec::new(),
            earlier: None,
        };
        self.by(CLERK, Meet::Propose(new)).await;
        self.by(CHAIR, Meet::OpenPositions { proposal: p(id), closes: p("2016-12-31") }).await;
        let known = self.footprint.known();
        let wording = known.state.executive().now().proposal(&p(id)).unwrap().wording().unwrap().hash;
        for body in SEVEN.split(' ') {
            let (stance, reason) = (Stance::Agree, String::new());
            let take = Meet::TakePosition { proposal: p(id), body: p(body), text: wording, stance, reason };
            self.by(officer(body), take).await;
        }
        self.by(CHAIR, Meet::Settle { proposal: p(id) }).await;
        self.by(CHAIR, Meet::CloseMeeting { meeting: meeting() }).await;
    }

    /// The hash of the version there is.
    pub(crate) fn hash(&self) -> String {
        let known = self.footprint.known();
        known.state.plan().now().plan(&p("bob-2017")).unwrap().version().unwrap().hash.to_string()
    }
}

/// What a form is about: the plan, besides what else is named.
fn subject(of: &[(&str, &str)]) -> Vec<(String, String)> {
    owned(&[("plan", "bob-2017")]).into_iter().chain(owned(of)).collect()
}
