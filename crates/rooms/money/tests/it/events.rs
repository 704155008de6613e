//! What is written once is read for ever: one event of each kind, as it is stored.

use crate::house::{House, Written, account, allot, id, p, reserve, resolve};
use money::{
    AccountKind, Act, AllocationTable, Event, Fund, Line, Place, PrintedFigures, PublishedAllocation, Waterfall,
    Working,
};
use std::collections::BTreeMap;
use terms::{Pence, Rate};

fn all() -> House {
    let mut house = House::new();
    let (first, second, third, fourth) = (id(1), id(2), id(3), id(4));
    house.does(&Act::AddFund(Fund { code: p("ELECTIVE"), name: "Elective recovery".to_owned(), from: p("2021/22") }));
    house.does(&Act::OpenAccount(account("10Q/19/R", "10Q", AccountKind::Reserve)));
    house.does(&Act::CloseAccount { account: p("10Q/19/R"), last: p("2019-12-31") });
    house.sends(&[
        allot(&first, "100", "2019-04-26"),
        reserve(&second, "60", "2019-04-26", "2019-05-31"),
        Written { amount: "50", ..resolve(&third, "post", &second, "2019-04-27") },
    ]);
    house.sends(&[reserve(&fourth, "10", "2019-04-26", "2019-05-31")]);
    house.does(&Act::SetMilestone { pending: p(&fourth), words: "Extended hours".to_owned() });
    house.does(&Act::RecordEvidence { pending: p(&fourth), words: "Rota of October".to_owned() });
    let line = |name: &str, amount| Line { name: name.to_owned(), amount: Pence(amount) };
    let row = PublishedAllocation {
        body: p("QU9"),
        year: p("2023/24"),
        fund: p("CORE"),
        working: Working::Waterfall {
            waterfall: Waterfall {
                year: p("2023/24"),
                baseline: vec![line("Baseline", 5)],
                target: Some(Pence(4)),
                growth: Rate(3),
                convergence: Rate(-2),
                additional: vec![line("COVID", 1)],
            },
            printed: PrintedFigures {
                adjusted: Pence(5),
                total: Some(Pence(6)),
                distance: Some(Rate(7)),
                closing_distance: None,
            },
        },
        recurrent: Pence(0),
        place: Place { sheet: "Core".to_owned(), row: 5 },
    };
    house.does(&Act::ImportAllocations(AllocationTable {
        vintage: p("v1.2"),
        source_name: "allocations.xlsx".to_owned(),
        source_hash: "ab".repeat(32),
        rows: vec![row],
    }));
    house
}

#[test]
fn events_keep_their_shape() {
    let house = all();
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(serde_json::from_value::<Event>(json.clone()).unwrap(), *event);
        let kind = json["event"].as_str().unwrap().to_owned();
        kinds.entry(kind).or_insert_with(|| serde_json::to_string(&json).unwrap());
    }
    assert_eq!(kinds.len(), 7, "every kind of event");
    let written: Vec<String> = kinds.into_values().collect();
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn no_event_carries_words() {
    for (_, outcome) in &all().log {
        let json = serde_json::to_string(&outcome.events).unwrap();
        assert!(!json.contains("Extended hours") && !json.contains("Rota"), "{json}");
    }
}
