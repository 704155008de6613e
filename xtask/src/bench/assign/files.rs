//! From file to file, as a user has it: ours beside the peer's, and beside what the machine can do at all.

use super::nation::as_program;
use super::sql::{check, file_query, prepared};
use super::year::{Format, Year};
use super::{Asked, Made, bytes_of};
use crate::bench::{median, timed};
use activity::{BadRows, Deciding, EditionLabel, Formulas, Hashes, Input, Limits, Mapping, MissingOvcc, Output, Run};
use anyhow::Result;
use assign::Compiled;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) fn run(asked: &Asked, made: &Made, program: &Path, format: Format) -> Result<()> {
    let (records, folder) = (asked.records, made.folder.as_path());
    let from = Year::made(&made.world, folder, records, format)?;
    let name = format.extension();
    let [to, theirs] = ["ours", "theirs"].map(|name| folder.join(format!("{name}.{}", format.extension())));
    assign_file(&made.compiled, &from, &to, made.threads)?;
    println!(
        "\n{name} to {name}: {records} records, {} MB in, {} MB out",
        bytes_of(&from)? / 1_000_000,
        bytes_of(&to)? / 1_000_000
    );
    let query = file_query(format, &from, &theirs);
    if !asked.alone {
        prepared(&made.compiled, &made.world, folder, made.threads)?.run(&query)?;
        check(format, &to, &theirs, folder, records)?;
        println!(
            "every row equal: the columns that pass through, commissioner, terminal, method, path, reason, edition"
        );
    }
    // A fresh peer, so that its peak memory is of the measured work alone.
    let mut peer = if asked.alone { None } else { Some(prepared(&made.compiled, &made.world, folder, made.threads)?) };
    let (mut our_times, mut their_times, mut floors) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..asked.rounds {
        let (took, done) = timed(|| assign_file(&made.compiled, &from, &to, made.threads));
        done?;
        our_times.push(took);
        floors.push(moved(&from, &to, &folder.join("floor"))?);
        if let Some(peer) = &mut peer {
            their_times.push(peer.run(&query)?);
        }
    }
    println!("ours, each run: {our_times:.3?}\npeer, each run: {their_times:.3?}");
    let (ours, floor) = (median(our_times).as_secs_f64(), median(floors).as_secs_f64());
    let bytes = (bytes_of(&from)? + bytes_of(&to)?) as f64;
    println!(
        "median: ours {ours:.3} s, {:.0} ns a record, {:.2} million records/s",
        ours * 1e9 / records as f64,
        records as f64 / ours / 1e6
    );
    println!(
        "physical limit: {:.2} GB read and written at {:.2} GB/s in {floor:.3} s; {:.0}% of it reached",
        bytes / 1e9,
        bytes / floor / 1e9,
        floor / ours * 100.0
    );
    if !their_times.is_empty() {
        let theirs = median(their_times).as_secs_f64();
        println!("DuckDB {theirs:.3} s: ours is {:.2} times as fast", theirs / ours);
    }
    println!("the same bytes to the disk itself, flushed: {:.3} s", flushed(&to, &folder.join("floor"))?.as_secs_f64());
    let (time, peak) = as_program(program, &from, &made.prepared, &to)?;
    print!(
        "as a program, with start-up, reference and hash of the input: {:.2} s, peak {} MiB",
        time.as_secs_f64(),
        peak / 1024
    );
    match &peer {
        Some(peer) => println!("; DuckDB's peak {} MiB", peer.peak_kib() / 1024),
        None => println!(),
    }
    for path in [to, theirs] {
        let _ = fs::remove_file(path);
    }
    Ok(())
}

/// Our own run over files, the reference being ready as the peer's tables are.
pub(super) fn assign_file(compiled: &Compiled, from: &Path, to: &Path, threads: NonZero<usize>) -> Result<()> {
    let deciding = Deciding {
        compiled,
        interpreter: None,
        label: EditionLabel::Plain,
        missing_ovcc: MissingOvcc::AsWritten,
        before: None,
        variance: false,
    };
    let mapping = Mapping::default();
    // The peer takes no hash of what it reads.
    let hashes = Hashes::NotTaken;
    let made = Run {
        deciding,
        mapping: &mapping,
        bad_rows: BadRows::Fail,
        prefix: String::new(),
        threads,
        hashes,
        formulas: Formulas::Guarded,
        limits: Limits::COMMAND_LINE,
    };
    activity::run(&[Input::File(from.to_owned())], &Output::File(to.to_owned()), &made, &mut |_| ())?;
    Ok(())
}

/// How long the machine takes to read the one file and to write as many bytes as the other has, and to do nothing else.
pub(super) fn moved(from: &Path, to: &Path, floor: &Path) -> Result<Duration> {
    let mut block = vec![0_u8; 1 << 20];
    let begun = Instant::now();
    let mut source = File::open(from)?;
    while source.read(&mut block)? > 0 {}
    let (mut out, mut left) = (File::create(floor)?, bytes_of(to)?);
    while left > 0 {
        let part = left.min(block.len() as u64);
        out.write_all(block.get(..part as usize).unwrap_or_default())?;
        left -= part;
    }
    drop(out);
    let took = begun.elapsed();
    fs::remove_file(floor)?;
    Ok(took)
}

/// How long the disk takes for the bytes of the result, written and flushed.
fn flushed(to: &Path, floor: &Path) -> Result<Duration> {
    let begun = Instant::now();
    fs::copy(to, floor)?;
    File::open(floor)?.sync_all()?;
    let took = begun.elapsed();
    fs::remove_file(floor)?;
    Ok(took)
}
