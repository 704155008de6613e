//! Invited, accepted, signed in, shut out, closed.

use jiff::SignedDuration;
use store::{
    AccountState, Checked, Invitation, Lifetimes, Name, Passwords, PersonId, Secret, SessionOf, Store, StoreError,
};

use crate::both::{after, each, noon};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

fn ann() -> (PersonId, Name) {
    ("person-7f3a9c".parse().unwrap(), "ann@chiltern.nhs.uk".parse().unwrap())
}

fn good() -> Secret {
    Secret::given("a heron stood in the weir")
}

async fn invited(store: &Store) -> Invitation {
    let (person, name) = ann();
    store.invite(&person, &name, noon(), WEEK).await.unwrap()
}

#[test]
fn an_invitation_is_used_once_and_in_time() {
    each(async |store, _| {
        let passwords = Passwords::new(1).unwrap();
        let invitation = invited(&store).await;
        let token = invitation.token.hash();
        let account = store.invited(&token, after(1)).await.unwrap().unwrap();
        assert_eq!((account.state, account.id.clone()), (AccountState::Invited, invitation.account.clone()));
        // It runs out at the moment it says, not after.
        let late = invitation.expires_at;
        assert!(store.invited(&token, late).await.unwrap().is_none());
        let spent = passwords.accept(&store, &token, &good(), late).await.unwrap_err();
        assert!(matches!(spent, StoreError::InvitationSpent), "{spent}");
        let accepted = passwords.accept(&store, &token, &good(), after(2)).await.unwrap();
        assert!(accepted.may_sign_in());
        let again = passwords.accept(&store, &token, &good(), after(3)).await.unwrap_err();
        assert!(matches!(again, StoreError::InvitationSpent), "{again}");
        assert!(matches!(passwords.check(&store, &ann().1, &good()).await.unwrap(), Checked::Right(_)));
    });
}

#[test]
fn a_person_and_a_name_have_one_open_account() {
    each(async |store, _| {
        let first = invited(&store).await;
        let (person, name) = ann();
        let (other_person, other_name): (PersonId, Name) =
            ("person-2".parse().unwrap(), "bo@x.nhs.uk".parse().unwrap());
        let taken = store.invite(&person, &other_name, noon(), WEEK).await.unwrap_err();
        assert!(matches!(taken, StoreError::PersonTaken(_)), "{taken}");
        let taken = store.invite(&other_person, &name, noon(), WEEK).await.unwrap_err();
        assert!(matches!(taken, StoreError::NameTaken(_)), "{taken}");
        store.close_account(&first.account).await.unwrap();
        let closed = store.account(&first.account).await.unwrap().unwrap();
        assert_eq!((closed.state, closed.name), (AccountState::Closed, None));
        let again = store.invite(&person, &name, noon(), WEEK).await.unwrap();
        assert_ne!(again.account, first.account);
        assert_eq!(store.accounts(None, 10).await.unwrap().len(), 2);
        assert!(matches!(store.close_account(&first.account).await, Err(StoreError::NoSuchAccount(_))));
        assert_eq!(store.account_of(&person).await.unwrap().unwrap().id, again.account);
        assert_eq!(store.account_by_name(&name).await.unwrap().unwrap().id, again.account);
    });
}

#[test]
fn only_the_right_password_of_an_active_account_opens_it() {
    each(async |store, _| {
        let passwords = Passwords::new(2).unwrap();
        let (_, name) = ann();
        let nobody: Name = "nobody@chiltern.nhs.uk".parse().unwrap();
        assert_eq!(passwords.check(&store, &nobody, &good()).await.unwrap(), Checked::Wrong);
        let invitation = invited(&store).await;
        assert_eq!(passwords.check(&store, &name, &good()).await.unwrap(), Checked::Wrong);
        passwords.accept(&store, &invitation.token.hash(), &good(), noon()).await.unwrap();
        assert_eq!(passwords.check(&store, &name, &Secret::given("")).await.unwrap(), Checked::Wrong);
        assert_eq!(
            passwords.check(&store, &name, &Secret::given("A heron stood in the weir")).await.unwrap(),
            Checked::Wrong
        );
        assert_eq!(store.account_by_name(&name).await.unwrap().unwrap().failed, 2);
        let Checked::Right(account) = passwords.check(&store, &name, &good()).await.unwrap() else { panic!("wrong") };
        assert_eq!(store.account(&account.id).await.unwrap().unwrap().failed, 0);
        store.close_account(&account.id).await.unwrap();
        assert_eq!(passwords.check(&store, &name, &good()).await.unwrap(), Checked::Wrong);
    });
}

#[test]
fn wrong_passwords_however_many_shut_nobody_out() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let passwords = Passwords::new(2).unwrap();
        let (_, name) = ann();
        let invitation = invited(&store).await;
        passwords.accept(&store, &invitation.token.hash(), &good(), noon()).await.unwrap();
        for _ in 0..120 {
            assert_eq!(passwords.check(&store, &name, &Secret::given("wrong")).await.unwrap(), Checked::Wrong);
        }
        assert_eq!(store.account_by_name(&name).await.unwrap().unwrap().failed, 120);
        assert!(matches!(passwords.check(&store, &name, &good()).await.unwrap(), Checked::Right(_)));
        assert_eq!(store.account_by_name(&name).await.unwrap().unwrap().failed, 0);
    });
}

#[test]
fn to_invite_again_ends_everything_that_opened_the_account_before() {
    each(async |store, _| {
        let passwords = Passwords::new(2).unwrap();
        let (person, name) = ann();
        let first = invited(&store).await;
        passwords.accept(&store, &first.token.hash(), &good(), noon()).await.unwrap();
        let of = SessionOf::Account { account: first.account.clone(), person, name: name.clone() };
        let opened = store.open_session(of, None, noon(), Lifetimes::default()).await.unwrap();
        let second = store.invite_again(&first.account, after(1), WEEK).await.unwrap();
        assert!(store.session(&opened.token.hash(), after(2)).await.unwrap().is_none());
        assert_eq!(passwords.check(&store, &name, &good()).await.unwrap(), Checked::Wrong);
        let third = store.invite_again(&first.account, after(3), WEEK).await.unwrap();
        assert!(store.invited(&second.token.hash(), after(4)).await.unwrap().is_none());
        assert!(store.invited(&third.token.hash(), after(4)).await.unwrap().is_some());
    });
}

#[test]
fn an_identity_is_linked_by_an_invitation_or_a_vouched_address_and_by_nothing_else() {
    each(async |store, _| {
        let (issuer, name) = ("https://id.example", ann().1);
        let invitation = invited(&store).await;
        assert!(store.linked(issuer, "s-1").await.unwrap().is_none());
        let other: Name = "other@chiltern.nhs.uk".parse().unwrap();
        assert!(store.accept_vouched(&other, issuer, "s-1", noon()).await.unwrap().is_none());
        let late = invitation.expires_at;
        assert!(store.accept_vouched(&name, issuer, "s-1", late).await.unwrap().is_none());
        let linked = store.accept_vouched(&name, issuer, "s-1", noon()).await.unwrap().unwrap();
        assert!(linked.may_sign_in());
        assert_eq!(store.linked(issuer, "s-1").await.unwrap().unwrap().id, invitation.account);
        assert_eq!(store.issuers_of(&invitation.account).await.unwrap(), [issuer]);
        assert!(store.linked("https://other.example", "s-1").await.unwrap().is_none());
        // An account in use is not taken over by somebody for whom the provider vouches.
        assert!(store.accept_vouched(&name, issuer, "s-2", noon()).await.unwrap().is_none());
        // Nor does one identity open two accounts.
        let second = store.invite(&"person-2".parse().unwrap(), &other, noon(), WEEK).await.unwrap();
        let taken = store.accept_link(&second.token.hash(), issuer, "s-1", noon()).await.unwrap_err();
        assert!(matches!(taken, StoreError::LinkTaken), "{taken}");
        // The invitation was not used up by the refusal.
        store.accept_link(&second.token.hash(), issuer, "s-2", noon()).await.unwrap();
    });
}

#[test]
fn of_two_who_use_one_invitation_at_once_one_succeeds() {
    each(async |store, again| {
        let Some(address) = again else { return };
        let second = Store::open(&address).await.unwrap();
        let invitation = invited(&store).await;
        let token = invitation.token.hash();
        let (one, other) = tokio::join!(
            store.accept_link(&token, "https://id.example", "s-1", noon()),
            second.accept_link(&token, "https://id.example", "s-2", noon()),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        second.close().await;
    });
}
