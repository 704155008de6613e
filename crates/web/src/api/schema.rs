//! The JSON Schemas (2020-12) of what the answers hold. Nothing is left open: a property that is not listed is not sent,
//! and one that is listed is always there, `null` when nothing is known.

use register::{ArrangementKind, BodyKind, Cause, FindingKind, Series, Status, Tie};
use serde_json::{Map, Value, json};

/// An object with these properties, all of them always there.
pub(super) fn object(properties: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

/// A schema by its name among the components.
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A list of a named schema.
pub(super) fn array(name: &str) -> Value {
    json!({ "type": "array", "items": named(name) })
}

/// This, or nothing.
#[expect(clippy::needless_pass_by_value, reason = "a schema is written where it is used")]
pub(super) fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

pub(super) fn code() -> Value {
    json!({ "type": "string", "pattern": "^(?:[A-Z0-9]{1,16}|L-[A-Z0-9]{1,14})$", "examples": ["14Y"] })
}

pub(super) fn day() -> Value {
    json!({ "type": "string", "format": "date", "examples": ["2018-04-01"] })
}

fn some_day() -> Value {
    json!({
        "type": "string",
        "pattern": "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)?$",
        "description": "A day with the precision it is known to: a day, a month, a year, or between two days.",
        "examples": ["2018-04-01", "2018-04", "2017", "2017-04-01..2017-06-30"],
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn maybe(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

fn flag(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

fn count(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
}

fn maybe_count(about: &str) -> Value {
    json!({ "type": ["integer", "null"], "minimum": 0, "description": about })
}

fn words(all: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "type": "string", "enum": all.into_iter().collect::<Vec<_>>() })
}

fn hash() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 in hexadecimal." })
}

fn kind() -> Value {
    nullable(words(BodyKind::ALL.iter().map(|kind| kind.slug())))
}

fn tie() -> Value {
    words(Tie::ALL.iter().map(|tie| tie.slug()))
}

fn certainty() -> Value {
    json!({ "type": "string", "enum": ["yes", "no", "uncertain"], "description": "`uncertain` when the day lies inside an edge that is not known to the day." })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// The schemas of the answers' parts, by name.
pub(super) fn components() -> Vec<(&'static str, Value)> {
    let period = named("Period");
    let source = named("Source");
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
        (
            "Source",
            object(&[("series", words(Series::all().map(Series::slug))), ("title", text()), ("released", some_day())]),
        ),
        (
            "OrganisationBrief",
            object(&[
                ("code", code()),
                ("name", maybe("string")),
                ("name_is_later", flag("Whether the name was observed only after the day asked about.")),
                ("kind", kind()),
                ("open", certainty()),
            ]),
        ),
        (
            "Name",
            object(&[
                ("text", text()),
                ("is_later", flag("Whether the name was observed only after the day asked about.")),
                ("period", period.clone()),
                ("source", source.clone()),
            ]),
        ),
        (
            "BelongsTo",
            object(&[("tie", tie()), ("code", code()), ("name", maybe("string")), ("certainty", certainty())]),
        ),
        (
            "Organisation",
            object(&[
                ("code", code()),
                (
                    "is_local",
                    flag(
                        "Whether the code is Footprint's own (`L-…`) and none the Organisation Data Service gave out.",
                    ),
                ),
                ("gss_codes", list(&json!({ "type": "string", "pattern": "^[A-Z][0-9]{8}$" }))),
                ("name", nullable(named("Name"))),
                ("kind", kind()),
                (
                    "kinds",
                    list(&object(&[
                        ("kind", words(BodyKind::ALL.iter().map(|kind| kind.slug()))),
                        ("period", period.clone()),
                    ])),
                ),
                ("open", certainty()),
                ("lives", object(&[("legal", nullable(period.clone())), ("operational", nullable(period.clone()))])),
                (
                    "status",
                    nullable(object(&[
                        ("status", words(Status::ALL.iter().map(|status| status.slug()))),
                        ("source", source.clone()),
                    ])),
                ),
                (
                    "address",
                    nullable(object(&[
                        ("lines", list(&text())),
                        ("postcode", maybe("string")),
                        ("source", source.clone()),
                    ])),
                ),
                (
                    "list_size",
                    nullable(object(&[
                        ("patients", count("Patients on the practice's list. Units: people.")),
                        ("counted_on", day()),
                        ("series", words(["list-sizes"])),
                    ])),
                ),
                ("belongs_to", array("BelongsTo")),
                ("n_members", count("Bodies that belong to it on the day, of every tie. Units: bodies.")),
                (
                    "sources",
                    list(&object(&[("series", words(Series::all().map(Series::slug))), ("released", some_day())])),
                ),
            ]),
        ),
        (
            "Member",
            object(&[
                ("code", code()),
                ("name", maybe("string")),
                ("kind", kind()),
                ("tie", tie()),
                ("certainty", certainty()),
                (
                    "patients",
                    maybe_count("Patients on a practice's list by the count nearest to the day. Units: people."),
                ),
                ("patients_counted_on", json!({ "type": ["string", "null"], "format": "date" })),
            ]),
        ),
        (
            "Membership",
            object(&[("tie", tie()), ("code", code()), ("name", maybe("string")), ("period", period.clone())]),
        ),
        (
            "Succession",
            object(&[
                ("on", json!({ "allOf": [some_day()], "description": "The first day of the new." })),
                ("from", code()),
                ("from_name", maybe("string")),
                ("to", code()),
                ("to_name", maybe("string")),
                ("cause", words(Cause::ALL.iter().map(|cause| cause.slug()))),
                (
                    "cause_is_stated",
                    flag(
                        "Whether a source states the cause; if not, it is read from the shape of the successions around it.",
                    ),
                ),
                (
                    "instrument",
                    json!({ "type": ["string", "null"], "description": "The order or statute, where a source names it." }),
                ),
            ]),
        ),
        (
            "Placing",
            object(&[
                ("how", words(["direct", "followed", "apportioned"])),
                ("by", nullable(words(["list-size", "small-area"]))),
                (
                    "counted_on",
                    json!({ "type": ["string", "null"], "format": "date", "description": "The day of the count of patients, or of the small-area lookup." }),
                ),
                ("unit", nullable(words(["patients", "practices", "residents", "small-areas", "stated"]))),
            ]),
        ),
        (
            "Heir",
            object(&[
                ("code", code()),
                ("name", maybe("string")),
                (
                    "weight",
                    json!({ "type": "integer", "minimum": 1, "description": "A whole weight, in the unit that `placing` names; 1 where there is one heir." }),
                ),
            ]),
        ),
        (
            "Unplaced",
            object(&[
                (
                    "why",
                    words([
                        "unknown",
                        "not-open",
                        "no-successor",
                        "no-predecessor",
                        "kind-unknown",
                        "no-commissioner",
                        "no-weights",
                    ]),
                ),
                ("detail", text()),
            ]),
        ),
        (
            "Coverage",
            object(&[
                ("gss_code", text()),
                ("name", maybe("string")),
                ("n_areas", count("Small areas (LSOA) of the authority in the commissioner. Units: small areas.")),
                ("n_areas_of_authority", count("All small areas of the authority. Units: small areas.")),
                ("residents", maybe_count("Residents of those small areas. Units: people.")),
                ("residents_of_authority", maybe_count("All residents of the authority. Units: people.")),
                ("counted_on", json!({ "type": "string", "format": "date", "description": "The day of the lookup." })),
            ]),
        ),
        ("PracticesMoved", object(&[("from", code()), ("to", code()), ("n_practices", count("Units: practices."))])),
        (
            "Arrangement",
            object(&[
                ("code", code()),
                ("kind", words(ArrangementKind::ALL.iter().map(|kind| kind.slug()))),
                ("name", text()),
                ("members", list(&code())),
                ("period", period.clone()),
                ("source", text()),
            ]),
        ),
        (
            "Partnership",
            object(&[("system", code()), ("partner", code()), ("partner_name", text()), ("released", some_day())]),
        ),
        (
            "Attestation",
            object(&[
                (
                    "fact",
                    words([
                        "lived",
                        "acted",
                        "named",
                        "addressed",
                        "stood",
                        "tied",
                        "succeeded",
                        "identified",
                        "listed",
                        "partnered",
                        "arranged",
                        "covered",
                        "other",
                    ]),
                ),
                (
                    "details",
                    json!({ "type": "object", "description": "What is said, under names the other answers use." }),
                ),
                ("series", words(Series::all().map(Series::slug))),
                ("title", text()),
                (
                    "releases",
                    list(&object(&[
                        ("released", some_day()),
                        ("file", text()),
                        ("entry", count("The entry that recorded it.")),
                    ])),
                ),
            ]),
        ),
        (
            "Finding",
            object(&[
                ("kind", words(FindingKind::ALL.iter().map(|kind| kind.slug()))),
                ("title", text()),
                ("explanation", text()),
                ("subject", text()),
                ("detail", text()),
                (
                    "sayings",
                    list(&object(&[
                        ("series", words(Series::all().map(Series::slug))),
                        ("title", text()),
                        ("released", nullable(some_day())),
                        ("says", text()),
                    ])),
                ),
                ("line", maybe_count("The line of the file, where the finding is about one.")),
            ]),
        ),
        (
            "Import",
            object(&[
                ("entry", count("The entry that recorded it.")),
                ("series", words(Series::all().map(Series::slug))),
                ("title", text()),
                ("released", some_day()),
                ("file", text()),
                ("file_sha256", hash()),
                ("fact_file_sha256", hash()),
                ("n_rows", count("Units: rows of the file.")),
                ("retracted_by_entry", maybe_count("The entry that retracted it.")),
            ]),
        ),
        (
            "Entry",
            object(&[
                ("sequence", json!({ "type": "integer", "minimum": 1 })),
                ("recorded_at", json!({ "type": "string", "format": "date-time" })),
                (
                    "is_closed",
                    flag(
                        "It holds something confidential: `actor`, `act`, `authority`, `events`, the hashes of payloads and fact files and `stored` are null. The proof is of its leaf hash.",
                    ),
                ),
                ("actor", maybe("string")),
                ("act", maybe("object")),
                ("authority", maybe("object")),
                ("events", json!({ "type": ["array", "null"], "items": { "type": "object" } })),
                ("payload_hashes", nullable(list(&hash()))),
                ("fact_file_hashes", nullable(list(&hash()))),
                (
                    "stored",
                    json!({ "type": ["string", "null"], "description": "The entry exactly as stored: RFC 8785 canonical JSON, the leaf of the tree." }),
                ),
                (
                    "proof",
                    object(&[
                        ("leaf_hash", hash()),
                        ("leaf_index", count("From 0.")),
                        ("tree_size", count("Units: entries.")),
                        ("path", list(&hash())),
                        ("root_hash", hash()),
                    ]),
                ),
            ]),
        ),
        (
            "Picture",
            object(&[
                ("name", maybe("string")),
                ("kind", kind()),
                ("open", certainty()),
                ("life", nullable(period)),
                ("status", nullable(words(Status::ALL.iter().map(|status| status.slug())))),
                ("belongs_to", list(&object(&[("tie", tie()), ("code", code()), ("certainty", certainty())]))),
                ("successors", list(&object(&[("on", some_day()), ("code", code())]))),
            ]),
        ),
        (
            "Change",
            object(&[("code", code()), ("before", nullable(named("Picture"))), ("after", nullable(named("Picture")))]),
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
            list(&object(&[("key", text()), ("label", text()), ("kind", words(["text", "number", "date", "code"]))])),
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
