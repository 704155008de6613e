//! Turning what a reader writes for the second clock into an entry.

use crate::rooms::House;
use jiff::{Timestamp, civil, tz::TimeZone};
use std::str::FromStr;
use terms::Sequence;
use thiserror::Error;

/// What a reader asks of the second clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedKnown {
    /// An entry by its number.
    Entry(Sequence),
    /// The last entry at or before a moment. A day means its end, in England.
    Moment(Timestamp),
}

/// Why a reader's second clock is not one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KnownError {
    /// Neither an entry nor a time.
    #[error("`{found}` is neither an entry's number nor a time: write 41, 2026-11-22 or 2026-11-22T09:30:00Z")]
    Unreadable {
        /// The text as given.
        found: String,
    },
    /// An entry that is not there yet.
    #[error("there is no entry {asked}; the last is {last}")]
    NotYet {
        /// The entry asked for.
        asked: Sequence,
        /// The last one.
        last: Sequence,
    },
}

impl FromStr for AskedKnown {
    type Err = KnownError;

    fn from_str(text: &str) -> Result<Self, KnownError> {
        let text = text.trim();
        let wrong = || KnownError::Unreadable { found: text.to_owned() };
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(|number| Self::Entry(Sequence(number))).map_err(|_| wrong());
        }
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(Self::Moment(moment));
        }
        let day: civil::Date = text.parse().map_err(|_| wrong())?;
        let london = TimeZone::get("Europe/London").map_err(|_| wrong())?;
        let next = day.tomorrow().map_err(|_| wrong())?;
        let midnight = next.to_zoned(london).map_err(|_| wrong())?.timestamp();
        let last = Timestamp::from_nanosecond(midnight.as_nanosecond() - 1).map_err(|_| wrong())?;
        Ok(Self::Moment(last))
    }
}

impl House {
    /// The entry a reader means; nothing said means the last.
    pub fn resolve(&self, asked: Option<&AskedKnown>) -> Result<Sequence, KnownError> {
        match asked {
            None => Ok(self.sequence()),
            Some(AskedKnown::Entry(asked)) if *asked > self.sequence() => {
                Err(KnownError::NotYet { asked: *asked, last: self.sequence() })
            }
            Some(AskedKnown::Entry(asked)) => Ok(*asked),
            Some(AskedKnown::Moment(moment)) => Ok(self.known_at(*moment)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_a_moment_or_a_day_can_be_asked() {
        assert_eq!("41".parse(), Ok(AskedKnown::Entry(Sequence(41))));
        let moment = "2026-11-22T09:30:00Z".parse::<Timestamp>().unwrap();
        assert_eq!("2026-11-22T09:30:00Z".parse(), Ok(AskedKnown::Moment(moment)));
        // In July England is an hour ahead of UTC, so the day ends at 22:59:59.999999999 there.
        let Ok(AskedKnown::Moment(end)) = "2026-07-01".parse() else { panic!("not a moment") };
        assert_eq!(end.to_string(), "2026-07-01T22:59:59.999999999Z");
        let error = "soon".parse::<AskedKnown>().unwrap_err().to_string();
        assert_eq!(
            error,
            "`soon` is neither an entry's number nor a time: write 41, 2026-11-22 or 2026-11-22T09:30:00Z"
        );
    }
}
