//! Calendars. Source: RFC 5545 (iCalendar).

use executive::Hours;
use jiff::Timestamp;
use terms::Date;

use kit::isolate::isolated;

/// The most octets of one line, its end apart. Source: RFC 5545, section 3.1.
const LINE_OCTETS: usize = 75;

/// One meeting in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The same for ever, and of no other event anywhere.
    pub(crate) uid: String,
    /// When it last changed.
    pub(crate) changed: Timestamp,
    /// How often it has changed.
    pub(crate) sequence: u64,
    /// The day; the whole of it, where no time of day is on record.
    pub(crate) on: Date,
    /// When on that day, as clocks in England show it.
    pub(crate) hours: Option<Hours>,
    /// What it is called.
    pub(crate) summary: String,
    /// Where; empty when unknown.
    pub(crate) place: String,
    /// More about it; empty when there is none.
    pub(crate) description: String,
    /// Where to read more; empty when the service does not know its own address.
    pub(crate) url: String,
    /// Whether it was called off.
    pub(crate) is_cancelled: bool,
}

/// England's clocks since 1996: forward on the last Sunday of March, back on the last of October, at 01:00 universal time.
/// Source: RFC 5545, section 3.6.5; the Summer Time Order 2002.
const ENGLAND: [(&str, &str); 16] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", ZONE),
    ("BEGIN", "DAYLIGHT"),
    ("DTSTART", "19960331T010000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0000"),
    ("TZOFFSETTO", "+0100"),
    ("TZNAME", "BST"),
    ("END", "DAYLIGHT"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19961027T020000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0100"),
    ("TZOFFSETTO", "+0000"),
    ("TZNAME", "GMT"),
    ("END", "STANDARD"),
];

const ZONE: &str = "Europe/London";

/// A calendar of meetings.
pub(crate) fn calendar(name: &str, events: &[Event]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", "-//Footprint//Meetings//EN");
    line(&mut out, "CALSCALE", "GREGORIAN");
    line(&mut out, "METHOD", "PUBLISH");
    line(&mut out, "X-WR-CALNAME", &text(name));
    if events.iter().any(|event| event.hours.is_some()) {
        for (name, value) in ENGLAND {
            line(&mut out, name, value);
        }
        line(&mut out, "END", "VTIMEZONE");
    }
    for event in events {
        line(&mut out, "BEGIN", "VEVENT");
        line(&mut out, "UID", &text(&event.uid));
        line(&mut out, "DTSTAMP", &event.changed.strftime("%Y%m%dT%H%M%SZ").to_string());
        line(&mut out, "SEQUENCE", &event.sequence.to_string());
        match event.hours {
            Some(hours) => {
                for (name, time) in [("DTSTART", hours.from()), ("DTEND", hours.to())] {
                    let value = event.on.to_datetime(time).strftime("%Y%m%dT%H%M%S").to_string();
                    line(&mut out, &format!("{name};TZID={ZONE}"), &value);
                }
            }
            None => line(&mut out, "DTSTART;VALUE=DATE", &event.on.strftime("%Y%m%d").to_string()),
        }
        line(&mut out, "SUMMARY", &text(&event.summary));
        for (name, value) in [("LOCATION", &event.place), ("DESCRIPTION", &event.description)] {
            if !value.is_empty() {
                line(&mut out, name, &text(value));
            }
        }
        // A URI is not TEXT: it is written as it is.
        if !event.url.is_empty() {
            line(&mut out, "URL", &event.url.chars().filter(|letter| !letter.is_control()).collect::<String>());
        }
        line(&mut out, "STATUS", if event.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        line(&mut out, "TRANSP", "TRANSPARENT");
        line(&mut out, "END", "VEVENT");
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

/// A value of type TEXT. Source: RFC 5545, section 3.3.11.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in isolated(&value.replace("\r\n", "\n")).chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A line, folded so that none is longer than it may be, never within a letter. Source: RFC 5545, section 3.1.
fn line(out: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for letter in name.chars().chain([':']).chain(value.chars()) {
        if octets + letter.len_utf8() > LINE_OCTETS {
            out.push_str("\r\n ");
            // The space that marks the fold counts.
            octets = 1;
        }
        out.push(letter);
        octets += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            uid: "meeting-exec-2016-10@footprint".to_owned(),
            changed: "2016-09-20T09:30:00Z".parse().unwrap(),
            sequence: 2,
            on: "2016-10-04".parse().unwrap(),
            hours: None,
            summary: "Executive; first meeting, in public \\ Zoë’s room".to_owned(),
            place: "Jubilee House".to_owned(),
            description: format!("Agenda:\n{}", "é".repeat(120)),
            url: "https://footprint.example/meetings/exec-2016-10?a=1,2;3".to_owned(),
            is_cancelled: false,
        }
    }

    /// Unfolds and splits as section 3.1 says a reader does.
    fn read(calendar: &str) -> Vec<(String, String)> {
        assert!(calendar.ends_with("\r\n"));
        assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count(), "every line ends in CRLF");
        calendar
            .replace("\r\n ", "")
            .split_terminator("\r\n")
            .map(|line| line.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap())
            .collect()
    }

    fn unescaped(value: &str) -> String {
        let mut out = String::new();
        let mut letters = value.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(other) => out.push(other),
                    None => panic!("a backslash at the end"),
                },
                ';' | ',' => panic!("an unescaped {letter}"),
                letter => out.push(letter),
            }
        }
        out
    }

    #[test]
    fn what_is_written_is_read_again() {
        let calendar = calendar("Meetings", &[event()]);
        for line in calendar.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        let lines = read(&calendar);
        let value = |name: &str| lines.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()).unwrap();
        assert_eq!(lines.first().unwrap(), &("BEGIN".to_owned(), "VCALENDAR".to_owned()));
        assert_eq!(lines.last().unwrap(), &("END".to_owned(), "VCALENDAR".to_owned()));
        assert_eq!(value("VERSION"), "2.0");
        assert_eq!(value("DTSTAMP"), "20160920T093000Z");
        assert_eq!(value("DTSTART;VALUE=DATE"), "20161004");
        assert_eq!(unescaped(&value("SUMMARY")), event().summary);
        assert_eq!(unescaped(&value("DESCRIPTION")), event().description);
        assert_eq!(value("URL"), event().url);
        assert_eq!(value("STATUS"), "CONFIRMED");
        for required in ["PRODID", "UID"] {
            assert_eq!(lines.iter().filter(|(name, _)| name == required).count(), 1, "{required}");
        }
    }

    #[test]
    fn a_meeting_with_hours_has_them_in_england_s_time() {
        let hours = Hours::new("09:30".parse().unwrap(), "12:00".parse().unwrap()).unwrap();
        let lines = read(&calendar("Meetings", &[Event { hours: Some(hours), ..event() }]));
        let value = |name: &str| lines.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
        assert_eq!(value("DTSTART;TZID=Europe/London"), Some("20161004T093000"));
        assert_eq!(value("DTEND;TZID=Europe/London"), Some("20161004T120000"));
        assert_eq!(value("DTSTART;VALUE=DATE"), None);
        let zones: Vec<&str> =
            lines.iter().filter(|(name, _)| name == "TZID").map(|(_, value)| value.as_str()).collect();
        assert_eq!(zones, ["Europe/London"], "the zone is described once");
        for (name, value) in [("TZOFFSETTO", "+0100"), ("TZOFFSETTO", "+0000"), ("END", "VTIMEZONE")] {
            assert!(lines.contains(&(name.to_owned(), value.to_owned())), "{name}:{value}");
        }
    }

    #[test]
    fn a_value_cannot_begin_a_property_of_its_own() {
        let sly = Event {
            summary: "a\r\nEND:VEVENT".to_owned(),
            url: "https://x.example/\r\nATTACH:evil".to_owned(),
            is_cancelled: true,
            ..event()
        };
        let lines = read(&calendar("x", &[sly]));
        assert_eq!(lines.iter().filter(|(name, _)| name == "END").count(), 2);
        assert!(lines.iter().all(|(name, _)| name != "ATTACH"));
        assert!(lines.contains(&("STATUS".to_owned(), "CANCELLED".to_owned())));
    }

    #[test]
    fn a_calendar_without_days_is_still_one() {
        assert_eq!(read(&calendar("Meetings", &[])).len(), 7);
    }
}
