//! The JSON Schemas (2020-12) of what the answers hold. Nothing is left open: a property that is not listed is not sent,
//! and one that is listed is always there, `null` when nothing is known.

use serde_json::{Map, Value, json};

/// An object with these properties, all of them always there.
pub fn object(properties: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

/// A schema by its name among the components.
pub fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A list of a named schema.
pub fn array(name: &str) -> Value {
    json!({ "type": "array", "items": named(name) })
}

/// This, or nothing.
#[expect(clippy::needless_pass_by_value, reason = "a schema is written where it is used")]
pub fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// An organisation's code.
pub fn code() -> Value {
    json!({ "type": "string", "pattern": "^(?:[A-Z0-9]{1,16}|L-[A-Z0-9]{1,14})$", "examples": ["14Y"] })
}

/// A day.
pub fn day() -> Value {
    json!({ "type": "string", "format": "date", "examples": ["2018-04-01"] })
}

/// A day with the precision it is known to.
pub fn some_day() -> Value {
    json!({
        "type": "string",
        "pattern": "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)?$",
        "description": "A day with the precision it is known to: a day, a month, a year, or between two days.",
        "examples": ["2018-04-01", "2018-04", "2017", "2017-04-01..2017-06-30"],
    })
}

/// Text.
pub fn text() -> Value {
    json!({ "type": "string" })
}

/// A value of a kind, or nothing.
pub fn maybe(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

/// Yes or no, and what that means.
pub fn flag(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

/// How many, and of what.
pub fn count(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
}

/// How many, where that is known.
pub fn maybe_count(about: &str) -> Value {
    json!({ "type": ["integer", "null"], "minimum": 0, "description": about })
}

/// One of some words.
pub fn words(all: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "type": "string", "enum": all.into_iter().collect::<Vec<_>>() })
}

/// A SHA-256.
pub fn hash() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 in hexadecimal." })
}

/// Whether something holds on the day.
pub fn certainty() -> Value {
    json!({ "type": "string", "enum": ["yes", "no", "uncertain"], "description": "`uncertain` when the day lies inside an edge that is not known to the day." })
}

/// A list of things of a schema.
pub fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// The schemas of the answers' parts, by name.
pub fn components() -> Vec<(&'static str, Value)> {
    vec![
        (
            "AsAt",
            object(&[
                (
                    "valid_at",
                    json!({ "type": "string", "format": "date", "description": "The day the answer is about." }),
                ),
                ("known_at", count("The last entry taken into account.")),
                (
                    "known_on",
                    json!({ "type": ["string", "null"], "format": "date", "description": "The day that entry was recorded, in England; null before the first." }),
                ),
            ]),
        ),
        (
            "Links",
            object(&[
                (
                    "self",
                    json!({ "type": "string", "format": "uri-reference", "description": "This answer again, with both clocks fixed: it always gives the same bytes." }),
                ),
                (
                    "next",
                    json!({ "type": ["string", "null"], "format": "uri-reference", "description": "The page after." }),
                ),
            ]),
        ),
        (
            "Period",
            object(&[
                (
                    "from",
                    json!({ "anyOf": [some_day(), { "type": "null" }], "description": "The first day; null if it is open." }),
                ),
                (
                    "to",
                    json!({ "anyOf": [some_day(), { "type": "null" }], "description": "The last day, itself included; null if it is open." }),
                ),
            ]),
        ),
        ("Table", table()),
        ("Problem", problem()),
    ]
}

/// A table as its page and its files have it.
fn table() -> Value {
    object(&[
        ("title", text()),
        ("source", json!({ "type": "string", "description": "Where the facts come from." })),
        (
            "notes",
            json!({ "type": "array", "items": text(), "description": "What a reader must know, a sentence each." }),
        ),
        (
            "columns",
            list(&object(&[
                ("key", text()),
                ("label", text()),
                ("kind", words(["text", "number", "money", "date", "code"])),
                (
                    "unit",
                    json!({ "type": "string", "description": "In what its figures are counted; blank where they say it themselves." }),
                ),
            ])),
        ),
        (
            "rows",
            list(&json!({
                "type": "object",
                "description": "A value for each column, by its key; `null` when there is none.",
                "additionalProperties": { "type": ["string", "number", "null"] },
            })),
        ),
    ])
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string", "description": "What happened." },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "Why, and what to do." },
            "errors": {
                "type": "array",
                "description": "What is wrong with each parameter.",
                "items": object(&[("field", text()), ("detail", text())]),
            },
        },
        "required": ["type", "title", "status"],
        "additionalProperties": false,
    })
}
