//! A request that is sent again is answered again and not done again.

use jiff::{SignedDuration, Timestamp};
use store::{
    IdempotencyKey, KEY_ANSWER_BYTES_MAX, KeptReply, KeyClaim, KeyLimits, KeyedRequest, RequestHash, Store, StoreError,
    TokenId,
};

use crate::both::{after, each, noon};
use crate::tokens::{account, draft};

const LIMITS: KeyLimits =
    KeyLimits { kept: SignedDuration::from_hours(24), silent: SignedDuration::from_mins(2), per_token: 3 };

async fn token(store: &Store, person: &str) -> TokenId {
    let account = account(store, person).await;
    let days = ("2016-10-01".parse().unwrap(), "2016-10-31".parse().unwrap());
    store.make_token(&draft(&account, days), noon()).await.unwrap().token.id
}

fn key(text: &str) -> IdempotencyKey {
    text.parse().unwrap()
}

fn request(body: &str) -> RequestHash {
    RequestHash::of("POST", "/api/v1/acts/adopt-scheme", body.as_bytes())
}

fn reply(body: &str) -> KeptReply {
    KeptReply { status: 201, media_type: "application/json".to_owned(), body: body.into(), entry: Some(41) }
}

async fn begin(store: &Store, token: &TokenId, name: &str, body: &str, now: Timestamp) -> KeyedRequest {
    store.begin_request(token, &key(name), &request(body), now, LIMITS).await.unwrap()
}

async fn first(store: &Store, token: &TokenId, name: &str, now: Timestamp) -> KeyClaim {
    match begin(store, token, name, "{}", now).await {
        KeyedRequest::First(claim) => claim,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_answered_is_answered_again() {
    each(async |store, _| {
        let (ann, bo) = (token(&store, "ann").await, token(&store, "bo").await);
        let claim = first(&store, &ann, "a", noon()).await;
        assert!(matches!(begin(&store, &ann, "a", "{}", after(1)).await, KeyedRequest::Underway));
        assert!(store.finish_request(claim, &reply("{\"entry\":41}")).await.unwrap());
        for minutes in [1, 24 * 60 - 1] {
            match begin(&store, &ann, "a", "{}", after(minutes)).await {
                KeyedRequest::Answered(answer) => assert_eq!(answer, reply("{\"entry\":41}")),
                other => panic!("{other:?}"),
            }
        }
        // Another body under the same key is another request, before it is answered and after.
        assert!(matches!(begin(&store, &ann, "a", "{ }", after(1)).await, KeyedRequest::OtherRequest));
        let _unfinished = first(&store, &ann, "b", noon()).await;
        assert!(matches!(begin(&store, &ann, "b", "{ }", after(1)).await, KeyedRequest::OtherRequest));
        // The same key of another token is its own.
        let refused = KeptReply { status: 422, body: Vec::new(), entry: None, ..reply("") };
        let claim = first(&store, &bo, "a", noon()).await;
        assert!(store.finish_request(claim, &refused).await.unwrap());
        assert!(
            matches!(begin(&store, &bo, "a", "{}", after(1)).await, KeyedRequest::Answered(answer) if answer == refused)
        );
    });
}

#[test]
fn after_its_day_a_key_is_a_new_one() {
    each(async |store, _| {
        let token = token(&store, "ann").await;
        let late = first(&store, &token, "a", noon()).await;
        let day = after(24 * 60);
        let claim = first(&store, &token, "a", day).await;
        // Whoever held it before answers too late, and takes nothing from whoever holds it now.
        assert!(!store.finish_request(late, &reply("late")).await.unwrap());
        assert!(store.finish_request(claim, &reply("now")).await.unwrap());
        assert!(
            matches!(begin(&store, &token, "a", "{}", day).await, KeyedRequest::Answered(answer) if answer.body == b"now")
        );
        let year = SignedDuration::from_hours(366 * 24);
        assert_eq!(store.sweep(after(48 * 60 - 1), year).await.unwrap().keys, 0);
        assert_eq!(store.sweep(after(48 * 60), year).await.unwrap().keys, 1);
        let _claim = first(&store, &token, "a", day).await;
    });
}

#[test]
fn of_two_that_come_at_once_one_is_done() {
    each(async |store, again| {
        let token = token(&store, "ann").await;
        let second = match again {
            Some(address) => Store::open(&address).await.unwrap(),
            None => store.clone(),
        };
        for round in 0..3 {
            let name = format!("round-{round}");
            let (key, request) = (key(&name), request("{}"));
            let of = |store: &Store| {
                let (store, token, key, request) = (store.clone(), token.clone(), key.clone(), request.clone());
                tokio::spawn(async move { store.begin_request(&token, &key, &request, noon(), LIMITS).await })
            };
            let all = [of(&store), of(&second), of(&store), of(&second)];
            let mut n_first = 0;
            for one in all {
                match one.await.unwrap().unwrap() {
                    KeyedRequest::First(_) => n_first += 1,
                    KeyedRequest::Underway => {}
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(n_first, 1);
        }
        second.close().await;
    });
}

#[test]
fn a_request_that_broke_off_is_not_done_again_by_itself() {
    each(async |store, _| {
        let token = token(&store, "ann").await;
        let claim = first(&store, &token, "a", noon()).await;
        assert!(matches!(begin(&store, &token, "a", "{}", after(2)).await, KeyedRequest::Underway));
        let found = begin(&store, &token, "a", "{}", after(3)).await;
        assert!(matches!(found, KeyedRequest::BrokenOff { began_at } if began_at == noon()), "{found:?}");
        // It was only slow.
        assert!(store.finish_request(claim, &reply("")).await.unwrap());
        assert!(matches!(begin(&store, &token, "a", "{}", after(4)).await, KeyedRequest::Answered(_)));
    });
}

#[test]
fn a_request_that_did_nothing_may_be_tried_again() {
    each(async |store, _| {
        let token = token(&store, "ann").await;
        let claim = first(&store, &token, "a", noon()).await;
        assert!(store.let_go_request(claim).await.unwrap());
        let claim = first(&store, &token, "a", after(1)).await;
        let large = reply(&"x".repeat(KEY_ANSWER_BYTES_MAX + 1));
        let refused = store.finish_request(claim, &large).await.unwrap_err();
        assert!(matches!(refused, StoreError::TooLarge { .. }), "{refused}");
    });
}

#[test]
fn a_token_has_so_many_keys_at_once_and_no_more() {
    each(async |store, _| {
        let (ann, bo) = (token(&store, "ann").await, token(&store, "bo").await);
        for name in ["a", "b", "c"] {
            let claim = first(&store, &ann, name, noon()).await;
            store.finish_request(claim, &reply("")).await.unwrap();
        }
        assert!(matches!(begin(&store, &ann, "d", "{}", after(1)).await, KeyedRequest::TooMany));
        // One too many left nothing behind, and those before it are answered as ever.
        assert!(matches!(begin(&store, &ann, "d", "{}", after(1)).await, KeyedRequest::TooMany));
        assert!(matches!(begin(&store, &ann, "c", "{}", after(1)).await, KeyedRequest::Answered(_)));
        let _other = first(&store, &bo, "d", after(1)).await;
        // A day later there is room, before any sweep.
        let _later = first(&store, &ann, "d", after(24 * 60)).await;
    });
}
