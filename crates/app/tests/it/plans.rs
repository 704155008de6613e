//! Plans and agreements in the house: every kind of act is recorded, told again to the same state, and read by whom it concerns.

use app::{Act, Footprint, Shown, Viewer, Who};
use mandate::Actor;
use plan::check::Tolerances;
use plan::{Act as Planning, NewPlan};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, Sequence};

const THEN: Date = Date::constant(2016, 12, 22);

async fn enter(footprint: &Footprint, actor: Actor, act: Planning) {
    let words = format!("{act:?}");
    let who = Who::Entered { keeper: "A Keeper".to_owned(), actor, on: THEN };
    footprint.act(&who, Act::from(act)).await.unwrap_or_else(|error| panic!("{words}: {error}"));
}

/// The demonstration, and after it what that has none of.
async fn every_act() -> (tempfile::TempDir, Footprint) {
    let folder = tempfile::tempdir().unwrap();
    let footprint = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let officer = || Actor::Person("person-a2".parse().unwrap());
    let (plan, source, line) = ("bob-2017".parse().unwrap(), "P-OXON".parse().unwrap(), "O9".parse().unwrap());
    enter(&footprint, officer(), Planning::RemoveLine { plan, source, line }).await;
    let tolerances = Tolerances { source: "Guidance (made up)".to_owned(), ..Tolerances::at_first() };
    enter(&footprint, Actor::Keeper, Planning::SetTolerances(tolerances)).await;
    let (agreement, reason) = ("bob-data-sharing".parse().unwrap(), "Made up: shorter".to_owned());
    let (values, last) = (BTreeMap::new(), Date::constant(2018, 9, 30));
    enter(&footprint, officer(), Planning::VaryAgreement { agreement, values, last, reason }).await;
    let open = Planning::Open(NewPlan {
        id: "bob-2018".parse().unwrap(),
        title: "A plan that nobody signs (made up)".to_owned(),
        system: "QU9".parse().unwrap(),
        year: "2018/19".parse().unwrap(),
        forum: "executive".parse().unwrap(),
        bodies: BTreeSet::from(["10Q".parse().unwrap()]),
    });
    enter(&footprint, Actor::Person("person-k1".parse().unwrap()), open).await;
    (folder, footprint)
}

#[tokio::test]
async fn every_kind_of_act_of_plans_is_recorded_and_told_again_to_the_same_state() {
    let (folder, footprint) = every_act().await;
    let entries = footprint.journal().read(0, 10_000).await.unwrap();
    let of_plans = entries.iter().filter(|entry| entry.act["room"] == "plan");
    let named: BTreeSet<String> = of_plans.map(|entry| entry.act["act"].as_str().unwrap().to_owned()).collect();
    let kinds = Act::kinds().into_iter().filter(|(room, _)| *room == "plan").map(|(_, kind)| kind.to_owned());
    assert_eq!(named, kinds.collect());
    let known = footprint.known();
    let again = Footprint::open(&folder.path().join("journal.db").display().to_string()).await.unwrap();
    assert!(again.known().state.plan() == known.state.plan(), "a server that starts now knows the same");
    let texts = entries.iter().map(|entry| entry.events.to_string()).collect::<String>();
    for words in ["community beds", "One commissioning function", "support from the other groups"] {
        assert!(!texts.to_lowercase().contains(&words.to_lowercase()), "{words} is in an event");
    }
}

#[tokio::test]
async fn a_plan_is_everybody_s_once_it_is_signed_and_an_agreement_its_parties_alone() {
    let (_folder, footprint) = every_act().await;
    let known = footprint.known();
    let reader = |viewer, today| known.state.reader(viewer, today);
    let (public, person) = (|| Viewer::Public, |id: &str| Viewer::Person(id.parse().unwrap()));
    let (signed, unsigned) = ("bob-2017".parse().unwrap(), "bob-2018".parse().unwrap());
    // Since a line was taken out the signature is fallen, and what nobody signed is the bodies' own again.
    assert!(!reader(public(), THEN).opens_operating_plan(&signed));
    assert!(reader(person("person-a1"), THEN).opens_operating_plan(&signed));
    assert!(reader(person("person-a2"), THEN).opens_operating_plan(&unsigned));
    let agreement = "bob-data-sharing".parse().unwrap();
    assert!(!reader(public(), THEN).opens_agreement(&agreement));
    assert!(reader(person("person-a3"), THEN).opens_agreement(&agreement));
    let mut closed = BTreeSet::new();
    for entry in footprint.journal().read(0, 10_000).await.unwrap() {
        let shown = footprint.shown(&reader(public(), THEN), Sequence(entry.sequence)).await.unwrap().unwrap();
        if matches!(shown, Shown::Closed { .. }) && entry.act["room"] == "plan" {
            closed.insert(entry.act["act"].as_str().unwrap().to_owned());
        }
    }
    assert!(closed.contains("record-agreement") && closed.contains("object-to-plan"), "{closed:?}");
    assert!(!closed.contains("set-tolerances"), "what plans are held to is public");
}

#[tokio::test]
async fn a_signed_plan_of_the_demonstration_is_open() {
    let footprint = Footprint::open("sqlite::memory:").await.unwrap();
    app::demo::load(&footprint).await.unwrap();
    let known = footprint.known();
    let public = known.state.reader(Viewer::Public, app::demo::TODAY);
    assert!(public.opens_operating_plan(&"bob-2017".parse().unwrap()));
    let room = known.state.plan().now();
    let plan = room.plan(&"bob-2017".parse().unwrap()).unwrap();
    assert_eq!((plan.stage(), plan.sign_off.version()), (plan::Stage::Signed, 2));
    // The groups have merged since, and what has closed is bound to nothing.
    let mandates = known.state.mandate().now();
    assert_eq!(plan.bound(mandates, THEN).len(), 7);
    let bound = plan.bound(mandates, Date::constant(2018, 4, 2));
    assert_eq!(bound.iter().map(terms::OdsCode::as_str).collect::<Vec<_>>(), ["10Q"]);
}
