//! What a visitor is told where signing in is what is wanting: the way in, and back; and nothing of what is not public.

use axum::http::{StatusCode, header};
use web::pages::FACES;

use crate::door::{Browser, with_passwords, world};
use crate::routes::{DAYS, address, record, service};

#[tokio::test]
async fn the_form_of_every_act_asks_a_visitor_to_sign_in_and_come_back() {
    let footprint = record().await;
    let service = service(&footprint, DAYS[1]).await;
    let mut visitor = Browser::of(service.router().clone());
    for form in FACES.iter().flat_map(|face| face.acts) {
        let path = address(form.path);
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{path}: {}", page.text);
        assert!(page.headers.contains_key(header::WWW_AUTHENTICATE), "{path}");
        assert!(page.text.contains("<h1 class=\"nhsuk-heading-l\">Sign in to do this</h1>"), "{path}: {}", page.text);
        let back = format!("href=\"/sign-in?return={}\"", path.replace('/', "%2F"));
        // In the header and on the page.
        assert_eq!(page.text.matches(&back).count(), 2, "{path}: {}", page.text);
        let sent = visitor.fill("/restate", &path, &[]).await;
        assert_eq!(sent.status, StatusCode::UNAUTHORIZED, "{path}: {}", sent.text);
        assert!(sent.text.contains("Nothing was recorded"), "{path}: {}", sent.text);
    }
}

#[tokio::test]
async fn what_is_there_and_what_is_not_are_told_a_visitor_alike() {
    let footprint = record().await;
    let service = service(&footprint, DAYS[1]).await;
    let mut visitor = Browser::of(service.router().clone());
    for (there, nowhere) in [
        ("/do/declare?item=draft-private", "/do/declare?item=draft-nothing"),
        ("/posts/oxon-accountable-officer/end", "/posts/nobody-accountable-officer/end"),
        ("/mandates/10q-services/end", "/mandates/99x-services/end"),
        ("/entries/1/withdraw/0", "/entries/9/withdraw/0"),
    ] {
        let (one, other) = (visitor.get(there).await, visitor.get(nowhere).await);
        assert_eq!(one.status, StatusCode::UNAUTHORIZED, "{there}");
        let value = |path: &str| path.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
        let as_the_other = one.text.replace(there, nowhere).replace(&value(there), &value(nowhere));
        assert_eq!(as_the_other, other.text, "{there} and {nowhere}");
    }
    // What is not public is not there, as ever.
    for path in ["/meetings/draft/items/draft-private", "/meetings/none", "/who-pays/runs/none"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_with_acts_says_once_to_a_visitor_how_to_come_to_them() {
    let footprint = record().await;
    let service = service(&footprint, DAYS[1]).await;
    let mut visitor = Browser::of(service.router().clone());
    for (path, words) in [
        ("/organisations/10Q/posts", "Sign in to create a post"),
        ("/people", "Sign in to enter a person"),
        ("/posts/oxon-accountable-officer", "Sign in to see what you may do here"),
        ("/meetings/october", "Sign in to see what you may do here"),
        ("/proposals/ambulance", "Sign in to see what you may do here"),
        ("/meetings", "Sign in to see what you may do here"),
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.text.matches(words).count(), 1, "{path}: {words}: {}", page.text);
        let mut officer = service.signed_in("person-w-officer").await;
        assert!(!officer.get(path).await.text.contains("Sign in to"), "{path}");
    }
    // Where nobody is offered anything, nothing is said of it.
    for path in ["/decisions", "/findings", "/coverage/none", "/successions"] {
        assert!(!visitor.get(path).await.text.contains("Sign in to"), "{path}");
    }
    // Nor where nobody can sign in.
    let nobody = crate::world::service().await;
    assert!(!crate::world::get(&nobody, "/people").await.text().contains("Sign in"));
    // What was asked of a visitor is no refusal that an auditor need read of.
    let there = world(with_passwords()).await;
    assert_eq!(there.browser().get("/people/new").await.status, StatusCode::UNAUTHORIZED);
    assert!(there.refusals().await.is_empty());
}
