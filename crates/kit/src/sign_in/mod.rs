//! Signing in: who is at the door, and until when.
//!
//! A person signs in with a local account's password, or at a provider by the OIDC code flow with PKCE. Either way the account
//! was made by an invitation: nobody comes in because a provider knows them. What a person may then do is no question of this
//! module; it says only who they are ([`Who`]), and everything else follows from posts and mandates on the day.
//!
//! In a demonstration a visitor acts as any of its people, and every page says so.

mod account_page;
mod acting;
mod browser;
mod cookies;
mod form;
mod invitation_page;
mod leave;
mod limits;
mod people;
mod provider;
mod return_to;
mod session_page;
mod settings;
mod sign_in_page;
mod tokens_page;
mod visit;
mod who;

use axum::Router;
use axum::routing::get;

use crate::face::Face;
use crate::refused::Ways;

pub use app::Persona;
pub use invitation_page::invitation_link;
pub use people::{NoPeople, People, RecordPeople};
pub use provider::Provider;
pub use return_to::ReturnTo;
pub use settings::{Forwarded, Settings, SettingsError, SignIn, providers_from};
pub(crate) use visit::Client;
pub use visit::{Refused, visit};
pub(crate) use who::ComeBack;
pub use who::{SignedIn, Visit, WayIn, Who, to_sign_in};

/// What the routes of signing in share.
#[derive(Clone)]
pub(crate) struct Door {
    sign_in: SignIn,
    ways: Ways,
    /// The faces of the rooms, in which a token may act.
    faces: &'static [&'static Face],
}

/// The pages of signing in; only those that the settings give a meaning.
pub fn routes(sign_in: SignIn, ways: Ways, faces: &'static [&'static Face]) -> Router {
    let mut router = Router::new();
    if sign_in.store().is_some() {
        router = router
            .route("/sign-in", get(sign_in_page::show).post(sign_in_page::submit))
            .route("/sign-in/with/{provider}", get(leave::leave))
            .route("/sign-in/from/{provider}", get(leave::come_back))
            .route("/invitation", get(invitation_page::show).post(invitation_page::submit))
            .route("/account", get(account_page::show))
            .route("/account/password", get(account_page::password).post(account_page::change_password))
            .route("/account/tokens", get(tokens_page::show).post(tokens_page::make))
            .route("/account/tokens/{token}/revoke", axum::routing::post(tokens_page::revoke))
            .route("/account/other-sessions", axum::routing::post(account_page::end_others))
            .route("/sign-out", get(session_page::ask).post(session_page::sign_out))
            .route("/signed-out", get(session_page::signed_out))
            .route("/session", get(session_page::extend))
            .route("/session/until", get(session_page::until));
    }
    if sign_in.store().is_some() && sign_in.is_demo() {
        router = router.route("/act-as", get(acting::show).post(acting::act));
    }
    router.with_state(Door { sign_in, ways, faces })
}
