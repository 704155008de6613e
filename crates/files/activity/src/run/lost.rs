//! What is lost on the way from the reader to the writer is noticed: nothing of the result then appears.

use super::*;
use crate::answer::EditionLabel;
use crate::decider::MissingOvcc;
use arrow::array::{Array, Int64Array, RecordBatch, StringArray};
use assign::{Compiled, Edition, ReferenceBuilder};
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows of a file: several blocks of text, several batches of Arrow.
const ROWS: usize = 40_000;

/// A file of private patients, each of whom costs a pound more than the one before, in a format.
fn written(folder: &Path, format: &str) -> PathBuf {
    let path = folder.join(format!("in.{format}"));
    let costs = || (0..ROWS as i64).map(|n| n * 100);
    let padding = "x".repeat(60);
    if format == "csv" {
        let lines = costs().map(|cost| format!("020,2025-06-15,02,{cost},,,,{padding}\n"));
        let header = "cds_type,appointment_date,admin_category,cost_pence,gp_practice,postcode,provider,notes";
        fs::write(&path, format!("{header}\n{}", lines.collect::<String>())).unwrap();
        return path;
    }
    let text = |value: &str| Arc::new(StringArray::from(vec![value; ROWS])) as Arc<dyn Array>;
    let batch = RecordBatch::try_from_iter([
        ("cds_type", text("020")),
        ("appointment_date", text("2025-06-15")),
        ("admin_category", text("02")),
        ("gp_practice", text("")),
        ("postcode", text("")),
        ("provider", text("")),
        ("cost_pence", Arc::new(Int64Array::from_iter_values(costs())) as Arc<dyn Array>),
    ])
    .unwrap();
    let file = fs::File::create(&path).unwrap();
    if format == "parquet" {
        let groups =
            parquet::file::properties::WriterProperties::builder().set_max_row_group_row_count(Some(9_000)).build();
        let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), Some(groups)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    } else {
        let mut writer = arrow::ipc::writer::FileWriter::try_new(file, &batch.schema()).unwrap();
        for first in (0..ROWS).step_by(8_000) {
            writer.write(&batch.slice(first, 8_000)).unwrap();
        }
        writer.finish().unwrap();
    }
    path
}

/// Runs a file with something lost between; the account or why it fails, and how many steps of progress were told.
fn made(from: &str, to: &str, threads: usize, between: &Between) -> (Result<RunSummary, String>, Vec<Progress>) {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = ReferenceBuilder::new();
    let row = [("edition", "CAM-2025-26"), ("valid_from", "2025-04-01"), ("valid_to", "2026-03-31")];
    let cell = |column: &str| row.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| *text);
    builder.add(Table::Editions, &cell).unwrap();
    let compiled = Compiled::new(&builder.build().unwrap(), Edition::built_in().unwrap()).unwrap();
    let deciding = Deciding {
        compiled: &compiled,
        interpreter: None,
        label: EditionLabel::Plain,
        missing_ovcc: MissingOvcc::AsWritten,
        before: None,
        variance: false,
    };
    let run = Run {
        deciding,
        mapping: &Mapping::default(),
        bad_rows: BadRows::Fail,
        prefix: String::new(),
        threads: NonZero::new(threads).unwrap(),
        hashes: Hashes::NotTaken,
        formulas: Formulas::Guarded,
        limits: Limits::COMMAND_LINE,
    };
    let (inputs, to) = ([Input::File(written(folder.path(), from))], folder.path().join(format!("out.{to}")));
    let mut told = Vec::new();
    let made = through(&inputs, &Output::File(to.clone()), &run, &mut |progress| told.push(progress), between);
    assert_eq!(made.is_ok(), to.exists(), "a result appears only when the account balances");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1 + usize::from(made.is_ok()), "nothing else is left beside it");
    (made.map_err(|error| error.to_string()), told)
}

/// Every way from a reader to a writer: by lines, by columns, by rows.
const WAYS: [(&str, &str); 6] = [
    ("csv", "csv"),
    ("csv", "parquet"),
    ("parquet", "parquet"),
    ("parquet", "csv"),
    ("arrow", "arrow"),
    ("arrow", "csv"),
];

#[test]
fn what_is_whole_balances_on_every_way() {
    for (from, to) in WAYS {
        for threads in [1, 2] {
            let (made, told) = made(from, to, threads, &NOTHING);
            let tally = made.unwrap().tally;
            let whole = Sum { records: ROWS as u64, pence: (0..ROWS as i64).sum::<i64>() * 100 };
            assert_eq!((tally.read, tally.written().unwrap()), (whole, whole), "{from} to {to}");
            // The bytes told are those the rows took: neither at the end before the last of them, nor short of it after.
            let (last, before) = told.split_last().unwrap();
            assert_eq!(Some(last.bytes), last.bytes_total, "{from} to {to}");
            assert!(before.len() > 1 && before.is_sorted_by_key(|progress| progress.bytes), "{from} to {to}");
            for progress in before {
                let (bytes, total) = (progress.bytes as f64, progress.bytes_total.unwrap() as f64);
                let rows = progress.records as f64 / ROWS as f64;
                assert!((bytes / total - rows).abs() < 0.35, "{from} to {to}: {bytes} of {total} bytes at {rows}");
            }
            let middle = before.iter().find(|progress| progress.records * 2 > ROWS as u64).unwrap();
            assert!(middle.records == ROWS as u64 || Some(middle.bytes) < middle.bytes_total, "{from} to {to}");
        }
    }
}

#[test]
fn a_piece_lost_before_it_is_worked_on_fails_the_run() {
    static SEEN: AtomicU64 = AtomicU64::new(0);
    let second = |piece| (SEEN.fetch_add(1, Ordering::Relaxed) != 1).then_some(piece);
    for (from, to) in WAYS {
        SEEN.store(0, Ordering::Relaxed);
        let error = made(from, to, 2, &Between { piece: second, ..NOTHING }).0.unwrap_err();
        let found = error.strip_prefix("the run does not balance: 40000 records were read from the file and ");
        assert!(found.is_some_and(|rest| rest.ends_with(" were decided or left out")), "{from} to {to}: {error}");
    }
}

#[test]
fn a_piece_lost_before_it_is_written_fails_the_run() {
    static SEEN: AtomicU64 = AtomicU64::new(0);
    let second = |done| (SEEN.fetch_add(1, Ordering::Relaxed) != 1).then_some(done);
    for (from, to) in WAYS {
        SEEN.store(0, Ordering::Relaxed);
        let error = made(from, to, 2, &Between { done: second, ..NOTHING }).0.unwrap_err();
        assert!(error.contains("40000 records were read from the file"), "{from} to {to}: {error}");
    }
}

#[test]
fn a_record_or_a_penny_lost_from_what_is_written_fails_the_run() {
    let record = |mut done: Done| {
        done.product = match done.product {
            Product::Text(text, records) => Product::Text(text, records - 1),
            Product::Batch(batch) => Product::Batch(batch.slice(0, batch.num_rows() - 1)),
            group @ Product::Group(..) => group,
        };
        Some(done)
    };
    for (from, to) in WAYS.into_iter().filter(|way| *way != ("parquet", "parquet")) {
        let error = made(from, to, 1, &Between { done: record, ..NOTHING }).0.unwrap_err();
        assert!(error.contains("40000 records and 79998000000 pence were decided and 39"), "{from} to {to}: {error}");
    }
    let penny = |mut done: Done| {
        done.pence -= 1;
        Some(done)
    };
    for (from, to) in WAYS {
        let error = made(from, to, 1, &Between { done: penny, ..NOTHING }).0.unwrap_err();
        assert!(error.contains("pence were decided and 40000 records and 7999799999"), "{from} to {to}: {error}");
    }
}
