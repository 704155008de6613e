//! The short program in another language agrees, on whole journals and on altered ones.

use std::path::Path;
use std::process::{Command, Output};

use journal::ExportPayloads;

use crate::proofs::small;

/// Whether the checks can run here. Skipping is said aloud.
pub(crate) fn python_is_ready() -> bool {
    let ready =
        Command::new("python3").args(["-c", "import cryptography"]).output().is_ok_and(|out| out.status.success());
    if !ready {
        eprintln!("SKIPPED: python3 with the package \"cryptography\" is not installed, so docs/verify.py was not run");
    }
    ready
}

fn verify(arguments: &[&str]) -> Output {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/verify.py");
    Command::new("python3").arg("-B").arg(program).args(arguments).output().unwrap()
}

pub(crate) fn check(arguments: &[&str], code: i32, said: &str) {
    let output = verify(arguments);
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {out}{err}");
    assert!(out.contains(said) || err.contains(said), "{arguments:?}: {out}{err}");
}

#[tokio::test]
async fn the_python_program_agrees() {
    if !python_is_ready() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let history = journal.key_history().await.unwrap();
    let (first, now) = (history.statements[0].to.to_string(), history.current().unwrap().to_string());
    let (whole, bare) = (folder.path().join("whole"), folder.path().join("bare"));
    journal.export(&whole, ExportPayloads::Included).await.unwrap();
    journal.export(&bare, ExportPayloads::Withheld).await.unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    check(&["journal", &text(&whole), "--key", &first], 0, "1 payloads, 1 erased");
    check(&["journal", &text(&bare)], 0, "payloads were withheld");
    check(&["journal", &text(&bare)], 0, &journal.head().await.unwrap().root.to_string());
    check(&["journal", &text(folder.path())], 2, "no entries.jsonl");
    check(&["journal", &text(&whole), "--key", "nonsense"], 2, "--key");

    let entry = folder.path().join("entry.json");
    let proof = folder.path().join("entry.tlog-proof");
    for recorded in journal.read(0, 10).await.unwrap() {
        std::fs::write(&entry, &recorded.stored).unwrap();
        std::fs::write(&proof, journal.inclusion_proof(recorded.sequence).await.unwrap().to_string()).unwrap();
        check(&["proof", &text(&entry), &text(&proof), "--key", &now], 0, "under its signed checkpoint of 4 entries");
        // Of an entry that is closed to them, somebody has the leaf hash alone.
        let leaf = recorded.leaf_hash.to_string();
        check(&["proof", "--leaf", &leaf, &text(&proof), "--key", &now], 0, "under its signed checkpoint of 4 entries");
    }
    let other = "0".repeat(64);
    check(&["proof", "--leaf", &other, &text(&proof), "--key", &now], 1, "the entry is not the one that is proved");
    check(&["proof", "--leaf", "1f", &text(&proof), "--key", &now], 2, "a leaf hash is 64 of 0-9 and a-f");
    check(&["proof", &text(&proof), "--key", &now], 2, "name the entry as stored and its proof");
    check(&["proof", &text(&entry), &text(&proof), "--key", &first], 1, "is not signed by");
    std::fs::write(&entry, b"{}").unwrap();
    check(&["proof", &text(&entry), &text(&proof), "--key", &now], 1, "the entry is not the one that is proved");
}

#[tokio::test]
async fn the_python_program_names_what_is_altered() {
    if !python_is_ready() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let journal = small(folder.path()).await;
    let whole = folder.path().join("whole");
    journal.export(&whole, ExportPayloads::Included).await.unwrap();
    let out = whole.to_str().unwrap().to_owned();
    let files: Vec<_> = ["facts", "payloads", "checkpoints", "keys", "proofs", "."]
        .iter()
        .flat_map(|sub| std::fs::read_dir(whole.join(sub)).unwrap().map(|found| found.unwrap().path()))
        .filter(|path| path.is_file())
        .collect();
    assert!(files.len() >= 9, "{files:?}");
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        // A few places in every file; the exhaustive search is the Rust program's, over the same rules.
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 2] {
            let mut other = bytes.clone();
            other[at] ^= 4;
            std::fs::write(&path, other).unwrap();
            if path.ends_with("erased.txt") && at > 64 {
                // The moment of an erasure is a note to the reader; nothing is proved about it.
                continue;
            }
            check(&["journal", &out], 1, "ALTERED: ");
        }
        std::fs::write(&path, bytes).unwrap();
    }
    let lines = std::fs::read_to_string(whole.join("entries.jsonl")).unwrap();
    std::fs::write(whole.join("entries.jsonl"), lines.replace("\"cat\"", "\"cow\"")).unwrap();
    check(&["journal", &out], 1, "key statement 2 states another root over 3 entries: an entry from 3 to 3 is altered");
    std::fs::write(whole.join("entries.jsonl"), lines.split_inclusive('\n').take(3).collect::<String>()).unwrap();
    check(&["journal", &out], 1, "checkpoint 2 is about 4 entries, there are 3");
}
