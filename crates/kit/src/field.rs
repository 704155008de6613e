//! The fields of an act's form, as a page shows them.

use app::Lens;
use ask::{Choice, Field, FieldError, Of, Sent, Takes};

use crate::components::{
    Checkbox, Checkboxes, Choice as Radio, DateInput, ErrorMessage, Fieldset, FileUpload, Input, Legend, Radios,
    Select, SelectOption, Textarea,
};
use crate::markup::Markup;

/// More answers than this are a list.
const MOST_RADIOS: usize = 7;

/// A form being drawn: for whom, of what, with what was sent and what is wrong with it.
pub struct Drawing<'a> {
    /// The rooms as whoever looks sees them.
    pub lens: &'a Lens,
    /// What the form is about.
    pub of: Of<'a>,
    /// What was sent; nothing where it is shown first.
    pub sent: &'a Sent,
    /// What is wrong with it.
    pub errors: &'a [FieldError],
}

/// Whether a form takes a file, so that it must be sent in parts.
pub fn takes_file(fields: &[Field]) -> bool {
    fields.iter().any(|field| matches!(field.takes, Takes::File))
}

/// How many rows a field of several lines shows: what it holds and room to go on.
fn rows(text: &str) -> u16 {
    let lines = u16::try_from(text.lines().count()).unwrap_or(u16::MAX);
    lines.saturating_add(2).clamp(5, 25)
}

impl Drawing<'_> {
    /// The fields, drawn.
    pub fn fields(&self, fields: &[Field]) -> Vec<Markup> {
        fields.iter().filter(|field| field.is_shown(self.lens, &self.of)).flat_map(|field| self.field(field)).collect()
    }

    fn field(&self, field: &Field) -> Vec<Markup> {
        match field.takes {
            Takes::Each(each, fields) => {
                let mut drawn = Vec::new();
                for (which, called) in each(self.lens, &self.of) {
                    let within = Drawing { of: self.of.each(&which), ..*self };
                    for field in fields.iter().filter(|field| field.is_shown(within.lens, &within.of)) {
                        let name = format!("{}-{which}", field.name);
                        drawn.push(within.one(field, &name, &field.label.replace("{}", &called)));
                    }
                }
                drawn
            }
            _ => vec![self.one(field, field.name, field.label)],
        }
    }

    fn wrong(&self, name: &str) -> Option<ErrorMessage> {
        let is_of = |error: &&FieldError| error.field == name || error.field.strip_suffix("-day") == Some(name);
        self.errors.iter().find(is_of).map(|error| ErrorMessage::from(error.message.as_str()))
    }

    /// An empty field that was sent stays empty; one not yet sent has its first value.
    fn value(&self, field: &Field, name: &str) -> String {
        if self.sent.is_empty() {
            field.first.map(|first| first(self.lens, &self.of)).unwrap_or_default()
        } else {
            self.sent.text(name).unwrap_or_default().to_owned()
        }
    }

    fn one(&self, field: &Field, name: &str, label: &str) -> Markup {
        let hint = (!field.hint.is_empty()).then(|| field.hint.into());
        let id = Some(name.to_owned());
        let line = |width, inputmode: Option<&str>, prefix: Option<&str>, code| {
            Markup::of(&Input {
                name: name.to_owned(),
                id: id.clone(),
                label: label.into(),
                hint: hint.clone(),
                value: Some(self.value(field, name)).filter(|value| !value.is_empty()),
                error_message: self.wrong(name),
                width,
                inputmode: inputmode.map(str::to_owned),
                prefix: prefix.map(Into::into),
                code,
                ..Input::default()
            })
        };
        match field.takes {
            Takes::Line => line(None, None, None, false),
            Takes::Secret => Markup::of(&Input {
                name: name.to_owned(),
                id,
                label: label.into(),
                hint,
                error_message: self.wrong(name),
                autocomplete: Some("off".to_owned()),
                autocapitalize: Some("none".to_owned()),
                spellcheck: Some(false),
                code: true,
                ..Input::default()
            }),
            Takes::Body | Takes::Codes => line(Some(20), None, None, true),
            Takes::Time => line(Some(5), None, None, false),
            Takes::Number => line(Some(5), Some("numeric"), None, false),
            Takes::Money => line(Some(10), Some("decimal"), Some("£"), false),
            Takes::Lines => Markup::of(&Textarea {
                name: name.to_owned(),
                id,
                label: label.into(),
                hint,
                rows: Some(rows(&self.value(field, name))),
                value: self.value(field, name),
                error_message: self.wrong(name),
                ..Textarea::default()
            }),
            Takes::File => Markup::of(&FileUpload {
                name: name.to_owned(),
                id,
                label: label.into(),
                hint,
                error_message: self.wrong(name),
                ..FileUpload::default()
            }),
            Takes::Hidden => Markup::trusted(format!(
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                Markup::escaped(name),
                Markup::escaped(&self.value(field, name))
            )),
            Takes::Day => self.day(field, name, label),
            Takes::One(choices) => self.pick(field, name, label, &choices(self.lens, &self.of)),
            Takes::Any(choices) => self.ticks(field, name, label, &choices(self.lens, &self.of)),
            Takes::Words(words) => Markup::trusted(format!("<p>{}</p>", Markup::escaped(&words(self.lens, &self.of)))),
            Takes::Heading => Markup::trusted(format!("<h2 class=\"nhsuk-heading-m\">{}</h2>", Markup::escaped(label))),
            // Fields within fields of many would have names that nobody can type.
            Takes::Each(..) => Markup::default(),
        }
    }

    /// A day as three fields, with what was typed in each.
    fn day(&self, field: &Field, name: &str, label: &str) -> Markup {
        let first = self.value(field, name);
        let mut parts = first.splitn(3, '-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let part = |part: &str, whole: Option<&str>| {
            let typed = self.sent.text(&format!("{name}[{part}]")).map(str::to_owned);
            typed.unwrap_or_else(|| whole.unwrap_or_default().trim_start_matches('0').to_owned())
        };
        let (day, month, year) = (part("day", day), part("month", month), part("year", year));
        let hint = if field.hint.is_empty() { "For example, 1 4 2018" } else { field.hint };
        Markup::of(&DateInput {
            name_prefix: Some(name.to_owned()),
            hint: Some(hint.into()),
            error_message: self.wrong(name),
            ..DateInput::new(name, Legend::from(label), &day, &month, &year)
        })
    }

    /// One of several: side by side as radios, or a list when there are many.
    fn pick(&self, field: &Field, name: &str, label: &str, choices: &[Choice]) -> Markup {
        let hint = (!field.hint.is_empty()).then(|| field.hint.into());
        let value = Some(self.value(field, name)).filter(|value| !value.is_empty());
        if choices.len() <= MOST_RADIOS {
            return Markup::of(&Radios {
                name: name.to_owned(),
                fieldset: Some(Fieldset { legend: label.into(), ..Fieldset::default() }),
                hint,
                error_message: self.wrong(name),
                items: choices.iter().map(|(value, words)| Radio::new(value.clone(), words.as_str())).collect(),
                value,
                ..Radios::default()
            });
        }
        let none = SelectOption::new("", "Choose");
        let items = choices.iter().map(|(value, words)| SelectOption::new(value.as_str(), words.as_str()));
        Markup::of(&Select {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint,
            items: [none].into_iter().chain(items).collect(),
            value,
            error_message: self.wrong(name),
            ..Select::default()
        })
    }

    fn ticks(&self, field: &Field, name: &str, label: &str, choices: &[Choice]) -> Markup {
        let ticked: Vec<String> = if self.sent.is_empty() {
            let first = field.first.map(|first| first(self.lens, &self.of)).unwrap_or_default();
            first.split(',').map(str::to_owned).collect()
        } else {
            self.sent.all(name)
        };
        Markup::of(&Checkboxes {
            name: name.to_owned(),
            id_prefix: Some(name.to_owned()),
            fieldset: Some(Fieldset { legend: label.into(), ..Fieldset::default() }),
            hint: (!field.hint.is_empty()).then(|| field.hint.into()),
            items: choices.iter().map(|(value, words)| Checkbox::new(value.as_str(), words.as_str())).collect(),
            values: ticked,
            error_message: self.wrong(name),
            small: true,
            ..Checkboxes::default()
        })
    }
}
