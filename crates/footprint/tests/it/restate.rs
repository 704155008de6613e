//! A user's own figures on another date's structure.

use crate::world::{World, golden};

const SERIES: &str = "org,month,patients\n10Y,2017-06-01,100\n10H,2017-06-01,50\n10Q,2017-06-01,7\nXYZ,2017-06-01,3\n";

#[test]
fn a_series_moves_to_the_structure_of_a_date_and_what_has_no_place_is_listed() {
    let world = World::demo();
    world.write("series.csv", SERIES);
    let line = "restate series.csv --code org --value patients --date month --to 2019-10-01 --unplaced lost.csv";
    let ran = world.sh(line);
    assert_eq!(ran.code, 3, "{ran:?}");
    golden!(ran.out);
    golden!(ran.err);
    assert!(world.read("lost.csv").contains("XYZ"));

    let ran = world.sh(&format!("{line} --output new.csv"));
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(world.read("new.csv").contains("14Y"));
}

#[test]
fn a_column_that_is_not_there_is_said_with_those_that_are() {
    let world = World::demo();
    world.write("series.csv", SERIES);
    let ran = world.sh("restate series.csv --code code --value patients --to 2019-10-01");
    assert_eq!(ran.code, 1);
    golden!(ran.err);
}

#[test]
fn numbers_as_ledgers_write_them_are_read_and_what_is_none_makes_the_exit_code_say_so() {
    let world = World::demo();
    let rows = "org,month,n\n10Q,2017-06-01,\"1,234\"\n10Q,2017-06-01,(500)\n10Q,2017-06-01,\"£1,000\"\n10Q,2017-06-01,\u{2212}4\n";
    world.write("values.csv", rows);
    let line = "restate values.csv --code org --value n --date month --to 2019-10-01";
    let ran = world.sh(line);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("n: read 1730 = placed 1730 + not placed 0"), "{}", ran.err);
    world.write("values.csv", format!("{rows}10Q,2017-06-01,*\n"));
    let ran = world.sh(line);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("`*` is no number (1 row, the first on line 6)"), "{}", ran.err);
    world.write("values.csv", format!("{rows}10Q,2017-06-01,\"5\n"));
    let ran = world.sh(line);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(ran.err.contains("values.csv ends inside quotes: the quote opened on line 6"), "{}", ran.err);
}
