//! An override's key can be forgotten without breaking the record, and a run takes exactly those that can decide.

use crate::offices::{by_the_keeper, id};
use crate::payers::new_override;
use app::{Footprint, Who};
use assign::KeyHash;
use terms::Sequence;
use who_pays::{Act, Key};

fn holds(folder: &std::path::Path, text: &[u8]) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let found = |bytes: Vec<u8>| bytes.windows(text.len()).any(|window| window == text);
    files.into_iter().any(found)
}

#[tokio::test]
async fn an_erased_key_is_gone_from_every_file_and_the_act_its_dates_and_its_count_stay() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("journal.db").display());
    let footprint = Footprint::open(&address).await.unwrap();
    app::demo::load_register(&footprint).await.unwrap();
    let keeper = Who::keeper("A Keeper");
    for act in by_the_keeper() {
        footprint.act(&keeper, act).await.unwrap();
    }
    // A pattern that nothing else in the files has.
    let key = KeyHash([0xA7; 32]);
    let mut new = new_override("override-new", "14Y", "own", 9);
    new.key = key;
    let added = footprint.act(&keeper, Act::AddOverride(new)).await.unwrap();
    let entry = footprint.journal().read(added.sequence.0 - 1, 1).await.unwrap().remove(0);
    let stored = String::from_utf8(entry.stored.clone()).unwrap();
    assert!(!stored.contains(&"a7".repeat(8)) && !stored.contains("167,167"), "the key is in the entry: {stored}");
    assert!(stored.contains("override-added") && stored.contains("section117"), "{stored}");
    assert!(holds(folder.path(), &[0xA7; 32]), "the key is nowhere, so nothing can be checked");

    let before = footprint.known();
    let rows = before.state.who_pays().now().override_rows().rows;
    let row = rows.iter().find(|row| row.held.id == id("override-new")).unwrap();
    assert_eq!((row.key, row.held.commissioner.as_str()), (key, "10Q"));
    assert_eq!((row.held.first, row.held.last()), ("2026-01-01".parse().unwrap(), "2100-01-01".parse().unwrap()));
    assert_eq!(rows.len(), 3);

    footprint.erase_key(&keeper, id("override-new")).await.unwrap();
    assert!(!holds(folder.path(), &[0xA7; 32]), "the key is still in a file");
    let known = footprint.known();
    let on = known.state.who_pays().now().override_rows();
    assert_eq!((on.rows.len(), on.n_left_out), (2, 1));
    let was = footprint.known().state.who_pays().clone();
    // Not even as known before, and a run as known then leaves it out.
    assert_eq!(known.state.who_pays().known(added.sequence).override_rows().n_left_out, 1);
    assert_eq!(known.state.who_pays().known(Sequence(added.sequence.0 - 1)).override_rows().rows.len(), 2);
    // Asked again it is no error.
    footprint.erase_key(&keeper, id("override-new")).await.unwrap();

    // A server that starts afterwards knows the same.
    drop((known, before, footprint));
    let again = Footprint::open(&address).await.unwrap();
    let held = again.known().state.who_pays().now().local(&id("override-new")).cloned().unwrap();
    assert_eq!(held.key, Key::Erased);
    assert_eq!(Some(&held), was.now().local(&id("override-new")));
    let report = again.journal().verify(&journal::Trust::default(), &|_| {}).await.unwrap();
    assert_eq!((report.entries, report.first_altered()), (again.known().state.sequence().0, None));
}
