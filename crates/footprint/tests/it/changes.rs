//! What the register's keeper puts right.

use crate::world::{World, golden};

#[test]
fn a_missing_fact_is_entered_and_the_past_as_known_stays() {
    let world = World::demo();
    let ran = world.sh(
        "enter member U2G6B --of S9B9J --tie system --from 2027-04-01 --source 'a later order' --reason 'for the test'",
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    golden!(ran.out);
    let system = |known: &str| world.shown(&format!("members S9B9J --valid-at 2027-04-01 --known-at {known}"));
    assert!(system("6").contains("U2G6B") && !system("5").contains("U2G6B"));
}

#[test]
fn every_kind_of_fact_can_be_entered() {
    let world = World::empty();
    let why = "--source 'a published order' --published 2026-04-01 --reason 'missing'";
    for fact in [
        "life X1 --from 2026-04-01",
        "name X1 'NHS Example ICB' --from 2026-04-01",
        "kind X1 care-board --from 2026-04-01",
        "member X2 --of X1 --tie system --from 2026-04 --to 2027",
        "succession X0 X1 --on 2026-04-01 --cause merge --instrument 'SI 2026/1'",
        "arrangement 'Example cluster' --kind cluster --members X0,X2 --from 2025 --to 2026-03-31",
    ] {
        let ran = world.sh(&format!("enter {fact} {why}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{fact}");
    }
    golden!(world.shown("org X1 --valid-at 2026-05-01"));
    assert!(world.shown("sources X0").contains("Example cluster"));
}

#[test]
fn a_wrong_fact_is_denied_by_its_number() {
    let world = World::demo();
    let sources = world.shown("sources 10M --format csv");
    let number =
        sources.lines().find(|line| line.contains("legal dates")).unwrap().split(',').next().unwrap().to_owned();
    let ran = world.sh(&format!("deny 10M {number} --source 'a letter' --reason 'the dates are a slip'"));
    assert_eq!(ran.code, 0, "{ran:?}");
    golden!(ran.out);
    assert!(world.shown("org 10M --known-at 5").contains("1 April 2013 to 31 March 2018"));
    assert!(!world.shown("sources 10M").contains("legal dates"));

    let ran = world.sh("deny 10M 00000000 --source 'a letter' --reason 'none'");
    assert_eq!(ran.code, 6);
    golden!(ran.err);
}

#[test]
fn an_import_is_retracted_by_entry_or_hash() {
    let world = World::demo();
    let ran = world.sh("retract 2 --reason 'for the test'");
    assert_eq!(ran.code, 0, "{ran:?}");
    golden!(ran.out);
    assert_eq!(world.sh("org 09C").code, 6);
    assert_eq!(world.sh("org 09C --known-at 5").code, 0);
    assert_eq!(world.sh("retract 2 --reason again").code, 6);
    assert_eq!(world.sh("retract abc --reason short").code, 2);
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let world = World::demo();
    for (line, code, says) in [
        (
            "enter life X1 --from 2020 --to 2019 --source a --reason b",
            2,
            "it cannot end on 2019 when it begins on 2020",
        ),
        ("enter life X1 --from 2020 --source ' ' --reason b", 5, "a correction or retraction needs a source"),
        ("enter member 14Y --of S0E4D --tie frend --source a --reason b", 2, "invalid value 'frend'"),
        ("enter life 'X 1' --from 2020 --source a --reason b", 2, "an ODS code holds letters and digits only"),
        ("enter life X1 --from 2020 --source a", 2, "--reason <TEXT>"),
    ] {
        let ran = world.sh(line);
        assert!(ran.code == code && ran.err.contains(says), "{line}: {ran:?}");
    }
    assert_eq!(world.shown("imports --format csv").lines().count(), 1 + 5);
}

#[test]
fn a_file_of_facts_is_entered_as_one_act_or_not_at_all() {
    let world = World::empty();
    let template = world.shown("enter --template");
    world.write("april.csv", &template);
    let ran = world.sh("enter --file april.csv --reason 'April 2026'");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "entered (entry 1): 9 facts of april.csv\n");
    assert!(world.shown("org S0E4D --valid-at 2026-05-01").contains("NHS Thames Valley Integrated Care Board"));
    assert!(world.shown("sources S0E4D").contains("E54000070"));

    world
        .write("bad.csv", "fact,code,of,from,source\nsuccession,A1,A2,2026,a letter\nsuccession,A2,A2,2026,a letter\n");
    let ran = world.sh("enter --file bad.csv --reason 'April 2026'");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("bad.csv line 3, column fact: A2 cannot be its own successor"), "{ran:?}");
    assert_eq!(world.sh("org A1").code, 6, "nothing of a file with a bad row is entered");
}

#[test]
fn a_succession_takes_its_weight_and_none_leads_to_itself() {
    let world = World::empty();
    let why = "--source 'an order' --reason 'missing'";
    let ran =
        world.sh(&format!("enter succession X0 X1 --on 2026-04-01 --heads 300 --basis 'residents, mid-2017' {why}"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(world.shown("sources X0").contains("300 people passed"));
    assert_eq!(world.sh(&format!("enter succession X0 X1 --on 2026-04-01 --heads 300 {why}")).code, 2);
    let ran = world.sh(&format!("enter succession X0 X0 --on 2026-04-01 {why}"));
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains("X0 cannot be its own successor"), "{ran:?}");
    assert_eq!(world.sh(&format!("enter ons-code X1 E54000067 {why}")).code, 0);
    assert!(world.shown("sources X1").contains("E54000067"));
}
