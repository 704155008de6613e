//! From a question to an answer: tagged by what was asked and the two clocks, worked out only if it is not held.

use std::fmt::Write as _;

use ::ask::{Fault, Question};
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::ask::{Asked, wrong};
use super::operation::{Answer, Operation};
use crate::address::Address;
use crate::assets::is_held;
use crate::face::Face;
use crate::refused::{FieldError, Problem};
use crate::site::Site;

const MEDIA_TYPE: &str = "application/json";

/// The handler of every route.
pub(super) async fn answer(
    face: &'static Face,
    operation: Operation,
    State(site): State<Site>,
    in_path: Result<RawPathParams, RawPathParamsRejection>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match respond(face, operation, site, in_path, &headers, &uri).await {
        Ok(response) => response,
        Err(problem) => problem.details(),
    }
}

async fn respond(
    face: &'static Face,
    operation: Operation,
    site: Site,
    in_path: Result<RawPathParams, RawPathParamsRejection>,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Problem> {
    let in_path = in_path.map_err(|_| {
        wrong(vec![FieldError { field: "path".to_owned(), message: "The path is not text in UTF-8.".to_owned() }])
    })?;
    let in_path: Vec<(String, String)> =
        in_path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let asked = Asked::read(site, operation.params, uri.path().to_owned(), &in_path, uri.query().unwrap_or_default())?;
    let is_by_now = face.is_by_now || matches!(operation.answer, Answer::Read(_));
    let etag = entity_tag(&asked, is_by_now);
    // The tag says everything the answer depends on, so a client that holds it need not wait for the answer. `*` does not
    // say what is held, and is answered after the work.
    if !any(headers) && is_held(headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, kept(&etag)).into_response());
    }
    let body = match operation.answer {
        Answer::Read(read) => wrap(&asked, read(&asked).await?),
        Answer::Question(_) | Answer::Worked(_) => {
            let worked_out = tokio::task::spawn_blocking(move || {
                let answer = match operation.answer {
                    Answer::Question(question) => tables(question, &asked)?,
                    Answer::Worked(work_out) => work_out(&asked)?,
                    Answer::Read(_) => return Err(Problem::broken()),
                };
                Ok(wrap(&asked, answer))
            });
            worked_out.await.map_err(|error| {
                tracing::error!(%error, route = operation.path, "an answer could not be worked out");
                Problem::broken()
            })??
        }
    };
    if any(headers) {
        return Ok((StatusCode::NOT_MODIFIED, kept(&etag)).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))];
    Ok((kept(&etag), media_type, body.to_string()).into_response())
}

/// The answer to a question: its tables, and what it says in sentences.
fn tables(question: &Question, asked: &Asked) -> Result<Value, Problem> {
    let answer = (question.answer)(asked.lens(), &asked.question(question.params)).map_err(|fault| match fault {
        Fault::Param(error) => wrong(vec![error]),
        Fault::Unknown(detail) => {
            Problem { status: StatusCode::NOT_FOUND, title: "Not on record".to_owned(), detail, errors: Vec::new() }
        }
    })?;
    let mut tables = answer.tables.iter();
    let main = tables.next().map(|named| named.table.plain_json());
    let others: Vec<Value> =
        tables.map(|named| json!({ "name": named.name, "table": named.table.plain_json() })).collect();
    Ok(json!({ "about": answer.caption, "sentences": answer.lead, "table": main, "others": others }))
}

fn any(headers: &HeaderMap) -> bool {
    headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == b"*")
}

fn kept(etag: &str) -> [(header::HeaderName, HeaderValue); 2] {
    let etag = HeaderValue::from_str(etag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    [(header::ETAG, etag), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

/// A strong tag of what was asked, by which clocks, and of the version of this program that answers.
fn entity_tag(asked: &Asked, is_by_now: bool) -> String {
    let address = Address { path: asked.path.clone(), query: asked.pinned(None) };
    let mut hasher = Sha256::new();
    hasher.update(concat!("footprint ", env!("CARGO_PKG_VERSION"), "\n"));
    // Two journals number their entries alike; the moment of the entry tells them apart.
    let recorded = asked.house().recorded_at(asked.at().known);
    hasher.update(recorded.map_or_else(String::new, |moment| moment.to_string()));
    hasher.update(address.href());
    if is_by_now {
        // What the public may read of a past is judged by what is known now.
        hasher.update(format!("\nread at {}", asked.known().sequence));
    }
    quoted(hasher)
}

/// The first 16 bytes of a hash as an entity tag: in hexadecimal, quoted.
pub fn quoted(hasher: Sha256) -> String {
    let mut tag = String::from("\"");
    for byte in hasher.finalize().iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// The answer with the two clocks and its own lasting address.
fn wrap(asked: &Asked, mut answer: Value) -> Value {
    let next = answer.get("next").and_then(Value::as_str).map(|cursor| {
        let query = asked.pinned(Some(cursor));
        Address { path: asked.path.clone(), query }.href()
    });
    let itself = Address { path: asked.path.clone(), query: asked.pinned(None) }.href();
    if let Some(answer) = answer.as_object_mut() {
        answer.insert(
            "as_at".to_owned(),
            json!({
                "valid_at": asked.at().valid.to_string(),
                "known_at": asked.at().known.0,
                "known_on": asked.known_on.map(|day| day.to_string()),
            }),
        );
        answer.insert("links".to_owned(), json!({ "self": itself, "next": next }));
    }
    answer
}
