//! One check, on SQLite in a file, in memory, and on PostgreSQL.

use jiff::{SignedDuration, Timestamp};
use store::Store;

/// 1 October 2016, noon.
pub(crate) fn noon() -> Timestamp {
    "2016-10-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn after(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

/// Runs `check` on a fresh store of each kind. The second address is the same database, for a second server; in memory there
/// is none.
pub(crate) fn each(check: impl AsyncFn(Store, Option<String>)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        check(Store::open("sqlite::memory:").await.unwrap(), None).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a folder's store.sqlite").display().to_string();
        let store = Store::open(&file).await.unwrap();
        check(store.clone(), Some(file)).await;
        store.close().await;
        if let Some(server) = testkit::postgres::Postgres::start().unwrap() {
            let address = server.database("store").unwrap();
            let store = Store::open(&address).await.unwrap();
            check(store.clone(), Some(address)).await;
            store.close().await;
        }
    });
}

#[test]
fn every_statement_is_prepared_and_the_tables_live_beside_the_journals() {
    each(async |store, again| {
        assert!(store.prepare_statements().await.unwrap() > 40);
        let Some(address) = again else { return };
        let journal = journal::Journal::open(&address).await.unwrap();
        journal.prepare_statements().await.unwrap();
        journal.close().await;
        let second = Store::open(&address).await.unwrap();
        second.prepare_statements().await.unwrap();
        second.close().await;
    });
}

#[test]
fn an_address_that_is_none_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for wrong in ["", "mysql://x/y", "sqlite:"] {
        let refused = runtime.block_on(Store::open(wrong)).unwrap_err();
        assert!(matches!(refused, store::StoreError::Address(_)), "{wrong}: {refused}");
    }
}
