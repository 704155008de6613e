//! When a meeting begins and ends, and what those who mean to come are told of.

use crate::world::{House, p};
use executive::{Act, Event, Hours};
use terms::Sequence;

const MEETING: &str = "autumn";

fn hours(from: &str, to: &str) -> Hours {
    Hours::new(p(from), p(to)).unwrap()
}

fn called(hours: Option<Hours>) -> House {
    let mut house = House::footprint();
    house.today = p("2016-10-01");
    let (title, place) = ("Executive".to_owned(), "Hall".to_owned());
    house.clerk(Act::Call {
        meeting: p(MEETING),
        forum: p("committee:executive"),
        on: p("2016-10-06"),
        hours,
        title,
        place,
    });
    house
}

fn when(house: &House) -> String {
    house.executive.now().meeting(&p(MEETING)).unwrap().when()
}

fn changed(house: &House) -> (Sequence, String) {
    let stamp = house.executive.now().meeting(&p(MEETING)).unwrap().changed;
    (stamp.entry, stamp.at.to_string())
}

#[test]
fn hours_are_said_as_the_meeting_is_called_or_afterwards() {
    assert_eq!(when(&called(Some(hours("09:30", "12:00")))), "6 October 2016, 09:30 to 12:00");
    let mut house = called(None);
    assert_eq!(when(&house), "6 October 2016");
    house.clerk(Act::SetHours { meeting: p(MEETING), hours: hours("14:00", "16:30") });
    assert_eq!(when(&house), "6 October 2016, 14:00 to 16:30");
    house.clerk(Act::SetHours { meeting: p(MEETING), hours: hours("13:00", "16:30") });
    assert_eq!(when(&house), "6 October 2016, 13:00 to 16:30");
    house.clerk(Act::Cancel { meeting: p(MEETING), reason: "Nothing to decide".to_owned() });
    let refused = house.refused("person-k1", &Act::SetHours { meeting: p(MEETING), hours: hours("14:00", "15:00") });
    assert!(refused.contains("the meeting `autumn` is cancelled"), "{refused}");
    assert_eq!(when(&house), "6 October 2016, 13:00 to 16:30");
}

#[test]
fn whatever_one_who_means_to_come_is_told_of_is_a_change() {
    let mut house = called(None);
    let mut last = changed(&house);
    let mut day = p::<terms::Date>("2016-10-01");
    for act in [
        Act::SetHours { meeting: p(MEETING), hours: hours("14:00", "16:30") },
        Act::PublishAgenda { meeting: p(MEETING) },
        Act::Cancel { meeting: p(MEETING), reason: "Nothing to decide".to_owned() },
    ] {
        day = day.tomorrow().unwrap();
        house.today = day;
        if matches!(act, Act::PublishAgenda { .. }) {
            let (kind, access) = (executive::ItemKind::Decision, executive::NewAccess::Public);
            house.clerk(Act::AddItem { meeting: p(MEETING), item: p("i"), kind, title: "Item".to_owned(), access });
        }
        house.clerk(act.clone());
        let now = changed(&house);
        assert!(now.0 > last.0 && now.1 > last.1, "{act:?}: {now:?} after {last:?}");
        last = now;
    }
}

#[test]
fn a_meeting_of_an_older_journal_has_no_hours_and_is_stored_as_it_was() {
    let stored = r#"{"event":"meeting-called","meeting":"october","forum":{"committee":"executive"},"held_on":"2016-10-06","title":0,"place":1}"#;
    let event: Event = serde_json::from_str(stored).unwrap();
    assert!(matches!(event, Event::MeetingCalled { hours: None, .. }));
    assert_eq!(serde_json::to_string(&event).unwrap(), stored);
    let new = Event::HoursSet { meeting: p(MEETING), hours: hours("09:30", "12:00") };
    let stored = r#"{"event":"hours-set","meeting":"autumn","hours":{"from":"09:30:00","to":"12:00:00"}}"#;
    assert_eq!(serde_json::to_string(&new).unwrap(), stored);
    assert_eq!(serde_json::from_str::<Event>(stored).unwrap(), new);
}
