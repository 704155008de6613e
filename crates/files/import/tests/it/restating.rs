//! Series restated: small ones written here, and the published ones where `FOOTPRINT_DATA` names their folder.

use crate::support::{published_path, published_register};
use import::restating::{
    RestatedFile, SeriesColumns, SeriesDay, restate_table, write_placings, write_rows, write_unplaced,
};
use import::tabular::TabularFile;
use register::restate::{Mode, Restated, Restatement};
use register::{Act, Cause, Fact, Life, Released, State, Weights, apply, decide};
use std::collections::BTreeMap;
use terms::formula::Formulas;
use terms::{Date, Period, Sequence};

fn columns(code: &str, day: SeriesDay, keys: &[&str], values: &[&str]) -> SeriesColumns {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    SeriesColumns { code: code.to_owned(), day, keys: owned(keys), values: owned(values) }
}

fn onto(to: &str) -> Restatement {
    Restatement { to: to.parse().unwrap(), mode: Mode::AsIs, by: Weights::ListSize }
}

fn as_was() -> Restatement {
    Restatement { mode: Mode::AsWas, ..onto("2013-04-01") }
}

fn restate(table: &TabularFile, columns: &SeriesColumns, state: &State, how: Restatement) -> RestatedFile {
    let mut rows = 0;
    let restated = restate_table(table, columns, state.now(), how, |so_far| rows = so_far).unwrap();
    assert_eq!(restated.restated.n_rows + restated.bad_rows.len() as u64, rows);
    restated
}

/// The whole of the first value column by code.
fn by_code(restated: &Restated) -> BTreeMap<String, i128> {
    let mut sums = BTreeMap::new();
    for row in restated.rows() {
        *sums.entry(row.code.to_string()).or_insert(0) += row.values[0].map_or(0, |value| value.units);
    }
    sums
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> Result<(), csv::Error>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_table_comes_out_with_how_each_row_was_made_and_what_has_no_place() {
    let mut state = State::new();
    let period = Period::from_days(Some("2013-04-01".parse().unwrap()), None);
    let lived = Fact::Lived { code: "14Y".parse().unwrap(), life: Life::Legal, period };
    enter(&mut state, lived);
    let table = "month,body,kind,n,m\r\nApril 2019,14Y,a,1.50,7\r\nApril 2019,14Y,a,2,*\r\nApril 2019,V81999,b,4,\r\n\
                 soon,14Y,a,8,1\r\nApril 2019,14Y,a,8\r\n";
    let table = TabularFile::from_bytes("t.csv", table.into()).unwrap();
    let columns = columns("body", SeriesDay::Column("month".into()), &["kind"], &["n", "m"]);
    let RestatedFile { restated, bad_rows } = restate(&table, &columns, &state, onto("2020-01-01"));
    assert_eq!(
        text(|out| write_rows(&restated, &columns, Formulas::Guarded, out)),
        "code,month,kind,n,m,how,counted_by,uncertain,rows,not_numbers\n14Y,April 2019,a,3.5,7,direct,,no,2,1\n"
    );
    assert_eq!(
        text(|out| write_unplaced(&restated, &columns, Formulas::Guarded, out)),
        "code,month,kind,n,m,rows,first_line,reason\n14Y,soon,a,8.0,1,1,5,the day of the row cannot be read\n\
         V81999,April 2019,b,4.0,,1,4,no imported file names this code\n"
    );
    assert_eq!(
        text(|out| write_placings(&restated, out)),
        "code,day,new_code,weight,out_of,how,counted_by,uncertain,reason\n14Y,2019-04-01,14Y,1,1,direct,,no,\n\
         V81999,2019-04-01,,,,,,,no imported file names this code\n"
    );
    assert_eq!(bad_rows[0].to_string(), "t.csv line 6, column m: the row has 4 cells where the file has 5 columns");
}

#[test]
fn missing_columns_are_named_before_work_starts_with_those_the_file_has() {
    let table = TabularFile::from_bytes("t.csv", "month,body,n,n\n".into()).unwrap();
    let try_with = |columns: &SeriesColumns| {
        let outcome = restate_table(&table, columns, State::new().now(), onto("2020-01-01"), |_| ());
        outcome.err().unwrap().to_string()
    };
    let day = SeriesDay::Fixed("2019-04-01".parse().unwrap());
    assert_eq!(
        try_with(&columns("code", day.clone(), &["month"], &["patients"])),
        "t.csv has no column `code`, `patients`; it has `month`, `body`, `n`, `n`"
    );
    assert_eq!(
        try_with(&columns("body", day, &[], &["n"])),
        "t.csv has two columns `n`: it cannot be told which is meant"
    );
}

/// Enters a fact that no file gives, with its source.
fn enter(state: &mut State, fact: Fact) {
    let act = Act::Correct {
        wrong: None,
        right: Some(fact),
        source: "NHS England, the boards of April 2026".into(),
        reason: "no directory file has it yet".into(),
        released: Released("2026-04".parse().unwrap()),
    };
    let outcome = decide(state, &act).unwrap();
    let next = Sequence(state.sequence().0 + 1);
    apply(state, next, &outcome.events, |_| None).unwrap();
}

fn day(text: &str) -> SeriesDay {
    SeriesDay::Fixed(text.parse::<Date>().unwrap())
}

/// Source: Patients Registered at a GP Practice, January 2021, NHS Digital: 6,658 practices, 60,606,345 patients.
const ALL_PATIENTS: i128 = 60_606_345;

#[test]
fn january_2021_lists_by_commissioner_are_the_published_ones() {
    let (Some(state), Some(path)) =
        (published_register(), published_path("population/gp-reg-pat-prac-all_2021-01.csv"))
    else {
        return;
    };
    let table = TabularFile::open(&path).unwrap();
    let columns = columns("CODE", SeriesDay::Column("EXTRACT_DATE".into()), &[], &["NUMBER_OF_PATIENTS"]);
    let restated = restate(&table, &columns, state, as_was()).restated;
    assert_eq!(restated.totals[0].placed.units, ALL_PATIENTS, "{:?}", restated.unplaced_codes());
    let sums = by_code(&restated);
    for (commissioner, practices, patients) in [
        ("10Q", 67, 778_948),
        ("14Y", 48, 571_897),
        ("15A", 44, 557_537),
        ("91Q", 200, 1_932_550),
        ("05A", 66, 532_262),
        ("05H", 26, 194_938),
        ("05R", 32, 298_895),
    ] {
        let row = restated.rows().find(|row| row.code.as_str() == commissioner).unwrap();
        assert_eq!((row.n_rows, sums[commissioner]), (practices, patients), "{commissioner}");
    }
}

#[test]
fn the_lists_of_2021_there_and_back_conserve_every_patient() {
    let (Some(state), Some(path)) =
        (published_register(), published_path("population/gp-reg-pat-prac-all_2021-01.csv"))
    else {
        return;
    };
    let table = TabularFile::open(&path).unwrap();
    let practices = columns("CODE", day("2021-01-01"), &[], &["NUMBER_OF_PATIENTS"]);
    let forward = restate(&table, &practices, state, onto("2026-02-01")).restated;
    assert_eq!(forward.totals[0].placed.units, ALL_PATIENTS, "{:?}", forward.unplaced_codes());
    assert!(!forward.crossed.is_empty());

    let there = text(|out| write_rows(&forward, &practices, Formulas::Guarded, out));
    let table = TabularFile::from_bytes("there.csv", there.into()).unwrap();
    let commissioners = columns("code", day("2026-02-01"), &[], &["NUMBER_OF_PATIENTS"]);
    let back = restate(&table, &commissioners, state, onto("2013-04-01")).restated;
    assert_eq!(back.totals[0].placed.units, ALL_PATIENTS, "{:?}", back.unplaced_codes());
    // The commissioners of 2013 were 211.
    let sums = by_code(&back);
    assert_eq!(sums.len(), 211, "{:?}", sums.keys());
}

#[test]
fn waiting_times_of_april_2026_restate_to_2019_with_every_patient_conserved() {
    let (Some(state), Some(path)) = (published_register(), published_path("activity/rtt_2026-04.csv.zip")) else {
        return;
    };
    let table = TabularFile::open(&path).unwrap();
    let values: Vec<&str> = table.columns().iter().skip(13).map(String::as_str).collect();
    assert_eq!(values.len(), 108);
    let columns = columns("Commissioner Org Code", SeriesDay::Column("Period".into()), &["RTT Part Type"], &values);
    let restated = restate(&table, &columns, state, onto("2019-10-01")).restated;
    assert_eq!(restated.n_rows, 180_781);
    for total in &restated.totals {
        assert_eq!(total.read.units, total.placed.units + total.unplaced.units, "{}", total.column);
        assert_eq!(total.n_numbers + total.n_blank, 180_781, "{}", total.column);
    }
    let unmeasured = "it passed to several bodies and nothing imported measures the shares";
    let unknown = "no imported file names this code";
    // Hubs that came from several others and have no practices to share by, no commissioner at all, and a location newer
    // than every directory file.
    let unplaced = |restated: &Restated| -> Vec<String> {
        restated.unplaced_codes().iter().map(|(code, (rows, why))| format!("{code} {rows} {why}")).collect()
    };
    let hubs = [("14A", 36), ("14F", 141), ("14G", 161), ("27T", 131), ("76A", 502), ("85J", 172), ("97T", 589)];
    let mut expected: Vec<String> = hubs.iter().map(|(hub, rows)| format!("{hub} {rows} {unmeasured}")).collect();
    expected.push(format!("NONC 2955 {unknown}"));
    let without = expected.clone();
    expected.push(format!("U2G6B 1591 {unknown}"));
    assert_eq!(unplaced(&restated), expected);

    // A labelled fact gives the new location its place.
    let mut state = state.clone();
    let on = "2026-04-01".parse().unwrap();
    let (from, to) = ("D4U1Y".parse().unwrap(), "U2G6B".parse().unwrap());
    enter(&mut state, Fact::Succeeded { from, to, on, cause: Some(Cause::Recode), instrument: "".into() });
    let again = restate(&table, &columns, &state, onto("2019-10-01")).restated;
    assert_eq!(unplaced(&again), without);
    let placed = again.placings.iter().find(|placed| placed.code == to).unwrap();
    let heirs = placed.outcome.as_ref().unwrap();
    let codes: Vec<String> = heirs.shares.iter().map(|(code, _)| code.to_string()).collect();
    assert_eq!(codes, ["10C", "15D", "99M"]);
    for (total, before) in again.totals.iter().zip(&restated.totals) {
        assert_eq!(total.read, before.read);
        assert_eq!(total.read.units, total.placed.units + total.unplaced.units, "{}", total.column);
    }
    assert!(again.totals.last().unwrap().placed.units > restated.totals.last().unwrap().placed.units);
}
