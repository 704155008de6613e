//! The story holds, twice, and carries its own proof.

use crate::world::{House, p};
use executive::story::{Ending, Expect, footprint, story, story_with};
use executive::{DecidedBy, Standing, review};
use mandate::LinkKind;
use terms::OdsCode;

#[test]
fn the_story_ends_in_agreement() {
    let house = House::after_the_story(Ending::Agreement);
    assert_eq!(house.bound_on("lines", "10H"), Some(p("2016-10-06")));
    assert_eq!(house.bound_on("lines", "10Q"), Some(p("2016-12-01")), "from its own day");
    assert_eq!(house.bound_on("ambulance", "10H"), Some(p("2016-10-20")), "never backdated");
    assert_eq!(house.because("lines", "10Q"), "by person-a2 under 10q-scheme-1 on 1 December 2016 to version 3");
}

#[test]
fn the_same_story_with_one_body_that_never_agrees() {
    let house = House::after_the_story(Ending::OneNeverAgrees);
    assert_eq!(house.because("lines", "10Q"), "it still objected after 2 rounds of negotiation");
    assert_eq!(house.bound_on("lines", "11D"), Some(p("2016-10-06")), "the others' decisions stand");
}

#[test]
fn the_part_of_a_body_that_merged_is_bound_by_its_own_power_carried_over() {
    let house = House::after_the_story(Ending::Agreement);
    let proposal = house.executive.now().proposal(&p("beds")).unwrap();
    let Standing::Bound(decision) = &proposal.parts[&p::<OdsCode>("10H")].standing else { panic!("bound") };
    assert_eq!(decision.by, DecidedBy::Representative { person: p("person-a1") });
    assert_eq!((decision.chains[0].as_body, decision.on), (p("14Y"), p("2018-04-12")));
    let kinds: Vec<LinkKind> = decision.chains[0].links.iter().map(|link| link.kind).collect();
    assert!(kinds.contains(&LinkKind::Succession), "{kinds:?}");
    assert_eq!(decision.chains[0].powers, [p("10h-scheme-1")]);
}

#[test]
fn every_decision_of_the_story_stands_as_known_now() {
    let house = House::after_the_story(Ending::Agreement);
    let mut n = 0;
    for proposal in house.executive.now().proposals() {
        for decision in proposal.decisions() {
            assert_eq!(review(decision, house.mandate.now()), [], "{}", decision.id());
            assert!(!decision.chains.is_empty());
            n += 1;
        }
    }
    assert_eq!(n, 7 + 7 + 7 + 2);
}

#[test]
fn the_footprint_is_the_beginning_of_the_story() {
    let (beginning, whole) = (footprint().len(), story());
    assert!(whole.len() > beginning && whole.iter().all(|step| !step.says.is_empty()));
    assert!(whole.iter().any(|step| matches!(step.expect, Expect::Refused { .. })));
    assert_eq!(whole.len(), story_with(Ending::OneNeverAgrees).len());
}
