//! The day of a row, in the shapes that published series use.

use terms::{Date, FinancialYear, parse_compact_date};

/// The day a text means; a month means its first day and a financial year (`2018/19`) its 1 April, which are the days
/// on which bodies change.
///
/// Read are `2018-04-01` (also with a time behind it), `2018-04`, `20180401`, `01/04/2018` (day first, as in Britain),
/// `01APR2018`, `1 April 2018`, `Apr-2018`, `RTT-April-2018` and `2018/19`; nothing that could mean two things.
pub fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 8
        && let Ok(day) = parse_compact_date(text)
    {
        return Some(day);
    }
    if text.len() == 7 && text.contains('/') {
        return text.parse().ok().map(FinancialYear::first_day);
    }
    let parts = parts(text);
    match parts.as_slice() {
        [Part::Number(year, 4), Part::Number(month, 1..=2)] => date(*year, *month, 1),
        [Part::Number(year, 4), Part::Number(month, 1..=2), Part::Number(day, 1..=2), ..]
        | [Part::Number(day, 1..=2), Part::Number(month, 1..=2) | Part::Month(month), Part::Number(year, 4), ..] => {
            date(*year, *month, *day)
        }
        _ => {
            let rest = parts.iter().skip_while(|part| matches!(part, Part::Word)).collect::<Vec<_>>();
            match rest.as_slice() {
                [Part::Month(month), Part::Number(year, 4)] => date(*year, *month, 1),
                _ => None,
            }
        }
    }
}

/// The same of a text that says the day itself, not the month or year alone.
pub(crate) fn whole_day_of(text: &str) -> Option<Date> {
    let says_a_day = parts(text).iter().filter(|part| !matches!(part, Part::Word)).count() >= 3;
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    day_of(text).filter(|_| says_a_day || is_compact)
}

/// The last text and its day: neighbouring rows nearly always share theirs.
#[derive(Default)]
pub(crate) struct Days {
    text: String,
    day: Option<Date>,
}

impl Days {
    pub(crate) fn day_of(&mut self, text: &str) -> Option<Date> {
        if text != self.text {
            text.clone_into(&mut self.text);
            self.day = day_of(text);
        }
        self.day
    }
}

enum Part {
    /// A number and how many digits it was written with.
    Number(i16, usize),
    Month(i16),
    Word,
}

/// The runs of digits and of letters.
fn parts(text: &str) -> Vec<Part> {
    let kind = |character: char| (character.is_ascii_digit(), character.is_alphabetic());
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|character| kind(character) != kind(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        match kind(first) {
            (true, _) => parts.push(run.parse().map_or(Part::Word, |number| Part::Number(number, run.len()))),
            (_, true) => parts.push(terms::month_of(run).map_or(Part::Word, |month| Part::Month(month.into()))),
            _ => {}
        }
    }
    parts
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    // Outside these years it is some other number.
    if !(1900..=2199).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_published_series_write_them() {
        for (text, expected) in [
            ("2021-01-31", "2021-01-31"),
            ("2021-01-31T00:00:00", "2021-01-31"),
            ("2021-01-31 00:00:00", "2021-01-31"),
            ("2021-01", "2021-01-01"),
            ("01JAN2021", "2021-01-01"),
            ("31-Mar-2018", "2018-03-31"),
            ("1 April 2018", "2018-04-01"),
            ("April 2018", "2018-04-01"),
            ("RTT-April-2026", "2026-04-01"),
            ("20260430", "2026-04-30"),
            ("30/04/2026", "2026-04-30"),
            ("2018/19", "2018-04-01"),
        ] {
            assert_eq!(day_of(text).map(|day| day.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "2018", "soon", "2018-13", "31/02/2018", "Apr-18", "13", "April", "2018/20", "99999999"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }
}
