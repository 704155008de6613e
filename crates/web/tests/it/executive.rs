//! Meetings, proposals and decisions over the story of one footprint: what pages say, who may see what, and the whole way of
//! a decision through forms.

use std::sync::Arc;

use app::demo;
use app::{Act, Footprint, Who};
use axum::Router;
use axum::http::StatusCode;
use executive::story::{StoryAct, footprint, story};
use kit::security::Csrf;
use kit::sign_in::{People, Persona, Settings, SignIn};
use kit::site::{Config, Today};
use store::{PersonId, Store};
use web::pages::{router, router_with};

use crate::door::Browser;
use crate::world::{NOW, get, record, redacted};

fn config(today: &str) -> Config {
    Config {
        today: Today::Fixed(today.parse().unwrap()),
        base: "https://footprint.example".to_owned(),
        ..Config::default()
    }
}

/// The whole story, as a visitor reads it afterwards.
async fn told() -> Router {
    let footprint = record("sqlite::memory:").await;
    let tour = demo::load(&footprint).await.unwrap();
    router(footprint, Config { tour: tour.into(), ..config("2018-05-01") }, Csrf::with_key([1; 32]))
}

#[tokio::test]
async fn every_page_and_file_answers_a_visitor() {
    let service = told().await;
    for path in [
        "/meetings",
        "/meetings?forum=committee:executive&from=2016-10-01&to=2016-12-31",
        "/meetings/october",
        "/meetings/october/items/ambulance-item",
        "/meetings/october/minutes",
        "/meetings/october/notices/10H",
        "/meetings/october/pack",
        "/proposals/ambulance",
        "/proposals/lines",
        "/decisions",
        "/decisions?body=14Y&q=ambulance",
        "/decisions/ambulance/10H",
        "/decisions/ambulance/10Q",
        "/forward-plan",
        "/actions",
        "/questions",
        "/tour",
    ] {
        let answer = get(&service, path).await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
        assert_eq!(text.matches("<h1").count(), 1, "{path}");
        assert!(text.contains("<main") && text.ends_with("</html>"), "{path}");
        assert!(!text.contains("person-"), "{path} shows an identity where a name belongs");
    }
    for path in ["/meetings", "/decisions", "/proposals/ambulance", "/actions", "/questions", "/forward-plan"] {
        for format in ["csv", "json", "xlsx"] {
            let answer = get(&service, &format!("{path}?format={format}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path} {format}");
        }
        let answer = get(&service, &format!("/api/v1{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
    let pack = get(&service, "/meetings/october/pack.pdf").await;
    assert!(pack.body.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn what_is_not_there_or_not_theirs_is_a_404() {
    let service = told().await;
    for path in [
        "/meetings/nowhere",
        "/meetings/october/items/nowhere",
        // An item of another meeting.
        "/meetings/november/items/ambulance-item",
        "/meetings/october/pack?version=confidential",
        "/meetings/october/papers/nowhere/1",
        "/proposals/nowhere",
        "/decisions/ambulance/Y59",
        "/decisions/nowhere/10H",
        "/actions/nowhere",
        "/questions/nowhere",
    ] {
        assert_eq!(get(&service, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn pages_say_what_they_said() {
    let service = told().await;
    for (name, path) in [
        ("proposal", "/proposals/ambulance"),
        ("negotiated", "/proposals/lines"),
        ("decision", "/decisions/ambulance/10H"),
    ] {
        let mut settings = insta::Settings::clone_current();
        settings.add_filter("[0-9a-f]{64}", "[hash]");
        settings.add_filter("at [0-9]{2}:[0-9]{2}", "at [time]");
        let main = get(&service, path).await.main();
        settings.bind(|| insta::assert_snapshot!(format!("executive_{name}"), redacted(&main)));
    }
}

#[tokio::test]
async fn a_page_shows_what_was_known_then() {
    let service = told().await;
    // Before its governing body answered, Chiltern was not bound; afterwards it was, from its own later day.
    let then = get(&service, "/proposals/ambulance").await.text();
    assert!(then.contains("Of 7 bodies: 7 bound"), "{then}");
    let tour = get(&service, "/tour").await.text();
    let asked = tour.split("href=\"/proposals/ambulance?").skip(1).filter_map(|rest| rest.split('"').next());
    let mut outcomes = Vec::new();
    for query in asked {
        let path = format!("/proposals/ambulance?{}", query.replace("&amp;", "&"));
        let page = get(&service, &path).await.text();
        outcomes.push(page.split("Of 7 bodies: ").nth(1).unwrap().split('.').next().unwrap().to_owned());
    }
    outcomes.dedup();
    assert!(outcomes.contains(&"6 bound, 1 referred".to_owned()), "{outcomes:?}");
    assert_eq!(outcomes.first().map(String::as_str), Some("7 awaiting"));
    assert_eq!(outcomes.last().map(String::as_str), Some("7 bound"));
}

#[tokio::test]
async fn the_feed_has_every_decision_once() {
    let service = told().await;
    let feed = get(&service, "/decisions.atom").await;
    assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let text = feed.text();
    let ids: std::collections::BTreeSet<&str> =
        text.split("<id>").skip(1).filter_map(|rest| rest.split("</id>").next()).collect();
    let rows = get(&service, "/decisions?format=csv").await.text();
    // One for each decision, and the feed's own.
    assert_eq!(ids.len(), rows.trim_end().lines().count(), "{ids:?}");
    let calendar = get(&service, "/meetings.ics").await;
    assert_eq!(calendar.headers["content-type"], "text/calendar; charset=utf-8");
    let calendar = calendar.text();
    assert_eq!(
        calendar.matches("BEGIN:VEVENT\r\n").count(),
        get(&service, "/meetings?format=csv").await.text().trim_end().lines().count() - 1
    );
}

/// Anybody of the story may be acted as.
struct Anybody;

impl People for Anybody {
    fn person(&self, id: &PersonId) -> Option<Persona> {
        Some(Persona { id: id.clone(), name: "Somebody of the story".to_owned(), posts: Vec::new() })
    }

    fn everyone(&self) -> Vec<Persona> {
        let ids = ["person-k1", "person-c1", "person-c2", "person-a1", "person-a2", "person-a3", "person-f1"];
        ids.iter().filter_map(|id| self.person(&id.parse().unwrap())).collect()
    }
}

/// The seven bodies as they were before they first met, on the day of their first meeting.
async fn before() -> Router {
    before_in(Store::open("sqlite::memory:").await.unwrap()).await
}

/// The same, with papers kept in a store.
pub(crate) async fn before_in(store: Store) -> Router {
    before_of(record("sqlite::memory:").await, store).await
}

/// The same in a record of the caller's.
async fn before_of(record: Footprint, store: Store) -> Router {
    demo::load_register(&record).await.unwrap();
    for step in footprint() {
        let who = Who::Entered { keeper: demo::SOURCE.to_owned(), actor: step.actor, on: step.on };
        let act = match step.act {
            StoryAct::Mandate(act) => Act::Mandate(*act),
            StoryAct::Executive(act) => Act::Executive(*act),
        };
        record.act(&who, act).await.unwrap();
    }
    let sign_in = SignIn::new(store, Settings { is_demo: true, ..Settings::default() }).unwrap();
    router_with(record, config("2016-10-06"), Csrf::with_key([1; 32]), sign_in.with_people(Arc::new(Anybody)))
}

pub(crate) async fn acting_as(service: &Router, person: &str) -> Browser {
    let mut browser = Browser::of(service.clone());
    let answer = browser.fill("/act-as", "/act-as", &[("person", person)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    browser
}

/// Fills a form in; the page it leads to.
pub(crate) async fn does(browser: &mut Browser, form: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.fill(form, form, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.text);
    let to = answer.location().to_owned();
    let page = browser.get(&to).await;
    assert_eq!(page.status, StatusCode::OK, "{to}: {}", page.text);
    assert!(page.text.contains("nhsuk-notification-banner--success"), "{to} does not say that it was done");
    to.split('?').next().unwrap().to_owned()
}

const TWO_MILLION: &str = "2,000,000";
const SEVEN: [&str; 7] = ["10H", "10M", "10N", "10Q", "10W", "10Y", "11D"];

#[tokio::test]
async fn seven_bodies_decide_through_forms_and_one_is_referred() {
    let _decided = decided_in_forms().await;
}

/// From the calling of a meeting to six decisions and a referral; the service, and the proposal.
async fn decided_in_forms() -> (Router, String) {
    let service = before().await;
    let mut clerk = acting_as(&service, "person-k1").await;
    let mut chair = acting_as(&service, "person-c2").await;

    let called =
        [("title", "First meeting"), ("on[day]", "6"), ("on[month]", "10"), ("on[year]", "2016"), ("place", "Hall")];
    let meeting = does(&mut clerk, "/do/call?forum=committee%3Aexecutive", &called).await;
    let id = meeting.rsplit('/').next().unwrap().to_owned();
    let added = [("title", "Ambulance"), ("kind", "decision"), ("access", "public")];
    let item = does(&mut clerk, &format!("/do/add-item?meeting={id}"), &added).await;
    let item_id = item.rsplit('/').next().unwrap().to_owned();

    // A draft agenda is nobody's but the members' until it is published.
    let mut visitor = Browser::of(service.clone());
    assert_eq!(visitor.get(&item).await.status, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get(&item).await.status, StatusCode::OK);
    let paper =
        [("paper", "new"), ("title", "The contract"), ("access", "public"), ("text", "## Why\n\nDemand has grown.")];
    does(&mut clerk, &format!("/do/file-paper?item={item_id}"), &paper).await;
    let secret = [
        ("paper", "new"),
        ("title", "Prices of bidders"),
        ("access", "confidential"),
        ("access-reason", "commercially sensitive"),
        ("text", "Bidder one asks for less."),
    ];
    does(&mut clerk, &format!("/do/file-paper?item={item_id}"), &secret).await;
    does(&mut clerk, &format!("/do/publish-agenda?meeting={id}"), &[]).await;
    assert_eq!(visitor.get(&item).await.status, StatusCode::OK);
    let page = visitor.get(&meeting).await.text;
    assert!(page.contains("The contract") && !page.contains("Prices of bidders"), "{page}");
    let pack = visitor.get(&format!("{meeting}/pack")).await.text;
    assert!(pack.contains("Demand has grown.") && !pack.contains("Bidder one"), "{pack}");
    let pack = chair.get(&format!("{meeting}/pack?version=confidential")).await.text;
    assert!(pack.contains("Bidder one asks for less."), "{pack}");
    let confidential = format!("{meeting}/pack?version=confidential");
    assert_eq!(visitor.get(&confidential).await.status, StatusCode::NOT_FOUND);

    for letter in ["a", "c", "f", "s", "p"] {
        for number in 1..=3 {
            let person = format!("person-{letter}{number}");
            does(&mut clerk, &format!("/do/arrive?meeting={id}"), &[("person", person.as_str())]).await;
        }
    }
    does(&mut chair, &format!("/do/open-meeting?meeting={id}"), &[]).await;
    does(&mut chair, &format!("/do/open-item?item={item_id}"), &[]).await;
    let page = visitor.get(&meeting).await.text;
    assert!(page.contains("7 of 7 bodies, quorum 5; 15 people, quorum 8; 3 clinical, quorum 2: quorate"), "{page}");

    let amounts: Vec<String> = SEVEN.iter().map(|body| format!("amount-{body}")).collect();
    let mut proposed = vec![
        ("title", "Ambulance contract change"),
        ("text", "Each body adds £2 million."),
        ("matter", "service:ambulance"),
        ("divide", "divisible"),
    ];
    proposed.extend(SEVEN.iter().map(|body| ("body", *body)));
    proposed.extend(amounts.iter().map(|field| (field.as_str(), TWO_MILLION)));
    let proposal = does(&mut clerk, &format!("/do/propose?item={item_id}"), &proposed).await;
    let proposal_id = proposal.rsplit('/').next().unwrap().to_owned();
    let closes = [("closes[day]", "6"), ("closes[month]", "10"), ("closes[year]", "2016")];
    does(&mut chair, &format!("/do/open-positions?proposal={proposal_id}"), &closes).await;

    // Whose duty it is not is told so; a visitor is asked to sign in first.
    let form = format!("/do/settle?proposal={proposal_id}");
    assert_eq!(clerk.get(&form).await.status, StatusCode::FORBIDDEN);
    let asked = visitor.get(&form).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED, "{}", asked.text);
    assert!(asked.text.contains("Act as somebody to do this") && asked.text.contains("href=\"/act-as?return="));

    let stated = format!("/do/take-position?proposal={proposal_id}");
    for (person, theirs) in
        [("person-a1", &["10H", "10Y"][..]), ("person-a2", &["10Q"]), ("person-a3", &["10M", "10N", "10W", "11D"])]
    {
        let mut browser = acting_as(&service, person).await;
        let form = browser.get(&stated).await;
        let mut fields = Vec::new();
        for body in theirs {
            fields.push((format!("text-{body}"), form.hidden(&format!("text-{body}"))));
            fields.push((format!("stance-{body}"), "agree".to_owned()));
        }
        // One form lists exactly the bodies the person represents, each with its limit.
        assert_eq!(form.text.matches("name=\"text-").count(), theirs.len(), "{}", form.text);
        if theirs.contains(&"10H") {
            assert!(form.text.contains("£2,000,000 is over the limit of £1,000,000"), "{}", form.text);
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        does(&mut browser, &stated, &fields).await;
    }
    does(&mut chair, &form, &[]).await;

    let page = visitor.get(&proposal).await.text;
    assert!(page.contains("Of 7 bodies: 6 bound, 1 referred."), "{page}");
    let register = visitor.get("/decisions?format=csv").await.text;
    assert_eq!(register.trim_end().lines().count(), 7, "{register}");
    assert_eq!(visitor.get(&format!("/decisions/{proposal_id}/10H")).await.status, StatusCode::NOT_FOUND);
    let decision = visitor.get(&format!("/decisions/{proposal_id}/10Q")).await.text;
    for words in ["Statute", "Constitution", "Scheme of reservation and delegation", "The contract", "docs/verify.py"] {
        assert!(decision.contains(words), "{words}: {decision}");
    }
    assert!(!decision.contains("Prices of bidders"), "a confidential paper is named on a public page");

    // All that person-a1 speaks for is decided or referred: there is nothing left to state.
    let mut officer = acting_as(&service, "person-a1").await;
    assert_eq!(officer.get(&stated).await.status, StatusCode::FORBIDDEN);
    (service, proposal_id)
}

/// What a governing body of two members is told of itself.
const BOARD: &[(&str, &str)] = &[
    ("from[day]", "6"),
    ("from[month]", "10"),
    ("from[year]", "2016"),
    ("source", "Constitution, clause 7"),
    (
        "seats",
        "Accountable officer; accountable-officer; 10H; votes; officer; required\nClinical chair; clinical-chair; 10H; votes; clinical",
    ),
    ("persons", "2"),
    ("bodies", "0"),
    ("classes", "clinical: 1"),
    ("share", "simple"),
    ("of", "votes-cast"),
    ("grouping", "whole"),
    ("deputies", "no"),
    ("referral-days", "42"),
];

#[tokio::test]
async fn a_governing_body_answers_by_the_vote_at_its_own_meeting() {
    let (service, proposal) = decided_in_forms().await;
    let mut officer = acting_as(&service, "person-a1").await;
    let terms = "/do/set-terms?forum=governing-body%3A10H";
    assert!(officer.get("/meetings").await.text.contains("/do/set-terms?forum=governing-body%3A10H"));
    does(&mut officer, terms, BOARD).await;

    let called =
        [("title", "Board"), ("on[day]", "6"), ("on[month]", "10"), ("on[year]", "2016"), ("place", "Council room")];
    let meeting = does(&mut officer, "/do/call?forum=governing-body%3A10H", &called).await;
    let id = meeting.rsplit('/').next().unwrap().to_owned();
    let added = [("title", "The ambulance contract"), ("kind", "decision"), ("access", "public")];
    let item = does(&mut officer, &format!("/do/add-item?meeting={id}"), &added).await;
    let item = item.rsplit('/').next().unwrap().to_owned();
    for person in ["person-a1", "person-c1"] {
        does(&mut officer, &format!("/do/arrive?meeting={id}"), &[("person", person)]).await;
    }
    let answer = format!("/do/answer-referral?proposal={proposal}");
    assert!(
        !officer.get(&answer).await.text.contains("What shows the answer?"),
        "no item of its own is being taken yet"
    );
    does(&mut officer, &format!("/do/open-meeting?meeting={id}"), &[]).await;
    does(&mut officer, &format!("/do/open-item?item={item}"), &[]).await;
    let agrees = [("body", "10H"), ("answer", "agrees"), ("shown", item.as_str())];
    let early = officer.fill(&answer, &answer, &agrees).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody has voted: {}", early.text);

    let mut chair = acting_as(&service, "person-c1").await;
    let vote = format!("/do/cast-vote?item={item}");
    for browser in [&mut officer, &mut chair] {
        let form = browser.get(&vote).await;
        assert!(form.text.contains("Ambulance contract change"), "{}", form.text);
        does(browser, &vote, &[("proposal", proposal.as_str()), ("vote", "for")]).await;
    }
    let form = officer.get(&answer).await;
    assert!(form.text.contains("The vote at Board: The ambulance contract"), "{}", form.text);
    let refuses = [("body", "10H"), ("answer", "refuses"), ("shown", item.as_str())];
    let otherwise = officer.fill(&answer, &answer, &refuses).await;
    assert_eq!(otherwise.status, StatusCode::UNPROCESSABLE_ENTITY, "the vote says otherwise: {}", otherwise.text);
    does(&mut officer, &answer, &agrees).await;
    let page = officer.get(&format!("/proposals/{proposal}")).await.text;
    assert!(page.contains("Of 7 bodies: 7 bound."), "{page}");
}

#[tokio::test]
async fn terms_of_reference_are_filled_in_with_those_in_force_and_every_fault_is_told() {
    let service = before().await;
    let mut clerk = acting_as(&service, "person-k1").await;
    let form = "/do/set-terms?forum=committee%3Aexecutive";
    let page = clerk.get(form).await.text;
    assert!(page.contains("Accountable officer, Buckinghamshire; accountable-officer; 10H 10Y; represents;"), "{page}");
    assert!(
        page.contains("clinical: 2") && page.contains("value=\"8\"") && !page.contains("How large a share"),
        "{page}"
    );
    let seats = "Chair of Bucks; clinical-chair; 10H 10Y; speaks; clinical; required";
    let fields = |seats: &'static str, persons: &'static str, classes: &'static str| {
        [
            ("from[day]", "1"),
            ("from[month]", "11"),
            ("from[year]", "2016"),
            ("source", "Terms of reference, version 2"),
            ("seats", seats),
            ("persons", persons),
            ("bodies", "1"),
            ("classes", classes),
            ("rounds", "3"),
            ("days", "20"),
            ("deputies", "yes"),
            ("referral-days", "30"),
        ]
    };
    for (fields, said) in [
        (fields("Chair; king; 10H; speaks; clinical", "2", ""), "Line 1: “king” is not a kind of post"),
        (fields(seats, "many", ""), "Enter a whole number up to 999"),
        (fields(seats, "0", ""), "A quorum of nobody is none"),
        (fields(seats, "2", "lay: 1"), "no seat is of the class `lay`"),
        (fields(seats, "2", "clinical two"), "is not a class and a number"),
    ] {
        let answer = clerk.fill(form, form, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", answer.text);
        assert!(answer.text.to_lowercase().contains(&said.to_lowercase()), "{said}: {}", answer.text);
        assert!(answer.text.contains("Terms of reference, version 2"), "what was typed stays");
    }
    does(&mut clerk, form, &fields(seats, "2", "clinical: 1")).await;
    let mut director = acting_as(&service, "person-f1").await;
    assert_eq!(director.get(form).await.status, StatusCode::FORBIDDEN);
}

/// What a calendar says of its only meeting.
async fn of_the_calendar(service: &Router, name: &str) -> String {
    let calendar = get(service, "/meetings.ics").await.text().replace("\r\n ", "");
    let meeting = calendar.split("BEGIN:VEVENT").nth(1).unwrap_or_else(|| panic!("no meeting in {calendar}"));
    let found = meeting.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    found.unwrap_or_else(|| panic!("no {name} in {meeting}")).to_owned()
}

#[tokio::test]
async fn whoever_follows_the_calendar_hears_of_hours_and_of_a_meeting_called_off() {
    // A minute passes between any two looks at the clock.
    let (start, minutes) = (NOW.parse::<jiff::Timestamp>().unwrap(), std::sync::atomic::AtomicI64::new(0));
    let clock = journal::Clock::of(move || {
        start + jiff::SignedDuration::from_mins(minutes.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    });
    let journal = journal::Journal::open("sqlite::memory:").await.unwrap().timed_by(clock);
    let record = Footprint::over(journal).await.unwrap();
    let service = before_of(record, Store::open("sqlite::memory:").await.unwrap()).await;
    let mut clerk = acting_as(&service, "person-k1").await;
    let day = [("title", "First"), ("on[day]", "6"), ("on[month]", "10"), ("on[year]", "2016"), ("place", "Hall")];
    let call = "/do/call?forum=committee%3Aexecutive";
    let backwards: Vec<_> = day.into_iter().chain([("begins", "12:00"), ("ends", "9:30")]).collect();
    let refused = clerk.fill(call, call, &backwards).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("The meeting would end at 09:30 and begin at 12:00"), "{}", refused.text);
    let meeting = does(&mut clerk, call, &[&day[..], &[("begins", "9:30"), ("ends", "12.00")]].concat()).await;
    let id = meeting.rsplit('/').next().unwrap().to_owned();
    let item = [("title", "Ambulance"), ("kind", "decision"), ("access", "public")];
    does(&mut clerk, &format!("/do/add-item?meeting={id}"), &item).await;
    does(&mut clerk, &format!("/do/publish-agenda?meeting={id}"), &[]).await;

    let mut seen = Vec::new();
    let mut look = async |words: &str, begins: &str, status: &str| {
        // A meeting that was called off has no pack to be read for it.
        let pack = (status == "CONFIRMED").then(|| format!("{meeting}/pack"));
        for path in std::iter::once(meeting.clone()).chain(pack) {
            let page = get(&service, &path).await.text();
            assert!(page.contains(words), "{path} does not say {words}: {page}");
        }
        assert_eq!(of_the_calendar(&service, "DTSTART;TZID=Europe/London").await, begins);
        assert_eq!(of_the_calendar(&service, "LOCATION").await, "Hall");
        assert_eq!(of_the_calendar(&service, "STATUS").await, status);
        let sequence: u64 = of_the_calendar(&service, "SEQUENCE").await.parse().unwrap();
        seen.push((sequence, of_the_calendar(&service, "DTSTAMP").await, of_the_calendar(&service, "UID").await));
    };
    look("6 October 2016, 09:30 to 12:00", "20161006T093000", "CONFIRMED").await;
    let later = [("begins", "10:00"), ("ends", "12:45")];
    does(&mut clerk, &format!("/do/set-hours?meeting={id}"), &later).await;
    look("6 October 2016, 10:00 to 12:45", "20161006T100000", "CONFIRMED").await;
    does(&mut clerk, &format!("/do/cancel?meeting={id}"), &[("reason", "Nothing to decide")]).await;
    look("6 October 2016, 10:00 to 12:45", "20161006T100000", "CANCELLED").await;
    for pair in seen.windows(2) {
        assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1 && pair[0].2 == pair[1].2, "{seen:?}");
    }
    let rows = get(&service, "/meetings?format=csv").await.text();
    assert!(rows.contains("2016-10-06,10:00 to 12:45,"), "{rows}");
}

#[tokio::test]
async fn a_form_says_every_fault_at_once_and_keeps_what_was_typed() {
    let service = before().await;
    let mut clerk = acting_as(&service, "person-k1").await;
    let form = "/do/call?forum=committee%3Aexecutive";
    let answer = clerk
        .fill(form, form, &[("title", "Kept words"), ("on[day]", "31"), ("on[month]", "2"), ("on[year]", "2016")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("<title>Error: Call a meeting"), "{}", answer.text);
    assert!(answer.text.contains("value=\"Kept words\""), "{}", answer.text);
    for fault in ["Write a day, month and year", "Enter where it is held"] {
        assert_eq!(answer.text.matches(fault).count(), 2, "{fault} stands above and beside: {}", answer.text);
    }
    // Nothing was recorded, and somebody without the duty gets no form.
    assert!(!clerk.get("/meetings").await.text.contains("Kept words"));
    let mut director = acting_as(&service, "person-f1").await;
    assert_eq!(director.get(form).await.status, StatusCode::FORBIDDEN);
    let sent = director.fill("/meetings", form, &[("title", "x")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN, "{}", sent.text);
}

#[test]
fn the_tour_is_as_long_as_the_story() {
    assert!(story().len() > footprint().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_meetings_are_accessible() {
    let paths = [
        "/meetings",
        "/meetings/october",
        "/meetings/october/items/ambulance-item",
        "/meetings/october/minutes",
        "/meetings/october/notices/10H",
        "/meetings/october/pack",
        "/proposals/lines",
        "/decisions",
        "/decisions/ambulance/10H",
        "/forward-plan",
        "/actions",
        "/questions",
        "/tour",
    ];
    crate::browser::look(told().await, String::new(), paths.map(str::to_owned).to_vec()).await;
    let service = before().await;
    let clerk = acting_as(&service, "person-k1").await;
    let cookie = format!("footprint_session={}", clerk.session().unwrap());
    let forms = [
        "/do/call?forum=committee%3Aexecutive",
        "/do/propose?forum=committee%3Aexecutive",
        "/do/set-terms?forum=committee%3Aexecutive",
        "/meetings",
        "/notices",
        "/refusals",
        "/",
    ];
    crate::browser::look(service, cookie, forms.map(str::to_owned).to_vec()).await;
}
