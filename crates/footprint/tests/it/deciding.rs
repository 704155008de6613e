//! Who decides, from an empty record to an answer with its chain.

use crate::world::{World, golden};

/// What a new installation enters first.
const BEGINNING: &[&str] = &[
    "instrument nhs-act-2006 'National Health Service Act 2006' --kind statute --from 2013-04-01",
    "instrument 14y-constitution 'Constitution of 14Y' --kind constitution --body 14Y --rests-on nhs-act-2006 --from 2018-04-01",
    "person 'Jane Example' --id person-1",
    "post 14y-officer 'Accountable officer' --kind accountable-officer --body 14Y --from 2018-04-01",
    "appoint person-1 14y-officer --from 2018-04-01",
];

const SCHEME: &str = "\
Policy area,Matter,Code,Clause,Membership,Governing body,post 14y-officer,For,Conditions
Contracts,Award of contracts,function:contracts,4.1,,,\"£1,000,000.00 per decision\",,
Constitution,Changes of the constitution,function:constitution,2.3,R,,,,
";

fn begun() -> World {
    let world = World::demo();
    for line in BEGINNING {
        world.shown(line);
    }
    world.write("scheme.csv", SCHEME);
    world.shown("scheme 14Y --adopt scheme.csv --from 2018-04-01 --title 'Scheme of 2018' --rests-on 14y-constitution");
    world
}

#[test]
fn a_scheme_adopted_from_a_file_decides_and_prints_as_it_was() {
    let world = begun();
    golden!(world.shown("decides function:contracts 14Y --amount 1000000 --valid-at 2018-10-01"));
    let over = world.shown("decides function:contracts 14Y --amount 1000000.01 --valid-at 2018-10-01");
    assert!(over.contains("the governing body of") && over.contains("is over the limit of £1,000,000.00"), "{over}");
    golden!(world.shown("may-decide person-1 --valid-at 2018-10-01 --format csv"));
    assert_eq!(world.shown("scheme 14Y --valid-at 2018-10-01 --format csv").replace("\r\n", "\n"), SCHEME);
}

#[test]
fn a_wrong_cell_is_named_and_nothing_is_adopted() {
    let world = begun();
    world.write("wrong.csv", SCHEME.replace("£1,000,000.00 per decision", "a lot"));
    let ran =
        world.sh("scheme 14Y --adopt wrong.csv --from 2019-04-01 --title 'Scheme of 2019' --rests-on 14y-constitution");
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains("row 2, column post 14y-officer"), "{ran:?}");
    assert!(world.shown("scheme 14Y --valid-at 2019-10-01").contains("Scheme of 2018"));
}

#[test]
fn a_service_line_that_is_not_there_is_nobodys_mistake_but_ours_to_say() {
    let world = World::empty();
    world.shown("demo --keep footprint.sqlite");
    for (line, words) in [
        ("decides service:ambulanc 10Q", "Did you mean ambulance ("),
        ("decides service:zzzzzzzz 10Q", "The page /services lists the service lines on record."),
    ] {
        let ran = world.sh(&format!("{line} --valid-at 2017-06-01"));
        assert_eq!((ran.code, ran.out.as_str()), (6, ""), "{ran:?}");
        assert!(ran.err.contains("There is no service line `") && ran.err.contains(" on 1 June 2017"), "{ran:?}");
        assert!(ran.err.contains(words), "{ran:?}");
    }
    let told = world.shown("decides service:ambulance 10Q --valid-at 2017-06-01");
    assert_eq!(told.matches("a decision about").count(), 1, "the answer is said once: {told}");
    let json = world.shown("decides service:ambulance 10Q --valid-at 2017-06-01 --format json");
    assert_eq!(json.matches("a decision about").count(), 1, "{json}");
}

#[test]
fn what_is_not_on_record_is_said_to_be_missing() {
    let world = World::demo();
    for line in
        ["scheme 14Y", "may-decide person-9", "coverage nothing", "stays-local --committee none", "decides a 99Z"]
    {
        assert_eq!(world.sh(line).code, 6, "{line}");
    }
}

/// Two groups of 2013, one scheme between them, and the group of 2018 that took their place.
const MERGED: &[&str] = &[
    "instrument nhs-act-2006 'National Health Service Act 2006' --kind statute --from 2013-04-01",
    "instrument 10y-constitution 'Constitution of 10Y' --kind constitution --body 10Y --rests-on nhs-act-2006 --from 2013-04-01 --to 2018-03-31",
    "instrument order 'Order establishing 14Y' --kind resolution --body 14Y --rests-on nhs-act-2006 --from 2018-04-01",
    "person 'Jane Example' --id person-1 --contact jane@example.org",
    "post 10y-officer 'Accountable officer' --kind accountable-officer --body 10Y --from 2013-04-01",
    "appoint person-1 10y-officer --from 2013-04-01",
];

#[test]
fn what_a_body_delegated_carries_over_to_its_successor() {
    let world = World::demo();
    for line in MERGED {
        world.shown(line);
    }
    world.write("scheme.csv", SCHEME.replace("14y-officer", "10y-officer"));
    world.shown("scheme 10Y --adopt scheme.csv --from 2016-04-01 --title 'Scheme of 10Y' --rests-on 10y-constitution");
    let asked = "decides function:contracts 14Y --amount 1000000 --valid-at 2018-10-01";
    assert!(!world.shown(asked).contains("Jane Example"), "nothing joins the two yet");
    let wrong = world.sh("carry-over 10Y 10Y --to 10Y --on 2018-04-01 --by order");
    assert_eq!(wrong.code, 5, "{wrong:?}");
    assert_eq!(world.sh("carry-over 10Y --to 99Z --on 2018-04-01 --by order").code, 6);
    let done = world.shown("carry-over 10Y 10H --to 14Y --on 2018-04-01 --by order");
    assert_eq!(done, "carried over 10Y, 10H to 14Y from 2018-04-01 (entry 13)\n");
    let after = world.sh("carry-over 10Y --to 14Y --on 2018-04-01 --by order");
    assert_eq!((after.code, after.out.as_str()), (5, ""), "{after:?}");
    assert!(after.err.contains("10Y carried over to 14Y already"), "{after:?}");
    let held = world.shown("may-decide person-1 --valid-at 2018-10-01 --format csv");
    assert!(held.contains("contracts (function),"), "{held}");
}

#[test]
fn a_refusal_names_the_person_beside_the_identity() {
    let world = World::demo();
    for line in MERGED {
        world.shown(line);
    }
    world.shown("person 'John Example' --id person-2");
    let ran = world.sh("appoint person-2 10y-officer --from 2016-04-01");
    assert_eq!(ran.code, 5, "{ran:?}");
    let said = "the appointment overlaps one recorded already: Jane Example (person-1) 1 April 2013 to 31 March 2018";
    assert_eq!(ran.err, format!("footprint: {said}\n"));
}

#[test]
fn a_person_is_forgotten_only_when_it_is_meant() {
    let world = World::demo();
    for line in MERGED {
        world.shown(line);
    }
    world.shown("account invite person-1 jane@example.org --base https://footprint.example");
    let asked = world.sh("forget person-1");
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(asked.err.contains("Jane Example (person-1)") && asked.err.contains("nothing was erased"), "{asked:?}");
    assert_eq!(world.sh("forget person-9 --yes").code, 6);
    let bytes = || {
        let files = ["footprint.sqlite", "footprint.sqlite-wal"].map(|name| std::fs::read(world.path(name)));
        files.into_iter().flatten().flatten().collect::<Vec<u8>>()
    };
    let holds = |text: &str| bytes().windows(text.len()).any(|held| held == text.as_bytes());
    assert!(holds("Jane Example") && holds("jane@example.org"));
    let done = world.shown("forget person-1 --yes");
    let first = "forgot person-1 (entry 12); their account is closed, and its e-mail address forgotten";
    assert_eq!(done.lines().next(), Some(first));
    assert!(!world.shown("account list").contains("jane@example.org"));
    let shown = world.shown("may-decide person-1 --valid-at 2016-10-01");
    assert!(!shown.contains("Jane Example"), "{shown}");
    assert!(world.shown("verify").contains("The journal is as it was recorded"));
    // Asked again it makes sure, whether or not there was anything left.
    assert!(matches!(world.sh("forget person-1 --yes").code, 0 | 5));
}
