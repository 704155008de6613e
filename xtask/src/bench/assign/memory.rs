//! In memory, on numbers: the method alone, without a file being read or written.

use super::sql::{load_numbers, path_bits, prepared};
use super::year::{Format, Year};
use super::{Asked, Made};
use crate::bench::peer::Peer;
use crate::bench::{median, timed};
use anyhow::{Context, Result, ensure};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type};
use assign::{Batch, Column, Compiled, NO_DAY, Outcome, Small, Traits};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

/// Records decided at a time: few enough to stay in the nearest caches.
const ROWS: usize = 1 << 12;

/// One small field: keys of a byte, and the traits of each.
#[derive(Default)]
struct SmallColumn {
    keys: Vec<u8>,
    traits: Vec<Traits>,
    known: HashMap<String, u8>,
}

/// The year as numbers.
#[derive(Default)]
struct Columns {
    practice: Vec<u32>,
    postcode: Vec<u32>,
    provider: Vec<u32>,
    service: Vec<u32>,
    small: [SmallColumn; 7],
    days: [Vec<i32>; 4],
}

const SMALL: [&str; 7] =
    ["cds_type", "tfc", "admin_category", "source_of_admission", "ovcc", "diagnoses", "procedures"];

fn traits(compiled: &Compiled, place: usize, text: &str) -> Traits {
    match place {
        0 => Traits::cds_type(text),
        1 => Traits::tfc(text),
        2 => Traits::admin_category(text),
        3 => Traits::source_of_admission(text),
        4 => Traits::ovcc(text),
        5 => compiled.clinical(text, ""),
        _ => compiled.clinical("", text),
    }
}

impl Columns {
    fn take(&mut self, compiled: &Compiled, batch: &RecordBatch) -> Result<()> {
        let text = |name: &str| batch.column_by_name(name).map(AsArray::as_string::<i32>).context("no column");
        self.practice.extend(text("gp_practice")?.iter().map(|text| compiled.practice(text.unwrap_or_default())));
        self.postcode.extend(text("postcode")?.iter().map(|text| compiled.postcode(text.unwrap_or_default())));
        self.provider.extend(text("provider")?.iter().map(|text| compiled.provider(text.unwrap_or_default())));
        self.service.extend(text("service_code")?.iter().map(|text| compiled.service(text.unwrap_or_default())));
        for (place, (name, column)) in SMALL.iter().zip(&mut self.small).enumerate() {
            for text in text(name)? {
                let text = text.unwrap_or_default();
                let key = if let Some(key) = column.known.get(text) {
                    *key
                } else {
                    let key = u8::try_from(column.traits.len())?;
                    column.traits.push(traits(compiled, place, text));
                    column.known.insert(text.to_owned(), key);
                    key
                };
                column.keys.push(key);
            }
        }
        for (field, days) in Compiled::DATES.iter().zip(&mut self.days) {
            let column = batch.column_by_name(field.name()).context("no column")?.as_primitive::<Date32Type>();
            days.extend(column.iter().map(|day| day.unwrap_or(NO_DAY)));
        }
        Ok(())
    }

    /// Decides the records from one to another.
    fn decide(&self, compiled: &Compiled, from: usize, out: &mut [Outcome]) {
        let to = from + out.len();
        let small: Vec<Small<'_>> = self
            .small
            .iter()
            .map(|column| Small::Keys8(column.keys.get(from..to).unwrap_or_default(), &column.traits))
            .collect();
        let [one, two, three, four] = &self.days;
        let batch = Batch {
            practice: Column::Plain(self.practice.get(from..to).unwrap_or_default()),
            postcode: Column::Plain(self.postcode.get(from..to).unwrap_or_default()),
            provider: Column::Plain(self.provider.get(from..to).unwrap_or_default()),
            service: Column::Plain(self.service.get(from..to).unwrap_or_default()),
            small: &small,
            days: [one, two, three, four].map(|days| days.get(from..to).unwrap_or_default()),
            overrides: Column::All(0),
        };
        compiled.assign_batch(&batch, out);
    }

    fn bytes_a_record() -> usize {
        4 * 4 + SMALL.len() + 4 + size_of::<Outcome>()
    }
}

/// Decides all records on so many threads.
fn decide(columns: &Columns, compiled: &Compiled, out: &mut [Outcome], threads: usize) {
    let share = out.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        for (thread, part) in out.chunks_mut(share).enumerate() {
            scope.spawn(move || {
                for (place, rows) in part.chunks_mut(ROWS).enumerate() {
                    columns.decide(compiled, thread * share + place * ROWS, rows);
                }
            });
        }
    });
}

/// How long the reason of every record takes beside the answer: it is looked up in a table of sentences.
fn with_reasons(columns: &Columns, compiled: &Compiled, out: &mut [Outcome], reasons: &mut [u16], threads: usize) {
    let share = out.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        for (thread, (part, reasons)) in out.chunks_mut(share).zip(reasons.chunks_mut(share)).enumerate() {
            scope.spawn(move || {
                for (place, (rows, reasons)) in part.chunks_mut(ROWS).zip(reasons.chunks_mut(ROWS)).enumerate() {
                    columns.decide(compiled, thread * share + place * ROWS, rows);
                    for (reason, outcome) in reasons.iter_mut().zip(rows.iter()) {
                        *reason = outcome.reason().number();
                    }
                }
            });
        }
    });
}

pub(super) fn run(asked: &Asked, made: &Made, bandwidth: f64) -> Result<()> {
    let (records, rounds) = (asked.records, asked.rounds);
    let Made { folder, world, compiled, threads, .. } = made;
    let threads = threads.get();
    let mut peer = if asked.alone { None } else { Some(prepared(compiled, world, folder, made.threads)?) };
    if let Some(peer) = &peer {
        println!("peer: DuckDB {} on {threads} threads", peer.version);
    }
    let file = Year::made(world, folder, records, Format::Parquet)?;
    let mut columns = Columns::default();
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(&file)?)?.build()? {
        columns.take(compiled, &batch?)?;
    }
    let mut out = vec![Outcome::default(); columns.practice.len()];
    let mut reasons = vec![0_u16; out.len()];
    decide(&columns, compiled, &mut out, threads);
    let query = peer.as_mut().map(|peer| load_numbers(peer, &file)).transpose()?;
    if let Some((peer, query)) = peer.as_mut().zip(query.as_ref()) {
        peer.run(query)?;
        check(peer, compiled, &out, folder)?;
        println!("\nin memory: answers equal: {records} records, commissioner, terminal, method and path of each");
    }
    let (mut ours, mut reasoned, mut theirs): (Vec<Duration>, Vec<Duration>, Vec<Duration>) = Default::default();
    for _ in 0..rounds {
        ours.push(timed(|| decide(&columns, compiled, &mut out, threads)).0);
        reasoned.push(timed(|| with_reasons(&columns, compiled, &mut out, &mut reasons, threads)).0);
        if let Some((peer, query)) = peer.as_mut().zip(query.as_ref()) {
            theirs.push(peer.run(query)?);
        }
    }
    println!("in memory, ours: {ours:.3?}\nwith reasons: {reasoned:.3?}\npeer: {theirs:.3?}");
    let (time, reasoned) = (median(ours).as_secs_f64(), median(reasoned).as_secs_f64());
    println!(
        "median: {time:.4} s, {:.1} ns a record, {:.0} million records/s; {:.1}% of memory bandwidth; reasons cost {:.1}%",
        time * 1e9 / records as f64,
        records as f64 / time / 1e6,
        records as f64 * Columns::bytes_a_record() as f64 / time / bandwidth * 100.0,
        (reasoned / time - 1.0) * 100.0
    );
    if !theirs.is_empty() {
        let theirs = median(theirs).as_secs_f64();
        println!("DuckDB {theirs:.3} s: ours is {:.1} times as fast", theirs / time);
    }
    Ok(())
}

/// Holds every answer of the peer to ours.
fn check(peer: &mut Peer, compiled: &Compiled, out: &[Outcome], folder: &Path) -> Result<()> {
    let file = folder.join("answer.parquet");
    peer.run(&format!(
        "COPY (SELECT CAST(number AS BIGINT) AS number, coalesce(CAST(commissioner AS VARCHAR), '') AS commissioner,
           CAST(terminal AS BIGINT) AS terminal, CAST(method AS BIGINT) AS method, CAST(path AS BIGINT) AS path
         FROM answer) TO '{}' (FORMAT parquet)",
        file.display()
    ))?;
    let paths: Vec<i64> = compiled.paths().iter().map(|path| path_bits(&path.text)).collect();
    let mut n_rows = 0;
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(&file)?)?.build()? {
        let batch = batch?;
        let [numbers, codes, terminals, methods, masks] = batch.columns() else { anyhow::bail!("other columns") };
        let [numbers, terminals, methods, masks] =
            [numbers, terminals, methods, masks].map(AsArray::as_primitive::<Int64Type>);
        for row in 0..batch.num_rows() {
            let ours = out.get(numbers.value(row) as usize).context("a record of its own")?;
            let theirs =
                (codes.as_string::<i32>().value(row), terminals.value(row), methods.value(row), masks.value(row));
            let path = paths.get(usize::from(ours.path.number())).copied().unwrap_or_default();
            let (terminal, method) = (i64::from(ours.terminal.number()), i64::from(ours.method.number()));
            let ours = (compiled.reference().code_text(ours.commissioner), terminal, method, path);
            ensure!(ours == theirs, "record {}: ours {ours:?}, DuckDB's {theirs:?}", numbers.value(row));
        }
        n_rows += batch.num_rows();
    }
    ensure!(n_rows == out.len(), "DuckDB answered {n_rows} records of {}", out.len());
    Ok(std::fs::remove_file(file)?)
}
