//! The shape of events: they read back, and carry no reason and no title of evidence.

use crate::world::{CONSENT, House, authority, clause, direction, issue, letter, lift, moved, p, signed};
use intervention::{Act, Effect, Event, NewReview, Programme};
use std::collections::BTreeSet;

fn all() -> House {
    let mut house = House::new();
    let signature = authority("2018-01-01");
    house.does(&issue(direction("e1", "08Q", "2018-01-01", vec![clause(1, Effect::Enable, "service:acute")])));
    let clauses = vec![
        clause(1, moved("08Q"), "service:acute"),
        clause(2, CONSENT, "function:appointments"),
        clause(3, Effect::Require, "function:planning"),
    ];
    house.does(&issue(direction("d1", "08A", "2018-01-01", clauses)));
    house.does(&Act::EnterMeasures {
        signature,
        body: p("08A"),
        programme: Programme::SpecialMeasures,
        reason: "A reason in private words".to_owned(),
        proposal: None,
    });
    house.does(&Act::Submit {
        signature: signed("08A", "2018-02-01"),
        clause: p("d1.3"),
        title: "A plan by a named person".to_owned(),
        hash: Some(letter()),
    });
    house.does(&Act::Return {
        signature: authority("2018-02-02"),
        clause: p("d1.3"),
        reason: "It is not balanced".to_owned(),
        resubmit_by: Some(p("2018-03-01")),
    });
    let review = NewReview { instrument: p("d1"), finding: "Some progress".to_owned(), letter: None };
    house.does(&Act::Review { signature: authority("2018-06-01"), review });
    house.does(&lift("d1", "2018-07-01"));
    house
}

#[test]
fn events_read_back_as_they_were_written() {
    let house = all();
    let mut kinds = BTreeSet::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(serde_json::from_value::<Event>(json.clone()).unwrap(), *event);
        kinds.insert(json["event"].as_str().unwrap().to_owned());
    }
    let wanted = [
        "constraint-laid",
        "direction-issued",
        "direction-lifted",
        "direction-reviewed",
        "evidence-returned",
        "evidence-submitted",
        "function-transferred",
        "measures-entered",
        "transfer-ended",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn no_event_carries_a_reason_or_a_title_of_evidence() {
    for (_, outcome) in &all().log {
        let json = serde_json::to_string(&outcome.events).unwrap();
        for words in
            ["private words", "named person", "not balanced", "Some progress", "It may", "failing to discharge"]
        {
            assert!(!json.contains(words), "{words}: {json}");
        }
    }
}
