//! Developer commands: `cargo xtask test`, `cargo xtask clocks`, `cargo xtask bench`, `cargo xtask tidy`.

#[cfg(feature = "bench")]
mod bench;
mod clocks;
mod setup;
mod suite;
mod tidy;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use std::process::{Command, ExitCode};

/// Developer commands for Footprint.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what the tests need (Chromium, `PostgreSQL`, Python) and run them all; every failure is told, not the first.
    ///
    /// The proofs on real files run when `FOOTPRINT_DATA` names the folder that holds them.
    Test {
        /// Only tests with this in their name.
        name: Option<String>,
        /// Only tests of this package; give it again for each further one.
        #[arg(short, long, value_name = "PACKAGE")]
        package: Vec<String>,
        /// Leave out tests with this in their name; give it again for each further one.
        #[arg(long, value_name = "NAME")]
        skip: Vec<String>,
        /// Under a false clock: `2028-02-29` or `2028-02-29T12:00`. Without the browser, which a false clock stops.
        #[arg(long, value_name = "DAY")]
        day: Option<String>,
        /// Where that clock hangs.
        #[arg(long, value_name = "ZONE", default_value = clocks::ENGLAND, requires = "day")]
        zone: String,
        /// Further arguments for each test program, such as `--nocapture`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Run the tests whose result could depend on the day under a false clock, chosen by the commit.
    Clocks {
        /// Under every false clock of the list, one after another.
        #[arg(long)]
        every: bool,
        /// All tests but those with a browser, and not only those of programs that are given a clock.
        #[arg(long)]
        whole: bool,
    },
    /// Measure, beside the peers, in a release build.
    #[cfg(feature = "bench")]
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Measure, beside the peers, in a release build.
    #[cfg(not(feature = "bench"))]
    #[command(disable_help_flag = true)]
    Bench {
        /// What to measure, and how; `--help` lists it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Check what the compiler cannot: pure crates stay pure, files stay short, statements stay in their place.
    Tidy,
}

fn main() -> ExitCode {
    match run_task(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_task(task: Task) -> Result<()> {
    match task {
        Task::Test { name, package, skip, day, zone, arguments } => {
            let suite = suite::Suite { packages: package, name, without: skip, arguments };
            match day {
                Some(day) => suite.under_each(&[&clocks::FalseClock::new(&day, &zone)?]),
                None => suite.all(),
            }
        }
        Task::Clocks { every, whole } => {
            let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
            let (packages, without) =
                if whole { (Vec::new(), Vec::new()) } else { (words(&clocks::TIMED), words(&clocks::LEFT_OUT)) };
            let suite = suite::Suite { packages, name: None, without, arguments: Vec::new() };
            let all = clocks::FalseClock::all()?;
            if every {
                return suite.under_each(&all.iter().collect::<Vec<_>>());
            }
            suite.under_each(&[clocks::FalseClock::of_commit(&all)?])
        }
        // It builds what it measures by itself.
        #[cfg(feature = "bench")]
        Task::Bench { bench: bench::Bench::Coverage } => bench::coverage(),
        #[cfg(feature = "bench")]
        Task::Bench { bench: bench::Bench::Opening } => bench::opening(),
        #[cfg(feature = "bench")]
        Task::Bench { bench } => bench::run(bench),
        // Figures of a build with debug assertions mean nothing, and other tasks need none of the libraries that are measured: the
        // task builds itself again, with them and without assertions.
        #[cfg(not(feature = "bench"))]
        Task::Bench { arguments } => {
            let build = ["run", "--release", "--package", "xtask", "--features", "bench", "--", "bench"];
            run(Command::new("cargo").args(build).args(arguments))
        }
        Task::Tidy => tidy::check(&root()?),
    }
}

/// The folder of the workspace.
fn root() -> Result<std::path::PathBuf> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(std::path::Path::to_owned).context("xtask has no folder above it")
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.current_dir(root()?).status().with_context(|| format!("could not start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
