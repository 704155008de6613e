//! When on its day a meeting begins and ends.

use crate::refusal::Refusal;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// When on its day a meeting is to begin and to end, as clocks in England show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    from: Time,
    to: Time,
}

impl Hours {
    /// From a time to a later one of the same day.
    ///
    /// # Errors
    /// [`Refusal::EndsFirst`] when it ends before it begins, or in the same minute.
    pub fn new(from: Time, to: Time) -> Result<Self, Refusal> {
        if to <= from {
            return Err(Refusal::EndsFirst { from, to });
        }
        Ok(Self { from, to })
    }

    /// When it begins.
    pub const fn from(self) -> Time {
        self.from
    }

    /// When it ends.
    pub const fn to(self) -> Time {
        self.to
    }
}

impl Display for Hours {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from.strftime("%H:%M"), self.to.strftime("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_ends_after_it_began() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let hours = Hours::new(time("09:30"), time("12:00")).unwrap();
        assert_eq!(hours.to_string(), "09:30 to 12:00");
        for (from, to) in [("12:00", "09:30"), ("12:00", "12:00")] {
            let refused = Hours::new(time(from), time(to)).unwrap_err().to_string();
            assert!(refused.starts_with(&format!("the meeting would end at {to} and begin at {from}")), "{refused}");
        }
    }
}
