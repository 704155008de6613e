//! The one binary: command line, configuration, wiring.
//!
//! It holds no rule of its own: every command reads its arguments, asks the register or has an act recorded, and prints.

// Standard error may be closed, at which the library's macro panics: `note!` does not.
#![deny(clippy::print_stderr)]

#[macro_use]
mod print;

mod allocations;
mod cli;
mod clock;
mod commands;
mod database;
mod declared;
mod exit;
mod intake;
mod logs;

use std::process::ExitCode;

fn main() -> ExitCode {
    let wanted = cli::parse();
    let serves = matches!(wanted.command(), Some(cli::Command::Serve(_)));
    logs::start(wanted.global(), if serves { logs::Usual::Requests } else { logs::Usual::Warnings });
    if let Err(failure) = clock::set(
        std::env::var(clock::VARIABLE).ok().as_deref(),
        clock::Use::of(wanted.command().is_some_and(answers)),
    ) {
        return exit::report(&failure);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::report(&exit::Failure::failed(format!("cannot start: {error}"))),
    };
    match runtime.block_on(commands::run(wanted)) {
        Ok(ended) => ended.into(),
        Err(failure) => exit::report(&failure),
    }
}

/// Whether others are answered, so that what is recorded is theirs.
fn answers(command: &cli::Command) -> bool {
    match command {
        cli::Command::Serve(_) => true,
        cli::Command::Demo(args) => args.keep.is_none(),
        _ => false,
    }
}
