//! The pages that are written by hand.

// Control totals.
mod fan;
mod months;
mod system;
// Running costs.
mod bars;
mod costs;
mod merger;
mod risks;

use axum::Router;
use axum::routing::get;

use kit::question::drawn;
use kit::sign_in::SignIn;
use kit::site::Site;

use crate::api::FACE;
use crate::questions::costs::RUNNING_COSTS;
use crate::questions::mergers::MERGER_IMPACT;
use crate::questions::shares::RISKS;

/// The routes of the room.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    Router::new()
        // Control totals.
        .merge(system::routes())
        .merge(fan::routes())
        .merge(months::routes())
        // Running costs.
        .route(RUNNING_COSTS.path, get(costs::running_costs))
        .route(RISKS.path, drawn(&FACE, &RISKS, risks::draw))
        .route(MERGER_IMPACT.path, get(merger::impact))
}
