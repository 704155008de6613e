//! Many random records: interpreter, compiled table and files streamed through give the same answers, byte for byte.

use crate::world::{Asked, Engine, assign};
use activity::reference::ReferenceFolder;
use assign::Reference;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// The small world of the engine's own tests, one section a table.
const SMALL: &str = include_str!("../../../../ground/assign/tests/it/small.world");

/// Records of one round; a longer run makes more rounds, so that files stay small.
const ROUND: u64 = 1_000_000;

/// How many records; a longer run sets `ASSIGN_RECORDS`.
fn n_records() -> u64 {
    std::env::var("ASSIGN_RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(50_000)
}

/// A small generator whose runs can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

/// The tables as texts.
fn tables() -> BTreeMap<&'static str, &'static str> {
    SMALL.split("\n[").skip(1).map(|section| section.split_once("]\n").unwrap()).collect()
}

fn reference() -> Reference {
    let folder = tempfile::tempdir().unwrap();
    for (table, text) in tables() {
        std::fs::write(folder.path().join(format!("{table}.csv")), text).unwrap();
    }
    ReferenceFolder::at(folder.path()).load().unwrap()
}

/// The first column of a table, and what is none of it.
fn pool(table: &str, more: &[&str]) -> Vec<String> {
    let tables = tables();
    let mut reader = csv::Reader::from_reader(tables[table].as_bytes());
    let mut pool: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    pool.extend(more.iter().map(|text| (*text).to_owned()));
    pool
}

/// What may stand in each column.
fn pools() -> Vec<(&'static str, Vec<String>)> {
    let words = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let days = words(&[
        "2025-06-15",
        "2025-07-31",
        "2025-10-01",
        "2026-02-15",
        "2024-12-01",
        "2019-08-01",
        "2015-03-31",
        "2023-01-01",
        "",
        "2025-02-30",
        "15/06/2025",
    ]);
    let decisions = words(&["", "", "", "", "", "", "Y", "N"]);
    vec![
        ("cds_type", words(&["011", "020", "20", "130", "190", "010", "180", "999", ""])),
        ("arrival_date", days.clone()),
        ("appointment_date", days.clone()),
        ("spell_start_date", days.clone()),
        ("discharge_date", days),
        ("gp_practice", pool("practices", &["", "", "V81997", "v81999", "Z00000", "ABCDEFGHIJKLMNOPQ"])),
        (
            "postcode",
            pool("postcodes", &["", "", "", "ZZ99 3VZ", "ZZ99 3GZ", "ZZ99 4MZ", "XX99 9XX", "--", "not a postcode"]),
        ),
        ("provider", pool("providers", &["", "QQQ", "R0102", "ÅÅÅ"])),
        ("admin_category", words(&["01", "01", "02", "2", "", "XX"])),
        ("ovcc", words(&["A", "A", "A", "A", "B", "C", "D", "E", "F", "", "P"])),
        ("service_code", pool("service_codes", &["", "", "", "NCBPS99Q"])),
        ("tfc", words(&["100", "100", "140", "", "ABC"])),
        ("source_of_admission", words(&["19", "39", "40", ""])),
        ("diagnoses", words(&["", "", "N46X", "I10X;Z319", "Z350"])),
        ("procedures", words(&["", "", "Q13.1", "N347"])),
        ("osv_agreement", decisions.clone()),
        ("ras_referral", decisions.clone()),
        ("section7a", decisions.clone()),
        ("other_public_health", decisions.clone()),
        ("af_infertility", decisions),
        ("options", words(&["", "", "missing_ovcc=A"])),
    ]
}

/// Writes random records; half of them carry one day in every date, so that most reach a graph.
fn write_records(path: &Path, n: u64, seed: u64) {
    let pools = pools();
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut out = BufWriter::new(File::create(path).unwrap());
    let headings: Vec<&str> = pools.iter().map(|(name, _)| *name).collect();
    writeln!(out, "record_id,{},cost_pence", headings.join(",")).unwrap();
    let mut line = String::new();
    for number in 0..n {
        line.clear();
        write!(line, "{number}").unwrap();
        let one = (dice.below(2) == 0).then(|| ["2025-06-15", "2025-09-30", "2024-12-01", "2019-08-01"][dice.below(4)]);
        for (name, pool) in &pools {
            let text = &pool[dice.below(pool.len())];
            line.push(',');
            line.push_str(if name.ends_with("_date") { one.unwrap_or(text) } else { text });
        }
        writeln!(out, "{line},{}", dice.below(100_000)).unwrap();
    }
    out.flush().unwrap();
}

fn hash(path: &Path) -> Vec<u8> {
    let mut hash = Sha256::new();
    std::io::copy(&mut File::open(path).unwrap(), &mut hash).unwrap();
    hash.finalize().to_vec()
}

/// The text columns of a Parquet file whose names begin so, in order, batch by batch.
fn same_columns(path: &Path, first: &str, second: &str) -> u64 {
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap());
    let mut rows = 0;
    for batch in reader.unwrap().build().unwrap() {
        let batch = batch.unwrap();
        for name in ["commissioner", "terminal", "method", "path", "reason", "flags", "edition"] {
            let column = |prefix: &str| {
                let column = batch.column_by_name(&format!("{prefix}{name}")).unwrap();
                arrow::compute::cast(column, &arrow::datatypes::DataType::Utf8).unwrap()
            };
            assert_eq!(&column(first), &column(second), "{name}");
        }
        rows += batch.num_rows() as u64;
    }
    rows
}

#[test]
fn many_records_come_out_the_same_by_every_way() {
    let reference = reference();
    let n = n_records();
    let mut done = 0;
    while done < n {
        let round = ROUND.min(n - done);
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        write_records(&place("in.csv"), round, done + 1);
        let run = |from: &str, to: &str, engine: Engine, threads: usize, prefix: &str| {
            let asked = Asked { engine, threads, prefix: prefix.to_owned(), ..Asked::default() };
            let summary = assign(&reference, &place(from), &place(to), &asked).unwrap();
            assert_eq!(summary.tally.read.records, round);
            assert_eq!(summary.tally.written().unwrap(), summary.tally.read);
            assert!(summary.tally.by_terminal.len() >= 18, "{:?}", summary.tally.by_terminal);
            hash(&place(to))
        };
        let told = run("in.csv", "told.csv", Engine::Interpreter, 1, "");
        assert_eq!(run("in.csv", "one.csv", Engine::Compiled, 1, ""), told);
        assert_eq!(run("in.csv", "two.csv", Engine::Compiled, 2, ""), told);
        // As Parquet, with the interpreter's answers beside them, and then once more with the table's.
        run("in.csv", "in.parquet", Engine::Interpreter, 2, "told_");
        let one = run("in.parquet", "one.parquet", Engine::Compiled, 1, "");
        assert_eq!(run("in.parquet", "two.parquet", Engine::Compiled, 2, ""), one);
        assert_eq!(same_columns(&place("two.parquet"), "told_", ""), round);
        done += round;
    }
    assert_eq!(done, n);
}
