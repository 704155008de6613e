//! Measurements: ours and the peer's in one run, in turns, the median of five.

mod assign;
mod generated;
mod money;
mod parquet_file;
mod peer;
mod program;
mod register;
mod regroup;

use anyhow::Result;
use clap::Subcommand;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

/// What to measure.
#[derive(Clone, Subcommand)]
pub(crate) enum Bench {
    /// Regroup 96 million practice-months onto another day's structure, beside `DuckDB`'s interval join.
    Regroup {
        /// Practices.
        #[arg(long, default_value_t = 8_000)]
        practices: usize,
        /// Months.
        #[arg(long, default_value_t = 150)]
        months: usize,
        /// Measures.
        #[arg(long, default_value_t = 80)]
        measures: usize,
    },
    /// Make the state from fact files, and look memberships up as they were known.
    Register,
    /// Assign a made-up nation's year of activity, beside the same method as SQL in `DuckDB`.
    Assign(assign::Asked),
    /// Ledgers, budgets restated and plans made one, beside `DuckDB`, `SQLite` and `ledger`.
    Money,
    /// Prove coverage over 1,000 services, 200 populations and 10 years.
    Coverage,
    /// Import all real files (`FOOTPRINT_DATA`) into an empty SQLite journal, and ask for an organisation of it.
    Import,
    /// Open a journal of 100,000 entries: from the first, and from the state that was kept.
    Opening,
    /// Ask five pages over the real files at 200 requests a second.
    Pages,
    /// Durable acts by many callers at once on one SQLite journal, beside how often this machine can flush at all.
    Durable {
        /// Callers.
        #[arg(long, default_value_t = 256)]
        writers: u64,
    },
}

/// Measures.
pub(crate) fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Regroup { practices, months, measures } => regroup::run(practices, months, measures),
        Bench::Assign(asked) => assign::run(&asked),
        Bench::Register => register::run(),
        Bench::Money => money::run(),
        Bench::Coverage => coverage(),
        Bench::Import => program::import(),
        Bench::Opening => opening(),
        Bench::Pages => program::pages(),
        Bench::Durable { writers } => durable(writers),
    }
}

/// The measurement is an example of the crate it measures, so that nothing else need be built for it.
pub(crate) fn coverage() -> Result<()> {
    crate::run(Command::new("cargo").args(["run", "--release", "--package", "mandate", "--example", "coverage"]))
}

/// As [`coverage`], of the crate that opens journals.
pub(crate) fn opening() -> Result<()> {
    crate::run(Command::new("cargo").args(["run", "--release", "--package", "app", "--example", "opening"]))
}

const RUNS: usize = 5;

/// Five rounds, the middle one by acts a second.
fn durable(writers: u64) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut rounds = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let folder = tempfile::tempdir()?;
        rounds.push(runtime.block_on(testkit::durable::measure(folder.path(), writers, Duration::from_secs(5)))?);
    }
    rounds.sort_by(|one, other| one.acts_per_second().total_cmp(&other.acts_per_second()));
    if let Some(middle) = rounds.get(RUNS / 2) {
        println!("durable: {writers} callers, one SQLite journal, 5 s, the middle of {RUNS} rounds");
        println!("  {:.0} acts/s, {:.0} acts to each flush", middle.acts_per_second(), middle.acts_per_flush());
        println!("  the machine alone makes {:.0} flushes/s of a small write", middle.machine_flushes_per_second);
    }
    Ok(())
}

/// The middle one of some measurements.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How long something takes, with what it gives.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let outcome = work();
    (start.elapsed(), outcome)
}

/// How many bytes a second all threads together read from memory, far past every cache.
fn memory_bandwidth(threads: usize) -> f64 {
    const WORDS: usize = 1 << 27;
    let words = vec![1u64; WORDS];
    let read = |part: &[u64]| {
        // Eight sums side by side, so that the additions do not wait for each other.
        let mut sums = [0u64; 8];
        for eight in part.chunks_exact(8) {
            for (sum, word) in sums.iter_mut().zip(eight) {
                *sum = sum.wrapping_add(*word);
            }
        }
        black_box(sums);
    };
    let times = (0..RUNS)
        .map(|_| {
            timed(|| {
                std::thread::scope(|scope| {
                    for part in words.chunks(WORDS / threads) {
                        scope.spawn(move || read(part));
                    }
                });
            })
            .0
        })
        .collect();
    (WORDS * 8) as f64 / median(times).as_secs_f64()
}
