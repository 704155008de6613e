//! What is written once is read for ever: the first event of each kind in the story, as it is stored.

use crate::world::House;
use executive::Event;
use executive::story::Ending;
use std::collections::BTreeMap;

#[test]
fn events_keep_their_shape() {
    let house = House::after_the_story(Ending::OneNeverAgrees);
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_value(event).unwrap();
        assert_eq!(serde_json::from_value::<Event>(json.clone()).unwrap(), *event);
        let kind = json["event"].as_str().unwrap().to_owned();
        kinds.entry(kind).or_insert_with(|| serde_json::to_string_pretty(&json).unwrap());
    }
    let written: Vec<String> = kinds.into_values().collect();
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn no_event_carries_a_name_or_what_was_said() {
    let house = House::after_the_story(Ending::OneNeverAgrees);
    for event in house.log.iter().flat_map(|(_, outcome)| &outcome.events) {
        let json = serde_json::to_string(event).unwrap();
        for word in ["made up", "Ashdown", "provider", "relative"] {
            assert!(!json.contains(word), "{json}");
        }
    }
}
