//! What the program says of its own running, on the error stream.

use crate::cli::{Global, LogFormat};
use std::io::IsTerminal as _;
use tracing::level_filters::LevelFilter;

/// What is told without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usual {
    /// Warnings and errors.
    Warnings,
    /// Every request too: what a server's keeper expects.
    Requests,
}

/// Starts the log: warnings only, unless more is asked for with `-v`.
pub(crate) fn start(global: &Global, usual: Usual) {
    let level = match global.verbose.max(u8::from(usual == Usual::Requests)) {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // A log that nobody reads any more must not stop the server.
    let log = tracing_subscriber::fmt()
        .log_internal_errors(false)
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match global.log_format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}
