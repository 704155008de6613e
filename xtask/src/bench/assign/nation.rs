//! The program as a user starts it: a whole nation's year, and one late file.

use super::files::{assign_file, moved};
use super::year::{Format, Year};
use super::{Asked, Made, bytes_of};
use crate::bench::program::high_water_mark;
use crate::bench::{median, timed};
use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// From one million records to the whole year: time a record, and memory.
pub(super) fn year(asked: &Asked, made: &Made, program: &Path) -> Result<()> {
    let to = made.folder.join("year-ours.parquet");
    println!("\na nation's year, Parquet to Parquet:");
    for records in [1_000_000, 20_000_000, asked.year] {
        let from = Year::made(&made.world, &made.folder, records, Format::Parquet)?;
        let rounds = if records < asked.year { asked.rounds } else { 1 };
        let mut times = Vec::new();
        for _ in 0..rounds {
            let (took, done) = timed(|| assign_file(&made.compiled, &from, &to, made.threads));
            done?;
            times.push(took);
        }
        let time = median(times).as_secs_f64();
        let floor = moved(&from, &to, &made.folder.join("floor"))?.as_secs_f64();
        let bytes = (bytes_of(&from)? + bytes_of(&to)?) as f64;
        println!(
            "  {records} records: {time:.3} s, {:.1} ns a record; {:.2} GB read and written, which alone takes {floor:.3} s: {:.0}% of that limit",
            time * 1e9 / records as f64,
            bytes / 1e9,
            floor / time * 100.0
        );
        let (time, peak) = as_program(program, &from, &made.prepared, &to)?;
        println!("    as a program, with the hash of its input: {:.2} s, peak {} MiB", time.as_secs_f64(), peak / 1024);
        fs::remove_file(&to)?;
    }
    Ok(())
}

/// One late file, from start to end.
pub(super) fn late(asked: &Asked, made: &Made, program: &Path) -> Result<()> {
    println!("\none late file of {} records, start-up and reference load included:", asked.late);
    for format in [Format::Parquet, Format::Csv] {
        let from = Year::made(&made.world, &made.folder, asked.late, format)?;
        let to = made.folder.join(format!("late.{}", format.extension()));
        let mut times = Vec::new();
        let mut most = 0;
        for _ in 0..asked.rounds {
            let (time, peak) = as_program(program, &from, &made.prepared, &to)?;
            times.push(time);
            most = most.max(peak);
        }
        println!(
            "  {}: {:.3} s, each run {times:.3?}, peak {} MiB",
            format.extension(),
            median(times.clone()).as_secs_f64(),
            most / 1024
        );
        fs::remove_file(to)?;
    }
    Ok(())
}

/// The program itself, as a user starts it: how long, and the most memory it held in KiB.
pub(super) fn as_program(program: &Path, from: &Path, reference: &Path, to: &Path) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    let mut process = Command::new(program)
        .arg("assign")
        .arg(from)
        .arg("--reference")
        .arg(reference)
        .arg("--to")
        .arg(to)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", process.id()));
    let mut peak = 0;
    loop {
        if let Some(ended) = process.try_wait()? {
            ensure!(ended.success(), "the program ended with {ended}");
            return Ok((begun.elapsed(), peak));
        }
        peak = peak.max(high_water_mark(&status));
        std::thread::sleep(Duration::from_millis(3));
    }
}
