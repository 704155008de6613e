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
