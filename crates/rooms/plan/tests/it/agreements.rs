//! Agreements: what they say, how far they have come, and what a merger asks of them.

use crate::world::{House, bodies, p};
use plan::{Act, AgreementTerms, Clauses, ContractStage, MergerDuty};
use std::collections::BTreeMap;
use terms::Pence;

pub(crate) fn contract(id: &str) -> AgreementTerms {
    AgreementTerms {
        id: p(id),
        parties: bodies("10Q 10Y RTH"),
        coordinator: p("10Q"),
        values: BTreeMap::from([(p("2017/18"), Pence(45_000_000_000))]),
        first: p("2017-04-01"),
        last: p("2019-03-31"),
        merger: MergerDuty::Novate,
        clauses: Clauses::Contract {
            provider: p("RTH"),
            activity: BTreeMap::from([(p("2017/18"), 120_000)]),
            deadline: Some(p("2016-12-23")),
        },
    }
}

pub(crate) fn record(terms: AgreementTerms) -> Act {
    Act::RecordAgreement { terms, title: "Acute contract".to_owned() }
}

#[test]
fn a_contract_is_tracked_to_its_signature() {
    let mut house = House::new();
    house.ask("person-a2", record(contract("acute")));
    let known = house.state.now();
    let held = known.agreement(&p("acute")).unwrap();
    assert_eq!((held.stage(), held.associates()), (ContractStage::Negotiation, bodies("10Y")));
    let reach = |stage, day: &str| Act::ReachStage { agreement: p("acute"), stage, day: p(day) };
    assert!(house.refused("person-a2", &reach(ContractStage::Signed, "2016-12-02")).contains("has not come"));
    house.ask("person-a2", reach(ContractStage::Mediation, "2016-12-01"));
    house.today = p("2016-12-23");
    house.ask("person-a2", reach(ContractStage::Signed, "2016-12-23"));
    let known = house.state.now();
    let held = known.contracts(p("2018/19")).next().unwrap();
    assert_eq!(held.signed_on(), Some(p("2016-12-23")));
    assert_eq!(held.deadline_finding(house.today).unwrap().outcome.verdict.slug(), "PASS");
    assert_eq!(known.contracts(p("2019/20")).count(), 0);
    assert!(house.refused("person-a2", &reach(ContractStage::Signed, "2016-12-23")).contains("nothing would change"));
    // What comes after does not undo that it was signed in time.
    house.today = p("2017-05-01");
    house.ask("person-a2", reach(ContractStage::Mediation, "2017-05-01"));
    house.ask("person-a2", reach(ContractStage::Signed, "2017-05-01"));
    let known = house.state.now();
    let held = known.agreement(&p("acute")).unwrap();
    assert_eq!(held.deadline_finding(house.today).unwrap().outcome.verdict.slug(), "PASS");
}

#[test]
fn a_merger_asks_what_each_agreement_says_and_it_is_done_once() {
    let mut house = House::new();
    house.ask("person-a2", record(contract("acute")));
    let fund = AgreementTerms {
        id: p("better-care"),
        parties: bodies("10Q Y59"),
        merger: MergerDuty::Notify,
        clauses: Clauses::Section75 { host: p("Y59") },
        ..contract("better-care")
    };
    house.ask("person-a2", record(fund));
    let sharing = AgreementTerms {
        parties: bodies("10Y 10Q"),
        merger: MergerDuty::Nothing,
        clauses: Clauses::DataSharing,
        ..contract("sharing")
    };
    house.ask("person-a2", record(sharing));
    let items = |house: &House, day: &str| -> Vec<String> {
        let items = house.state.now().merger_items(&bodies("10Y 10Q"), p(day));
        let told = |item: plan::MergerItem<'_>| {
            format!("{} {} {} {}", item.agreement.terms.id, item.predecessor, item.duty, item.done.is_some())
        };
        items.into_iter().map(told).collect()
    };
    let asked = ["acute 10Q novate false", "acute 10Y novate false", "better-care 10Q notify false"];
    assert_eq!(items(&house, "2018-04-01"), asked);
    assert!(items(&house, "2020-04-01").is_empty());
    let meet = |agreement: &str, predecessor: &str| Act::MeetMergerDuty {
        agreement: p(agreement),
        predecessor: p(predecessor),
        successor: p("14Y"),
        evidence: "Deed of novation".to_owned(),
    };
    house.ask("person-a2", meet("acute", "10Y"));
    assert_eq!(items(&house, "2018-04-01")[1], "acute 10Y novate true");
    assert!(house.refused("person-a2", &meet("acute", "10Y")).contains("it was done already"));
    assert!(house.refused("person-a2", &meet("sharing", "10Y")).contains("asks nothing"));
    assert!(house.refused("person-a2", &meet("better-care", "10Y")).contains("not a party"));
}

#[test]
fn an_agreement_is_varied_and_ended_with_a_reason() {
    let mut house = House::new();
    house.ask("person-a2", record(contract("acute")));
    let vary = |last: &str, reason: &str| Act::VaryAgreement {
        agreement: p("acute"),
        values: BTreeMap::from([(p("2017/18"), Pence(46_000_000_000))]),
        last: p(last),
        reason: reason.to_owned(),
    };
    assert_eq!(house.refused("person-a2", &vary("2018-03-31", " ")), "the reason must be given");
    assert!(house.refused("person-a2", &vary("2017-03-31", "Ends")).contains("is before the first"));
    house.ask("person-a2", vary("2018-03-31", "Ends with the merger"));
    let held = house.state.now().agreement(&p("acute")).unwrap();
    assert!(!held.is_in_force(p("2018-04-01")));
    assert_eq!(held.variations[0].0.as_str(), "Ends with the merger");
}

#[test]
fn an_agreement_without_its_parties_is_refused() {
    let mut house = House::new();
    let wrong = AgreementTerms { parties: bodies("10Q 10Y"), ..contract("acute") };
    assert!(house.refused("person-a2", &record(wrong)).starts_with("RTH is not a party"));
    let reversed = AgreementTerms { last: p("2017-03-31"), ..contract("acute") };
    assert!(house.refused("person-a2", &record(reversed)).contains("is before the first"));
    // A body's agreements are its own officers' to record.
    assert!(house.refused("person-a1", &record(contract("acute"))).contains("keep the mandates of 10Q"));
}
