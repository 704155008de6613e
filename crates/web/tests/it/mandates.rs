//! Who decides: pages, files and forms over a small world of two groups and their executive.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kit::security::Csrf;
use kit::site::{Config, Today};
use mandate::{
    Act, Capacity, Committee, DatedBody, DatedLine, Delegated, HolderId, Holding, Instrument, InstrumentKind, Level,
    Limits, Line, Mandate, Population, Post, PostKind, SchemeRow, Seat, SeatRole, Shape, Universe,
};
use terms::{OdsCode, Pence, Period};
use web::pages::router;

use crate::door::Browser;
use crate::world::{footprint, get, send};

fn from(day: &str) -> Period {
    Period::from_days(Some(day.parse().unwrap()), None)
}

fn body(code: &str) -> OdsCode {
    code.parse().unwrap()
}

fn instrument(id: &str, kind: InstrumentKind, whose: Option<&str>, rests_on: Option<&str>) -> Instrument {
    Instrument {
        id: id.parse().unwrap(),
        kind,
        title: format!("The {} {id}", kind.words().to_lowercase()),
        body: whose.map(body),
        rests_on: rests_on.map(|id| id.parse().unwrap()),
        period: from("2013-04-01"),
        reference: None,
    }
}

fn row(matter: &str, reserved: Option<HolderId>, delegated: &[(&str, i64)]) -> SchemeRow {
    SchemeRow {
        area: "Commissioning".to_owned(),
        title: format!("Deciding {matter}"),
        matter: matter.parse().unwrap(),
        clause: Some("4.1".to_owned()),
        reserved_to: reserved,
        delegated: delegated
            .iter()
            .map(|(post, pounds)| Delegated {
                holder: HolderId::Post(post.parse().unwrap()),
                limits: Limits { per_decision: Some(Pence(pounds * 100)), ..Limits::NONE },
            })
            .collect(),
        conditions: Vec::new(),
        populations: Vec::new(),
    }
}

/// Chiltern (10H) and Oxfordshire (10Q): each with an accountable officer, a scheme up to £1 million, and one executive.
fn acts() -> Vec<Act> {
    let person = |id: &str, name: &str| Act::EnterPerson {
        person: id.parse().unwrap(),
        name: name.to_owned(),
        contact: Some(format!("{id}@example.org")),
    };
    let post = |id: &str, title: &str, kind, whose: &str| Act::CreatePost {
        post: Post {
            id: id.parse().unwrap(),
            title: title.to_owned(),
            kind,
            bodies: vec![DatedBody { body: body(whose), period: from("2013-04-01") }],
            period: from("2013-04-01"),
        },
    };
    let appoint = |post: &str, person: &str| Act::Appoint {
        holding: Holding {
            post: post.parse().unwrap(),
            person: person.parse().unwrap(),
            capacity: Capacity::Substantive,
            period: from("2015-01-01"),
        },
    };
    let line = |code: &str, name: &str| Act::EnterLine {
        line: Line { code: code.parse().unwrap(), name: name.to_owned(), parent: None, period: from("2013-04-01") },
    };
    let give = |id: &str, line: &str, level, whose: &str, reason: Option<&str>| Act::GiveMandate {
        mandate: Mandate {
            id: id.parse().unwrap(),
            line: line.parse().unwrap(),
            populations: vec![Population::registered(body(whose))],
            level,
            commissioners: vec![body(whose)],
            instrument: "nhs-act-2006".parse().unwrap(),
            period: from("2013-04-01"),
        },
        reason: reason.map(str::to_owned),
    };
    let mut acts = vec![
        Act::MakeInstrument { instrument: instrument("nhs-act-2006", InstrumentKind::Statute, None, None) },
        line("ambulance", "Ambulance"),
        line("community", "Community"),
    ];
    for (code, name) in [("10H", "A. Chiltern"), ("10Q", "B. Oxford")] {
        let low = code.to_lowercase();
        let constitution = format!("{low}-constitution");
        acts.extend([
            Act::MakeInstrument {
                instrument: instrument(&constitution, InstrumentKind::Constitution, Some(code), Some("nhs-act-2006")),
            },
            person(&format!("person-{low}"), name),
            post(&format!("{low}-ao"), "Accountable officer", PostKind::AccountableOfficer, code),
            appoint(&format!("{low}-ao"), &format!("person-{low}")),
            Act::AdoptScheme {
                scheme: instrument(&format!("{low}-scheme"), InstrumentKind::Scheme, Some(code), Some(&constitution)),
                rows: vec![
                    row("service:ambulance", None, &[(&format!("{low}-ao"), 1_000_000)]),
                    row("function:constitution", Some(HolderId::Membership), &[]),
                ],
            },
            give(&format!("{low}-ambulance"), "ambulance", Level::System, code, Some("one fleet serves all")),
        ]);
    }
    acts.extend([
        give("10q-community", "community", Level::Place, "10Q", None),
        person("person-clerk", "C. Clerk"),
        post("10q-secretary", "Secretary", PostKind::GoverningBodySecretary, "10Q"),
        appoint("10q-secretary", "person-clerk"),
        Act::FormCommittee {
            committee: Committee {
                id: "executive".parse().unwrap(),
                name: "Commissioning executive".to_owned(),
                shape: Shape::IndividualDelegation,
                members: [body("10Q"), body("10H")].map(|body| DatedBody { body, period: from("2016-09-01") }).to_vec(),
                remit: vec![DatedLine {
                    line: "ambulance".parse().unwrap(),
                    period: from("2016-09-01"),
                    instrument: "nhs-act-2006".parse().unwrap(),
                }],
                seats: vec![Seat {
                    post: "10h-ao".parse().unwrap(),
                    role: SeatRole::Representative,
                    represents: [body("10H")].into(),
                    period: from("2016-09-01"),
                }],
                period: from("2016-09-01"),
                instrument: "nhs-act-2006".parse().unwrap(),
            },
        },
        Act::NameUniverse {
            universe: Universe {
                id: "core".parse().unwrap(),
                name: "Core services".to_owned(),
                lines: vec!["ambulance".parse().unwrap(), "community".parse().unwrap()],
            },
        },
    ]);
    acts
}

pub(crate) async fn footprint_with_mandates() -> app::Footprint {
    let footprint = footprint().await;
    for act in acts() {
        footprint
            .act(&app::Who::keeper("keeper"), act.clone())
            .await
            .unwrap_or_else(|error| panic!("{act:?}: {error}"));
    }
    footprint
}

async fn service() -> Router {
    let footprint = footprint_with_mandates().await;
    let config = Config { today: Today::Fixed("2016-10-01".parse().unwrap()), ..Config::default() };
    router(footprint, config, Csrf::with_key([1; 32]))
}

/// Every page of this part.
const PAGES: &[&str] = &[
    "/who-decides",
    "/who-decides?matter=service:ambulance&body=10H&amount=2000000",
    "/who-decides?matter=service:community&body=10H",
    "/who-decides?matter=nonsense+&body=ZZ&amount=x",
    "/expiring?days=900",
    "/powers-changed?since=2013-01-01",
    "/powers-changed?since=5",
    "/people",
    "/people/person-10h",
    "/people/person-10h/may-decide",
    "/people/person-10h/posts",
    "/people/person-10h/interests",
    "/posts/10h-ao",
    "/delegations/10h-scheme-1",
    "/organisations/10H/posts",
    "/organisations/10H/scheme",
    "/organisations/10H/scheme?version=10h-scheme",
    "/organisations/10H/post-holders",
    "/organisations/10H/schemes",
    "/organisations/10H/powers",
    "/organisations/14Y/scheme",
    "/committees",
    "/committees/executive",
    "/committees/executive/members",
    "/committees/executive/seats",
    "/committees/executive/remit",
    "/mandates",
    "/coverage/universes",
    "/services",
    "/services/ambulance",
    "/mandates/10h-ambulance",
    "/stays-local",
    "/stays-local?committee=executive",
    "/place-and-system",
    "/coverage",
    "/coverage?universe=core&from=2013-04-01&to=2016-10-01",
];

#[tokio::test]
async fn every_page_answers_whole_and_as_files() {
    let service = service().await;
    for path in PAGES {
        let answer = get(&service, path).await;
        let text = answer.text();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {text}");
        assert!(text.ends_with("</html>") && text.matches("<h1").count() == 1, "{path}");
        assert!(!text.contains("@example.org"), "a visitor sees how to reach nobody: {path}");
        for link in
            text.split("href=\"").filter_map(|rest| rest.split('"').next()).filter(|href| href.contains("format="))
        {
            let file = get(&service, &link.replace("&amp;", "&").replace("&#38;", "&")).await;
            assert_eq!(file.status, StatusCode::OK, "{path} -> {link}: {}", file.text());
        }
    }
}

async fn main_of(service: &Router, path: &str) -> String {
    get(service, path).await.main()
}

#[tokio::test]
async fn two_million_is_the_governing_body_s_and_one_is_the_officer_s() {
    let service = service().await;
    let ask = |amount: &str| format!("/who-decides?matter=service:ambulance&body=10H&amount={amount}");
    let exactly = main_of(&service, &ask("1000000")).await;
    assert!(
        exactly.contains("can be taken by A. Chiltern, Accountable officer, up to £1,000,000 per decision"),
        "{exactly}"
    );
    let penny_more = main_of(&service, &ask("1000000.01")).await;
    assert!(penny_more.contains("can be taken by the governing body of NHS Chiltern CCG (10H)"), "{penny_more}");
    assert!(penny_more.contains("is over the limit of £1,000,000.00 per decision (10h-scheme-1, 4.1)"), "{penny_more}");
    let members = main_of(&service, "/who-decides?matter=function:constitution&body=10H").await;
    assert!(members.contains("by the member practices of NHS Chiltern CCG (10H) alone"), "{members}");
    let nobody = main_of(&service, "/who-decides?matter=service:community&body=10H").await;
    assert!(nobody.contains("nobody’s to take: no mandate on record says whose this service is"), "{nobody}");
}

#[tokio::test]
async fn a_body_is_asked_about_by_name_and_an_amount_as_people_write_it() {
    let service = service().await;
    let named = "/who-decides?matter=ambulance&body=Chiltern+CCG&amount=%C2%A31.5m";
    let page = main_of(&service, named).await;
    assert!(page.contains("to the amount of £1,500,000 can be taken by the governing body of NHS Chiltern"), "{page}");
    let local = main_of(&service, "/stays-local?bodies=Chiltern+CCG,+10Q").await;
    assert!(local.contains("NHS Chiltern CCG") && local.contains("NHS Oxfordshire CCG"), "{local}");
    let many = get(&service, &format!("/stays-local?bodies={}", "Chiltern+CCG,".repeat(60))).await.text();
    assert!(many.contains("At most 50 names are looked for at once"), "{many}");
    let long = get(&service, &format!("/stays-local?bodies={}", "x".repeat(201))).await.text();
    assert!(long.contains("longer than a name can be"), "{long}");
    let wrong = get(&service, "/who-decides?matter=&body=10H&amount=lots").await.text();
    assert!(wrong.contains("“lots” is not an amount in pounds"), "{wrong}");
}

#[tokio::test]
async fn where_a_page_stood_before_leads_on_for_good() {
    let service = service().await;
    for (old, new) in [
        ("/powers?matter=service:ambulance&body=10H", "/who-decides?matter=service:ambulance&body=10H"),
        ("/powers", "/who-decides"),
        ("/powers/expiring?days=90", "/expiring?days=90"),
        ("/powers/changes?since=5", "/powers-changed?since=5"),
        ("/api/v1/people/person-10h/powers", "/api/v1/people/person-10h/may-decide"),
    ] {
        let answer = get(&service, old).await;
        assert_eq!(
            (answer.status, answer.headers[header::LOCATION].to_str().unwrap()),
            (StatusCode::PERMANENT_REDIRECT, new),
            "{old}"
        );
    }
}

#[tokio::test]
async fn an_executive_without_power_says_so() {
    let page = main_of(&service().await, "/committees/executive").await;
    assert!(page.contains("This committee holds no power."), "{page}");
}

#[tokio::test]
async fn a_gap_in_coverage_is_shown_with_its_days() {
    let page = main_of(&service().await, "/coverage?universe=core&from=2013-04-01&to=2016-10-01").await;
    assert!(page.contains("Not so:") && page.contains("1 gap"), "{page}");
}

#[tokio::test]
async fn a_form_is_for_whoever_may_ask() {
    let service = service().await;
    for path in ["/people/new", "/organisations/10Q/posts/new", "/organisations/10Q/scheme/adopt", "/posts/10h-ao/end"]
    {
        assert_eq!(get(&service, path).await.status, StatusCode::FORBIDDEN, "{path}");
        let sent = Browser::of(service.clone()).fill("/restate", path, &[]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
        // What a request calls itself opens nothing.
        let post = Request::post(path).header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).unwrap();
        assert_eq!(send(&service, post).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn the_pages_say_what_they_said() {
    let service = service().await;
    for (name, path) in [
        ("who_decides", "/who-decides?matter=service:ambulance&body=10H&amount=2000000"),
        ("person", "/people/person-10h"),
        ("posts", "/organisations/10H/posts"),
        ("scheme", "/organisations/10H/scheme"),
        ("committee", "/committees/executive"),
        ("stays_local", "/stays-local?committee=executive"),
    ] {
        insta::assert_snapshot!(format!("mandates_{name}"), main_of(&service, path).await);
    }
    insta::assert_snapshot!(
        "mandates_scheme_csv",
        get(&service, "/organisations/10H/scheme?table=scheme&format=csv").await.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_accessible_in_a_browser_with_and_without_javascript() {
    // A page with errors begins with their summary, which takes the focus from the skip link as it should.
    let paths = PAGES.iter().filter(|path| !path.contains("nonsense")).map(|path| (*path).to_owned()).collect();
    crate::browser::look(service().await, String::new(), paths).await;
}

#[tokio::test]
async fn vacant_posts_are_told_with_those_that_statute_requires_first() {
    let service = service().await;
    let rows = async |query: &str| -> Vec<Vec<String>> {
        let file = get(&service, &format!("/vacancies?format=csv&{query}")).await;
        assert_eq!(file.status, StatusCode::OK, "{}", file.text());
        let mut reader = csv::Reader::from_reader(file.body.as_slice());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    // The scheme is of 2013 and nobody was appointed before 2015.
    let early = rows("valid_at=2014-01-01").await;
    let post = |code: &str, title: &str| early.iter().position(|row| row[0] == code && row[2] == title).unwrap();
    let (officer, secretary) = (&early[post("10H", "Accountable officer")], &early[post("10Q", "Secretary")]);
    assert!(officer[4].starts_with("yes: ") && officer[5..] == ["", "", "1"], "{officer:?}");
    assert!(secretary[4].is_empty() && secretary[7] == "0", "{secretary:?}");
    assert_eq!(early.last(), Some(secretary), "what statute does not require comes last");
    let lay = early.iter().find(|row| row[0] == "10Q" && row[3] == "Lay member").unwrap();
    assert!(lay[2] == "not created" && lay[4].ends_with("; 0 of 2 on record"), "{lay:?}");
    // Once they are held, what was never created is left.
    let later = rows("valid_at=2016-10-01").await;
    assert!(!later.is_empty() && later.iter().all(|row| row[2] == "not created"), "{later:?}");
    assert!(rows("valid_at=2016-10-01&bodies=10H").await.iter().all(|row| row[0] == "10H"));
}
