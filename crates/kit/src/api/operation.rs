//! The table of routes, and what a parameter may be.

use std::pin::Pin;

use serde_json::{Value, json};

use super::ask::Asked;
use super::schema;
use crate::refused::Problem;

/// One route.
pub struct Operation {
    /// Its name for programs.
    pub id: &'static str,
    /// Its path under `/api/v1`.
    pub path: &'static str,
    /// Under which heading it is listed.
    pub tag: &'static str,
    /// What it answers, in a few words.
    pub summary: &'static str,
    /// What a reader must know.
    pub about: &'static str,
    /// Its parameters besides the two clocks.
    pub params: &'static [Param],
    /// The schema of its answer, without `as_at` and `links`.
    pub schema: fn() -> Value,
    /// How it is answered.
    pub answer: Answer,
    /// An address that asks it.
    pub example: &'static str,
}

/// How a route is answered.
#[derive(Clone, Copy)]
pub enum Answer {
    /// Worked out from the rooms as known.
    Worked(fn(&Asked) -> Result<Value, Problem>),
    /// Read from the record, by what is known now of who may read it.
    Read(for<'a> fn(&'a Asked) -> Reading<'a>),
}

/// An answer that waits for the record.
pub(super) type Reading<'a> = Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send + 'a>>;

/// One parameter.
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it may be.
    pub wanted: Wanted,
    /// What it means.
    pub about: &'static str,
    /// One of its values.
    pub example: &'static str,
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
    /// ODS codes, apart by commas.
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
    /// How many items a page has.
    Limit,
    /// Where a page begins.
    Cursor,
    /// The number of an entry.
    Entry,
    /// The number of an entry, or a day.
    EntryOrDay,
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
const CODES_PATTERN: &str =
    "^(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})(?:,(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})){0,49}$";

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
            Self::Text => json!({ "type": "string", "minLength": 1, "maxLength": TEXT_MAX, "pattern": "\\S" }),
            Self::Formed(form) => json!({ "type": "string", "pattern": form.pattern }),
            Self::Pounds => json!({ "type": "string", "pattern": "^[0-9]{1,12}(?:\\.[0-9]{2})?$" }),
            Self::Word(words) => json!({ "type": "string", "enum": words() }),
            Self::Limit => json!({ "type": "integer", "minimum": 1, "maximum": LIMITS.1, "default": LIMITS.0 }),
            Self::Cursor => json!({ "type": "string", "pattern": "^[0-9]{1,7}$" }),
            Self::Entry => {
                json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": 999_999_999_999_999_u64 })
            }
            Self::EntryOrDay => json!({ "anyOf": [
                { "type": "string", "pattern": "^[0-9]{1,15}$" },
                { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
            ] }),
        }
    }

    /// What such a parameter is, for a person.
    pub fn words(self) -> String {
        match self {
            Self::Code => "an ODS code such as 14Y".to_owned(),
            Self::Codes => format!("up to {CODES_MAX} ODS codes apart by commas, such as 10Y,10H"),
            Self::Day => "a day such as 2018-04-01".to_owned(),
            Self::Known => "an entry's number, a day or a moment: 41, 2026-11-22 or 2026-11-22T09:30:00Z".to_owned(),
            Self::Text => format!("words, at most {TEXT_MAX} characters"),
            Self::Formed(form) => form.words.to_owned(),
            Self::Pounds => "an amount in pounds such as 2000000 or 250.50".to_owned(),
            Self::Word(words) => format!("one of {}", words().join(", ")),
            Self::Limit => format!("a whole number from 1 to {}", LIMITS.1),
            Self::Cursor => "the `next` of the page before".to_owned(),
            Self::Entry => "an entry's number, from 1".to_owned(),
            Self::EntryOrDay => "an entry's number or a day: 41 or 2018-04-01".to_owned(),
        }
    }
}

/// The two clocks, which every route takes.
pub const CLOCKS: &[Param] = &[
    Param {
        name: "valid_at",
        place: Place::Query,
        wanted: Wanted::Day,
        about: "The day asked about. Today in England if it is not given.",
        example: "2018-04-01",
    },
    Param {
        name: "known_at",
        place: Place::Query,
        wanted: Wanted::Known,
        about: "The state of knowledge to answer from: what was recorded up to this entry, to the end of this day in England, or to this moment. The last entry if it is not given.",
        example: "2026-11-22",
    },
];

/// An organisation, in the path.
pub const CODE: Param = Param {
    name: "code",
    place: Place::Path,
    wanted: Wanted::Code,
    about: "The organisation's ODS code; upper and lower case are one.",
    example: "14Y",
};
/// How many items a page has.
pub const LIMIT: Param = Param {
    name: "limit",
    place: Place::Query,
    wanted: Wanted::Limit,
    about: "How many items a page has at most. Units: items.",
    example: "50",
};
/// Where a page begins.
pub const CURSOR: Param = Param {
    name: "cursor",
    place: Place::Query,
    wanted: Wanted::Cursor,
    about: "Where the page begins: the `next` of the page before. Follow `links.next`, which also fixes the two clocks, so that no item is lost or repeated when something is recorded in between.",
    example: "100",
};

/// The schema of a page of items.
pub fn page_of(item: &str) -> Value {
    schema::object(&[
        ("items", json!({ "type": "array", "maxItems": LIMITS.1, "items": schema::named(item) })),
        (
            "next",
            json!({ "type": ["string", "null"], "description": "The cursor of the page after, if there is one." }),
        ),
        (
            "n_total",
            json!({ "type": ["integer", "null"], "minimum": 0, "description": "How many items all pages have together, where that is known. Units: items." }),
        ),
    ])
}
