//! Files as people have them.

use crate::world::{World, golden};

/// Rows of an `eccg` file: 27 columns.
fn eccg(rows: &[(&str, &str, &str, &str)]) -> String {
    let empty = |cells: usize| ",\"\"".repeat(cells);
    let lines = rows.iter().map(|(code, name, open, close)| {
        [
            &format!("\"{code}\",\"{name}\",\"Y59\",\"QU9\""),
            &empty(6),
            &format!(",\"{open}\",\"{close}\""),
            &empty(15),
            "\r\n",
        ]
        .concat()
    });
    lines.collect()
}

const GOOD: [(&str, &str, &str, &str); 2] =
    [("10Y", "NHS AYLESBURY VALE CCG", "20130401", "20180331"), ("10H", "NHS CHILTERN CCG", "20130401", "20180331")];

#[test]
fn a_file_is_taken_once() {
    let world = World::empty();
    world.write("eccg_2024-12.csv", eccg(&GOOD));
    let ran = world.sh("import eccg_2024-12.csv");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    golden!(ran.out);
    golden!(world.shown("import eccg_2024-12.csv"));
    assert!(world.shown("org 10Y --valid-at 2014-01-01").contains("NHS AYLESBURY VALE CCG"));
}

#[test]
fn a_date_is_asked_for_and_never_guessed() {
    let world = World::empty();
    world.write("eccg.csv", eccg(&GOOD));
    let ran = world.sh("import eccg.csv");
    assert_eq!(ran.code, 1);
    golden!(ran.out);
    golden!(ran.err);
    assert_eq!(world.sh("import eccg.csv --released eccg.csv=2024-12").code, 0);
}

#[test]
fn of_several_files_a_date_alone_is_for_those_that_say_none() {
    let world = World::empty();
    std::fs::create_dir(world.path("files")).unwrap();
    world.write("files/eccg.csv", eccg(&GOOD));
    world.write("files/eccg_2020-04.csv", eccg(&GOOD[..1]));
    world.write("files/notes.txt", "remember the milk\n");
    let ran = world.sh("import files --released 2024-12 --format csv");
    // A file that is none of ours is passed over, and the exit code says so.
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("Passed over, as none of the formats read:\n  notes.txt\n"), "{}", ran.err);
    assert!(ran.out.contains("eccg.csv,ODS eccg (commissioners),December 2024"), "{}", ran.out);
    assert!(ran.out.contains("eccg_2020-04.csv,ODS eccg (commissioners),April 2020"), "{}", ran.out);
}

#[test]
fn bad_rows_are_named_and_the_rest_is_taken() {
    let world = World::empty();
    let mut rows = vec![
        ("10M", "NHS NEWBURY AND DISTRICT CCG", "20130401", "20180331"),
        ("10N", "NHS NORTH AND WEST READING CCG", "20130401", "20180331"),
        ("10W", "NHS SOUTH READING CCG", "20130401", "20180331"),
        ("11D", "NHS WOKINGHAM CCG", "20130401", "20180331"),
        ("10Q", "NHS OXFORDSHIRE CCG", "20139901", ""),
        ("1?", "NO CODE", "20130401", ""),
    ];
    rows.extend(GOOD);
    world.write("eccg_2024-12.csv", eccg(&rows));
    let ran = world.sh("import eccg_2024-12.csv --bad-rows bad.csv");
    assert_eq!(ran.code, 3, "{ran:?}");
    golden!(ran.out);
    golden!(ran.err);
    assert_eq!(world.read("bad.csv").lines().count(), 3);

    let strict = World::empty();
    strict.write("eccg_2024-12.csv", eccg(&rows));
    let ran = strict.sh("import eccg_2024-12.csv --strict");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("2 of 8 rows cannot be read; nothing taken (--strict)"), "{}", ran.err);
    assert_eq!(strict.sh("org 10Y").code, 6);
}

#[test]
fn what_is_none_of_ours_is_said_and_what_is_not_there_too() {
    let world = World::empty();
    world.write("notes.txt", "remember the milk\n");
    let ran = world.sh("import notes.txt");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("notes.txt is none of the formats Footprint reads"), "{}", ran.err);
    let ran = world.sh("import nowhere.csv");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("nowhere.csv: No such file"), "{}", ran.err);
}

#[test]
fn a_file_of_which_no_row_is_good_leaves_no_entry() {
    let world = World::empty();
    let head = "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,POSTCODE,SEX,AGE,\
                NUMBER_OF_PATIENTS\r\n";
    world.write("lists_2026-08.csv", format!("{head}X,2026-08,GP,10Q,E38000136,K82001,AA1 1AA,ALL,ALL,9000\r\n"));
    world.write("empty_2026-08.csv", head);
    world.write("eccg_2024-12.csv", eccg(&GOOD));
    let ran = world.sh("import lists_2026-08.csv empty_2026-08.csv eccg_2024-12.csv --format csv");
    assert_eq!(ran.code, 3, "{ran:?}");
    for words in [
        "lists_2026-08.csv: 1 of 1 rows cannot be read and no other says anything",
        "lists_2026-08.csv line 2, column EXTRACT_DATE: `2026-08` is not the date of an extract",
        "empty_2026-08.csv has no row",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(ran.out.contains("eccg_2024-12.csv,ODS eccg (commissioners),December 2024,2,0,10,1,taken"), "{}", ran.out);
}

#[test]
fn a_file_cut_off_inside_quotes_is_not_taken() {
    let world = World::empty();
    world.write("succ_2022-09.csv", "old_code,new_code,date\n10Y,14Y,2018-04-01\n10H,\"14Y,2018-04-01\n");
    let ran = world.sh("import succ_2022-09.csv");
    assert_eq!(ran.code, 1, "{ran:?}");
    let words = "succ_2022-09.csv ends inside quotes: the quote opened on line 3 is never closed";
    assert!(ran.err.contains(words), "{}", ran.err);
}

/// A list of allocations as text, with a row whose code cannot be read.
const ALLOCATIONS: &str = "area_code,code,name,allocation_2013_14_gbp000,target_allocation_gbp000,distance_pct,row_type\n\
     Q44,10Y,NHS Aylesbury Vale CCG,100,100,0.00,ccg\n\
     Q44,10H,NHS Chiltern CCG,200,200,0.00,ccg\n\
     Q44,?!,NHS Nowhere CCG,5,5,0.00,ccg\n\
     Q44,Q44,Thames Valley,301,301,0.00,area_total\n";

#[test]
fn published_allocations_wait_for_the_register_and_their_bad_rows_are_told() {
    let world = World::empty();
    std::fs::create_dir(world.path("files")).unwrap();
    world.write("files/allocations.csv", ALLOCATIONS);
    let alone = world.sh("import files/allocations.csv");
    assert_eq!(alone.code, 1, "{alone:?}");
    assert!(alone.err.contains("the register knows no body 10Y"), "{}", alone.err);
    world.write("files/eccg_2024-12.csv", eccg(&GOOD));
    let strict = world.sh("import files --strict --format csv");
    assert_eq!(strict.code, 3, "{strict:?}");
    assert!(strict.err.contains("allocations.csv: 1 of 3 rows cannot be read; nothing taken"), "{}", strict.err);
    let ran = world.sh("import files/allocations.csv --format csv");
    assert_eq!(ran.code, 3, "{ran:?}");
    let line = "allocations.csv,Published allocations,,3,1,2,";
    assert!(ran.out.contains(line) && ran.out.contains("recorded as allocations but for the bad rows"), "{}", ran.out);
    assert!(ran.err.contains("allocations.csv line 4, column code"), "{}", ran.err);
    let sum = "2013/14 allocation of Thames Valley is printed as £301,000.00, its 2 rows add to £300,000.00";
    assert!(!ran.err.contains(sum), "half a unit for each row: {}", ran.err);
    assert!(world.sh("import files/allocations.csv").out.contains("already there as allocations"));
}
