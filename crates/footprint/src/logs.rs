//! What the program says of its own running, on the error stream.

use crate::cli::{Global, LogFormat};
use tracing::level_filters::LevelFilter;

/// Starts the log: warnings only, unless more is asked for with `-v`.
pub(crate) fn start(global: &Global) {
    let level = match global.verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    match global.log_format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => log.json().init(),
    }
}
