//! Moments and deadlines as a reader sees them, in England.

use executive::Stamp;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use terms::Date;

use ask::day;

/// A moment as clocks in England show it.
pub fn local(moment: Timestamp) -> Zoned {
    moment.to_zoned(TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC))
}

/// The time of day: `14:05`.
pub fn time(stamp: Stamp) -> String {
    local(stamp.at).strftime("%H:%M").to_string()
}

/// Day and time: `4 October 2016 at 14:05`.
pub fn day_and_time(stamp: Stamp) -> String {
    local(stamp.at).strftime("%-d %B %Y at %H:%M").to_string()
}

/// The time of day, if it was recorded on the day it happened: what is entered afterwards has no time.
pub fn time_on(stamp: Stamp, on: Date) -> Option<String> {
    (local(stamp.at).date() == on).then(|| time(stamp))
}

/// When something was said or done: with the time, or when it was entered afterwards.
pub fn said(on: Date, stamp: Stamp) -> String {
    time_on(stamp, on).map_or_else(
        || format!("{}, entered {}", day(on), day(local(stamp.at).date())),
        |time| format!("{} at {time}", day(on)),
    )
}

/// A last day, and whether it is over: `by 4 October 2016 (3 days left)`.
pub fn last_day(last: Date, today: Date) -> String {
    let left = (last - today).get_days();
    let words = match left {
        left if left < 0 => "over".to_owned(),
        0 => "today is the last day".to_owned(),
        1 => "1 day left".to_owned(),
        left => format!("{left} days left"),
    };
    format!("{} ({words})", day(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Sequence;

    #[test]
    fn summer_time_is_england_s() {
        let stamp = |text: &str| Stamp { entry: Sequence(1), at: text.parse().unwrap() };
        assert_eq!(time(stamp("2016-10-04T13:05:00Z")), "14:05");
        assert_eq!(day_and_time(stamp("2016-12-31T23:59:00Z")), "31 December 2016 at 23:59");
    }

    #[test]
    fn a_last_day_counts_itself() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (today, words) in [
            ("2016-10-01", "4 October 2016 (3 days left)"),
            ("2016-10-03", "4 October 2016 (1 day left)"),
            ("2016-10-04", "4 October 2016 (today is the last day)"),
            ("2016-10-05", "4 October 2016 (over)"),
        ] {
            assert_eq!(last_day(day("2016-10-04"), day(today)), words);
        }
    }
}
