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
fn what_is_not_on_record_is_said_to_be_missing() {
    let world = World::demo();
    for line in
        ["scheme 14Y", "may-decide person-9", "coverage nothing", "stays-local --committee none", "decides a 99Z"]
    {
        assert_eq!(world.sh(line).code, 6, "{line}");
    }
}
