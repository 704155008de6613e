//! Input that is wrong: a clear error with its place, or an answer that says why there is none and is counted.

use crate::world::{Asked, assign, reference};
use arrow::array::{ArrayRef, Float64Array, Int32Array, ListArray, RecordBatch, StringArray};
use arrow::datatypes::Int32Type;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const HEADER: &str = "record_id,cds_type,appointment_date,gp_practice,postcode,provider,ovcc,cost_pence,note";
const GOOD: &str = "1,020,2025-06-15,P10001,AA1 1AA,RAA,A,5,x";

/// What a run over a file says, with the account of it; no result is left where it fails.
fn said(name: &str, bytes: &[u8]) -> Result<activity::RunSummary, String> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join(name), folder.path().join("out.csv"));
    fs::write(&from, bytes).unwrap();
    let made = assign(&reference(), &from, &to, &Asked::default());
    assert_eq!(made.is_ok(), to.exists(), "a run that failed left a file, or one that did not left none");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1 + usize::from(made.is_ok()), "something else was left");
    made.map_err(|error| error.replace(&format!("{}/", folder.path().display()), ""))
}

fn refused(name: &str, bytes: &[u8]) -> String {
    said(name, bytes).unwrap_err()
}

#[test]
fn what_cannot_be_decided_is_counted_with_its_reason() {
    let rows = [
        "1,020,15/06/25,P10001,AA1 1AA,RAA,A,1,",
        "2,020,2025-02-30,P10001,AA1 1AA,RAA,A,2,",
        "3,020,,P10001,AA1 1AA,RAA,A,4,",
        "4,Outpatient,2025-06-15,P10001,AA1 1AA,RAA,A,8,",
        "5,999,2025-06-15,P10001,AA1 1AA,RAA,A,16,",
        "6,020,2031-06-15,P10001,AA1 1AA,RAA,A,32,",
        "7,020,2025-06-15,ZZZZZZ,QQ9 9QQ,ZZZ,A,64,",
        "8,020,2025-06-15,,AE1 1AE,ZZZ,\u{1F4A3},128,",
    ];
    let summary = said("in.csv", format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes()).unwrap();
    let found: Vec<(u64, i64, &str)> = summary
        .tally
        .by_reason
        .iter()
        .map(|(reason, sum)| (sum.records, sum.pence, reason.sentence()))
        .map(|(records, pence, sentence)| (records, pence, String::leak(sentence) as &str))
        .collect();
    let pence: i64 = found.iter().map(|(_, pence, _)| pence).sum();
    assert_eq!(pence, 255, "{found:?}");
    let with = |words: &str| {
        found
            .iter()
            .filter(|(.., sentence)| sentence.contains(words))
            .map(|(records, pence, _)| (*records, *pence))
            .collect::<Vec<_>>()
    };
    assert_eq!(with("is missing or is not a date"), [(3, 7)], "{found:?}");
    assert_eq!(with("type"), [(2, 24)], "{found:?}");
    assert_eq!(with("No edition"), [(1, 32)], "{found:?}");
    let flags: Vec<&str> = summary.tally.by_flag.keys().copied().collect();
    for flag in ["PRACTICE_NOT_FOUND", "POSTCODE_NOT_FOUND", "PROVIDER_NOT_FOUND", "OVCC_MISSING"] {
        assert!(flags.contains(&flag), "{flag}: {flags:?}");
    }
    assert!(summary.tally.by_commissioner.contains_key(""), "nothing is guessed");
}

#[test]
fn a_line_of_ten_megabytes_is_named() {
    let long = format!("{HEADER}\n{GOOD}\n2,020,2025-06-15,P10001,AA1 1AA,RAA,A,5,{}\n{GOOD}\n", "x".repeat(10 << 20));
    let wanted = "in.csv line 3: the record that begins here is longer than 8 MiB; is a quote left open?";
    assert_eq!(refused("in.csv", long.as_bytes()), wanted);
    let open = format!("{HEADER}\n{GOOD}\n2,\"020,{}", format!("{GOOD}\n").repeat(300_000));
    assert_eq!(refused("in.csv", open.as_bytes()), wanted);
    let head = format!("{}\n{GOOD}\n", "x".repeat(10 << 20));
    assert!(refused("in.csv", head.as_bytes()).contains("line 1"), "{}", refused("in.csv", head.as_bytes()).len());
}

pub(crate) fn batch(practice: ArrayRef, cost: ArrayRef) -> RecordBatch {
    let text = |text: &str| Arc::new(StringArray::from(vec![text; 2])) as ArrayRef;
    RecordBatch::try_from_iter(vec![
        ("cds_type", Arc::new(Int32Array::from(vec![20; 2])) as ArrayRef),
        ("appointment_date", text("2025-06-15")),
        ("gp_practice", practice),
        ("postcode", text("AA1 1AA")),
        ("provider", text("RAA")),
        ("ovcc", text("A")),
        ("cost_pence", cost),
    ])
    .unwrap()
}

pub(crate) fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

pub(crate) fn ipc(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = arrow::ipc::writer::FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

pub(crate) fn text_column(text: &str) -> ArrayRef {
    Arc::new(StringArray::from(vec![text; 2]))
}

#[test]
fn columns_of_another_type_are_read_as_text_or_refused_by_row() {
    let numbers = Arc::new(Int32Array::from(vec![5, 6])) as ArrayRef;
    let summary = said("in.parquet", &parquet(&batch(text_column("P10001"), numbers.clone()))).unwrap();
    assert_eq!((summary.tally.read.records, summary.tally.read.pence), (2, 11));
    assert!(summary.tally.by_commissioner.contains_key("11A"), "{:?}", summary.tally.by_commissioner);
    let fractions = Arc::new(Float64Array::from(vec![5.0, 6.5])) as ArrayRef;
    let refusal = refused("in.parquet", &parquet(&batch(text_column("P10001"), fractions.clone())));
    assert_eq!(refusal, "in.parquet line 1: row: cost_pence is `5.0`, not an amount");
    let refusal = refused("in.arrow", &ipc(&batch(text_column("P10001"), fractions)));
    assert_eq!(refusal, "in.arrow line 1: row: cost_pence is `5.0`, not an amount");
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1), Some(2)]), None]);
    let refusal = refused("in.parquet", &parquet(&batch(Arc::new(lists), numbers)));
    assert!(refusal.starts_with("in.parquet: column gp_practice"), "{refusal}");
}

#[test]
fn a_file_cut_short_or_damaged_is_refused_whole() {
    let good = batch(text_column("P10001"), text_column("5"));
    let (parquet, ipc) = (parquet(&good), ipc(&good));
    for (name, whole) in [("in.parquet", &parquet), ("in.arrow", &ipc)] {
        assert!(said(name, whole).is_ok());
        for cut in [9, whole.len() / 3, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
            let refusal = refused(name, &whole[..cut]);
            assert!(refusal.starts_with(name), "{cut} of {}: {refusal}", whole.len());
        }
    }
    // Every byte of the files' descriptions turned over, one at a time: refused, or read to the end, never a panic.
    for (name, whole) in [("in.parquet", &parquet), ("in.arrow", &ipc)] {
        let start = whole.len().saturating_sub(600);
        for at in (start..whole.len()).step_by(7) {
            let mut altered = whole.clone();
            altered[at] ^= 0x55;
            if let Ok(summary) = said(name, &altered) {
                summary.tally.balance().unwrap();
            }
        }
    }
}

#[test]
fn what_is_no_table_is_said() {
    for (bytes, wanted) in [
        (&b""[..], "is empty"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"PK\x03\x04 and so on", "in.csv"),
        (b"{\"a\": 1}\n", "in.csv"),
        (b"\xff\xfec\x00d\x00s\x00", "binary"),
    ] {
        let refusal = refused("in.csv", bytes);
        assert!(refusal.contains(wanted), "{refusal}");
    }
    assert!(!Path::new("out.csv").exists());
}

#[test]
fn arrow_that_claims_more_than_it_has_is_refused_before_room_is_made_for_it() {
    let good = batch(text_column("P10001"), text_column("5"));
    let mut writer = arrow::ipc::writer::StreamWriter::try_new(Vec::new(), &good.schema()).unwrap();
    writer.write(&good).unwrap();
    writer.finish().unwrap();
    let (file, stream) = (ipc(&good), writer.into_inner().unwrap());
    for whole in [&file, &stream] {
        assert_eq!(said("in.arrow", whole).unwrap().tally.read.records, 2);
        // How long each body is stands in the file as eight bytes: every one that may be such is made half a terabyte.
        let mut refused_for_length = 0;
        for at in (0..whole.len() - 8).step_by(8) {
            let mut altered = whole.clone();
            altered[at..at + 8].copy_from_slice(&(1_i64 << 39).to_le_bytes());
            if let Err(said) = said("in.arrow", &altered) {
                refused_for_length += usize::from(said.contains("goes on beyond its end"));
            }
        }
        assert!(refused_for_length > 0);
    }
}
