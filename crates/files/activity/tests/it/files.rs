//! What goes in comes out, with its answer, in every format; and what cannot is said with its place.

use crate::world::{Asked, Engine, assign, folder, reference};
use activity::reference::ReferenceFolder;
use activity::{BadRows, Mapping};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEADER: &str = "record_id,cds_type,arrival_date,appointment_date,spell_start_date,discharge_date,gp_practice,postcode,provider,\
                      admin_category,ovcc,service_code,tfc,source_of_admission,diagnoses,cost_pence,submitted_commissioner,note";

/// Assigns text; the result as text.
fn text(records: &str, asked: &Asked<'_>) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs::write(&from, records).unwrap();
    let made = assign(&reference(), &from, &to, asked).map(|_| fs::read_to_string(&to).unwrap());
    assert!(made.is_ok() || !to.exists(), "a run that failed left a file");
    made.map_err(|error| error.replace(&format!("{}/", folder.path().display()), ""))
}

#[test]
fn every_byte_of_a_row_passes_through_and_the_answer_stands_behind_it() {
    let rows = format!(
        "\u{feff}{HEADER}\r\n1,020,,2025-06-15,,,P10001,AA1 1AA,RAA,01,A,,100,,,5,11A,\"=cmd|' /C calc'!A0, \"\"x\"\"\"\r\n\r\n2,20,,2025-02-30,,,,,,,,,,,,7,,\n"
    );
    let expected = format!(
        "\u{feff}{HEADER},commissioner,terminal,method,path,reason,flags,edition\r\n1,020,,2025-06-15,,,P10001,AA1 1AA,RAA,01,A,,100,,,5,11A,\"'=cmd|' /C calc'!A0, \"\"x\"\"\",11A,RESPONSIBLE_SUB_ICB,GP,CDS>A>B>WB-1>WB-2>WB-3>C-0>D>E>F>H>I>J>C-5,\"The commissioner is the sub-ICB location responsible for the patient, found from the registered practice.\",,CAM-2025-26\r\n\r\n2,20,,2025-02-30,,,,,,,,,,,,7,,,,INVALID_INPUT,NA,CDS,The date that decides is missing or is not a date.,,\n"
    );
    assert_eq!(text(&rows, &Asked::default()).unwrap(), expected);
}

#[test]
fn a_row_that_cannot_be_read_is_named_by_its_line() {
    let good = "1,020,,2025-06-15,,,P10001,AA1 1AA,RAA,01,A,,100,,,5,11A,x\n";
    let ragged = format!("{HEADER}\n{good}{good}3,020\n{good}");
    assert_eq!(
        text(&ragged, &Asked::default()).unwrap_err(),
        "in.csv line 4: the row has 2 cells where the header has 18"
    );
    let cost = format!("{HEADER}\n{}", good.replace(",5,", ",five,"));
    assert_eq!(text(&cost, &Asked::default()).unwrap_err(), "in.csv line 2: cost_pence is `five`, not an amount");
    let missing = "cds_type,provider\n";
    assert_eq!(
        text(missing, &Asked::default()).unwrap_err(),
        "in.csv lacks `gp_practice`, `postcode or lsoa or residence_responsibility`, `arrival_date or appointment_date or \
         spell_start_date or discharge_date`; it has `cds_type`, `provider`"
    );
    let taken = format!("{HEADER},path\n");
    assert!(text(&taken, &Asked::default()).unwrap_err().contains("already has a column `path`"));
}

#[test]
fn rows_left_out_are_counted_and_kept_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let [from, to, out] = ["in.csv", "out.csv", "left-out.csv"].map(|name| folder.path().join(name));
    let good = "1,020,,2025-06-15,,,P10001,AA1 1AA,RAA,01,A,,100,,,5,11A,x\n";
    fs::write(&from, format!("{HEADER}\n{good}2,020\n{good}")).unwrap();
    let asked = Asked { bad_rows: BadRows::LeaveOut(out.clone()), ..Asked::default() };
    let summary = assign(&reference(), &from, &to, &asked).unwrap();
    assert_eq!(summary.tally.read.records, 3);
    assert_eq!(summary.tally.written().unwrap(), activity::Sum { records: 2, pence: 10 });
    assert_eq!(fs::read_to_string(out).unwrap(), format!("{HEADER}\n2,020\n"));
    assert_eq!(fs::read_to_string(to).unwrap().lines().count(), 3);
}

#[test]
fn variance_and_what_if_conserve_records_and_pence() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    let rows = [
        "P10001,AA1 1AA,RAA,01,A,,100,,,500,11A,",
        "P10001,AA1 1AA,RAA,01,A,,100,,,250,11B,",
        "P10003,AA1 1AB,RAA,01,A,,100,,,1,,",
    ];
    let rows: String = rows.iter().fold(String::new(), |mut all, row| {
        writeln!(all, "1,020,,2025-06-15,,,{row}").unwrap();
        all
    });
    fs::write(&from, format!("{HEADER}\n{rows}")).unwrap();
    let reference = reference();
    let editions = assign::Edition::built_in().unwrap();
    let before = assign::Compiled::new(&reference, editions).unwrap();
    let asked = Asked { variance: true, before: Some(&before), edition: Some("CAM-2025-26"), ..Asked::default() };
    let tally = assign(&reference, &from, &to, &asked).unwrap().tally;
    let (same, other) = tally.agreement().unwrap();
    assert_eq!((same.records, same.pence, other.records, other.pence), (1, 500, 2, 251));
    assert!(tally.changes.keys().all(|key| key.before == key.after), "nothing was changed");
    assert!(fs::read_to_string(to).unwrap().contains("CAM-2025-26 (what-if)"));
}

#[test]
fn a_damaged_parquet_file_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let [csv, whole, cut, out] =
        ["in.csv", "in.parquet", "cut.parquet", "out.parquet"].map(|name| folder.path().join(name));
    fs::write(&csv, many(3_000)).unwrap();
    convert(&csv, &whole);
    let bytes = fs::read(&whole).unwrap();
    for length in [5, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&cut, &bytes[..length]).unwrap();
        assert!(assign(&reference(), &cut, &out, &Asked::default()).is_err());
        assert!(!out.exists());
    }
}

/// Text as Parquet, columns as they are.
fn convert(from: &Path, to: &Path) {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    let mut reader = csv::Reader::from_path(from).unwrap();
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = headings.iter().enumerate().map(|(place, heading)| {
        let column: StringArray = rows.iter().map(|row| row.get(place).filter(|cell| !cell.is_empty())).collect();
        (heading.clone(), std::sync::Arc::new(column) as ArrayRef, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let properties =
        parquet::file::properties::WriterProperties::builder().set_max_row_group_row_count(Some(700)).build();
    let file = fs::File::create(to).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// So many records of every kind.
fn many(n: u64) -> String {
    let pick = |n: u64, salt: u64, of: &[&'static str]| {
        of[(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (salt % 50)) as usize % of.len()]
    };
    let mut text = format!("{HEADER}\n");
    for n in 0..n {
        let date = pick(n, 1, &["2025-06-15", "2025-04-01", "2026-03-31", "2024-03-31", "", "15/06/2025"]);
        let (practice, place) = (
            pick(n, 3, &["P10001", "P10002", "P10003", "V81999", "", "XXXX", "&"]),
            pick(n, 5, &["AA1 1AA", "AA1 1AB", "aa99aa", "ZZ99 3VZ", "", "nowhere at all"]),
        );
        let (cds, service) =
            (pick(n, 7, &["020", "20", "130", "180", "011", "999", ""]), pick(n, 9, &["", "NCBPS01B", "NCBXX"]));
        let (ovcc, tfc, diagnoses) = (
            pick(n, 11, &["A", "A", "A", "B", "F", ""]),
            pick(n, 13, &["100", "140", ""]),
            pick(n, 15, &["", "N97.9;A00"]),
        );
        writeln!(text, "{n},{cds},{date},{date},{date},{date},{practice},{place},RAA,01,{ovcc},{service},{tfc},19,{diagnoses},{n},11A,\"a, \"\"b\"\"\"").unwrap();
    }
    text
}

#[test]
fn every_format_and_number_of_threads_gives_the_same_answers() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::write(place("in.csv"), many(5_000)).unwrap();
    convert(&place("in.csv"), &place("in.parquet"));
    let reference = reference();
    let run = |from: &str, to: &str, asked: Asked<'_>| {
        assign(&reference, &place(from), &place(to), &asked).unwrap();
        fs::read(place(to)).unwrap()
    };
    let interpreted = || Asked { engine: Engine::Interpreter, threads: 1, ..Asked::default() };
    let plain = run("in.csv", "plain.csv", interpreted());
    for (threads, to) in [(1, "one"), (2, "two"), (3, "three")] {
        let asked = || Asked { threads, ..Asked::default() };
        assert_eq!(run("in.csv", &format!("{to}.csv"), asked()), plain, "{threads} threads");
        assert_eq!(
            run("in.parquet", &format!("{to}.parquet"), asked()),
            run("in.parquet", "p.parquet", interpreted()),
            "{threads} threads"
        );
        assert_eq!(
            run("in.csv", &format!("{to}.arrow"), asked()),
            run("in.csv", "i.arrow", interpreted()),
            "{threads} threads"
        );
        assert_eq!(
            run("in.csv", &format!("{to}.arrows"), asked()),
            run("in.csv", "i.arrows", interpreted()),
            "{threads} threads"
        );
    }
    // Through the other formats and back to text, the cells are the same; only quotes and line breaks may differ.
    let cells = |bytes: &[u8]| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().map(|row| row.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(cells(&run("in.parquet", "back.csv", Asked::default())), cells(&plain));
    for way in ["one.parquet", "one.arrow", "one.arrows"] {
        let text = as_text(&place(way));
        assert_eq!(cells(text.as_bytes()), cells(&plain), "{way}");
    }
}

#[test]
fn a_cost_counts_whichever_column_has_it_and_whether_or_not_every_record_has_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let columns = "cds_type,appointment_date,gp_practice,postcode,provider,cost_pence,cost_pounds";
    let record = "020,2025-06-15,P10001,AA1 1AA,RAA";
    fs::write(place("in.csv"), format!("{columns}\n{record},5,\n{record},,0.07\n")).unwrap();
    convert(&place("in.csv"), &place("in.parquet"));
    for (mapping, pence) in [("item,column,constant\n", 12), ("item,column,constant\ncost_pence,,20\n", 40)] {
        for format in ["csv", "parquet"] {
            let asked =
                Asked { mapping: Mapping::read("mapping.csv", mapping.as_bytes()).unwrap(), ..Asked::default() };
            let (from, to) = (place(&format!("in.{format}")), place(&format!("out.{format}")));
            let tally = assign(&reference(), &from, &to, &asked).unwrap().tally;
            assert_eq!((tally.read.pence, tally.written().unwrap().pence), (pence, pence), "{format} {mapping}");
        }
    }
}

/// The rows of a Parquet or Arrow file as text.
fn as_text(path: &Path) -> String {
    use arrow::array::RecordBatch;
    use arrow::util::display::{ArrayFormatter, FormatOptions};
    let file = || fs::File::open(path).unwrap();
    let batches: Vec<RecordBatch> = match path.extension().unwrap().to_str().unwrap() {
        "parquet" => parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file())
            .unwrap()
            .build()
            .unwrap()
            .map(Result::unwrap)
            .collect(),
        "arrow" => arrow::ipc::reader::FileReader::try_new(file(), None).unwrap().map(Result::unwrap).collect(),
        _ => arrow::ipc::reader::StreamReader::try_new(file(), None).unwrap().map(Result::unwrap).collect(),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(batches[0].schema().fields().iter().map(|field| field.name())).unwrap();
    for batch in &batches {
        let options = FormatOptions::default();
        let columns: Vec<_> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
        for row in 0..batch.num_rows() {
            writer.write_record(columns.iter().map(|column| column.value(row).to_string())).unwrap();
        }
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn reference_tables_that_cannot_be_used_are_named_by_cell() {
    let folder = folder();
    let path = folder.path().join("practices.csv");
    let load = || {
        ReferenceFolder::at(folder.path())
            .load()
            .unwrap_err()
            .to_string()
            .replace(&format!("{}/", folder.path().display()), "")
    };
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replace("P10002,Two,Y59,QU9,AA1 1AB,A,11B", "P10002,Two,Y59,QU9,AA1 1AB,A,=1+1")).unwrap();
    assert_eq!(load(), "practices.csv line 3, column commissioner: found `=1+1`, wanted a code of letters and digits");
    fs::write(&path, good.replace("2020-03-31", "31/03/2020")).unwrap();
    assert!(
        load().starts_with("practices.csv line 4, column valid_to: found `31/03/2020`, wanted a date"),
        "{}",
        load()
    );
    fs::write(&path, good.replace("hlhg", "geography")).unwrap();
    assert!(load().starts_with("practices.csv line 1, column hlhg: missing"), "{}", load());
    fs::remove_file(&path).unwrap();
    assert!(load().ends_with("has no practices.csv"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused_and_nothing_is_lost(bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 0_usize..300) {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("in"), folder.path().join("out.csv"));
        let mut file = many(3).into_bytes();
        file.truncate(HEADER.len() + 1 + cut);
        file.extend(&bytes);
        fs::write(&from, &file).unwrap();
        let asked = Asked { bad_rows: BadRows::LeaveOut(folder.path().join("left")), mapping: Mapping::default(), ..Asked::default() };
        if let Ok(summary) = assign(&reference(), &from, &to, &asked) {
            prop_assert!(summary.tally.balance().is_ok());
        }
    }
}
