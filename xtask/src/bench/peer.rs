//! `DuckDB` and `SQLite`, each in a process of its own that stays for the whole run.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// A running database with its version.
pub(super) struct Peer {
    pub(super) version: String,
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts it. `DUCKDB_PYTHON` names the Python that has the `duckdb` package; otherwise `python3` is used.
    pub(super) fn start() -> Result<Self> {
        Self::of(include_str!("peer.py"), "duckdb")
    }

    /// `SQLite`, by the module that comes with Python.
    pub(super) fn sqlite() -> Result<Self> {
        Self::of(include_str!("judge.py"), "sqlite3")
    }

    fn of(script: &str, package: &str) -> Result<Self> {
        let python = std::env::var("DUCKDB_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let mut child = Command::new(&python)
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start {python}"))?;
        let ask = child.stdin.take().context("no way to ask it")?;
        let mut answer = BufReader::new(child.stdout.take().context("no way to hear it")?);
        let mut version = String::new();
        answer.read_line(&mut version)?;
        let version = version.trim().to_owned();
        anyhow::ensure!(
            !version.is_empty(),
            "{python} has no package `{package}`: install it with `{python} -m pip install {package}`, \
             or name another Python with DUCKDB_PYTHON"
        );
        Ok(Self { version, child, ask, answer })
    }

    /// The most memory it has held so far, in KiB.
    pub(super) fn peak_kib(&self) -> u64 {
        super::program::high_water_mark(&std::path::PathBuf::from(format!("/proc/{}/status", self.child.id())))
    }

    /// Runs a statement; how long it took, by its own clock.
    pub(super) fn run(&mut self, statement: &str) -> Result<Duration> {
        let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(self.ask, "{line}")?;
        let mut seconds = String::new();
        self.answer.read_line(&mut seconds)?;
        let seconds: f64 = seconds.trim().parse().with_context(|| format!("refused: {line}"))?;
        Ok(Duration::from_secs_f64(seconds))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends by itself once nobody asks any more; a failure to end it harms nobody.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
