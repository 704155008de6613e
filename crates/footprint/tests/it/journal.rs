//! The journal kept and proved.

use crate::world::{World, golden};

#[test]
fn a_whole_journal_verifies_and_an_altered_one_names_the_entry() {
    let world = World::demo();
    let whole = world.shown("verify");
    assert!(whole.starts_with("The journal is as it was recorded: 5 entries, 5 fact files"), "{whole}");

    // One byte of the third entry, wherever the database keeps it.
    let mut bytes = std::fs::read(world.path("footprint.sqlite")).unwrap();
    let needle = b"Footprint demonstration: Coventry";
    let mut altered = 0;
    for at in 0..bytes.len() - needle.len() {
        if &bytes[at..at + needle.len()] == needle {
            bytes[at] = b'f';
            altered += 1;
        }
    }
    assert!(altered > 0);
    world.write("footprint.sqlite", &bytes);
    let ran = world.sh("verify");
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.out.starts_with("ALTERED: entry 3"), "{}", ran.out);
}

#[test]
fn an_entry_is_proved_under_a_signed_checkpoint() {
    let world = World::demo();
    let ran = world.sh("proof 3");
    assert_eq!(ran.code, 1);
    golden!(ran.err);
    assert_eq!(world.sh("checkpoint").code, 1);
    assert_eq!(world.sh("key create example.nhs.uk/footprint").code, 0);
    assert_eq!(world.sh("key create example.nhs.uk/footprint").code, 5);
    let checkpoint = world.shown("checkpoint");
    assert!(checkpoint.starts_with("example.nhs.uk/footprint\n5\n"), "{checkpoint}");
    assert!(world.shown("proof 3").starts_with("c2sp.org/tlog-proof@v1\nindex 2\n"));
    assert_eq!(world.sh("proof 9").code, 6);

    let key = world.sh("key show").out.trim().to_owned();
    let known = world.run(["verify", "--key", &key]);
    assert!(known.code == 0 && known.out.contains("covers the first 5"), "{known:?}");
    assert_eq!(world.sh("key rotate").code, 0);
    assert_eq!(world.run(["verify", "--key", &key]).code, 0, "the old key leads to the new");
    std::fs::remove_file(world.path("footprint.key")).unwrap();
    assert_eq!(world.sh("key replace-lost").code, 0);
    assert_eq!(world.sh("verify").code, 0);
}

#[test]
fn a_backup_restores_to_the_same_root() {
    let world = World::demo();
    let root = |line: &str| {
        let report: serde_json::Value = serde_json::from_str(&world.shown(line)).unwrap();
        report["root"].as_str().unwrap().to_owned()
    };
    assert_eq!(world.shown("backup monday.backup"), "monday.backup: 5 entries\n");
    assert_eq!(world.sh("backup monday.backup").code, 5);
    assert_eq!(world.sh("restore monday.backup").code, 5, "a database with entries is not written over");
    golden!(world.shown("restore monday.backup --database other.sqlite"));
    assert_eq!(root("verify --format json"), root("verify --format json --database other.sqlite"));
    assert_eq!(world.sh("restore nothing.backup --database third.sqlite").code, 1);
}

#[test]
fn a_reason_can_be_erased_and_the_journal_still_verifies() {
    let world = World::demo();
    world.sh("enter life X1 --from 2020 --source 'an order' --reason 'Jane Doe rang about it'");
    assert!(world.shown("entry 6").contains("Jane Doe"));
    assert_eq!(world.sh("erase 6").code, 0);
    let entry = world.shown("entry 6");
    assert!(entry.contains("Reason: (erased)") && !entry.contains("Jane Doe"), "{entry}");
    assert_eq!(world.sh("verify").code, 0);
    assert_eq!(world.sh("erase 1").code, 6);
    let erasure = world.shown("entry 7");
    assert!(
        erasure.contains("by tester") && erasure.contains("erase-texts") && erasure.contains("Erased the text"),
        "{erasure}"
    );
    assert_eq!(world.sh("entry 8").code, 6);
}

#[test]
fn an_export_is_plain_files() {
    let world = World::demo();
    golden!(world.shown("export out"));
    assert_eq!(world.read("out/entries.jsonl").lines().count(), 5);
    assert_eq!(world.sh("export out").code, 5);
}
