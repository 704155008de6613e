//! A file of worked examples, asked of a room.

use crate::world::World;

const FIGURES: &str = "id,text,unit\nA,2768809.6284978883,GBP_K\nB,(1.5m),GBP\nC,–,GBP\nD,,GBP\nE,1-,GBP\n";

#[test]
fn every_question_is_answered_under_its_identity() {
    let world = World::empty();
    world.write("parse.csv", FIGURES);
    let ran = world.sh("conform money parse --in parse.csv");
    let expected = "id,expected_pence\nA,276880962850\nB,-150000000\nC,0\nD,ERROR:MISSING\nE,ERROR:NOT_MONEY\n";
    assert_eq!((ran.code, ran.out.as_str()), (0, expected), "{ran:?}");
    let ran = world.sh("conform money parse --in parse.csv --out answers.csv");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert_eq!(world.read("answers.csv"), expected);
}

#[test]
fn what_cannot_be_answered_is_said_with_the_line_and_nothing_is_written() {
    let world = World::empty();
    world.write("parse.csv", format!("{FIGURES}F,5,EUR\n"));
    let ran = world.sh("conform money parse --in parse.csv --out answers.csv");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("line 7") && ran.err.contains("`unit`") && ran.err.contains("“EUR”"), "{}", ran.err);
    assert!(!world.path("answers.csv").exists());
    let ran = world.sh("conform money parsing --in parse.csv");
    assert_eq!(ran.code, 2);
    for words in ["the room `money` has no kind of question `parsing`", "Kinds: ", "parse, apportion, ledger"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let ran = world.sh("conform maths parse --in parse.csv");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Rooms that answer: ") && ran.err.contains("intervention"), "{}", ran.err);
}
