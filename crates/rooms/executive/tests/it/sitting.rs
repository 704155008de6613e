//! What one sitting comes to: limits over everything decided in it, and interests wherever a proposal goes.

use crate::urgent::house as chaired;
use crate::votes::{dated, from, seat, settles, sits, tables, terms, votes};
use crate::world::{House, p};
use executive::{Act, ItemKind, NewAccess, Quorum, Recusal, Route, Settlement, Subject, TermsOfReference};
use mandate::{
    Act as Mandates, CarryOver, Committee, DatedLine, Delegated, HolderId, Instrument, InstrumentKind, Limits,
    SchemeRow, SeatRole, Shape,
};
use terms::Pence;

fn instrument(kind: InstrumentKind, id: &str, rests_on: &str, day: &str) -> Mandates {
    let (title, body, rests_on) = (id.to_owned(), Some(p("14Y")), Some(p(rests_on)));
    let reference = None;
    Mandates::MakeInstrument {
        instrument: Instrument { id: p(id), kind, title, body, rests_on, period: from(day), reference },
    }
}

/// A joint committee of two bodies that became one between the tabling of a proposal for both and the vote on it. The new
/// body gave the committee one power, up to £1 million in a year: both parts are decided by it, in one act.
fn merged_before_the_vote(amounts: &str) -> House {
    let mut house = House::footprint();
    house.today = p("2018-03-15");
    let taken = ["accountable-officer", "clinical-chair"].map(|kind| mandate::Seat {
        post: p(&format!("bucks-{kind}")),
        role: SeatRole::Member,
        represents: [].into(),
        period: from("2018-03-01"),
    });
    let line = DatedLine { line: p("ambulance"), period: from("2018-03-01"), instrument: p("executive-terms") };
    let committee = Committee {
        id: p("joint"),
        name: "Joint committee".to_owned(),
        shape: Shape::JointCommittee,
        members: dated("10Y 10H", "2018-03-01"),
        remit: vec![line],
        seats: taken.to_vec(),
        period: from("2018-03-01"),
        instrument: p("executive-terms"),
    };
    house.keeps(&Mandates::FormCommittee { committee });
    let seats = ["accountable-officer", "clinical-chair"].map(|kind| seat(kind, "10Y 10H", kind)).to_vec();
    let rule = terms("committee:joint", "2018-03-15", "simple votes-cast whole", 2, seats);
    house.ask("keeper", Act::SetTerms(rule));
    sits(&mut house, "committee:joint", "march", "a1 c1");
    tables(&mut house, "committee:joint", "march", amounts);

    house.today = p("2018-04-02");
    house.keeps(&instrument(InstrumentKind::Resolution, "order", "nhs-act-2006", "2018-04-01"));
    let predecessors = ["10Y", "10H"].into_iter().map(p).collect();
    let carry = CarryOver::whole(predecessors, p("14Y"), p("2018-04-01"), p("order"));
    house.keeps(&Mandates::CarryOver { carry });
    for member in dated("14Y", "2018-04-01") {
        house.keeps(&Mandates::JoinCommittee { committee: p("joint"), member });
    }
    house.keeps(&instrument(InstrumentKind::Constitution, "14y-constitution", "nhs-act-2006", "2018-04-01"));
    let limits = Limits { per_year: Some(Pence(100_000_000)), ..Limits::NONE };
    let row = SchemeRow {
        area: "Joint".to_owned(),
        title: "Services decided jointly".to_owned(),
        matter: p("service:services"),
        clause: Some("9".to_owned()),
        reserved_to: None,
        delegated: vec![Delegated { holder: HolderId::Committee(p("joint")), limits }],
        conditions: Vec::new(),
        populations: Vec::new(),
    };
    let Mandates::MakeInstrument { instrument: scheme } =
        instrument(InstrumentKind::Scheme, "14y-scheme", "14y-constitution", "2018-04-01")
    else {
        unreachable!("it makes an instrument")
    };
    house.keeps(&Mandates::AdoptScheme { scheme, rows: vec![row] });
    sits(&mut house, "committee:joint", "april", "a1 c1");
    house.ask("keeper", Act::PutTo { proposal: p("deal"), route: Route::Item { item: p("april") } });
    votes(&mut house, "april", "a1=for c1=for");
    house
}

#[test]
fn two_decisions_of_a_committee_in_one_act_stay_within_one_annual_limit() {
    let mut house = merged_before_the_vote("10Y=50000000 10H=50000000");
    assert_eq!(settles(&mut house), "10H 10Y bound", "together exactly the limit");
    let mut house = merged_before_the_vote("10Y=60000000 10H=60000000");
    assert_eq!(settles(&mut house), "10H bound; 10Y referred to its governing body");
    let said = "£600,000 is over the limit of £1,000,000 per year (14y-scheme-1, 9): £600,000 is used already";
    assert_eq!(house.because("deal", "10Y"), said);
    assert_eq!(house.mandate.now().exercises(&p("14y-scheme-1")).len(), 1, "used once, for the part that is bound");
}

fn declares(house: &mut House, person: &str, subject: Subject, recusal: Recusal) {
    let declare = Act::Declare {
        subject,
        person: p(person),
        category: p("financial"),
        interest: None,
        nature: "Shares.".to_owned(),
        recusal,
    };
    house.ask(person, declare);
}

/// The footprint at an item with a proposal for Oxfordshire and Aylesbury Vale, which two persons can decide in writing.
fn tabled() -> House {
    let mut house = chaired();
    let quorum = Quorum { persons: 2, bodies: 2, classes: Vec::new() };
    let terms = TermsOfReference { from: house.today, quorum, ..house.terms() };
    house.clerk(Act::SetTerms(terms));
    house.proposes("deal", "service:ambulance", "10Q 10Y");
    house
}

fn item(id: &str) -> Subject {
    Subject::Item(p(id))
}

fn carried(house: &mut House, route: Route) {
    house.clerk(Act::PutTo { proposal: p("deal"), route });
}

#[test]
fn an_interest_declared_at_an_item_follows_the_proposal_into_writing() {
    let mut house = tabled();
    declares(&mut house, "person-a2", item("item"), Recusal::Leaves);
    carried(&mut house, Route::WrittenResolution);
    let act = house.position("deal", "10Q", executive::Stance::Agree);
    assert_eq!(house.refused("person-a2", &act), "person-a2 declared an interest and does not decide");
    house.say("deal", "10Y=agree");
    house.today = p("2017-01-02");
    let settle = Act::Settle { proposal: p("deal") };
    assert_eq!(house.refused("person-c2", &settle), "not quorate: 1 of 2 persons, 2 of 2 bodies");
}

#[test]
fn a_position_taken_before_the_interest_was_declared_does_not_count_in_writing_either() {
    let mut house = tabled();
    house.say("deal", "10Q=agree 10Y=agree");
    declares(&mut house, "person-a2", item("item"), Recusal::SpeaksOnly);
    carried(&mut house, Route::ChairsAction);
    // Oxfordshire's officer chairs here as well, and alone could bind it.
    let settle = Act::Settle { proposal: p("deal") };
    let refused = house.try_ask("person-c2", &settle);
    let bound: Vec<&Settlement> = house.executive.now().proposal(&p("deal")).unwrap().settlements.iter().collect();
    assert!(refused.is_err() || bound.len() == 1, "{refused:?}");
    assert_eq!(house.bound_on("deal", "10Q"), None);
}

#[test]
fn an_interest_declared_in_writing_follows_the_proposal_to_a_meeting() {
    let mut house = tabled();
    // One more than the quorum needs, because the officer will not count.
    house.arrives("october", "person-f2");
    carried(&mut house, Route::WrittenResolution);
    declares(&mut house, "person-a2", Subject::Proposal(p("deal")), Recusal::Leaves);
    carried(&mut house, Route::Item { item: p("item") });
    let eligible = house.executive.now().eligible(house.mandate.now(), &p("item"));
    assert!(!eligible.contains(&p("person-a2")) && eligible.contains(&p("person-a1")), "{eligible:?}");
    house.say("deal", "10Y=agree");
    assert_eq!(house.settle("deal"), "10Q referred to its governing body; 10Y bound");
    assert_eq!(house.because("deal", "10Q"), "its representative declared an interest");
}

#[test]
fn an_interest_follows_from_one_item_to_the_next_until_it_is_said_to_be_none() {
    let mut house = tabled();
    declares(&mut house, "person-a2", item("item"), Recusal::Leaves);
    let (kind, title, access) = (ItemKind::Decision, "Again".to_owned(), NewAccess::Public);
    house.clerk(Act::AddItem { meeting: p("october"), item: p("again"), kind, title, access });
    carried(&mut house, Route::Item { item: p("again") });
    house.chair(Act::OpenItem { item: p("again") });
    let act = house.position("deal", "10Q", executive::Stance::Agree);
    assert_eq!(house.refused("person-a2", &act), "person-a2 declared an interest and does not decide");
    // The last declaration counts, wherever it was made.
    declares(&mut house, "person-a2", item("again"), Recusal::TakesPart);
    house.say("deal", "10Q=agree 10Y=agree");
    assert_eq!(house.settle("deal"), "10Q 10Y bound");
}

#[test]
fn an_interest_in_one_proposal_does_not_reach_another() {
    let mut house = tabled();
    declares(&mut house, "person-a2", item("item"), Recusal::Leaves);
    let (kind, title, access) = (ItemKind::Decision, "Another".to_owned(), NewAccess::Public);
    house.clerk(Act::AddItem { meeting: p("october"), item: p("another"), kind, title, access });
    house.chair(Act::OpenItem { item: p("another") });
    let new = House::new_proposal("other", "another", "service:ambulance", "10Q");
    house.tables(new);
    house.say("other", "10Q=agree");
    assert_eq!(house.settle("other"), "10Q bound");
}
