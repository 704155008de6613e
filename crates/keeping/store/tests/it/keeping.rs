//! Files, refusals, and the sweep.

use jiff::SignedDuration;
use store::{BLOB_BYTES_MAX, Blob, BlobHash, Keep, Lifetimes, RefusalDraft, SessionOf, StoreError, Swept};

use crate::both::{after, each, noon};

const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

fn paper(bytes: &[u8]) -> Blob {
    Blob { media_type: "application/pdf".to_owned(), bytes: bytes.to_vec() }
}

#[test]
fn a_file_is_kept_while_somebody_holds_it() {
    each(async |store, _| {
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let hash = store.keep_blob(&paper(&bytes), "paper-1", Keep::UntilLetGo, noon()).await.unwrap();
        assert_eq!(hash, BlobHash::of(&bytes));
        let same = store.keep_blob(&paper(&bytes), "run-7", Keep::Until(after(10)), noon()).await.unwrap();
        assert_eq!(same, hash);
        assert_eq!(store.blob(&hash).await.unwrap(), Some(paper(&bytes)));
        store.let_go_blob(&hash, "paper-1").await.unwrap();
        assert_eq!(store.sweep(after(9), YEAR).await.unwrap().blobs, 0);
        assert!(store.blob(&hash).await.unwrap().is_some());
        assert_eq!(store.sweep(after(10), YEAR).await.unwrap().blobs, 1);
        assert!(store.blob(&hash).await.unwrap().is_none());
        assert_eq!(store.sweep(after(10), YEAR).await.unwrap(), Swept::default());
    });
}

#[test]
fn an_erased_file_is_gone_whoever_holds_it() {
    each(async |store, _| {
        let hash = store.keep_blob(&paper(b""), "paper-1", Keep::UntilLetGo, noon()).await.unwrap();
        assert_eq!(store.blob(&hash).await.unwrap(), Some(paper(b"")));
        assert!(store.delete_blob(&hash).await.unwrap());
        assert!(!store.delete_blob(&hash).await.unwrap());
        assert!(store.blob(&hash).await.unwrap().is_none());
    });
}

#[test]
fn a_file_too_large_or_under_another_type_is_refused_and_nothing_is_kept() {
    each(async |store, _| {
        let large = Blob { media_type: "text/csv".to_owned(), bytes: vec![0; BLOB_BYTES_MAX + 1] };
        let refused = store.keep_blob(&large, "run-1", Keep::UntilLetGo, noon()).await.unwrap_err();
        assert!(matches!(refused, StoreError::TooLarge { .. }), "{refused}");
        let hash = store.keep_blob(&paper(b"%PDF"), "paper-1", Keep::UntilLetGo, noon()).await.unwrap();
        let page = Blob { media_type: "text/html".to_owned(), ..paper(b"%PDF") };
        let refused = store.keep_blob(&page, "paper-2", Keep::UntilLetGo, noon()).await.unwrap_err();
        assert!(matches!(refused, StoreError::MediaTypeDiffers { .. }), "{refused}");
        store.let_go_blob(&hash, "paper-1").await.unwrap();
        assert_eq!(store.sweep(noon(), YEAR).await.unwrap().blobs, 1, "the refused one holds nothing");
    });
}

#[test]
fn refusals_are_read_by_pages_the_latest_first() {
    each(async |store, _| {
        for minute in 0..5 {
            let draft = RefusalDraft {
                account: None,
                person: (minute == 4).then(|| "person-1".parse().unwrap()),
                method: "POST".to_owned(),
                route: "/meetings/{id}".to_owned(),
                status: 422,
                why: "no-power",
            };
            store.keep_refusal(&draft, after(minute)).await.unwrap();
        }
        let first = store.refusals(None, 2).await.unwrap();
        assert_eq!(first.iter().map(|refusal| refusal.at).collect::<Vec<_>>(), [after(4), after(3)]);
        assert_eq!(first[0].person.as_deref(), Some("person-1"));
        assert_eq!((first[1].person.clone(), first[1].status, first[1].why.as_str()), (None, 422, "no-power"));
        let rest = store.refusals(Some(&first[1].id), 10).await.unwrap();
        assert_eq!(rest.iter().map(|refusal| refusal.at).collect::<Vec<_>>(), [after(2), after(1), after(0)]);
        let swept = store.sweep(after(3), SignedDuration::from_mins(1)).await.unwrap();
        assert_eq!((swept.refusals, store.refusals(None, 10).await.unwrap().len()), (3, 2));
    });
}

#[test]
fn what_has_run_out_is_swept_and_nothing_else() {
    each(async |store, _| {
        let lifetimes = Lifetimes { idle: SignedDuration::from_mins(5), whole: SignedDuration::from_mins(60) };
        let acting = || SessionOf::Acting("person-1".parse().unwrap());
        store.open_session(acting(), None, noon(), lifetimes).await.unwrap();
        let kept = store.open_session(acting(), None, after(3), lifetimes).await.unwrap();
        let (person, name) = ("person-2".parse().unwrap(), "bo@x.nhs.uk".parse().unwrap());
        store.invite(&person, &name, noon(), SignedDuration::from_mins(5)).await.unwrap();
        let swept = store.sweep(after(5), YEAR).await.unwrap();
        assert_eq!(swept, Swept { sessions: 1, invitations: 1, ..Swept::default() });
        assert!(store.session(&kept.token.hash(), after(5)).await.unwrap().is_some());
    });
}

/// Whether the bytes are in any file of a folder: the database, its write-ahead log, its index of the log.
fn is_in_a_file(folder: &std::path::Path, text: &[u8]) -> bool {
    folder.read_dir().unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text)
    })
}

#[tokio::test]
async fn what_is_forgotten_is_in_no_file_of_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let store = store::Store::open(&folder.path().join("store.sqlite").display().to_string()).await.unwrap();
    let lifetimes = Lifetimes { idle: SignedDuration::from_mins(5), whole: SignedDuration::from_mins(60) };
    let (person, name) = ("person-1".parse().unwrap(), "amina.testperson@x.nhs.uk".parse().unwrap());
    let invited = store.invite(&person, &name, noon(), SignedDuration::from_hours(24)).await.unwrap();
    let mut text = b"the words of a paper that was withdrawn, ".repeat(500);
    text.extend(b"and its end");
    let hash = store.keep_blob(&paper(&text), "paper-1", Keep::UntilLetGo, noon()).await.unwrap();
    let swept = b"a file for an hour".repeat(300);
    store.keep_blob(&paper(&swept), "run-1", Keep::Until(after(60)), noon()).await.unwrap();
    let acting = SessionOf::Acting("person-of-a-session".parse().unwrap());
    let opened = store.open_session(acting, None, noon(), lifetimes).await.unwrap();
    for text in
        [b"amina.testperson".as_slice(), b"a paper that was withdrawn", b"a file for an hour", b"person-of-a-session"]
    {
        assert!(is_in_a_file(folder.path(), text), "it is there to be forgotten");
    }

    let account = store.account_of(&person).await.unwrap().unwrap();
    store.close_account(&account.id).await.unwrap();
    assert!(!is_in_a_file(folder.path(), b"amina.testperson"), "the name of a closed account");
    assert!(store.delete_blob(&hash).await.unwrap());
    assert!(!is_in_a_file(folder.path(), b"a paper that was withdrawn"), "an erased file");
    store.sweep(after(61), YEAR).await.unwrap();
    assert!(!is_in_a_file(folder.path(), b"a file for an hour"), "a file past its date");
    assert!(!is_in_a_file(folder.path(), b"person-of-a-session"), "a session that is over");
    drop((invited, opened));
}

/// A full disk, or a database that can only be read: the trigger stands for both, since SQLite fails the statement alike.
#[tokio::test]
async fn an_open_session_stays_open_when_its_end_cannot_be_put_off() {
    use sqlx::{Connection as _, Executor as _};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite").display().to_string();
    let store = store::Store::open(&path).await.unwrap();
    let lifetimes = Lifetimes { idle: SignedDuration::from_mins(30), whole: SignedDuration::from_hours(12) };
    let acting = SessionOf::Acting("person-1".parse().unwrap());
    let opened = store.open_session(acting, None, noon(), lifetimes).await.unwrap();
    let mut side = sqlx::AnyConnection::connect(&format!("sqlite://{path}")).await.unwrap();
    side.execute(
        "create trigger full before update on session begin select raise(fail, 'database or disk is full'); end",
    )
    .await
    .unwrap();
    let token = opened.token.hash();
    let failed = store.touch_session(&token, &opened.session, after(10), lifetimes).await;
    assert!(matches!(failed, Err(StoreError::Database(_))), "{failed:?}");
    assert!(store.session(&token, after(20)).await.unwrap().is_some(), "a failure to put off the end ends nothing");
}

#[test]
fn a_file_offered_for_an_act_is_kept_when_it_is_taken_and_gone_when_it_is_not() {
    each(async |store, _| {
        let offer = store.offer_blob(&paper(b"one"), "paper-1", noon()).await.unwrap();
        assert_eq!(store.offers().await.unwrap(), std::slice::from_ref(&offer));
        store.take_offer(&offer).await.unwrap();
        assert_eq!(store.offers().await.unwrap(), []);
        assert_eq!(store.sweep(after(60 * 48), YEAR).await.unwrap().blobs, 0);
        // Refused, and the same bytes refused again by somebody whose paper they are already.
        let refused = store.offer_blob(&paper(b"two"), "paper-2", noon()).await.unwrap();
        store.withdraw_offer(&refused).await.unwrap();
        assert_eq!(store.blob(&refused.hash).await.unwrap(), None);
        let same = store.offer_blob(&paper(b"one"), "paper-1", noon()).await.unwrap();
        store.withdraw_offer(&same).await.unwrap();
        assert_eq!(store.blob(&offer.hash).await.unwrap(), Some(paper(b"one")));
        // What nobody settles goes with its day.
        let left = store.offer_blob(&paper(b"three"), "paper-3", noon()).await.unwrap();
        assert_eq!(store.sweep(after(60 * 24 - 1), YEAR).await.unwrap().blobs, 0);
        assert_eq!(store.sweep(after(60 * 24), YEAR).await.unwrap().blobs, 1);
        assert_eq!(store.blob(&left.hash).await.unwrap(), None);
    });
}
