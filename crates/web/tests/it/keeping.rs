//! The forms of those who keep people, powers and mandates: each filled in rightly and wrongly by somebody whose duty it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::Footprint;
use axum::Router;
use axum::http::StatusCode;
use kit::security::Csrf;
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use store::Store;
use web::pages::router_with;

use crate::door::{Answer, Browser};
use crate::{mandates, world};

/// Oxfordshire's governing body secretary at work on 1 October 2016.
struct Desk {
    footprint: Footprint,
    service: Router,
    browser: Browser,
    /// The forms filled in so far, as the router writes them.
    filled: BTreeSet<String>,
}

const TODAY: terms::Date = terms::Date::constant(2016, 10, 1);

type Fields<'a> = &'a [(&'a str, &'a str)];

async fn desk() -> Desk {
    let footprint = mandates::footprint_with_mandates().await;
    let today = Today::Fixed("2016-10-01".parse().unwrap());
    let store = Store::open("sqlite::memory:").await.unwrap();
    let people = RecordPeople::new(footprint.clone(), today);
    let settings = Settings { is_demo: true, ..Settings::default() };
    let sign_in = SignIn::new(store, settings).unwrap().with_people(Arc::new(people));
    let config = Config { today, ..Config::default() };
    let service = router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in);
    let mut browser = Browser::of(service.clone());
    let acting = browser.fill("/act-as", "/act-as", &[("person", "person-clerk")]).await;
    assert_eq!(acting.status, StatusCode::SEE_OTHER, "{}", acting.text);
    Desk { footprint, service, browser, filled: BTreeSet::new() }
}

/// A day as a form's three fields.
fn day<'a>(names: [&'a str; 3], date: &'a str) -> [(&'a str, &'a str); 3] {
    let parts: Vec<&str> = date.split('-').collect();
    [(names[0], parts[2]), (names[1], parts[1]), (names[2], parts[0])]
}

fn from(date: &str) -> [(&str, &str); 3] {
    day(["from[day]", "from[month]", "from[year]"], date)
}

fn to(date: &str) -> [(&str, &str); 3] {
    day(["to[day]", "to[month]", "to[year]"], date)
}

fn on(date: &str) -> [(&str, &str); 3] {
    day(["on[day]", "on[month]", "on[year]"], date)
}

impl Desk {
    fn entries(&self) -> u64 {
        self.footprint.known().state.sequence().0
    }

    /// What is wrong is said above the form and beside the field, what was typed stays, and nothing is recorded.
    async fn wrong(&mut self, form: &str, fields: Fields<'_>, said: &str) {
        let before = self.entries();
        let answer = self.browser.fill(form, form, fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}: {}", answer.text);
        assert!(
            answer.text.contains("<title>Error: ") && answer.text.contains(said),
            "{form}: {said}: {}",
            answer.text
        );
        for (name, value) in fields.iter().filter(|(name, value)| !name.contains('[') && !value.is_empty()) {
            let kept = answer.text.contains(&format!("value=\"{}\"", value.replace('"', "&#34;")))
                || answer.text.contains(&format!("{value}</textarea>"));
            assert!(kept, "{form} forgets {name}: {}", answer.text);
        }
        assert_eq!(self.entries(), before, "{form}: something was recorded");
    }

    /// Recorded, and then at the thing; its address.
    async fn right(&mut self, form: &str, fields: &[&[(&str, &str)]]) -> String {
        let before = self.entries();
        let answer = self.browser.fill(form, form, &fields.concat()).await;
        let to = self.recorded(form, &answer, before).await;
        self.filled.insert(form.to_owned());
        to
    }

    async fn recorded(&mut self, form: &str, answer: &Answer, before: u64) -> String {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}: {}", answer.text);
        assert_eq!(self.entries(), before + 1, "{form}");
        let to = answer.location().to_owned();
        let page = self.browser.get(&to).await;
        assert_eq!(page.status, StatusCode::OK, "{form} leads to {to}: {}", page.text);
        assert!(page.text.contains(&format!("entry {}</a>", before + 1)), "{to} does not say that it was recorded");
        to.split(['?', '&']).next().unwrap().to_owned()
    }

    async fn shows(&mut self, page: &str, words: &str) {
        let answer = self.browser.get(page).await;
        assert!(answer.text.contains(words), "{page} does not show {words}: {}", answer.text);
    }
}

#[tokio::test]
async fn every_form_is_read_or_says_what_is_wrong() {
    let mut desk = desk().await;
    people(&mut desk).await;
    powers(&mut desk).await;
    committees(&mut desk).await;
    services(&mut desk).await;
    the_keeper_s(&mut desk).await;
    // Every form of this part was filled in: those that only post, by their own tests.
    let posts =
        crate::routes::routes(&desk.service).into_iter().filter(|(_, methods)| methods.contains(&"POST".into()));
    let own = web::pages::FACES.iter().filter(|face| face.room == "mandate").flat_map(|face| face.acts);
    let own: Vec<&str> = own.map(|form| form.path.split('?').next().unwrap_or(form.path)).collect();
    let of_this_part = |path: &String| own.contains(&path.as_str()) && !path.ends_with("/scheme/adopt");
    let same = |template: &str, filled: &str| {
        let (template, filled): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), filled.split('/').collect());
        template.len() == filled.len()
            && template.iter().zip(filled).all(|(one, two)| one.starts_with('{') || *one == two)
    };
    let unfilled: Vec<String> = posts
        .map(|(path, _)| path)
        .filter(of_this_part)
        .filter(|path| !desk.filled.iter().any(|filled| same(path, filled)))
        .collect();
    assert!(unfilled.is_empty(), "no test fills in {unfilled:?}");
}

async fn people(desk: &mut Desk) {
    desk.wrong("/people/new", &[("contact", "somebody@example.org")], "Enter the name").await;
    let person = desk.right("/people/new", &[&[("name", "D. New"), ("contact", "")]]).await;
    desk.shows(&person, "D. New").await;

    let interests = "/people/person-10q/interests/new";
    desk.wrong(interests, &[("matters", "nonsense")], "“nonsense” is not a matter").await;
    desk.wrong(interests, &[("wording", "Shares")], "Choose a category").await;
    let interest = [("category", "financial"), ("wording", "Shares in a provider"), ("matters", "service:ambulance")];
    desk.right(interests, &[&interest, &from("2016-04-01")]).await;
    desk.shows("/people/person-10q", "Shares in a provider").await;
    let withdraw = format!("/entries/{}/withdraw/0", desk.entries());
    let end = "/people/person-10q/interests/end";
    desk.wrong(end, &on("2017-01-01"), "Choose an interest").await;
    let held = desk.footprint.known().state.mandate().now().interests_of(&"person-10q".parse().unwrap(), TODAY)[0]
        .interest
        .id
        .to_string();
    desk.right(end, &[&[("interest", held.as_str())], &on("2017-01-01")]).await;
    desk.wrong(&withdraw, &[], "Say why it is wrong").await;
    desk.right(&withdraw, &[&[("reason", "entered for the wrong person")]]).await;
    assert!(!desk.browser.get("/people/person-10q").await.text.contains("Shares in a provider"));

    let posts = "/organisations/10Q/posts/new";
    desk.wrong(posts, &[("kind", "lay-member")], "Enter the title of the post").await;
    desk.wrong(posts, &[&[("title", "Lay member")][..], &from("2016-02-30")].concat(), "Write a day, month and year")
        .await;
    let post = desk.right(posts, &[&[("title", "Lay member"), ("kind", "lay-member")], &from("2016-10-01")]).await;
    assert_eq!(post, "/posts/lay-member-10q");
    desk.shows("/organisations/10Q/posts", "Lay member").await;

    let appoint = "/posts/10q-secretary/appoint";
    desk.wrong(appoint, &[("capacity", "deputy")], "Choose a person").await;
    let twice = [&[("person", "person-10q"), ("capacity", "substantive")][..], &from("2016-01-01")].concat();
    desk.wrong(appoint, &twice, "The appointment overlaps one recorded already: C. Clerk from 1 January 2015").await;
    desk.right(appoint, &[&[("person", "person-10q"), ("capacity", "deputy")], &from("2016-10-01")]).await;
    desk.shows("/posts/10q-secretary", "Deputy").await;
    let end = "/posts/10q-secretary/end-appointment";
    desk.wrong(end, &[("person", "person-10q")], "Enter the first day they no longer hold the post").await;
    desk.right(end, &[&[("person", "person-10q")], &on("2017-01-01")]).await;

    let share = "/posts/10q-ao/share";
    desk.wrong(share, &from("2016-10-01"), "Enter the name or code of a body").await;
    // By name as by code.
    desk.right(share, &[&[("body", "NHS Chiltern CCG")], &from("2016-10-01")]).await;
    desk.shows("/organisations/10H/posts", "B. Oxford").await;
    let end = format!("{post}/end");
    desk.wrong(&end, &[], "Enter the first day without the post").await;
    desk.right(&end, &[&on("2017-04-01")]).await;
}

async fn powers(desk: &mut Desk) {
    let instruments = "/organisations/10Q/instruments/new";
    desk.wrong(instruments, &[("kind", "resolution"), ("title", "Minute 7")], "Choose what it rests on").await;
    for (kind, title, rests_on) in
        [("direction", "Direction of 2016", "nhs-act-2006"), ("delegation-agreement", "Agreement", "10q-scheme")]
    {
        let fields = [("kind", kind), ("title", title), ("rests_on", rests_on), ("reference", "minute 7")];
        desk.right(instruments, &[&fields, &from("2016-10-01")]).await;
    }
    desk.shows("/organisations/10Q/transfers/new", "Direction of 2016").await;
    let end = "/organisations/10Q/instruments/end";
    desk.wrong(end, &on("2017-01-01"), "Choose an instrument").await;
    let others = [&[("instrument", "10h-scheme")][..], &on("2017-01-01")].concat();
    let answer = desk.browser.fill(end, end, &others).await;
    assert!(answer.text.contains("It is another body’s"), "{}", answer.text);
    desk.right(end, &[&[("instrument", "10q-agreement")], &on("2017-01-01")]).await;

    let delegate = "/organisations/10Q/powers/new";
    let given = [("matter", "service:ambulance"), ("instrument", "10q-scheme")];
    let lots =
        [&given[..], &[("holder", "post 10q-secretary"), ("per_decision", "lots")], &from("2016-10-01")].concat();
    desk.wrong(delegate, &lots, "is not an amount in pounds").await;
    // The list does not offer it, and sent all the same it is not taken: a committee of its shape holds no power.
    let forged = [("matter", "service:ambulance"), ("instrument", "10q-scheme"), ("holder", "committee executive")];
    let before = desk.entries();
    let answer = desk.browser.fill(delegate, delegate, &[&forged[..], &from("2016-10-01")].concat()).await;
    assert_eq!((answer.status, desk.entries()), (StatusCode::UNPROCESSABLE_ENTITY, before));
    assert!(answer.text.contains("Choose a post, or a committee that can hold powers"), "{}", answer.text);
    let limited = [("holder", "post 10q-secretary"), ("per_decision", "1,000.50"), ("clause", "7")];
    let power = desk.right(delegate, &[&given, &limited, &from("2016-10-01")]).await;
    desk.shows(&power, "£1,001").await;
    let revoke = format!("{power}/revoke");
    desk.wrong(&revoke, &on("2016-11-01"), "Say why it is revoked").await;
    desk.right(&revoke, &[&on("2016-11-01"), &[("reason", "no longer needed")]]).await;
    desk.shows(&format!("{power}?valid_at=2016-12-01"), "was revoked from").await;
}

async fn committees(desk: &mut Desk) {
    let form = "/organisations/10Q/committees/new";
    let late = [
        &[("name", "Boards"), ("shape", "joint-exercise"), ("members", "10H"), ("instrument", "nhs-act-2006")][..],
        &from("2016-10-01"),
    ]
    .concat();
    desk.wrong(form, &late, "that is lawful from 1 July 2022").await;
    desk.wrong(form, &[("members", "10H, ??")], "Nothing on the register is called “??”").await;
    let joint =
        [("name", "Joint committee"), ("shape", "joint-committee"), ("members", "10H"), ("instrument", "nhs-act-2006")];
    let made = desk.right(form, &[&joint, &from("2016-10-01")]).await;
    desk.shows(&made, "NHS Chiltern CCG").await;
    let end = format!("{made}/end");
    desk.wrong(&end, &[], "Enter the first day without the committee").await;
    desk.right(&end, &[&on("2017-04-01")]).await;

    let of = |what: &str| format!("/committees/executive/{what}");
    desk.wrong(&of("leave"), &on("2017-01-01"), "Choose a body").await;
    desk.right(&of("leave"), &[&[("body", "10Q")], &on("2017-01-01")]).await;
    desk.wrong(&of("join"), &from("2017-02-01"), "Enter the name or code of a body").await;
    // Whose mandates one does not keep, one cannot bring in.
    let other = [&[("body", "10H")][..], &from("2017-02-01")].concat();
    assert_eq!(desk.browser.fill(&of("join"), &of("join"), &other).await.status, StatusCode::FORBIDDEN);
    desk.right(&of("join"), &[&[("body", "10Q")], &from("2017-02-01")]).await;

    desk.wrong(&of("seats/new"), &[("role", "representative")], "Choose a post").await;
    let seat = [("post", "10q-ao"), ("role", "representative"), ("represents", "10Q")];
    desk.right(&of("seats/new"), &[&seat, &from("2016-10-01")]).await;
    desk.shows("/committees/executive", "/posts/10q-ao").await;
    desk.wrong(&of("seats/end"), &on("2017-01-01"), "Choose a post").await;
    desk.right(&of("seats/end"), &[&[("post", "10q-ao")], &on("2017-01-01")]).await;
    desk.wrong(&of("remit/grow"), &from("2016-10-01"), "Choose a service").await;
    let grown = [("line", "community"), ("instrument", "nhs-act-2006")];
    desk.right(&of("remit/grow"), &[&grown, &from("2016-10-01")]).await;
    desk.shows("/committees/executive", "Community").await;
    desk.wrong(&of("remit/shrink"), &[("line", "community")], "Enter the first day it is out of the remit").await;
    desk.right(&of("remit/shrink"), &[&[("line", "community")], &on("2017-01-01")]).await;
}

async fn services(desk: &mut Desk) {
    desk.wrong("/services/new", &[("code", "Mental Health!")], "Write a code of a-z").await;
    let line = desk
        .right("/services/new", &[&[("code", "mental-health"), ("name", "Mental health")], &from("2016-10-01")])
        .await;
    desk.shows(&line, "Mental health").await;
    desk.wrong("/coverage/new", &[("id", "small"), ("name", "Small")], "Choose at least one service").await;
    desk.right("/coverage/new", &[&[("id", "small"), ("name", "Small"), ("lines", "ambulance")]]).await;

    let give = "/organisations/10Q/mandates/new";
    let system = [
        &[("line", "mental-health"), ("level", "system"), ("registered", "10Q"), ("instrument", "nhs-act-2006")][..],
        &from("2016-10-01"),
    ]
    .concat();
    desk.wrong(give, &system, "Say why it stands no lower").await;
    desk.wrong(give, &[("level", "place")], "Enter at least one body whose people it is for").await;
    let mandate = desk.right(give, &[&system, &[("reason", "one contract for all")]]).await;
    desk.shows(&mandate, "one contract for all").await;

    let pass = "/organisations/10Q/transfers/new";
    let direction = "10q-direction-of-2016";
    desk.wrong(
        pass,
        &[("line", "mental-health"), ("instrument", direction)],
        "Enter the name or code of the body that takes it on",
    )
    .await;
    let fields = [("line", "mental-health"), ("receiver", "10H"), ("registered", "10Q"), ("instrument", direction)];
    let transfer = desk.right(pass, &[&fields, &from("2016-11-01"), &to("2017-03-31")]).await;
    desk.shows(&transfer, "NHS Chiltern CCG").await;
    let early = transfer.replace("/mandates/", "/transfers/") + "/end";
    for end in [format!("{mandate}/end"), early] {
        desk.wrong(&end, &[], "Enter the first day without it").await;
        desk.right(&end, &[&on("2017-03-01")]).await;
    }
    let end = "/services/community/end";
    desk.wrong(end, &[], "Enter the first day without the service").await;
    desk.right(end, &[&on("2019-04-01")]).await;
}

/// What cannot be undone is the keeper's, whatever posts one holds.
async fn the_keeper_s(desk: &mut Desk) {
    for form in ["/people/person-10q/forget", "/organisations/10Q/carry-over", "/organisations/10Q/divide"] {
        let before = desk.entries();
        assert_eq!(desk.browser.get(form).await.status, StatusCode::FORBIDDEN, "{form}");
        let sent = desk.browser.fill("/people/new", form, &[("sure", "yes")]).await;
        assert_eq!((sent.status, desk.entries()), (StatusCode::FORBIDDEN, before), "{form}");
        desk.filled.insert(form.to_owned());
    }
}

const ADOPT: &str = "/organisations/10Q/scheme/adopt";

/// A scheme goes out as a file and comes back as the next one: uploaded, looked at, adopted, the same to the byte.
#[tokio::test]
async fn a_scheme_is_uploaded_looked_at_and_adopted() {
    let table = "/organisations/10Q/scheme?table=scheme";
    for (format, day) in [("csv", "2017-04-01"), ("xlsx", "2017-04-01")] {
        let mut desk = desk().await;
        let file = world::get(&desk.service, &format!("{table}&format={format}")).await.body;
        let as_csv = world::get(&desk.service, &format!("{table}&format=csv")).await.text();
        let fields = [&[("title", "Scheme of 2017"), ("rests_on", "10q-constitution")][..], &from(day)].concat();
        let before = desk.entries();
        let look = desk.browser.upload(ADOPT, ADOPT, &fields, &file).await;
        assert_eq!((look.status, desk.entries()), (StatusCode::OK, before), "{format}: {}", look.text);
        for words in
            ["Check the scheme", "2 rows, all of which can be read", "£1,000,000 per decision", "Adopt the scheme"]
        {
            assert!(look.text.contains(words), "{format}: {words}: {}", look.text);
        }
        let held = look.hidden("looked_at");
        let confirm = [&fields[..], &[("looked_at", held.as_str())]].concat();
        let answer = desk.browser.upload(ADOPT, ADOPT, &confirm, b"").await;
        desk.recorded(ADOPT, &answer, before).await;
        let after = world::get(&desk.service, &format!("{table}&format=csv&valid_at={day}")).await.text();
        assert_eq!(after, as_csv, "{format}");
    }
}

#[tokio::test]
async fn a_scheme_that_cannot_be_read_is_told_cell_by_cell_and_nothing_is_adopted() {
    let mut desk = desk().await;
    let table = world::get(&desk.service, "/organisations/10Q/scheme?table=scheme&format=csv").await.text();
    let fields = [&[("title", "Scheme of 2017"), ("rests_on", "10q-constitution")][..], &from("2017-04-01")].concat();
    let before = desk.entries();
    let wrong_cell = table.replace("£1,000,000.00 per decision", "a lot");
    for (fields, file, words) in [
        (&fields[..], wrong_cell.as_bytes(), "Put right 1 thing in the file"),
        (&fields[..], b"", "Choose a file with the scheme"),
        (&fields[..], b"PK\x03\x04 is no workbook", "cannot be read as an Excel workbook"),
        (&fields[..], b"\xff\xfe\xfd", "neither XLSX nor text in UTF-8"),
        (&fields[1..], table.as_bytes(), "Enter the title of the scheme"),
        (&[("looked_at", "%%%")], b"", "Choose a file with the scheme"),
    ] {
        let answer = desk.browser.upload(ADOPT, ADOPT, fields, file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}: {}", answer.text);
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
        assert_eq!(desk.entries(), before);
    }
}

#[tokio::test]
async fn everybody_declares_their_own_interests_and_nobody_else_s() {
    let mut desk = desk().await;
    let person = desk.right("/people/new", &[&[("name", "E. Plain")]]).await;
    let id = person.rsplit('/').next().unwrap().to_owned();
    let posts = "/organisations/10Q/posts/new";
    let post =
        desk.right(posts, &[&[("title", "Clinical lead"), ("kind", "clinical-lead")], &from("2016-09-01")]).await;
    let appoint = format!("{post}/appoint");
    desk.right(&appoint, &[&[("person", id.as_str()), ("capacity", "substantive")], &from("2016-09-01")]).await;
    let acting = desk.browser.fill("/act-as", "/act-as", &[("person", id.as_str())]).await;
    assert_eq!(acting.status, StatusCode::SEE_OTHER);
    desk.shows(&person, "Declare an interest</a>").await;
    let own = format!("{person}/interests/new");
    desk.wrong(&own, &[("category", "financial")], "Say what the interest is").await;
    let interest = [("category", "indirect"), ("wording", "My sister works for a provider")];
    desk.right(&own, &[&interest, &from("2016-09-01")]).await;
    desk.shows(&person, "My sister works for a provider").await;
    for other in ["/people/person-10q/interests/new", "/people/person-clerk/interests/new", "/people/new"] {
        assert_eq!(desk.browser.get(other).await.status, StatusCode::FORBIDDEN, "{other}");
    }
    assert_eq!(desk.browser.get("/people/nobody/interests/new").await.status, StatusCode::NOT_FOUND);
}
