//! Overrides and challenges: every form sent by somebody whose they are, and unseen by everybody else.

use std::sync::Arc;

use app::{Footprint, Who};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kit::security::{CSRF_FIELD, Csrf};
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use mandate::{Act, Capacity, DatedBody, Holding, Post, PostKind};
use store::Store;
use terms::Period;
use web::pages::router_with;

use crate::door::Browser;
use crate::world::send;

const KEY: &str = "Key-Of-A-Patient-77";

struct There {
    service: Router,
    footprint: Footprint,
    folder: tempfile::TempDir,
}

fn since() -> Period {
    Period::from_days(Some("2018-04-01".parse().unwrap()), None)
}

/// Two boards' finance officers, an auditor and a lay member, in a demonstration in which one may act as any of them.
async fn there() -> There {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("journal.db").display().to_string();
    let footprint = crate::world::record(&address).await;
    app::demo::load_register(&footprint).await.unwrap();
    let keeper = Who::keeper("keeper");
    for (id, kind, body) in [
        ("bucks-finance", PostKind::ChiefFinanceOfficer, "14Y"),
        ("oxon-finance", PostKind::ChiefFinanceOfficer, "10Q"),
        ("berks-finance", PostKind::ChiefFinanceOfficer, "15A"),
        ("bucks-lay", PostKind::LayMember, "14Y"),
        ("auditor", PostKind::Auditor, "10Q"),
        ("secretary", PostKind::GoverningBodySecretary, "14Y"),
    ] {
        let person = format!("person-{id}");
        let bodies = vec![DatedBody { body: body.parse().unwrap(), period: since() }];
        let post = Post { id: id.parse().unwrap(), title: kind.words(), kind, bodies, period: since() };
        let holding = Holding {
            post: id.parse().unwrap(),
            person: person.parse().unwrap(),
            capacity: Capacity::Substantive,
            period: since(),
        };
        for act in [
            Act::EnterPerson { person: person.parse().unwrap(), name: format!("Made up {id}"), contact: None },
            Act::CreatePost { post },
            Act::Appoint { holding },
        ] {
            footprint.act(&keeper, act).await.unwrap();
        }
    }
    let store = Store::open(&address).await.unwrap();
    let settings = Settings { is_demo: true, ..Settings::default() };
    let today = Today::Fixed("2019-10-01".parse().unwrap());
    let people = RecordPeople::new(footprint.clone(), today);
    let sign_in = SignIn::new(store, settings).unwrap().with_people(Arc::new(people));
    let config = Config { today, ..Config::default() };
    let service = router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in);
    There { service, footprint, folder }
}

async fn as_(service: &Router, who: &str) -> Browser {
    let mut browser = Browser::of(service.clone());
    let person = format!("person-{who}");
    let answer = browser.fill("/act-as", "/act-as", &[("person", &person), ("return", "/")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    browser
}

/// Sends a form that must be taken, and where it leads, without the word of what was recorded.
async fn does(browser: &mut Browser, form: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.fill(form, form, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.text);
    let to = answer.location().to_owned();
    let page = browser.get(&to).await;
    assert!(page.status == StatusCode::OK && page.text.contains("it is recorded as"), "{to}: {}", page.text);
    to.split('?').next().unwrap().to_owned()
}

fn cookies(browser: &Browser) -> String {
    let pairs: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

/// The same with a file, as a browser sends it.
async fn sends(
    service: &Router,
    browser: &mut Browser,
    form: &str,
    fields: &[(&str, &str)],
    file: (&str, &str, &[u8]),
) -> crate::world::Answer {
    let token = browser.get(form).await.hidden(CSRF_FIELD);
    let mut body = Vec::new();
    for (name, value) in [(CSRF_FIELD, token.as_str())].iter().chain(fields) {
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let (name, kind, bytes) = file;
    let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {kind}");
    body.extend(format!("--cut\r\n{head}\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--cut--\r\n");
    let request = Request::post(form)
        .header(header::COOKIE, cookies(browser))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    send(service, request.body(Body::from(body)).unwrap()).await
}

async fn bytes_of(service: &Router, browser: &Browser, path: &str) -> Vec<u8> {
    let request = Request::get(path).header(header::COOKIE, cookies(browser)).body(Body::empty()).unwrap();
    let answer = send(service, request).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

const OVERRIDE: &[(&str, &str)] = &[
    ("kind", "section-117"),
    ("key", KEY),
    ("commissioner", "10Q"),
    ("first[day]", "1"),
    ("first[month]", "9"),
    ("first[year]", "2019"),
    ("last[day]", "20"),
    ("last[month]", "10"),
    ("last[year]", "2019"),
    ("owner", "14Y/post/bucks-finance"),
    ("reason", "Detained from there"),
];

const WALK: &str = "CDS>A: the home is OX3 9DU\nThe practice is of the other body";

fn claim(pairs: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("claimant", "14Y"),
        ("respondent", "10Q"),
        ("words", "One stay of somebody of theirs"),
        ("first[day]", "1"),
        ("first[month]", "8"),
        ("first[year]", "2019"),
        ("last[day]", "2"),
        ("last[month]", "8"),
        ("last[year]", "2019"),
        ("records", "1"),
        ("amount", "950.50"),
        ("run", "august-2019"),
        ("row", "12"),
        ("walk", WALK),
    ];
    for (name, value) in pairs {
        all.retain(|(held, _)| held != name);
        all.push((*name, *value));
    }
    all
}

fn files_hold(there: &There, text: &[u8]) -> bool {
    let files = std::fs::read_dir(there.folder.path()).unwrap();
    files.into_iter().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text)
    })
}

#[tokio::test]
async fn an_override_goes_its_whole_way_through_forms_and_its_key_is_never_seen_again() {
    let there = there().await;
    let mut finance = as_(&there.service, "bucks-finance").await;
    let page = finance.get("/who-pays/overrides").await.text;
    assert!(page.contains("Add an override") && page.contains("About to expire"), "{page}");
    // What is wrong is said at once, and the key is not sent back.
    let wrong: Vec<(&str, &str)> = OVERRIDE.iter().copied().filter(|(name, _)| !name.starts_with("last")).collect();
    let answer = finance.fill("/who-pays/overrides/new", "/who-pays/overrides/new", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("every override has one") && !answer.text.contains(KEY), "{}", answer.text);
    let one = does(&mut finance, "/who-pays/overrides/new", OVERRIDE).await;
    let page = finance.get(&one).await.text;
    assert!(page.contains("About to expire") && page.contains("2023] UKSC 31"), "{page}");
    let again = finance.fill("/who-pays/overrides/new", "/who-pays/overrides/new", OVERRIDE).await;
    assert!(again.text.contains("has the same key and covers some of these days"), "{}", again.text);
    let last = [("last[day]", "31"), ("last[month]", "12"), ("last[year]", "2019"), ("reason", "Still so")];
    does(&mut finance, &format!("{one}/extend"), &last).await;
    assert!(finance.get("/who-pays/overrides?state=in-force").await.text.contains("31 December 2019"));
    let last = [("last[day]", "30"), ("last[month]", "9"), ("last[year]", "2019"), ("reason", "Home again")];
    does(&mut finance, &format!("{one}/end"), &last).await;
    assert!(finance.get("/who-pays/overrides?state=ended&format=csv").await.text.contains("Ended early"));
    let unsure = finance.fill(&format!("{one}/erase"), &format!("{one}/erase"), &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hash = activity::hash_of_key(KEY).0;
    assert!(files_hold(&there, &hash), "the hash is nowhere, so nothing can be checked");
    does(&mut finance, &format!("{one}/erase"), &[("sure", "yes")]).await;
    assert!(finance.get("/who-pays/overrides?format=csv").await.text.contains("Key erased"));
    assert!(!files_hold(&there, &hash), "the hash of the key is still in a file");
    assert!(!files_hold(&there, KEY.as_bytes()), "the key itself is in a file");
    assert_eq!(there.footprint.known().state.who_pays().now().override_rows().n_left_out, 1);
}

#[tokio::test]
async fn a_challenge_goes_its_whole_way_through_forms() {
    let there = there().await;
    let mut bucks = as_(&there.service, "bucks-finance").await;
    let mut oxon = as_(&there.service, "oxon-finance").await;
    let refused = bucks
        .fill("/who-pays/challenges/new", "/who-pays/challenges/new", &claim(&[("words", "Home at OX3 9DU")]))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("The claim seems to hold a postcode"), "{}", refused.text);
    let case = does(&mut bucks, "/who-pays/challenges/new", &claim(&[])).await;
    let page = bucks.get(&case).await.text;
    for words in
        ["Row 12 of run august-2019", "(postcode left out)", "10Q is to move by 29 October 2019", "Withdraw the claim"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    // Only what one may do now is offered.
    assert!(!page.contains("/press\"") && !page.contains("/rule\"") && page.contains("/agree-by-letter\""), "{page}");
    // The claimant can record only what the other side wrote; the other side answers for itself.
    assert!(page.contains("Record a letter in which the other side agrees to all"), "{page}");
    assert!(page.contains("Recorded by that side"), "{page}");
    let theirs = oxon.get(&case).await.text;
    assert!(theirs.contains("Agree to all that is asked") && !theirs.contains("Record a letter"), "{theirs}");
    assert_eq!(bucks.get(&format!("{case}/press")).await.status, StatusCode::FORBIDDEN);

    let file = ("letter.pdf", "application/pdf", &b"the letter"[..]);
    let answer = sends(&there.service, &mut oxon, &format!("{case}/file"), &[("title", "Our records")], file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = oxon.get(&case).await.text;
    let link = page.split("/evidence/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let evidence = format!("{case}/evidence/{link}");
    assert_eq!(oxon.get(&evidence).await.text, "the letter");
    let none = sends(&there.service, &mut oxon, &format!("{case}/file"), &[("title", "Nothing")], ("", "", b"")).await;
    assert!(none.text().contains("Choose a file"), "{}", none.text());

    let over = oxon
        .fill(
            &format!("{case}/answer"),
            &format!("{case}/answer"),
            &[("records", "1"), ("amount", "950.50"), ("reason", "x")],
        )
        .await;
    assert!(over.text.contains("agree to it, or offer less"), "{}", over.text);
    does(&mut oxon, &format!("{case}/answer"), &[("records", "0"), ("amount", "0.00"), ("reason", "Not ours")]).await;
    let part = [("records", "1"), ("amount", "500.00"), ("reason", "Half of it then")];
    does(&mut bucks, &format!("{case}/press"), &part).await;
    does(&mut oxon, &format!("{case}/answer"), &[("records", "0"), ("amount", "100"), ("reason", "A little")]).await;
    does(&mut bucks, &format!("{case}/escalate"), &[("reason", "We do not agree")]).await;
    let ruling = [("ruling", "upheld-in-part"), ("records", "1"), ("amount", "300"), ("reason", "RC-1")];
    does(&mut oxon, &format!("{case}/rule"), &ruling).await;
    let page = bucks.get(&case).await.text;
    for words in ["Closed: ruled by NHS England", "£300", "£651", "The case is closed."] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("What you can do"), "{page}");

    // An answer that came by letter is recorded by the claimant, with the letter.
    let other = does(&mut bucks, "/who-pays/challenges/new", &claim(&[("row", "13")])).await;
    let form = bucks.get(&format!("{other}/answer-by-letter")).await.text;
    assert!(form.contains("You record this for the other side"), "{form}");
    let fields =
        [("records", "0"), ("amount", "0"), ("reason", "Not theirs, they write"), ("title", "Letter of 2 October")];
    let answer = sends(&there.service, &mut bucks, &format!("{other}/answer-by-letter"), &fields, file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    does(&mut bucks, &format!("{other}/accept"), &[]).await;
    let third = does(&mut bucks, "/who-pays/challenges/new", &claim(&[("row", "14")])).await;
    does(&mut oxon, &format!("{third}/agree"), &[]).await;
    let fourth = does(&mut bucks, "/who-pays/challenges/new", &claim(&[("row", "15")])).await;
    does(&mut bucks, &format!("{fourth}/withdraw"), &[("reason", "Our mistake")]).await;
    let list = bucks.get("/who-pays/challenges?format=csv").await.text;
    for words in ["Closed: rejected", "Closed: accepted", "Closed: withdrawn", "Closed: ruled by NHS England"] {
        assert!(list.to_lowercase().contains(&words.to_lowercase()), "{words}: {list}");
    }

    // The pack: on screen, and as a PDF that says it is accessible.
    let pack = bucks.get(&format!("{case}/pack")).await.text;
    for words in [
        "One stay of somebody of theirs",
        "The walk as it was answered",
        "SHA-256",
        "Not ours",
        "RC-1",
        "permitted to settle who pays for 14Y",
        "post bucks-finance",
        "leaf of the journal",
        "Not checked against the text",
    ] {
        assert!(pack.contains(words), "{words}: {pack}");
    }
    let last = there.footprint.leaf_hash(there.footprint.known().state.sequence()).await.unwrap().unwrap();
    assert!(!pack.contains(&last.to_string()), "an entry of another case is in the pack");
    let opened = there
        .footprint
        .known()
        .state
        .who_pays()
        .now()
        .case(&case.rsplit('/').next().unwrap().parse().unwrap())
        .unwrap()
        .moves[0]
        .stamp
        .entry;
    let opened = there.footprint.leaf_hash(opened).await.unwrap().unwrap();
    assert!(pack.contains(&opened.to_string()));
    let pdf = bytes_of(&there.service, &bucks, &format!("{case}/pack.pdf")).await;
    assert!(pdf.starts_with(b"%PDF-") && pdf.windows(7).any(|window| window == b"pdfuaid"));
    let again = bytes_of(&there.service, &bucks, &format!("{case}/pack.pdf")).await;
    assert!(pdf == again, "the same case gave other bytes");

    // No postcode anywhere; the walk is beside the entries, never in one.
    assert!(!files_hold(&there, b"OX3 9DU") && !files_hold(&there, b"OX39DU"));
    for entry in there.footprint.journal().read(0, 1000).await.unwrap() {
        let stored = String::from_utf8(entry.stored).unwrap();
        assert!(!stored.contains("other body") && !stored.contains("Not ours"), "{stored}");
    }
}

#[tokio::test]
async fn the_days_are_set_by_whoever_keeps_the_register_and_by_nobody_else() {
    let there = there().await;
    let (mut bucks, mut secretary) =
        (as_(&there.service, "bucks-finance").await, as_(&there.service, "secretary").await);
    let held = does(&mut bucks, "/who-pays/overrides/new", OVERRIDE).await;
    assert!(bucks.get(&held).await.text.contains("About to expire"), "19 days are left, of 30");
    let shown = secretary.get("/who-pays/editions").await.text;
    assert!(shown.contains("from no guidance") && shown.contains("href=\"/who-pays/days\""), "{shown}");
    assert!(shown.contains("Not checked against the text"), "{shown}");
    let days = [
        ("from[day]", "1"),
        ("from[month]", "10"),
        ("from[year]", "2019"),
        ("answer", "20"),
        ("reply", "10"),
        ("soon", "14"),
        ("source", "Protocol of the boards"),
    ];
    for path in ["/who-pays/editions", "/who-pays/days"] {
        assert!(!bucks.get(path).await.text.contains("href=\"/who-pays/days\""), "{path}");
    }
    assert_eq!(bucks.get("/who-pays/days").await.status, StatusCode::FORBIDDEN);
    assert_eq!(bucks.fill("/who-pays/overrides/new", "/who-pays/days", &days).await.status, StatusCode::FORBIDDEN);
    let wrong = days.map(|(name, value)| (name, if name == "soon" { "many" } else { value }));
    let wrong = secretary.fill("/who-pays/days", "/who-pays/days", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Enter a whole number of days"), "{}", wrong.text);
    assert_eq!(does(&mut secretary, "/who-pays/days", &days).await, "/who-pays/editions");
    let shown = bucks.get("/who-pays/editions").await.text;
    assert!(shown.contains("Protocol of the boards") && shown.contains("Made up secretary"), "{shown}");
    assert!(bucks.get(&held).await.text.contains("In force"), "19 days are left, of 14");
    let case = does(&mut bucks, "/who-pays/challenges/new", &claim(&[])).await;
    assert!(bucks.get(&case).await.text.contains("21 October 2019"), "20 days from 1 October");
}

#[tokio::test]
async fn nobody_else_learns_that_anything_is_there() {
    let there = there().await;
    let mut bucks = as_(&there.service, "bucks-finance").await;
    let case = does(&mut bucks, "/who-pays/challenges/new", &claim(&[])).await;
    let held = does(&mut bucks, "/who-pays/overrides/new", OVERRIDE).await;
    let pages = ["/who-pays/challenges", "/who-pays/overrides"].map(str::to_owned);
    let of_case =
        ["", "/pack", "/pack.pdf", "/agree", "/answer", "/withdraw", "/file", "/rule", "/nonsense", "/evidence/x"];
    let of_held = ["", "/extend", "/end", "/erase"];
    let things: Vec<String> = of_case
        .iter()
        .map(|part| format!("{case}{part}"))
        .chain(of_held.iter().map(|part| format!("{held}{part}")))
        .collect();
    let forms = ["/who-pays/challenges/new", "/who-pays/overrides/new"].map(str::to_owned);

    let mut lay = as_(&there.service, "bucks-lay").await;
    for path in pages.iter().chain(&things).chain(&forms) {
        // That there is a form says nothing of anybody.
        let expected = if forms.contains(path) { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
        assert_eq!(lay.get(path).await.status, expected, "{path}");
        let sent = lay.fill("/act-as", path, &[("reason", "x"), ("sure", "yes")]).await;
        assert!(sent.status.is_client_error(), "{path}: {}", sent.status);
    }
    // Another body's officer sees their own and no more.
    let mut berks = as_(&there.service, "berks-finance").await;
    for path in &things {
        assert_eq!(berks.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let list = berks.get("/who-pays/challenges?format=csv").await;
    assert!(list.status == StatusCode::OK && !list.text.contains("challenge-"), "{}", list.text);
    // An auditor reads everything and does nothing.
    let mut auditor = as_(&there.service, "auditor").await;
    let page = auditor.get(&case).await;
    assert!(page.status == StatusCode::OK && !page.text.contains("What you can do"), "{}", page.text);
    assert_eq!(auditor.get(&format!("{case}/file")).await.status, StatusCode::FORBIDDEN);
    // The respondent cannot make the claimant's moves, nor touch its overrides.
    let mut oxon = as_(&there.service, "oxon-finance").await;
    assert_eq!(oxon.get(&format!("{case}/withdraw")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(oxon.get(&held).await.status, StatusCode::NOT_FOUND);
    // A visitor is asked who they are.
    let mut visitor = Browser::of(there.service.clone());
    for path in ["/who-pays/challenges", "/who-pays/overrides/new"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}: {}", answer.text);
        assert!(answer.text.contains("Act as somebody to do this"), "{path}: {}", answer.text);
    }
    // Nothing was recorded by any of this.
    assert!(
        there
            .footprint
            .known()
            .state
            .who_pays()
            .now()
            .case(&case.rsplit('/').next().unwrap().parse().unwrap())
            .unwrap()
            .closed
            .is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_overrides_and_challenges_are_accessible() {
    let there = there().await;
    let mut bucks = as_(&there.service, "bucks-finance").await;
    let case = does(&mut bucks, "/who-pays/challenges/new", &claim(&[])).await;
    let held = does(&mut bucks, "/who-pays/overrides/new", OVERRIDE).await;
    let cookie = format!("footprint_session={}", bucks.session().unwrap());
    let paths = [
        "/who-pays/overrides".to_owned(),
        "/who-pays/overrides/new".to_owned(),
        held.clone(),
        format!("{held}/erase"),
        "/who-pays/challenges".to_owned(),
        "/who-pays/challenges/new?run=august-2019&row=12".to_owned(),
        case.clone(),
        format!("{case}/answer-by-letter"),
        format!("{case}/file"),
        format!("{case}/pack"),
    ];
    crate::browser::look(there.service.clone(), cookie, paths.to_vec()).await;
}
