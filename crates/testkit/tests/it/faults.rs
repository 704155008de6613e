//! The nth change to the disk fails, for every n; what was acknowledged is always there, and nothing is there by half.

use std::path::Path;

use journal::{Entry, Journal, JournalError, Outcome, SubmitError, Trust, Writer};
use testkit::disk::{Disk, Fault};
use testkit::tally::{Mark, RestsOn, Tally};

const ROUNDS: u64 = 4;
const AT_ONCE: u64 = 3;

/// Opens the journal and makes marks, several at once, until all are asked for or the power is off.
async fn work(disk: &Disk, path: &Path) -> (Vec<Entry>, Result<(), JournalError>) {
    let mut acknowledged = Vec::new();
    let journal = match Journal::open(&disk.address(path)).await {
        Ok(journal) => journal,
        Err(error) => return (acknowledged, Err(error)),
    };
    let writer = match Writer::start(journal.clone(), Tally::default()).await {
        Ok(writer) => writer,
        Err(error) => return (acknowledged, Err(error)),
    };
    let mut outcome = Ok(());
    for round in 0..ROUNDS {
        let rests_on = if round % 2 == 0 { RestsOn::FileAndPayload(9000) } else { RestsOn::Nothing };
        let asking: Vec<_> = (0..AT_ONCE)
            .map(|n| {
                let (writer, act) = (writer.clone(), Mark { mark: round * AT_ONCE + n, rests_on });
                tokio::spawn(async move { writer.submit(act).await })
            })
            .collect();
        for answer in asking {
            match answer.await.unwrap() {
                Ok(Outcome::Recorded(entry)) => acknowledged.push(*entry),
                Ok(Outcome::Unchanged) => panic!("every mark is new"),
                Err(SubmitError::Journal(cause)) => outcome = Err(JournalError::Stopped(cause.to_string())),
                Err(other) => panic!("{other:?}"),
            }
        }
        if disk.is_off() {
            break;
        }
        // A disk that is full or fails once does not stay so; the journal must go on where it stands.
        if outcome.is_err() {
            disk.repair();
        }
    }
    if !disk.is_off() {
        let known = writer.catch_up().await.unwrap_or_else(|error| panic!("the writer did not recover: {error}"));
        let mut replayed = Tally::default();
        for entry in journal.read(0, 100).await.unwrap() {
            assert!(replayed.0.insert(entry.events["mark"].as_u64().unwrap()));
        }
        assert_eq!(known.state, replayed, "the state readers see is what the journal holds");
    }
    (acknowledged, outcome)
}

async fn check_after(folder: &Path, acknowledged: &[Entry], context: &str) {
    let journal = Journal::open_file(&folder.join("journal.sqlite")).await.unwrap_or_else(|e| panic!("{context}: {e}"));
    let report = journal.verify(&Trust::default(), &|_| {}).await.unwrap_or_else(|e| panic!("{context}: {e}"));
    assert_eq!(report.altered, [], "{context}");
    let entries = journal.read(0, 100).await.unwrap();
    for entry in acknowledged {
        let found = entries.get(entry.sequence as usize - 1);
        assert!(
            found == Some(entry),
            "{context}: acknowledged entry {} of {} is lost",
            entry.sequence,
            acknowledged.len()
        );
    }
    // The journal goes on from there.
    let writer = Writer::start(journal.clone(), Tally::default()).await.unwrap();
    let marks = writer.known().state.0.len();
    assert_eq!(marks, entries.len(), "{context}");
    assert!(writer.submit(Mark { mark: 999, rests_on: RestsOn::FileAndPayload(10) }).await.is_ok(), "{context}");
    drop(writer);
    journal.close().await;
}

/// Fails the first change, the second, … until the work gets through untouched. Returns how many there were.
async fn fail_each_in_turn(name: &str, fault: Fault) -> u64 {
    let disk = Disk::attach(name).unwrap();
    for nth in 1.. {
        disk.renew();
        disk.strike_at(nth, fault);
        let before = tempfile::tempdir().unwrap();
        let (acknowledged, outcome) = work(disk, &before.path().join("journal.sqlite")).await;
        let struck = disk.has_struck();
        if !struck {
            assert!(outcome.is_ok(), "{outcome:?}");
            assert_eq!(acknowledged.len() as u64, ROUNDS * AT_ONCE);
        }
        disk.cut_power();
        for seed in [0, 1, 2 + nth] {
            let after = tempfile::tempdir().unwrap();
            disk.reboot(after.path(), seed).unwrap();
            check_after(after.path(), &acknowledged, &format!("{fault:?} at change {nth}, disk {seed}")).await;
        }
        if !struck {
            return nth - 1;
        }
    }
    unreachable!("the loop returns")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_loses_nothing_acknowledged() {
    assert!(fail_each_in_turn("cut", Fault::PowerCut).await > 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_io_error_loses_nothing_acknowledged() {
    assert!(fail_each_in_turn("error", Fault::IoError).await > 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_write_loses_nothing_acknowledged() {
    assert!(fail_each_in_turn("half", Fault::HalfWrite).await > 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_acknowledged() {
    assert!(fail_each_in_turn("full", Fault::NoSpace).await > 60);
}
