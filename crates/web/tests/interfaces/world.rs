//! A small world of true codes and dates, and the routes over it.

use std::sync::atomic::{AtomicI64, Ordering};

use app::{Footprint, Who};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use executive::{Act as Meet, ItemKind, NewAccess};
use jiff::SignedDuration;
use journal::{Clock, Journal};
use kit::observe::Metrics;
use kit::refused::Ways;
use kit::security::Csrf;
use kit::sign_in::SignIn;
use kit::site::{Config, Site, Today};
use mandate::{Act as Mandate, Actor, Capacity, DatedBody, Holding, Post, PostId, PostKind, Seat, SeatRole};
use register::{Act, Fact, FileHash, Series};
use serde_json::Value;
use store::{Name, Passwords, PersonId, Secret, Store, TokenDraft};
use terms::Period;
use tower::ServiceExt;

/// The two Buckinghamshire groups that became one, their neighbour, their system and two practices (illustrative).
const COMMISSIONERS: &str = "\
lived|10Y|legal|2013-04-01|2018-04-01
acted|10Y|commissioning-group||
named|10Y|NHS AYLESBURY VALE CCG||
addressed|10Y|HP19 8FF|VERNEY HOUSE|AYLESBURY
stood|10Y|closed
tied|10Y|region|Y59||
lived|10H|legal|2013-04-01|2018-04-01
acted|10H|commissioning-group||
named|10H|NHS CHILTERN CCG||
identified|10H|E38000033
lived|14Y|legal|2018-04-01|
acted|14Y|commissioning-group||
named|14Y|NHS BUCKINGHAMSHIRE CCG||
identified|14Y|E38000222
addressed|14Y|HP19 8FF|THE GATEWAY|AYLESBURY
stood|14Y|active
tied|14Y|system|QU9||
lived|10Q|legal|2013-04-01|
acted|10Q|commissioning-group||
named|10Q|NHS OXFORDSHIRE CCG||
tied|10Q|system|QU9||
acted|QU9|transformation-partnership||
named|QU9|BUCKINGHAMSHIRE, OXFORDSHIRE AND BERKSHIRE WEST||
noted|column-drift|NAME|another heading|0";
const SUCCESSIONS: &str = "\
succeeded|10Y|14Y|2018-04-01||
succeeded|10H|14Y|2018-04-01||";
const MEMBERSHIPS: &str = "\
lived|K82001|operational|2013-04-01|
acted|K82001|practice||
named|K82001|ILLUSTRATIVE SURGERY||
tied|K82001|commissioner|10Y|2013-04-01|2018-04-01
tied|K82001|commissioner|14Y|2018-04-01|
lived|K82002|operational|2013-04-01|
acted|K82002|practice||
named|K82002|EXAMPLE HEALTH CENTRE||
addressed|K82002|HP20 1AA|1 EXAMPLE STREET|AYLESBURY|BUCKINGHAMSHIRE
tied|K82002|commissioner|10H|2013-04-01|2018-04-01
tied|K82002|commissioner|14Y|2018-04-01|";
const LISTS: &str = "\
listed|K82001|2018-01-01|9000
listed|K82002|2018-01-01|6000";
const ENTERED: &str = "\
arranged|L-BUCKSFED|federation|Buckinghamshire federation|2016-07|2018-04-01|10Y|10H";
const CORRECTION: &str = "named|10Q|NHS OXFORDSHIRE CLINICAL COMMISSIONING GROUP|2013-04-01|";
/// Known only to a year, and only to lie between two days.
const FUZZY: &str = "tied|10Q|place|L-PLACE|2017|2019-02-03..2019-05-06";

fn facts(lines: &str) -> Vec<Fact> {
    lines
        .lines()
        .map(|line| Fact::read_line(&line.replace('|', "\t")).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// An empty record whose clock stands.
async fn empty() -> Footprint {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    Footprint::over(journal.timed_by(clock)).await.unwrap()
}

/// Five files and three entries of the keeper's.
pub(crate) async fn footprint() -> Footprint {
    let footprint = empty().await;
    let files = [
        (Series::Eccg, "2018-04-20", "eccg.csv", COMMISSIONERS),
        (Series::Succ, "2018-05-01", "succ.csv", SUCCESSIONS),
        (Series::Epcmem, "2019-10-01", "epcmem.csv", MEMBERSHIPS),
        (Series::ListSizes, "2018-01-01", "gp-reg-pat-prac-all.csv", LISTS),
    ];
    for (series, released, name, lines) in files {
        let act = Act::TakeImport {
            series,
            released: register::Released(released.parse().unwrap()),
            source_name: name.to_owned(),
            source_hash: FileHash::of(lines.as_bytes()),
            rows: lines.lines().count() as u64,
            facts: facts(lines),
        };
        footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    }
    for line in [ENTERED, CORRECTION, FUZZY] {
        let act = Act::Correct {
            wrong: None,
            right: facts(line).pop(),
            source: "a published paper".to_owned(),
            reason: "it is in no file".to_owned(),
            released: register::Released("2026-11-22".parse().unwrap()),
        };
        footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    }
    footprint
}

/// Both interfaces over the world, in the frame every request goes through. Today is 1 June 2019.
pub(crate) async fn service() -> Router {
    over(footprint().await, None, "2019-06-01")
}

/// What is on record of each part of a subject in the world of [`service_with_token`], for somebody whose posts give them much.
pub(crate) const SUBJECTS: &[(&str, &[&str])] = &[
    ("account", &["10Q/CORE/2017"]),
    ("action", &["action-none"]),
    ("agreement", &["bob-data-sharing"]),
    ("body", &["10Q"]),
    ("challenge", &["challenge-none"]),
    ("check", &["control-total"]),
    ("committee", &["executive"]),
    ("entry", &["1", "6", "9"]),
    ("fund", &["fund-none"]),
    ("forum", &["committee:executive", "governing-body:10Q"]),
    ("item", &["draft-item", "ambulance-item", "made-up-1"]),
    ("line", &["ambulance", "P-OXON:O1"]),
    ("mandate", &["10q-services"]),
    ("meeting", &["draft", "october"]),
    ("month", &["7"]),
    ("of", &["FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0"]),
    ("ordinal", &["0"]),
    ("override", &["override-none"]),
    ("person", &["person-7f3a9c"]),
    ("plan", &["bob-2017"]),
    ("post", &["fuzz-secretary", "fuzz-officer", "cw001"]),
    ("power", &["10q-scheme-1"]),
    ("proposal", &["ambulance"]),
    ("question", &["question-none"]),
    ("share", &["share-made-up"]),
    ("support", &["support-none"]),
    ("system", &["QKS"]),
    ("transfer", &["transfer-none", "20170000000000000000000000000006"]),
    ("year", &["2017/18", "2018/19"]),
];

/// The story of the demonstration, in which somebody keeps the record of Oxfordshire, leads it, and clerks the executive; and a
/// meeting to come.
async fn story() -> Footprint {
    let footprint = empty().await;
    app::demo::load(&footprint).await.unwrap();
    let keeper = Who::keeper("keeper");
    let person: PersonId = "person-7f3a9c".parse().unwrap();
    let period = Period::from_days(Some(terms::Date::constant(2016, 9, 1)), None);
    let (name, contact) = ("Fay Zing".to_owned(), None);
    footprint.act(&keeper, Mandate::EnterPerson { person: person.clone(), name, contact }).await.unwrap();
    for (id, kind) in
        [("fuzz-secretary", PostKind::GoverningBodySecretary), ("fuzz-officer", PostKind::AccountableOfficer)]
    {
        let id: PostId = id.parse().unwrap();
        let bodies = vec![DatedBody { body: "10Q".parse().unwrap(), period }];
        let post = Post { id: id.clone(), title: kind.words(), kind, bodies, period };
        footprint.act(&keeper, Mandate::CreatePost { post }).await.unwrap();
        let holding = Holding { post: id, person: person.clone(), capacity: Capacity::Substantive, period };
        footprint.act(&keeper, Mandate::Appoint { holding }).await.unwrap();
    }
    let (post, role) = ("fuzz-secretary".parse().unwrap(), SeatRole::Clerk);
    let seat = Seat { post, role, represents: [].into(), period };
    footprint.act(&keeper, Mandate::TakeSeat { committee: "executive".parse().unwrap(), seat }).await.unwrap();
    let entered =
        Who::Entered { keeper: "keeper".to_owned(), actor: Actor::Keeper, on: terms::Date::constant(2016, 12, 1) };
    let (meeting, on): (executive::MeetingId, _) = ("draft".parse().unwrap(), TODAY.parse().unwrap());
    let (forum, title, place) = ("committee:executive".parse().unwrap(), "A draft".to_owned(), "Hall".to_owned());
    let call = Meet::Call { meeting: meeting.clone(), forum, on, hours: None, title, place };
    footprint.act(&entered, call).await.unwrap();
    let (item, kind, title) = ("draft-item".parse().unwrap(), ItemKind::Decision, "An item".to_owned());
    footprint.act(&entered, Meet::AddItem { meeting, item, kind, title, access: NewAccess::Public }).await.unwrap();
    footprint
}

/// A day on which that somebody holds their posts and the meeting is held.
const TODAY: &str = "2017-06-01";

/// Both interfaces over that story, and a token of that somebody that reaches every room.
pub(crate) async fn service_with_token() -> (Router, Secret) {
    let (footprint, store) = (story().await, Store::open("sqlite::memory:").await.unwrap());
    let (person, name): (PersonId, Name) = ("person-7f3a9c".parse().unwrap(), "fay@example.nhs.uk".parse().unwrap());
    let now = footprint.now();
    let invitation = store.invite(&person, &name, now, SignedDuration::from_hours(1)).await.unwrap();
    let password = Secret::given("a heron stood in the weir");
    Passwords::new(1).unwrap().accept(&store, &invitation.token.hash(), &password, now).await.unwrap();
    let rooms: Vec<String> = web::pages::FACES.iter().map(|face| format!("act:{}", face.room)).collect();
    let today = app::civil_day(now);
    let draft = TokenDraft {
        account: store.account_by_name(&name).await.unwrap().unwrap().id,
        name: "Fuzz".parse().unwrap(),
        scope: rooms.join(" ").parse().unwrap(),
        first_day: today,
        last_day: today,
    };
    let secret = store.make_token(&draft, now).await.unwrap().secret;
    (over(footprint, Some(store), TODAY), secret)
}

fn over(footprint: Footprint, store: Option<Store>, today: &str) -> Router {
    let today = Today::Fixed(today.parse().unwrap());
    let site = Site {
        footprint,
        config: Config { today, ..Config::default() },
        ways: Ways { parts: &[], footer: &[] },
        store,
        seal: kit::done::Seal::default(),
        faces: web::pages::FACES,
    };
    let ways = site.ways;
    let routes = kit::api::routes(site.clone()).merge(fhir_face::routes(site));
    // Each look at the clock of those who count how often somebody sends something finds it some seconds on: nobody is told to
    // wait, however fast they send.
    let (start, looks) = (jiff::Timestamp::UNIX_EPOCH, AtomicI64::new(0));
    let clock = move || start + SignedDuration::from_secs(5 * looks.fetch_add(1, Ordering::SeqCst));
    let sign_in = SignIn::none().with_clock(clock);
    kit::serve::framed_with(routes, Csrf::with_key([1; 32]), ways, sign_in, Metrics::default())
}

/// An answer: status, headers, body.
pub(crate) async fn ask(service: &Router, path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = service.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

/// A JSON answer with 200.
pub(crate) async fn get(service: &Router, path: &str) -> Value {
    let (status, _, body) = ask(service, path, &[]).await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
}

/// The answer as a golden file has it: what differs between runs, which is hashes, made one.
pub(crate) fn golden(mut value: Value) -> String {
    redact(&mut value);
    serde_json::to_string_pretty(&value).unwrap()
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "leaf_hash" | "root_hash" | "stored" => *value = Value::from(format!("[{name}]")),
                    "path" | "payload_hashes" if value.is_array() => {
                        *value = Value::from(format!("[{name} of {}]", value.as_array().unwrap().len()));
                    }
                    _ => redact(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}
