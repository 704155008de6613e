//! A state that was kept and taken up again answers as one that is worked out from the first entry, whatever came before and
//! after it; and what is not fit to be taken up is not.
//!
//! The record is that of every act there is, erasures among them.

use crate::kept::{answers, append, n_entries};
use app::{Footprint, House, Who};
use journal::{Journal, Replica as _};
use mandate::{Act, PersonId};
use std::path::{Path, PathBuf};
use terms::Sequence;
use testkit::postgres::Postgres;

/// Everything that is asked of every room, as known after each of some entries.
fn said(house: &House) -> String {
    let mut said = String::new();
    let last = house.sequence();
    for known in (0..=last.0).step_by(41).chain([last.0]).map(Sequence) {
        answers(&mut said, house, known);
        said.push_str(&format!("{:?}\n", house.recorded_at(known)));
    }
    said
}

/// Fails unless two states are the same, to the byte of their kept forms and of every answer.
fn same(one: &Footprint, other: &Footprint) {
    let (one, other) = (one.known(), other.known());
    assert_eq!((one.sequence, one.recorded_at), (other.sequence, other.recorded_at));
    let (said, expected) = (said(&one.state), said(&other.state));
    let differs = said.lines().zip(expected.lines()).find(|(one, other)| one != other);
    assert_eq!((differs, said.len()), (None, expected.len()));
    assert!(one.state.keep().is_some_and(|form| Some(form) == other.state.keep()), "the kept forms differ");
}

/// The state of a journal, worked out from its first entry.
async fn replayed(address: &str, folder: &Path) -> Footprint {
    let nowhere = folder.join("nowhere.state");
    let footprint = Footprint::over(Journal::open(address).await.unwrap().keeping_state_at(&nowhere)).await.unwrap();
    assert_eq!(footprint.taken_up_at(), Sequence(0));
    drop(std::fs::remove_file(nowhere));
    footprint
}

fn state_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".state");
    name.into()
}

async fn cut_at(address: &str, cuts: &[usize], folder: &Path, at: impl Fn(Journal) -> Journal) {
    let open = async || at(Journal::open(address).await.unwrap());
    let mut last = 0;
    for cut in cuts.iter().copied().chain([n_entries()]) {
        append(&open().await, last, cut).await;
        let footprint = Footprint::over(open().await).await.unwrap();
        assert_eq!(footprint.taken_up_at(), Sequence(last as u64));
        same(&footprint, &replayed(address, folder).await);
        footprint.keep().await.unwrap().unwrap();
        last = cut;
    }
    let whole = Footprint::over(open().await).await.unwrap();
    assert_eq!(whole.taken_up_at().0, n_entries() as u64);
    same(&whole, &replayed(address, folder).await);
}

/// Numbers up to the last entry, as if drawn.
fn drawn(seed: usize) -> Vec<usize> {
    let mut cuts: Vec<usize> = (1..6).map(|n| (seed * 7919 + n * n * 104_729) % (n_entries() - 1) + 1).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

#[tokio::test]
async fn a_state_taken_up_anywhere_answers_as_the_record_does() {
    for seed in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("journal.sqlite");
        cut_at(database.to_str().unwrap(), &drawn(seed), folder.path(), |journal| journal).await;
        assert!(state_of(&database).is_file());
    }
}

#[tokio::test]
async fn so_it_does_on_postgresql_where_it_is_kept_in_a_folder_of_this_machine() {
    let Some(postgres) = Postgres::start().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let address = postgres.database("taken_up").unwrap();
    let empty = Journal::open(&address).await.unwrap();
    assert_eq!(empty.state_path().await.unwrap(), None, "a journal without an entry has no name yet");
    let state = folder.path().join("cache/it.state");
    cut_at(&address, &drawn(9), folder.path(), |journal| journal.keeping_state_at(&state)).await;
    let usual = empty.state_path().await.unwrap();
    let first = empty.read(0, 1).await.unwrap().remove(0).leaf_hash;
    assert!(usual.is_none_or(|path| path.ends_with(format!("{first}.state"))));
}

#[tokio::test]
async fn a_state_that_is_damaged_or_of_another_journal_is_not_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one.sqlite", "other.sqlite"].map(|name| folder.path().join(name));
    let address = one.to_str().unwrap();
    append(&Journal::open(address).await.unwrap(), 0, 300).await;
    let expected = replayed(address, folder.path()).await;
    let state = Footprint::open(address).await.unwrap().keep().await.unwrap().unwrap();
    let bytes = std::fs::read(&state).unwrap();
    let taken_up = async || Footprint::open(address).await.unwrap();
    assert_eq!(taken_up().await.taken_up_at(), Sequence(300));

    // Every part of it: the lines at its beginning, the register, what the rooms are told.
    for place in (0..300).step_by(7).chain((0..bytes.len()).step_by(bytes.len() / 30)) {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        std::fs::write(&state, changed).unwrap();
        let footprint = taken_up().await;
        assert_eq!(footprint.taken_up_at(), Sequence(0), "byte {place}");
        assert_eq!(footprint.known().sequence, 300);
        if place % 5 == 0 {
            same(&footprint, &expected);
        }
    }
    for length in [0, 1, 200, bytes.len() - 1] {
        std::fs::write(&state, &bytes[..length]).unwrap();
        same(&taken_up().await, &expected);
    }

    // The same acts, recorded by another keeper at another time, make another journal.
    let footprint = Footprint::open(other.to_str().unwrap()).await.unwrap();
    for n in 0..300 {
        let enter = Act::EnterPerson { person: person(n), name: "Somebody".into(), contact: None };
        footprint.act(&Who::keeper("Another"), enter).await.unwrap();
    }
    let foreign = footprint.keep().await.unwrap().unwrap();
    std::fs::copy(&foreign, &state).unwrap();
    let footprint = taken_up().await;
    assert_eq!(footprint.taken_up_at(), Sequence(0));
    same(&footprint, &expected);

    // One that knows more than the journal, as after an older copy was put back.
    std::fs::write(&state, &bytes).unwrap();
    let shorter = folder.path().join("shorter.sqlite");
    append(&Journal::open(shorter.to_str().unwrap()).await.unwrap(), 0, 200).await;
    std::fs::rename(&state, state_of(&shorter)).unwrap();
    let footprint = Footprint::open(shorter.to_str().unwrap()).await.unwrap();
    assert_eq!((footprint.taken_up_at(), footprint.known().sequence), (Sequence(0), 200));

    // And the very same file serves again where it belongs.
    std::fs::write(&state, &bytes).unwrap();
    assert_eq!(taken_up().await.taken_up_at(), Sequence(300));
}

fn person(n: u32) -> PersonId {
    format!("person-{n}").parse().unwrap()
}

#[tokio::test]
async fn no_text_that_can_be_erased_is_kept_and_none_that_was_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("journal.sqlite");
    let address = database.to_str().unwrap();
    let footprint = Footprint::open(address).await.unwrap();
    let keeper = Who::keeper("A Keeper");
    for (n, name) in ["Amina Testperson", "Bryn Testperson"].into_iter().enumerate() {
        let enter = Act::EnterPerson { person: person(n as u32), name: name.into(), contact: None };
        footprint.act(&keeper, enter).await.unwrap();
    }
    let state = footprint.keep().await.unwrap().unwrap();
    let holds = |text: &[u8]| std::fs::read(&state).unwrap().windows(text.len()).any(|window| window == text);
    assert!(holds(b"person-1") && !holds(b"Amina") && !holds(b"Bryn"));
    let names = |footprint: &Footprint| {
        let known = footprint.known();
        let name = |n: u32, at: u64| {
            let room = known.state.mandate().known(Sequence(at));
            room.person(&person(n)).unwrap().screen().to_owned()
        };
        [name(0, 2), name(1, 2), name(0, known.sequence), name(1, known.sequence)]
    };
    let again = Footprint::open(address).await.unwrap();
    assert_eq!(again.taken_up_at(), Sequence(2));
    assert_eq!(names(&again)[..2], ["Amina Testperson", "Bryn Testperson"]);

    // One is forgotten by an act that a room knows of; the other's text is erased by one that no room is told of.
    again.forget(&keeper, person(0)).await.unwrap();
    let entry = again.journal().read(1, 1).await.unwrap().remove(0);
    again.act(&keeper, app::Erase::of(&entry)).await.unwrap();
    for footprint in [Footprint::open(address).await.unwrap(), again] {
        assert_eq!(names(&footprint), ["name erased"; 4]);
        footprint.keep().await.unwrap().unwrap();
    }
    let last = Footprint::open(address).await.unwrap();
    assert_eq!((last.taken_up_at(), names(&last)), (Sequence(4), ["name erased"; 4].map(str::to_owned)));
    same(&last, &replayed(address, folder.path()).await);
}
