//! A demonstration's visitor acts as one of its people.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use store::{PersonId, SessionOf};

use super::Door;
use super::form::{Sent, error, field, frame, let_in, message, summary};
use super::return_to::ReturnTo;
use super::visit::Client;
use super::who::Visit;
use crate::address::Address;
use crate::components::{Button, Choice, ErrorSummary, Fieldset, Radios};
use crate::page::Page;
use crate::refused::{FieldError, Problem};
use crate::security::CsrfToken;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "sign_in/act-as.html")]
struct ActAsPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    people: Option<Radios>,
    return_to: String,
    send: Button,
}

fn page(door: &Door, address: &Address, visit: Visit, return_to: &ReturnTo, errors: &[FieldError]) -> ActAsPage {
    let everyone = door.sign_in.people().everyone();
    let choices = everyone.iter().map(|persona| {
        let posts = persona.posts.join("; ");
        let mut choice = Choice::new(persona.id.as_str(), persona.name.as_str());
        choice.hint = (!posts.is_empty()).then(|| posts.as_str().into());
        choice
    });
    let people = (!everyone.is_empty()).then(|| Radios {
        name: "person".to_owned(),
        id_prefix: Some("person".to_owned()),
        fieldset: Some(Fieldset { legend: "Whom do you want to act as?".into(), ..Fieldset::default() }),
        items: choices.collect(),
        value: visit.who.person().map(PersonId::to_string),
        error_message: message(errors, "person"),
        ..Radios::default()
    });
    ActAsPage {
        token: visit.token.clone(),
        errors: summary(errors),
        people,
        return_to: return_to.as_str().to_owned(),
        send: Button::submit("Act as this person"),
        shell: frame(door, "Act as somebody", address, visit, errors),
    }
}

pub(super) async fn show(State(door): State<Door>, address: Address, visit: Visit) -> Response {
    let return_to = ReturnTo::sent(address.value("return"));
    Page(page(&door, &address, visit, &return_to, &[])).into_response()
}

pub(super) async fn act(
    State(door): State<Door>,
    client: Client,
    address: Address,
    visit: Visit,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let return_to = ReturnTo::sent(field(&sent, "return"));
    let asked = field(&sent, "person").and_then(|text| text.parse::<PersonId>().ok());
    let chosen = asked.filter(|id| door.sign_in.people().everyone().iter().any(|persona| persona.id == *id));
    let Some(person) = chosen else {
        let errors = [error("person", "Choose somebody to act as")];
        let page = page(&door, &address, visit, &return_to, &errors);
        return Ok((StatusCode::BAD_REQUEST, Page(page)).into_response());
    };
    let_in(&door, &client, SessionOf::Acting(person), &return_to).await
}
