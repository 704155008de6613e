//! False clocks: the days on which what depends on the day is most likely to show it.

use anyhow::{Context, Result, bail};
use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::process::Command;

/// A moment, as the clocks of a place show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FalseClock {
    day: String,
    time: String,
    zone: String,
}

/// The turns of the year, and a place where it is another day than in England.
const DAYS: [(&str, &str); 10] = [
    ("2027-01-01T00:01", ENGLAND),
    ("2027-01-31T12:00", ENGLAND),
    ("2028-02-29T12:00", ENGLAND),
    // A minute before the clocks go forward, and before they go back.
    ("2027-03-28T00:59", ENGLAND),
    ("2027-10-31T00:59", ENGLAND),
    ("2027-03-31T23:30", ENGLAND),
    ("2027-04-01T00:30", ENGLAND),
    ("2027-12-31T23:59", ENGLAND),
    ("2027-06-15T20:30", "America/New_York"),
    ("2027-12-06T03:00", "Pacific/Auckland"),
];

/// Where the days of the record are counted.
pub(crate) const ENGLAND: &str = "Europe/London";

/// What tests read no clock by day, or take long and show nothing of it: browsers, other people's clients, crowds, real files.
pub(crate) const LEFT_OUT: [&str; 5] = ["accessible", "conformance", "crowd", "episodes", "real"];

/// The packages whose programs are given a clock. No other may read one: `tidy` sees to it.
pub(crate) const TIMED: [&str; 5] = ["app", "footprint", "journal", "store", "web"];

impl FalseClock {
    /// A clock at a moment written `2028-02-29` or `2028-02-29T12:00`; noon where no time is given.
    pub(crate) fn new(moment: &str, zone: &str) -> Result<Self> {
        let (day, time) = moment.split_once('T').unwrap_or((moment, "12:00"));
        let is = |text: &str, shape: &str| {
            text.len() == shape.len()
                && text.bytes().zip(shape.bytes()).all(|(a, b)| if b == b'0' { a.is_ascii_digit() } else { a == b })
        };
        if !is(day, "0000-00-00") || !is(time, "00:00") {
            bail!("`{moment}` is no moment: write it as 2028-02-29 or 2028-02-29T12:00");
        }
        Ok(Self { day: day.to_owned(), time: time.to_owned(), zone: zone.to_owned() })
    }

    /// All of them.
    pub(crate) fn all() -> Result<Vec<Self>> {
        DAYS.iter().map(|(moment, zone)| Self::new(moment, zone)).collect()
    }

    /// The one whose turn it is at a commit, so that each is taken in time and a failure can be had again.
    pub(crate) fn of_commit(clocks: &[Self]) -> Result<&Self> {
        let said = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(crate::root()?).output();
        let commit = said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default();
        let turn = commit.get(..8).and_then(|start| usize::from_str_radix(start, 16).ok());
        println!("the day of commit {}", if turn.is_some() { &commit } else { "(none: the first of the list)" });
        clocks.get(turn.unwrap_or(0) % clocks.len().max(1)).context("there are no false clocks")
    }

    /// The day it shows.
    pub(crate) fn day(&self) -> &str {
        &self.day
    }

    /// A program under this clock. Time passes, and what is measured by no calendar is left alone.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("faketime");
        command.args(["--exclude-monotonic", "-f", &format!("@{} {}:00", self.day, self.time)]);
        command.arg(program).env("TZ", &self.zone);
        command
    }

    /// Makes sure that programs see the clock: a test under the true time proves nothing.
    pub(crate) fn probe(&self) -> Result<()> {
        let mut date = self.command(Path::new("date"));
        let said = date.arg("+%Y-%m-%dT%H:%M").output().with_context(|| format!("could not start {date:?}"))?;
        let (found, wanted) =
            (String::from_utf8_lossy(&said.stdout).trim().to_owned(), format!("{}T{}", self.day, self.time));
        if found != wanted {
            bail!(
                "under the false clock it is {found} and not {wanted}: is there such a day, and does faketime work here?"
            );
        }
        Ok(())
    }
}

impl Display for FalseClock {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} in {}: cargo xtask test --day {}T{} --zone {}",
            self.day, self.time, self.zone, self.day, self.time, self.zone
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_list_is_one_and_programs_see_it() {
        let all = FalseClock::all().unwrap();
        assert_eq!(all.len(), DAYS.len());
        for clock in &all {
            clock.probe().unwrap();
        }
        assert!(FalseClock::new("2027-02-29T12:00", ENGLAND).unwrap().probe().is_err(), "there is no such day");
        for wrong in ["today", "2028-2-29", "2028-02-29T9:00", "2028-02-29 12:00"] {
            assert!(FalseClock::new(wrong, ENGLAND).is_err(), "{wrong}");
        }
    }
}
