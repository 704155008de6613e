//! REST: every question of the register, for programs, under `/api/v1`.
//!
//! One table (`operations`) says each route with its parameters, its answer's schema and the function that answers. The
//! router, the reading of parameters, the OpenAPI document and the reference page for people are all made from that table,
//! so none can say what another does not do.

mod answer;
mod ask;
mod assign;
mod executive;
mod lineage;
mod mandate;
mod openapi;
mod operation;
mod organisations;
mod places;
mod record;
mod reference;
mod schema;
mod shape;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use register::Link;
use terms::{OdsCode, Sequence};

use crate::refused::{Problem, Ways};
use crate::site::Site;

pub(crate) use answer::quoted;
pub(crate) use ask::{one_day, read_query};
pub use openapi::document;
use operation::operations;

/// The longest address that is read. Units: bytes.
pub const ADDRESS_BYTES_MAX: usize = 4096;

/// What the routes share: the site, and lists worked out once for a state of knowledge.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) site: Site,
    codes: Arc<Last<Vec<OdsCode>>>,
    links: Arc<Last<Vec<Link>>>,
}

/// What was worked out for the last state of knowledge asked about.
pub(crate) struct Last<T>(Mutex<Option<(Sequence, Arc<T>)>>);

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Last<T> {
    fn get(&self, known: Sequence, work_out: impl FnOnce() -> T) -> Arc<T> {
        let held = |last: &Option<(Sequence, Arc<T>)>| match last {
            Some((held, value)) if *held == known => Some(Arc::clone(value)),
            _ => None,
        };
        if let Some(value) = held(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return value;
        }
        let value = Arc::new(work_out());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((known, Arc::clone(&value)));
        value
    }
}

impl Api {
    pub(crate) fn new(site: Site) -> Self {
        Self { site, codes: Arc::default(), links: Arc::default() }
    }

    /// Every code on the register as the view knows it, in order.
    pub(crate) fn codes(&self, view: &register::View<'_>) -> Arc<Vec<OdsCode>> {
        self.codes.get(view.known(), || view.codes())
    }

    /// Every succession as the view knows it, oldest first.
    pub(crate) fn links(&self, view: &register::View<'_>) -> Arc<Vec<Link>> {
        self.links.get(view.known(), || {
            let codes = self.codes(view);
            let mut links: Vec<Link> = codes.iter().flat_map(|code| view.successions_of(*code)).collect();
            links.sort();
            links
        })
    }
}

/// The routes under `/api/v1`, with the OpenAPI document, and the reference page at `/api`.
pub fn routes(site: Site, ways: Ways) -> Router {
    let api = Api::new(site);
    let mut router = Router::new();
    for operation in operations() {
        let handler = move |state, path, headers, uri| answer::answer(operation, state, path, headers, uri);
        router = router.route(&format!("/api/v1{}", operation.path), get(handler));
    }
    router
        .route("/api/v1/assign/records", post(assign::record))
        .route("/api/v1/assign/runs/{id}", get(assign::run))
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/v1/{*rest}", get(|| async { nowhere().details() }))
        .method_not_allowed_fallback(|| async { only_get().details() })
        .with_state(api)
        .route("/api", get(move |address, visit| async move { reference::show(address, visit, ways) }))
        .layer(from_fn(refuse_long_addresses))
}

/// Middleware: an address longer than any answer needs is refused before it is read.
pub(crate) async fn refuse_long_addresses(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > ADDRESS_BYTES_MAX {
        return Problem {
            status: StatusCode::URI_TOO_LONG,
            title: "The address is too long".to_owned(),
            detail: format!(
                "The path and query are {length} bytes; at most {ADDRESS_BYTES_MAX} are read. Ask for fewer things at once."
            ),
            errors: Vec::new(),
        }
        .details();
    }
    next.run(request).await
}

fn nowhere() -> Problem {
    Problem {
        status: StatusCode::NOT_FOUND,
        title: "No such route".to_owned(),
        detail: "Nothing answers at this address. The routes are listed at /api and described in /api/v1/openapi.json."
            .to_owned(),
        errors: Vec::new(),
    }
}

fn only_get() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: "This interface is for reading only".to_owned(),
        detail: "Use GET or HEAD. Acts are recorded at the command line by whoever keeps the register.".to_owned(),
        errors: Vec::new(),
    }
}
