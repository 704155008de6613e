//! A person can be forgotten without breaking the record.

use app::{Footprint, Who};
use mandate::{Act, PersonId};
use terms::Sequence;

#[tokio::test]
async fn a_forgotten_person_is_erased_from_the_store_and_the_state_and_every_proof_holds() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("journal.db").display());
    let footprint = Footprint::open(&address).await.unwrap();
    let keeper = Who::keeper("A Keeper");
    let person: PersonId = "person-1".parse().unwrap();
    let enter = Act::EnterPerson {
        person: person.clone(),
        name: "Amina Testperson".into(),
        contact: Some("amina@example.nhs.uk".into()),
    };
    let entered = footprint.act(&keeper, enter).await.unwrap();
    assert_eq!(footprint.known().state.mandate().now().person(&person).unwrap().screen(), "Amina Testperson");
    // What is worked out is kept beside the record, and must be as free of the name as the record.
    footprint.keep().await.unwrap().unwrap();

    footprint.forget(&keeper, person.clone()).await.unwrap();

    assert_eq!(footprint.known().state.mandate().now().person(&person).unwrap().screen(), "name erased");
    let entry = footprint.journal().read(entered.sequence.0 - 1, 1).await.unwrap().remove(0);
    let attached = footprint.journal().attached(&entry).await.unwrap();
    assert_eq!(entry.payloads.len(), 2);
    assert!(entry.payloads.iter().all(|hash| attached.payload(hash).is_none()), "a text is still in the store");

    // A server that starts afterwards knows the person, not the name: then as now.
    drop(footprint);
    let again = Footprint::open(&address).await.unwrap();
    let known = again.known();
    for sequence in [Sequence(1), Sequence(2)] {
        assert_eq!(known.state.mandate().known(sequence).person(&person).unwrap().name, None);
    }
    // Asked a second time there is nothing left to erase, and no error.
    again.forget(&keeper, person).await.unwrap();
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(holds(b"person-1") && !holds(b"Amina"), "the name is still in a file");
}
