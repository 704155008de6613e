//! The clock of this process: the machine's, or in a development build one that a test gives.

use crate::exit::Failure;
use jiff::Timestamp;
use journal::Clock;
use std::sync::OnceLock;

/// The variable that gives a development build the moment at which it stands.
pub(crate) const VARIABLE: &str = "FOOTPRINT_CLOCK";

static GIVEN: OnceLock<Clock> = OnceLock::new();

/// How the program was built, and what it is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// A build for use: its clock is the machine's.
    Built,
    /// A development build that answers others: what it records is theirs, so its clock is the machine's too.
    Serving,
    /// A development build that runs one command.
    Developing,
}

impl Use {
    /// What this process is.
    pub(crate) fn of(serves: bool) -> Self {
        match (cfg!(debug_assertions), serves) {
            (false, _) => Self::Built,
            (true, true) => Self::Serving,
            (true, false) => Self::Developing,
        }
    }
}

/// Sets the clock by the variable. Called once, before anything asks for the time.
///
/// # Errors
/// Where no clock may be given, or the moment is none: a record under a time that is not true is worse than no record.
pub(crate) fn set(given: Option<&str>, using: Use) -> Result<(), Failure> {
    if let Some(moment) = read(given, using)? {
        // The first one stands.
        drop(GIVEN.set(Clock::standing_at(moment)));
    }
    Ok(())
}

fn read(given: Option<&str>, using: Use) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = given else { return Ok(None) };
    let refused =
        |what: &str| Err(Failure::usage(format!("{VARIABLE} is set, and {what}")).advise(format!("Unset {VARIABLE}.")));
    match using {
        Use::Built => refused("a release build takes the time from the machine alone"),
        Use::Serving => refused("a server takes the time from the machine alone"),
        Use::Developing => match text.parse() {
            Ok(moment) => Ok(Some(moment)),
            Err(error) => Err(Failure::usage(format!("{VARIABLE} is `{text}`, which is no moment: {error}"))
                .advise("Write it as 2026-06-15T09:30:00Z.")),
        },
    }
}

/// The clock.
pub(crate) fn clock() -> Clock {
    GIVEN.get().cloned().unwrap_or_else(Clock::system)
}

/// The present moment.
pub(crate) fn now() -> Timestamp {
    clock().now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_given_to_a_command_of_a_development_build_and_to_nothing_else() {
        let moment = "2026-06-15T09:30:00Z";
        assert_eq!(read(Some(moment), Use::Developing).unwrap(), Some(moment.parse().unwrap()));
        for using in [Use::Built, Use::Serving, Use::Developing] {
            assert_eq!(read(None, using).unwrap(), None);
        }
        for (text, using) in
            [(moment, Use::Built), (moment, Use::Serving), ("yesterday", Use::Developing), ("", Use::Built)]
        {
            let refused = read(Some(text), using);
            assert!(refused.is_err(), "{text} {using:?}");
        }
    }
}
