//! Who pays? One record with its walk, files with their totals, the editions and tables behind both; local overrides, and
//! challenges between bodies.

mod answer;
mod case_request;
mod challenges;
mod editions;
mod frame;
mod overrides;
mod record;
mod result;
mod run;
mod runs;
mod start;

pub(crate) use frame::{NO_OVERRIDES, Standing};
pub(crate) use record::date_field;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::assignment::{SMALL_FILE_BYTES_MAX, UPLOAD_BYTES_MAX};
use kit::sign_in::SignIn;
use kit::site::Site;

/// The routes of the room.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    // The file's own limit is kept as it streams; this one is for everything together.
    let whole = UPLOAD_BYTES_MAX as usize + 3 * SMALL_FILE_BYTES_MAX;
    let uploads = DefaultBodyLimit::max(whole);
    Router::new()
        .route("/who-pays", get(start::start))
        .route("/who-pays/record", get(record::show).post(record::answer))
        .route("/who-pays/records/{id}", get(answer::kept))
        .route("/who-pays/records/{id}/delete", post(answer::delete))
        .route("/who-pays/runs", get(runs::show).post(runs::upload).layer(uploads))
        .route("/who-pays/runs/{id}", get(run::run))
        .route("/who-pays/runs/{id}/again", post(runs::again).layer(uploads))
        .route("/who-pays/runs/{id}/delete", post(run::delete))
        .route("/who-pays/runs/{id}/result", get(result::result))
        .route("/who-pays/runs/{id}/left-out", get(result::left_out))
        .route("/who-pays/runs/{id}/rows", get(result::rows))
        .route("/who-pays/runs/{id}/tables/{table}", get(run::table))
        .route("/who-pays/editions", get(editions::list))
        .route("/who-pays/editions/{edition}", get(editions::edition))
        .merge(challenges::routes())
}
