//! The end of a session: put off, told, or chosen.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::Door;
use super::cookies::Cookie;
use super::form::{broken, frame, set_cookie};
use super::return_to::ReturnTo;
use super::visit::Client;
use super::who::{SignedIn, Visit, to_sign_in};
use crate::address::Address;
use crate::components::Button;
use crate::page::Page;
use crate::refused::Problem;
use crate::security::CsrfToken;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "sign_in/sign-out.html")]
struct SignOutPage {
    shell: Shell,
    token: CsrfToken,
    send: Button,
}

/// The question before signing out, for a page whose header could not carry the form.
pub(super) async fn ask(State(door): State<Door>, address: Address, visit: Visit) -> Response {
    if visit.who.signed_in().is_none() {
        return Redirect::to("/signed-out").into_response();
    }
    let token = visit.token.clone();
    let shell = frame(&door, "Sign out", &address, visit, &[]);
    Page(SignOutPage { shell, token, send: Button::submit("Sign out") }).into_response()
}

pub(super) async fn sign_out(State(door): State<Door>, client: Client) -> Result<Response, Problem> {
    if let (Some(store), Some(token)) = (door.sign_in.store(), &client.session) {
        store.end_session(&token.hash()).await.map_err(broken)?;
    }
    let mut response = Redirect::to("/signed-out").into_response();
    set_cookie(&mut response, Cookie::Session.clear(door.sign_in.transport()));
    Ok(response)
}

#[derive(Template)]
#[template(path = "sign_in/signed-out.html")]
struct SignedOutPage {
    shell: Shell,
    can_sign_in: bool,
}

pub(super) async fn signed_out(State(door): State<Door>, address: Address, visit: Visit) -> Response {
    if visit.who.signed_in().is_some() {
        return Redirect::to("/").into_response();
    }
    let can_sign_in = visit.can_sign_in;
    Page(SignedOutPage { shell: frame(&door, "You are signed out", &address, visit, &[]), can_sign_in }).into_response()
}

#[derive(Template)]
#[template(path = "sign_in/session.html")]
struct SessionPage {
    shell: Shell,
    until: String,
    can_extend: bool,
    return_to: String,
}

/// Puts the session's end off, which asking has done, and says so. It opens beside the page somebody is working on, so that
/// nothing they have typed is lost.
pub(super) async fn extend(State(door): State<Door>, address: Address, visit: Visit) -> Response {
    let Some(until) = visit.until_words() else { return to_sign_in(&address) };
    let return_to = ReturnTo::sent(address.value("return")).as_str().to_owned();
    let can_extend = visit.can_extend;
    let shell = frame(&door, "You are still signed in", &address, visit, &[]);
    Page(SessionPage { shell, until, can_extend, return_to }).into_response()
}

/// The same for the script of the page.
pub(super) async fn until(_: SignedIn, visit: Visit) -> Response {
    Json(json!({ "seconds": visit.seconds_left, "words": visit.until_words() })).into_response()
}
