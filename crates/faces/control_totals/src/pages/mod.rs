//! The pages that are written by hand.

// Control totals.
mod fan;
mod months;
mod system;
// Running costs.

use axum::Router;

use kit::sign_in::SignIn;
use kit::site::Site;

/// The routes of the room.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    Router::new()
        // Control totals.
        .merge(system::routes())
        .merge(fan::routes())
        .merge(months::routes())
    // Running costs.
}
