//! What is written once is read for ever: one event of each kind, as it is stored.

use crate::world::{House, answer, letter, new_override, p, press, sum};
use register::FileHash;
use std::collections::BTreeMap;
use who_pays::{Act, Clocks, Event, NewClaim, NewSubject, Party, Ruling, Sum};

fn all() -> House {
    let mut house = House::new();
    let why = || "Because".to_owned();
    let subject = NewSubject::Record {
        run: p("run-1"),
        row: 12,
        hash: FileHash::of(b"record"),
        walk: "CDS>A>B: the practice is of the other board".to_owned(),
    };
    for act in [
        Act::AddOverride(new_override("o-1", 1, "2024-06-01", "2024-06-30")),
        Act::ExtendOverride { id: p("o-1"), last: p("2024-07-31"), reason: why() },
        Act::EndOverride { id: p("o-1"), last: p("2024-07-15"), reason: why() },
        Act::EraseKey { id: p("o-1") },
        Act::SetClocks(Clocks {
            from: p("2024-06-01"),
            answer_days: 10,
            reply_days: 5,
            soon_days: 30,
            source: "Protocol".to_owned(),
        }),
        Act::Open(NewClaim { subject, ..crate::world::claim("case-1") }),
        Act::File { case: p("case-1"), party: Party::Claimant, file: letter("letter") },
        answer(sum(1, 1)),
        press(sum(9, 90_000)),
        Act::Escalate { case: p("case-1"), party: Party::Respondent, reason: why() },
        Act::Rule {
            case: p("case-1"),
            party: Party::Claimant,
            ruling: Ruling::NotUpheld,
            sum: Sum::NOTHING,
            reason: why(),
        },
        Act::Open(crate::world::claim("case-2")),
        Act::Withdraw { case: p("case-2"), reason: why() },
    ] {
        house.does(&act);
    }
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
    assert_eq!(kinds.len(), 12);
    let written: Vec<String> = kinds.into_values().collect();
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn no_event_carries_a_key_a_walk_or_words() {
    let house = all();
    let hash: String = [1_u8; 32].iter().map(|byte| format!("{byte:02x}")).collect();
    for (_, outcome) in &house.log {
        let json = serde_json::to_string(&outcome.events).unwrap();
        for word in [hash.as_str(), "1,1,1", "practice", "CDS>", "Because", "Placed", "Ten stays", "Letter of"] {
            assert!(!json.contains(word), "{word}: {json}");
        }
    }
    assert!(house.log.iter().any(|(_, outcome)| outcome.payloads.iter().any(|bytes| bytes == &[1; 32])));
}
