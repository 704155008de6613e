//! Who sees what: every route of the service by role and day, as one table that a reader can check by eye.
//!
//! `golden/routes.txt` at the root of the repository is this table. The routes are the router's own, so a new one fails
//! this test until it is in. Set `UPDATE_GOLDEN=1` to write the table anew, and look at what changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use app::{Footprint, Who, demo};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use executive::{Act as Meet, ItemKind, NewAccess};
use jiff::SignedDuration;
use kit::security::{CSRF_FIELD, Csrf};
use kit::sign_in::{RecordPeople, Settings, SignIn};
use kit::site::{Config, Today};
use mandate::{Act as Mandate, Actor, Capacity, DatedBody, Holding, Portfolio, Post, PostKind, Seat, SeatRole};
use store::{AccountId, Lifetimes, Name, PersonId, SessionOf, Store};
use terms::{Date, Period};
use tower::ServiceExt;
use web::pages::router_with;

use crate::door::{Browser, Clock};

/// Before anybody here holds their post, while they do, and after.
pub(crate) const DAYS: [Date; 3] =
    [Date::constant(2016, 12, 1), Date::constant(2017, 6, 1), Date::constant(2018, 2, 1)];
const FROM: Date = Date::constant(2017, 1, 1);
const TO: Date = Date::constant(2018, 1, 1);

/// What stands in place of a parameter, by the part of the address before it.
const STANDING: &[(&str, &str)] = &[
    ("actions/{action}", "action-none"),
    ("assets/{file}", "none.css"),
    ("committees/{id}", "executive"),
    ("decisions/{proposal}", "ambulance"),
    ("ambulance/{body}", "10Q"),
    ("delegations/{id}", "10q-scheme-1"),
    ("entries/{sequence}", "1"),
    ("withdraw/{ordinal}", "0"),
    ("findings/{kind}", "self-succession"),
    ("_history/{version}", "1"),
    ("from/{provider}", "none"),
    ("with/{provider}", "none"),
    ("mandates/{id}", "10q-services"),
    ("meetings/{meeting}", "october"),
    ("items/{item}", "ambulance-item"),
    ("notices/{body}", "10Q"),
    ("papers/{paper}", "none"),
    ("none/{version}", "1"),
    ("organisations/{code}", "10Q"),
    ("Organization/{id}", "10Q"),
    ("OrganizationAffiliation/{id}", "none"),
    ("Location/{id}", "none"),
    ("people/{id}", "person-a2"),
    ("people/{person}", "person-a2"),
    ("committees/{committee}", "executive"),
    ("services/{line}", "ambulance"),
    ("mandates/{mandate}", "10q-services"),
    ("transfers/{transfer}", "none"),
    ("delegations/{power}", "10q-scheme-1"),
    ("organisations/{body}", "10Q"),
    ("entries/{entry}", "1"),
    ("posts/{post}", "oxon-accountable-officer"),
    ("posts/{id}", "oxon-accountable-officer"),
    ("posts/{post}", "oxon-accountable-officer"),
    ("proposals/{proposal}", "ambulance"),
    ("proposals/{id}", "ambulance"),
    ("questions/{question}", "question-none"),
    ("plans/{plan}", "bob-2017"),
    ("agreements/{agreement}", "bob-data-sharing"),
    ("restate/{id}", "none"),
    ("tokens/{token}", "none"),
    ("services/{code}", "ambulance"),
    ("control-totals/{system}", "QKS"),
    ("sustainability-funds/{fund}", "none"),
    ("deficit-support/{support}", "none"),
    ("costed-posts/{post}", "cw001"),
    ("risk-shares/{share}", "share-made-up"),
    ("inventory-items/{item}", "made-up-1"),
    ("records/{id}", "none"),
    ("runs/{id}", "none"),
    ("tables/{table}", "none"),
    ("editions/{edition}", "none"),
    ("overrides/{override}", "none"),
    ("challenges/{challenge}", "none"),
    ("evidence/{file}", "none"),
    ("v1/{*rest}", "nowhere"),
    ("fhir/{*rest}", "nowhere"),
];

/// Further objects of a route, where who may see it differs from the first.
const OBJECTS: &[(&str, &str)] = &[
    ("GET /do/add-item", "/do/add-item?meeting=draft"),
    ("GET /do/answer-referral", "/do/answer-referral?proposal=ambulance"),
    ("GET /do/call", "/do/call?forum=committee:executive"),
    ("GET /do/declare", "/do/declare?item=draft-private"),
    ("GET /do/give-notice", "/do/give-notice?proposal=ambulance"),
    ("GET /do/open-meeting", "/do/open-meeting?meeting=draft"),
    ("GET /do/set-terms", "/do/set-terms?forum=governing-body:10Q"),
    ("POST /do/add-item", "/do/add-item?meeting=draft"),
    ("POST /do/call", "/do/call?forum=committee:executive"),
    ("GET /entries/{entry}/withdraw/{ordinal}", "/entries/{last}/withdraw/0"),
    ("POST /entries/{entry}/withdraw/{ordinal}", "/entries/{last}/withdraw/0"),
    ("GET /meetings/{meeting}", "/meetings/draft"),
    ("GET /meetings/{meeting}/items/{item}", "/meetings/draft/items/draft-public"),
    ("GET /meetings/{meeting}/items/{item}", "/meetings/draft/items/draft-private"),
    ("GET /meetings/{meeting}/pack", "/meetings/october/pack?version=confidential"),
    ("GET /meetings/{meeting}/pack.pdf", "/meetings/draft/pack.pdf"),
    ("GET /meetings/{meeting}/pack.pdf", "/meetings/draft/pack.pdf?version=confidential"),
    ("GET /organisations/{body}/posts/new", "/organisations/10M/posts/new"),
    ("POST /organisations/{body}/posts/new", "/organisations/10M/posts/new"),
    ("GET /plans/{plan}/line", "/plans/bob-2017/line?line=P-OXON:O1"),
    ("GET /plans/{plan}/enter-line", "/plans/bob-2017/enter-line?line=P-OXON:O1"),
    ("GET /plans/{plan}/remove-line", "/plans/bob-2017/remove-line?line=P-OXON:O1"),
    ("GET /plans/{plan}/object", "/plans/bob-2017/object?body=10Q"),
    ("GET /posts/{post}/end", "/posts/berks-accountable-officer/end"),
];

/// Who asks, and the post or seat they hold between the two days.
struct Role {
    words: &'static str,
    person: &'static str,
    post: Option<(PostKind, &'static str)>,
    seat: Option<SeatRole>,
}

const fn role(words: &'static str, person: &'static str) -> Role {
    Role { words, person, post: None, seat: None }
}

const fn office(words: &'static str, person: &'static str, kind: PostKind, body: &'static str) -> Role {
    Role { post: Some((kind, body)), ..role(words, person) }
}

const fn seated(words: &'static str, person: &'static str, seat: SeatRole) -> Role {
    let post = Some((PostKind::Director(Portfolio::Strategy), "10Q"));
    Role { words, person, post, seat: Some(seat) }
}

const PUBLIC: &str = "";

fn roles() -> Vec<Role> {
    vec![
        role("whoever has not signed in", PUBLIC),
        role("signed in, without any post", "person-w-nobody"),
        seated("member of the commissioning executive", "person-w-member", SeatRole::Member),
        seated("representative of 10Q there", "person-w-representative", SeatRole::Representative),
        seated("its chair", "person-w-chair", SeatRole::Chair),
        seated("its clerk", "person-w-clerk", SeatRole::Clerk),
        office("lay member of 10Q", "person-w-lay", PostKind::LayMember, "10Q"),
        office("accountable officer of 10Q", "person-w-officer", PostKind::AccountableOfficer, "10Q"),
        office("governing body secretary of 10Q", "person-w-secretary", PostKind::GoverningBodySecretary, "10Q"),
        office("auditor of 10Q", "person-w-auditor", PostKind::Auditor, "10Q"),
        office("accountable officer of 10M", "person-w-elsewhere", PostKind::AccountableOfficer, "10M"),
    ]
}

fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap()
}

/// The story of the demonstration, the roles, and a meeting whose agenda is not published.
pub(crate) async fn record() -> Footprint {
    let footprint = crate::world::record("sqlite::memory:").await;
    demo::load(&footprint).await.unwrap();
    let keeper = Who::keeper("A Keeper");
    let (always, year) = (Period::from_days(Some(id("2016-09-01")), None), Period::from_days(Some(FROM), None));
    for role in roles().iter().filter(|role| role.person != PUBLIC) {
        let (person, name) = (id(role.person), role.words.to_owned());
        footprint.act(&keeper, Mandate::EnterPerson { person, name, contact: None }).await.unwrap();
        let Some((kind, body)) = role.post else { continue };
        let post = format!("post-of-{}", role.person);
        let bodies = vec![DatedBody { body: id(body), period: always }];
        let of = Post { id: id(&post), title: kind.words(), kind, bodies, period: always };
        footprint.act(&keeper, Mandate::CreatePost { post: of }).await.unwrap();
        let capacity = Capacity::Substantive;
        let holding = Holding { post: id(&post), person: id(role.person), capacity, period: year };
        footprint.act(&keeper, Mandate::Appoint { holding }).await.unwrap();
        let Some(seat) = role.seat else { continue };
        let represents = if seat == SeatRole::Representative { [id("10Q")].into() } else { [].into() };
        let seat = Seat { post: id(&post), role: seat, represents, period: always };
        footprint.act(&keeper, Mandate::TakeSeat { committee: id("executive"), seat }).await.unwrap();
    }
    let entered = Who::Entered { keeper: "A Keeper".to_owned(), actor: Actor::Keeper, on: DAYS[0] };
    let (title, place) = ("A draft".to_owned(), "Hall".to_owned());
    let forum = id("committee:executive");
    footprint
        .act(&entered, Meet::Call { meeting: id("draft"), forum, on: DAYS[1], hours: None, title, place })
        .await
        .unwrap();
    let reason = "commercially sensitive".to_owned();
    for (item, access) in [("draft-public", NewAccess::Public), ("draft-private", NewAccess::Confidential { reason })] {
        let (kind, title) = (ItemKind::Decision, item.to_owned());
        let add = Meet::AddItem { meeting: id("draft"), item: id(item), kind, title, access };
        footprint.act(&entered, add).await.unwrap();
    }
    // Last of all, so that as known before they all hold their posts for ever: nobody may read by what was known then.
    for role in roles().iter().filter(|role| role.post.is_some()) {
        let post = id(&format!("post-of-{}", role.person));
        let ended = Mandate::EndAppointment { post, person: id(role.person), on: TO };
        footprint.act(&keeper, ended).await.unwrap();
    }
    footprint
}

/// The last entry after which those of the roles hold their posts, as far as it is known, for ever.
pub(crate) fn before_the_ends(footprint: &Footprint) -> u64 {
    footprint.known().sequence - roles().iter().filter(|role| role.post.is_some()).count() as u64
}

/// The service on one of the days, with an account for everybody of the roles.
pub(crate) struct Service {
    router: Router,
    store: Store,
    clock: Clock,
    accounts: BTreeMap<&'static str, AccountId>,
    /// A browser's cookie of forms.
    form: String,
}

pub(crate) async fn service(footprint: &Footprint, today: Date) -> Service {
    let (store, clock) = (Store::open("sqlite::memory:").await.unwrap(), Clock::standing());
    let told = clock.clone();
    // A demonstration where people can also sign in has every route there is.
    let settings = Settings { has_passwords: true, is_demo: true, ..Settings::default() };
    let people = RecordPeople::new(footprint.clone(), Today::Fixed(today));
    let sign_in = SignIn::new(store.clone(), settings).unwrap().with_people(Arc::new(people));
    let config = Config { today: Today::Fixed(today), ..Config::default() };
    let sign_in = sign_in.with_clock(move || told.now());
    let router = router_with(footprint.clone(), config, Csrf::with_key([1; 32]), sign_in);
    let mut accounts = BTreeMap::new();
    for role in roles().iter().filter(|role| role.person != PUBLIC) {
        let (person, name): (PersonId, Name) = (id(role.person), id(&format!("{}@example.org", role.person)));
        let invited = store.invite(&person, &name, clock.now(), SignedDuration::from_hours(1)).await.unwrap();
        accounts.insert(role.person, invited.account);
    }
    let mut browser = Browser::of(router.clone());
    browser.get("/sign-in").await;
    let form = browser.cookies["footprint_form"].clone();
    Service { router, store, clock, accounts, form }
}

impl Service {
    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    /// What an address answers, as headers and bytes, to whoever has a session or to a visitor.
    pub(crate) async fn read(&self, session: Option<&str>, address: &str) -> (String, Vec<u8>) {
        // So far apart that nobody is told to wait.
        self.clock.pass(5);
        let request = Request::get(address);
        let request = match session {
            Some(session) => request.header(header::COOKIE, format!("footprint_session={session}")),
            None => request,
        };
        let answer = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let headers = format!("{:?}", answer.headers());
        (headers, axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    /// The token of a new session of somebody's.
    pub(crate) async fn session(&self, person: &str) -> Option<String> {
        let account = self.accounts.get(person)?;
        let name = id(&format!("{person}@example.org"));
        let of = SessionOf::Account { account: account.clone(), person: id(person), name };
        // Hundreds ask at once and each moves the clock: no session may run out before its one request is answered.
        let long = Lifetimes { idle: SignedDuration::from_hours(1000), whole: SignedDuration::from_hours(1000) };
        let opened = self.store.open_session(of, None, self.clock.now(), long).await.unwrap();
        Some(opened.token.expose().to_owned())
    }

    /// The body of an empty form, as a page of the session that the cookies name has it.
    async fn token(&self, cookies: &str) -> String {
        let request = Request::get("/restate").header(header::COOKIE, cookies).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let page = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let page = String::from_utf8(page.to_vec()).unwrap();
        let token = page.split(&format!("name=\"{CSRF_FIELD}\" value=\"")).nth(1).unwrap().split('"').next().unwrap();
        format!("{CSRF_FIELD}={token}")
    }

    /// A browser in which somebody has signed in.
    pub(crate) async fn signed_in(&self, person: &str) -> Browser {
        let mut browser = Browser::of(self.router.clone());
        browser.cookies.insert("footprint_session".to_owned(), self.session(person).await.unwrap());
        browser
    }

    /// What somebody is answered. Everybody begins with a session of their own: what one request does, such as signing
    /// out, is nothing to the next.
    pub(crate) async fn answer(&self, person: &'static str, method: &str, address: &str) -> String {
        // So far apart that nobody is told to wait.
        self.clock.pass(5);
        let mut cookies = format!("footprint_form={}", self.form);
        if let Some(session) = self.session(person).await {
            write!(cookies, "; footprint_session={session}").unwrap();
        }
        let body = if method == "GET" { String::new() } else { self.token(&cookies).await };
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        answer.status().as_u16().to_string()
    }
}

/// Every route of a router with its methods, as the router itself lists them.
///
/// The list is what axum prints of a router for debugging: there is no other way to it. Each route is printed once under
/// its number with its methods, and once with its path.
pub(crate) fn routes(router: &Router) -> Vec<(String, Vec<String>)> {
    let printed = format!("{router:?}");
    let own = printed.split("fallback_router:").next().unwrap();
    let (mut paths, mut methods) = (BTreeMap::new(), BTreeMap::new());
    for part in own.split("RouteId(").skip(1) {
        let (number, rest) = part.split_once("): ").unwrap();
        if let Some(path) = rest.strip_prefix('"') {
            paths.insert(number.to_owned(), path.split('"').next().unwrap().to_owned());
        } else {
            let allowed = rest.split("allow_header: Bytes(b\"").nth(1).and_then(|rest| rest.split('"').next());
            let allowed = allowed.unwrap_or_else(|| panic!("a route without methods of its own: {rest}"));
            let named = allowed.split(',').filter(|method| *method != "HEAD").map(str::to_owned);
            methods.insert(number.to_owned(), named.collect::<Vec<_>>());
        }
    }
    let mut found: Vec<_> = paths.into_iter().map(|(number, path)| (path, methods.remove(&number).unwrap())).collect();
    assert!(methods.is_empty(), "routes without a path: {methods:?}");
    found.sort();
    found
}

/// A route's first address.
pub(crate) fn address(template: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in template.split('/') {
        if !part.starts_with('{') {
            parts.push(part.to_owned());
            continue;
        }
        let key = format!("{}/{part}", parts.last().unwrap());
        let standing = STANDING.iter().find(|(held, _)| *held == key);
        let (_, value) = standing.unwrap_or_else(|| {
            panic!("say in STANDING (crates/web/tests/it/routes.rs) what stands for {key} in {template}")
        });
        parts.push((*value).to_owned());
    }
    parts.join("/")
}

/// The same address, asked as things were known, and about a day, while those of the roles held their posts.
fn of_the_past(address: &str, known: u64) -> String {
    // FHIR has names of its own for the clocks, and no others.
    let (valid, entry) = if address.starts_with("/fhir/") { ("date", "_knownAt") } else { ("valid_at", "known_at") };
    let mark = if address.contains('?') { '&' } else { '?' };
    let day = if address.starts_with("/fhir/") { String::new() } else { format!("&{valid}={}", DAYS[1]) };
    format!("{address}{mark}{entry}={known}{day}")
}

/// What each role is answered on each day, in a line.
///
/// On the last day, when nobody holds a post any more, each is also asked with both clocks set to when they did. That is
/// answered as without: permission is of now.
async fn line(services: &[Service], method: &str, address: &str, known: u64) -> String {
    let mut line = String::new();
    for role in roles() {
        let mut told = Vec::new();
        for service in services {
            told.push(service.answer(role.person, method, address).await);
        }
        let past = services.last().unwrap().answer(role.person, method, &of_the_past(address, known)).await;
        // Some routes know no clocks, and say so.
        let takes_no_clock = past == "400" && address.starts_with("/fhir/");
        assert!(
            past == *told.last().unwrap() || takes_no_clock,
            "{}: {method} {address} is answered {told:?}, and {past} as known while they held their post",
            role.words
        );
        if told.iter().all(|status| *status == told[0]) {
            told.truncate(1);
        }
        write!(line, "{:<13}", told.join(" ")).unwrap();
    }
    line
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_each_role_as_the_golden_table_says() {
    let footprint = record().await;
    let last = before_the_ends(&footprint).to_string();
    let mut services = Vec::new();
    for day in DAYS {
        services.push(service(&footprint, day).await);
    }
    let listed = routes(&services[0].router);
    assert!(listed.len() > 120 && listed.iter().any(|(path, _)| path == "/act-as"), "{listed:?}");
    let (services, known) = (Arc::new(services), before_the_ends(&footprint));
    let mut asked: Vec<(String, String, String)> = Vec::new();
    for (path, methods) in &listed {
        for method in methods {
            let route = format!("{method} {path}");
            asked.push((route.clone(), method.clone(), address(path)));
            let more = OBJECTS.iter().filter(|(held, _)| *held == route);
            asked.extend(more.map(|(_, to)| (route.clone(), method.clone(), to.replace("{last}", &last))));
        }
    }
    for (held, _) in OBJECTS {
        assert!(asked.iter().any(|(route, _, _)| route == held), "no such route: {held}");
    }
    let ask = |n: usize| {
        let (services, (_, method, to)) = (Arc::clone(&services), asked[n].clone());
        async move { line(&services, &method, &to, known).await }
    };
    let (reading, sending): (Vec<usize>, Vec<usize>) = (0..asked.len()).partition(|n| asked[*n].1 == "GET");
    let mut lines = vec![String::new(); asked.len()];
    for (n, line) in reading.into_iter().map(|n| (n, tokio::spawn(ask(n)))).collect::<Vec<_>>() {
        lines[n] = line.await.unwrap();
    }
    // One after another: what is sent can end the other sessions of whoever sends it.
    for n in sending {
        lines[n] = ask(n).await;
    }
    let mut table = heading();
    for ((route, _, to), line) in asked.iter().zip(lines) {
        let (_, path) = route.split_once(' ').unwrap();
        let object = if to == path { String::new() } else { format!("  as {}", to.replace(&last, "{last}")) };
        writeln!(table, "{line}{route}{object}").unwrap();
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/routes.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    // What one may not see is not there (404), never forbidden; an act upon what everybody may see is (403). Nothing breaks
    // or is asked to wait.
    let forms: Vec<&str> = web::pages::FACES.iter().flat_map(|face| face.acts).map(|form| form.path).collect();
    let is_form = |line: &str| forms.iter().any(|path| line.split(' ').any(|word| word == *path));
    let wrong = |status: &str| status.starts_with('5') || status == "429";
    let bad = |line: &&str| line.split(' ').any(|word| wrong(word) || (word == "403" && !is_form(line)));
    let bad: Vec<&str> = table.lines().skip(heading().lines().count()).filter(bad).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let (held, found): (Vec<&str>, Vec<&str>) = (golden.lines().collect(), table.lines().collect());
    let gone: Vec<&&str> = held.iter().filter(|line| !found.contains(line)).collect();
    let new: Vec<&&str> = found.iter().filter(|line| !held.contains(line)).collect();
    assert!(
        golden == table,
        "golden/routes.txt differs; look at what changed, then write it anew with UPDATE_GOLDEN=1\nno longer: \
         {gone:#?}\nnow: {new:#?}"
    );
}

fn heading() -> String {
    let mut heading = String::from(
        "# Who is answered what\n\n\
         Every route of the service, by role: the status of the answer in the month before one holds the post, while one\n\
         holds it, and after; one status where all three are the same. A form is sent empty, so 422 means that it would be\n\
         read. 404: what one may not see is not there. 403: it is\n\
         there, and no post of theirs gives them the act now. 401: asked to sign in first. 303: done, and led on.\n\
         After one holds it, each is also asked as known, and about a day, while one held it: that is answered the same.\n\n",
    );
    for (number, role) in (1..).zip(roles()) {
        writeln!(heading, "{number:>3}  {}", role.words).unwrap();
    }
    heading.push('\n');
    for (number, _) in (1..).zip(roles()) {
        write!(heading, "{number:<13}").unwrap();
    }
    heading.push_str("route\n");
    heading
}
