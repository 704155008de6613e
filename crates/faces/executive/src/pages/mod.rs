//! Meetings, proposals, decisions and what follows from them: pages to read, and forms for those whose duty it is.

mod calendar;
mod decisions;
mod deeds;
mod diff;
mod done;
mod ics;
mod item;
mod look;
mod meetings;
mod notices;
mod pack;
mod proposal;
mod records;
mod tour;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use axum::{Extension, Router};

use kit::gate::{Gate, one_at_a_time};
use kit::sign_in::SignIn;
use kit::site::Site;

/// The routes of meetings and decisions.
pub(super) fn routes(sign_in: &SignIn) -> Router<Site> {
    let papers = pack::Papers::kept_in(sign_in.store().cloned());
    let gate = from_fn_with_state(Gate::new(8, 3), one_at_a_time);
    let form = get(deeds::show).post(deeds::submit).layer(DefaultBodyLimit::max(deeds::FORM_BYTES_MAX)).layer(gate);
    Router::new()
        .route("/do/{deed}", form)
        .route("/meetings/{meeting}/pack", get(pack::screen))
        .route("/meetings/{meeting}/pack.pdf", get(pack::pdf))
        .route("/meetings/{meeting}/papers/{paper}/{version}", get(pack::filed))
        .route("/meetings", get(meetings::meetings))
        .route("/meetings.ics", get(calendar::meetings))
        .route("/meetings/{meeting}", get(meetings::meeting))
        .route("/meetings/{meeting}/items/{item}", get(item::item))
        .route("/meetings/{meeting}/minutes", get(records::minutes))
        .route("/meetings/{meeting}/notices/{body}", get(records::notice))
        .route("/proposals/{proposal}", get(proposal::proposal))
        .route("/decisions", get(decisions::decisions))
        .route("/decisions.atom", get(calendar::decisions))
        .route("/decisions/{proposal}/{body}", get(decisions::decision))
        .route("/tour", get(tour::tour))
        .route("/forward-plan", get(records::forward_plan))
        .route("/notices", get(notices::notices))
        .route("/actions", get(records::actions))
        .route("/actions/{action}", get(records::action))
        .route("/questions", get(records::questions))
        .route("/questions/{question}", get(records::question))
        .layer(Extension(papers))
}
