//! In by a password, on by a session, out again; and everybody who must not come in.

use axum::http::{StatusCode, header};
use kit::security::CSRF_FIELD;
use kit::sign_in::Settings;

use crate::door::{GOOD, with_passwords, world, world_over};

const ANN: &str = "ann@chiltern.nhs.uk";

#[tokio::test]
async fn an_invitation_becomes_an_account_and_a_session() {
    let world = world(with_passwords()).await;
    let token = world.invite().await.token;
    let mut ann = world.browser();
    let link = kit::sign_in::invitation_link("", &token);
    let page = ann.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<strong>ann@chiltern.nhs.uk</strong>"), "{}", page.text);
    for (password, again, words) in [
        ("", "", "Enter a password"),
        ("too short", "too short", "A password has at least 12 characters"),
        ("password1234", "password1234", "among those that are tried first"),
        ("ann@chiltern.nhs.uk", "ann@chiltern.nhs.uk", "holds your e-mail address"),
        (GOOD, "another heron altogether", "The two passwords differ"),
    ] {
        let fields = [("token", token.expose()), ("password", password), ("again", again)];
        let answer = ann.fill(&link, "/invitation", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{password}");
        assert!(answer.text.contains(words) && answer.text.contains("<title>Error: "), "{password}: {}", answer.text);
        let fields = answer.text.split("<input").filter(|field| field.contains("type=\"password\""));
        assert!(
            fields.clone().count() == 2 && fields.clone().all(|field| !field.contains("value=")),
            "a password is shown"
        );
    }
    let fields = [("token", token.expose()), ("password", GOOD), ("again", GOOD)];
    let accepted = ann.fill(&link, "/invitation", &fields).await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/"));
    let start = ann.get("/").await;
    assert!(
        start.text.contains("Ann &lt;b&gt;Illustrative&lt;/b&gt;") && start.text.contains("Sign out"),
        "{}",
        start.text
    );
    assert_eq!(ann.get(&link).await.status, StatusCode::NOT_FOUND);
    let mut thief = world.browser();
    thief.get("/sign-in").await;
    assert_eq!(thief.fill("/sign-in", "/invitation", &fields).await.status, StatusCode::NOT_FOUND);
    assert!(world.refusals().await.contains(&("/invitation".to_owned(), 404, "invitation-spent".to_owned())));
}

#[tokio::test]
async fn a_full_disk_signs_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let disk = testkit::disk::Disk::attach("a-full-disk").unwrap();
    let store = store::Store::open(&disk.address(&folder.path().join("store.sqlite"))).await.unwrap();
    let world = world_over(store, with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.get("/").await;
    ann.sign_in(ANN, GOOD).await;
    let session = ann.session();
    assert!(session.is_some());

    disk.strike_at(1, testkit::disk::Fault::NoSpace);
    // Long enough for the end of the session to be put off, which fails.
    for _ in 0..3 {
        world.clock.pass(300);
        let page = ann.get("/").await;
        assert!(page.status == StatusCode::OK && page.text.contains("Sign out"), "{}", page.text);
    }
    assert!(disk.has_struck(), "the disk was full");
    assert_eq!(ann.session(), session);

    disk.repair();
    world.clock.pass(600);
    assert!(ann.get("/").await.text.contains("Sign out"));
    // Put off at last: by now the session would have ended by itself.
    world.clock.pass(1200);
    assert!(ann.get("/").await.text.contains("Sign out"));
}

#[tokio::test]
async fn a_database_that_cannot_be_asked_takes_nobody_for_a_visitor() {
    let folder = tempfile::tempdir().unwrap();
    let disk = testkit::disk::Disk::attach("a-database-away").unwrap();
    let address = disk.address(&folder.path().join("store.sqlite"));
    let before = world_over(store::Store::open(&address).await.unwrap(), with_passwords()).await.with_ann().await;
    let mut ann = before.browser();
    ann.sign_in(ANN, GOOD).await;
    // Another server over the same store, whose connections that read are still to be made.
    let after = world_over(store::Store::open(&address).await.unwrap(), with_passwords()).await;
    let mut there = after.browser();
    there.cookies = ann.cookies.clone();
    disk.cut_power();
    for path in ["/", "/account", "/api/v1/organisations"] {
        let answer = there.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.text);
        assert_eq!(answer.headers[header::RETRY_AFTER], "5", "{path}");
        assert!(answer.text.contains("you are still signed in"), "{path}: {}", answer.text);
    }
    let sent = there.fill("/", "/sign-out", &[]).await;
    assert_eq!(sent.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(there.session(), ann.session(), "the browser keeps its session");
    // Who brought none needs none.
    assert_eq!(after.browser().get("/findings").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_right_password_lets_in_and_returns_to_the_page_asked_for() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    assert!(ann.get("/findings").await.text.contains("href=\"/sign-in?return=%2Ffindings\""));
    let answer = ann.sign_in(" Ann@Chiltern.NHS.uk ", GOOD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/findings"));
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    let page = ann.get("/findings").await;
    assert_eq!(page.headers[header::CACHE_CONTROL], "private, no-store");
    assert!(page.text.contains("You will be signed out at") && page.text.contains("/session?return=%2Ffindings"));
    // Signed in already: the page that signs in leads on.
    assert_eq!(ann.get("/sign-in?return=/imports").await.location(), "/imports");
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_closed_account_are_told_the_same() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut told = Vec::new();
    for (name, password) in [(ANN, "not the password at all"), ("nobody@chiltern.nhs.uk", GOOD)] {
        let answer = world.browser().sign_in(name, password).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("href=\"#name\">The email address or the password is wrong"), "{}", answer.text);
        told.push(answer.text.replace(name, "NAME").replace(&answer.hidden(CSRF_FIELD), "TOKEN"));
    }
    let account = world.store.account_by_name(&ANN.parse().unwrap()).await.unwrap().unwrap();
    world.store.close_account(&account.id).await.unwrap();
    let answer = world.browser().sign_in(ANN, GOOD).await;
    told.push(answer.text.replace(ANN, "NAME").replace(&answer.hidden(CSRF_FIELD), "TOKEN"));
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    assert_eq!(world.refusals().await, vec![("/sign-in".to_owned(), 422, "wrong-password".to_owned()); 3]);
}

#[tokio::test]
async fn nothing_is_typed_without_being_asked_for_properly() {
    let world = world(with_passwords()).await;
    let answer = world.browser().sign_in("ann", "").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for words in
        ["href=\"#name\">Enter your email address", "href=\"#password\">Enter your password", "<title>Error: Sign in"]
    {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    for attribute in ["autocomplete=\"username\"", "autocomplete=\"current-password\"", "type=\"password\""] {
        assert!(answer.text.contains(attribute), "{attribute}");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_by_name_whether_or_not_there_is_an_account() {
    let world = world(with_passwords()).await.with_ann().await;
    for name in [ANN, "nobody@chiltern.nhs.uk"] {
        for _ in 0..5 {
            let wrong = world.browser().sign_in(name, "wrong wrong wrong").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let slowed = world.browser().sign_in(name, GOOD).await;
        assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
        assert_eq!(slowed.headers[header::RETRY_AFTER], "61");
        assert!(slowed.text.contains("Wait 61 seconds and try again"), "{}", slowed.text);
    }
    world.clock.pass(61);
    assert_eq!(world.browser().sign_in(ANN, GOOD).await.status, StatusCode::SEE_OTHER);
    // The right password fills the bucket again.
    for _ in 0..4 {
        assert_eq!(world.browser().sign_in(ANN, GOOD).await.status, StatusCode::SEE_OTHER);
    }
    assert!(world.refusals().await.contains(&("/sign-in".to_owned(), 429, "too-many-attempts".to_owned())));
}

/// Wrong passwords for Ann, from as many addresses as there are.
async fn guess(world: &crate::door::World, times: u8) {
    for number in 0..times {
        let mut thief = world.browser();
        thief.from = Some([203, 0, 113, number].into());
        let wrong = thief.sign_in(ANN, "wrong wrong wrong").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
    }
}

#[tokio::test]
async fn whoever_guesses_keeps_nobody_out_of_their_own_account() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut home = world.browser();
    home.from = Some([198, 51, 100, 7].into());
    assert_eq!(home.sign_in(ANN, GOOD).await.status, StatusCode::SEE_OTHER);
    home.fill("/account", "/sign-out", &[]).await;
    // From everywhere: each waits, and none is refused; the right one is let in from a browser never seen before.
    guess(&world, 22).await;
    let mut new = world.browser();
    new.from = Some([198, 51, 100, 8].into());
    assert_eq!(new.sign_in(ANN, GOOD).await.status, StatusCode::SEE_OTHER);
    // From Ann's own network: her address is held back, and the browser that she signed in by before is not.
    let mut near = world.browser();
    near.from = home.from;
    for _ in 0..5 {
        assert_eq!(near.sign_in(ANN, "wrong wrong wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(near.sign_in(ANN, GOOD).await.status, StatusCode::TOO_MANY_REQUESTS);
    let begun = std::time::Instant::now();
    assert_eq!(home.sign_in(ANN, GOOD).await.status, StatusCode::SEE_OTHER);
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(5),
        "it waits for nobody's guesses: {:?}",
        begun.elapsed()
    );
    // A browser that is known may guess no more than another.
    home.fill("/account", "/sign-out", &[]).await;
    for _ in 0..10 {
        assert_eq!(home.sign_in(ANN, "wrong wrong wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(home.sign_in(ANN, GOOD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_form_counts_in_the_session_it_was_shown_in() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in(ANN, GOOD).await;
    let form = ann.get("/account").await.hidden(CSRF_FIELD);
    let body = format!("{CSRF_FIELD}={form}");
    // The same browser's form cookie under another session, and none.
    let mut other = world.browser();
    other.sign_in(ANN, GOOD).await;
    let mine = ann.session().unwrap();
    ann.cookies.insert("footprint_session".to_owned(), other.session().unwrap());
    assert_eq!(ann.post("/account/other-sessions", &body).await.status, StatusCode::FORBIDDEN);
    ann.cookies.remove("footprint_session");
    assert_eq!(ann.post("/account/other-sessions", &body).await.status, StatusCode::FORBIDDEN);
    ann.cookies.insert("footprint_session".to_owned(), mine);
    // After its end the form leads to signing in, as before.
    world.clock.pass(31 * 60);
    let answer = ann.post("/account/other-sessions", &body).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text);
    assert!(answer.text.contains("Your session has ended") && answer.text.contains("Nothing was recorded"));
}

#[tokio::test]
async fn a_flood_of_forms_from_one_address_is_held_back() {
    let world = world(with_passwords()).await;
    let mut flood = world.browser();
    let mut last = StatusCode::OK;
    for _ in 0..241 {
        last = flood.fill("/sign-in", "/sign-out", &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    world.clock.pass(1);
    assert_eq!(flood.fill("/sign-in", "/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_after_its_whole_time() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in(ANN, GOOD).await;
    world.clock.pass(29 * 60);
    assert_eq!(ann.get("/account").await.status, StatusCode::OK);
    world.clock.pass(29 * 60);
    assert_eq!(ann.get("/account").await.status, StatusCode::OK, "each page puts the end off");
    world.clock.pass(30 * 60);
    let ended = ann.get("/account").await;
    assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
    assert!(
        ended.text.contains("Your session has ended") && ended.text.contains("href=\"/sign-in?return=%2Faccount\"")
    );
    assert!(ann.get("/sign-in?return=%2Faccount").await.text.contains("Your session has ended"));
    ann.sign_in(ANN, GOOD).await;
    for _ in 0..12 * 3 - 1 {
        world.clock.pass(20 * 60);
        assert_eq!(ann.get("/account").await.status, StatusCode::OK);
    }
    let last = ann.get("/account").await;
    assert!(last.text.contains("Your session ends at") && !last.text.contains("Stay signed in"), "{}", last.text);
    world.clock.pass(20 * 60);
    assert_eq!(ann.get("/account").await.status, StatusCode::UNAUTHORIZED, "twelve hours are enough");
}

#[tokio::test]
async fn the_end_can_be_put_off_without_leaving_the_page() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in(ANN, GOOD).await;
    world.clock.pass(25 * 60);
    let told = ann.get("/session/until").await;
    assert!(told.text.contains("\"seconds\":1800"), "{}", told.text);
    let page = ann.get("/session?return=%2F%2Fother.example").await;
    assert!(
        page.text.contains("You stay signed in until") && page.text.contains("<a href=\"/\">Open the page"),
        "{}",
        page.text
    );
    assert_eq!(world.browser().get("/session/until").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_is_new_at_each_sign_in_and_gone_after_signing_out() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in(ANN, GOOD).await;
    let first = ann.clone();
    // She signs in again, as after a long pause, from the same browser.
    ann.fill("/account", "/sign-in", &[("name", ANN), ("password", GOOD)]).await;
    assert_ne!(ann.session(), first.session());
    assert_eq!(first.clone().get("/account").await.status, StatusCode::UNAUTHORIZED, "the old one is worth nothing");
    let copy = ann.clone();
    let out = ann.fill("/account", "/sign-out", &[]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/signed-out"));
    assert_eq!(ann.session(), None);
    assert_eq!(copy.clone().get("/account").await.status, StatusCode::UNAUTHORIZED, "a copied cookie is worth nothing");
    assert!(ann.get("/signed-out").await.text.contains("Sign in again"));
}

#[tokio::test]
async fn a_cookie_somebody_planted_does_not_become_a_session() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    let planted = "0123456789012345678901234567890123456789012";
    ann.cookies.insert("footprint_session".to_owned(), planted.to_owned());
    ann.sign_in(ANN, GOOD).await;
    assert_ne!(ann.session().as_deref(), Some(planted));
    let mut thief = world.browser();
    thief.cookies.insert("footprint_session".to_owned(), planted.to_owned());
    assert_eq!(thief.get("/account").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let world = world(with_passwords()).await.with_ann().await;
    for elsewhere in ["https://other.example", "//other.example", "/\\other.example", "javascript:alert(1)"] {
        let fields = [("name", ANN), ("password", GOOD), ("return", elsewhere)];
        let answer = world.browser().fill("/sign-in", "/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{elsewhere}");
    }
}

#[tokio::test]
async fn no_form_is_taken_without_its_token() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in(ANN, GOOD).await;
    for form in ["/sign-in", "/sign-out", "/invitation", "/account/password", "/account/other-sessions"] {
        // The page without a form gives no token.
        let answer = ann.fill("/assets/none", form, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{form}");
    }
    assert_eq!(ann.get("/account").await.status, StatusCode::OK, "she is still signed in");
    assert!(world.refusals().await.contains(&("/sign-out".to_owned(), 403, "forbidden".to_owned())));
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let world = world(with_passwords()).await.with_ann().await;
    let (mut ann, mut other) = (world.browser(), world.browser());
    ann.sign_in(ANN, GOOD).await;
    other.sign_in(ANN, GOOD).await;
    assert!(ann.get("/account").await.text.contains("in 1 other browser"));
    let change = |current: &'static str| {
        [("current", current), ("password", "an otter swam below"), ("again", "an otter swam below")]
    };
    let wrong = ann.fill("/account/password", "/account/password", &change("not my password")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Your current password is another"), "{}", wrong.text);
    let done = ann.fill("/account/password", "/account/password", &change(GOOD)).await;
    assert_eq!(done.location(), "/account?done=password");
    assert_eq!(other.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ann.get("/account").await.status, StatusCode::OK);
    assert_eq!(world.browser().sign_in(ANN, GOOD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.browser().sign_in(ANN, "an otter swam below").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn other_sessions_can_be_ended_from_the_account_page() {
    let world = world(with_passwords()).await.with_ann().await;
    let (mut ann, mut other) = (world.browser(), world.browser());
    ann.sign_in(ANN, GOOD).await;
    other.sign_in(ANN, GOOD).await;
    assert_eq!(ann.fill("/account", "/account/other-sessions", &[]).await.location(), "/account?done=others");
    assert_eq!(other.get("/account").await.status, StatusCode::UNAUTHORIZED);
    let page = ann.get("/account?done=others").await;
    assert!(
        page.text.contains("You are signed in here only") && page.text.contains("you are signed out"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Accountable Officer, NHS Chiltern CCG"));
}

#[tokio::test]
async fn a_page_kept_from_before_signing_in_is_not_shown_after() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    let path = "/organisations/14Y";
    let before = ann.get(path).await.headers[header::ETAG].clone();
    ann.sign_in(ANN, GOOD).await;
    let after = ann.get(path).await.headers[header::ETAG].clone();
    assert_ne!(before, after);
    let mut other = world.browser();
    assert_eq!(other.get(path).await.headers[header::ETAG], before, "a visitor's page is anybody's");
}

#[tokio::test]
async fn the_policy_is_as_strict_on_every_page_of_signing_in() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    for path in ["/sign-in", "/invitation", "/signed-out", "/nowhere"] {
        check_policy(&ann.get(path).await.headers);
    }
    ann.sign_in(ANN, GOOD).await;
    for path in ["/account", "/account/password", "/session", "/sign-out", "/"] {
        let page = ann.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        check_policy(&page.headers);
        assert!(!page.text.contains("<script>") && !page.text.contains(" style="), "{path}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
    }
}

fn check_policy(headers: &axum::http::HeaderMap) {
    let policy = headers["content-security-policy"].to_str().unwrap();
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{rule}: {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
}

#[tokio::test]
async fn by_https_cookies_are_for_this_host_only() {
    let settings = Settings { base: "https://footprint.example.nhs.uk".to_owned(), ..with_passwords() };
    let world = world(settings).await.with_ann().await;
    let mut ann = world.browser();
    let answer = ann.sign_in(ANN, GOOD).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-footprint_session=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(ann.get("/account").await.status.is_success());
}

#[tokio::test]
async fn where_nobody_can_sign_in_nothing_speaks_of_it() {
    let service = crate::world::service().await;
    for path in ["/sign-in", "/account", "/act-as", "/invitation", "/session"] {
        assert_eq!(crate::world::get(&service, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let start = crate::world::get(&service, "/").await.text();
    assert!(!start.contains("Sign in") && !start.contains("fp-demo") && !start.contains("fp-session"));
}

#[tokio::test]
async fn a_demonstration_says_so_on_every_page_and_lets_a_visitor_act() {
    let world = world(Settings { is_demo: true, ..Settings::default() }).await;
    let mut visitor = world.browser();
    for path in ["/", "/findings", "/nowhere", "/api", "/restate", "/act-as"] {
        let page = visitor.get(path).await;
        assert!(page.text.contains("<strong>Demonstration:</strong>"), "{path}: {}", page.text);
        assert!(!page.text.contains("Sign in"), "{path}");
    }
    let page = visitor.get("/act-as?return=%2Ffindings").await;
    assert!(page.text.contains("Ann &#60;b&#62;") || page.text.contains("Ann &lt;b&gt;"), "{}", page.text);
    for nobody in ["", "person-9", "Person 1"] {
        let answer = visitor.fill("/act-as", "/act-as", &[("person", nobody)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{nobody:?}");
    }
    let acting = visitor.fill("/act-as", "/act-as", &[("person", "person-2"), ("return", "/findings")]).await;
    assert_eq!(acting.location(), "/findings");
    let first = visitor.session();
    let page = visitor.get("/findings").await;
    assert!(page.text.contains("You are acting as Bo Illustrative."), "{}", page.text);
    assert!(page.text.contains("Stop acting") && !page.text.contains("fp-session"));
    visitor.fill("/act-as", "/act-as", &[("person", "person-1")]).await;
    assert_ne!(visitor.session(), first, "a session is new when it acts for another");
    assert_eq!(visitor.get("/account").await.location(), "/act-as");
    visitor.fill("/act-as", "/sign-out", &[]).await;
    assert!(!visitor.get("/").await.text.contains("You are acting as"));
}

#[tokio::test]
async fn outside_a_demonstration_nobody_acts_as_anybody() {
    let world = world(with_passwords()).await;
    let acting = store::SessionOf::Acting("person-1".parse().unwrap());
    let now = world.clock.now();
    let opened = world.store.open_session(acting, None, now, store::Lifetimes::default()).await.unwrap();
    let mut visitor = world.browser();
    visitor.cookies.insert("footprint_session".to_owned(), opened.token.expose().to_owned());
    assert_eq!(visitor.get("/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.get("/act-as").await.status, StatusCode::NOT_FOUND);
    assert!(!visitor.get("/").await.text.contains("fp-demo"));
}

#[tokio::test]
async fn every_page_that_is_not_there_for_somebody_signed_in_is_kept() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    let mut visitor = world.browser();
    ann.sign_in(ANN, GOOD).await;
    for (path, status) in [
        ("/people/new", StatusCode::FORBIDDEN),
        ("/do/call?forum=committee:nowhere", StatusCode::NOT_FOUND),
        ("/meetings/nowhere", StatusCode::NOT_FOUND),
        ("/refusals", StatusCode::NOT_FOUND),
        ("/nowhere", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(ann.get(path).await.status, status, "{path}");
    }
    let sent = ann.fill("/account", "/organisations/10Q/posts/new", &[]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.get("/meetings/nowhere").await.status, StatusCode::NOT_FOUND);
    let mut kept = world.refusals().await;
    kept.reverse();
    let kept: Vec<(&str, u16, &str)> = kept.iter().map(|(route, status, why)| (&**route, *status, &**why)).collect();
    let expected = [
        ("/people/new", 403, "not-theirs"),
        ("/do/call", 404, "not-seen"),
        ("/meetings/{meeting}", 404, "not-seen"),
        ("/refusals", 404, "not-theirs"),
        ("/organisations/{body}/posts/new", 403, "not-theirs"),
    ];
    assert_eq!(kept.len(), expected.len(), "a visitor's and those of no address are not kept: {kept:?}");
    for one in expected {
        assert!(kept.contains(&one), "{one:?}: {kept:?}");
    }
}
