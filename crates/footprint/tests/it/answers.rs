//! Questions to the example.

use crate::world::{World, golden};

#[test]
fn diff_says_seven_become_three_and_why() {
    golden!(World::demo().shown("diff QU9 2013-04-01 2019-10-01 --valid-at 2026-04-02"));
}

#[test]
fn a_place_can_be_named_in_words_or_by_several_codes() {
    let world = World::demo();
    let csv = |place: &str| world.shown(&format!("diff {place} 2013-04-01 2019-10-01 --format csv"));
    let whole = csv("QU9");
    assert_eq!(whole.lines().count(), 1 + 6, "{whole}");
    assert_eq!(csv("'berkshire west buckinghamshire'"), whole);
    assert_eq!(csv("10Q,14Y,15A"), whole);
}

#[test]
fn org_shows_all_that_is_known() {
    golden!(World::demo().shown("org 14Y --valid-at 2026-04-02"));
}

#[test]
fn members_are_those_of_the_day() {
    let world = World::demo();
    golden!(world.shown("members QU9 --valid-at 2019-10-01 --kind commissioning-group"));
    // In spring 2016 nobody can say to the day whether the footprint had begun.
    let early = world.shown("members QU9 --valid-at 2016-05-01 --format csv");
    assert!(early.lines().skip(1).all(|line| !line.contains(",yes,")) && early.lines().count() > 7, "{early}");
}

#[test]
fn successors_and_predecessors_follow_closed_bodies() {
    let world = World::demo();
    golden!(world.shown("successors 10Y --valid-at 2026-04-02"));
    golden!(world.shown("predecessors B2M3M --to 2019-10-01 --valid-at 2026-04-02 --format csv"));
}

#[test]
fn what_was_known_earlier_stays_askable() {
    let world = World::demo();
    let system = |known: &str| {
        let csv = world.shown(&format!("org 14Y --valid-at 2026-04-02 --known-at {known} --format json"));
        let answer: serde_json::Value = serde_json::from_str(&csv).unwrap();
        let rows = answer[0]["rows"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["what"] == "System").unwrap();
        row["value"].as_str().unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!((system("4").as_str(), system("5").as_str()), ("QU9", "S0E4D"));
}

#[test]
fn json_carries_the_clocks_and_the_address_of_the_page() {
    golden!(World::demo().shown("predecessors 14Y --valid-at 2026-04-02 --format json"));
}

#[test]
fn search_finds_by_name_code_and_list() {
    let world = World::demo();
    golden!(world.shown("search aylesbury --valid-at 2017-01-01"));
    let list = world.shown("search 10Y,14Y,ZZZ --format csv");
    assert!(list.lines().count() == 4 && list.contains("ZZZ,,Not on the register"), "{list}");
}

#[test]
fn a_question_that_has_no_answer_says_what_to_do() {
    let world = World::demo();
    let ran = world.sh("org 99Z");
    assert_eq!(ran.code, 6);
    golden!(ran.err);
    let ran = world.sh("diff nowhere 2013-04-01 2019-10-01");
    assert_eq!(ran.code, 6);
    golden!(ran.err);
    let ran = world.sh("org 14Y --known-at 99");
    assert_eq!(ran.code, 2);
    golden!(ran.err);
    let ran = world.sh("org 14Y --valid-at 2018");
    assert_eq!(ran.code, 2);
    golden!(ran.err);
}

#[test]
fn a_question_leaves_no_empty_database_behind() {
    let world = World::empty();
    let ran = world.sh("org 14Y");
    assert_eq!(ran.code, 1);
    golden!(ran.err);
    assert!(!world.path("footprint.sqlite").exists());
}

#[test]
fn every_other_question_has_an_answer() {
    let world = World::demo();
    for (question, has) in [
        ("successions", "D2P2L"),
        ("successions --all", "S9B9J"),
        ("findings", "Findings by kind"),
        ("imports", "Footprint demonstration: Kent and Medway"),
        ("changes 2018-03-31 2018-04-01", "10M"),
        ("changes 4 5", "S0E4D"),
        ("sources 10M", "Federation of the four Berkshire West groups"),
        ("entry 5", "Footprint demonstration"),
    ] {
        let out = world.shown(question);
        assert!(out.contains(has), "{question}: {out}");
    }
}
