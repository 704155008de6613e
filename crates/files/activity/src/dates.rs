//! Dates as activity files write them.
//!
//! Forms that can mean one day only are read anywhere: `2025-06-15`, the same with a time, `2025/06/15`, `20250615` and
//! `15-Jun-2025`. A date such as `03/04/2025` can mean two: it is read when the mapping says which comes first, or when every
//! date of the run is written so and one of them shows it.

use crate::error::ActivityError;
use assign::{Day, NO_DAY};

/// What comes first in a date such as `03/04/2025`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// The day, as in the United Kingdom.
    DayFirst,
    /// The month.
    MonthFirst,
}

impl DateOrder {
    /// The word of a mapping file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        }
    }

    /// The order of a word of a mapping file.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "day-first" => Some(Self::DayFirst),
            "month-first" => Some(Self::MonthFirst),
            _ => None,
        }
    }
}

/// What a text is, as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Blank,
    /// It means one day.
    Plain(Day),
    /// Two numbers and a year.
    Slashed(u8, u8, i32),
    /// No date.
    Other,
}

/// One of a run's dates, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) file: String,
    /// The line of text, or the row of a file of rows.
    pub(crate) place: u64,
    /// Whether somebody has found out where it stands.
    pub(crate) placed: bool,
}

/// What the dates of some records show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// A date that means one day only was seen.
    pub(crate) plain: bool,
    /// A second number was over 12, so the first is the month.
    pub(crate) month_first: bool,
    /// A first number was over 12.
    pub(crate) day_first: bool,
    /// The first of those that can mean two days, or would without what the others show.
    pub(crate) slashed: Option<Example>,
}

impl Shown {
    /// Both together; `later` comes after this.
    pub(crate) fn add(&mut self, later: Self) {
        self.plain |= later.plain;
        self.month_first |= later.month_first;
        self.day_first |= later.day_first;
        self.slashed = self.slashed.take().or(later.slashed);
    }

    /// Why the dates of a run that cannot be read again need their order said beforehand.
    pub(crate) fn cannot_be_read_again(&self) -> ActivityError {
        let example = self.slashed.clone().unwrap_or_default();
        ActivityError::Dates {
            file: example.file,
            place: example.place,
            found: example.text,
            why: "the dates show only together which comes first, and what is piped cannot be read twice",
        }
    }

    /// What the dates of a whole run say of their order: nothing where none is needed.
    ///
    /// # Errors
    /// [`ActivityError::Dates`] names a date that can mean two days.
    pub(crate) fn order(&self) -> Result<Option<DateOrder>, ActivityError> {
        let Some(example) = self.slashed.as_ref().filter(|_| !self.plain) else { return Ok(None) };
        match (self.day_first, self.month_first) {
            (true, false) => Ok(Some(DateOrder::DayFirst)),
            (false, true) => Ok(Some(DateOrder::MonthFirst)),
            (proved, _) => Err(ActivityError::Dates {
                file: example.file.clone(),
                place: example.place,
                found: example.text.clone(),
                why: if proved {
                    "the day comes first in some dates of the run and the month in others"
                } else {
                    "no date of the run shows whether the day or the month comes first"
                },
            }),
        }
    }
}

/// Reads dates, and keeps what they show.
#[derive(Clone, Debug, Default)]
pub(crate) struct DateReader {
    order: Option<DateOrder>,
    pub(crate) shown: std::cell::RefCell<Shown>,
}

impl DateReader {
    pub(crate) fn of(order: Option<DateOrder>) -> Self {
        Self { order, shown: std::cell::RefCell::default() }
    }

    /// The day of a text, as a column of days holds it.
    pub(crate) fn day(&self, text: &str) -> i32 {
        let form = form(text);
        if self.order.is_none() {
            self.keep(form, text);
        }
        match form {
            Form::Plain(day) => day.number(),
            Form::Slashed(first, second, year) => self.slashed(first, second, year).map_or(NO_DAY, Day::number),
            Form::Blank | Form::Other => NO_DAY,
        }
    }

    /// The date as the method reads it, where it is written in another way.
    pub(crate) fn rewritten(&self, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let day = self.day(text);
        (day != NO_DAY && Day::parse(text).is_none()).then(|| Day(day).to_string())
    }

    fn slashed(&self, first: u8, second: u8, year: i32) -> Option<Day> {
        match self.order? {
            DateOrder::DayFirst => civil(year, second, first),
            DateOrder::MonthFirst => civil(year, first, second),
        }
    }

    fn keep(&self, form: Form, text: &str) {
        let mut shown = self.shown.borrow_mut();
        match form {
            Form::Plain(_) => shown.plain = true,
            Form::Slashed(first, second, _) => {
                shown.day_first |= first > 12;
                shown.month_first |= second > 12;
                shown.slashed.get_or_insert_with(|| Example { text: text.trim().to_owned(), ..Example::default() });
            }
            Form::Blank | Form::Other => {}
        }
    }

    /// What was shown since this was asked last.
    pub(crate) fn take(&self) -> Shown {
        std::mem::take(&mut self.shown.borrow_mut())
    }

    /// The text of the example whose place is not known yet.
    pub(crate) fn unplaced(&self) -> Option<String> {
        let shown = self.shown.borrow();
        shown.slashed.as_ref().filter(|example| !example.placed).map(|example| example.text.clone())
    }

    /// Says where the example stands.
    pub(crate) fn place(&self, file: &str, place: u64) {
        if let Some(example) = self.shown.borrow_mut().slashed.as_mut().filter(|example| !example.placed) {
            *example = Example { file: file.to_owned(), place, placed: true, ..std::mem::take(example) };
        }
    }
}

fn civil(year: i32, month: u8, day: u8) -> Option<Day> {
    Day::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

fn number<T: std::str::FromStr>(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<T> {
    let plain = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn form(text: &str) -> Form {
    if let Some(day) = Day::parse(text) {
        return Form::Plain(day);
    }
    let text = text.trim();
    if text.is_empty() {
        return Form::Blank;
    }
    let date = without_time(text).unwrap_or(text);
    let parts: Vec<&str> = date.split(['/', '-', '.', ' ']).collect();
    let read = match parts.as_slice() {
        [whole] if whole.len() == 8 => {
            let part = |from, to| whole.get(from..to).unwrap_or_default();
            number(part(0, 4), 4..=4)
                .zip(number(part(4, 6), 2..=2))
                .zip(number(part(6, 8), 2..=2))
                .and_then(|((year, month), day)| civil(year, month, day))
        }
        [year, month, day] if year.len() == 4 => number(year, 4..=4)
            .zip(number(month, 1..=2))
            .zip(number(day, 1..=2))
            .and_then(|((year, month), day)| civil(year, month, day)),
        [first, second, year] => {
            let year = number(year, 4..=4);
            if let (Some(first), Some(second), Some(year)) = (number(first, 1..=2), number(second, 1..=2), year) {
                let either = civil(year, second, first).or_else(|| civil(year, first, second));
                return if either.is_some() { Form::Slashed(first, second, year) } else { Form::Other };
            }
            year.zip(terms::month_of(second).and_then(|month| u8::try_from(month).ok()))
                .zip(number(first, 1..=2))
                .and_then(|((year, month), day)| civil(year, month, day))
        }
        _ => None,
    };
    read.map_or(Form::Other, Form::Plain)
}

/// The date before a time: `T09:30`, ` 09:30:00.000`, with or without a zone. The day is the one that is written.
fn without_time(text: &str) -> Option<&str> {
    let at = text.find(':')?;
    let (before, _) = text.split_at_checked(at.checked_sub(2)?)?;
    let date = before.strip_suffix(['T', 't', ' '])?;
    let time = text.get(before.len()..)?;
    let time = time.trim_end_matches(['Z', 'z']).trim_end();
    let zone = time.rfind(['+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone)?;
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = clock.trim_end().splitn(3, ':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("00"));
    let (whole, part) = second.split_once('.').unwrap_or((second, "0"));
    let in_day =
        number::<u8>(hour, 2..=2)? < 25 && number::<u8>(minute, 2..=2)? < 60 && number::<u8>(whole, 2..=2)? < 61;
    let zone = zone.trim_start_matches(['+', '-']);
    let zoned =
        zone.is_empty() || digits(zone, 2) || digits(zone, 4) || (zone.len() == 5 && zone.get(2..3) == Some(":"));
    (in_day && zoned && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(date.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Option<DateOrder>) -> String {
        let day = DateReader::of(order).day(text);
        if day == NO_DAY { "none".to_owned() } else { Day(day).to_string() }
    }

    #[test]
    fn a_date_that_means_one_day_is_read_anywhere() {
        for text in [
            "2025-06-15",
            " 2025-06-15 ",
            "2025-06-15 00:00:00",
            "2025-06-15T09:30",
            "2025-06-15T23:59:59.999Z",
            "2025-06-15 09:30:00+01:00",
            "2025-06-15 09:30:00.000",
            "2025/06/15",
            "20250615",
            "15-Jun-2025",
            "15 June 2025",
            "15-JUN-2025 00:00",
            "2025-6-15",
        ] {
            assert_eq!(read(text, None), "2025-06-15", "{text}");
        }
        for text in [
            "",
            "x",
            "2025-02-30",
            "2025-06-15 25:61",
            "2025-06-15T",
            "20251301",
            "15-Juny-2025",
            "45000",
            "2025-06-15 noon",
            "15/06/25",
            "32/13/2025",
            "0615",
            "2025-06-15 9:30x",
        ] {
            assert_eq!(read(text, Some(DateOrder::DayFirst)), "none", "{text}");
        }
    }

    #[test]
    fn a_date_that_can_mean_two_days_needs_an_order() {
        assert_eq!(read("03/04/2025", None), "none");
        assert_eq!(read("15/06/2025", None), "none");
        assert_eq!(read("03/04/2025", Some(DateOrder::DayFirst)), "2025-04-03");
        assert_eq!(read("03/04/2025 09:30", Some(DateOrder::DayFirst)), "2025-04-03");
        assert_eq!(read("3.4.2025", Some(DateOrder::DayFirst)), "2025-04-03");
        assert_eq!(read("03/04/2025", Some(DateOrder::MonthFirst)), "2025-03-04");
        assert_eq!(read("06/15/2025", Some(DateOrder::DayFirst)), "none");
        assert_eq!(read("2025-04-03", Some(DateOrder::MonthFirst)), "2025-04-03");
    }

    #[test]
    fn the_dates_of_a_whole_run_show_their_order_or_it_is_asked_for() {
        let order = |texts: &[&str]| {
            let reader = DateReader::default();
            for text in texts {
                reader.day(text);
                reader.place("a.csv", 7);
            }
            reader.shown.borrow().order().map_err(|error| error.to_string())
        };
        assert_eq!(order(&["03/04/2025", "", "15/06/2025"]), Ok(Some(DateOrder::DayFirst)));
        assert_eq!(order(&["03/04/2025", "06/15/2025"]), Ok(Some(DateOrder::MonthFirst)));
        // Beside dates that mean one day, such a text is a slip and no date.
        assert_eq!(order(&["03/04/2025", "2025-06-15"]), Ok(None));
        assert_eq!(order(&["", "x"]), Ok(None));
        let ambiguous = order(&["03/04/2025", "05/06/2025"]).unwrap_err();
        assert!(
            ambiguous.starts_with("a.csv line or row 7: `03/04/2025` can mean two days: no date of the run shows"),
            "{ambiguous}"
        );
        assert!(
            order(&["15/06/2025", "06/15/2025"])
                .unwrap_err()
                .contains("in some dates of the run and the month in others")
        );
    }
}
