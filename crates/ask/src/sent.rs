//! What was sent with a form, by a command or by a program, and the reading of it.
//!
//! All three come to names and values: a day is one value (`on=2018-04-01`) or three (`on[day]`, `on[month]`, `on[year]`).

use std::str::FromStr;

use terms::{Date, FuzzyDate, OdsCode, Pence, Period};

use crate::fault::FieldError;

/// A file that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentFile {
    /// What the sender calls it.
    pub name: String,
    /// What the sender says it is.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Names and values, in order.
    pub pairs: Vec<(String, String)>,
    /// A file, if one was sent.
    pub file: Option<SentFile>,
}

impl Sent {
    /// What was sent, without a file.
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, file: None }
    }

    /// A value, trimmed; nothing for a blank one.
    pub fn text(&self, name: &str) -> Option<&str> {
        let mut values = self.pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
        values.rfind(|value| !value.is_empty())
    }

    /// Every value of a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        let named = self.pairs.iter().filter(|(key, value)| key == name && !value.is_empty());
        named.map(|(_, value)| value.clone()).collect()
    }

    /// Whether nothing was sent yet.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.file.is_none()
    }
}

/// Reads what was sent, and notes what is wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    sent: &'a Sent,
    errors: Vec<FieldError>,
    kept: Option<SentFile>,
}

impl<'a> Reader<'a> {
    /// A reader of what was sent.
    pub fn new(sent: &'a Sent) -> Self {
        Self { sent, errors: Vec::new(), kept: None }
    }

    /// What was sent.
    pub fn sent(&self) -> &'a Sent {
        self.sent
    }

    /// The file that was sent.
    pub fn file(&self) -> Option<&'a SentFile> {
        self.sent.file.as_ref()
    }

    /// Says which file is kept with the act, where that is not the file as it was sent: text that was typed instead of a
    /// file, or a file under the kind that its bytes show.
    pub fn keep(&mut self, file: SentFile) {
        self.kept = Some(file);
    }

    /// The file that is kept instead of the one that was sent.
    pub fn take_kept(&mut self) -> Option<SentFile> {
        self.kept.take()
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// Text that may be left out.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.sent.text(name)
    }

    /// Text that must be there.
    pub fn line(&mut self, name: &str, missing: &str) -> String {
        let found = self.sent.text(name).unwrap_or_default().to_owned();
        if found.is_empty() {
            self.wrong(name, missing);
        }
        found
    }

    /// A word or identity that must be there and can be read.
    pub fn word<T: FromStr>(&mut self, name: &str, missing: &str) -> Option<T> {
        let found = self.sent.text(name).and_then(|text| text.parse().ok());
        if found.is_none() {
            self.wrong(name, missing);
        }
        found
    }

    /// A word or identity that may be left out.
    pub fn maybe<T: FromStr>(&mut self, name: &str, unreadable: &str) -> Option<T> {
        let text = self.sent.text(name)?;
        let found = text.parse().ok();
        if found.is_none() {
            self.wrong(name, unreadable);
        }
        found
    }

    /// A day, if it was sent whole or any of its three numbers is there.
    pub fn maybe_day(&mut self, name: &str) -> Option<Date> {
        if let Some(text) = self.sent.text(name) {
            let day = text.parse::<FuzzyDate>().ok().filter(|day| day.is_exact()).map(FuzzyDate::latest);
            if day.is_none() {
                self.wrong(name, format!("“{text}” is not a day: write it as 2018-04-01"));
            }
            return day;
        }
        let part = |part: &str| self.sent.text(&format!("{name}[{part}]"));
        let parts = [part("year"), part("month"), part("day")];
        if parts.iter().all(Option::is_none) {
            return None;
        }
        let [year, month, day] = parts.map(|part| part.and_then(|text| text.parse::<i16>().ok()));
        let small = |number: Option<i16>| number.and_then(|number| i8::try_from(number).ok());
        // Two digits of a year say nothing of the century.
        let read = match (year.filter(|year| *year >= 1900), small(month), small(day)) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            _ => None,
        };
        if read.is_none() {
            self.wrong(&format!("{name}-day"), "Write a day, month and year, such as 1 4 2018");
        }
        read
    }

    /// A day that must be there.
    pub fn day(&mut self, name: &str, missing: &str) -> Option<Date> {
        let before = self.errors.len();
        let found = self.maybe_day(name);
        if found.is_none() && self.errors.len() == before {
            self.wrong(&format!("{name}-day"), missing);
        }
        found
    }

    /// From a first day, which must be there, to a last one, which may be left out.
    pub fn period(&mut self, missing: &str) -> Period {
        let from = self.day("from", missing);
        let to = self.maybe_day("to");
        let fuzzy = |day: Option<Date>| day.map(FuzzyDate::day);
        let in_order = from.zip(to).is_none_or(|(from, to)| from <= to);
        if let Some(period) = Period::inclusive(fuzzy(from), fuzzy(to)).ok().filter(|_| in_order) {
            return period;
        }
        self.wrong("to-day", "The last day must not come before the first");
        Period::ALWAYS
    }

    /// Money, if any is written.
    pub fn money(&mut self, name: &str) -> Option<Pence> {
        match Pence::not_negative(self.sent.text(name)?) {
            Ok(amount) => Some(amount),
            Err(error) => {
                self.wrong(name, sentence(&error.to_string()));
                None
            }
        }
    }

    /// Codes with commas between them.
    pub fn codes(&mut self, name: &str, missing: &str) -> Vec<OdsCode> {
        let text = self.sent.text(name).unwrap_or_default().to_owned();
        let mut found: Vec<OdsCode> = Vec::new();
        for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
            match word.parse() {
                Ok(code) if !found.contains(&code) => found.push(code),
                Ok(_) => {}
                Err(_) => self.wrong(name, format!("“{word}” is not an organisation’s code")),
            }
        }
        if found.is_empty() && !missing.is_empty() {
            self.wrong(name, missing);
        }
        found
    }

    /// What was read, unless something was wrong.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn done<T>(self, read: Option<T>) -> Result<T, Vec<FieldError>> {
        match read {
            Some(read) if self.errors.is_empty() => Ok(read),
            _ if self.errors.is_empty() => {
                Err(vec![FieldError { field: String::new(), message: "Something is missing from the form".to_owned() }])
            }
            _ => Err(self.errors),
        }
    }
}

/// An error's message as a sentence begins.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
