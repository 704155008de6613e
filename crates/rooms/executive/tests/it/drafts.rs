//! Minutes, notices and the register, drafted from the record of the story.

use crate::world::{House, p};
use executive::story::Ending;
use executive::{Access, Act, ItemKind, NewAccess, draft_minutes, draft_notice};

#[test]
fn minutes_are_drafted_from_the_record_as_it_was() {
    let house = House::after_the_story(Ending::OneNeverAgrees);
    let draft =
        |meeting: &str| draft_minutes(house.executive.now(), house.mandate.now(), &p(meeting), Access::Public).unwrap();
    let october = draft("october");
    // Chiltern has agreed since; the minutes of October say what was so in October.
    assert!(
        october.contains("- **10H** was referred to its governing body, to answer by 17 November 2016"),
        "{october}"
    );
    assert!(october.contains("- **10Q** objected: round 1 of negotiation, to 5 November 2016"), "{october}");
    insta::assert_snapshot!(draft("november"));
}

#[test]
fn a_notice_shows_the_chain() {
    let house = House::after_the_story(Ending::Agreement);
    let notice = |body: &str| draft_notice(house.executive.now(), house.mandate.now(), &p("ambulance"), p(body));
    insta::assert_snapshot!(notice("10Q").unwrap());
    let lines = draft_notice(house.executive.now(), house.mandate.now(), &p("specialised"), p("10Q"));
    assert_eq!(lines, None, "nobody decided");
}

#[test]
fn a_confidential_item_is_absent_from_the_public_minutes() {
    let mut house = House::meeting();
    let access = NewAccess::Confidential { reason: "A tender is open.".to_owned() };
    let (kind, title) = (ItemKind::Decision, "The price of beds".to_owned());
    let (meeting, item) = (p("october"), p("secret"));
    house.clerk(Act::AddItem { meeting, item, kind, title, access });
    let draft = |access| draft_minutes(house.executive.now(), house.mandate.now(), &p("october"), access).unwrap();
    assert!(!draft(Access::Public).contains("beds"));
    assert!(draft(Access::Public).contains("Considered in private: A tender is open."));
    assert!(draft(Access::Confidential).contains("beds"));
}

#[test]
fn the_register_has_a_row_for_each_bound_body() {
    let house = House::after_the_story(Ending::Agreement);
    let rows = house.executive.now().register(house.today);
    assert_eq!(rows.len(), 23);
    assert_eq!(rows[0].id, "beds/10H", "the newest first");
    assert!(rows.iter().all(|row| row.access == Access::Public));
    let before = house.executive.known(terms::Sequence(rows[0].entry.0 - 1)).register(house.today);
    assert_eq!(before.len(), 22, "as known before");
}
