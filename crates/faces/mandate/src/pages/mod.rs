//! Who decides? The pages that are written by hand: of people, posts, powers, committees, services and mandates.

mod adopt;
mod body;
mod chain;
mod committee;
mod frame;
mod person;
mod question;
mod refusals;
mod service;

use axum::extract::{DefaultBodyLimit, RawQuery};
use axum::routing::get;
use axum::{Extension, Router};

use crate::acts::ADOPT_SCHEME;
use crate::answers::SCHEME_BYTES_MAX;
use crate::api::moved;
use kit::sign_in::SignIn;
use kit::site::Site;
use refusals::KeptRefusals;

/// Where pages stood before.
const MOVED: &[(&str, &str)] =
    &[("/powers", "/who-decides"), ("/powers/expiring", "/expiring"), ("/powers/changes", "/powers-changed")];

/// The routes of this part.
pub(super) fn routes(sign_in: &SignIn) -> Router<Site> {
    let kept = KeptRefusals(sign_in.store().cloned());
    // A scheme goes twice: uploaded, then sent back to be adopted, as text.
    let limit = DefaultBodyLimit::max(2 * SCHEME_BYTES_MAX);
    let routes = Router::new()
        .route("/refusals", get(refusals::refusals))
        .layer(Extension(kept))
        .route("/who-decides", get(question::question))
        .route("/people", get(person::people))
        .route("/people/{id}", get(person::person))
        .route("/posts/{id}", get(body::post))
        .route("/delegations/{id}", get(body::power))
        .route("/organisations/{code}/posts", get(body::posts))
        .route("/organisations/{code}/scheme", get(body::scheme))
        .route("/committees/{id}", get(committee::committee))
        .route("/services/{code}", get(service::service))
        .route("/mandates/{id}", get(service::mandate))
        .route(ADOPT_SCHEME.path, get(adopt::show).post(adopt::send).layer(limit));
    MOVED.iter().fold(routes, |routes, (old, new)| {
        let lead_on = move |query: RawQuery| async move { moved(new, query) };
        routes.route(old, get(lead_on))
    })
}
