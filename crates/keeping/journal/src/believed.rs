//! Whether this machine's clock can be believed.
//!
//! No entry bears an earlier moment than the one before it, so one act under a clock set to 2099 would date everything after it.
//! The last entry is what the clock is held against: it cannot be later than now, and a pause of years is rare enough to be
//! asked about.

use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp, Unit};

/// How far the clocks of several servers of one journal may be apart.
const BEHIND_MOST: SignedDuration = SignedDuration::from_mins(10);

/// The longest pause between two acts that nobody is asked about: a year and a day.
const AHEAD_MOST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// The clock and the last entry do not fit together; nothing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The clock is behind the last entry.
    #[error(
        "this machine's clock says {}, which is before the last entry of the journal, recorded at {}: one of the two clocks was \
         wrong, and nothing was recorded", shown(*now), shown(*last)
    )]
    Behind {
        /// What the clock says.
        now: Timestamp,
        /// When the last entry was recorded.
        last: Timestamp,
    },
    /// The clock is more than a year ahead of the last entry.
    #[error(
        "this machine's clock says {}, and the last entry of the journal was recorded at {}, more than a year before: nothing was \
         recorded, because no later entry could bear an earlier moment again", shown(*now), shown(*last)
    )]
    Ahead {
        /// What the clock says.
        now: Timestamp,
        /// When the last entry was recorded.
        last: Timestamp,
    },
}

impl ClockError {
    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Behind { .. } => {
                "Put the clock of this machine right. If it is right, the last entry was recorded under a wrong one: act with \
                 --accept-clock, and what is recorded bears that entry's moment until the clock has passed it."
            }
            Self::Ahead { .. } => {
                "Put the clock of this machine right. If it is right and there was so long a pause, act once with --accept-clock."
            }
        }
    }
}

/// Whether whoever keeps this journal has said that its clock is right, come what may.
#[derive(Debug, Default)]
pub(crate) struct ClockConsent(AtomicBool);

impl ClockConsent {
    pub(crate) fn give(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Holds the clock against the last entry.
    pub(crate) fn check(&self, now: Timestamp, last: Timestamp) -> Result<(), ClockError> {
        let ahead = now.duration_since(last);
        if self.0.load(Ordering::Relaxed) {
            Ok(())
        } else if ahead < -BEHIND_MOST {
            Err(ClockError::Behind { now, last })
        } else if ahead > AHEAD_MOST {
            Err(ClockError::Ahead { now, last })
        } else {
            Ok(())
        }
    }
}

fn shown(moment: Timestamp) -> String {
    moment.round(Unit::Second).unwrap_or(moment).strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_back_and_a_year_and_a_day_ahead_are_believed_and_no_more() {
        let last: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
        let consent = ClockConsent::default();
        let check = |now: &str| consent.check(now.parse().unwrap(), last);
        assert_eq!(check("2026-11-28T11:50:00Z"), Ok(()));
        assert_eq!(check("2027-11-29T12:00:00Z"), Ok(()));
        let behind = check("2026-11-28T11:49:59Z").unwrap_err();
        assert!(behind.to_string().contains("2026-11-28 11:49:59 UTC, which is before the last entry"), "{behind}");
        let ahead = check("2099-01-01T00:00:00Z").unwrap_err();
        assert!(
            ahead.to_string().contains("says 2099-01-01 00:00:00 UTC") && ahead.advice().contains("once"),
            "{ahead}"
        );
        consent.give();
        assert_eq!(consent.check("2099-01-01T00:00:00Z".parse().unwrap(), last), Ok(()));
    }
}
