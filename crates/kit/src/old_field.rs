//! The fields of a form, and what was sent in them.

use terms::{Date, FuzzyDate, OdsCode, Pence, Period};

use crate::components::{
    Checkbox, Checkboxes, DateInput, ErrorMessage, Fieldset, Input, Legend, Select, SelectOption, Textarea,
};
use crate::markup::Markup;
use crate::refused::FieldError;

/// What a field takes.
pub enum Takes {
    /// A line of text.
    Line,
    /// Several lines.
    Lines,
    /// A code, or several with commas between them.
    Code,
    /// A day as three numbers.
    Day,
    /// Pounds.
    Money,
    /// One of some answers: what is sent, and the words.
    One(Vec<(String, String)>),
    /// Any of some answers.
    Any(Vec<(String, String)>),
}

/// A field of a form.
pub struct Field {
    /// What it is called in the request, and its id on the page.
    pub name: &'static str,
    /// What it asks.
    pub label: &'static str,
    /// What helps to answer; empty if nothing.
    pub hint: &'static str,
    /// What it takes.
    pub takes: Takes,
}

impl Field {
    /// A field.
    pub fn new(name: &'static str, label: &'static str, takes: Takes) -> Self {
        Self { name, label, hint: "", takes }
    }

    /// With what helps to answer.
    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The field with what was sent and what is wrong with it.
    pub fn show(&self, sent: &Sent, errors: &[FieldError]) -> Markup {
        let name = self.name.to_owned();
        let id = Some(name.clone());
        let hint = (!self.hint.is_empty()).then(|| self.hint.into());
        let wrong = errors.iter().find(|error| error.field == self.name || error.field == format!("{}-day", self.name));
        let error_message = wrong.map(|error| ErrorMessage::from(error.message.as_str()));
        let value = sent.text(self.name).map(str::to_owned);
        let line = |width, prefix: Option<&str>| Input {
            name: name.clone(),
            id: id.clone(),
            label: self.label.into(),
            hint: hint.clone(),
            value: value.clone(),
            error_message: error_message.clone(),
            width,
            prefix: prefix.map(Into::into),
            ..Input::default()
        };
        match &self.takes {
            Takes::Line => Markup::of(&line(None, None)),
            Takes::Code => Markup::of(&Input { code: true, ..line(Some(20), None) }),
            Takes::Money => Markup::of(&Input { inputmode: Some("decimal".to_owned()), ..line(Some(10), Some("£")) }),
            Takes::Lines => Markup::of(&Textarea {
                name,
                id,
                label: self.label.into(),
                hint,
                value: value.unwrap_or_default(),
                error_message,
                ..Textarea::default()
            }),
            Takes::One(items) => Markup::of(&Select {
                name,
                id,
                label: self.label.into(),
                hint,
                items: items.iter().map(|(value, words)| SelectOption::new(value.as_str(), words.as_str())).collect(),
                value,
                error_message,
                ..Select::default()
            }),
            Takes::Any(items) => Markup::of(&Checkboxes {
                name,
                id_prefix: id,
                fieldset: Some(Fieldset { legend: self.label.into(), ..Fieldset::default() }),
                hint,
                items: items.iter().map(|(value, words)| Checkbox::new(value.as_str(), words.as_str())).collect(),
                values: sent.all(self.name),
                error_message,
                small: true,
                ..Checkboxes::default()
            }),
            Takes::Day => {
                let part = |part: &str| sent.text(&format!("{}[{part}]", self.name)).unwrap_or_default().to_owned();
                let input =
                    DateInput::new(self.name, Legend::from(self.label), &part("day"), &part("month"), &part("year"));
                Markup::of(&DateInput { name_prefix: Some(name), hint, error_message, ..input })
            }
        }
    }
}

/// What was sent with a form.
#[derive(Clone, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// A field's text, if it is filled.
    pub fn text(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
        values.rfind(|value| !value.is_empty())
    }

    /// Everything sent under a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.clone()).collect()
    }
}

/// Reads what was sent, and notes what is wrong.
pub struct Reader<'a> {
    /// What was sent.
    pub sent: &'a Sent,
    /// What is wrong so far.
    pub errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// A reader of what was sent.
    pub fn new(sent: &'a Sent) -> Self {
        Self { sent, errors: Vec::new() }
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
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
    pub fn word<T: std::str::FromStr>(&mut self, name: &str, missing: &str) -> Option<T> {
        let found = self.sent.text(name).and_then(|text| text.parse().ok());
        if found.is_none() {
            self.wrong(name, missing);
        }
        found
    }

    /// A day, if any of its three numbers is there.
    pub fn maybe_day(&mut self, name: &str) -> Option<Date> {
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
        let text = self.sent.text(name)?;
        match Pence::not_negative(text) {
            Ok(amount) => Some(amount),
            Err(refused) => {
                self.wrong(name, crate::site::sentence(&refused.to_string()));
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

/// The two days of a period.
pub fn period_fields() -> [Field; 2] {
    [
        Field::new("from", "First day", Takes::Day),
        Field::new("to", "Last day", Takes::Day).hint("Leave it empty if there is no end."),
    ]
}

/// The first day without a thing.
pub fn end_field() -> Field {
    Field::new("on", "First day without it", Takes::Day)
}
