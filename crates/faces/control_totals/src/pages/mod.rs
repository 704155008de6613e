//! The pages that are written by hand.

use axum::Router;

use kit::sign_in::SignIn;
use kit::site::Site;

/// The routes of the room.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    Router::new()
    // Control totals.
    // Running costs.
}
