//! An entry's hash tells nobody what is in it.

use app::{BLIND, Footprint, Shown, Viewer};
use terms::{Date, Sequence};

#[tokio::test]
async fn every_entry_of_people_meetings_and_payers_holds_a_hash_that_nobody_can_guess() {
    let folder = tempfile::tempdir().unwrap();
    let footprint = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let mut n_blind = 0;
    let entries = footprint.journal().read(0, 10_000).await.unwrap();
    for entry in &entries {
        let of_register = entry.events[0]["room"] == "register";
        assert!(of_register || !entry.payloads.is_empty(), "entry {}: {}", entry.sequence, entry.events);
        let attached = footprint.journal().attached(entry).await.unwrap();
        let blind: Vec<bool> = entry.payloads.iter().map(|hash| attached.payload(hash) == Some(BLIND)).collect();
        // It stands alone: where there is a text, that is enough.
        assert!(!blind.contains(&true) || blind.len() == 1, "entry {}", entry.sequence);
        n_blind += blind.iter().filter(|is_blind| **is_blind).count();
    }
    assert!(n_blind > 50, "{n_blind}");
    // The same word under another salt each time: no two hashes are alike.
    let mut hashes: Vec<_> = entries.iter().flat_map(|entry| entry.payloads.clone()).collect();
    let n = hashes.len();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), n);
}

#[tokio::test]
async fn the_keeper_sees_every_entry_whole_and_the_public_not_those_of_payers() {
    let folder = tempfile::tempdir().unwrap();
    let footprint = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let (known, today) = (footprint.known(), Date::constant(2026, 4, 3));
    let (keeper, public) = (known.state.reader(Viewer::Keeper, today), known.state.reader(Viewer::Public, today));
    let mut closed = 0;
    for entry in footprint.journal().read(0, 10_000).await.unwrap() {
        let sequence = Sequence(entry.sequence);
        let whole = footprint.shown(&keeper, sequence).await.unwrap().unwrap();
        assert!(matches!(&whole, Shown::Whole { entry: held, .. } if **held == entry));
        let shown = footprint.shown(&public, sequence).await.unwrap().unwrap();
        assert_eq!((shown.sequence(), shown.leaf_hash()), (sequence, entry.leaf_hash));
        let Shown::Closed { .. } = shown else { continue };
        closed += 1;
        let rooms = ["who-pays", "executive", "plan", "money", "control-totals"];
        let rooms = rooms.map(|room| entry.events[0]["room"] == room);
        assert!(rooms.contains(&true), "entry {} is closed: {}", entry.sequence, entry.events);
    }
    assert!(closed >= 3, "{closed}");
    assert_eq!(footprint.shown(&public, Sequence(0)).await.unwrap(), None);
    assert_eq!(footprint.shown(&public, Sequence(known.sequence + 1)).await.unwrap(), None);
}
