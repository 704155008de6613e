//! Runs, their files and their end; answers kept for a link.

use jiff::SignedDuration;
use store::{KeptAnswer, LinkId, Owner, PART_BYTES_MAX, RunDraft, RunFile, RunState, SILENT_MAX, Store, StoreError};

use crate::both::{after, each, noon};

const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

fn owner(person: &str, body: &str) -> Owner {
    Owner { person: person.to_owned(), body: body.to_owned() }
}

async fn begin(store: &Store, owner: Owner) -> LinkId {
    let id = LinkId::random().unwrap();
    let draft = RunDraft { id: id.clone(), owner, bytes_total: 99, settings: "{}".to_owned(), rows_until: after(100) };
    store.begin_run(&draft, noon()).await.unwrap();
    id
}

#[test]
fn a_run_is_kept_with_its_parts_until_its_rows_go_and_its_totals_stay() {
    each(async |store, _| {
        let id = begin(&store, owner("person-1", "10Q")).await;
        assert!(store.beat_run(&id, 7, 50, after(1)).await.unwrap());
        let found = store.run(&id).await.unwrap().unwrap();
        assert_eq!((found.state, found.records, found.bytes_done, found.bytes_total), (RunState::Running, 7, 50, 99));
        for (ordinal, bytes) in [(0, &b"first"[..]), (1, b"second")] {
            store.keep_run_part(&id, RunFile::Result, ordinal, bytes).await.unwrap();
        }
        let large = vec![0; PART_BYTES_MAX + 1];
        let refused = store.keep_run_part(&id, RunFile::LeftOut, 0, &large).await.unwrap_err();
        assert!(matches!(refused, StoreError::TooLarge { .. }));
        assert!(store.finish_run(&id, RunState::Done, "totals", 8, after(50), after(2)).await.unwrap());
        assert!(!store.beat_run(&id, 9, 99, after(3)).await.unwrap(), "it has ended");
        assert_eq!(store.run_part(&id, RunFile::Result, 1).await.unwrap().as_deref(), Some(&b"second"[..]));
        assert_eq!(store.run_part(&id, RunFile::Result, 2).await.unwrap(), None);
        assert_eq!(store.run_part(&id, RunFile::LeftOut, 0).await.unwrap(), None);

        assert_eq!(store.sweep(after(49), YEAR).await.unwrap().run_rows, 0);
        assert_eq!(store.sweep(after(50), YEAR).await.unwrap().run_rows, 1);
        assert_eq!(store.run_part(&id, RunFile::Result, 0).await.unwrap(), None);
        let kept = store.run(&id).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.account.as_str(), kept.records), (RunState::Done, "totals", 8));
        assert_eq!((kept.rows_until, store.sweep(after(50), YEAR).await.unwrap().run_rows), (None, 0));

        assert!(store.begin_run_again(&id, 99, after(200), after(60)).await.unwrap());
        assert!(!store.begin_run_again(&id, 99, after(200), after(60)).await.unwrap(), "it runs already");
        assert_eq!(store.run(&id).await.unwrap().unwrap().account, "totals");
        assert!(store.delete_run(&id).await.unwrap() && !store.delete_run(&id).await.unwrap());
        assert_eq!(store.run(&id).await.unwrap(), None);
    });
}

#[test]
fn runs_are_listed_by_the_body_acted_for_or_else_by_the_person() {
    each(async |store, _| {
        let ours = begin(&store, owner("person-1", "10Q")).await;
        let own = begin(&store, owner("person-1", "")).await;
        begin(&store, owner("", "")).await;
        let ids = async |owner: Owner| -> Vec<LinkId> {
            store.runs_of(&owner, 10).await.unwrap().into_iter().map(|run| run.id).collect()
        };
        assert_eq!(ids(owner("person-2", "10Q")).await, std::slice::from_ref(&ours));
        assert_eq!(ids(owner("person-1", "")).await, [own]);
        assert_eq!(ids(owner("person-1", "14Y")).await.len(), 1);
        assert!(ids(owner("", "")).await.is_empty(), "what is nobody's is listed to nobody");
    });
}

#[test]
fn a_run_whose_server_stopped_is_given_up() {
    each(async |store, _| {
        let id = begin(&store, Owner::default()).await;
        store.sweep(noon() + SILENT_MAX - SignedDuration::from_secs(1), YEAR).await.unwrap();
        assert_eq!(store.run(&id).await.unwrap().unwrap().state, RunState::Running);
        store.sweep(noon() + SILENT_MAX, YEAR).await.unwrap();
        assert_eq!(store.run(&id).await.unwrap().unwrap().state, RunState::Failed);
    });
}

#[test]
fn a_kept_answer_goes_on_its_day_or_when_told() {
    each(async |store, _| {
        let answer = |id: &LinkId| KeptAnswer {
            id: id.clone(),
            owner: owner("person-1", "10Q"),
            made_at: noon(),
            until: after(10),
            content: "{}".to_owned(),
        };
        let (one, other) = (LinkId::random().unwrap(), LinkId::random().unwrap());
        store.keep_answer(&answer(&one)).await.unwrap();
        store.keep_answer(&answer(&other)).await.unwrap();
        assert_eq!(store.kept_answer(&one, after(9)).await.unwrap(), Some(answer(&one)));
        assert_eq!(store.kept_answer(&one, after(10)).await.unwrap(), None, "late, though not swept yet");
        assert!(store.delete_answer(&other).await.unwrap() && !store.delete_answer(&other).await.unwrap());
        assert_eq!(store.sweep(after(10), YEAR).await.unwrap().answers, 1);
        assert!("x".parse::<LinkId>().is_err() && one.as_str().parse::<LinkId>().unwrap() == one);
    });
}
