//! Who decides? Pages of people, posts, powers, committees and mandates, and the forms of those who keep them.

mod adopt;
mod body;
mod chain;
mod committee;
mod form;
mod keep_mandates;
mod keep_people;
mod keep_powers;
mod person;
mod question;
mod refusals;
mod service;
mod sheet;
mod time;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Extension, Router};

use crate::answers::SCHEME_BYTES_MAX;
use form::desk;
use kit::sign_in::SignIn;
use kit::site::Site;
use refusals::KeptRefusals;

/// The routes of this part.
pub(super) fn routes(sign_in: &SignIn) -> Router<Site> {
    let kept = KeptRefusals(sign_in.store().cloned());
    Router::new()
        .route("/refusals", get(refusals::refusals))
        .layer(Extension(kept))
        .route("/powers", get(question::question))
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
        .merge(forms())
}

/// The forms of those who keep people, powers and mandates. Whoever may not ask for an act does not see its form.
fn forms() -> Router<Site> {
    use {keep_mandates as mandates, keep_people as people, keep_powers as powers};
    // A scheme goes twice: uploaded, then sent back to be adopted, as text.
    let limit = DefaultBodyLimit::max(2 * SCHEME_BYTES_MAX);
    Router::new()
        .route("/people/new", desk::<people::EnterPerson>())
        .route("/people/{id}/interests/new", desk::<people::DeclareInterest>())
        .route("/organisations/{code}/posts/new", desk::<people::CreatePost>())
        .route("/posts/{id}/end-appointment", desk::<people::EndAppointment>())
        .route("/posts/{id}/share", desk::<people::SharePost>())
        .route("/posts/{id}/end", desk::<people::EndPost>())
        .route("/organisations/{code}/instruments/new", desk::<powers::MakeInstrument>())
        .route("/organisations/{code}/scheme/adopt", get(adopt::show).post(adopt::send).layer(limit))
        .route("/organisations/{code}/powers/new", desk::<powers::Delegate>())
        .route("/delegations/{id}/revoke", desk::<powers::Revoke>())
        .route("/entries/{sequence}/withdraw/{ordinal}", desk::<powers::Withdraw>())
        .route("/organisations/{code}/committees/new", desk::<mandates::FormCommittee>())
        .route("/organisations/{code}/mandates/new", desk::<mandates::GiveMandate>())
        .route("/organisations/{code}/transfers/new", desk::<mandates::PassFunction>())
        .route("/mandates/{id}/end", desk::<mandates::EndMandate>())
        .route("/committees/{id}/join", desk::<mandates::Join>())
        .route("/committees/{id}/leave", desk::<mandates::Leave>())
        .route("/committees/{id}/seats/new", desk::<mandates::TakeSeat>())
        .route("/committees/{id}/seats/end", desk::<mandates::LeaveSeat>())
        .route("/committees/{id}/remit/grow", desk::<mandates::GrowRemit>())
        .route("/committees/{id}/remit/shrink", desk::<mandates::ShrinkRemit>())
        .route("/committees/{id}/end", desk::<mandates::EndCommittee>())
        .route("/services/new", desk::<mandates::EnterLine>())
        .route("/coverage/new", desk::<mandates::NameUniverse>())
}
