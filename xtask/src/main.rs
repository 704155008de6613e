//! Developer commands: `cargo xtask test`, `cargo xtask bench`, `cargo xtask tidy`.

mod bench;
mod setup;
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
    /// Set up what the tests need (Chromium, `PostgreSQL`, Python) and run them all.
    ///
    /// The proofs on real files run when `FOOTPRINT_DATA` names the folder that holds them.
    Test {
        /// Further arguments for `cargo test`, such as the name of one test.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure, beside the peers, in a release build.
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
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
        Task::Test { arguments } => {
            setup::for_tests()?;
            let mut test = Command::new("cargo");
            test.args(["test", "--workspace"]).args(arguments);
            run(&mut test)
        }
        // It builds what it measures by itself.
        Task::Bench { bench: bench::Bench::Coverage } => bench::coverage(),
        // Figures of a build with debug assertions mean nothing, so the task builds itself again without them.
        Task::Bench { .. } if cfg!(debug_assertions) => {
            let asked = std::env::args().skip(1);
            run(Command::new("cargo").args(["run", "--release", "--package", "xtask", "--"]).args(asked))
        }
        Task::Bench { bench } => bench::run(bench),
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
