//! What somebody is offered: what they have the duty for, where it would be accepted.

use app::{Act, Footprint, Lens, Refusal, Viewer, Who};
use executive::{ActKind, Thing};
use mandate::Actor;
use terms::AsAt;

async fn demonstration() -> Footprint {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    footprint
}

fn lens(footprint: &Footprint, viewer: Viewer) -> Lens {
    let known = footprint.known();
    let at = AsAt { valid: app::demo::TODAY, known: known.state.sequence() };
    Lens::new(known, at, app::demo::TODAY, viewer)
}

fn person(text: &str) -> Viewer {
    Viewer::Person(text.parse().unwrap())
}

/// What of some kinds is offered, by slug.
fn offered(lens: &Lens, of: &Thing) -> Vec<&'static str> {
    ActKind::ALL.iter().filter(|kind| lens.offers(**kind, of)).map(|kind| kind.slug()).collect()
}

#[tokio::test]
async fn each_is_offered_at_a_meeting_that_goes_on_what_is_theirs_and_would_be_accepted() {
    let footprint = demonstration().await;
    let (meeting, item, proposal) = (
        Thing::Meeting("boards-2026-04".parse().unwrap()),
        Thing::Item("boards-2026-04-1".parse().unwrap()),
        Thing::Proposal("nhs-111-across-three-boards".parse().unwrap()),
    );
    let [clerk, chair, chief] =
        ["person-boards-clerk", "person-thames-chair", "person-thames-chief"].map(|who| lens(&footprint, person(who)));
    assert_eq!(offered(&clerk, &meeting), ["add-item", "apologise", "arrive", "leave", "give-notice"]);
    assert_eq!(offered(&chair, &meeting), ["close-meeting"]);
    assert_eq!(offered(&chair, &item), ["declare", "close-item", "speak"]);
    // A representative takes positions; the chair lets them have effect.
    assert_eq!(offered(&chief, &proposal), ["take-position"]);
    assert_eq!(offered(&chair, &proposal), ["amend", "settle", "ask-question"]);
    assert!(offered(&lens(&footprint, Viewer::Public), &meeting).is_empty());
    assert_eq!(lens(&footprint, Viewer::Public).may(ActKind::Speak, &item), Err(Refusal::SignedOut));
    let denied = chief.may(ActKind::CloseMeeting, &meeting).unwrap_err();
    assert!(matches!(denied, Refusal::Denied(_)), "{denied}");
}

#[tokio::test]
async fn what_is_offered_follows_from_what_is_done() {
    let footprint = demonstration().await;
    let item = Thing::Item("boards-2026-04-1".parse().unwrap());
    let actor = Actor::Person("person-thames-chair".parse().unwrap());
    let who = Who::Entered { keeper: "A Keeper".to_owned(), actor, on: app::demo::TODAY };
    let close = executive::Act::CloseMeeting { meeting: "boards-2026-04".parse().unwrap() };
    footprint.act(&who, Act::from(close)).await.unwrap();
    let chair = lens(&footprint, person("person-thames-chair"));
    assert!(!chair.offers(ActKind::OpenItem, &item));
    let clerk = lens(&footprint, person("person-boards-clerk"));
    let meeting = Thing::Meeting("boards-2026-04".parse().unwrap());
    assert_eq!(offered(&clerk, &meeting), ["write-minutes", "give-notice"]);
}

#[tokio::test]
async fn everybody_is_offered_to_declare_their_own_interests_and_nobody_else_s() {
    let footprint = demonstration().await;
    let chief = lens(&footprint, person("person-thames-chief"));
    let of = |who: &str| mandate::Thing::Person(who.parse().unwrap());
    assert!(chief.offers(mandate::ActKind::DeclareInterest, &of("person-thames-chief")));
    assert!(!chief.offers(mandate::ActKind::DeclareInterest, &of("person-surrey-chief")));
    assert!(!chief.offers(mandate::ActKind::ForgetPerson, &of("person-thames-chief")));
    assert!(lens(&footprint, Viewer::Keeper).offers(mandate::ActKind::ForgetPerson, &of("person-thames-chief")));
}
