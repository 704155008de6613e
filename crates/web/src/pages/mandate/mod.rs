//! Who decides? Pages of people, posts, powers, committees and mandates, and the forms of those who keep them.

mod body;
mod chain;
mod committee;
mod person;
mod question;
mod service;
mod sheet;
mod time;

use axum::Router;
use axum::routing::get;

use crate::site::Site;

/// The routes of this part.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/powers", get(question::question))
        .route("/powers/expiring", get(time::expiring))
        .route("/powers/changes", get(time::changes))
        .route("/people", get(person::people))
        .route("/people/{id}", get(person::person))
        .route("/posts/{id}", get(body::post))
        .route("/delegations/{id}", get(body::power))
        .route("/organisations/{code}/posts", get(body::posts))
        .route("/organisations/{code}/scheme", get(body::scheme))
        .route("/committees", get(committee::committees))
        .route("/committees/{id}", get(committee::committee))
        .route("/services", get(service::services))
        .route("/services/{code}", get(service::service))
        .route("/mandates/{id}", get(service::mandate))
        .route("/stays-local", get(service::stays_local))
        .route("/place-and-system", get(service::place_and_system))
        .route("/coverage", get(service::coverage))
}
