//! Accepting an invitation: choose a password, or link an identity at a provider.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use store::{Account, Name, Secret, SessionOf, StoreError, weakness};

use super::Door;
use super::form::{Sent, broken, error, frame, let_in, password_field, refused, secret, summary, too_soon};
use super::limits::{Counted, TRIES_OF_AN_ADDRESS};
use super::return_to::ReturnTo;
use super::visit::Client;
use super::who::Visit;
use crate::address::Address;
use crate::components::{Button, ButtonVariant, ErrorSummary, Hint, Input};
use crate::page::Page;
use crate::refused::{FieldError, Problem};
use crate::security::CsrfToken;
use crate::shell::Shell;
use crate::site::sentence;

/// The link to hand to whoever is invited. The token is in the query, which no log has.
pub fn invitation_link(base: &str, token: &Secret) -> String {
    format!("{base}{}", Address::new("/invitation").with("token", token.expose()).href())
}

#[derive(Template)]
#[template(path = "sign_in/invitation.html")]
struct InvitationPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    invitation: String,
    name: String,
    providers: Vec<Button>,
    has_passwords: bool,
    password: Input,
    again: Input,
    send: Button,
}

fn page(
    door: &Door,
    address: &Address,
    visit: Visit,
    invitation: &Secret,
    name: &Name,
    errors: &[FieldError],
) -> InvitationPage {
    let has_passwords = door.sign_in.has_passwords();
    let providers = door.sign_in.relying().iter().map(|relying| {
        let provider = relying.provider();
        let href =
            Address::new(format!("/sign-in/with/{}", provider.slug)).with("invitation", invitation.expose()).href();
        Button {
            content: format!("Use {}", provider.name).as_str().into(),
            variant: has_passwords.then_some(ButtonVariant::Secondary),
            href: Some(href),
            ..Button::default()
        }
    });
    let mut password = password_field("password", "Choose a password", "new-password", errors);
    password.hint = Some(Hint::from(
        "At least 12 characters. Three random words are easy to remember. Do not use a password you use elsewhere.",
    ));
    InvitationPage {
        token: visit.token.clone(),
        errors: summary(errors),
        invitation: invitation.expose().to_owned(),
        name: name.to_string(),
        providers: providers.collect(),
        has_passwords,
        password,
        again: password_field("again", "Type it again", "new-password", errors),
        send: Button::submit("Set password and sign in"),
        shell: frame(door, "Accept your invitation", address, visit, errors),
    }
}

/// 404 for an invitation that is none, whatever the cause: used, replaced, run out, made up.
fn spent() -> Response {
    let problem = Problem::not_found(
        "This invitation has been used, has run out, or was replaced by a newer one. If you have used it, sign in. If not, ask \
         whoever runs this service for another.",
    );
    refused(
        Problem { title: "This invitation cannot be used".to_owned(), ..problem }.into_response(),
        "invitation-spent",
    )
}

async fn invited(door: &Door, client: &Client, token: &Secret) -> Result<(Account, Name), Response> {
    let now = door.sign_in.now();
    let counted = Counted::TriesOfAddress(client.address.clone());
    door.sign_in.limits().take(counted, TRIES_OF_AN_ADDRESS, now).map_err(too_soon)?;
    let Some(store) = door.sign_in.store() else { return Err(spent()) };
    let found = store.invited(&token.hash(), now).await.map_err(|error| broken(error).into_response())?;
    let account = found.ok_or_else(spent)?;
    let name = account.name.clone().ok_or_else(spent)?;
    Ok((account, name))
}

pub(super) async fn show(State(door): State<Door>, client: Client, address: Address, visit: Visit) -> Response {
    let token = Secret::given(address.value("token").unwrap_or_default());
    match invited(&door, &client, &token).await {
        Ok((_, name)) => Page(page(&door, &address, visit, &token, &name, &[])).into_response(),
        Err(response) => response,
    }
}

pub(super) async fn submit(
    State(door): State<Door>,
    client: Client,
    address: Address,
    visit: Visit,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let token = secret(&sent, "token");
    let (_, name) = match invited(&door, &client, &token).await {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let (Some(store), Some(passwords), true) =
        (door.sign_in.store(), door.sign_in.passwords(), door.sign_in.has_passwords())
    else {
        return Err(Problem::not_found("This service has no accounts of its own."));
    };
    let (password, again) = (secret(&sent, "password"), secret(&sent, "again"));
    let errors = choose(&password, &again, &name);
    if !errors.is_empty() {
        let page = page(&door, &address, visit, &token, &name, &errors);
        return Ok((StatusCode::BAD_REQUEST, Page(page)).into_response());
    }
    match passwords.accept(store, &token.hash(), &password, door.sign_in.now()).await {
        Ok(account) => {
            let of = SessionOf::Account { account: account.id, person: account.person, name };
            let_in(&door, &client, of, &ReturnTo::start()).await
        }
        Err(StoreError::InvitationSpent) => Ok(spent()),
        Err(error) => Err(broken(error)),
    }
}

/// What is wrong with a chosen password and its repetition.
pub(super) fn choose(password: &Secret, again: &Secret, name: &Name) -> Vec<FieldError> {
    if password.expose().is_empty() {
        return vec![error("password", "Enter a password")];
    }
    if let Some(weak) = weakness(password, name) {
        return vec![error("password", sentence(&weak.to_string()))];
    }
    if password != again {
        return vec![error("again", "The two passwords differ")];
    }
    Vec::new()
}
