//! A governing body's own proposals, and its answers on what is referred to it, by its own vote on this record.

use crate::votes::{dated, from, last, seat, settles, settling_refused, sits, tables, terms, vote, votes};
use crate::world::{House, ON, p};
use executive::{Act, Answer, Minute, NewProposal};
use mandate::{Act as Mandates, Capacity, HolderId, Holding, Instrument, InstrumentKind, Post, PostKind, SchemeRow};

/// Oxfordshire's governing body sits: its officer, its clinical chair and a lay member vote by two thirds, two are a quorum.
pub(crate) fn board(house: &mut House, people: &str) {
    house.keeps(&Mandates::EnterPerson { person: p("person-l1"), name: "Lay (made up)".to_owned(), contact: None });
    let (kind, title, bodies) = (PostKind::LayMember, "Lay member".to_owned(), dated("10Q", "2013-04-01"));
    let post = Post { id: p("oxon-lay-member"), title, kind, bodies, period: from("2013-04-01") };
    house.keeps(&Mandates::CreatePost { post });
    let (post, person) = (p("oxon-lay-member"), p("person-l1"));
    let holding = Holding { post, person, capacity: Capacity::Substantive, period: from("2016-07-01") };
    house.keeps(&Mandates::Appoint { holding });
    let seats = ["accountable-officer", "clinical-chair", "lay-member"].map(|kind| seat(kind, "10Q", "member"));
    let rule = "two-thirds votes-cast whole";
    house.ask("keeper", Act::SetTerms(terms("governing-body:10Q", "2016-10-01", rule, 2, seats.to_vec())));
    sits(house, "governing-body:10Q", "board", people);
}

#[test]
fn a_governing_body_carries_or_loses_its_own_proposal_by_its_threshold() {
    for (said, expected) in [
        ("a2=for c2=for l1=against", "10Q bound"),
        ("a2=for c2=against l1=abstain", "nothing is decided: 10Q outside"),
        ("a2=for c2=abstain l1=abstain", "10Q bound"),
    ] {
        let mut house = House::footprint();
        house.today = p(ON);
        board(&mut house, "a2 c2 l1");
        tables(&mut house, "governing-body:10Q", "board", "10Q=900000000");
        votes(&mut house, "board", said);
        assert_eq!(settles(&mut house), expected, "{said}");
        if expected == "10Q bound" {
            let said = "by its governing body at board on 6 October 2016 to version 1";
            assert_eq!(house.because("deal", "10Q"), said);
        }
    }
}

#[test]
fn a_governing_body_decides_for_its_own_body_within_what_is_its_own() {
    let mut house = House::footprint();
    house.today = p(ON);
    board(&mut house, "a2 c2");
    let own = |matter: &str, body: &str| {
        Act::Propose(NewProposal {
            forum: p("governing-body:10Q"),
            ..House::new_proposal("deal", "board", matter, body)
        })
    };
    let refusal = house.refused("keeper", &own("service:ambulance", "10Y"));
    assert!(refusal.ends_with("it decides for its own body and not for 10Y"), "{refusal}");
    house.ask("keeper", own("service:specialised", "10Q"));
    house.ask("keeper", Act::OpenPositions { proposal: p("deal"), closes: p(ON) });
    votes(&mut house, "board", "a2=for c2=for");
    assert_eq!(settles(&mut house), "nothing is decided: 10Q not its to decide");
}

#[test]
fn what_is_reserved_to_the_membership_no_vote_of_the_governing_body_decides() {
    let mut house = House::footprint();
    house.today = p(ON);
    let scheme = Instrument {
        id: p("10q-scheme-new"),
        kind: InstrumentKind::Scheme,
        title: "Scheme".to_owned(),
        body: Some(p("10Q")),
        rests_on: Some(p("10q-constitution")),
        period: from(ON),
        reference: None,
    };
    let row = SchemeRow {
        area: "Services".to_owned(),
        title: "Ambulances".to_owned(),
        matter: p("service:ambulance"),
        clause: Some("2".to_owned()),
        reserved_to: Some(HolderId::Membership),
        delegated: Vec::new(),
        conditions: Vec::new(),
        populations: Vec::new(),
    };
    house.keeps(&Mandates::AdoptScheme { scheme, rows: vec![row] });
    board(&mut house, "a2 c2");
    tables(&mut house, "governing-body:10Q", "board", "10Q");
    votes(&mut house, "board", "a2=for c2=for");
    assert!(settling_refused(&mut house).contains("reserved to the membership"));
}

/// A referral to Oxfordshire's governing body, which then sits.
fn referred(people: &str) -> House {
    let mut house = House::meeting();
    house.proposes("deal", "service:ambulance", "10Q 10H 10Y");
    house.say("deal", "10Q=stand-aside 10H=object 10Y=agree");
    assert_eq!(house.settle("deal"), "10H in negotiation; 10Q referred to its governing body; 10Y bound");
    board(&mut house, people);
    house
}

fn answers(house: &House, answer: Answer) -> Act {
    let (text, minute) = (house.put("deal", "10Q"), Minute::Item(p("board")));
    Act::AnswerReferral { proposal: p("deal"), body: p("10Q"), text, answer, conditions: Vec::new(), minute }
}

#[test]
fn a_governing_bodys_vote_on_this_record_is_its_answer() {
    let bound = "10H in negotiation; 10Q 10Y bound";
    for (said, answer, other, refusal, expected) in [
        ("for", Answer::Agrees, Answer::Refuses, "carried", bound),
        ("against", Answer::Refuses, Answer::Agrees, "did not carry", "10H in negotiation; 10Q outside; 10Y bound"),
    ] {
        let mut house = referred("a2 c2 l1");
        for answer in [answer, other] {
            let act = answers(&house, answer);
            let said = "the vote at `board` was not taken on the wording before the body";
            assert_eq!(house.refused("person-c2", &act), said, "nobody has voted");
        }
        let text = house.put("deal", "10Q");
        for person in ["person-a2", "person-c2", "person-l1"] {
            house.ask(person, vote("board", text, said));
        }
        let act = answers(&house, other);
        assert_eq!(house.refused("person-c2", &act), format!("the vote at `board` {refusal}"));
        let act = answers(&house, answer);
        house.ask("person-c2", act);
        assert_eq!(house.summary("deal"), expected);
    }
}

#[test]
fn a_governing_body_votes_on_the_wording_before_it_though_others_have_another() {
    let mut house = referred("a2 c2 l1");
    let amounts = std::collections::BTreeMap::new();
    house.chair(Act::Amend { proposal: p("deal"), text: "For Chiltern".to_owned(), amounts });
    let refusal = house.refused("person-a2", &vote("board", last(&house), "for"));
    assert!(refusal.ends_with("read it and answer again"), "{refusal}");
    let text = house.put("deal", "10Q");
    for person in ["person-a2", "person-c2"] {
        house.ask(person, vote("board", text, "for"));
    }
    let act = answers(&house, Answer::Agrees);
    house.ask("person-c2", act);
    assert_eq!(house.summary("deal"), "10H in negotiation; 10Q 10Y bound");
    assert_eq!(house.because("deal", "10Q"), "by its governing body at board on 6 October 2016 to version 1");
}

#[test]
fn a_governing_body_without_a_quorum_or_of_another_body_answers_nothing() {
    let mut house = referred("c2");
    let act = answers(&house, Answer::Agrees);
    house.ask("person-c2", act);
    assert_eq!(house.summary("deal"), "10H in negotiation; 10Q referred to its governing body; 10Y bound");
    let said = "its representative stood aside; its governing body met on 6 October 2016 without a quorum";
    assert_eq!(house.because("deal", "10Q"), said);
    let (text, minute) = (house.put("deal", "10Q"), Minute::Item(p("item")));
    let (answer, conditions) = (Answer::Agrees, Vec::new());
    let elsewhere = Act::AnswerReferral { proposal: p("deal"), body: p("10Q"), text, answer, conditions, minute };
    assert_eq!(house.refused("person-c2", &elsewhere), "there is no item of its governing body `item`");
}
