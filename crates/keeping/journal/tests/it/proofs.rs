//! Checkpoints, keys, proofs, and finding every changed byte.

use std::path::Path;
use std::sync::Arc;

use journal::note::{Note, NoteError};
use journal::{
    Altered, Draft, Erased, ExportPayloads, FactFile, FactFileRef, InclusionProof, Journal, JournalError, Payload,
    Trust, keys, merkle,
};
use sqlx::{AnyConnection, Connection, Row};

use crate::world::draft;

/// A small journal with one of everything: files, payloads, an erased one, checkpoints under two keys.
pub(crate) async fn small(folder: &Path) -> Journal {
    let journal = Journal::open_file(&folder.join("journal.sqlite")).await.unwrap();
    let key = folder.join("key");
    let signer = keys::create(&key, "footprint.example/bob").unwrap();
    keys::adopt(&journal, &signer).await.unwrap();
    let file = FactFile::new(Arc::new(b"10Q,NHS OXFORDSHIRE CCG\n".to_vec()));
    let payload = |text: &str| Payload::with_salt([7; 32], text.as_bytes().to_vec());
    let first = Draft { files: vec![FactFileRef::Offered(file)], ..draft("ann", 1) };
    journal.append(0, first).await.unwrap();
    let second = Draft { payloads: vec![payload("kept"), payload("erased")], ..draft("bob", 2) };
    journal.append(1, second).await.unwrap();
    journal.checkpoint(&signer).await.unwrap();
    let third = Draft { erases: vec![Erased::Of { entry: 2, place: 1 }], ..draft("cat", 3) };
    journal.append(2, third).await.unwrap();
    let signer = keys::rotate(&journal, &key).await.unwrap();
    journal.append(3, draft("dan", 4)).await.unwrap();
    journal.checkpoint(&signer).await.unwrap();
    journal
}

async fn altered(journal: &Journal) -> Vec<Altered> {
    journal.verify(&Trust::default(), &|_| {}).await.unwrap().altered
}

#[tokio::test]
async fn a_whole_journal_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let first: journal::note::VerifierKey = journal.key_history().await.unwrap().statements[0].to.clone();
    let trust = Trust { keys: vec![first], ..Trust::default() };
    let report = journal.verify(&trust, &|_| {}).await.unwrap();
    assert_eq!(report.altered, []);
    assert_eq!((report.entries, report.vouched, report.checkpoints), (4, 4, 2));
    assert_eq!((report.fact_files, report.payloads, report.erased), (1, 1, 1));
    let stranger = keys::create(&folder.path().join("stranger"), "footprint.example/bob").unwrap();
    let trust = Trust { keys: vec![stranger.verifier()], ..Trust::default() };
    let report = journal.verify(&trust, &|_| {}).await.unwrap();
    assert!(matches!(report.first_altered(), Some(Altered::KeyStatement { .. })), "{report:?}");
}

/// One column of stored bytes, and how what is found there must be named.
struct Column {
    select: &'static str,
    update: &'static str,
    named: fn(u64, &Altered) -> bool,
}

const COLUMNS: [Column; 7] = [
    Column {
        select: "select sequence as key, leaf as bytes from entry order by sequence",
        update: "update entry set leaf = $1 where sequence = $2",
        named: |row, altered| matches!(altered, Altered::Entry { sequence, .. } if *sequence == row),
    },
    Column {
        select: "select sequence as key, leaf_hash as bytes from entry order by sequence",
        update: "update entry set leaf_hash = $1 where sequence = $2",
        named: |row, altered| matches!(altered, Altered::LeafHash { sequence } if *sequence == row),
    },
    Column {
        select: "select number as key, note as bytes from checkpoint order by number",
        update: "update checkpoint set note = $1 where number = $2",
        named: |row, altered| matches!(altered, Altered::Checkpoint { number, .. } if *number == row),
    },
    Column {
        select: "select number as key, note as bytes from key_statement order by number",
        update: "update key_statement set note = $1 where number = $2",
        named: |row, altered| matches!(altered, Altered::KeyStatement { number, .. } if *number == row),
    },
    Column {
        select: "select rowid as key, packed as bytes from fact_file",
        update: "update fact_file set packed = $1 where rowid = $2",
        named: |_, altered| matches!(altered, Altered::FactFile { .. }),
    },
    Column {
        select: "select rowid as key, salt as bytes from payload",
        update: "update payload set salt = $1 where rowid = $2",
        named: |_, altered| matches!(altered, Altered::Payload { .. }),
    },
    Column {
        select: "select rowid as key, bytes as bytes from payload",
        update: "update payload set bytes = $1 where rowid = $2",
        named: |_, altered| matches!(altered, Altered::Payload { .. }),
    },
];

#[tokio::test]
async fn every_changed_byte_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let url = format!("sqlite://{}", folder.path().join("journal.sqlite").display());
    let mut side = AnyConnection::connect(&url).await.unwrap();
    // Nothing here has to survive a crash, and thousands of flushes take minutes.
    sqlx::query("pragma synchronous = off").execute(&mut side).await.unwrap();
    let mut changed = 0;
    for column in COLUMNS {
        for (row, place) in sqlx::query(column.select).fetch_all(&mut side).await.unwrap().iter().zip(1..) {
            let (key, bytes): (i64, Vec<u8>) = (row.get("key"), row.get("bytes"));
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 1 << (at % 8);
                if column.update.contains("packed")
                    && zstd::stream::decode_all(other.as_slice()).ok()
                        == zstd::stream::decode_all(bytes.as_slice()).ok()
                {
                    // Another packing of the same file: the file is as it was.
                    continue;
                }
                sqlx::query(column.update).bind(other).bind(key).execute(&mut side).await.unwrap();
                let found = altered(&journal).await;
                assert!(
                    found.iter().any(|altered| (column.named)(place, altered)),
                    "byte {at} of row {place}: {} found {found:?}",
                    column.update
                );
                changed += 1;
            }
            sqlx::query(column.update).bind(bytes).bind(key).execute(&mut side).await.unwrap();
        }
    }
    assert_eq!(altered(&journal).await, []);
    assert!(changed > 2000, "{changed}");
}

#[tokio::test]
async fn what_is_taken_away_or_forged_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let path = folder.path().join("journal.sqlite");
    let entry = journal.read(1, 1).await.unwrap().remove(0);
    let forged = String::from_utf8(entry.stored.clone()).unwrap().replace("bob", "eve").into_bytes();
    let check = async |change: &'static str, expected: &str| {
        let copy = folder.path().join("copy.sqlite");
        let _ = std::fs::remove_file(&copy);
        journal.backup(&copy).await.unwrap();
        let mut side = AnyConnection::connect(&format!("sqlite://{}", copy.display())).await.unwrap();
        let query = sqlx::query(change);
        let query = if change.contains("$1") {
            query.bind(forged.clone()).bind(merkle::leaf_hash(&forged).as_bytes().to_vec())
        } else {
            query
        };
        query.execute(&mut side).await.unwrap();
        side.close().await.unwrap();
        let copy = Journal::open_file(&copy).await.unwrap();
        let found = altered(&copy).await.first().map(ToString::to_string).unwrap_or_default();
        copy.close().await;
        assert!(found.contains(expected), "{change}: {found}");
    };
    check("update entry set leaf = $1, leaf_hash = $2 where sequence = 2", "an entry from 1 to 2 is altered together")
        .await;
    check("delete from entry where sequence = 2", "entry 2 is altered: it is missing").await;
    check("delete from entry where sequence = 4", "entry 4 is altered: it is missing: checkpoint 2 is about 4 entries")
        .await;
    check("delete from checkpoint where number = 1", "checkpoint 1 is altered").await;
    check("delete from fact_file", "it is missing, and an entry names it: entry 1").await;
    check("delete from payload", "entry 2 names it and it is missing, though it was never erased").await;
    check("delete from erasure", "entry 3 erased it, and it is not marked as erased").await;
    check("update erasure set erased_at = '2026-01-01T00:00:00.000000Z'", "and it is marked as erased at 2026").await;
    check("update entry set sequence = 9 where sequence = 3", "entry 3 is altered: it is numbered 9").await;
    assert!(path.exists());
}

#[tokio::test]
async fn a_backup_restores_to_the_same_root() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let copy = folder.path().join("backup.sqlite");
    assert_eq!(journal.backup(&copy).await.unwrap(), 4);
    assert!(matches!(journal.backup(&copy).await, Err(JournalError::Taken(_))));
    let back = Journal::open("sqlite::memory:").await.unwrap();
    assert_eq!(Journal::restore(&copy, &back).await.unwrap(), 4);
    assert_eq!(back.head().await.unwrap(), journal.head().await.unwrap());
    assert_eq!(altered(&back).await, []);
    assert!(matches!(Journal::restore(&copy, &back).await, Err(JournalError::NotEmpty(4))));
    let missing = Journal::restore(&folder.path().join("none.sqlite"), &back).await;
    assert!(matches!(missing, Err(JournalError::File { .. })));
}

#[tokio::test]
async fn one_entry_can_be_proved_alone() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let key = journal.key_history().await.unwrap().current().unwrap().clone();
    for entry in journal.read(0, 10).await.unwrap() {
        let text = journal.inclusion_proof(entry.sequence).await.unwrap().to_string();
        let proof: InclusionProof = text.parse().unwrap();
        assert_eq!(proof.to_string(), text);
        assert_eq!(proof.verify(&entry.stored, &key).unwrap().size, 4);
        assert!(proof.verify(b"{}", &key).is_err());
    }
    assert!(matches!(journal.inclusion_proof(5).await, Err(JournalError::OutOfRange { asked: 5, size: 4 })));
    let (old, new) = (journal.root_at(2).await.unwrap(), journal.root_at(4).await.unwrap());
    let path = journal.consistency_path(2, 4).await.unwrap();
    assert!(merkle::consistency_holds(2, 4, &old, &new, &path));
}

#[tokio::test]
async fn keys_are_kept_private_changed_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let path = folder.path().join("key");
    let signer = keys::open(&journal, &path).await.unwrap();
    assert!(!format!("{signer:?}").contains(std::fs::read_to_string(&path).unwrap().lines().nth(2).unwrap()));
    assert!(keys::create(&path, "footprint.example/bob").is_err(), "a key is never overwritten");
    assert!(keys::adopt(&journal, &signer).await.is_err(), "a journal is given its first key once");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(keys::load(&path).unwrap_err().to_string().contains("others can read the private key"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    // A rotation that reached the journal but not the file is finished by the next opening.
    let old = std::fs::read(&path).unwrap();
    let next = keys::rotate(&journal, &path).await.unwrap();
    std::fs::rename(&path, folder.path().join("key.next")).unwrap();
    std::fs::write(&path, old).unwrap();
    assert_eq!(keys::open(&journal, &path).await.unwrap().verifier(), next.verifier());
    assert!(journal.checkpoint(&signer).await.is_err(), "the old key no longer signs");
    journal.checkpoint(&next).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    let fresh = keys::replace_lost(&journal, &path).await.unwrap();
    journal.append(4, draft("eve", 5)).await.unwrap();
    journal.checkpoint(&fresh).await.unwrap();
    let report = journal.verify(&Trust::default(), &|_| {}).await.unwrap();
    assert_eq!(report.altered, []);
    assert_eq!((report.keys.statements.len(), report.keys.times_lost()), (4, 1));
}

#[tokio::test]
async fn a_witness_can_vouch_for_a_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let witness = keys::create(&folder.path().join("witness"), "witness.example/w1").unwrap();
    let note: Note = journal.last_checkpoint().await.unwrap().unwrap().note.parse().unwrap();
    assert!(matches!(note.verify(&witness.witness_verifier()), Err(NoteError::NotSigned(_))));
    let vouched = note.cosigned_by(&witness, 1_679_315_147);
    assert_eq!(vouched.verify(&witness.witness_verifier()), Ok(Some(1_679_315_147)));
    journal.keep_cosigned(&vouched, &witness.witness_verifier()).await.unwrap();
    let kept = journal.last_checkpoint().await.unwrap().unwrap();
    assert_eq!((kept.number, kept.note), (3, vouched.to_string()));
    let trust = Trust { witnesses: vec![witness.witness_verifier()], ..Trust::default() };
    assert_eq!(journal.verify(&trust, &|_| {}).await.unwrap().altered, []);
}

#[tokio::test]
async fn every_statement_is_accepted() {
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    assert!(journal.prepare_statements().await.unwrap() > 15);
}

#[tokio::test]
async fn an_export_holds_the_leaves_and_leaves_payloads_behind_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let out = folder.path().join("export");
    let written = journal.export(&out, ExportPayloads::Withheld).await.unwrap();
    assert_eq!((written.entries, written.checkpoints, written.fact_files, written.payloads), (4, 2, 1, 0));
    let lines = std::fs::read_to_string(out.join("entries.jsonl")).unwrap();
    let leaves: Vec<_> = lines.lines().map(|line| merkle::leaf_hash(line.as_bytes())).collect();
    assert_eq!(merkle::root_of(&leaves), journal.head().await.unwrap().root);
    assert!(!out.join("payloads").exists());
    assert!(matches!(journal.export(&out, ExportPayloads::Included).await, Err(JournalError::Taken(_))));
}
