//! FHIR R4 (4.0.1): the register as `Organization`, `OrganizationAffiliation` and `Location`, for reading, under `/fhir`.
//!
//! Every interaction takes the two clocks as `_validAt` and `_knownAt`. A resource's versions are the entries of the journal
//! that changed it, so `versionId` is an entry's number and `_history` says what each entry made of it.

mod capability;
mod codes;
mod outcome;
mod question;
mod resource;
mod search;
mod value;
mod version;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use kit::api::refuse_long_addresses;
use kit::assets::is_held;
use kit::site::Site;
use outcome::Outcome;
use question::{Interaction, Question};
pub(crate) use resource::Kind;

/// The media type of every answer.
pub const MEDIA_TYPE: &str = "application/fhir+json; charset=utf-8";

/// An answer before it is sent.
struct Answer {
    body: Value,
    etag: String,
    /// When the version shown was recorded.
    modified: Option<jiff::Timestamp>,
    /// Whether a client that holds the tag holds this answer.
    is_lasting: bool,
}

/// The routes under `/fhir`.
pub fn routes(site: Site) -> Router {
    let mut router = Router::new().route("/fhir/metadata", get(metadata));
    for kind in Kind::ALL {
        let name = kind.name();
        for (path, interaction) in [
            (format!("/fhir/{name}"), Interaction::Search),
            (format!("/fhir/{name}/{{id}}"), Interaction::Read),
            (format!("/fhir/{name}/{{id}}/_history"), Interaction::History),
            (format!("/fhir/{name}/{{id}}/_history/{{version}}"), Interaction::VersionRead),
        ] {
            let handler = move |state, path, headers, uri| answer(kind, interaction, state, path, headers, uri);
            router = router.route(&path, get(handler));
        }
    }
    router
        .route("/fhir", get(|| async { nowhere() }))
        .route("/fhir/{*rest}", get(|| async { nowhere() }))
        .method_not_allowed_fallback(|| async { only_get() })
        .with_state(site)
        .layer(from_fn(refuse_long_addresses))
}

async fn answer(
    kind: Kind,
    interaction: Interaction,
    State(site): State<Site>,
    in_path: Result<RawPathParams, RawPathParamsRejection>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    match respond(kind, interaction, site, in_path, &headers, &uri).await {
        Ok(response) => response,
        Err(outcome) => outcome.into_response(),
    }
}

async fn respond(
    kind: Kind,
    interaction: Interaction,
    site: Site,
    in_path: Result<RawPathParams, RawPathParamsRejection>,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Response, Outcome> {
    let in_path = in_path.map_err(|_| Outcome::invalid("The path is not text in UTF-8.", "path"))?;
    let in_path: Vec<(String, String)> =
        in_path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let question = Arc::new(Question::read(site, kind, interaction, &in_path, headers, uri)?);
    if interaction == Interaction::Search {
        let etag = question.etag();
        if is_held(headers, &etag) {
            return Ok((StatusCode::NOT_MODIFIED, kept(&format!("W/{etag}"))).into_response());
        }
    }
    let work = tokio::task::spawn_blocking(move || match interaction {
        Interaction::Read => version::read(&question),
        Interaction::VersionRead => version::read_version(&question),
        Interaction::History => version::history(&question),
        Interaction::Search => search::search(&question),
    });
    let answer = work.await.map_err(|error| {
        tracing::error!(%error, resource = kind.name(), "a resource could not be worked out");
        Outcome::broken()
    })??;
    Ok(send(headers, &answer))
}

fn send(headers: &HeaderMap, answer: &Answer) -> Response {
    let kept = kept(&format!("W/{}", answer.etag));
    let modified = answer.modified.and_then(http_date).map(|date| [(header::LAST_MODIFIED, date)]);
    if answer.is_lasting && is_held(headers, &answer.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))];
    let body = answer.body.to_string();
    match modified {
        Some(modified) => (kept, modified, media_type, body).into_response(),
        None => (kept, media_type, body).into_response(),
    }
}

fn kept(etag: &str) -> [(header::HeaderName, HeaderValue); 2] {
    let etag = HeaderValue::from_str(etag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    [(header::ETAG, etag), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

/// A moment as HTTP writes it: `Sun, 22 Nov 2026 00:45:12 GMT`.
fn http_date(moment: jiff::Timestamp) -> Option<HeaderValue> {
    HeaderValue::from_str(&moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

async fn metadata(State(site): State<Site>, headers: HeaderMap) -> Response {
    match question::check_format(&headers, None) {
        Ok(()) => {
            let body = capability::statement(&site);
            kit::page::tagged(&headers, MEDIA_TYPE, body.to_string().into_bytes())
        }
        Err(outcome) => outcome.into_response(),
    }
}

fn nowhere() -> Response {
    let types: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let words = format!("There is no such resource type here. There are {}; see /fhir/metadata.", types.join(", "));
    Outcome::not_found(words).into_response()
}

fn only_get() -> Response {
    Outcome::not_allowed().into_response()
}
