//! Activity files through the program: what goes in, what comes out, what is said beside it.

use crate::world::{Ran, World, golden};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

/// The small world of the engine's own tests, one section a table.
const SMALL: &str = include_str!("../../../ground/assign/tests/it/small.world");

const RECORDS: &str = "\
record_id,cds_type,appointment_date,gp_practice,postcode,provider,ovcc,tfc,cost_pence,submitted_commissioner,point_of_delivery,local_key,note
1,020,2025-06-15,P00001,AA1 1AA,R01,A,100,500,01A,OPFA,k1,\"=1+1, quoted\"
2,020,2025-06-15,P00002,AB1 1AB,R02,A,100,250,01A,OPFA,k2,
3,020,2025-06-15,,AC1 1AC,R01,A,100,125,03A,OPFU,,
4,020,2025-06-15,P00001,AA1 1AA,R01,D,,100,,OPFU,,
5,020,2023-06-15,P00001,AA1 1AA,R01,A,100,25,01A,OPFA,,
6,030,2025-06-15,P00001,AA1 1AA,R01,A,100,0,,OPFA,,
";

/// A folder with the tables in `tables` and the records in `in.csv`.
pub(crate) fn world() -> World {
    let world = World::empty();
    std::fs::create_dir(world.path("tables")).unwrap();
    for section in SMALL.split("\n[").skip(1) {
        let (table, rows) = section.split_once("]\n").unwrap();
        world.write(&format!("tables/{table}.csv"), rows);
    }
    world.write("in.csv", RECORDS);
    world
}

/// Runs a command line with this on its standard input.
fn piped(world: &World, line: &str, input: &[u8]) -> (i32, Vec<u8>, String) {
    let mut child = world
        .command(line.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let given = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&given)));
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (out.status.code().unwrap(), out.stdout, String::from_utf8(out.stderr).unwrap())
}

/// The files of the folder that a run may have left.
fn left(world: &World) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(world.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "tables" && name != "in.csv")
        .collect();
    names.sort();
    names
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn done(ran: &Ran) {
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn the_worked_cases_come_out_exactly() {
    let Some(spec) = std::env::var_os("FOOTPRINT_DATA")
        .and_then(|data| Some(PathBuf::from(data).parent()?.join("spec")))
        .filter(|spec| spec.join("cam-vectors.csv").is_file())
    else {
        eprintln!("SKIPPED: FOOTPRINT_DATA is not set, or has no worked cases beside it");
        return;
    };
    let world = World::empty();
    let (vectors, tables) = (spec.join("cam-vectors.csv"), spec.join("cam-world"));
    let arguments = ["assign", vectors.to_str().unwrap(), "--reference", tables.to_str().unwrap(), "--to", "out.csv"];
    let ran = world.run(arguments);
    done(&ran);
    assert!(ran.err.contains("364 records"), "{}", ran.err);
    let rows = cells(&world.read("out.csv"));
    let place = |name: &str| rows[0].iter().position(|heading| heading == name).unwrap();
    for row in &rows[1..] {
        for name in ["commissioner", "terminal", "method", "path"] {
            assert_eq!(row[place(name)], row[place(&format!("expected_{name}"))], "{} {name}", row[0]);
        }
    }
    assert_eq!(rows.len(), 365);
}

#[test]
fn the_records_come_out_with_their_answers_and_the_account_is_told() {
    let world = world();
    let ran = world.sh("assign in.csv --reference tables --to out.csv");
    done(&ran);
    assert_eq!(ran.out, "");
    golden!(ran.err);
    golden!(world.read("out.csv"));
    assert_eq!(left(&world), ["out.csv"], "nothing else is left, not even an empty database");
}

#[test]
fn records_can_be_piped_through() {
    let world = world();
    let (code, out, err) = piped(&world, "assign - --reference tables --to -", RECORDS.as_bytes());
    assert_eq!(code, 0, "{err}");
    done(&world.sh("assign in.csv --reference tables --to out.csv"));
    assert_eq!(String::from_utf8(out).unwrap(), world.read("out.csv"));
    assert!(err.contains("6 records from standard input"), "{err}");
    // Parquet, which is read from its end, goes through standard input and output too.
    done(&world.sh("assign in.csv --reference tables --to out.parquet"));
    let parquet = std::fs::read(world.path("out.parquet")).unwrap();
    let (code, out, err) = piped(&world, "assign - --reference tables --to - --prefix again_", &parquet);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with(b"PAR1"), "the input's format is kept");
    assert_eq!(left(&world), ["out.csv", "out.parquet"]);
}

#[test]
fn every_format_goes_in_and_comes_out() {
    let world = world();
    done(&world.sh("assign in.csv --reference tables --to plain.csv"));
    let wanted = cells(&world.read("plain.csv"));
    let width = wanted[0].len();
    let formats = ["csv", "parquet", "arrow", "arrows"];
    for from in formats {
        done(&world.sh(&format!("assign in.csv --reference tables --to first.{from}")));
        for to in formats {
            done(&world.sh(&format!("assign first.{from} --reference tables --prefix again_ --to second.{to}")));
            done(&world.sh(&format!("assign second.{to} --reference tables --prefix third_ --to back.csv")));
            let back = cells(&world.read("back.csv"));
            for (row, wanted) in back.iter().zip(&wanted).skip(1) {
                let answers = &wanted[width - 7..];
                assert_eq!(row[..width], wanted[..], "{from} to {to}");
                assert_eq!((&row[width..width + 7], &row[width + 7..]), (answers, answers), "{from} to {to}");
            }
            assert_eq!(back.len(), wanted.len());
        }
    }
}

#[test]
fn several_files_make_one_result() {
    let world = world();
    world.write("more.csv", RECORDS);
    let ran = world.sh("assign in.csv more.csv --reference tables --to out.csv");
    done(&ran);
    assert!(ran.err.starts_with("12 records from in.csv, more.csv"), "{}", ran.err);
    assert_eq!(cells(&world.read("out.csv")).len(), 13);
}

#[test]
fn a_mapping_file_names_the_columns() {
    let world = world();
    world.write(
        "hes.csv",
        "PRAC,HOME,LSOA,PROV,SEEN,D1,D2\nP00001,AA1 1AA,,R01,2025-06-15,A00,N97.9\n,,E01000001,R01,2025-06-15,,\n",
    );
    world.write(
        "map.csv",
        "item,column,constant\ncds_type,,020\novcc,,A\ngp_practice,PRAC,\npostcode,HOME,\nlsoa,LSOA,\nprovider,PROV,\n\
         appointment_date,SEEN,\ndiagnoses,D1,\ndiagnoses,D2,\n",
    );
    done(&world.sh("assign hes.csv --mapping map.csv --reference tables --to out.csv"));
    let rows = cells(&world.read("out.csv"));
    assert_eq!(rows[1][7..10], ["01A", "RESPONSIBLE_SUB_ICB", "GP"]);
    assert_eq!(rows[2][7..10], ["03A", "RESPONSIBLE_SUB_ICB", "RES"]);
}

#[test]
fn rows_that_cannot_be_read_are_left_out_on_request_and_kept() {
    let world = world();
    let bad = RECORDS.replace(",250,", ",twenty,");
    world.write("bad.csv", &bad);
    let ran = world.sh("assign bad.csv --reference tables --to out.csv");
    assert_eq!((ran.code, ran.err.as_str()), (1, "footprint: bad.csv line 3: cost_pence is `twenty`, not an amount\n"));
    assert_eq!(left(&world), ["bad.csv"]);
    let ran = world.sh("assign bad.csv --reference tables --to out.csv --keep-going");
    assert_eq!(ran.code, 3, "{ran:?}");
    golden!(ran.err);
    assert_eq!(world.read("out.csv.left-out.csv").lines().count(), 2);
    assert_eq!(cells(&world.read("out.csv")).len(), 6);
}

#[test]
fn a_run_that_does_not_add_up_leaves_nothing() {
    let world = world();
    world.write("huge.csv", RECORDS.replace(",500,", ",9223372036854775807,"));
    for to in ["out.csv", "out.parquet", "out.arrow"] {
        let ran = world.sh(&format!("assign huge.csv --reference tables --to {to} --variance v.csv"));
        assert_eq!(ran.code, 1, "{ran:?}");
        golden!(ran.err);
    }
    assert_eq!(left(&world), ["huge.csv"]);
}

#[test]
fn submitted_and_derived_are_compared() {
    let world = world();
    let ran = world.sh("assign in.csv --reference tables --to out.csv --variance variance.csv");
    done(&ran);
    golden!(world.read("variance.csv"));
    assert!(ran.err.contains("Submitted commissioner: the same in 3"), "{}", ran.err);
    done(&world.sh("assign in.csv --reference tables --to out.csv --variance variance.xlsx"));
    let wanted = cells(&world.read("variance.csv"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(world.path("variance.xlsx")).unwrap();
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
    assert_eq!(sheet.height(), wanted.len());
    for (row, wanted) in sheet.rows().zip(&wanted) {
        assert_eq!(row.len(), wanted.len());
        for (cell, wanted) in row.iter().zip(wanted).take(9) {
            assert_eq!(cell.to_string(), *wanted);
        }
    }
}

#[test]
fn what_if_another_edition_held() {
    let world = world();
    let ran = world.sh("assign in.csv --reference tables --to out.csv --edition 2025-26");
    done(&ran);
    let rows = cells(&world.read("out.csv"));
    assert!(
        rows[1..].iter().all(|row| row.last().unwrap().is_empty() || row.last().unwrap() == "CAM-2025-26 (what-if)")
    );
    assert!(ran.err.contains("EDITION_FORCED"), "{}", ran.err);
    let ran = world.sh("assign in.csv --reference tables --to out.csv --what-if edition=2025-26 --changes moved.csv");
    done(&ran);
    golden!(ran.err);
    golden!(world.read("moved.csv"));
}

#[test]
fn what_if_a_draft_took_effect() {
    let world = world();
    world.write("draft.csv", "change,code,to,value\nbody,9ZZ,Q01,Y60\nsuccession,01A,9ZZ,\nplace,AC1 1AC,9ZZ,\n");
    let line = "assign in.csv --reference tables --to out.csv --what-if draft=draft.csv --changes moved.csv";
    let ran = world.sh(line);
    assert_eq!(ran.code, 2, "{ran:?}");
    golden!(ran.err);
    let ran = world.sh(&format!("{line} --what-if-from 2025-04-01"));
    done(&ran);
    golden!(ran.err);
    let moved = cells(&world.read("moved.csv"));
    let records: u64 = moved[1..].iter().map(|row| row[5].parse::<u64>().unwrap()).sum();
    assert_eq!(records, 6, "those that stay too, so that it adds up to the whole");
    done(&world.sh(&format!("{line} --what-if-from 2025-04-01 --changes moved.xlsx").replacen(
        " --changes moved.csv",
        "",
        1,
    )));
    assert!(std::fs::read(world.path("moved.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn local_overrides_decide_and_stop_by_themselves() {
    let world = world();
    let overrides = |last: &str| {
        format!(
            "local_key,commissioner,kind,first,last,owner,reason\nk1,03A,looked_after_child,2025-04-01,{last},Team,Placed\n"
        )
    };
    world.write("overrides.csv", overrides("2026-03-31"));
    done(&world.sh("assign in.csv --reference tables --to out.csv --overrides overrides.csv"));
    let rows = cells(&world.read("out.csv"));
    assert_eq!(rows[1][13..16], ["03A", "LOCAL_OVERRIDE", "OVERRIDE"]);
    world.write("overrides.csv", overrides("2025-05-31"));
    done(&world.sh("assign in.csv --reference tables --to out.csv --overrides overrides.csv"));
    assert_eq!(cells(&world.read("out.csv"))[1][13], "01A");
}

#[test]
fn one_record_is_explained() {
    let world = world();
    let record = r#"{"cds_type":"020","appointment_date":"2025-06-15","gp_practice":"P00002","postcode":"AB1 1AB","provider":"R02","ovcc":"A"}"#;
    world.write("record.json", record);
    golden!(world.shown("explain record.json --reference tables"));
    let json = world.shown("explain record.json --reference tables --format json");
    let walk: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&walk["assignment"]["commissioner"], &walk["assignment"]["terminal"]),
        (&"02A".into(), &"RESPONSIBLE_SUB_ICB".into())
    );
    let (code, out, err) = piped(&world, "explain - --reference tables --set tfc=140", record.as_bytes());
    assert_eq!(code, 0, "{err}");
    assert!(String::from_utf8(out).unwrap().contains("tfc = 140"));
    // A record outside every edition has no walk, and says so.
    golden!(world.shown("explain record.json --reference tables --set appointment_date=2023-06-15"));
}

/// Every slip, and what the program says about it.
#[test]
fn what_goes_wrong_is_said_with_its_place() {
    let world = world();
    let tables = |name: &str, table: &str, text: &str| {
        std::fs::create_dir(world.path(name)).unwrap();
        for entry in std::fs::read_dir(world.path("tables")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), world.path(name).join(entry.file_name())).unwrap();
        }
        world.write(&format!("{name}/{table}.csv"), text);
    };
    let practices = world.read("tables/practices.csv");
    tables("bad-cell", "practices", &practices.replacen("2013-04-01", "01/04/2013", 1));
    tables("bad-code", "practices", &practices.replacen(",A,01A,", ",A,=1+1,", 1));
    tables("no-column", "practices", &practices.replacen("hlhg", "geography", 1));
    tables("no-table", "practices", &practices);
    std::fs::remove_file(world.path("no-table/delegation.csv")).unwrap();
    world.write("few.csv", "cds_type,provider\n020,R01\n");
    world.write("twice.csv", RECORDS.replacen("note", "Postcode", 1));
    world.write("taken.csv", RECORDS.replacen("note", "path", 1));
    world.write("ragged.csv", RECORDS.replace("3,020,2025-06-15,,", "3,020,"));
    world.write("open.csv", format!("{RECORDS}7,\"020,2025-06-15\n"));
    world.write("other.csv", "a,b\n1,2\n");
    world.write("empty.csv", "");
    world.write("text.pdf", "%PDF-1.7\n");
    world.write("map.csv", "item,column,constant\npraxis,A,\n");
    world.write("map-absent.csv", "item,column,constant\ntfc,TRETSPEF,\n");
    world.write(
        "overrides.csv",
        "local_key,commissioner,kind,first,last,owner,reason\nk1,03A,orphan,2025-04-01,2026-03-31,T,R\n",
    );
    world.write(
        "unknown.csv",
        "local_key,commissioner,kind,first,last,owner,reason\nk1,99Z,section_117,2025-04-01,2026-03-31,T,R\n",
    );
    world.write("draft.csv", "change,code,to,value\nmerge,01A,02A,\n");
    world.write("record.json", "{\"postcod\": \"AB1 1AB\"}");
    world.write("broken.json", "{\"postcode\": ");
    let whole = world.sh("assign in.csv --reference tables --to whole.parquet");
    done(&whole);
    let parquet = std::fs::read(world.path("whole.parquet")).unwrap();
    world.write("cut.parquet", &parquet[..parquet.len() / 2]);
    done(&world.sh("assign in.csv --reference tables --to whole.arrow"));
    let arrow = std::fs::read(world.path("whole.arrow")).unwrap();
    world.write("cut.arrow", &arrow[..arrow.len() / 2]);
    let mut said = String::new();
    for line in [
        "assign in.csv --reference tables",
        "assign --reference tables --to out.csv",
        "assign nowhere.csv --reference tables --to out.csv",
        "assign in.csv --reference nowhere --to out.csv",
        "assign in.csv --reference no-table --to out.csv",
        "assign in.csv --reference no-column --to out.csv",
        "assign in.csv --reference bad-cell --to out.csv",
        "assign in.csv --reference bad-code --to out.csv",
        "assign few.csv --reference tables --to out.csv",
        "assign twice.csv --reference tables --to out.csv",
        "assign taken.csv --reference tables --to out.csv",
        "assign ragged.csv --reference tables --to out.csv",
        "assign open.csv --reference tables --to out.csv",
        "assign in.csv other.csv --reference tables --to out.csv",
        "assign empty.csv --reference tables --to out.csv",
        "assign text.pdf --reference tables --to out.csv",
        "assign cut.parquet --reference tables --to out.csv --prefix x_",
        "assign cut.arrow --reference tables --to out.csv --prefix x_",
        "assign in.csv --reference tables --to out.xlsx",
        "assign in.csv --reference tables --to out.csv --variance in.csv",
        "assign in.csv --reference tables --to nowhere/out.csv",
        "assign in.csv --reference tables --to in.csv",
        "assign in.csv --reference tables --to out.csv --mapping map.csv",
        "assign in.csv --reference tables --to out.csv --mapping map-absent.csv",
        "assign in.csv --reference tables --to out.csv --mapping nowhere.csv",
        "assign in.csv --reference tables --to out.csv --edition 2031-32",
        "assign in.csv --reference tables --to out.csv --overrides overrides.csv",
        "assign in.csv --reference tables --to out.csv --overrides unknown.csv",
        "assign in.csv --reference tables --to out.csv --what-if draft=draft.csv --what-if-from 2025-04-01",
        "assign in.csv --reference tables --to out.csv --what-if merger",
        "assign in.csv --reference tables --to out.csv --changes moved.csv",
        "assign in.csv --reference tables --to out.csv --prefix my-",
        "assign in.csv --reference tables --to out.csv --threads 0",
        "assign few.csv --reference tables --to out.csv --variance v.csv",
        "assign in.csv --reference tables --practices-from-register --to out.csv",
        "explain record.json --reference tables",
        "explain broken.json --reference tables",
        "explain nowhere.json --reference tables",
        "explain --set postcode=AB11AB --reference tables",
        "explain --set praxis=1 --reference tables",
    ] {
        let ran = world.sh(line);
        assert!(ran.code != 0 && ran.out.is_empty(), "{line}: {ran:?}");
        said.push_str(&format!("$ footprint {line}\n[{}] {}\n", ran.code, ran.err));
        assert!(!ran.err.contains("AB1 1AB") && !ran.err.contains("AB11AB'"), "a postcode in a message: {}", ran.err);
    }
    golden!(said);
    for name in ["out.csv", "moved.csv", "v.csv", "footprint.sqlite"] {
        assert!(!world.path(name).exists(), "{name} was left");
    }
    assert_eq!(world.read("in.csv"), RECORDS, "an input is never overwritten");
}

#[test]
fn the_help_says_how() {
    let world = World::empty();
    golden!(world.shown("assign --help"));
    golden!(world.shown("explain --help"));
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_guarded_unless_text_is_wanted_as_it_stands() {
    let world = world();
    done(&world.sh("assign in.csv --reference tables --to out.csv"));
    assert!(world.read("out.csv").contains(",\"'=1+1, quoted\","), "{}", world.read("out.csv"));
    done(&world.sh("assign in.csv --reference tables --to plain.csv --plain"));
    let plain = world.read("plain.csv");
    assert!(plain.contains(",\"=1+1, quoted\","), "{plain}");
    assert_eq!(world.read("out.csv").replace("\"'=1", "\"=1"), plain);
    // Parquet has them as they stand, and as text they are guarded again.
    done(&world.sh("assign in.csv --reference tables --to out.parquet"));
    done(&world.sh("assign out.parquet --reference tables --to again.csv --prefix again_"));
    assert!(world.read("again.csv").contains("\"'=1+1, quoted\""), "{}", world.read("again.csv"));
}

#[test]
fn dates_are_read_or_asked_for_and_a_run_of_no_use_stops() {
    let world = world();
    let with = |dates: [&str; 3]| {
        let rows = dates.map(|date| format!("1,020,{date},P00001,AA1 1AA,R01,A,100,500,01A,OPFA,,\n"));
        let header = RECORDS.lines().next().unwrap();
        format!("{header}\n{}", rows.concat())
    };
    // As hospital systems write them: with a time, and with the day first.
    for dates in
        [["2025-06-15 00:00:00", "2025-07-03T09:30:00", "2025-08-01 23:59"], ["15/06/2025", "03/07/2025", "01/08/2025"]]
    {
        world.write("dated.csv", with(dates));
        let ran = world.sh("assign dated.csv --reference tables --to dated-out.csv");
        done(&ran);
        assert!(ran.err.contains("RESPONSIBLE_SUB_ICB                    3"), "{}", ran.err);
    }
    world.write("dated.csv", with(["04/06/2025", "03/07/2025", "01/08/2025"]));
    let ran = world.sh("assign dated.csv --reference tables --to asked.csv");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("dated.csv line or row 2: `04/06/2025` can mean two days"), "{}", ran.err);
    world.write("map.csv", "item,column,constant\ndate_order,,day-first\n");
    done(&world.sh("assign dated.csv --reference tables --to asked.csv --mapping map.csv"));
    // Every record without an answer for one reason.
    world.write("dated.csv", with(["soon", "later", "2025-06-15"]));
    let ran = world.sh("assign dated.csv --reference tables --to none.csv");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err.contains("2 of 3 records have no commissioner for one reason") && ran.err.contains("--keep-going"),
        "{}",
        ran.err
    );
    assert!(!world.path("none.csv").exists());
    let ran = world.sh("assign dated.csv --reference tables --to none.csv --keep-going");
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("2 records have no commissioner:") && world.path("none.csv").exists(), "{}", ran.err);
}
