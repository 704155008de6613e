//! What is kept is for the body it was made for; programs ask too.

use std::sync::Arc;
use std::time::Duration;

use app::{Footprint, Who, demo};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kit::security::Csrf;
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use mandate::{Act, Capacity, DatedBody, Holding, PersonId, Post, PostId, PostKind};
use store::{Lifetimes, SessionOf, Store};
use terms::Period;
use web::pages::router_with;
use who_pays_face::assignment::{Assignment, ReferenceSource};

use super::{RECORD, World, made, means, records, world};
use crate::door::{Browser, Clock};
use crate::world::{get, record, send};

/// A service where people of the demonstration sign in.
async fn with_people() -> (World, Footprint) {
    let (assignment, store, clock, folder) =
        means(|folder| ReferenceSource::Folder(folder.path().join("tables"))).await;
    let footprint = record("sqlite::memory:").await;
    demo::load(&footprint).await.unwrap();
    let service = on(&footprint, &assignment, &store, &clock, "2017-06-01");
    (World { service, store, clock, folder }, footprint)
}

/// The service as it is on a day.
fn on(footprint: &Footprint, assignment: &Assignment, store: &Store, clock: &Clock, day: &str) -> Router {
    let today = Today::Fixed(day.parse().unwrap());
    // A demonstration where people can also sign in: acting as somebody is a session like any other.
    let settings = Settings { has_passwords: true, is_demo: true, ..Settings::default() };
    let told = clock.clone();
    let sign_in = SignIn::new(store.clone(), settings).unwrap();
    let people = RecordPeople::new(footprint.clone(), today);
    let sign_in = sign_in.with_people(Arc::new(people)).with_clock(move || told.now());
    let config = Config { today, ..Config::default() }.with(assignment.clone());
    router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in)
}

impl World {
    async fn signed_in(&self, person: &str) -> Browser {
        let mut browser = Browser::of(self.service.clone());
        let session = SessionOf::Acting(person.parse().unwrap());
        let opened = self.store.open_session(session, None, self.clock.now(), Lifetimes::default()).await.unwrap();
        browser.cookies.insert("footprint_session".to_owned(), opened.token.expose().to_owned());
        browser
    }
}

/// Two who settle who pays, each for another body, and one who does not.
fn settlers(footprint: &Footprint) -> (String, String, String) {
    let known = footprint.known();
    let room = known.state.mandate().now();
    let on = "2017-06-01".parse().unwrap();
    let mut found: Vec<(String, Vec<terms::OdsCode>)> = Vec::new();
    let mut other = None;
    for person in room.people() {
        let bodies: Vec<terms::OdsCode> = room
            .duties(person.id, on)
            .0
            .iter()
            .filter_map(|duty| match duty {
                mandate::Duty::SettleWhoPays(body) => Some(*body),
                _ => None,
            })
            .collect();
        if bodies.is_empty() {
            other = Some(person.id.to_string());
        } else {
            found.push((person.id.to_string(), bodies));
        }
    }
    let (one, bodies) = found.first().cloned().unwrap();
    let two = found.iter().find(|(_, theirs)| theirs.iter().all(|body| !bodies.contains(body))).unwrap();
    (one, two.0.clone(), other.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_for_the_body_it_was_made_for_and_for_nobody_else() {
    let (world, footprint) = with_people().await;
    let (one, two, other) = settlers(&footprint);
    let mut ann = world.signed_in(&one).await;
    let at = ann.fill("/who-pays/record", "/who-pays/record", RECORD).await;
    assert_eq!(at.status, StatusCode::SEE_OTHER, "{}", at.text);
    let at = at.location().to_owned();
    assert_eq!(ann.get(&at).await.status, StatusCode::OK);
    let mut visitor = Browser::of(world.service.clone());
    let mut bo = world.signed_in(&two).await;
    let mut cy = world.signed_in(&other).await;
    for browser in [&mut visitor, &mut bo, &mut cy] {
        assert_eq!(browser.get(&at).await.status, StatusCode::NOT_FOUND);
        let deleted = browser.fill("/who-pays/record", &format!("{at}/delete"), &[]).await;
        assert_eq!(deleted.status, StatusCode::NOT_FOUND);
    }
    // Anybody may ask; nothing of their question is kept.
    for browser in [&mut visitor, &mut cy] {
        let shown = browser.fill("/who-pays/record", "/who-pays/record", RECORD).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            shown.text.contains("Nothing of this answer is kept") && !shown.text.contains("HP19"),
            "{}",
            shown.text
        );
    }
    // Files are for those who settle who pays.
    let sent = visitor.get("/who-pays/runs").await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    assert!(sent.text.contains("href=\"/sign-in?return=%2Fwho-pays%2Fruns\""), "{}", sent.text);
    let path = format!("/api/v1/assign/runs/{}", "A".repeat(43));
    assert_eq!(ann.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(cy.get("/who-pays/runs").await.status, StatusCode::NOT_FOUND);
    assert_eq!(bo.get("/who-pays/runs").await.status, StatusCode::OK);
}

/// Who holds a post that settles who pays, for which body, from when to before when. The post at 10H is carried over to 14Y with
/// all others, so whoever held it on would be an officer of 14Y: this one is not.
const FINANCE: [(&str, &str, &str, Option<&str>); 3] = [
    ("chiltern", "10H", "2016-01-01", Some("2018-04-01")),
    ("bucks", "14Y", "2018-04-01", None),
    ("oxon", "10Q", "2016-01-01", None),
];

async fn appoint(footprint: &Footprint) {
    let keeper = Who::keeper("A Keeper");
    for (name, body, from, end) in FINANCE {
        let (post, person) = (format!("{name}-finance"), format!("person-{name}-finance"));
        let period = Period::from_days(Some(from.parse().unwrap()), None);
        let held = Period::from_days(Some(from.parse().unwrap()), end.map(|end| end.parse().unwrap()));
        let bodies = vec![DatedBody { body: body.parse().unwrap(), period }];
        let kind = PostKind::ChiefFinanceOfficer;
        let (post, person): (PostId, PersonId) = (post.parse().unwrap(), person.parse().unwrap());
        let capacity = Capacity::Substantive;
        for act in [
            Act::EnterPerson { person: person.clone(), name: format!("Made up {name}"), contact: None },
            Act::CreatePost { post: Post { id: post.clone(), title: kind.words(), kind, bodies, period } },
            Act::Appoint { holding: Holding { post, person, capacity, period: held } },
        ] {
            footprint.act(&keeper, act).await.unwrap();
        }
    }
}

/// 10H ends and 14Y takes its place on 1 April 2018; 10Q goes on. Each line: what is asked, then what the three of
/// [`FINANCE`] are answered the day before and the day of the merger.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_body_kept_is_its_successors_from_the_day_of_the_merger() {
    let (assignment, store, clock, folder) =
        means(|folder| ReferenceSource::Folder(folder.path().join("tables"))).await;
    // An override of the demonstration is for this body, so a file can only be assigned by tables that know it.
    let tables = folder.path().join("tables/commissioners.csv");
    let rows = std::fs::read_to_string(&tables).unwrap();
    std::fs::write(&tables, format!("{}\nS9B9J,SUB_ICB,QU9,Y59,2013-04-01,\n", rows.trim_end())).unwrap();
    let footprint = record("sqlite::memory:").await;
    demo::load(&footprint).await.unwrap();
    appoint(&footprint).await;
    let worlds = ["2018-03-31", "2018-04-01"].map(|day| World {
        service: on(&footprint, &assignment, &store, &clock, day),
        store: store.clone(),
        clock: clock.clone(),
        folder: tempfile::tempdir().unwrap(),
    });
    let file = records();
    let mut chiltern = worlds[0].signed_in("person-chiltern-finance").await;
    let answered = chiltern.fill("/who-pays/record", "/who-pays/record", RECORD).await.location().to_owned();
    let made = |sent: crate::door::Answer| {
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        sent.location().to_owned()
    };
    let draft = [("body", "10H")];
    let run = made(chiltern.upload("/who-pays/runs", "/who-pays/runs", &draft, file.as_bytes()).await);
    let mut shown = chiltern.get(&run).await.text;
    for _ in 0..400 {
        if !shown.contains("Being made") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        shown = chiltern.get(&run).await.text;
    }
    assert!(shown.contains("Control totals"), "{shown}");
    let held = chiltern
        .fill(
            "/who-pays/overrides/new",
            "/who-pays/overrides/new",
            &[
                ("kind", "looked-after-child"),
                ("commissioner", "10Q"),
                ("owner", "10H/post/chiltern-finance"),
                ("first[day]", "1"),
                ("first[month]", "1"),
                ("first[year]", "2018"),
                ("last[day]", "31"),
                ("last[month]", "12"),
                ("last[year]", "2018"),
                ("key", "Key-1"),
                ("reason", "Placed elsewhere"),
            ],
        )
        .await;
    let held = made(held).split('?').next().unwrap().to_owned();
    let case = chiltern
        .fill(
            "/who-pays/challenges/new",
            "/who-pays/challenges/new",
            &[
                ("claimant", "10H"),
                ("respondent", "10Q"),
                ("words", "They live elsewhere"),
                ("first[day]", "1"),
                ("first[month]", "6"),
                ("first[year]", "2017"),
                ("last[day]", "30"),
                ("last[month]", "6"),
                ("last[year]", "2017"),
                ("records", "1"),
                ("amount", "100"),
                ("run", "june"),
                ("row", "1"),
                ("walk", "A no, B yes"),
            ],
        )
        .await;
    let case = made(case).split('?').next().unwrap().to_owned();
    let id = run.rsplit('/').next().unwrap();
    let mut told = String::new();
    for (what, path) in [
        ("GET answer", answered.clone()),
        ("GET run", run.clone()),
        ("GET run’s table", format!("{run}/tables/variance")),
        ("GET run’s rows", format!("{run}/rows")),
        ("GET run’s result", format!("{run}/result")),
        ("GET run, API", format!("/api/v1/assign/runs/{id}")),
        ("POST run again", format!("{run}/again")),
        ("GET override", held.clone()),
        ("GET end it", format!("{held}/end")),
        ("POST end it", format!("{held}/end")),
        ("GET challenge", case.clone()),
        ("GET its pack", format!("{case}/pack")),
        ("GET withdraw", format!("{case}/withdraw")),
        ("POST withdraw", format!("{case}/withdraw")),
    ] {
        let mut line = format!("{what:<16}");
        for (name, ..) in FINANCE {
            for world in &worlds {
                let mut browser = world.signed_in(&format!("person-{name}-finance")).await;
                let status = match what.split_once(' ').unwrap().0 {
                    "GET" => browser.get(&path).await.status,
                    _ if what.ends_with("again") => browser.upload("/who-pays/record", &path, &[], b"").await.status,
                    _ => browser.fill("/who-pays/record", &path, &[]).await.status,
                };
                line.push_str(&format!(" {}", status.as_u16()));
            }
            line.push_str(if name == "oxon" { "\n" } else { " |" });
        }
        told.push_str(&line);
    }
    insta::assert_snapshot!("who_pays_after_a_merger", told);
    // The record still names who owned it then.
    let mut bucks = worlds[1].signed_in("person-bucks-finance").await;
    for page in [&run, &answered, &held] {
        let text = bucks.get(page).await.text;
        assert!(text.contains("(10H), whose place "), "{page}: {text}");
    }
    let listed = bucks.get("/who-pays/runs").await.text;
    assert!(listed.contains(&run) && listed.contains("10H"), "{listed}");
    // What may be deleted is its successor's to delete, and nobody else's.
    for path in [&answered, &run] {
        for (name, world, wanted) in
            [("chiltern", 1, 404), ("bucks", 0, 404), ("oxon", 0, 404), ("oxon", 1, 404), ("bucks", 1, 303)]
        {
            let mut browser = worlds[world].signed_in(&format!("person-{name}-finance")).await;
            let deleted = browser.fill("/who-pays/record", &format!("{path}/delete"), &[]).await;
            assert_eq!(deleted.status.as_u16(), wanted, "{name} {world} {path}");
        }
        assert_eq!(bucks.get(path).await.status, StatusCode::NOT_FOUND);
    }
    drop(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_ask_for_one_record_and_for_the_totals_of_a_run() {
    let world = world().await;
    let ask = async |body: &str, kind: &str| {
        let request = Request::post("/api/v1/assign/records").header(header::CONTENT_TYPE, kind);
        send(&world.service, request.body(Body::from(body.to_owned())).unwrap()).await
    };
    let record = r#"{"cds_type":"020","appointment_date":"2025-06-15","gp_practice":"Y99901","postcode":"HP19 8FF",
                     "provider":"RTH","ovcc":"A","tfc":null}"#;
    let answer = ask(record, "application/json").await;
    let json: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    assert_eq!((answer.status, &json["commissioner"], &json["method"]), (StatusCode::OK, &"14Y".into(), &"GP".into()));
    assert!(json["asked"].as_array().unwrap().len() > 5 && !answer.text().contains("HP19"), "{json}");
    for (body, status, words) in [
        (r#"{"postcod":"HP19 8FF"}"#, 400, "no item `postcod`"),
        (r#"{"postcode":7}"#, 400, "It is no text"),
        ("[]", 400, "no JSON object"),
        (r#"{"edition":"1999"}"#, 400, "There is no edition"),
    ] {
        let answer = ask(body, "application/json").await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
        assert!(answer.text().contains(words) && !answer.text().contains("HP19"), "{}", answer.text());
    }
    assert_eq!(ask(record, "text/plain").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let file = records();
    let at = made(&world, &[], &[("file", "sus.csv", file.as_bytes())]).await;
    let id = at.rsplit('/').next().unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&get(&world.service, &format!("/api/v1/assign/runs/{id}")).await.text()).unwrap();
    assert_eq!((&json["state"], &json["read"]["pence"]), (&"done".into(), &714_120.into()));
    assert_eq!(json["by_commissioner"][1], serde_json::json!({ "name": "14Y", "records": 80, "pence": 480_080 }));
    let none = format!("/api/v1/assign/runs/{}", "A".repeat(43));
    assert_eq!(get(&world.service, &none).await.status, StatusCode::NOT_FOUND);
}
