//! What the forms of signing in have in common.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use store::{Opened, Secret, SessionOf, StoreError};

use super::Door;
use super::cookies::Cookie;
use super::limits::TooSoon;
use super::return_to::ReturnTo;
use super::visit::{Client, Refused};
use super::who::Visit;
use crate::address::Address;
use crate::components::{Crumb, ErrorLine, ErrorMessage, ErrorSummary, Input};
use crate::refused::{FieldError, Problem};
use crate::shell::Shell;

/// What a form sent.
pub(super) type Sent = HashMap<String, String>;

/// A field, trimmed; nothing if it is blank.
pub(super) fn field<'a>(sent: &'a Sent, name: &str) -> Option<&'a str> {
    sent.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// A field that is a secret: not trimmed.
pub(super) fn secret(sent: &Sent, name: &str) -> Secret {
    Secret::given(sent.get(name).cloned().unwrap_or_default())
}

/// A field's own message and the summary's line, in the same words.
pub(super) fn error(field: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), message: message.into() }
}

pub(super) fn summary(errors: &[FieldError]) -> Option<ErrorSummary> {
    let line = |error: &FieldError| ErrorLine {
        content: error.message.as_str().into(),
        href: Some(format!("#{}", error.field)),
    };
    (!errors.is_empty()).then(|| ErrorSummary::new(errors.iter().map(line)))
}

pub(super) fn message(errors: &[FieldError], field: &str) -> Option<ErrorMessage> {
    errors.iter().find(|error| error.field == field).map(|error| ErrorMessage::from(error.message.as_str()))
}

/// A field for a password. A password manager may fill it and text may be pasted into it; without a script nothing could show
/// it, so nothing offers to.
pub(super) fn password_field(name: &str, label: &str, autocomplete: &str, errors: &[FieldError]) -> Input {
    Input {
        name: name.to_owned(),
        id: Some(name.to_owned()),
        label: label.into(),
        input_type: Some("password".to_owned()),
        autocomplete: Some(autocomplete.to_owned()),
        autocapitalize: Some("none".to_owned()),
        spellcheck: Some(false),
        error_message: message(errors, name),
        width: Some(20),
        ..Input::default()
    }
}

/// The frame of a page of signing in.
pub(super) fn frame(door: &Door, title: &str, address: &Address, visit: Visit, errors: &[FieldError]) -> Shell {
    Shell {
        has_errors: !errors.is_empty(),
        ..Shell::new(title, address.clone())
            .with_parts(door.ways.parts, door.ways.footer)
            .under([Crumb::new("Home", "/")])
            .for_visit(visit)
    }
}

/// Opens a session in place of the one the browser had, and sends the person on.
pub(super) async fn let_in(door: &Door, client: &Client, of: SessionOf, to: &ReturnTo) -> Result<Response, Problem> {
    let Some(store) = door.sign_in.store() else { return Err(Problem::broken()) };
    let before = client.session.as_ref().map(Secret::hash);
    let opened = store.open_session(of, before.as_ref(), door.sign_in.now(), door.sign_in.lifetimes()).await;
    let Opened { token, .. } = opened.map_err(broken)?;
    let mut response = Redirect::to(to.as_str()).into_response();
    set_cookie(&mut response, Cookie::Session.set(&token, door.sign_in.transport()));
    Ok(response)
}

pub(super) fn set_cookie(response: &mut Response, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Our own fault, told to the log only.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn broken(error: StoreError) -> Problem {
    tracing::error!(%error, "the store failed");
    match error {
        StoreError::Busy => Problem {
            status: StatusCode::SERVICE_UNAVAILABLE,
            title: "Too many people are signing in just now".to_owned(),
            detail: "Wait a minute and try again.".to_owned(),
            errors: Vec::new(),
        },
        _ => Problem::broken(),
    }
}

/// 429, with when to try again.
pub(crate) fn too_soon(limit: TooSoon) -> Response {
    let seconds = limit.wait_seconds;
    let wait = match seconds {
        1 => "1 second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.saturating_add(59) / 60),
    };
    let problem = Problem {
        status: StatusCode::TOO_MANY_REQUESTS,
        title: "Too many attempts".to_owned(),
        detail: format!("Nothing was done. Wait {wait} and try again."),
        errors: Vec::new(),
    };
    let mut response = problem.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    refused(response, "too-many-attempts")
}

/// A refusal that is kept under a word of its own.
pub(super) fn refused(mut response: Response, why: &'static str) -> Response {
    response.extensions_mut().insert(Refused(why));
    response
}
