//! The reference of the vintages and the register: made anew when one of them changes and never otherwise, counted and not timed.

use std::sync::Arc;

use app::{Footprint, Who};
use assign::{Assigner, Edition, Field, Record, Table};
use import::{SourceFile, read_vintage};
use store::Store;
use who_pays_face::assignment::{Assignment, Loaded, ReferenceSource};
use who_pays_face::vintages::{Work, keep, keep_demo};

use crate::world::{NOW, footprint};

struct World {
    footprint: Footprint,
    store: Store,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("store.sqlite").display().to_string()).await.unwrap();
        keep_demo(&store, NOW.parse().unwrap()).await.unwrap();
        Self { footprint: footprint().await, store, folder }
    }

    /// A server that has just begun.
    fn server(&self, name: &str) -> Assignment {
        Assignment::new(self.store.clone(), ReferenceSource::Kept, self.folder.path().join(name)).unwrap()
    }

    async fn enters(&self, fact: &str) {
        let act = register::Act::Correct {
            wrong: None,
            right: register::Fact::read_line(&fact.replace('|', "\t")).ok(),
            source: "a notice".to_owned(),
            reason: "no file gives it".to_owned(),
            released: register::Released("2022-07".parse().unwrap()),
        };
        self.footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    }

    /// Keeps one more vintage, with these rows.
    async fn keeps(&self, name: &str, text: &str) -> String {
        let file = SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let reading = read_vintage(&file, None).unwrap().unwrap();
        assert!(reading.bad_rows.is_empty(), "{:?}", reading.bad_rows);
        keep(&self.store, &reading, "tester", NOW.parse().unwrap()).await.unwrap().id
    }
}

async fn loaded(assignment: &Assignment, world: &World) -> Arc<Loaded> {
    assignment.loaded(&world.footprint).await.unwrap().unwrap()
}

/// What was made: directories from texts, directories from the store, references.
fn counted(assignment: &Assignment) -> [u64; 3] {
    let Work { directories_prepared, directories_read, references_made } = assignment.work();
    [directories_prepared, directories_read, references_made]
}

/// Who pays for an outpatient without a practice who lives at a place of the demonstration.
fn payer(loaded: &Loaded, postcode: &str) -> String {
    let edition = Edition::built_in().unwrap().iter().find(|edition| edition.id == "CAM-2025-26").unwrap();
    let record = Record::default()
        .with(Field::CdsType, "020")
        .with(Field::AppointmentDate, "2025-06-15")
        .with(Field::Postcode, postcode)
        .with(Field::Provider, "ZP1")
        .with(Field::Ovcc, "A");
    let answer = Assigner::forced(&loaded.reference, edition).unwrap().assign(&record);
    format!("{} {}", answer.commissioner, answer.method)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_made_again() {
    let world = World::new().await;
    let assignment = world.server("one");
    assert_eq!(counted(&assignment), [0, 0, 0]);
    let first = loaded(&assignment, &world).await;
    assert_eq!(counted(&assignment), [1, 0, 1]);
    assert!(Arc::ptr_eq(&first, &loaded(&assignment, &world).await));

    // A person enters the record: the journal moves on, the register does not.
    let before = world.footprint.known().state.sequence();
    let (person, name) = ("somebody".parse().unwrap(), "Somebody".to_owned());
    let act = mandate::Act::EnterPerson { person, name, contact: None };
    world.footprint.act(&Who::keeper("keeper"), act).await.unwrap();
    assert!(world.footprint.known().state.sequence() > before);
    assert!(Arc::ptr_eq(&first, &loaded(&assignment, &world).await));
    assert_eq!(counted(&assignment), [1, 0, 1], "an entry elsewhere makes nothing");

    // The register changes: the directory is as it was, the rest is made again.
    world.enters("named|14Y|The location of Buckinghamshire|2022-07-01|").await;
    let second = loaded(&assignment, &world).await;
    assert_eq!(counted(&assignment), [1, 0, 2]);
    let source = |loaded: &Loaded| loaded.reference.vintage(Table::Practices).unwrap().name.clone();
    let now = world.footprint.known().state.sequence();
    assert_eq!(
        (source(&first), source(&second)),
        (format!("register, entry {before}"), format!("register, entry {now}"))
    );
    assert_ne!(first.fingerprint, second.fingerprint);

    // Another server, or the same one begun again, has the directory from the store.
    let other = world.server("two");
    assert_eq!(loaded(&other, &world).await.fingerprint, second.fingerprint);
    assert_eq!(counted(&other), [0, 1, 1]);

    // A vintage of another table is read, and the directory not.
    world.keeps("local_authorities_2025-04.csv", "gss_code,ods_code,valid_from\nE06000060,9A1,\n").await;
    assert_ne!(loaded(&assignment, &world).await.fingerprint, second.fingerprint);
    assert_eq!(counted(&assignment), [1, 0, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_answers_at_once_and_what_is_removed_leaves_nothing_behind() {
    let world = World::new().await;
    let assignment = world.server("one");
    let place = "ZX1 1AA";
    assert_eq!(payer(&*loaded(&assignment, &world).await, place), "14Y RES");
    // A newer directory names the body by its GSS code, which nobody on the register has yet.
    let text =
        "postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\nZX1 1AA,E92000001,E38000999,,Y59,,,,\n";
    let id = world.keeps("postcodes_2025-05-01.csv", text).await;
    let unknown = payer(&*loaded(&assignment, &world).await, place);
    assert!(!unknown.ends_with(" RES"), "the vintage answers at once: {unknown}");
    assert_eq!(counted(&assignment), [2, 0, 2]);
    world.enters("identified|10Q|E38000999").await;
    assert_eq!(payer(&*loaded(&assignment, &world).await, place), "10Q RES", "the register answers at once");
    assert_eq!(counted(&assignment), [2, 0, 3]);
    // Nor does a server that begins now answer with what was prepared before the register changed.
    assert_eq!(payer(&*loaded(&world.server("two"), &world).await, place), "10Q RES");

    let prepared = || async {
        let address = world.folder.path().join("store.sqlite").display().to_string();
        let bytes = std::fs::read(&address).unwrap().len();
        assert!(bytes > 0);
        let server = world.server("three");
        loaded(&server, &world).await;
        counted(&server)
    };
    assert_eq!(prepared().await, [0, 1, 1]);
    assert!(world.store.remove_vintage(&id).await.unwrap());
    assert_eq!(prepared().await, [1, 0, 1], "what was prepared of it went with it");
    assert_eq!(payer(&*loaded(&assignment, &world).await, place), "14Y RES");
    // The same file again, in force from another day, is another vintage of the same id.
    let again = world.keeps("postcodes_2025-07-01.csv", text).await;
    assert_eq!(again, id);
    assert_eq!(payer(&*loaded(&assignment, &world).await, place), "14Y RES", "in force after the record's date");
    for vintage in world.store.vintages(None).await.unwrap() {
        if vintage.draft.table == "postcodes" {
            world.store.remove_vintage(&vintage.id).await.unwrap();
        }
    }
    assert!(assignment.loaded(&world.footprint).await.unwrap().is_none(), "no directory, no answer");
}
