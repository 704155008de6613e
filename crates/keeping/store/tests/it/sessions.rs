//! Sessions end when they must, by a clock handed in.

use jiff::SignedDuration;
use store::{Lifetimes, Name, PendingDraft, PersonId, Secret, SessionOf, Store};

use crate::both::{after, each, noon};

const LIFETIMES: Lifetimes = Lifetimes { idle: SignedDuration::from_mins(30), whole: SignedDuration::from_mins(60) };

async fn person(store: &Store) -> SessionOf {
    let (person, name): (PersonId, Name) = ("person-1".parse().unwrap(), "ann@x.nhs.uk".parse().unwrap());
    let invitation = store.invite(&person, &name, noon(), SignedDuration::from_hours(1)).await.unwrap();
    SessionOf::Account { account: invitation.account, person, name }
}

#[test]
fn a_session_ends_when_idle_and_in_any_case() {
    each(async |store, _| {
        let of = person(&store).await;
        let opened = store.open_session(of.clone(), None, noon(), LIFETIMES).await.unwrap();
        let token = opened.token.hash();
        let found = store.session(&token, after(29)).await.unwrap().unwrap();
        assert_eq!(found, opened.session);
        assert_eq!((found.of.clone(), found.until()), (of, after(30)));
        assert!(store.session(&token, after(30)).await.unwrap().is_none());
        assert_eq!(store.touch_session(&token, &found, after(30), LIFETIMES).await.unwrap(), None);
        assert_eq!(store.touch_session(&token, &found, after(20), LIFETIMES).await.unwrap(), Some(after(50)));
        assert!(store.session(&token, after(49)).await.unwrap().is_some());
        // Kept awake to the last, it still ends after its whole time.
        assert_eq!(store.touch_session(&token, &found, after(45), LIFETIMES).await.unwrap(), Some(after(60)));
        assert!(store.session(&token, after(59)).await.unwrap().is_some());
        assert!(store.session(&token, after(60)).await.unwrap().is_none());
    });
}

#[test]
fn a_token_known_before_signing_in_is_worth_nothing_after() {
    each(async |store, _| {
        let acting = SessionOf::Acting("person-9".parse().unwrap());
        let before = store.open_session(acting.clone(), None, noon(), LIFETIMES).await.unwrap();
        assert_eq!(store.session(&before.token.hash(), noon()).await.unwrap().unwrap().of, acting);
        let of = person(&store).await;
        let now = store.open_session(of, Some(&before.token.hash()), noon(), LIFETIMES).await.unwrap();
        assert!(store.session(&before.token.hash(), noon()).await.unwrap().is_none());
        assert!(store.session(&now.token.hash(), noon()).await.unwrap().is_some());
        assert!(store.session(&Secret::given("guessed").hash(), noon()).await.unwrap().is_none());
        store.end_session(&now.token.hash()).await.unwrap();
        assert!(store.session(&now.token.hash(), noon()).await.unwrap().is_none());
    });
}

#[test]
fn other_sessions_of_an_account_can_be_ended() {
    each(async |store, _| {
        let of = person(&store).await;
        let one = store.open_session(of.clone(), None, noon(), LIFETIMES).await.unwrap();
        let other = store.open_session(of.clone(), None, noon(), LIFETIMES).await.unwrap();
        let account = of.account().unwrap();
        assert_eq!(store.open_sessions(account, after(1)).await.unwrap(), 2);
        assert_eq!(store.open_sessions(account, after(30)).await.unwrap(), 0);
        assert_eq!(store.end_other_sessions(account, &one.token.hash()).await.unwrap(), 1);
        assert!(store.session(&other.token.hash(), noon()).await.unwrap().is_none());
        assert!(store.session(&one.token.hash(), noon()).await.unwrap().is_some());
    });
}

#[test]
fn coming_back_from_a_provider_works_once_in_time_and_in_the_same_browser() {
    each(async |store, _| {
        let (state, browser) = (Secret::random().unwrap(), Secret::random().unwrap());
        let draft = PendingDraft {
            state: state.hash(),
            browser: browser.hash(),
            provider: "keycloak".to_owned(),
            nonce: Secret::given("n"),
            verifier: Secret::given("v"),
            return_to: "/meetings?day=1".to_owned(),
            invitation: Some(Secret::given("i").hash()),
            expires_at: after(10),
        };
        store.begin_pending(&draft).await.unwrap();
        let taken = store.take_pending(&state.hash(), &browser.hash(), after(9)).await.unwrap().unwrap();
        assert_eq!((taken.nonce.expose(), taken.verifier.expose()), ("n", "v"));
        assert_eq!((taken.provider.as_str(), taken.return_to.as_str()), ("keycloak", "/meetings?day=1"));
        assert_eq!(taken.invitation, draft.invitation);
        assert!(store.take_pending(&state.hash(), &browser.hash(), after(9)).await.unwrap().is_none());
        store.begin_pending(&draft).await.unwrap();
        assert!(store.take_pending(&state.hash(), &browser.hash(), after(10)).await.unwrap().is_none());
        store.begin_pending(&draft).await.unwrap();
        assert!(store.take_pending(&state.hash(), &Secret::given("another").hash(), after(1)).await.unwrap().is_none());
        // Another browser's attempt has used it up.
        assert!(store.take_pending(&state.hash(), &browser.hash(), after(1)).await.unwrap().is_none());
    });
}
