//! Tokens: made on one's account page, seen once, used by a program to act as that person, and taken back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{Footprint, Who};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kit::security::Csrf;
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use mandate::{Act, Capacity, DatedBody, Holding, Post, PostKind};
use serde_json::{Value, json};
use store::{Name, Passwords, Secret, Store};
use terms::Period;
use web::pages::router_with;

use crate::door::{Browser, Clock, GOOD};
use crate::secrets::Log;
use crate::world::send;

const NAME: &str = "secretary@bucks.nhs.uk";

struct There {
    service: Router,
    footprint: Footprint,
    store: Store,
}

/// A secretary of Buckinghamshire who keeps its people and may sign in, and a post that is vacant.
async fn there() -> There {
    let footprint = crate::world::footprint().await;
    let keeper = Who::keeper("keeper");
    let period = || Period::from_days(Some("2018-04-01".parse().unwrap()), None);
    let bodies = || vec![DatedBody { body: "14Y".parse().unwrap(), period: period() }];
    for (id, kind) in [("secretary", PostKind::GoverningBodySecretary), ("chair", PostKind::Chair)] {
        let post = Post { id: id.parse().unwrap(), title: kind.words(), kind, bodies: bodies(), period: period() };
        footprint.act(&keeper, Act::CreatePost { post }).await.unwrap();
        let act = Act::EnterPerson {
            person: format!("person-{id}").parse().unwrap(),
            name: format!("Made up {id}"),
            contact: None,
        };
        footprint.act(&keeper, act).await.unwrap();
    }
    let holding = Holding {
        post: "secretary".parse().unwrap(),
        person: "person-secretary".parse().unwrap(),
        capacity: Capacity::Substantive,
        period: period(),
    };
    footprint.act(&keeper, Act::Appoint { holding }).await.unwrap();
    let (store, clock) = (Store::open("sqlite::memory:").await.unwrap(), Clock::standing());
    // Today is the day on which the record's clock stands, 15 June 2026.
    let today = Today::Clock;
    let people = RecordPeople::new(footprint.clone(), today);
    let (told, settings) = (clock.clone(), Settings { has_passwords: true, ..Settings::default() });
    let sign_in = SignIn::new(store.clone(), settings).unwrap().with_people(Arc::new(people));
    let sign_in = sign_in.with_clock(move || told.now());
    let config = Config { today, ..Config::default() };
    let service = router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in);
    let (person, name): (store::PersonId, Name) = ("person-secretary".parse().unwrap(), NAME.parse().unwrap());
    let invitation = store.invite(&person, &name, clock.now(), jiff::SignedDuration::from_hours(1)).await.unwrap();
    let passwords = Passwords::new(1).unwrap();
    passwords.accept(&store, &invitation.token.hash(), &Secret::given(GOOD), clock.now()).await.unwrap();
    There { service, footprint, store }
}

async fn signed_in(there: &There) -> Browser {
    let mut browser = Browser::of(there.service.clone());
    assert_eq!(browser.sign_in(NAME, GOOD).await.status, StatusCode::SEE_OTHER);
    browser
}

fn wish(last: (&'static str, &'static str, &'static str)) -> Vec<(&'static str, &'static str)> {
    let (day, month, year) = last;
    vec![
        ("name", "Payroll feed"),
        ("rooms", "mandate"),
        ("last[day]", day),
        ("last[month]", month),
        ("last[year]", year),
    ]
}

/// Makes a token by the page; its secret.
async fn made(browser: &mut Browser, wish: &[(&str, &str)]) -> String {
    let page = browser.fill("/account/tokens", "/account/tokens", wish).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let secret = page.text.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
    assert!(secret.len() > 40 && page.text.contains("It is shown this once"), "{}", page.text);
    secret
}

fn appointment(from: &str) -> Value {
    json!({ "post": "chair", "person": "person-chair", "capacity": "substantive", "from": from })
}

async fn acts(service: &Router, token: &str, key: Option<&str>, act: &str, body: &Value) -> (StatusCode, Value) {
    let mut request = Request::post(format!("/api/v1/acts/{act}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let answer = send(service, request.body(Body::from(body.to_string())).unwrap()).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

fn entries(there: &There) -> u64 {
    there.footprint.known().state.sequence().0
}

#[tokio::test]
async fn a_program_acts_as_the_person_who_made_its_token() {
    let there = there().await;
    let mut browser = signed_in(&there).await;
    assert!(browser.get("/account").await.text.contains("href=\"/account/tokens\""));
    assert!(browser.get("/account/tokens").await.text.contains("You have no tokens."));
    let secret = made(&mut browser, &wish(("30", "9", "2026"))).await;
    let (status, told) = acts(&there.service, &secret, None, "appoint", &appointment("2026-06-15")).await;
    assert_eq!(status, StatusCode::CREATED, "{told}");
    let entry = told["entry"].as_u64().unwrap();
    assert_eq!(entry, entries(&there));
    let known = there.footprint.known();
    let posts = known.state.mandate().now().posts_of(&"person-chair".parse().unwrap(), "2026-06-15".parse().unwrap());
    assert_eq!(posts.iter().map(|(post, _)| post.id.as_str()).collect::<Vec<_>>(), ["chair"]);
    let stored = there.footprint.journal().read(entry - 1, 1).await.unwrap().remove(0);
    let stored: Value = serde_json::from_slice(&stored.stored).unwrap();
    assert_eq!(stored["actor"], "person-secretary", "{stored}");
    assert_eq!(stored["authority"]["person"], "person-secretary", "{stored}");
    // The list says how it was used, and never shows the secret again.
    let page = browser.get("/account/tokens").await.text;
    for words in ["Payroll feed", "Good until 30 September 2026", "Who decides", "Once, last on 15 June 2026"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(&secret), "the secret is shown again");
    assert!(!browser.get("/account").await.text.contains(&secret));
}

#[tokio::test]
async fn the_form_refuses_what_no_token_can_be() {
    let there = there().await;
    let mut browser = signed_in(&there).await;
    for (left_out, words) in
        [("name", "what it is for"), ("rooms", "Choose where it may act"), ("last[day]", "day, month and year")]
    {
        let rest: Vec<_> = wish(("30", "9", "2026")).into_iter().filter(|(name, _)| *name != left_out).collect();
        let page = browser.fill("/account/tokens", "/account/tokens", &rest).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{left_out}");
        assert!(page.text.contains(words) && !page.text.contains("<code>"), "{left_out}: {}", page.text);
    }
    for last in [("14", "6", "2026"), ("1", "7", "2027")] {
        let page = browser.fill("/account/tokens", "/account/tokens", &wish(last)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{last:?}");
        assert!(page.text.contains("at most a year ahead"), "{}", page.text);
    }
    let mut other = wish(("30", "9", "2026"));
    other.push(("rooms", "no-such-room"));
    let page = browser.fill("/account/tokens", "/account/tokens", &other).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.get("/account/tokens").await.text.contains("You have no tokens."));
    // Whoever has not signed in is asked to.
    let answer = Browser::of(there.service.clone()).get("/account/tokens").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text);
}

#[tokio::test]
async fn what_a_token_may_not_do_is_refused_and_nothing_is_recorded() {
    let there = there().await;
    let mut browser = signed_in(&there).await;
    let secret = made(&mut browser, &wish(("30", "9", "2026"))).await;
    let before = entries(&there);
    let refused = async |token: &str, act: &str, body: &Value, expected: StatusCode| {
        let (status, told) = acts(&there.service, token, None, act, body).await;
        assert_eq!(status, expected, "{act}: {told}");
        assert!(!told.to_string().contains(&secret), "{told}");
        assert_eq!(entries(&there), before, "{act}");
    };
    let good = appointment("2026-06-15");
    refused("no-such-token", "appoint", &good, StatusCode::UNAUTHORIZED).await;
    // Another room than its scope names.
    refused(&secret, "set-clocks", &json!({}), StatusCode::FORBIDDEN).await;
    // A post of a body that the person does not keep: there is none of that name at all, or it is another body's.
    refused(&secret, "appoint", &json!({ "post": "nothing" }), StatusCode::NOT_FOUND).await;
    refused(&secret, "appoint", &json!({ "post": "chair" }), StatusCode::UNPROCESSABLE_ENTITY).await;
    // Taken back: at once, and by its owner alone.
    let page = browser.get("/account/tokens").await.text;
    let id = page.split("/account/tokens/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let to = format!("/account/tokens/{id}/revoke");
    assert_eq!(browser.fill("/account/tokens", &to, &[]).await.location(), "/account/tokens");
    assert!(browser.get("/account/tokens").await.text.contains("Taken back on 15 June 2026"));
    refused(&secret, "appoint", &good, StatusCode::UNAUTHORIZED).await;
    let none = browser.fill("/account/tokens", "/account/tokens/token-0000000000000000/revoke", &[]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    // A closed account.
    let secret = made(&mut browser, &wish(("30", "9", "2026"))).await;
    let account = there.store.account_by_name(&NAME.parse().unwrap()).await.unwrap().unwrap();
    there.store.close_account(&account.id).await.unwrap();
    refused(&secret, "appoint", &good, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn a_token_ends_with_its_last_day_and_with_its_persons_post() {
    let there = there().await;
    let mut browser = signed_in(&there).await;
    // The service's clock stands on 15 June 2026; a token of yesterday cannot be made, so the store is asked for one then.
    let account = there.store.account_by_name(&NAME.parse().unwrap()).await.unwrap().unwrap();
    let then: jiff::Timestamp = "2026-06-10T09:30:00Z".parse().unwrap();
    let draft = store::TokenDraft {
        account: account.id.clone(),
        name: "Old feed".parse().unwrap(),
        scope: "act:mandate".parse().unwrap(),
        first_day: "2026-06-10".parse().unwrap(),
        last_day: "2026-06-14".parse().unwrap(),
    };
    let over = there.store.make_token(&draft, then).await.unwrap().secret;
    let (status, _) = acts(&there.service, over.expose(), None, "appoint", &appointment("2026-06-15")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(browser.get("/account/tokens").await.text.contains("Ended on 14 June 2026"));
    let secret = made(&mut browser, &wish(("30", "9", "2026"))).await;
    let end = Act::EndAppointment {
        post: "secretary".parse().unwrap(),
        person: "person-secretary".parse().unwrap(),
        on: "2026-06-01".parse().unwrap(),
    };
    there.footprint.act(&Who::keeper("keeper"), end).await.unwrap();
    let before = entries(&there);
    let (status, told) = acts(&there.service, &secret, None, "appoint", &appointment("2026-06-15")).await;
    assert_eq!((status, entries(&there)), (StatusCode::FORBIDDEN, before), "{told}");
}

#[tokio::test]
async fn the_same_request_is_done_once() {
    let there = there().await;
    let secret = made(&mut signed_in(&there).await, &wish(("30", "9", "2026"))).await;
    let before = entries(&there);
    let body = appointment("2026-06-15");
    let first = acts(&there.service, &secret, Some("one"), "appoint", &body).await;
    assert_eq!(first.0, StatusCode::CREATED, "{}", first.1);
    let again = acts(&there.service, &secret, Some("one"), "appoint", &body).await;
    assert_eq!(again, first);
    assert_eq!(entries(&there), before + 1);
    let other = acts(&there.service, &secret, Some("one"), "appoint", &appointment("2026-07-01")).await;
    assert_eq!((other.0, entries(&there)), (StatusCode::UNPROCESSABLE_ENTITY, before + 1), "{}", other.1);
    // What was refused may be sent again under its key, put right.
    let wrong = acts(&there.service, &secret, Some("two"), "end-appointment", &json!({})).await;
    assert!(wrong.0.is_client_error(), "{}", wrong.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_once_one_is_recorded() {
    let there = there().await;
    let secret = made(&mut signed_in(&there).await, &wish(("30", "9", "2026"))).await;
    let before = entries(&there);
    let body = appointment("2026-06-15");
    let one = acts(&there.service, &secret, Some("both"), "appoint", &body);
    let two = acts(&there.service, &secret, Some("both"), "appoint", &body);
    let (one, two) = tokio::join!(one, two);
    let statuses = [one.0, two.0];
    assert!(statuses.contains(&StatusCode::CREATED), "{statuses:?}");
    assert!(statuses.iter().all(|status| [StatusCode::CREATED, StatusCode::CONFLICT].contains(status)), "{statuses:?}");
    assert_eq!(entries(&there), before + 1);
}

#[tokio::test]
async fn a_secret_and_a_patients_key_are_in_no_log() {
    let log = Log::of_everything();
    let there = there().await;
    let secret = made(&mut signed_in(&there).await, &wish(("30", "9", "2026"))).await;
    acts(&there.service, &secret, Some("one"), "appoint", &appointment("2026-06-15")).await;
    acts(&there.service, &secret, None, "add-override", &json!({ "key": "Key-Of-A-Patient-77" })).await;
    let log = log.text();
    assert!(log.contains("/api/v1/acts/appoint"), "the log was not caught");
    assert!(!log.contains(&secret) && !log.contains("Key-Of-A-Patient"), "a secret is in the log");
}

#[tokio::test]
async fn without_a_token_nothing_that_is_sent_is_read() {
    let there = there().await;
    for act in ["appoint", "file-paper", "challenge-file"] {
        let asked = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&asked);
        let body = Body::from_stream(futures_util::stream::poll_fn(move |_| {
            told.store(true, Ordering::SeqCst);
            std::task::Poll::Ready(Some(Ok::<_, std::io::Error>(vec![b' '; 65_536])))
        }));
        let request = Request::post(format!("/api/v1/acts/{act}")).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header::AUTHORIZATION, "Bearer footprint_none").body(body).unwrap();
        assert_eq!(send(&there.service, request).await.status, StatusCode::UNAUTHORIZED, "{act}");
        assert!(!asked.load(Ordering::SeqCst), "{act}: what whoever has no token sends is read");
    }
}
