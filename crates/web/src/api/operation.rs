//! The table of routes, and what a parameter may be.

use serde_json::{Value, json};

use super::ask::Asked;
use super::{executive, lineage, mandate, organisations, places, record, schema};
use crate::refused::Problem;

/// One route.
pub(crate) struct Operation {
    /// Its name for programs.
    pub(crate) id: &'static str,
    /// Its path under `/api/v1`.
    pub(crate) path: &'static str,
    /// Under which heading it is listed.
    pub(crate) tag: &'static str,
    /// What it answers, in a few words.
    pub(crate) summary: &'static str,
    /// What a reader must know.
    pub(crate) about: &'static str,
    /// Its parameters besides the two clocks.
    pub(crate) params: &'static [Param],
    /// The schema of its answer, without `as_at` and `links`.
    pub(crate) schema: fn() -> Value,
    /// How it is answered.
    pub(crate) answer: Answer,
    /// An address that asks it.
    pub(crate) example: &'static str,
}

impl Operation {
    /// Whether the answer depends on what is known now besides the two clocks: who may read a thing does.
    pub(crate) fn is_by_now(&self) -> bool {
        matches!(self.answer, Answer::Entry) || [executive::TAG, mandate::TAG].contains(&self.tag)
    }
}

/// How a route is answered.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// From the register alone.
    Register(fn(&Asked) -> Result<Value, Problem>),
    /// From the journal: an entry.
    Entry,
}

/// One parameter.
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) wanted: Wanted,
    pub(crate) about: &'static str,
    pub(crate) example: &'static str,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the path; always required.
    Path,
    /// In the query, required.
    Required,
    /// In the query.
    Query,
}

/// What a parameter may be.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
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
    /// What a decision is about.
    Matter,
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

/// The longest text. Units: characters.
pub(crate) const TEXT_MAX: usize = 200;
/// The most codes in one list.
pub(crate) const CODES_MAX: usize = 50;
/// How many items a page has when nothing is said, and at most.
pub(crate) const LIMITS: (usize, usize) = (100, 1000);
/// The last place in a list that a cursor can name.
pub(crate) const CURSOR_MAX: usize = 9_999_999;

pub(crate) const CODE_PATTERN: &str = "^(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})$";
const CODES_PATTERN: &str =
    "^(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})(?:,(?:[A-Za-z0-9]{1,16}|[Ll]-[A-Za-z0-9]{1,14})){0,49}$";

impl Wanted {
    /// The JSON schema of such a parameter.
    pub(crate) fn schema(self) -> Value {
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
            Self::Matter => json!({ "type": "string", "pattern": "^(?:service|function):[a-z0-9][a-z0-9.-]{0,63}$" }),
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
    pub(crate) fn words(self) -> String {
        match self {
            Self::Code => "an ODS code such as 14Y".to_owned(),
            Self::Codes => format!("up to {CODES_MAX} ODS codes apart by commas, such as 10Y,10H"),
            Self::Day => "a day such as 2018-04-01".to_owned(),
            Self::Known => "an entry's number, a day or a moment: 41, 2026-11-22 or 2026-11-22T09:30:00Z".to_owned(),
            Self::Text => format!("words, at most {TEXT_MAX} characters"),
            Self::Matter => "service:CODE or function:CODE".to_owned(),
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
pub(crate) const CLOCKS: &[Param] = &[
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

pub(crate) const CODE: Param = Param {
    name: "code",
    place: Place::Path,
    wanted: Wanted::Code,
    about: "The organisation's ODS code; upper and lower case are one.",
    example: "14Y",
};
pub(crate) const LIMIT: Param = Param {
    name: "limit",
    place: Place::Query,
    wanted: Wanted::Limit,
    about: "How many items a page has at most. Units: items.",
    example: "50",
};
pub(crate) const CURSOR: Param = Param {
    name: "cursor",
    place: Place::Query,
    wanted: Wanted::Cursor,
    about: "Where the page begins: the `next` of the page before. Follow `links.next`, which also fixes the two clocks, so that no item is lost or repeated when something is recorded in between.",
    example: "100",
};

/// Every route, in the order of the documentation.
pub(crate) fn operations() -> &'static [Operation] {
    OPERATIONS
}

static OPERATIONS: &[Operation] = &[
    organisations::SEARCH,
    organisations::ORGANISATION,
    organisations::MEMBERS,
    organisations::MEMBERSHIPS,
    lineage::SUCCESSORS,
    lineage::PREDECESSORS,
    organisations::NAMES,
    places::COVERAGE,
    organisations::ATTESTATIONS,
    organisations::ARRANGEMENTS,
    places::DIFF,
    lineage::SUCCESSIONS,
    lineage::HEIRS,
    record::FINDINGS,
    record::IMPORTS,
    record::ENTRY,
    record::CHANGES,
    mandate::WHO_DECIDES,
    mandate::PEOPLE,
    mandate::MAY_DECIDE,
    mandate::INTERESTS,
    mandate::POSTS,
    mandate::HOLDERS,
    mandate::SCHEME,
    mandate::POWERS,
    mandate::COMMITTEES,
    mandate::MEMBERS,
    mandate::SEATS,
    mandate::REMIT,
    mandate::SERVICES,
    mandate::MANDATES,
    mandate::STAYS_LOCAL,
    mandate::PLACE_AND_SYSTEM,
    mandate::EXPIRING,
    executive::MEETINGS,
    executive::PROPOSAL,
    executive::DECISIONS,
    executive::ACTIONS,
    executive::QUESTIONS,
    executive::FORWARD_PLAN,
];

/// The schema of a page of items.
pub(crate) fn page_of(item: &str) -> Value {
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
