//! What was once lost, or of no use, without a word: records inside an open quote, dates in another form, formulas.

use crate::world::{Asked, Engine, assign, reference};
use activity::{
    ActivityError, BadRows, DateOrder, Formulas, Input, Job, Limits, Mapping, OneRecord, Output, RunSummary,
    read_result,
};
use proptest::prelude::*;
use std::fs;
use std::ops::ControlFlow;

const HEADER: &str = "record_id,cds_type,appointment_date,gp_practice,postcode,provider,ovcc,cost_pence,note";

fn record(id: &str, date: &str, note: &str) -> String {
    format!("{id},020,{date},P10001,AA1 1AA,RAA,A,5,{note}\n")
}

/// Every way a file of text can be decided: by lines, by rows, by the interpreter.
fn ways() -> [Asked<'static>; 3] {
    [
        Asked::default(),
        Asked { variance: true, threads: 1, ..Asked::default() },
        Asked { engine: Engine::Interpreter, ..Asked::default() },
    ]
}

/// What a run makes of text: the account and the result, or what is wrong.
fn made(text: &str, asked: &Asked<'_>) -> Result<(RunSummary, String), String> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs::write(&from, text).unwrap();
    let made = assign(&reference(), &from, &to, asked);
    assert_eq!(made.is_ok(), to.exists(), "a run that failed left a file, or one that did not left none");
    made.map(|summary| (summary, fs::read_to_string(&to).unwrap()))
        .map_err(|error| error.replace(&format!("{}/", folder.path().display()), ""))
}

fn refused(text: &str) -> String {
    let said: Vec<String> = ways().iter().map(|asked| made(text, asked).unwrap_err()).collect();
    assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:?}");
    said[0].clone()
}

fn rows(date: impl Fn(usize) -> String, n: usize) -> String {
    let rows: String = (0..n).map(|n| record(&n.to_string(), &date(n), "x")).collect();
    format!("{HEADER}\n{rows}")
}

#[test]
fn a_quote_left_open_is_an_error_that_names_its_line() {
    let good = || record("1", "2025-06-15", "x");
    // Nothing closes it.
    let open = format!("{HEADER}\n{}{}{}{}", good(), good(), record("3", "2025-06-15", "\"x"), good().repeat(40));
    let said = refused(&open);
    assert!(said.starts_with("in.csv line 4: a quote is opened here and never closed"), "{said}");
    // Another cell's quote closes it.
    let closed = format!(
        "{HEADER}\n{}{}{}{}",
        record("1", "2025-06-15", "\"x"),
        good().repeat(40),
        record("9", "2025-06-15", "\"y\""),
        good()
    );
    let said = refused(&closed);
    assert!(said.starts_with("in.csv line 2: a quote is opened here and the cell goes on over 41 line ends"), "{said}");
    // It is told even where rows that cannot be read may be left out.
    let folder = tempfile::tempdir().unwrap();
    for text in [open, closed] {
        let asked = Asked { bad_rows: BadRows::LeaveOut(folder.path().join("left")), ..Asked::default() };
        assert!(made(&text, &asked).unwrap_err().contains("a quote is opened here"));
    }
}

#[test]
fn notes_of_several_lines_are_records_and_their_line_ends_are_counted() {
    let text =
        format!("{HEADER}\n{}{}", record("1", "2025-06-15", "\"one, two\nthree\n\""), record("2", "2025-06-15", "x"));
    for asked in ways() {
        let (summary, _) = made(&text, &asked).unwrap();
        assert_eq!((summary.tally.read.records, summary.breaks), (2, 2));
    }
}

#[test]
fn a_file_without_a_record_after_its_header_is_no_success() {
    let good = record("1", "2025-06-15", "x");
    let cr = format!("{HEADER}\n{good}{good}").replace('\n', "\r");
    assert!(refused(&cr).contains("a carriage return alone"), "{}", refused(&cr));
    assert_eq!(
        refused(&format!("{HEADER}\n\n\r\n")),
        "in.csv line 4: there are only empty lines after the header, and no record"
    );
    let (summary, _) = made(&format!("{HEADER}\n"), &Asked::default()).unwrap();
    assert_eq!(summary.tally.read.records, 0, "an empty month is a file of its header alone");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// One quote put anywhere into records without quotes: every record still comes out, or the run says where the quote is.
    #[test]
    fn no_quote_left_open_costs_a_record(n in 2_usize..30, at in 0_usize..4000, row in 0_usize..30) {
        let rows: Vec<String> = (0..n).map(|n| record(&n.to_string(), "2025-06-15", if n % 7 == 3 { "\"a \"\"b\"\"\"" } else { "x" })).collect();
        let mut altered = rows.clone();
        let row = row % n;
        let place = at % rows[row].len();
        altered[row].insert(place, '"');
        let text = format!("{HEADER}\n{}", altered.concat());
        match made(&text, &Asked::default()) {
            Ok((summary, _)) => prop_assert_eq!(summary.tally.read.records, n as u64),
            Err(said) => prop_assert!(said.starts_with(&format!("in.csv line {}:", row + 2)), "{} {}", said, text),
        }
    }

    /// With the guard, no cell of a result runs in a spreadsheet, and read back each is what it was; without, every byte stands.
    #[test]
    fn no_cell_that_leaves_runs(notes in proptest::collection::vec("[-=+@a1\",\t ]{0,5}", 1..8)) {
        let quoted = |note: &String| format!("\"{}\"", note.replace('"', "\"\""));
        let rows: String = notes.iter().map(|note| record("1", "2025-06-15", &quoted(note))).collect();
        for asked in ways() {
            let (_, out) = made(&format!("{HEADER}\n{rows}"), &asked).unwrap();
            let found: Vec<String> = csv::Reader::from_reader(out.as_bytes()).records().map(|row| row.unwrap()[8].to_owned()).collect();
            prop_assert!(found.iter().all(|cell| !terms::formula::is_formula(cell.as_bytes())), "{:?}", found);
            let back: Vec<&str> = found.iter().map(|cell| terms::formula::as_it_stood(cell)).collect();
            prop_assert_eq!(back, notes.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let plain = Asked { formulas: Formulas::AsTheyStand, ..Asked::default() };
        let (_, out) = made(&format!("{HEADER}\n{rows}"), &plain).unwrap();
        for (row, line) in rows.lines().zip(out.lines().skip(1)) {
            prop_assert!(line.starts_with(row));
        }
    }
}

#[test]
fn cells_that_run_get_an_apostrophe_and_numbers_none() {
    let cell = "\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"";
    let text = format!("=note,{HEADER}\n@x,1,020,2025-06-15,=P10001,+AA1 1AA,@RAA,-A,-5,{cell}\n");
    for asked in ways() {
        let (_, out) = made(&text, &asked).unwrap();
        let guarded = cell.replace("\"=HYPER", "\"'=HYPER");
        assert!(out.starts_with(&format!("'=note,{HEADER},commissioner,")), "{out}");
        let row = out.lines().nth(1).unwrap();
        assert!(row.starts_with(&format!("'@x,1,020,2025-06-15,'=P10001,'+AA1 1AA,'@RAA,'-A,-5,{guarded},")), "{row}");
    }
    // Rows put aside are guarded too, and read back a result says what the file said.
    let folder = tempfile::tempdir().unwrap();
    let [from, to, left] = ["in.csv", "out.csv", "left.csv"].map(|name| folder.path().join(name));
    fs::write(&from, format!("{HEADER}\n{}=2,020\n", record("=1", "2025-06-15", "x"))).unwrap();
    let asked = Asked { bad_rows: BadRows::LeaveOut(left.clone()), ..Asked::default() };
    assign(&reference(), &from, &to, &asked).unwrap();
    assert_eq!(fs::read_to_string(left).unwrap(), format!("{HEADER}\n'=2,020\n"));
    let mut ids = Vec::new();
    read_result(&to, &Mapping::default(), "", &mut |row| {
        ids.push(row.item(activity::Item::Field(assign::Field::RecordId)).to_owned());
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(ids, ["=1"]);
}

#[test]
fn dates_with_the_day_first_are_read_where_the_run_shows_it() {
    let days = |n: usize| format!("{:02}/06/2025", n % 28 + 1);
    for asked in ways() {
        let (summary, out) = made(&rows(days, 60), &asked).unwrap();
        assert_eq!(summary.date_order, Some(DateOrder::DayFirst));
        assert_eq!(summary.tally.by_commissioner["11A"].records, 60);
        assert!(out.lines().nth(1).unwrap().starts_with("0,020,01/06/2025,"), "the file's own text stands: {out}");
        // Read as if every date had been written the plain way.
        let (plain, _) = made(&rows(|n| format!("2025-06-{:02}", n % 28 + 1), 60), &asked).unwrap();
        assert_eq!(plain.tally, summary.tally);
        assert_eq!(plain.date_order, None);
    }
    let (summary, _) = made(&rows(|n| format!("06/{:02}/2025 09:30", n % 28 + 1), 60), &Asked::default()).unwrap();
    assert_eq!((summary.date_order, summary.tally.by_commissioner["11A"].records), (Some(DateOrder::MonthFirst), 60));
}

#[test]
fn dates_that_can_mean_two_days_stop_the_run_unless_the_mapping_says() {
    let text = rows(|n| if n == 0 { String::new() } else { format!("0{}/06/2025", n % 9 + 1) }, 12);
    let wanted = "in.csv line or row 3: `02/06/2025` can mean two days: no date of the run shows whether the day or the month comes first; \
                  say in a mapping file `date_order,,day-first` or `date_order,,month-first`, or write dates as 2025-06-15";
    assert_eq!(refused(&text), wanted);
    let both = text.clone() + &record("x", "31/12/2025", "x") + &record("y", "12/31/2025", "x");
    assert!(
        refused(&both).contains("line or row 3: `02/06/2025` can mean two days: the day comes first in some"),
        "{}",
        refused(&both)
    );
    for (order, n) in [("day-first", 11), ("month-first", 11)] {
        let mapping =
            Mapping::read("m.csv", format!("item,column,constant\ndate_order,,{order}\n").as_bytes()).unwrap();
        for asked in ways() {
            let (summary, _) = made(&text, &Asked { mapping: mapping.clone(), ..asked }).unwrap();
            let read = summary.tally.by_terminal.iter().filter(|(end, _)| end.name() != "INVALID_INPUT");
            assert_eq!(read.map(|(_, sum)| sum.records).sum::<u64>(), n, "{order}: {:?}", summary.tally.by_terminal);
        }
    }
    let error = Mapping::read("m.csv", "item,column,constant\ndate_order,,uk\n".as_bytes()).unwrap_err();
    assert!(matches!(error, ActivityError::Mapping { line: 2, .. }), "{error}");
}

#[test]
fn dates_of_parquet_written_as_text_are_read_in_the_same_way() {
    use crate::bad_input::{parquet, text_column};
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;
    let batch = |dates: [&str; 2]| {
        let mut columns: Vec<(&str, ArrayRef)> = [
            ("cds_type", "020"),
            ("gp_practice", "P10001"),
            ("postcode", "AA1 1AA"),
            ("provider", "RAA"),
            ("ovcc", "A"),
        ]
        .map(|(name, text)| (name, text_column(text)))
        .into();
        columns.push(("appointment_date", Arc::new(StringArray::from(dates.to_vec()))));
        RecordBatch::try_from_iter(columns).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("in.parquet");
    for to in ["out.parquet", "out.csv", "out.arrow"].map(|name| folder.path().join(name)) {
        for asked in ways() {
            fs::write(&from, parquet(&batch(["03/06/2025", "15/06/2025"]))).unwrap();
            let summary = assign(&reference(), &from, &to, &asked).unwrap();
            assert_eq!(
                (summary.date_order, summary.tally.by_commissioner["11A"].records),
                (Some(DateOrder::DayFirst), 2)
            );
            fs::write(&from, parquet(&batch(["", "03/06/2025"]))).unwrap();
            let said = assign(&reference(), &from, &to, &asked).unwrap_err();
            assert!(said.contains("in.parquet line or row 2: `03/06/2025` can mean two days"), "{said}");
        }
    }
}

#[test]
fn what_cannot_be_read_twice_asks_for_the_order_of_its_dates() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("in.csv");
    fs::write(&from, rows(|n| format!("{:02}/06/2025", n + 10), 8)).unwrap();
    let run = |output: &Output| Job::default().run(&reference(), &[Input::File(from.clone())], output, &mut |_| {});
    let said = run(&Output::Stdout).unwrap_err().to_string();
    assert!(
        said.contains("what is piped cannot be read twice; say in a mapping file `date_order,,day-first`"),
        "{said}"
    );
    assert_eq!(run(&Output::Nowhere).unwrap().date_order, Some(DateOrder::DayFirst));
}

#[test]
fn a_run_in_which_most_records_have_no_answer_for_one_reason_stops_and_names_one() {
    let text = rows(|n| if n < 4 { "2025-06-15".to_owned() } else { "45823".to_owned() }, 9);
    assert_eq!(
        refused(&text),
        "5 of 9 records have no commissioner for one reason: The date that decides is missing or is not a date. The first stands on line or row 6 of \
         in.csv, with `45823`"
    );
    let folder = tempfile::tempdir().unwrap();
    for asked in ways() {
        // Whoever goes on in spite of bad rows has the result, and is told.
        let asked = Asked { bad_rows: BadRows::LeaveOut(folder.path().join("left")), ..asked };
        let (summary, _) = made(&text, &asked).unwrap();
        let told: Vec<_> =
            summary.unanswered.iter().map(|one| (one.records, one.of, one.example.place, one.are_most())).collect();
        assert_eq!(told, [(5, 9, 6, true)]);
    }
    // Half is not most: the answers of the others are of use, and what has none is named.
    let (summary, _) =
        made(&rows(|n| if n < 4 { "2025-06-15".to_owned() } else { String::new() }, 8), &Asked::default()).unwrap();
    let told: Vec<_> =
        summary.unanswered.iter().map(|one| (one.records, one.example.place, one.example.dates.as_str())).collect();
    assert_eq!(told, [(4, 6, "")]);
}

#[test]
fn one_record_is_explained_with_its_date_in_any_form_that_can_mean_one_day() {
    let explained = |date: &str| {
        let mut one = OneRecord::default();
        for (item, value) in [
            ("cds_type", "020"),
            ("appointment_date", date),
            ("gp_practice", "P10001"),
            ("postcode", "AA1 1AA"),
            ("provider", "RAA"),
            ("ovcc", "A"),
        ] {
            one.set(item, value).unwrap();
        }
        Job::default()
            .explain(&reference(), &one)
            .map(|walk| walk.assignment.commissioner)
            .map_err(|error| error.to_string())
    };
    for date in ["2025-06-15", "15/06/2025", "2025-06-15T09:30:00", "20250615"] {
        assert_eq!(explained(date).unwrap(), "11A", "{date}");
    }
    assert!(
        explained("03/06/2025").unwrap_err().starts_with("the record line or row 1: `03/06/2025` can mean two days")
    );
    assert_eq!(explained("soon").unwrap(), "");
}

/// A Parquet file of so many rows, each of which has one long text that is stored once.
fn repeated(rows: usize, length: usize) -> Vec<u8> {
    use arrow::array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let text = |text: &str| {
        let keys = Int32Array::from(vec![0; rows]);
        Arc::new(DictionaryArray::new(keys, Arc::new(StringArray::from(vec![text])))) as ArrayRef
    };
    let batch = RecordBatch::try_from_iter([
        ("cds_type", text("020")),
        ("appointment_date", text("2025-06-15")),
        ("gp_practice", text("P10001")),
        ("postcode", text("AA1 1AA")),
        ("provider", text("RAA")),
        ("ovcc", text("A")),
        ("note", text(&"x".repeat(length))),
    ])
    .unwrap();
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
        .build();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn parquet_that_asks_for_more_than_may_be_unpacked_is_refused_before_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let [from, to] = ["in.parquet", "out.csv"].map(|name| folder.path().join(name));
    let run = |limits| {
        let job = Job { limits, ..Job::default() };
        job.run(&reference(), &[Input::File(from.clone())], &Output::File(to.clone()), &mut |_| {})
    };
    fs::write(&from, repeated(2_000, 2 << 20)).unwrap();
    let said = run(Limits::COMMAND_LINE).unwrap_err().to_string();
    assert!(said.contains("in column `note`"), "{said}");
    fs::write(&from, repeated(1_000, 100 << 10)).unwrap();
    let said = run(Limits::UPLOAD).unwrap_err().to_string();
    assert!(said.contains("in column `note`"), "{said}");
    fs::write(&from, repeated(3_000, 1 << 10)).unwrap();
    assert_eq!(run(Limits::UPLOAD).unwrap().tally.read.records, 3_000);
    assert_eq!(fs::metadata(&to).unwrap().len() / 3_000 / 1024, 1, "every row has its text");
    // The files that once took gigabytes, where they are at hand.
    let Some(data) = std::env::var_os("FOOTPRINT_DATA").map(std::path::PathBuf::from) else { return };
    for name in ["runs.parquet", "dict.parquet"] {
        let file = data.join("../cases/uploads").join(name);
        for to in [Output::Nowhere, Output::File(to.clone())] {
            let job = Job { limits: Limits::UPLOAD, ..Job::default() };
            let said = job.run(&reference(), &[Input::File(file.clone())], &to, &mut |_| {});
            println!("{name}: {:?}", said.map(|summary| summary.tally.read).map_err(|error| error.to_string()));
        }
    }
}
