//! The story of the seven groups, through the journal and back.

use app::Footprint;
use app::demo::{self, CameOfIt};
use executive::{Standing, story::story};

#[tokio::test]
async fn the_story_comes_out_as_told_and_a_replay_tells_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("journal.db").display().to_string();
    let footprint = Footprint::open(&address).await.unwrap();
    let told = demo::load(&footprint).await.unwrap();
    assert_eq!(told.len(), story().len());
    let refused = told.iter().filter(|told| matches!(told.came_of_it, CameOfIt::Refused { .. })).count();
    assert!(refused > 0, "the story shows no refusal");

    let decisions = |footprint: &Footprint| {
        let known = footprint.known();
        let room = known.state.executive().now();
        room.proposals()
            .map(|proposal| {
                let parts: Vec<String> =
                    proposal.parts.iter().map(|(body, part)| format!("{body} {:?}", part.standing)).collect();
                (proposal.id.to_string(), parts)
            })
            .collect::<Vec<_>>()
    };
    let before = decisions(&footprint);
    let bound = footprint.known();
    let bound = bound.state.executive().now();
    let n_bound = bound
        .proposals()
        .flat_map(|proposal| proposal.parts.values())
        .filter(|part| matches!(part.standing, Standing::Bound(_)))
        .count();
    assert!(n_bound >= 13, "only {n_bound} bodies were ever bound");

    // A second telling is refused: identities are taken, so a story cannot be recorded twice.
    assert!(demo::load(&footprint).await.is_err());
    let last = footprint.known().sequence;
    drop(footprint);
    let again = Footprint::open(&address).await.unwrap();
    assert_eq!(again.known().sequence, last);
    assert_eq!(decisions(&again), before);
}
