//! A form's fields, drawn and read: what was sent comes back with what is wrong beside it.

use executive::NewAccess;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, Pence};

use kit::components::{
    Checkbox, Checkboxes, Choice, DateInput, ErrorLine, ErrorMessage, ErrorSummary, Fieldset, FileUpload, Input,
    Radios, Select, SelectOption, Textarea,
};
use kit::markup::Markup;
use kit::refused::FieldError;
use kit::site::sentence;

/// More choices than this are a list.
const MOST_RADIOS: usize = 7;

/// A file as sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    /// What the sender's computer calls it.
    pub(super) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// Names and values, in order.
    pub(crate) pairs: Vec<(String, String)>,
    /// A file, if one was sent.
    pub(crate) file: Option<Sent>,
}

impl Values {
    /// A value, trimmed; nothing for a blank one.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(held, _)| held == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// Every value of a name.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(held, _)| held == name).map(|(_, value)| value.as_str()).collect()
    }
}

/// A form being drawn.
pub(super) struct Sheet<'v> {
    values: &'v Values,
    errors: &'v [FieldError],
    out: Vec<Markup>,
    /// Whether it takes a file.
    pub(super) takes_file: bool,
}

impl<'v> Sheet<'v> {
    pub(super) fn new(values: &'v Values, errors: &'v [FieldError]) -> Self {
        Self { values, errors, out: Vec::new(), takes_file: false }
    }

    pub(super) fn finish(self) -> Markup {
        Markup::joined(self.out)
    }

    fn error(&self, name: &str) -> Option<ErrorMessage> {
        self.errors.iter().find(|error| error.field == name).map(|error| ErrorMessage::from(error.message.as_str()))
    }

    fn held(&self, name: &str, first: &str) -> String {
        // An empty field that was sent stays empty; one not yet sent has its first value.
        if self.values.pairs.is_empty() {
            first.to_owned()
        } else {
            self.values.get(name).unwrap_or_default().to_owned()
        }
    }

    /// Words between fields.
    pub(super) fn words(&mut self, words: &str) {
        self.out.push(Markup::trusted(format!("<p>{}</p>", Markup::escaped(words))));
    }

    /// A heading between fields.
    pub(super) fn heading(&mut self, words: &str) {
        self.out.push(Markup::trusted(format!("<h2 class=\"nhsuk-heading-m\">{}</h2>", Markup::escaped(words))));
    }

    /// A value that is sent and not shown.
    pub(super) fn hidden(&mut self, name: &str, value: &str) {
        self.out.push(Markup::trusted(format!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            Markup::escaped(name),
            Markup::escaped(value)
        )));
    }

    /// A field of one line.
    pub(super) fn line(&mut self, name: &str, label: &str, hint: &str, first: &str) {
        self.out.push(Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            error_message: self.error(name),
            value: Some(self.held(name, first)),
            ..Input::default()
        }));
    }

    /// A field for money.
    pub(super) fn money(&mut self, name: &str, label: &str, hint: &str, first: &str) {
        self.out.push(Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            error_message: self.error(name),
            value: Some(self.held(name, first)),
            prefix: Some("£".into()),
            width: Some(10),
            spellcheck: Some(false),
            ..Input::default()
        }));
    }

    /// A field of several lines.
    pub(super) fn area(&mut self, name: &str, label: &str, hint: &str, rows: u16, first: &str) {
        self.out.push(Markup::of(&Textarea {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            error_message: self.error(name),
            value: self.held(name, first),
            rows: Some(rows),
            ..Textarea::default()
        }));
    }

    /// A day as three fields.
    pub(super) fn day(&mut self, name: &str, legend: &str, hint: &str, first: Option<Date>) {
        let part = |part: &str, first: Option<String>| {
            self.held(&format!("{name}[{part}]"), first.as_deref().unwrap_or_default())
        };
        let (day, month, year) = (
            part("day", first.map(|date| date.day().to_string())),
            part("month", first.map(|date| date.month().to_string())),
            part("year", first.map(|date| date.year().to_string())),
        );
        let input = DateInput {
            name_prefix: Some(name.to_owned()),
            hint: Some(if hint.is_empty() { "For example, 4 10 2016" } else { hint }.into()),
            error_message: self.error(name),
            ..DateInput::new(name, legend, &day, &month, &year)
        };
        self.out.push(Markup::of(&input));
    }

    /// One of several: side by side as radios, or a list when there are many.
    pub(super) fn pick(&mut self, name: &str, legend: &str, hint: &str, options: &[(String, String)], first: &str) {
        let value = self.held(name, first);
        let hint = (!hint.is_empty()).then(|| hint.into());
        if options.len() <= MOST_RADIOS {
            self.out.push(Markup::of(&Radios {
                name: name.to_owned(),
                fieldset: Some(Fieldset { legend: legend.into(), ..Fieldset::default() }),
                hint,
                error_message: self.error(name),
                items: options.iter().map(|(value, words)| Choice::new(value.clone(), words.as_str())).collect(),
                value: Some(value),
                ..Radios::default()
            }));
        } else {
            let none = SelectOption::new("", "Choose");
            let items = options.iter().map(|(value, words)| SelectOption::new(value.clone(), words.as_str()));
            self.out.push(Markup::of(&Select {
                name: name.to_owned(),
                id: Some(name.to_owned()),
                label: legend.into(),
                hint,
                error_message: self.error(name),
                items: [none].into_iter().chain(items).collect(),
                value: Some(value),
                ..Select::default()
            }));
        }
    }

    /// Any of several; those in `first` are ticked at first.
    pub(super) fn ticks(
        &mut self,
        name: &str,
        legend: &str,
        hint: &str,
        options: &[(String, String)],
        first: &[String],
    ) {
        let sent = self.values.all(name);
        let is_ticked = |value: &String| {
            if self.values.pairs.is_empty() { first.contains(value) } else { sent.contains(&value.as_str()) }
        };
        self.out.push(Markup::of(&Checkboxes {
            name: name.to_owned(),
            fieldset: Some(Fieldset { legend: legend.into(), ..Fieldset::default() }),
            hint: (!hint.is_empty()).then(|| hint.into()),
            error_message: self.error(name),
            items: options
                .iter()
                .map(|(value, words)| Checkbox {
                    content: words.as_str().into(),
                    value: value.clone(),
                    checked: is_ticked(value),
                    ..Checkbox::default()
                })
                .collect(),
            ..Checkboxes::default()
        }));
    }

    /// A file.
    pub(super) fn file(&mut self, name: &str, label: &str, hint: &str) {
        self.takes_file = true;
        self.out.push(Markup::of(&FileUpload {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            error_message: self.error(name),
            ..FileUpload::default()
        }));
    }

    /// Public, or confidential with its reason.
    pub(super) fn access(&mut self) {
        let options = [("public", "Public"), ("confidential", "Confidential")];
        let options: Vec<(String, String)> = options.iter().map(|(v, w)| ((*v).to_owned(), (*w).to_owned())).collect();
        self.pick("access", "Who may read it", "", &options, "public");
        self.line(
            "access-reason",
            "Why it is confidential",
            "The lawful reason, which everybody is shown. Leave empty if it is public.",
            "",
        );
    }
}

/// The errors of a form, above it.
pub(super) fn summary(errors: &[FieldError]) -> Option<ErrorSummary> {
    (!errors.is_empty()).then(|| {
        ErrorSummary::new(errors.iter().map(|error| ErrorLine {
            content: error.message.as_str().into(),
            href: (!error.field.is_empty()).then(|| format!("#{}", error.field)),
        }))
    })
}

/// A form being read: every fault is kept, so that all can be shown at once.
pub(super) struct Taken<'v> {
    pub(super) values: &'v Values,
    pub(super) errors: Vec<FieldError>,
}

impl<'v> Taken<'v> {
    pub(super) fn new(values: &'v Values) -> Self {
        Self { values, errors: Vec::new() }
    }

    /// Notes a fault.
    pub(super) fn fault(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// Text that must be there; `message` is what to do when it is not.
    pub(super) fn text(&mut self, name: &str, message: &str) -> String {
        if let Some(text) = self.values.get(name) {
            return text.to_owned();
        }
        self.fault(name, message);
        String::new()
    }

    /// Text that may be left out.
    pub(super) fn optional(&self, name: &str) -> String {
        self.values.get(name).unwrap_or_default().to_owned()
    }

    /// One of our own values.
    pub(super) fn value<T: FromStr>(&mut self, name: &str, message: &str) -> Option<T>
    where
        T::Err: Display,
    {
        let read = self.values.get(name).map(str::parse);
        match read {
            Some(Ok(value)) => Some(value),
            Some(Err(error)) => {
                self.fault(name, sentence(&error.to_string()));
                None
            }
            None => {
                self.fault(name, message);
                None
            }
        }
    }

    /// A day.
    pub(super) fn day(&mut self, name: &str, message: &str) -> Option<Date> {
        let day = self.maybe_day(name);
        // One fault for each field is enough.
        if day.is_none() && !self.errors.iter().any(|error| error.field == name) {
            self.fault(name, message);
        }
        day
    }

    /// A day that may be left out.
    pub(super) fn maybe_day(&mut self, name: &str) -> Option<Date> {
        let part = |part: &str| self.values.get(&format!("{name}[{part}]"));
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_none() && month.is_none() && year.is_none() {
            return None;
        }
        let date = || {
            let (day, month, year) = (day?.parse().ok()?, month?.parse().ok()?, year?.parse().ok()?);
            Date::new(year, month, day).ok().filter(|date| (1900..=2200).contains(&date.year()))
        };
        let date = date();
        if date.is_none() {
            self.fault(name, "Enter a real day: day, month and year in numbers");
        }
        date
    }

    /// Public, or confidential with its reason.
    pub(super) fn access(&mut self) -> NewAccess {
        match self.values.get("access") {
            Some("confidential") => {
                NewAccess::Confidential { reason: self.text("access-reason", "Enter why it is confidential") }
            }
            _ => NewAccess::Public,
        }
    }

    /// Amounts by code, each in a field `amount-CODE`; one left empty commits no money.
    pub(super) fn amounts<K: Ord + Copy + Display>(&mut self, of: impl IntoIterator<Item = K>) -> BTreeMap<K, Pence> {
        let mut amounts = BTreeMap::new();
        for code in of {
            let field = format!("amount-{code}");
            let Some(text) = self.values.get(&field) else { continue };
            match pence(text) {
                Some(amount) => {
                    amounts.insert(code, amount);
                }
                None => self.fault(&field, "Enter the amount in pounds, such as 2,000,000 or 1500.50"),
            }
        }
        amounts
    }

    /// What was read, if nothing is wrong.
    pub(super) fn done<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldError>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        value().ok_or_else(|| {
            vec![FieldError {
                field: String::new(),
                message: "Something is missing. Fill in the form again".to_owned(),
            }]
        })
    }
}

/// Pounds as a person types them, exactly.
pub(super) fn pence(text: &str) -> Option<Pence> {
    let plain: String = text.chars().filter(|letter| !matches!(letter, ',' | '£' | ' ')).collect();
    let (pounds, pennies) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if pounds.is_empty() || !digits(pounds) || !digits(pennies) || !matches!(pennies.len(), 0 | 2) {
        return None;
    }
    let pounds: i64 = pounds.parse().ok()?;
    let pennies: i64 = if pennies.is_empty() { 0 } else { pennies.parse().ok()? };
    pounds.checked_mul(100)?.checked_add(pennies).map(Pence)
}

/// Pence as a field of pounds has them.
pub(super) fn in_pounds(amount: Pence) -> String {
    mandate::pounds(amount).trim_start_matches('£').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_are_read_to_the_penny() {
        for (text, read) in [
            ("2,000,000", Some(200_000_000)),
            ("£1,000,000.01", Some(100_000_001)),
            ("0.10", Some(10)),
            ("1.5", None),
            ("-5", None),
            ("1e6", None),
            ("", None),
            (".50", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(pence(text), read.map(Pence), "{text}");
        }
        assert_eq!(pence(&in_pounds(Pence(123_456_789))), Some(Pence(123_456_789)));
    }

    #[test]
    fn every_fault_is_said_at_once() {
        let pairs =
            [("on[day]", "31"), ("on[month]", "2"), ("on[year]", "2016"), ("title", "  "), ("access", "confidential")];
        let values =
            Values { pairs: pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(), file: None };
        let mut taken = Taken::new(&values);
        taken.text("title", "Enter a title");
        taken.day("on", "Enter the day");
        taken.access();
        let fields: Vec<&str> = taken.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["title", "on", "access-reason"]);
    }
}
