//! Five hundred people in one meeting, all refreshing and stating positions at once: nothing is lost, nothing counts twice.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::{Footprint, Who, demo};
use axum::Router;
use axum::http::StatusCode;
use executive::{
    Act as Meet, Divisibility, Forum, ItemKind, Method, NewAccess, NewProposal, Quorum, Route, Seat as Place,
    TermsOfReference, Voice,
};
use kit::security::Csrf;
use kit::sign_in::{People, Persona, Settings, SignIn};
use kit::site::{Config, Today};
use mandate::{
    Act as Mandate, Actor, Capacity, Committee, DatedBody, DatedLine, Holding, Instrument, InstrumentKind, Level, Line,
    Matter, Population, Post, PostKind, Seat, SeatRole, Shape,
};
use register::{Fact, FileHash, Released, Series};
use store::{Lifetimes, PersonId, SessionOf, Store};
use terms::{Date, Period};
use tokio::task::JoinSet;
use web::pages::router_with;

use crate::door::{Answer, Browser};

const TODAY: Date = Date::constant(2019, 10, 1);
const N_BODIES: usize = 20;
const N_EACH: usize = 25;

fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap()
}

fn body(number: usize) -> String {
    format!("ZX{number:03}")
}

fn person(number: usize) -> String {
    format!("person-crowd-{number}")
}

fn since() -> Period {
    Period::from_days(Some(Date::constant(2019, 4, 1)), None)
}

struct Crowd;

impl People for Crowd {
    fn person(&self, id: &PersonId) -> Option<Persona> {
        Some(Persona { id: id.clone(), name: "Somebody made up".to_owned(), posts: Vec::new() })
    }

    fn everyone(&self) -> Vec<Persona> {
        (0..N_BODIES * N_EACH).filter_map(|number| self.person(&id(&person(number)))).collect()
    }
}

async fn does(record: &Footprint, actor: Actor, act: impl Into<app::Act>) {
    let who = Who::Entered { keeper: demo::SOURCE.to_owned(), actor, on: TODAY };
    record.act(&who, act).await.unwrap();
}

/// Twenty bodies with twenty-five representatives each, all arrived; positions are open.
async fn meeting(record: &Footprint) {
    let lines = (0..N_BODIES).flat_map(|number| {
        let code = body(number);
        [
            format!("lived\t{code}\tlegal\t2013-04-01\t"),
            format!("acted\t{code}\tcommissioning-group\t2013-04-01\t"),
            format!("named\t{code}\tMade-up body {number}\t2013-04-01\t"),
        ]
    });
    let facts: Vec<Fact> = lines.map(|line| Fact::read_line(&line).unwrap()).collect();
    let import = register::Act::TakeImport {
        series: Series::Entered,
        released: Released(id("2019-04")),
        source_name: "made up".into(),
        source_hash: FileHash([7; 32]),
        rows: facts.len() as u64,
        facts,
    };
    record.act(&Who::keeper("A Keeper"), import).await.unwrap();
    let instrument = |name: &str, kind, body: Option<&str>, rests_on: Option<&str>| Mandate::MakeInstrument {
        instrument: Instrument {
            id: id(name),
            kind,
            title: name.to_owned(),
            body: body.map(id),
            rests_on: rests_on.map(id),
            period: since(),
            reference: None,
        },
    };
    let keeper = || Actor::Keeper;
    does(record, keeper(), instrument("statute", InstrumentKind::Statute, None, None)).await;
    let first = body(0);
    does(record, keeper(), instrument("terms", InstrumentKind::Resolution, Some(&first), Some("statute"))).await;
    let line = Line { code: id("ambulance"), name: "Ambulance".into(), parent: None, period: since() };
    does(record, keeper(), Mandate::EnterLine { line }).await;
    let mandate = mandate::Mandate {
        id: id("all"),
        line: id("ambulance"),
        populations: (0..N_BODIES).map(|number| Population::registered(id(&body(number)))).collect(),
        level: Level::Place,
        commissioners: (0..N_BODIES).map(|number| id(&body(number))).collect(),
        instrument: id("statute"),
        period: since(),
    };
    does(record, keeper(), Mandate::GiveMandate { mandate, reason: None }).await;
    let mut seats = Vec::new();
    for number in 0..N_BODIES * N_EACH {
        let theirs = body(number % N_BODIES);
        let post = format!("post-{number}");
        let (role, represents) = (SeatRole::Representative, [id(&theirs)].into());
        seats.push(Seat { post: id(&post), role, represents, period: since() });
        office(record, &post, PostKind::AccountableOfficer, &person(number), &theirs).await;
    }
    for (post, kind, role) in [
        ("post-chair", PostKind::ClinicalChair, SeatRole::Chair),
        ("post-clerk", PostKind::GoverningBodySecretary, SeatRole::Clerk),
    ] {
        office(record, post, kind, &post.replace("post", "person"), &first).await;
        seats.push(Seat { post: id(post), role, represents: [].into(), period: since() });
    }
    let committee = Committee {
        id: id("crowd"),
        name: "A crowd".into(),
        shape: Shape::IndividualDelegation,
        members: (0..N_BODIES).map(|number| DatedBody { body: id(&body(number)), period: since() }).collect(),
        remit: vec![DatedLine { line: id("ambulance"), period: since(), instrument: id("terms") }],
        seats,
        period: since(),
        instrument: id("terms"),
    };
    does(record, keeper(), Mandate::FormCommittee { committee }).await;
    convene(record).await;
}

async fn office(record: &Footprint, post: &str, kind: PostKind, person: &str, body: &str) {
    let holding = Holding { post: id(post), person: id(person), capacity: Capacity::Substantive, period: since() };
    let bodies = vec![DatedBody { body: id(body), period: since() }];
    let post = Post { id: id(post), title: kind.words(), kind, bodies, period: since() };
    let name = "Somebody made up".to_owned();
    does(record, Actor::Keeper, Mandate::EnterPerson { person: id(person), name, contact: None }).await;
    does(record, Actor::Keeper, Mandate::CreatePost { post }).await;
    does(record, Actor::Keeper, Mandate::Appoint { holding }).await;
}

async fn convene(record: &Footprint) {
    let (clerk, chair) = (Actor::Person(id("person-clerk")), Actor::Person(id("person-chair")));
    let forum = Forum::Committee(id("crowd"));
    let bodies: BTreeSet<_> = (0..N_BODIES).map(|number| id(&body(number))).collect();
    let seat = |name: &str, kind, voice| Place {
        name: name.into(),
        kind,
        bodies: bodies.clone(),
        voice,
        class: "executive".into(),
        required: false,
    };
    let terms = TermsOfReference {
        forum: forum.clone(),
        from: Date::constant(2019, 4, 1),
        source: "made up".into(),
        seats: vec![
            seat("officer", PostKind::AccountableOfficer, Voice::Represents),
            seat("chair", PostKind::ClinicalChair, Voice::Speaks),
        ],
        quorum: Quorum { persons: 10, bodies: 5, classes: Vec::new() },
        method: Method::Consensus { rounds: 2, days: 14 },
        deputies: false,
        referral_days: 28,
    };
    let proposal = NewProposal {
        proposal: id("proposal"),
        forum: forum.clone(),
        route: Route::Item { item: id("item") },
        title: "A proposal".into(),
        text: "That something be done.".into(),
        matters: vec![Matter::Service(id("ambulance"))],
        bodies: bodies.clone(),
        amounts: [].into(),
        divisibility: Divisibility::Divisible,
        conditions: Vec::new(),
        earlier: None,
    };
    let call = Meet::Call {
        meeting: id("meeting"),
        forum,
        on: TODAY,
        hours: None,
        title: "A meeting".into(),
        place: "A hall".into(),
    };
    let add = Meet::AddItem {
        meeting: id("meeting"),
        item: id("item"),
        kind: ItemKind::Decision,
        title: "An item".into(),
        access: NewAccess::Public,
    };
    for act in [Meet::SetTerms(terms), call, add, Meet::Propose(proposal)] {
        does(record, clerk.clone(), act).await;
    }
    does(record, clerk.clone(), Meet::PublishAgenda { meeting: id("meeting") }).await;
    let everybody = (0..N_BODIES * N_EACH).map(person).chain(["person-chair".to_owned()]);
    for person in everybody {
        does(record, clerk.clone(), Meet::Arrive { meeting: id("meeting"), person: id(&person) }).await;
    }
    does(record, chair.clone(), Meet::OpenMeeting { meeting: id("meeting") }).await;
    does(record, chair.clone(), Meet::OpenItem { item: id("item") }).await;
    does(record, chair, Meet::OpenPositions { proposal: id("proposal"), closes: TODAY }).await;
}

fn service(record: Footprint, store: Store) -> Router {
    let sign_in = SignIn::new(store, Settings { is_demo: true, ..Settings::default() }).unwrap();
    let config = Config { today: Today::Fixed(TODAY), ..Config::default() };
    router_with(record, config, Csrf::with_key([1; 32]), sign_in.with_people(Arc::new(Crowd)))
}

/// What one person did, in how long each.
#[derive(Default)]
struct Took {
    refreshed: Vec<Duration>,
    stated: Vec<Duration>,
}

async fn takes_part(mut browser: Browser, number: usize) -> Took {
    let mut took = Took::default();
    let (page, form) = ("/proposals/proposal", "/do/take-position?proposal=proposal");
    refresh(&mut browser, page, &mut took).await;
    let (text, stance) = (format!("text-{}", body(number % N_BODIES)), format!("stance-{}", body(number % N_BODIES)));
    let shown = read(&mut browser, form).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let hash = shown.hidden(&text);
    let begun = Instant::now();
    let fields = [(text.as_str(), hash.as_str()), (stance.as_str(), "agree")];
    let mut answer = browser.fill(form, form, &fields).await;
    // Nor is a form taken without the token of a page that could not be shown.
    while matches!(answer.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::FORBIDDEN) {
        answer = browser.fill(form, form, &fields).await;
    }
    took.stated.push(begun.elapsed());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    refresh(&mut browser, page, &mut took).await;
    took
}

/// On a machine with other work some are told to come again, as the service cannot see in time who they are: they do.
async fn read(browser: &mut Browser, page: &str) -> Answer {
    loop {
        let answer = browser.get(page).await;
        if answer.status != StatusCode::SERVICE_UNAVAILABLE {
            return answer;
        }
    }
}

async fn refresh(browser: &mut Browser, page: &str, took: &mut Took) {
    let begun = Instant::now();
    assert_eq!(read(browser, page).await.status, StatusCode::OK);
    took.refreshed.push(begun.elapsed());
}

fn p99(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all[(all.len() * 99).div_ceil(100) - 1]
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_people_state_positions_at_once_and_each_counts_once() {
    let record = crate::world::record("sqlite::memory:").await;
    meeting(&record).await;
    let store = Store::open("sqlite::memory:").await.unwrap();
    let service = service(record.clone(), store.clone());
    let mut browsers = Vec::new();
    for number in 0..N_BODIES * N_EACH {
        let mut browser = Browser::of(service.clone());
        // Each has a session already; coming in by the hundred from one address is what the limit of the door stops.
        let acting = SessionOf::Acting(id(&person(number)));
        let opened =
            store.open_session(acting, None, journal::Clock::system().now(), Lifetimes::default()).await.unwrap();
        browser.cookies.insert("footprint_session".to_owned(), opened.token.expose().to_owned());
        browsers.push(browser);
    }
    let before = record.known().sequence;
    let mut crowd = JoinSet::new();
    for (number, browser) in browsers.into_iter().enumerate() {
        crowd.spawn(takes_part(browser, number));
    }
    let took = crowd.join_all().await;

    let known = record.known();
    assert_eq!(known.sequence, before + 500, "one entry for each position");
    let proposal = known.state.executive().now().proposal(&id("proposal")).unwrap();
    let people: BTreeSet<_> = proposal.positions.iter().map(|position| position.person.clone()).collect();
    assert_eq!((proposal.positions.len(), people.len()), (500, 500));
    let (refreshed, stated): (Vec<_>, Vec<_>) = took.into_iter().map(|took| (took.refreshed, took.stated)).unzip();
    eprintln!(
        "500 people at once on a journal in memory: p99 of a refresh {:?}, of a position stated {:?} (form and answer)",
        p99(refreshed.concat()),
        p99(stated.concat())
    );
}
