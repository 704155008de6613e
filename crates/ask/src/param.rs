//! What may be asked besides the two clocks, and what each may be.

use app::{AskedKnown, Lens};
use serde_json::{Value, json};
use terms::{Date, FuzzyDate, OdsCode, Pence};

use crate::field::Choice;

/// One parameter.
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What a person is asked, on the page; empty for what only programs send.
    pub label: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it may be.
    pub wanted: Wanted,
    /// What it means.
    pub about: &'static str,
    /// One of its values.
    pub example: &'static str,
    /// What it is where nothing is sent.
    pub first: Option<&'static str>,
}

impl Param {
    /// A parameter that may be left out.
    pub const fn new(name: &'static str, label: &'static str, wanted: Wanted) -> Self {
        Self { name, label, place: Place::Query, wanted, about: "", example: "", first: None }
    }

    /// A whole number between two.
    pub const fn count(name: &'static str, label: &'static str, least: i64, most: i64) -> Self {
        Self::new(name, label, Wanted::Count(least, most))
    }

    /// An organisation, in the path.
    pub const fn body(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Wanted::Code).required()
    }

    /// What stands in the path.
    #[must_use]
    pub const fn in_path(self) -> Self {
        Self { place: Place::Path, ..self }
    }

    /// One without which nothing is answered.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { place: Place::Required, ..self }
    }

    /// With what it means.
    #[must_use]
    pub const fn about(self, about: &'static str, example: &'static str) -> Self {
        Self { about, example, ..self }
    }

    /// With what it is where nothing is sent.
    #[must_use]
    pub const fn first(self, first: &'static str) -> Self {
        Self { first: Some(first), ..self }
    }
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path; always required.
    Path,
    /// In the query, required.
    Required,
    /// In the query.
    Query,
}

/// What a parameter may be.
#[derive(Clone, Copy)]
pub enum Wanted {
    /// An ODS code.
    Code,
    /// ODS codes, separated by commas.
    Codes,
    /// A day.
    Day,
    /// What the second clock takes.
    Known,
    /// Words.
    Text,
    /// Text of a form that a room gives it.
    Formed(&'static Form),
    /// An amount in pounds.
    Pounds,
    /// One of some words.
    Word(fn() -> Vec<&'static str>),
    /// Text that stands for one of what is on record as known, which a page offers to choose from.
    Chosen(fn(&Lens) -> Vec<Choice>),
    /// How many items a page has.
    Limit,
    /// Where a page begins.
    Cursor,
    /// The number of an entry.
    Entry,
    /// The number of an entry, or a day.
    EntryOrDay,
    /// A whole number between two, both included.
    Count(i64, i64),
}

/// A form of text.
pub struct Form {
    /// What such text matches, as a regular expression.
    pub pattern: &'static str,
    /// What it is, for a person.
    pub words: &'static str,
    /// Whether a text is one, exactly as written.
    pub is: fn(&str) -> bool,
}

/// The longest text. Units: characters.
pub const TEXT_MAX: usize = 200;
/// The most codes in one list.
pub const CODES_MAX: usize = 50;
/// How many items a page has when nothing is said, and at most.
pub const LIMITS: (usize, usize) = (100, 1000);
/// The last place in a list that a cursor can name.
pub const CURSOR_MAX: usize = 9_999_999;

/// What a code looks like.
pub(super) const CODE_PATTERN: &str = "^(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})$";
/// Something else than blanks, which is told of a next line and of a byte order mark too: standards differ about these two.
const TEXT_PATTERN: &str = "[^\\s\\u0085\\ufeff]";
const CODES_PATTERN: &str =
    "^(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})(?:,(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})){0,49}$";

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
}

impl Wanted {
    /// The JSON schema of such a parameter.
    pub fn schema(self) -> Value {
        match self {
            Self::Code => json!({ "type": "string", "pattern": CODE_PATTERN }),
            Self::Codes => json!({ "type": "string", "pattern": CODES_PATTERN }),
            Self::Day => json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
            Self::Known => json!({ "anyOf": [
                { "type": "string", "pattern": "^[0-9]{1,15}$" },
                { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
                { "type": "string", "format": "date-time", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z$" },
            ] }),
            Self::Text | Self::Chosen(_) => {
                json!({ "type": "string", "minLength": 1, "maxLength": TEXT_MAX, "pattern": TEXT_PATTERN })
            }
            Self::Formed(form) => json!({ "type": "string", "pattern": form.pattern }),
            Self::Pounds => json!({ "type": "string", "pattern": "^[0-9]{1,12}(?:\\.[0-9]{2})?$" }),
            Self::Word(words) => json!({ "type": "string", "enum": words() }),
            Self::Limit => json!({ "type": "integer", "minimum": 1, "maximum": LIMITS.1, "default": LIMITS.0 }),
            Self::Cursor => json!({ "type": "string", "pattern": "^[0-9]{1,7}$" }),
            Self::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Self::Entry => {
                json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": 999_999_999_999_999_u64 })
            }
            Self::EntryOrDay => json!({ "anyOf": [
                { "type": "string", "pattern": "^[0-9]{1,15}$" },
                { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
            ] }),
        }
    }

    /// Whether a text is one, exactly as the schema has it.
    pub fn takes(self, value: &str) -> bool {
        let digits =
            |most: usize| !value.is_empty() && value.len() <= most && value.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Code => is_code(value),
            Self::Codes => value.split(',').count() <= CODES_MAX && value.split(',').all(is_code),
            Self::Day => one_day(value).is_some(),
            Self::Known => digits(15) || (is_moment(value) && value.parse::<AskedKnown>().is_ok()),
            Self::Text | Self::Chosen(_) => value.chars().count() <= TEXT_MAX && !value.chars().all(is_blank),
            Self::Formed(form) => (form.is)(value),
            Self::Pounds => is_pounds(value),
            Self::Word(words) => words().contains(&value),
            Self::Limit => digits(4) && (1..=LIMITS.1).contains(&value.parse().unwrap_or(0)),
            Self::Cursor => digits(7) && value.parse::<usize>().is_ok_and(|place| place <= CURSOR_MAX),
            Self::Entry => digits(15) && value.parse::<u64>().is_ok_and(|entry| entry > 0),
            Self::EntryOrDay => digits(15) || one_day(value).is_some(),
            Self::Count(least, most) => {
                value.len() <= 15 && value.parse().is_ok_and(|count: i64| (least..=most).contains(&count))
            }
        }
    }

    /// Whether a person may write it so: an amount as people write them, too.
    pub fn reads(self, value: &str) -> bool {
        match self {
            Self::Pounds => value.len() <= TEXT_MAX && Pence::not_negative(value).is_ok(),
            _ => self.takes(value),
        }
    }

    /// What such a parameter is, for a person.
    pub fn words(self) -> String {
        match self {
            Self::Code => "an ODS code such as 14Y".to_owned(),
            Self::Codes => format!("up to {CODES_MAX} ODS codes separated by commas, such as 10Y,10H"),
            Self::Day => "a day such as 2018-04-01".to_owned(),
            Self::Known => "an entry's number, a day or a moment: 41, 2026-11-22 or 2026-11-22T09:30:00Z".to_owned(),
            Self::Text | Self::Chosen(_) => format!("words, at most {TEXT_MAX} characters"),
            Self::Formed(form) => form.words.to_owned(),
            Self::Pounds => "an amount in pounds such as 2000000 or 250.50".to_owned(),
            Self::Word(words) => format!("one of {}", words().join(", ")),
            Self::Limit => format!("a whole number from 1 to {}", LIMITS.1),
            Self::Cursor => "the `next` of the page before".to_owned(),
            Self::Count(least, most) => format!("a whole number from {least} to {most}"),
            Self::Entry => "an entry's number, from 1".to_owned(),
            Self::EntryOrDay => "an entry's number or a day: 41 or 2018-04-01".to_owned(),
        }
    }
}

/// The two clocks, which every route takes.
pub const CLOCKS: &[Param] = &[
    Param {
        name: "valid_at",
        label: "",
        place: Place::Query,
        wanted: Wanted::Day,
        about: "The day asked about. Today in England if it is not given.",
        example: "2018-04-01",
        first: None,
    },
    Param {
        name: "known_at",
        label: "",
        place: Place::Query,
        wanted: Wanted::Known,
        about: "The state of knowledge to answer from: what was recorded up to this entry, to the end of this day in England, or to this moment. The last entry if it is not given.",
        example: "2026-11-22",
        first: None,
    },
];

/// An organisation, in the path.
pub const CODE: Param = Param {
    name: "code",
    label: "",
    place: Place::Path,
    wanted: Wanted::Code,
    about: "The organisation's ODS code; upper and lower case are one.",
    example: "14Y",
    first: None,
};
/// How many items a page has.
pub const LIMIT: Param = Param {
    name: "limit",
    label: "",
    place: Place::Query,
    wanted: Wanted::Limit,
    about: "How many items a page has at most. Units: items.",
    example: "50",
    first: None,
};
/// Where a page begins.
pub const CURSOR: Param = Param {
    name: "cursor",
    label: "",
    place: Place::Query,
    wanted: Wanted::Cursor,
    about: "Where the page begins: the `next` of the page before. Follow `links.next`, which also fixes the two clocks, so that no item is lost or repeated when something is recorded in between.",
    example: "100",
    first: None,
};

/// A day written in full: `2018-04-01`.
pub fn one_day(text: &str) -> Option<Date> {
    text.parse::<FuzzyDate>().ok().filter(|date| date.is_exact() && text.len() == 10).map(FuzzyDate::latest)
}

/// Whole pounds, or pounds with two digits of pence.
fn is_pounds(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (pounds, pence) = text.split_once('.').unwrap_or((text, "00"));
    digits(pounds) && pounds.len() <= 12 && digits(pence) && pence.len() == 2
}

/// A day, or a moment in UTC: other ways of writing a moment are not documented and so not taken.
fn is_moment(text: &str) -> bool {
    one_day(text).is_some() || (text.ends_with('Z') && text.len() <= 30)
}

/// A code exactly as the documented pattern has it: no spaces around it.
fn is_code(text: &str) -> bool {
    text.trim() == text && text.parse::<OdsCode>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_something_else_than_blanks_whatever_a_standard_counts_among_them() {
        for blank in ["", " ", "\t\n", "\u{85}", "\u{feff}", "\u{a0}\u{2028}\u{3000}"] {
            assert!(!Wanted::Text.takes(blank), "{blank:?}");
        }
        assert!(Wanted::Text.takes("\u{85}a\u{feff}") && Wanted::Text.takes("Thames Valley"));
        assert_eq!(Wanted::Text.schema()["pattern"], r"[^\s\u0085\ufeff]");
    }
}
