//! What is decided outside meetings, and mediation.

use crate::world::{House, ON, p};
use executive::{Act, NewProposal, Quorum, Route, Stance, TermsOfReference};
use mandate::{Act as Mandates, Seat, SeatRole};
use terms::Period;

/// The footprint at an open meeting, with Oxfordshire's officer in the chair as well.
pub(crate) fn house() -> House {
    let mut house = House::meeting();
    let seat = Seat {
        post: p("oxon-accountable-officer"),
        role: SeatRole::Chair,
        represents: [].into(),
        period: Period::from_days(Some(p("2016-10-01")), None),
    };
    house.keeps(&Mandates::TakeSeat { committee: p("executive"), seat });
    house
}

pub(crate) fn urgent(house: &mut House, route: Route, amounts: &str) {
    let new = House::new_proposal("deal", "item", "service:ambulance", amounts);
    house.tables(NewProposal { route, ..new });
}

fn unreported(house: &House) -> usize {
    house.executive.now().unreported(&p("committee:executive")).len()
}

fn report() -> Act {
    Act::ReportUrgent { proposal: p("deal"), item: p("item") }
}

#[test]
fn a_chairs_action_binds_within_the_chairs_power_and_is_reported() {
    let mut house = house();
    urgent(&mut house, Route::ChairsAction, "10Q=500000000");
    let refusal = house.refused("person-k1", &report());
    assert_eq!(refusal, "`deal` needs no report: nothing was decided outside a meeting");
    house.say("deal", "10Q=agree");
    assert_eq!((house.settle("deal"), unreported(&house)), ("10Q bound".to_owned(), 1));
    house.clerk(report());
    assert_eq!(unreported(&house), 0);
    assert_eq!(house.refused("person-k1", &report()), "`deal` needs no report: it was reported already");
}

#[test]
fn a_chairs_action_beyond_power_is_referred() {
    let mut house = house();
    urgent(&mut house, Route::ChairsAction, "10Q=500000001");
    house.say("deal", "10Q=agree");
    assert_eq!(house.settle("deal"), "nothing is decided: 10Q referred to its governing body");
    let said = "£5,000,000.01 is over the limit of £5,000,000.00 per decision (10q-scheme-1, 5.2)";
    assert_eq!((house.because("deal", "10Q").as_str(), unreported(&house)), (said, 1));
}

#[test]
fn a_chairs_action_is_for_the_chair_alone() {
    let mut house = house();
    urgent(&mut house, Route::ChairsAction, "10Q 10Y");
    let other = house.position("deal", "10Y", Stance::Agree);
    assert_eq!(house.refused("person-a1", &other), "a chair's action is for the chair alone");
    assert_eq!(house.refused("person-a2", &other), "person-a2 does not represent 10Y on 6 October 2016");
    let settle = Act::Settle { proposal: p("deal") };
    let said = "nothing on `deal` can be settled now: the chair has taken no position";
    assert_eq!(house.refused("person-c2", &settle), said);
}

#[test]
fn a_chairs_action_does_not_stand_in_for_a_quorum() {
    let mut house = house();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    house.leaves("october", "person-a3");
    let settle = Act::Settle { proposal: p("deal") };
    assert!(house.refused("person-c2", &settle).starts_with("not quorate"));
    house.clerk(Act::PutTo { proposal: p("deal"), route: Route::ChairsAction });
    assert_eq!(house.settle("deal"), "10Q bound; 10Y referred to its governing body");
}

#[test]
fn what_was_urgent_is_still_to_be_reported_when_the_rest_goes_to_a_meeting() {
    let mut house = house();
    urgent(&mut house, Route::ChairsAction, "10Q 10Y");
    house.say("deal", "10Q=agree");
    assert_eq!(house.settle("deal"), "10Q bound; 10Y referred to its governing body");
    house.clerk(Act::PutTo { proposal: p("deal"), route: Route::Item { item: p("item") } });
    assert_eq!(unreported(&house), 1);
    house.clerk(report());
    assert_eq!(unreported(&house), 0);
    house.say("deal", "10Y=agree");
    assert_eq!((house.settle("deal"), unreported(&house)), ("10Q 10Y bound".to_owned(), 0));
}

fn in_writing(amounts: &str) -> House {
    let mut house = house();
    let quorum = Quorum { persons: 2, bodies: 2, classes: Vec::new() };
    let terms = TermsOfReference { from: p(ON), quorum, ..house.terms() };
    house.clerk(Act::SetTerms(terms));
    urgent(&mut house, Route::WrittenResolution, amounts);
    house
}

#[test]
fn a_written_resolution_beyond_power_is_referred() {
    let mut house = in_writing("10Q 10H=100000001");
    house.say("deal", "10Q=agree 10H=agree");
    assert_eq!(house.settle("deal"), "10H referred to its governing body; 10Q bound");
    assert_eq!(unreported(&house), 1);
}

#[test]
fn answers_to_an_earlier_wording_are_no_quorum_in_writing() {
    let mut house = in_writing("10Q 10Y");
    house.say("deal", "10Q=agree 10Y=agree");
    let amounts = std::collections::BTreeMap::new();
    house.chair(Act::Amend { proposal: p("deal"), text: "Another text".to_owned(), amounts });
    house.say("deal", "10Q=agree");
    house.today = p("2017-01-02");
    let settle = Act::Settle { proposal: p("deal") };
    assert_eq!(house.refused("person-c2", &settle), "not quorate: 1 of 2 persons, 1 of 2 bodies");
}

#[test]
fn a_mediator_is_named_in_negotiation_and_stays_for_the_next_round() {
    let mut house = house();
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house.say("deal", "10Q=object 10Y=agree");
    let names =
        |mediator: &str, body: &str| Act::NameMediator { proposal: p("deal"), body: p(body), mediator: p(mediator) };
    let refusal = house.refused("person-c2", &names("person-c3", "10Q"));
    assert_eq!(refusal, "the part of 10Q is awaiting a position: it cannot be mediated");
    house.settle("deal");
    assert_eq!(house.because("deal", "10Q"), "it objected; round 1 of negotiation");
    assert_eq!(house.refused("person-c2", &names("person-x", "10Q")), "there is no person `person-x`");
    let refusal = house.refused("person-c2", &names("person-c3", "10Y"));
    assert_eq!(refusal, "the part of 10Y is bound: it cannot be mediated");
    house.chair(names("person-c3", "10Q"));
    assert_eq!(house.because("deal", "10Q"), "it objected; round 1 of negotiation, mediated by person-c3");
    let amounts = std::collections::BTreeMap::new();
    house.chair(Act::Amend { proposal: p("deal"), text: "Another text".to_owned(), amounts });
    house.say("deal", "10Q=object");
    house.settle("deal");
    assert_eq!(house.because("deal", "10Q"), "it objected; round 2 of negotiation, mediated by person-c3");
}
