//! Papers, their versions and supplements, and meetings called off.

use crate::world::{House, ON, p};
use executive::{Access, Act, ItemKind, NewAccess, Route, TextHash};

fn files(item: &str, paper: &str, bytes: &str, access: NewAccess) -> Act {
    let (title, media_type) = ("Paper".to_owned(), "application/pdf".to_owned());
    Act::FilePaper { item: p(item), paper: p(paper), title, hash: TextHash::of(bytes.as_bytes()), media_type, access }
}

fn public(item: &str, paper: &str, bytes: &str) -> Act {
    files(item, paper, bytes, NewAccess::Public)
}

/// A planned meeting with its item.
fn planned() -> House {
    let mut house = House::footprint();
    house.today = p(ON);
    let forum = p("committee:executive");
    let (title, place) = ("Executive".to_owned(), "Hall".to_owned());
    house.clerk(Act::Call { meeting: p("october"), forum, on: p(ON), hours: None, title, place });
    adds(&mut house, "item");
    house
}

fn adds(house: &mut House, item: &str) {
    house.clerk(added(item));
}

fn added(item: &str) -> Act {
    let (kind, title, access) = (ItemKind::Decision, "Item".to_owned(), NewAccess::Public);
    Act::AddItem { meeting: p("october"), item: p(item), kind, title, access }
}

/// The versions of a paper: number, whether a supplement, who may read.
fn versions(house: &House, paper: &str) -> Vec<(u16, bool, Access)> {
    let held = house.executive.now().paper(&p(paper)).unwrap();
    held.versions.iter().map(|version| (version.version, version.is_supplement, version.reading.access)).collect()
}

#[test]
fn what_comes_after_the_agenda_is_a_supplement() {
    let mut house = planned();
    house.clerk(public("item", "paper", "one"));
    house.clerk(Act::PublishAgenda { meeting: p("october") });
    house.clerk(public("item", "paper", "two"));
    adds(&mut house, "late");
    let reason = "The tender is open.".to_owned();
    house.clerk(files("late", "bids", "bids", NewAccess::Confidential { reason }));
    assert_eq!(versions(&house, "paper"), [(1, false, Access::Public), (2, true, Access::Public)]);
    assert_eq!(versions(&house, "bids"), [(1, true, Access::Confidential)]);
    let supplement = |item: &str| house.executive.now().item(&p(item)).unwrap().is_supplement;
    assert_eq!((supplement("item"), supplement("late")), (false, true));
    let reading = &house.executive.now().paper(&p("bids")).unwrap().versions[0].reading;
    assert_eq!(reading.reason.as_ref().unwrap().as_str(), "The tender is open.");
    let refusal = house.refused("person-k1", &Act::PublishAgenda { meeting: p("october") });
    assert_eq!(refusal, "there is already a published agenda of `october`");
}

#[test]
fn a_paper_is_new_belongs_to_one_item_and_is_there_before_the_item_is_left() {
    let mut house = House::meeting();
    house.clerk(public("item", "paper", "one"));
    let again = "there is already a paper `paper`";
    assert_eq!(house.refused("person-k1", &public("item", "paper", "one")), again, "the same bytes");
    adds(&mut house, "other");
    assert_eq!(house.refused("person-k1", &public("other", "paper", "two")), again, "another item's");
    let blank = files("item", "secret", "s", NewAccess::Confidential { reason: " ".to_owned() });
    assert_eq!(house.refused("person-k1", &blank), "a reason for confidentiality must be given");
    house.chair(Act::CloseItem { item: p("item") });
    let refusal = house.refused("person-k1", &public("item", "paper", "three"));
    assert_eq!(refusal, "the item `item` is closed, and must be open");
}

#[test]
fn a_decision_keeps_the_version_that_was_seen() {
    let mut house = House::meeting();
    house.clerk(public("item", "paper", "one"));
    house.clerk(public("item", "paper", "two"));
    house.proposes("deal", "service:ambulance", "10Q");
    house.say("deal", "10Q=agree");
    house.settle("deal");
    house.clerk(public("item", "paper", "three"));
    let seen = &house.executive.now().proposal(&p("deal")).unwrap().settlements[0].papers;
    let seen: Vec<(u16, TextHash)> = seen.iter().map(|held| (held.version, held.hash)).collect();
    assert_eq!(seen, [(2, TextHash::of(b"two"))]);
}

#[test]
fn a_meeting_called_off_is_over() {
    let mut house = planned();
    let forum = p("committee:executive");
    let (title, access) = ("Ambulances".to_owned(), NewAccess::Public);
    let matter = p("service:ambulance");
    house.clerk(Act::Plan { plan: p("plan"), forum, expected: p(ON), matter, title, access });
    house.clerk(Act::Propose(House::new_proposal("deal", "item", "service:ambulance", "10Q")));
    let cancel = |reason: &str| Act::Cancel { meeting: p("october"), reason: reason.to_owned() };
    assert_eq!(house.refused("person-k1", &cancel("")), "a reason must be given");
    house.clerk(cancel("Snow."));
    let held = house.executive.now().meeting(&p("october")).unwrap();
    assert_eq!(held.cancelled.as_ref().unwrap().as_str(), "Snow.");
    let open = "the meeting `october` is cancelled, and must be open";
    let planned = "the meeting `october` is cancelled, and must be planned";
    let again = House::new_proposal("again", "item", "service:ambulance", "10Q");
    for (act, said) in [
        (cancel("Again."), planned),
        (Act::PublishAgenda { meeting: p("october") }, planned),
        (added("late"), open),
        (public("item", "paper", "one"), open),
        (Act::Arrive { meeting: p("october"), person: p("person-a1") }, open),
        (Act::Schedule { plan: p("plan"), item: p("item") }, open),
        (Act::Propose(again), open),
    ] {
        assert_eq!(house.refused("person-k1", &act), said, "{act:?}");
    }
    assert_eq!(house.refused("person-c2", &Act::OpenMeeting { meeting: p("october") }), planned);
    // What was to be decided goes elsewhere.
    house.clerk(Act::PutTo { proposal: p("deal"), route: Route::WrittenResolution });
    let mut house = House::meeting();
    let refusal = house.refused("person-k1", &cancel("Too late."));
    assert_eq!(refusal, "the meeting `october` is open, and must be planned");
}
