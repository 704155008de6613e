//! Whatever another hand or a failing disk does to the tables of the record is found, and the entry named.

use std::path::Path;

use journal::{Altered, FileHash, Journal, PayloadHash, Trust, VerifyReport, merkle, verify_at};
use sqlx::{AnyConnection, Connection};
use testkit::postgres::Postgres;

use crate::proofs::small;

/// What is done to the tables, and how the first thing found must begin.
struct Damage {
    done: &'static [&'static str],
    found: &'static str,
}

const fn damage(done: &'static [&'static str], found: &'static str) -> Damage {
    Damage { done, found }
}

const OTHER: &str = "'0000000000000000000000000000000000000000000000000000000000000000'";

/// Each column of each table in turn, then rows taken away, added and put out of order; the same on both engines.
const DAMAGES: [Damage; 33] = [
    damage(
        &["update entry set leaf = (select leaf from entry where sequence = 1) where sequence = 3"],
        "entry 3 is altered: it says it is entry 1",
    ),
    damage(&["update entry set leaf = leaf_hash where sequence = 1"], "entry 1 is altered: "),
    damage(
        &["update entry set leaf_hash = (select leaf_hash from entry where sequence = 1) where sequence = 2"],
        "the stored hash of entry 2 is altered",
    ),
    damage(&["update entry set sequence = 9 where sequence = 3"], "entry 3 is altered: it is numbered 9"),
    damage(&["update entry set sequence = 40 where sequence = 4"], "entry 4 is altered: it is numbered 40"),
    damage(
        &["update entry set sequence = 9223372036854775807 where sequence = 1"],
        "entry 1 is altered: it is numbered 9223372036854775807",
    ),
    damage(&["update entry set batch = 'x' where sequence = 2"], "entry 2 is altered: the mark of its commit is none"),
    damage(
        &["update entry set leaf = FORGED, leaf_hash = HASH where sequence = 3"],
        "entry 3 is altered together with its hash",
    ),
    damage(&["delete from entry where sequence = 1"], "entry 1 is altered: it is missing"),
    damage(&["delete from entry where sequence = 2"], "entry 2 is altered: it is missing"),
    damage(&["delete from entry where sequence in (2, 3)"], "entry 2 is altered: it is missing, as are all up to 3"),
    damage(
        &["delete from entry where sequence = 4"],
        "entry 4 is altered: it is missing: checkpoint 2 is about 4 entries",
    ),
    damage(
        &["delete from entry"],
        "entry 1 is altered: it is missing, as are all up to 4: checkpoint 2 is about 4 entries",
    ),
    damage(
        &[
            "update entry set sequence = 100 where sequence = 2",
            "update entry set sequence = 2 where sequence = 3",
            "update entry set sequence = 3 where sequence = 100",
        ],
        "entry 2 is altered: it ",
    ),
    damage(
        &["insert into entry select 9, leaf, leaf_hash, batch from entry where sequence = 3"],
        "entry 3 is altered: it is there twice",
    ),
    damage(&["update fact_file set hash = 'x'"], "fact file x is altered: its name is not a hash"),
    damage(
        &["update fact_file set hash = OTHER"],
        "fact file 0000000000000000000000000000000000000000000000000000000000000000 is altered: no entry names it",
    ),
    damage(
        &["update fact_file set packed = (select leaf from entry where sequence = 1)"],
        "fact file FILE is altered: its bytes do not hash to its name; entry 1",
    ),
    damage(&["delete from fact_file"], "fact file FILE is altered: it is missing, and an entry names it: entry 1"),
    damage(
        &["update payload set hash = OTHER"],
        "payload 0000000000000000000000000000000000000000000000000000000000000000 is altered: no entry names it",
    ),
    damage(
        &["update payload set salt = bytes"],
        "payload KEPT is altered: its salt and bytes do not hash to its name, which entry 2",
    ),
    damage(
        &["update payload set bytes = salt"],
        "payload KEPT is altered: its salt and bytes do not hash to its name, which entry 2",
    ),
    damage(
        &["delete from payload"],
        "payload KEPT is altered: entry 2 names it and it is missing, though it was never erased",
    ),
    damage(
        &["delete from payload", "insert into erasure values ('KEPT', '2026-01-01T00:00:00Z')"],
        "payload KEPT is altered: entry 2 names it, it is marked as erased, and no entry erased it",
    ),
    damage(
        &["update erasure set hash = OTHER"],
        "payload 0000000000000000000000000000000000000000000000000000000000000000 is altered: it is marked as erased and no entry",
    ),
    damage(
        &["update erasure set erased_at = 'x'"],
        "payload GONE is altered: it is marked as erased at \"x\", which is no moment",
    ),
    damage(&["delete from erasure"], "payload GONE is altered: entry 3 erased it, and it is not marked as erased"),
    damage(
        &["update checkpoint set number = 7 where number = 2"],
        "checkpoint 2 is altered: number 7 stands in its place",
    ),
    damage(
        &["update checkpoint set size = 3 where number = 1"],
        "checkpoint 1 is altered: it is kept as one of 3 entries and says 2",
    ),
    damage(
        &["update checkpoint set note = (select note from checkpoint where number = 2) where number = 1"],
        "checkpoint 1 is altered: it is kept as one of 2 entries and says 4",
    ),
    damage(&["delete from checkpoint where number = 1"], "checkpoint 1 is altered: number 2 stands in its place"),
    damage(
        &["update key_statement set number = 7 where number = 2"],
        "key statement 2 is altered: number 7 stands in its place",
    ),
    damage(
        &["update key_statement set note = (select note from key_statement where number = 2) where number = 1"],
        "key statement 1 is altered: ",
    ),
];

/// What only SQLite lets anybody do: values of another kind, tables that are gone.
const SQLITE_DAMAGES: [Damage; 8] = [
    damage(
        &["update entry set sequence = 'two' where sequence = 2"],
        "entry 2 is altered: its sequence is kept as text, not integer",
    ),
    damage(
        &["update entry set leaf = cast(leaf as text) where sequence = 2"],
        "entry 2 is altered: its leaf is kept as text, not blob",
    ),
    damage(
        &["update entry set batch = x'00' where sequence = 2"],
        "entry 2 is altered: its mark of its commit is kept as blob, not text",
    ),
    damage(
        &["pragma ignore_check_constraints = on", "update entry set leaf_hash = x'00' where sequence = 2"],
        "the stored hash of entry 2 is altered",
    ),
    damage(&["update payload set bytes = 5"], "payload KEPT is altered: its bytes is kept as integer, not blob"),
    damage(
        &["update checkpoint set size = 'x' where number = 1"],
        "checkpoint 1 is altered: its size is kept as text, not integer",
    ),
    damage(&["drop table payload"], "the database is damaged: "),
    damage(&["drop table entry"], "the database is damaged: "),
];

/// What the damages name that is not the same in every journal.
struct Names(Vec<(&'static str, String)>);

impl Names {
    async fn of(journal: &Journal, hex: impl Fn(&[u8]) -> String) -> Names {
        let entries = journal.read(0, 10).await.unwrap();
        let forged = String::from_utf8(entries[2].stored.clone()).unwrap().replace("cat", "eve").into_bytes();
        let hash = merkle::leaf_hash(&forged);
        Names(vec![
            ("FORGED", hex(&forged)),
            ("HASH", hex(hash.as_bytes())),
            ("OTHER", OTHER.to_owned()),
            ("FILE", entries[0].files[0].to_string()),
            ("KEPT", entries[1].payloads[0].to_string()),
            ("GONE", entries[1].payloads[1].to_string()),
        ])
    }

    fn put_into(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

async fn change(address: &str, statements: &[&str], names: &Names) {
    let mut side = AnyConnection::connect(address).await.unwrap();
    for statement in statements {
        let statement = names.put_into(statement);
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut side).await.unwrap();
    }
    side.close().await.unwrap();
}

async fn checked(address: &str) -> VerifyReport {
    verify_at(address, &Trust::default(), &|_| {}).await.unwrap()
}

fn expect_first(report: &VerifyReport, damage: &Damage, names: &Names) {
    let first = report.first_altered().map(ToString::to_string).unwrap_or_default();
    assert!(first.starts_with(&names.put_into(damage.found)), "{:?}: {first:?} in {:?}", damage.done, report.altered);
    let named: Vec<u64> = report
        .altered
        .iter()
        .filter_map(|altered| match altered {
            Altered::Entry { sequence, .. } | Altered::LeafHash { sequence } | Altered::EntryOrHash { sequence } => {
                Some(*sequence)
            }
            _ => None,
        })
        .collect();
    let said: Vec<u64> =
        [1, 2, 3, 4].into_iter().filter(|n| first.contains(&format!("entry {n} is altered"))).collect();
    // One entry was touched, so no neighbour is named; where two changed places, those two are.
    let is_swap = damage.done.len() == 3;
    assert!(is_swap || named.iter().all(|sequence| said.contains(sequence) || said.is_empty()), "{:?}", report.altered);
}

#[tokio::test]
async fn every_column_of_every_table_is_checked_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let whole = folder.path().join("whole.sqlite");
    journal.backup(&whole).await.unwrap();
    let hex = |bytes: &[u8]| {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("x'{digits}'")
    };
    let names = Names::of(&journal, hex).await;
    let copy = folder.path().join("copy.sqlite");
    let address = copy.display().to_string();
    for damage in DAMAGES.iter().chain(&SQLITE_DAMAGES) {
        std::fs::copy(&whole, &copy).unwrap();
        assert_eq!(checked(&address).await.altered, []);
        change(&format!("sqlite://{address}"), damage.done, &names).await;
        expect_first(&checked(&address).await, damage, &names);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_column_of_every_table_is_checked_on_postgresql() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let from = small(folder.path()).await;
    let backup = folder.path().join("backup.sqlite");
    from.backup(&backup).await.unwrap();
    let hex = |bytes: &[u8]| {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("decode('{digits}', 'hex')")
    };
    let names = Names::of(&from, hex).await;
    let whole = server.database("whole").unwrap();
    let journal = Journal::open(&whole).await.unwrap();
    Journal::restore(&backup, &journal).await.unwrap();
    journal.close().await;
    // Its listener for notices ends some seconds after the journal is let go.
    drop(journal);
    let maintenance = server.database("maintenance").unwrap();
    for (damage, number) in DAMAGES.iter().zip(1..) {
        // A database that has just been left may count as in use for a moment.
        let make = format!("create database copy{number} template whole");
        for attempt in 0.. {
            let mut side = AnyConnection::connect(&maintenance).await.unwrap();
            match sqlx::raw_sql(sqlx::AssertSqlSafe(make.clone())).execute(&mut side).await {
                Ok(_) => break,
                Err(error) => assert!(attempt < 50, "{error}"),
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let address = whole.replace("/whole", &format!("/copy{number}"));
        assert_eq!(checked(&address).await.altered, []);
        change(&address, damage.done, &names).await;
        expect_first(&checked(&address).await, damage, &names);
    }
    change(&whole, &["drop table payload"], &names).await;
    let gone = checked(&whole).await;
    assert!(gone.first_altered().unwrap().to_string().starts_with("the database is damaged: "), "{gone:?}");
}

/// Everything the journal answers.
async fn answers(path: &Path) -> String {
    let journal = Journal::open_file(path).await.unwrap();
    let entries = journal.read(0, 100).await.unwrap();
    let mut all = format!("{entries:?} {:?}\n", journal.head().await.unwrap());
    let files: Vec<FileHash> = entries.iter().flat_map(|entry| entry.files.clone()).collect();
    for hash in files {
        all.push_str(&format!("{:?}", journal.fact_file(&hash).await.unwrap()));
    }
    let payloads: Vec<PayloadHash> = entries.iter().flat_map(|entry| entry.payloads.clone()).collect();
    for hash in payloads {
        let payload = journal.payload(&hash).await;
        all.push_str(&format!(
            "{:?} {:?}\n",
            payload.as_ref().map(|payload| payload.bytes().to_vec()).ok(),
            payload.is_err()
        ));
    }
    all.push_str(&format!("{:?}", journal.checkpoints().await.unwrap()));
    all.push_str(&format!("{:?}", journal.key_statements().await.unwrap()));
    all.push_str(&journal.inclusion_proof(3).await.unwrap().to_string());
    journal.close().await;
    all
}

/// How many places of the file are tried.
const FLIPS: u64 = 300;

#[tokio::test]
async fn no_damaged_byte_of_the_file_is_passed_over_unless_every_answer_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.sqlite");
    small(folder.path()).await.backup(&whole).await.unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    let expected = answers(&whole).await;
    let copy = folder.path().join("copy.sqlite");
    let flips = std::env::var("FOOTPRINT_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(FLIPS);
    let mut dice: u64 = 0x9e37_79b9_7f4a_7c15 ^ flips;
    let (mut n_found, mut n_harmless) = (0, 0);
    for _ in 0..flips {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Every fourth place is in the first page, which holds the header and the schema.
        let within = if (dice >> 20).is_multiple_of(4) { 4096.min(bytes.len()) } else { bytes.len() };
        let at = usize::try_from(dice >> 33).unwrap() % within;
        let bit = 1_u8 << ((dice >> 8) % 8);
        let mut other = bytes.clone();
        other[at] ^= bit;
        std::fs::write(&copy, &other).unwrap();
        let report = checked(&copy.display().to_string()).await;
        assert!(std::fs::read(&copy).unwrap() == other, "checking changes nothing: byte {at}, bit {bit}");
        if report.altered.is_empty() {
            assert_eq!(answers(&copy).await, expected, "byte {at}, bit {bit}");
            n_harmless += 1;
        } else {
            n_found += 1;
        }
        for leftover in ["copy.sqlite-wal", "copy.sqlite-shm", "copy.sqlite-journal"] {
            drop(std::fs::remove_file(folder.path().join(leftover)));
        }
    }
    assert!(n_found > n_harmless / 20 && n_found > 10, "{n_found} found, {n_harmless} harmless");
    for length in [0, 1, 99, 100, 511, 4096, 4097, bytes.len() / 2, bytes.len() - 4096, bytes.len() - 1] {
        std::fs::write(&copy, &bytes[..length]).unwrap();
        assert_ne!(checked(&copy.display().to_string()).await.altered, [], "cut to {length} bytes");
    }
}
