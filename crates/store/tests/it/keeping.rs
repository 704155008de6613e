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

#[test]
fn a_file_offered_for_an_act_is_kept_when_it_is_taken_and_gone_when_it_is_not() {
    each(async |store, _| {
        let offer = store.offer_blob(&paper(b"one"), "paper-1", noon()).await.unwrap();
        assert_eq!(store.offers().await.unwrap(), [offer.clone()]);
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
