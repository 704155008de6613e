//! What a person makes for a program: good for its days, in its rooms, and until it is taken back.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use store::{
    AccountId, IdempotencyKey, KeyLimits, KeyedRequest, MadeToken, PersonId, RequestHash, Secret, Store, StoreError,
    TOKEN_LISTED_FOR, TOKENS_LIVE_MAX, TokenDraft, TokenState, TokenUses,
};

use crate::both::{after, each, noon};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An account that its person uses.
pub(crate) async fn account(store: &Store, person: &str) -> AccountId {
    let name = format!("{person}@chiltern.nhs.uk").parse().unwrap();
    let invitation = store.invite(&person.parse().unwrap(), &name, noon(), WEEK).await.unwrap();
    store.accept_link(&invitation.token.hash(), "https://id.example", person, noon()).await.unwrap();
    invitation.account
}

pub(crate) fn draft(account: &AccountId, days: (Date, Date)) -> TokenDraft {
    TokenDraft {
        account: account.clone(),
        name: "Nightly return".parse().unwrap(),
        scope: "read act:mandate".parse().unwrap(),
        first_day: days.0,
        last_day: days.1,
    }
}

/// 1 to 31 October 2016: today, in these tests, and a month of it.
const OCTOBER: (Date, Date) = (date(2016, 10, 1), date(2016, 10, 31));

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

#[test]
fn a_token_acts_for_its_maker_on_its_days_and_no_other() {
    each(async |store, _| {
        let account = account(&store, "ann").await;
        let MadeToken { token, secret } = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        assert_eq!((token.person.as_str(), token.uses, token.used_at), ("ann", 0, None));
        assert!(secret.expose().starts_with(store::TOKEN_PREFIX));
        assert!(!format!("{token:?}{secret:?}").contains(&secret.expose()[10..]));
        assert_eq!(store.good_token(&secret, noon()).await.unwrap(), Some(token.clone()));
        assert!(token.scope.may_act_in("mandate") && !token.scope.may_act_in("register"));
        // The last day is included, and ends at midnight by the clocks of London: they went back on the 30th.
        assert!(store.good_token(&secret, at("2016-10-31T23:59:59Z")).await.unwrap().is_some());
        assert!(store.good_token(&secret, at("2016-11-01T00:00:00Z")).await.unwrap().is_none());
        // So does the day before the first, which was still in summer time.
        assert!(store.good_token(&secret, at("2016-09-30T22:59:59Z")).await.unwrap().is_none());
        assert!(store.good_token(&secret, at("2016-09-30T23:00:00Z")).await.unwrap().is_some());
        assert_eq!(token.state(at("2016-11-01T00:00:00Z")), TokenState::Expired);
        assert_eq!(token.state(at("2016-09-30T00:00:00Z")), TokenState::ToCome);
        for wrong in
            ["", "footprint_", &secret.expose()[10..], &format!("{}x", secret.expose()), &secret.hash().to_string()]
        {
            assert!(store.good_token(&Secret::given(wrong), noon()).await.unwrap().is_none(), "{wrong}");
        }
    });
}

#[test]
fn days_that_are_over_out_of_order_or_too_many_are_refused() {
    each(async |store, _| {
        let account = account(&store, "ann").await;
        for days in [
            (date(2016, 9, 30), date(2016, 10, 31)),
            (date(2016, 10, 2), date(2016, 10, 1)),
            (date(2016, 10, 1), date(2017, 10, 2)),
            (date(2016, 10, 1), Date::MAX),
            (Date::MAX, Date::MAX),
        ] {
            let refused = store.make_token(&draft(&account, days), noon()).await.unwrap_err();
            assert!(matches!(refused, StoreError::TokenDays { .. }), "{refused}");
        }
        let year = (date(2016, 10, 1), date(2017, 10, 1));
        store.make_token(&draft(&account, year), noon()).await.unwrap();
        let day = (date(2016, 10, 1), date(2016, 10, 1));
        store.make_token(&draft(&account, day), noon()).await.unwrap();
    });
}

#[test]
fn a_revoked_token_is_never_accepted_and_only_its_owner_revokes_it() {
    each(async |store, _| {
        let (ann, bo) = (account(&store, "ann").await, account(&store, "bo").await);
        let MadeToken { token, secret } = store.make_token(&draft(&ann, OCTOBER), noon()).await.unwrap();
        assert!(!store.revoke_token(&bo, &token.id, after(1)).await.unwrap());
        assert!(store.good_token(&secret, after(1)).await.unwrap().is_some());
        assert!(store.revoke_token(&ann, &token.id, after(2)).await.unwrap());
        assert!(store.good_token(&secret, after(2)).await.unwrap().is_none());
        // Nor under a clock that runs back.
        assert!(store.good_token(&secret, noon()).await.unwrap().is_none());
        assert!(!store.revoke_token(&ann, &token.id, after(3)).await.unwrap());
        let listed = store.tokens_of(&ann, 10).await.unwrap();
        assert_eq!((listed.len(), listed[0].revoked_at), (1, Some(after(2))));
        assert_eq!(listed[0].state(noon()), TokenState::Revoked);
        assert!(store.tokens_of(&bo, 10).await.unwrap().is_empty());
    });
}

#[test]
fn an_account_has_so_many_live_tokens_and_no_more() {
    each(async |store, again| {
        let account = account(&store, "ann").await;
        let second = match again {
            Some(address) => Store::open(&address).await.unwrap(),
            None => store.clone(),
        };
        let mut first = None;
        for _ in 1..TOKENS_LIVE_MAX {
            let made = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
            first.get_or_insert(made.token.id);
        }
        // Of two servers that make the last one at once, one does.
        let draft_of = draft(&account, OCTOBER);
        let (one, other) = tokio::join!(store.make_token(&draft_of, noon()), second.make_token(&draft_of, noon()));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        let refused = [one, other].into_iter().find_map(Result::err).unwrap();
        assert!(matches!(refused, StoreError::TooManyTokens { limit: TOKENS_LIVE_MAX }), "{refused}");
        // One that is revoked makes room, and so does one that has expired.
        store.revoke_token(&account, &first.unwrap(), after(1)).await.unwrap();
        store.make_token(&draft_of, after(2)).await.unwrap();
        let november = (date(2016, 11, 1), date(2016, 11, 1));
        assert!(store.make_token(&draft(&account, november), noon()).await.is_err());
        store.make_token(&draft(&account, november), at("2016-11-01T09:00:00Z")).await.unwrap();
        assert_eq!(store.tokens_of(&account, 100).await.unwrap().len(), TOKENS_LIVE_MAX + 2);
        assert_eq!(store.tokens_of(&account, 5).await.unwrap().len(), 5);
        second.close().await;
    });
}

#[test]
fn only_who_may_sign_in_makes_tokens_and_closing_an_account_ends_them() {
    each(async |store, _| {
        let person: PersonId = "cy".parse().unwrap();
        let invited = store.invite(&person, &"cy@x.nhs.uk".parse().unwrap(), noon(), WEEK).await.unwrap();
        let refused = store.make_token(&draft(&invited.account, OCTOBER), noon()).await.unwrap_err();
        assert!(matches!(refused, StoreError::NoSuchAccount(_)), "{refused}");
        let account = account(&store, "ann").await;
        let made = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        // A key that a request left behind is in nobody's way.
        let (key, request): (IdempotencyKey, _) = ("k".parse().unwrap(), RequestHash::of("POST", "/", b""));
        let begun = store.begin_request(&made.token.id, &key, &request, noon(), KeyLimits::default()).await.unwrap();
        assert!(matches!(begun, KeyedRequest::First(_)));
        store.close_account(&account).await.unwrap();
        assert!(store.good_token(&made.secret, noon()).await.unwrap().is_none());
        assert!(store.tokens_of(&account, 10).await.unwrap().is_empty());
        let refused = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap_err();
        assert!(matches!(refused, StoreError::NoSuchAccount(_)), "{refused}");
    });
}

#[test]
fn to_invite_again_revokes_what_was_made_before() {
    each(async |store, _| {
        let account = account(&store, "ann").await;
        let made = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        let again = store.invite_again(&account, after(1), WEEK).await.unwrap();
        assert!(store.good_token(&made.secret, after(2)).await.unwrap().is_none());
        // And it stays so when the account is open again.
        store.accept_link(&again.token.hash(), "https://id.example", "ann-2", after(3)).await.unwrap();
        assert!(store.good_token(&made.secret, after(4)).await.unwrap().is_none());
        assert_eq!(store.tokens_of(&account, 10).await.unwrap()[0].revoked_at, Some(after(1)));
    });
}

#[test]
fn uses_are_counted_and_written_down_together() {
    each(async |store, _| {
        let account = account(&store, "ann").await;
        let made = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        let other = store.make_token(&draft(&account, OCTOBER), after(1)).await.unwrap();
        let uses = TokenUses::default();
        store.write_token_uses(&uses).await.unwrap();
        for minute in [5, 7, 6] {
            uses.count(&made.token.id, after(minute));
        }
        store.write_token_uses(&uses).await.unwrap();
        store.write_token_uses(&uses).await.unwrap();
        let seen = async || {
            let listed = store.tokens_of(&account, 10).await.unwrap();
            let of = |id| listed.iter().find(|token| token.id == id).map(|token| (token.uses, token.used_at)).unwrap();
            (of(made.token.id.clone()), of(other.token.id.clone()))
        };
        assert_eq!(seen().await, ((3, Some(after(7))), (0, None)));
        // Another server wrote later uses down before.
        uses.count(&made.token.id, after(4));
        uses.count(&other.token.id, after(4));
        store.write_token_uses(&uses).await.unwrap();
        assert_eq!(seen().await, ((4, Some(after(7))), (1, Some(after(4)))));
    });
}

#[test]
fn uses_that_cannot_be_written_stay_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite").display().to_string();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(&file).await.unwrap();
        let account = account(&store, "ann").await;
        let made = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        let uses = TokenUses::default();
        uses.count(&made.token.id, after(1));
        store.close().await;
        assert!(store.write_token_uses(&uses).await.is_err());
        let store = Store::open(&file).await.unwrap();
        store.write_token_uses(&uses).await.unwrap();
        assert_eq!(store.tokens_of(&account, 1).await.unwrap()[0].uses, 1);
        store.close().await;
    });
}

#[test]
fn a_token_that_ended_long_ago_is_swept() {
    const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);
    each(async |store, _| {
        let account = account(&store, "ann").await;
        let expired = store.make_token(&draft(&account, OCTOBER), noon()).await.unwrap();
        let year = (date(2016, 10, 1), date(2017, 10, 1));
        let revoked = store.make_token(&draft(&account, year), noon()).await.unwrap();
        store.revoke_token(&account, &revoked.token.id, after(1)).await.unwrap();
        let long = store.make_token(&draft(&account, year), noon()).await.unwrap();
        assert_eq!(store.sweep(after(1) + TOKEN_LISTED_FOR, YEAR).await.unwrap().tokens, 0);
        assert_eq!(store.sweep(after(2) + TOKEN_LISTED_FOR, YEAR).await.unwrap().tokens, 1);
        let october_over = at("2016-11-01T00:00:00Z");
        assert_eq!(store.sweep(october_over + TOKEN_LISTED_FOR, YEAR).await.unwrap().tokens, 1);
        let left: Vec<_> = store.tokens_of(&account, 9).await.unwrap().into_iter().map(|token| token.id).collect();
        assert_eq!(left, [long.token.id]);
        assert!(store.good_token(&expired.secret, noon()).await.unwrap().is_none());
    });
}
