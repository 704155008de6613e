//! In by a provider, and everything that must not let anybody in.

use axum::http::StatusCode;
use kit::sign_in::{Provider, Settings};
use serde_json::{Value, json};
use store::Secret;

use crate::door::{Answer, Browser, World, with_passwords, world};
use crate::provider::{CLIENT, SECRET, Signing, TestProvider, query};

const BASE: &str = "http://footprint.test";

pub(crate) async fn start(vouches: bool) -> (TestProvider, World) {
    let there = TestProvider::start().await;
    let provider = Provider {
        slug: "keycloak".to_owned(),
        name: "The test provider".to_owned(),
        issuer: there.issuer(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(Secret::given(SECRET)),
        scopes: vec!["email".to_owned()],
        acr_values: Some("AAL2_OR_AAL3_ANY".to_owned()),
        links_verified_email: vouches,
        authority: None,
    };
    let settings = Settings { base: BASE.to_owned(), providers: vec![provider], ..with_passwords() };
    (there, world(settings).await)
}

/// Leaves for the provider; where it was sent.
pub(crate) async fn leave(browser: &mut Browser, more: &str) -> String {
    let answer = browser.get(&format!("/sign-in/with/keycloak?return=%2Ffindings{more}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

pub(crate) async fn back(browser: &mut Browser, (code, state): &(String, String)) -> Answer {
    browser.get(&format!("/sign-in/from/keycloak?code={code}&state={state}")).await
}

/// An account linked to `subject-1` by the invitation's link.
async fn linked() -> (TestProvider, World) {
    let (there, world) = start(false).await;
    let token = world.invite().await.token;
    let mut ann = world.browser();
    let sent_to = leave(&mut ann, &format!("&invitation={}", token.expose())).await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    assert_eq!(back(&mut ann, &came).await.location(), "/findings");
    (there, world)
}

#[tokio::test]
async fn an_invitations_link_leads_through_the_provider_to_an_account() {
    let (there, world) = linked().await;
    let account = world.store.linked(&there.issuer(), "subject-1").await.unwrap().unwrap();
    assert!(account.may_sign_in());
    // The next time needs no invitation, nor an address.
    for signing in [Signing::Es256, Signing::Rs256] {
        let mut ann = world.browser();
        let sent_to = leave(&mut ann, "").await;
        let asked = query(&sent_to);
        assert_eq!(asked["redirect_uri"], format!("{BASE}/sign-in/from/keycloak"));
        assert_eq!(asked["acr_values"], "AAL2_OR_AAL3_ANY");
        // Asked for by us, as some providers say; and their clock may be a little ahead.
        let soon = journal::Clock::system().now().as_second() + 20;
        let claims = json!({ "email": null, "email_verified": null, "azp": CLIENT, "iat": soon });
        let came = there.authorise(&sent_to, claims, signing);
        let answer = back(&mut ann, &came).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/findings"), "{signing:?}");
        let page = ann.get("/account").await;
        assert!(page.text.contains("The test provider") && page.text.contains("ann@chiltern.nhs.uk"), "{}", page.text);
        assert!(!ann.cookies.contains_key("footprint_leaving"));
    }
    assert_eq!(there.discoveries(), 1, "what a provider says of itself is kept for a while");
}

#[tokio::test]
async fn an_address_the_provider_vouches_for_opens_its_invitation_only_where_that_is_set() {
    for (vouches, verified, invited, lets_in) in
        [(true, true, true, true), (true, false, true, false), (true, true, false, false), (false, true, true, false)]
    {
        let (there, world) = start(vouches).await;
        if invited {
            world.invite().await;
        }
        let mut ann = world.browser();
        let sent_to = leave(&mut ann, "").await;
        let came = there.authorise(&sent_to, json!({ "email_verified": verified }), Signing::Es256);
        let answer = back(&mut ann, &came).await;
        let expected = if lets_in { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{vouches} {verified} {invited}: {}", answer.text);
        if !lets_in {
            assert!(answer.text.contains("You have no account here"), "{}", answer.text);
            let kept = ("/sign-in/from/{provider}".to_owned(), 403, "no-account".to_owned());
            assert_eq!(world.refusals().await, [kept]);
            assert!(ann.session().is_none());
        }
    }
}

#[tokio::test]
async fn a_token_that_does_not_hold_lets_nobody_in() {
    let (there, world) = linked().await;
    let past = journal::Clock::system().now().as_second() - 3600;
    let ahead = journal::Clock::system().now().as_second() + 3600;
    let wrong: [(&str, Value, Signing); 15] = [
        ("another nonce", json!({ "nonce": "another" }), Signing::Es256),
        ("no nonce", json!({ "nonce": null }), Signing::Es256),
        ("expired", json!({ "exp": past }), Signing::Es256),
        ("for somebody else", json!({ "aud": "another-client" }), Signing::Es256),
        ("for us and somebody else", json!({ "aud": [CLIENT, "another-client"] }), Signing::Es256),
        ("asked for by somebody else", json!({ "azp": "another-client" }), Signing::Es256),
        ("asked for by nobody", json!({ "azp": "" }), Signing::Es256),
        ("issued in the future", json!({ "iat": ahead, "exp": ahead + 300 }), Signing::Es256),
        ("longer than any token", json!({ "more": "x".repeat(300_000) }), Signing::Es256),
        ("from another issuer", json!({ "iss": "https://other.example" }), Signing::Es256),
        ("for another access token", json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }), Signing::Es256),
        ("no subject", json!({ "sub": null }), Signing::Es256),
        ("signed with another key", json!({}), Signing::Forged),
        ("signed with the shared secret", json!({}), Signing::Hs256),
        ("not signed", json!({}), Signing::None),
    ];
    let n = wrong.len();
    for (what, claims, signing) in wrong {
        let mut ann = world.browser();
        let sent_to = leave(&mut ann, "").await;
        let came = there.authorise(&sent_to, claims, signing);
        let answer = back(&mut ann, &came).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}: {}", answer.text);
        assert!(
            answer.text.contains("You are not signed in") && !answer.text.contains("nonce"),
            "{what}: {}",
            answer.text
        );
        assert!(ann.session().is_none(), "{what}");
    }
    assert_eq!(world.refusals().await.len(), n);
}

#[tokio::test]
async fn an_answer_to_another_question_lets_nobody_in() {
    let (there, world) = linked().await;
    // The state is another's, or nobody's.
    let mut ann = world.browser();
    let sent_to = leave(&mut ann, "").await;
    let (code, _) = there.authorise(&sent_to, json!({}), Signing::Es256);
    for state in ["", "made-up"] {
        let answer = back(&mut ann, &(code.clone(), state.to_owned())).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{state}");
        assert!(answer.text.contains("Signing in was not finished"), "{}", answer.text);
    }
    // Another browser finishes it: somebody was sent a link to sign them in as somebody else.
    let mut other = world.browser();
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    assert_eq!(back(&mut other, &came).await.status, StatusCode::FORBIDDEN);
    leave(&mut other, "").await;
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    assert_eq!(back(&mut other, &came).await.status, StatusCode::FORBIDDEN, "with a cookie of its own");
    assert_eq!(back(&mut ann, &came).await.status, StatusCode::FORBIDDEN, "and it is used up");
    // It came too late.
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    world.clock.pass(15 * 60);
    assert_eq!(back(&mut ann, &came).await.status, StatusCode::FORBIDDEN);
    assert!(ann.session().is_none() && other.session().is_none());
}

#[tokio::test]
async fn a_code_is_good_once_and_only_for_whoever_left_with_its_challenge() {
    let (there, world) = linked().await;
    let mut ann = world.browser();
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    assert_eq!(back(&mut ann, &came).await.status, StatusCode::SEE_OTHER);
    let again = back(&mut ann, &came).await;
    assert!(again.text.contains("Signing in was not finished"), "{}", again.text);
    // The provider refuses a code it has seen.
    let mut other = world.browser();
    let state = query(&leave(&mut other, "").await)["state"].clone();
    let answer = back(&mut other, &(came.0, state)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // A stolen code, not yet used, in the thief's own browser: PKCE has the provider refuse it.
    let sent_to = leave(&mut ann, "").await;
    let (stolen, _) = there.authorise(&sent_to, json!({}), Signing::Es256);
    let state = query(&leave(&mut other, "").await)["state"].clone();
    assert_eq!(back(&mut other, &(stolen, state)).await.status, StatusCode::FORBIDDEN);
    assert!(other.session().is_none());
    let kept = world.refusals().await;
    assert_eq!(kept.iter().filter(|(_, _, why)| why == "provider-refused-code").count(), 2, "{kept:?}");
}

#[tokio::test]
async fn a_provider_that_signs_with_a_new_key_is_asked_again() {
    let (there, world) = linked().await;
    there.rotate();
    world.clock.pass(61);
    let mut ann = world.browser();
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    assert_eq!(back(&mut ann, &came).await.status, StatusCode::SEE_OTHER);
    assert_eq!(there.discoveries(), 2);
    // Forged tokens do not have it asked over and over.
    for _ in 0..3 {
        let sent_to = leave(&mut ann, "").await;
        let came = there.authorise(&sent_to, json!({}), Signing::Forged);
        assert_eq!(back(&mut ann, &came).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(there.discoveries(), 2);
}

#[tokio::test]
async fn a_closed_account_stays_closed_at_the_provider_too() {
    let (there, world) = linked().await;
    let account = world.store.linked(&there.issuer(), "subject-1").await.unwrap().unwrap();
    world.store.close_account(&account.id).await.unwrap();
    let mut ann = world.browser();
    let sent_to = leave(&mut ann, "").await;
    let came = there.authorise(&sent_to, json!({}), Signing::Es256);
    let answer = back(&mut ann, &came).await;
    assert!(answer.text.contains("You have no account here"), "{}", answer.text);
}

#[tokio::test]
async fn a_provider_that_refuses_or_is_away_is_named_and_nothing_of_its_words_is_shown() {
    let (_, world) = start(false).await;
    let mut ann = world.browser();
    let state = query(&leave(&mut ann, "").await)["state"].clone();
    let path = format!("/sign-in/from/keycloak?error=access_denied&error_description=%3Cb%3ECall+us&state={state}");
    let answer = ann.get(&path).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.text.contains("The test provider did not sign you in") && !answer.text.contains("Call us"),
        "{}",
        answer.text
    );
    assert_eq!(ann.get("/sign-in/with/other").await.status, StatusCode::NOT_FOUND);
    let away = Provider {
        slug: "away".to_owned(),
        name: "Away".to_owned(),
        // The discard port: nothing answers there.
        issuer: "http://127.0.0.1:9".to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: None,
        scopes: Vec::new(),
        acr_values: None,
        links_verified_email: false,
        authority: None,
    };
    let world =
        crate::door::world(Settings { base: BASE.to_owned(), providers: vec![away], ..Settings::default() }).await;
    let answer = world.browser().get("/sign-in/with/away").await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(answer.text.contains("Away could not confirm who you are"), "{}", answer.text);
    let page = world.browser().get("/sign-in").await;
    assert!(page.text.contains("Sign in with Away") && !page.text.contains("type=\"password\""), "{}", page.text);
}
