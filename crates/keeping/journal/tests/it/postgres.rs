//! The same journal on PostgreSQL, under several servers at once.

use std::sync::Arc;

use journal::{Draft, Erased, FactFile, FactFileRef, Journal, Outcome, Payload, SubmitError, Trust, Writer, keys};
use testkit::cut::{Cut, Wire};
use testkit::postgres::Postgres;

use crate::world::{Seats, claim, draft};

// One server for all of these: starting one takes seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_keeps_its_promises_on_postgresql() {
    let Some(server) = Postgres::start().unwrap() else { return };
    the_same_acts_give_the_same_root(&server).await;
    two_servers_never_fork(&server).await;
    a_commit_whose_answer_is_lost_is_found_out(&server).await;
    a_backup_moves_between_databases(&server).await;
    what_may_only_be_read_answers_and_refuses_acts_at_once(&server).await;
}

async fn what_may_only_be_read_answers_and_refuses_acts_at_once(server: &Postgres) {
    use sqlx::{Connection as _, Executor as _};
    let owner = server.database("kept").unwrap();
    let journal = Journal::open(&owner).await.unwrap();
    write_script(&journal).await;
    journal.close().await;
    let mut side = sqlx::AnyConnection::connect(&owner).await.unwrap();
    for statement in [
        "create role reader login",
        "grant select on all tables in schema public to reader",
        "create role standby login superuser",
        "alter role standby set default_transaction_read_only = on",
    ] {
        side.execute(statement).await.unwrap();
    }
    for role in ["reader", "standby"] {
        let began = std::time::Instant::now();
        let address = owner.replace("footprint@", &format!("{role}@"));
        let report = journal::verify_at(&address, &Trust::default(), &|_| {}).await.unwrap();
        assert_eq!((report.altered, report.entries), (vec![], 3), "{role}");
        let journal = Journal::open(&address).await.unwrap();
        assert_eq!(journal.read(0, 10).await.unwrap().len(), 3, "{role}");
        let refused = journal.append_at(3, draft("dan", 4), jiff::Timestamp::UNIX_EPOCH).await.unwrap_err();
        assert!(refused.is_read_only(), "{role}: {refused}");
        assert!(began.elapsed() < std::time::Duration::from_secs(30), "{role}: it hung");
    }
}

async fn write_script(journal: &Journal) {
    let at = |second: i64| jiff::Timestamp::from_second(1_569_888_000 + second).unwrap();
    let file = FactFile::new(Arc::new(b"10Q,NHS OXFORDSHIRE CCG\n".repeat(50)));
    let payload = |text: &str| Payload::with_salt([9; 32], text.as_bytes().to_vec());
    let first = Draft { files: vec![FactFileRef::Offered(file.clone())], ..draft("ann", 1) };
    journal.append_at(0, first, at(0)).await.unwrap();
    let second = Draft { payloads: vec![payload("Dr Ann"), payload("Dr Bob")], ..draft("bob €😀", 2) };
    journal.append_at(1, second, at(5)).await.unwrap();
    let erases = vec![Erased::Payload(payload("Dr Bob").hash())];
    let third = Draft { files: vec![FactFileRef::Stored(file.hash())], erases, ..draft("cat", 3) };
    journal.append_at(2, third, at(3)).await.unwrap();
}

async fn the_same_acts_give_the_same_root(server: &Postgres) {
    let there = Journal::open(&server.database("same").unwrap()).await.unwrap();
    let here = Journal::open("sqlite::memory:").await.unwrap();
    assert_eq!(there.prepare_statements().await.unwrap(), here.prepare_statements().await.unwrap());
    write_script(&there).await;
    write_script(&here).await;
    assert_eq!(there.head().await.unwrap(), here.head().await.unwrap());
    assert_eq!(there.read(0, 10).await.unwrap(), here.read(0, 10).await.unwrap());
    let folder = tempfile::tempdir().unwrap();
    let signer = keys::create(&folder.path().join("key"), "footprint.example/test").unwrap();
    for journal in [&there, &here] {
        keys::adopt(journal, &signer).await.unwrap();
        journal.checkpoint(&signer).await.unwrap();
    }
    let report = there.verify(&Trust::default(), &|_| {}).await.unwrap();
    assert_eq!(report, here.verify(&Trust::default(), &|_| {}).await.unwrap());
    assert_eq!((report.altered, report.fact_files, report.payloads, report.erased), (vec![], 1, 1, 1));
}

async fn two_servers_never_fork(server: &Postgres) {
    let url = server.database("race").unwrap();
    let one = Writer::start(Journal::open(&url).await.unwrap(), Seats::default()).await.unwrap();
    let two = Writer::start(Journal::open(&url).await.unwrap(), Seats::default()).await.unwrap();
    let seats = 120;
    let asking: Vec<_> = (0..seats)
        .flat_map(|seat| [(one.clone(), "one", seat), (two.clone(), "two", seat)])
        .map(|(writer, actor, seat)| {
            tokio::spawn(async move {
                let answer = writer.submit(claim(actor, seat)).await;
                if let Ok(Outcome::Recorded(entry)) = &answer {
                    assert!(writer.known().sequence >= entry.sequence, "a server reads its own writes");
                    assert_eq!(writer.known().state.0.get(&seat).map(String::as_str), Some(actor));
                }
                (actor, answer)
            })
        })
        .collect();
    let (mut won, mut refused) = (std::collections::BTreeMap::new(), 0);
    for answer in asking {
        match answer.await.unwrap() {
            (actor, Ok(Outcome::Recorded(_))) => *won.entry(actor).or_insert(0) += 1,
            (_, Err(SubmitError::Refused(_))) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(won.values().sum::<u64>(), seats, "each seat has one holder");
    assert_eq!(refused, seats, "and one who was refused");
    assert_eq!(one.catch_up().await.unwrap().state, two.catch_up().await.unwrap().state);
    assert_eq!(one.journal().head().await.unwrap(), two.journal().head().await.unwrap());
    let report = one.journal().verify(&Trust::default(), &|_| {}).await.unwrap();
    assert_eq!((report.altered, report.entries), (vec![], seats));
    // What one server records reaches the other without its asking.
    let Ok(Outcome::Recorded(entry)) = one.submit(claim("one", 1000)).await else { panic!("the seat is free") };
    let seen = tokio::time::timeout(std::time::Duration::from_secs(20), two.wait_beyond(entry.sequence - 1)).await;
    assert!(seen.unwrap().state.0.contains_key(&1000));
}

async fn a_commit_whose_answer_is_lost_is_found_out(server: &Postgres) {
    let direct = server.database("cut").unwrap();
    let wire = Wire::to(server.port()).await.unwrap();
    let through = direct.replace(&server.port().to_string(), &wire.port().to_string());
    let writer = Writer::start(Journal::open(&through).await.unwrap(), Seats::default()).await.unwrap();
    assert!(writer.submit(claim("ann", 1)).await.is_ok());
    wire.cut_next(Cut::BeforeCommit);
    let lost = writer.submit(claim("bob", 2)).await;
    assert!(!wire.is_waiting());
    assert!(matches!(lost, Err(SubmitError::Journal(_))), "{lost:?}");
    assert!(!writer.known().state.0.contains_key(&2), "what was not recorded was never visible");
    assert!(writer.submit(claim("cat", 2)).await.is_ok(), "the seat is still free");
    wire.cut_next(Cut::AfterCommit);
    let kept = writer.submit(claim("dan", 3)).await;
    assert!(!wire.is_waiting());
    assert!(matches!(kept, Ok(Outcome::Recorded(_))), "{kept:?}");
    let watcher = Writer::start(Journal::open(&direct).await.unwrap(), Seats::default()).await.unwrap();
    assert_eq!(watcher.known().state, writer.known().state);
    assert_eq!(watcher.known().sequence, 3);
}

async fn a_backup_moves_between_databases(server: &Postgres) {
    let folder = tempfile::tempdir().unwrap();
    let from = Journal::open(&server.database("from").unwrap()).await.unwrap();
    write_script(&from).await;
    let backup = folder.path().join("backup.sqlite");
    assert_eq!(from.backup(&backup).await.unwrap(), 3);
    let into = Journal::open(&server.database("into").unwrap()).await.unwrap();
    assert_eq!(Journal::restore(&backup, &into).await.unwrap(), 3);
    assert_eq!(into.head().await.unwrap(), from.head().await.unwrap());
    assert_eq!(into.verify(&Trust::default(), &|_| {}).await.unwrap().altered, []);
}
