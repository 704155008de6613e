//! A history forged by whoever holds the database and not the key.

use std::path::{Path, PathBuf};

use journal::note::{Note, VerifierKey};
use journal::{Altered, ExportPayloads, Journal, Trust, keys, merkle};
use sqlx::{AnyConnection, Connection};

use crate::proofs::small;
use crate::python::{check, python_is_ready};
use crate::world::draft;

struct Forged {
    journal: Journal,
    /// The key of the true journal.
    first: VerifierKey,
    /// The key that the forger put in its place.
    forger: VerifierKey,
    /// A checkpoint of the true journal, as somebody kept it.
    kept: Note,
    export: PathBuf,
}

/// Alters the second entry, drops what was signed, puts a new key in the place of a lost one and signs.
async fn forge(folder: &Path) -> Forged {
    let journal = small(folder).await;
    let first = journal.key_history().await.unwrap().statements[0].to.clone();
    let kept: Note = journal.last_checkpoint().await.unwrap().unwrap().note.parse().unwrap();
    let entry = journal.read(1, 1).await.unwrap().remove(0);
    journal.close().await;
    let path = folder.join("journal.sqlite");
    let mut side = AnyConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let forged = String::from_utf8(entry.stored).unwrap().replace("bob", "eve").into_bytes();
    sqlx::query("update entry set leaf = $1, leaf_hash = $2 where sequence = 2")
        .bind(forged.clone())
        .bind(merkle::leaf_hash(&forged).as_bytes().to_vec())
        .execute(&mut side)
        .await
        .unwrap();
    for statement in ["delete from checkpoint", "delete from key_statement where number = 2"] {
        sqlx::query(statement).execute(&mut side).await.unwrap();
    }
    side.close().await.unwrap();
    let journal = Journal::open_file(&path).await.unwrap();
    let signer = keys::replace_lost(&journal, &folder.join("forger.key")).await.unwrap();
    journal.checkpoint(&signer).await.unwrap();
    let export = folder.join("forged");
    journal.export(&export, ExportPayloads::Included).await.unwrap();
    Forged { journal, first, forger: signer.verifier(), kept, export }
}

async fn found(journal: &Journal, trust: &Trust) -> String {
    let report = journal.verify(trust, &|_| {}).await.unwrap();
    report.first_altered().map(ToString::to_string).unwrap_or_default()
}

#[tokio::test]
async fn trust_ends_where_a_lost_key_was_replaced_unless_the_new_one_is_given_too() {
    let folder = tempfile::tempdir().unwrap();
    let forged = forge(folder.path()).await;
    // It agrees with itself: who brings nothing learns nothing.
    assert_eq!(found(&forged.journal, &Trust::default()).await, "");
    let trust = Trust { keys: vec![forged.first.clone()], ..Trust::default() };
    let said = found(&forged.journal, &trust).await;
    assert!(
        said.starts_with("the keys you trust do not vouch for the journal after 4 entries: key statement 2 puts"),
        "{said}"
    );
    let trust = Trust { keys: vec![forged.first.clone(), forged.forger.clone()], ..Trust::default() };
    assert_eq!(found(&forged.journal, &trust).await, "", "whoever trusts both keys trusts the statement");
    if python_is_ready() {
        let (export, first, forger) =
            (forged.export.display().to_string(), forged.first.to_string(), forged.forger.to_string());
        check(&["journal", &export], 0, "everything holds");
        check(
            &["journal", &export, "--key", &first],
            1,
            "the keys you trust do not vouch for the journal after 4 entries",
        );
        check(&["journal", &export, "--key", &first, "--key", &forger], 0, "everything holds");
    }
}

#[tokio::test]
async fn a_checkpoint_kept_elsewhere_finds_another_history_and_a_rollback() {
    let folder = tempfile::tempdir().unwrap();
    let forged = forge(folder.path()).await;
    let trust = Trust { kept: vec![("monday".into(), forged.kept.clone())], ..Trust::default() };
    let report = forged.journal.verify(&trust, &|_| {}).await.unwrap();
    let all: Vec<String> = report.altered.iter().map(ToString::to_string).collect();
    // The forger dropped the statement of the key that signed it, too.
    assert!(
        all.iter()
            .any(|said| said.contains("monday, which you kept, does not fit: no key of this journal has signed it")),
        "{all:?}"
    );
    assert!(all.iter().any(|said| said.contains("another history of its first 4 entries")), "{all:?}");
    if python_is_ready() {
        let kept = folder.path().join("monday");
        std::fs::write(&kept, forged.kept.to_string()).unwrap();
        let (export, kept) = (forged.export.display().to_string(), kept.display().to_string());
        check(&["journal", &export, "--checkpoint", &kept], 1, "which you kept, does not fit");
        check(&["journal", &export, "--checkpoint", &export], 2, "cannot check");
    }

    // A true journal, put back to what it was before: everything in it holds, and it is shorter.
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let before = folder.path().join("before.sqlite");
    journal.backup(&before).await.unwrap();
    journal.append(4, draft("eve", 5)).await.unwrap();
    let signer = keys::open(&journal, &folder.path().join("key")).await.unwrap();
    let later = journal.checkpoint(&signer).await.unwrap();
    let trust =
        Trust { keys: vec![signer.verifier()], kept: vec![("tuesday".into(), later.clone())], ..Trust::default() };
    assert_eq!(found(&journal, &trust).await, "");
    let back = Journal::open_file(&before).await.unwrap();
    let said = found(&back, &trust).await;
    assert_eq!(
        said,
        "the checkpoint tuesday, which you kept, does not fit: it is about 5 entries, there are 4: it was put back to an earlier \
         state"
    );
    if python_is_ready() {
        let (kept, export) = (folder.path().join("tuesday"), folder.path().join("export"));
        std::fs::write(&kept, later.to_string()).unwrap();
        back.export(&export, ExportPayloads::Withheld).await.unwrap();
        let (export, kept) = (export.display().to_string(), kept.display().to_string());
        check(
            &["journal", &export, "--checkpoint", &kept],
            1,
            "5 entries, there are 4: it was put back to an earlier state",
        );
    }
}

#[tokio::test]
async fn a_key_that_signed_for_nothing_vouches_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open_file(&folder.path().join("journal.sqlite")).await.unwrap();
    let signer = keys::create(&folder.path().join("key"), "footprint.example/bob").unwrap();
    keys::adopt(&journal, &signer).await.unwrap();
    journal.append(0, draft("ann", 1)).await.unwrap();
    let trust = Trust { keys: vec![signer.verifier()], ..Trust::default() };
    let report = journal.verify(&trust, &|_| {}).await.unwrap();
    assert!(matches!(report.first_altered(), Some(Altered::Untrusted { .. })), "{report:?}");
    journal.checkpoint(&signer).await.unwrap();
    assert_eq!(found(&journal, &trust).await, "");
}
