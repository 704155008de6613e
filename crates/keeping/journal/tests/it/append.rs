//! Appending, reading and the one writer.

use std::sync::Arc;

use journal::{Erased, FactFile, FactFileRef, Journal, JournalError, Outcome, Payload, SubmitError, Writer, merkle};
use serde_json::json;

use crate::world::{BUGGY, Seats, claim, draft};

#[tokio::test]
async fn entries_follow_one_another_and_the_head_is_their_root() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    assert_eq!(journal.head().await.unwrap().root, merkle::empty_root());
    for seat in 0..5 {
        assert_eq!(journal.append(seat, draft("ann", seat)).await.unwrap().sequence, seat + 1);
    }
    let entries = journal.read(0, 100).await.unwrap();
    let leaves: Vec<_> = entries.iter().map(|entry| merkle::leaf_hash(&entry.stored)).collect();
    assert_eq!(journal.head().await.unwrap().root, merkle::root_of(&leaves));
    assert_eq!(entries[2].events, json!({ "held": 2 }));
    let late = journal.append(3, draft("ann", 9)).await.unwrap_err();
    assert!(matches!(late, JournalError::Conflict { expected: 3, found: 5 }), "{late}");
}

#[tokio::test]
async fn recorded_moments_never_run_backwards() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let noon: jiff::Timestamp = "2019-10-01T12:00:00.1234567Z".parse().unwrap();
    let before: jiff::Timestamp = "2019-10-01T11:00:00Z".parse().unwrap();
    let first = journal.append_at(0, draft("ann", 1), noon).await.unwrap();
    let second = journal.append_at(1, draft("ann", 2), before).await.unwrap();
    assert_eq!(first.recorded_at.to_string(), "2019-10-01T12:00:00.123456Z");
    assert_eq!(second.recorded_at, first.recorded_at);
}

#[tokio::test]
async fn a_fact_file_and_its_entry_stand_or_fall_together() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let file = FactFile::new(Arc::new(b"10Q,NHS OXFORDSHIRE CCG\n".repeat(1000)));
    let offered = || vec![FactFileRef::Offered(file.clone())];
    let late = journal.append(7, journal::Draft { files: offered(), ..draft("ann", 1) }).await;
    assert!(late.is_err());
    assert!(!journal.has_fact_file(&file.hash()).await.unwrap());
    let entry = journal.append(0, journal::Draft { files: offered(), ..draft("ann", 1) }).await.unwrap();
    assert_eq!(entry.files, [file.hash()]);
    assert_eq!(&journal.fact_file(&file.hash()).await.unwrap(), file.bytes().as_ref());
    let again = journal::Draft { files: vec![FactFileRef::Stored(file.hash())], ..draft("ann", 2) };
    journal.append(1, again).await.unwrap();
    let unknown = journal::FileHash::of(b"never offered");
    let missing = journal::Draft { files: vec![FactFileRef::Stored(unknown)], ..draft("ann", 3) };
    assert!(matches!(journal.append(2, missing).await, Err(JournalError::NoSuchFile(hash)) if hash == unknown));
    assert_eq!(journal.last_sequence().await.unwrap(), 2);
}

#[tokio::test]
async fn an_erased_payload_is_gone_and_known_to_be() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let payload = Payload::new(b"Dr A. N. Other".to_vec()).unwrap();
    let entry = journal.append(0, journal::Draft { payloads: vec![payload.clone()], ..draft("ann", 1) }).await.unwrap();
    assert_eq!(entry.payloads, [payload.hash()]);
    let root = journal.head().await.unwrap().root;
    assert_eq!(journal.payload(&payload.hash()).await.unwrap(), payload);
    let erase = |of: Erased| journal::Draft { erases: vec![of], ..draft("bob", 2) };
    let nothing = journal.append(1, erase(Erased::Of { entry: 1, place: 1 })).await;
    assert!(matches!(nothing, Err(JournalError::NothingToErase { entry: 1, place: 1 })), "{nothing:?}");
    let erasing = journal.append(1, erase(Erased::Of { entry: 1, place: 0 })).await.unwrap();
    assert_eq!(erasing.erases, [payload.hash()], "the erasure is an entry");
    journal.append(2, erase(Erased::Payload(payload.hash()))).await.unwrap();
    assert!(matches!(journal.payload(&payload.hash()).await, Err(JournalError::Erased(_))));
    assert_eq!(journal.root_at(1).await.unwrap(), root, "what was recorded before stands as it was");
    assert_eq!(journal.erased_without_entry().await.unwrap(), []);
}

#[tokio::test]
async fn the_writer_refuses_what_an_act_in_the_same_group_took() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let writer = Writer::start(journal.clone(), Seats::default()).await.unwrap();
    let asking = ["ann", "bob", "cat", "dan"].map(|actor| {
        let writer = writer.clone();
        tokio::spawn(async move { writer.submit(claim(actor, 1)).await })
    });
    let (mut recorded, mut refused) = (0, 0);
    for answer in asking {
        match answer.await.unwrap() {
            Ok(Outcome::Recorded(_)) => recorded += 1,
            Err(SubmitError::Refused(_)) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((recorded, refused), (1, 3));
    let holder = writer.known().state.0[&1].clone();
    assert_eq!(writer.submit(claim(&holder, 1)).await.unwrap(), Outcome::Unchanged);
    assert_eq!(journal.last_sequence().await.unwrap(), 1);
}

#[tokio::test]
async fn a_rule_with_a_bug_fails_its_own_act_and_no_other() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let writer = Writer::start(journal, Seats::default()).await.unwrap();
    let asking: Vec<_> = [1, 2, BUGGY, 3]
        .into_iter()
        .map(|seat| {
            let writer = writer.clone();
            tokio::spawn(async move { writer.submit(claim("ann", seat)).await })
        })
        .collect();
    let mut failed = 0;
    for answer in asking {
        if let Err(SubmitError::Failed(reason)) = answer.await.unwrap() {
            assert_eq!(reason, "the rule has a bug");
            failed += 1;
        }
    }
    assert_eq!(failed, 1);
    assert_eq!(writer.known().state.0.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
}

#[tokio::test]
async fn two_writers_on_one_file_follow_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a journal #1?.sqlite");
    let open = async || Journal::open(path.to_str().unwrap()).await.unwrap();
    let one = Writer::start(open().await, Seats::default()).await.unwrap();
    let two = Writer::start(open().await, Seats::default()).await.unwrap();
    assert!(one.submit(claim("ann", 1)).await.is_ok());
    assert!(matches!(two.submit(claim("bob", 1)).await, Err(SubmitError::Refused(held)) if held.by == "ann"));
    assert!(two.submit(claim("bob", 2)).await.is_ok());
    let seen = one.catch_up().await.unwrap();
    assert_eq!(seen.state, two.known().state);
    assert_eq!(seen.sequence, 2);
}
