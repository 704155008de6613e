//! The JSON Schemas (2020-12) of what the register's answers hold.

pub(super) use kit::api::schema::{
    array, certainty, code, count, day, flag, hash, list, maybe, maybe_count, named, nullable, object, some_day, text,
    words,
};
use register::{ArrangementKind, BodyKind, Cause, FindingKind, Series, Status, Tie};
use serde_json::{Value, json};

fn kind() -> Value {
    nullable(words(BodyKind::ALL.iter().map(|kind| kind.slug())))
}

fn tie() -> Value {
    words(Tie::ALL.iter().map(|tie| tie.slug()))
}

/// The schemas of the answers' parts, by name.
pub(crate) fn components() -> Vec<(&'static str, Value)> {
    [parts(), organisation(), memberships(), heirs(), arrangements(), attestation(), imports(), record()].concat()
}

/// The schemas of what the others are made of.
fn parts() -> Vec<(&'static str, Value)> {
    vec![
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
                ("period", named("Period")),
                ("source", named("Source")),
            ]),
        ),
        (
            "BelongsTo",
            object(&[("tie", tie()), ("code", code()), ("name", maybe("string")), ("certainty", certainty())]),
        ),
    ]
}

/// The schema of an organisation.
fn organisation() -> Vec<(&'static str, Value)> {
    vec![(
        "Organisation",
        object(&[
            ("code", code()),
            (
                "is_local",
                flag("Whether the code is Footprint's own (`L-…`) and none the Organisation Data Service gave out."),
            ),
            ("gss_codes", list(&json!({ "type": "string", "pattern": "^[A-Z][0-9]{8}$" }))),
            ("name", nullable(named("Name"))),
            ("kind", kind()),
            (
                "kinds",
                list(&object(&[
                    ("kind", words(BodyKind::ALL.iter().map(|kind| kind.slug()))),
                    ("period", named("Period")),
                ])),
            ),
            ("open", certainty()),
            ("lives", object(&[("legal", nullable(named("Period"))), ("operational", nullable(named("Period")))])),
            (
                "status",
                nullable(object(&[
                    ("status", words(Status::ALL.iter().map(|status| status.slug()))),
                    ("source", named("Source")),
                ])),
            ),
            (
                "address",
                nullable(object(&[
                    ("lines", list(&text())),
                    ("postcode", maybe("string")),
                    ("source", named("Source")),
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
            ("sources", list(&object(&[("series", words(Series::all().map(Series::slug))), ("released", some_day())]))),
        ]),
    )]
}

/// The schemas of whom organisations belong to, and what became of them.
fn memberships() -> Vec<(&'static str, Value)> {
    vec![
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
            object(&[("tie", tie()), ("code", code()), ("name", maybe("string")), ("period", named("Period"))]),
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
    ]
}

/// The schemas of where something of an organisation is to be looked for on another day.
fn heirs() -> Vec<(&'static str, Value)> {
    vec![
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
    ]
}

/// The schemas of what organisations are to one another.
fn arrangements() -> Vec<(&'static str, Value)> {
    vec![
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
                ("period", named("Period")),
                ("source", text()),
            ]),
        ),
        (
            "Partnership",
            object(&[("system", code()), ("partner", code()), ("partner_name", text()), ("released", some_day())]),
        ),
    ]
}

/// The schema of who says what.
fn attestation() -> Vec<(&'static str, Value)> {
    vec![(
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
            ("details", json!({ "type": "object", "description": "What is said, under names the other answers use." })),
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
    )]
}

/// The schemas of files, and of what in them does not agree.
fn imports() -> Vec<(&'static str, Value)> {
    vec![
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
    ]
}

/// The schemas of the record, and of what it changed.
fn record() -> Vec<(&'static str, Value)> {
    vec![
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
                ("life", nullable(named("Period"))),
                ("status", nullable(words(Status::ALL.iter().map(|status| status.slug())))),
                ("belongs_to", list(&object(&[("tie", tie()), ("code", code()), ("certainty", certainty())]))),
                ("successors", list(&object(&[("on", some_day()), ("code", code())]))),
            ]),
        ),
        (
            "Change",
            object(&[("code", code()), ("before", nullable(named("Picture"))), ("after", nullable(named("Picture")))]),
        ),
    ]
}
