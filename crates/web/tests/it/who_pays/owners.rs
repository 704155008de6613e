//! What is kept is for the body it was made for; programs ask too.

use std::sync::Arc;

use app::{Footprint, demo};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use store::{Lifetimes, SessionOf};
use web::assigning::ReferenceSource;
use web::pages::router_with;
use web::security::Csrf;
use web::sign_in::{RecordPeople, Settings, SignIn};
use web::site::{Config, Today};

use super::{RECORD, World, made, means, records, world};
use crate::door::Browser;
use crate::world::{get, send};

/// A service where people of the demonstration sign in.
async fn with_people() -> (World, Footprint) {
    let (assigning, store, clock, folder) = means(|folder| ReferenceSource::Folder(folder.path().join("tables"))).await;
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    demo::load(&footprint).await.unwrap();
    let today = Today::Fixed("2017-06-01".parse().unwrap());
    // A demonstration where people can also sign in: acting as somebody is a session like any other.
    let settings = Settings { has_passwords: true, is_demo: true, ..Settings::default() };
    let told = clock.clone();
    let sign_in = SignIn::new(store.clone(), settings).unwrap();
    let people = RecordPeople::new(footprint.clone(), today);
    let sign_in = sign_in.with_people(Arc::new(people)).with_clock(move || told.now());
    let config = Config { today, assigning, ..Config::default() };
    let service = router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in);
    (World { service, store, clock, folder }, footprint)
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
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/sign-in?return=%2Fwho-pays%2Fruns"));
    let path = format!("/api/v1/assign/runs/{}", "A".repeat(43));
    assert_eq!(ann.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(cy.get("/who-pays/runs").await.status, StatusCode::NOT_FOUND);
    assert_eq!(bo.get("/who-pays/runs").await.status, StatusCode::OK);
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
