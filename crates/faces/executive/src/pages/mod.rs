//! Meetings, proposals, decisions and what follows from them: the pages that are written by hand.

mod calendar;
mod decisions;
mod diff;
mod frame;
mod ics;
mod item;
mod meetings;
mod notices;
mod pack;
mod proposal;
mod records;
mod tour;

use axum::routing::get;
use axum::{Extension, Router};

use kit::sign_in::SignIn;
use kit::site::Site;

/// The routes of meetings and decisions.
pub(super) fn routes(sign_in: &SignIn) -> Router<Site> {
    let papers = pack::Papers::kept_in(sign_in.store().cloned());
    Router::new()
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
        .route("/notices", get(notices::notices))
        .route("/actions/{action}", get(records::action))
        .route("/questions/{question}", get(records::question))
        .layer(Extension(papers))
}
