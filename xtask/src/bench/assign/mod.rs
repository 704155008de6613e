//! A nation's year of activity through the method, beside the same method written as SQL for `DuckDB`.

mod files;
mod memory;
mod nation;
mod sql;
mod world;
mod year;

use super::program::release_program;
use super::{memory_bandwidth, timed};
use activity::reference::{ReferenceFolder, load_reference, write_prepared};
use anyhow::{Context, Result};
use assign::{Compiled, Edition};
use clap::{Args, ValueEnum};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use world::World;
use year::Format;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// On numbers in memory.
    Memory,
    /// From Parquet to Parquet.
    Parquet,
    /// From CSV to CSV.
    Csv,
    /// The whole year, Parquet to Parquet, without the peer.
    Year,
    /// One late file from start to end, without the peer.
    Late,
}

/// How the measurement is made.
#[derive(Clone, Debug, Args)]
pub(crate) struct Asked {
    /// Records beside the peer.
    #[arg(long, default_value_t = 20_000_000)]
    records: u64,
    /// Records of the whole year.
    #[arg(long, default_value_t = 185_000_000)]
    year: u64,
    /// Records of the one late file.
    #[arg(long, default_value_t = 1_000_000)]
    late: u64,
    /// Rounds of each measurement.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Leave the peer out.
    #[arg(long)]
    alone: bool,
    /// Only these parts; again for each further one.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Where made-up files are kept and found again. Without it they are made afresh and removed.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Make the files of these parts, and measure nothing.
    #[arg(long, requires = "keep")]
    make: bool,
}

/// What every part needs.
struct Made {
    folder: PathBuf,
    world: World,
    compiled: Compiled,
    /// The reference as one file.
    prepared: PathBuf,
    threads: NonZero<usize>,
}

pub(super) fn run(asked: &Asked) -> Result<()> {
    let threads = std::thread::available_parallelism()?;
    let passing = if asked.keep.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = asked.keep.clone().or(passing.as_ref().map(|folder| folder.path().to_owned())).context("no folder")?;
    fs::create_dir_all(&folder)?;
    let wanted = |part: Part| asked.only.is_empty() || asked.only.contains(&part);
    let made = prepare(&folder, threads)?;
    if asked.make {
        return make(asked, &made, wanted);
    }
    let program = release_program()?;
    let bandwidth = memory_bandwidth(threads.get());
    println!("memory: {:.1} GB/s read by all threads", bandwidth / 1e9);
    if wanted(Part::Memory) {
        memory::run(asked, &made, bandwidth)?;
    }
    for (part, format) in [(Part::Parquet, Format::Parquet), (Part::Csv, Format::Csv)] {
        if wanted(part) {
            files::run(asked, &made, &program, format)?;
        }
    }
    if wanted(Part::Late) {
        nation::late(asked, &made, &program)?;
    }
    if wanted(Part::Year) {
        nation::year(asked, &made, &program)?;
    }
    Ok(())
}

/// Makes the tables, prepares them and compiles them.
fn prepare(folder: &Path, threads: NonZero<usize>) -> Result<Made> {
    let (tables, prepared) = (folder.join("tables"), folder.join("tables.reference"));
    let world = world::write(&tables)?;
    let (reading, reference) = timed(|| ReferenceFolder::at(&tables).load());
    write_prepared(&reference?, &prepared)?;
    let (loading, reference) = timed(|| load_reference(&prepared));
    let reference = reference?;
    let (compiling, compiled) = timed(|| Edition::built_in().and_then(|editions| Compiled::new(&reference, editions)));
    println!(
        "reference of {} postcodes: its tables read in {reading:.2?}; prepared, {} MB, loaded in {loading:.3?}; compiled in {compiling:.3?}",
        world.n_postcodes,
        bytes_of(&prepared)? / 1_000_000
    );
    Ok(Made { folder: folder.to_owned(), world, compiled: compiled?, prepared, threads })
}

fn make(asked: &Asked, made: &Made, wanted: impl Fn(Part) -> bool) -> Result<()> {
    let year = |records, format| year::Year::made(&made.world, &made.folder, records, format);
    if wanted(Part::Memory) || wanted(Part::Parquet) {
        year(asked.records, Format::Parquet)?;
    }
    if wanted(Part::Csv) {
        year(asked.records, Format::Csv)?;
    }
    if wanted(Part::Late) {
        year(asked.late, Format::Parquet)?;
        year(asked.late, Format::Csv)?;
    }
    if wanted(Part::Year) {
        for records in [1_000_000, 20_000_000, asked.year] {
            year(records, Format::Parquet)?;
        }
    }
    Ok(())
}

fn bytes_of(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The peer's SQL is written apart from the engine, so that each checks the other.
    #[test]
    fn the_sql_gives_the_same_answers() {
        if std::env::var_os("DUCKDB_PYTHON").is_none() {
            eprintln!("skipped: DUCKDB_PYTHON is not set, so the SQL was not held to the engine");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let made = prepare(folder.path(), NonZero::new(2).unwrap()).unwrap();
        let asked = Asked {
            records: 40_000,
            year: 0,
            late: 0,
            rounds: 1,
            alone: false,
            only: Vec::new(),
            keep: None,
            make: false,
        };
        memory::run(&asked, &made, 1e9).unwrap();
        for format in [Format::Parquet, Format::Csv] {
            let from = year::Year::made(&made.world, &made.folder, asked.records, format).unwrap();
            let [ours, theirs] = ["ours", "theirs"].map(|name| folder.path().join(name));
            files::assign_file(&made.compiled, &from, &ours.with_extension(format.extension()), made.threads).unwrap();
            let ours = ours.with_extension(format.extension());
            let mut peer = sql::prepared(&made.compiled, &made.world, folder.path(), made.threads).unwrap();
            peer.run(&sql::file_query(format, &from, &theirs)).unwrap();
            sql::check(format, &ours, &theirs, folder.path(), asked.records).unwrap();
        }
    }
}
