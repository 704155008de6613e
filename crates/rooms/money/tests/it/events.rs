//! What is written once is read for ever: one event of each kind, as it is stored.

use crate::house::{House, Written, account, allot, id, p, reserve, resolve};
use money::{
    AccountKind, Act, AllocationTable, CellAddress, Event, Fund, PrintedAmount, PrintedLine, PrintedRate, PrintedSum,
    PrintedWaterfall, PublishedAllocation, SumColumn, SumOf, Working,
};
use std::collections::BTreeMap;
use terms::{FigureUnit, Pence, Rate};

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
    let figure = |amount| PrintedAmount {
        amount: Pence(amount),
        text: "0.00005".to_owned(),
        unit: FigureUnit::Thousands,
        cell: CellAddress { sheet: "Core".to_owned(), row: 5, column: 8 },
    };
    let rate = |parts| PrintedRate {
        rate: Rate(parts),
        text: "3e-12".to_owned(),
        cell: CellAddress { sheet: "Core".to_owned(), row: 5, column: 9 },
    };
    let line = |name: &str, amount| PrintedLine { name: name.to_owned(), figure: figure(amount) };
    let waterfall = PrintedWaterfall {
        baseline: vec![line("Baseline", 5)],
        adjusted: figure(5),
        target: Some(figure(4)),
        growth: rate(3),
        convergence: rate(-2),
        additional: vec![line("COVID", 1)],
        total: Some(figure(6)),
        distance: Some(rate(7)),
        closing_distance: None,
    };
    let row = |fund: &str, working| PublishedAllocation {
        body: p("QU9"),
        year: p("2023/24"),
        fund: p(fund),
        working,
        recurrent: figure(0),
    };
    let sum = |of| PrintedSum {
        of,
        year: p("2023/24"),
        fund: p("CORE"),
        column: SumColumn::Allocation,
        name: "2023/24 Recurrent allocation".to_owned(),
        figure: figure(0),
        of_rows: Pence(0),
        n_rows: 1,
    };
    house.does(&Act::ImportAllocations(AllocationTable {
        vintage: p("v1.2"),
        source_name: "allocations.xlsx".to_owned(),
        source_hash: "ab".repeat(32),
        rows: vec![
            row("CORE", Working::Waterfall(waterfall)),
            row("SPECIALISED", Working::Target { target: figure(4), distance: rate(7) }),
            row("RUNNING_COST", Working::Amount),
        ],
        sums: vec![sum(SumOf::Region { code: p("Y59"), name: "South East".to_owned() }), sum(SumOf::England)],
        n_unread: 2,
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
