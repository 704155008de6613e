//! The OpenAPI 3.1 document, made from the table of routes.
//!
//! It is put together by hand from that table and not derived from types: the same table reads the parameters and refuses
//! the unknown ones, so what the document says of them is what the program does.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use ask::{CLOCKS, Param, Place};

use super::operation::Operation;
use super::{operations, schema};
use crate::acts::described;
use crate::face::Face;
use crate::page::tagged;
use crate::site::Site;

/// When a question is refused.
const PROBLEM_400: &str = "The question could not be read: `errors` says which parameter and what it takes.";

/// The handler of `/api/v1/openapi.json`.
pub(super) async fn show(State(site): State<Site>, headers: HeaderMap) -> Response {
    tagged(&headers, "application/json", document(site.faces).to_string().into_bytes())
}

/// The OpenAPI document.
pub fn document(faces: &[&Face]) -> Value {
    let mut paths = Map::new();
    for operation in faces.iter().flat_map(|face| operations(face)) {
        paths.insert(format!("/api/v1{}", operation.path), json!({ "get": describe(&operation) }));
    }
    for (path, described) in faces.iter().flat_map(|face| (face.paths)()) {
        paths.insert(path.to_owned(), described);
    }
    paths.extend(faces.iter().flat_map(|face| described(face)));
    let schemas: Map<String, Value> = schema::components()
        .into_iter()
        .chain(faces.iter().flat_map(|face| (face.schemas)()))
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    let tags: Vec<Value> = faces
        .iter()
        .flat_map(|face| face.tags)
        .map(|(name, about)| json!({ "name": name, "description": about }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Footprint",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "NHS organisations, whom they served and what became of them, on any day and as known at any time.",
            "description": "Every answer carries two clocks: `valid_at`, the day it is about, and `known_at`, the last entry of the journal taken into account. The same address with both clocks given always gives the same answer. Every answer has an entity tag: send it back in `If-None-Match` to be told that nothing changed without the answer being worked out again.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses(),
            "securitySchemes": { "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token that a person makes for themselves on their account page.",
            } },
        },
    })
}

fn describe(operation: &Operation) -> Value {
    let params: Vec<Value> = operation.params.iter().chain(CLOCKS).map(parameter).collect();
    let mut answers = Map::new();
    answers.insert(
        "200".to_owned(),
        json!({
            "description": operation.summary,
            "headers": headers(),
            "content": { "application/json": { "schema": answer_schema(operation) } },
        }),
    );
    answers.insert(
        "304".to_owned(),
        json!({ "description": "The client holds this answer already (`If-None-Match`).", "headers": headers() }),
    );
    for status in ["400", "404", "414", "500"] {
        answers.insert(status.to_owned(), json!({ "$ref": format!("#/components/responses/Problem{status}") }));
    }
    json!({
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": format!("{}\n\nExample: `GET /api/v1{}`", operation.about, operation.example),
        "parameters": params,
        "responses": answers,
    })
}

/// The schema of an answer: its own properties, the two clocks and the links.
fn answer_schema(operation: &Operation) -> Value {
    let mut schema = (operation.schema)();
    for (name, part) in [("as_at", "AsAt"), ("links", "Links")] {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(name.to_owned(), schema::named(part));
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.push(json!(name));
        }
    }
    schema
}

fn parameter(param: &Param) -> Value {
    json!({
        "name": param.name,
        "in": if param.place == Place::Path { "path" } else { "query" },
        "required": param.place != Place::Query,
        "description": param.about,
        "schema": param.wanted.schema(),
        "example": example(param),
    })
}

/// The example as the schema's type has it.
fn example(param: &Param) -> Value {
    let is_number = param.wanted.schema().get("type").is_some_and(|kind| kind == "integer");
    match param.example.parse::<u64>() {
        Ok(number) if is_number => json!(number),
        _ => json!(param.example),
    }
}

fn headers() -> Value {
    json!({
        "ETag": {
            "description": "A strong tag of the question and both clocks.",
            "required": true,
            "schema": { "type": "string", "pattern": "^\"[0-9a-f]{32}\"$" },
        },
    })
}

fn responses() -> Value {
    let problem = |description: &str, example: Value| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": schema::named("Problem"), "example": example } },
        })
    };
    json!({
        "Problem400": problem(PROBLEM_400, json!({
            "type": "about:blank",
            "title": "The question could not be read",
            "status": 400,
            "detail": "Put the parameters right that are listed under `errors`. The reference is at /api.",
            "errors": [{ "field": "valid_at", "detail": "“1 April” is not a day such as 2018-04-01." }],
        })),
        "Problem404": problem("Nothing on the register has this code, or there is no such entry yet.", json!({
            "type": "about:blank",
            "title": "No such entry",
            "status": 404,
            "detail": "Leave the parameter out to ask what is known now.",
            "errors": [{ "field": "known_at", "detail": "There is no entry 99; the last is 41." }],
        })),
        "Problem414": problem("The address is longer than 4,096 bytes.", json!({
            "type": "about:blank",
            "title": "The address is too long",
            "status": 414,
            "detail": "The path and query are 5000 bytes; at most 4096 are read. Ask for fewer things at once.",
        })),
        "Problem500": problem("The service failed. Nothing is said of the cause, which is in its log.", json!({
            "type": "about:blank",
            "title": "There is a problem with the service",
            "status": 500,
        })),
    })
}
