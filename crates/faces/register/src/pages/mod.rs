//! The register's pages: who asks, what they ask, work it out, show it.

mod chains;
mod changes;
mod diff;
mod findings;
mod flow;
mod organisation;
mod record;
mod restate;
mod restatement;
mod search;
mod uploads;

use axum::Router;
use axum::routing::{get, post};
use kit::site::Site;

pub use search::question;
pub use uploads::Uploads;

/// The routes of the register.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/search", get(search::search))
        .route("/organisations/{code}", get(organisation::organisation))
        .route("/organisations/{code}/successors", get(chains::successors))
        .route("/organisations/{code}/predecessors", get(chains::predecessors))
        .route("/organisations/{code}/shares", get(chains::shares))
        .route("/diff", get(diff::diff))
        .route("/successions", get(diff::successions))
        .route("/findings", get(findings::findings))
        .route("/findings/{kind}", get(findings::of_kind))
        .route("/imports", get(record::imports))
        .route("/entries/{sequence}", get(record::entry))
        .route("/entries/{sequence}/proof", get(record::proof))
        .route("/entries/{sequence}/stored", get(record::stored))
        .route("/changes", get(changes::changes))
        .route("/changes.atom", get(changes::feed))
        .route("/restate", restate::upload_route())
        .route("/restate/{id}", get(restate::columns))
        .route("/restate/{id}/forget", post(restate::forget))
}
