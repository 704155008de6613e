//! REST: every question of the rooms, for programs, under `/api/v1`.
//!
//! Each face says its routes ([`Operation`]) with parameters, the answer's schema and the function that answers. The router,
//! the reading of parameters, the OpenAPI document and the reference page for people are all made from these, so none can say
//! what another does not do.

mod answer;
mod ask;
mod openapi;
mod operation;
mod reference;
pub mod schema;
pub mod shape;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;

use crate::face::Face;
use crate::refused::Problem;
use crate::site::Site;

pub use self::ask::{Asked, Moment, not_yet, read_query, unknown_code, wrong};
pub use ::ask::param::one_day;
pub use ::ask::{CLOCKS, CODE, CODES_MAX, CURSOR, CURSOR_MAX, Form, LIMIT, LIMITS, Param, Place, TEXT_MAX, Wanted};
pub use answer::quoted;
pub use openapi::document;
pub use operation::{Answer, Operation, page_of};

/// The longest address that is read. Units: bytes.
pub const ADDRESS_BYTES_MAX: usize = 4096;

/// The routes under `/api/v1`, with the OpenAPI document, and the reference page at `/api`.
pub fn routes(site: Site) -> Router {
    let mut router = Router::new();
    for face in site.faces.iter().copied() {
        for operation in operations(face) {
            let handler = move |state, path, headers, uri| answer::answer(face, operation, state, path, headers, uri);
            router = router.route(&format!("/api/v1{}", operation.path), get(handler));
        }
        router = router.merge((face.programs)()).merge(crate::acts::programs(face));
    }
    router
        .route("/api/v1/openapi.json", get(openapi::show))
        .route("/api/v1/{*rest}", get(|| async { nowhere().details() }))
        .method_not_allowed_fallback(|| async { only_get().details() })
        .route("/api", get(reference::show))
        .with_state(site)
        .layer(from_fn(refuse_long_addresses))
}

/// What programs may ask of a room: what has a shape of its own, then its questions.
pub(crate) fn operations(face: &Face) -> impl Iterator<Item = Operation> {
    let questions = face.questions.iter().filter(|question| !question.by_hand.programs);
    face.operations.iter().copied().chain(questions.map(|question| Operation::of(question)))
}

/// Middleware: an address longer than any answer needs is refused before it is read.
pub async fn refuse_long_addresses(request: Request, next: Next) -> Response {
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
        title: "This address does not take that method".to_owned(),
        detail: "Questions take GET or HEAD; acts take POST, at /api/v1/acts/NAME. Both are listed at /api.".to_owned(),
        errors: Vec::new(),
    }
}
