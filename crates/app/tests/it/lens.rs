//! From where a question is asked: two clocks for what is shown, and none but now for who may read it.

use app::{Footprint, Lens, Viewer, Who};
use executive::{Act as Meet, ItemKind, NewAccess, Route, Stance};
use mandate::Actor;
use std::sync::Arc;
use terms::{AsAt, Sequence};

async fn demonstration() -> Footprint {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    footprint
}

fn person(text: &str) -> Viewer {
    Viewer::Person(text.parse().unwrap())
}

#[tokio::test]
async fn every_room_is_shown_as_known_at_the_second_clock() {
    let footprint = demonstration().await;
    let known = footprint.known();
    let last = known.state.sequence();
    let at = AsAt { valid: app::demo::TODAY, known: last };
    let lens = Lens::new(Arc::clone(&known), at, app::demo::TODAY, Viewer::Public);
    let rooms = |lens: &Lens| {
        let sequences = [lens.register().known(), lens.mandates().known(), lens.executive().sequence()];
        (sequences, lens.who_pays().sequence(), lens.mandates().people().count(), lens.executive().meetings().count())
    };
    let (sequences, of_payers, n_people, n_meetings) = rooms(&lens);
    assert_eq!((sequences, of_payers), ([last; 3], last));
    assert!(n_people > 20 && n_meetings > 3, "{n_people} {n_meetings}");
    let early = lens.moved_to(AsAt { known: Sequence(5), ..at });
    assert_eq!(rooms(&early), ([Sequence(5); 3], Sequence(5), 0, 0));
    assert_eq!(early.known_on(), app::civil_day(known.state.recorded_at(Sequence(5)).unwrap()));
    assert_eq!(early.house().sequence(), last, "an act is judged by what is known now");
}

#[tokio::test]
async fn who_may_read_is_judged_by_today_whatever_past_is_asked_about() {
    let footprint = demonstration().await;
    let known = footprint.known();
    let at = AsAt { valid: "2016-10-01".parse().unwrap(), known: Sequence(5) };
    let officer = Lens::new(Arc::clone(&known), at, app::demo::TODAY, person("person-thames-finance"));
    // Nothing of the officer was known then, and the post began years after the day asked about.
    assert_eq!(officer.mandates().people().count(), 0);
    assert!(officer.reader().sees_any_payer());
    assert!(!officer.as_public().reader().sees_any_payer());
    let before = Lens::new(known, at, "2026-03-31".parse().unwrap(), person("person-thames-finance"));
    assert!(!before.reader().sees_any_payer(), "the post begins on 1 April 2026");
}

/// The boards go on behind closed doors, and one of them is bound there.
async fn decide_in_private(footprint: &Footprint) {
    let (meeting, item) = ("boards-2026-04".parse().unwrap(), || "boards-2026-04-2".parse().unwrap());
    let id = || "nhs-111-across-three-boards".parse().unwrap();
    let text = footprint.known().state.executive().now().proposal(&id()).unwrap().wording().unwrap().hash;
    let access = NewAccess::Confidential { reason: "Prices (made up)".to_owned() };
    let add = Meet::AddItem { meeting, item: item(), kind: ItemKind::Decision, title: "NHS 111".to_owned(), access };
    let body = "S0E4D".parse().unwrap();
    let agree = Meet::TakePosition { proposal: id(), body, text, stance: Stance::Agree, reason: String::new() };
    for (person, act) in [
        ("person-boards-clerk", add),
        ("person-boards-clerk", Meet::PutTo { proposal: id(), route: Route::Item { item: item() } }),
        ("person-thames-chair", Meet::OpenItem { item: item() }),
        ("person-thames-chief", agree),
        ("person-thames-chair", Meet::Settle { proposal: id() }),
    ] {
        let actor = Actor::Person(person.parse().unwrap());
        let who = Who::Entered { keeper: "A Keeper".to_owned(), actor, on: app::demo::TODAY };
        footprint.act(&who, act).await.unwrap();
    }
}

#[tokio::test]
async fn uses_of_powers_that_are_closed_to_the_reader_are_in_no_answer() {
    let footprint = demonstration().await;
    let n_before = footprint.known().state.reader(Viewer::Public, app::demo::TODAY).unseen_uses().len();
    decide_in_private(&footprint).await;
    let known = footprint.known();
    let at = AsAt { valid: app::demo::TODAY, known: known.state.sequence() };
    let lens = |viewer| Lens::new(Arc::clone(&known), at, app::demo::TODAY, viewer);
    let (public, keeper) = (lens(Viewer::Public), lens(Viewer::Keeper));
    let n_unseen = public.reader().unseen_uses().len();
    assert_eq!(keeper.mandates().used().count(), public.mandates().used().count() + n_unseen);
    assert_eq!(n_unseen, n_before + 1, "what was decided in private is closed to the public");
    assert!(keeper.reader().unseen_uses().is_empty());
    assert_eq!(keeper.as_public().mandates().used().count(), public.mandates().used().count());
}
