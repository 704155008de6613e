//! Signing in with a password, or on the way to a provider.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use store::{Checked, Name, SessionOf};

use super::Door;
use super::cookies::Cookie;
use super::form::{
    Sent, broken, error, field, frame, let_in, message, password_field, refused, secret, set_cookie, summary, too_soon,
};
use super::limits::{
    Counted, TRIES_FROM_ANYWHERE, TRIES_OF_A_BROWSER, TRIES_OF_A_NAME, TRIES_OF_AN_ADDRESS, TooSoon, WAIT_MAX,
};
use super::return_to::ReturnTo;
use super::visit::Client;
use super::who::Visit;
use crate::address::Address;
use crate::components::{Button, ButtonVariant, ErrorSummary, Input, InsetText};
use crate::page::Page;
use crate::refused::{FieldError, Problem};
use crate::security::CsrfToken;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "sign_in/sign-in.html")]
struct SignInPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    ended: Option<InsetText>,
    providers: Vec<Button>,
    has_passwords: bool,
    return_to: String,
    name: Input,
    password: Input,
    send: Button,
}

fn page(
    door: &Door,
    address: &Address,
    visit: Visit,
    return_to: &ReturnTo,
    name: &str,
    errors: &[FieldError],
) -> SignInPage {
    let ended = visit.has_ended.then(|| InsetText {
        content: "Your session has ended. Sign in again to go on.".into(),
        ..InsetText::default()
    });
    let has_passwords = door.sign_in.has_passwords();
    let providers = door.sign_in.relying().iter().map(|relying| {
        let provider = relying.provider();
        let href = Address::new(format!("/sign-in/with/{}", provider.slug)).with("return", return_to.as_str()).href();
        Button {
            content: format!("Sign in with {}", provider.name).as_str().into(),
            variant: has_passwords.then_some(ButtonVariant::Secondary),
            href: Some(href),
            ..Button::default()
        }
    });
    SignInPage {
        token: visit.token.clone(),
        errors: summary(errors),
        ended: ended.filter(|_| errors.is_empty()),
        providers: providers.collect(),
        has_passwords,
        return_to: return_to.as_str().to_owned(),
        name: Input {
            name: "name".to_owned(),
            id: Some("name".to_owned()),
            label: "Email address".into(),
            input_type: Some("email".to_owned()),
            autocomplete: Some("username".to_owned()),
            autocapitalize: Some("none".to_owned()),
            spellcheck: Some(false),
            value: Some(name.to_owned()).filter(|name| !name.is_empty()),
            error_message: message(errors, "name"),
            width: Some(30),
            ..Input::default()
        },
        password: password_field("password", "Password", "current-password", errors),
        send: Button::submit("Sign in"),
        shell: frame(door, "Sign in", address, visit, errors),
    }
}

pub(super) async fn show(State(door): State<Door>, address: Address, visit: Visit) -> Response {
    let return_to = ReturnTo::sent(address.value("return"));
    if visit.who.signed_in().is_some_and(|signed_in| !signed_in.is_acting()) {
        return Redirect::to(return_to.as_str()).into_response();
    }
    Page(page(&door, &address, visit, &return_to, "", &[])).into_response()
}

pub(super) async fn submit(
    State(door): State<Door>,
    client: Client,
    address: Address,
    visit: Visit,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let (Some(store), Some(passwords), true) =
        (door.sign_in.store(), door.sign_in.passwords(), door.sign_in.has_passwords())
    else {
        return Err(Problem::not_found("This service has no accounts of its own."));
    };
    let return_to = ReturnTo::sent(field(&sent, "return"));
    let (typed, password) = (field(&sent, "name").unwrap_or_default(), secret(&sent, "password"));
    let again = |status: StatusCode, errors: &[FieldError]| {
        (status, Page(page(&door, &address, visit.clone(), &return_to, typed, errors))).into_response()
    };
    let name = typed.parse::<Name>();
    let mut errors = Vec::new();
    if name.is_err() {
        errors.push(error("name", "Enter your email address, like name@nhs.uk"));
    }
    if password.expose().is_empty() {
        errors.push(error("password", "Enter your password"));
    }
    let Some(name) = name.ok().filter(|_| errors.is_empty()) else {
        return Ok(again(StatusCode::BAD_REQUEST, &errors));
    };
    let transport = door.sign_in.transport();
    let mark = Cookie::Browser.read(&headers, transport);
    let browser = mark.as_ref().and_then(|mark| door.sign_in.browsers().known(mark, &name));
    let own = match &browser {
        Some(browser) => Counted::TriesOfBrowser(name.to_string(), browser.clone()),
        None => Counted::TriesOfName(name.to_string(), client.address.clone()),
    };
    match wait(&door, &client, &name, &own) {
        Ok(wait) => tokio::time::sleep(wait).await,
        Err(limit) => return Ok(too_soon(limit)),
    }
    match passwords.check(store, &name, &password).await.map_err(broken)? {
        Checked::Right(account) => {
            door.sign_in.limits().forgive(&own);
            let marked =
                if browser.is_none() { Some(door.sign_in.browsers().mark(&name).map_err(broken)?) } else { None };
            let of = SessionOf::Account { account: account.id, person: account.person, name };
            let mut response = let_in(&door, &client, of, &return_to).await?;
            set_cookie(&mut response, marked.and_then(|mark| Cookie::Browser.set_for_long(&mark, transport)));
            Ok(response)
        }
        // One sentence for every cause: whether there is such an account is nobody's business.
        Checked::Wrong => {
            let errors = [error("name", "The email address or the password is wrong")];
            Ok(refused(again(StatusCode::UNPROCESSABLE_ENTITY, &errors), "wrong-password"))
        }
    }
}

/// How long a password waits before it is looked at, whether or not there is such an account; or that there were too many.
///
/// A browser that is known waits for its own tries alone. From any other, those of one address are held back, and those from
/// everywhere only wait: however many others guess, the right password is looked at.
fn wait(door: &Door, client: &Client, name: &Name, own: &Counted) -> Result<std::time::Duration, TooSoon> {
    let (limits, now) = (door.sign_in.limits(), door.sign_in.now());
    if matches!(own, Counted::TriesOfBrowser(..)) {
        return limits.take(own.clone(), TRIES_OF_A_BROWSER, now).map(|()| std::time::Duration::ZERO);
    }
    limits.take(Counted::TriesOfAddress(client.address.clone()), TRIES_OF_AN_ADDRESS, now)?;
    limits.take(own.clone(), TRIES_OF_A_NAME, now)?;
    let wait = limits.wait(Counted::TriesFromAnywhere(name.to_string()), TRIES_FROM_ANYWHERE, WAIT_MAX, now);
    Ok(wait.unsigned_abs())
}
