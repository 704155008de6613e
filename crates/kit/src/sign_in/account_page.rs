//! One's own account.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::{Account, Checked, Name};

use super::Door;
use super::form::{Sent, broken, error, frame, password_field, refused, secret, summary, too_soon};
use super::invitation_page::choose;
use super::limits::{Counted, TRIES_OF_A_NAME};
use super::visit::Client;
use super::who::{SignedIn, Visit};
use crate::address::Address;
use crate::components::{
    Button, ButtonVariant, Crumb, ErrorSummary, Hint, Input, NotificationBanner, SummaryList, SummaryRow,
};
use crate::markup::{Content, Markup};
use crate::page::Page;
use crate::refused::{FieldError, Problem};
use crate::security::CsrfToken;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "sign_in/account.html")]
struct AccountPage {
    shell: Shell,
    token: CsrfToken,
    done: Option<NotificationBanner>,
    facts: SummaryList,
    has_password: bool,
    others: u64,
    end_others: Button,
}

/// The account of whoever asks; nothing for one who only acts as somebody.
pub(super) async fn own(door: &Door, who: &SignedIn) -> Result<Option<(Account, Name)>, Problem> {
    let (Some(store), Some(id)) = (door.sign_in.store(), &who.account) else { return Ok(None) };
    let account = store.account(id).await.map_err(broken)?;
    Ok(account.and_then(|account| {
        let name = account.name.clone()?;
        Some((account, name))
    }))
}

pub(super) async fn show(
    State(door): State<Door>,
    who: SignedIn,
    address: Address,
    visit: Visit,
) -> Result<Response, Problem> {
    let (Some(store), Some((account, name))) = (door.sign_in.store(), own(&door, &who).await?) else {
        return Ok(Redirect::to("/act-as").into_response());
    };
    let issuers = store.issuers_of(&account.id).await.map_err(broken)?;
    let provider = |issuer: &String| {
        let found = door.sign_in.relying().iter().find(|relying| relying.provider().issuer == *issuer);
        found.map_or_else(|| issuer.clone(), |relying| relying.provider().name.clone())
    };
    let has_password = issuers.is_empty() && door.sign_in.has_passwords();
    let by = if issuers.is_empty() {
        "A password".to_owned()
    } else {
        issuers.iter().map(provider).collect::<Vec<_>>().join(", ")
    };
    let mut rows = vec![
        SummaryRow::new("Name", who.name.as_str()),
        SummaryRow::new("Email address", name.as_str()),
        SummaryRow::new("You sign in with", by.as_str()),
    ];
    if let Some(persona) = door.sign_in.people().person(&who.person) {
        let posts: Vec<Markup> = persona.posts.iter().map(|post| Markup::escaped(post)).collect();
        let posts = if posts.is_empty() {
            Content::from("None today")
        } else {
            let between = posts.iter().map(|post| format!("<p class=\"nhsuk-body\">{post}</p>"));
            Markup::trusted(between.collect::<String>()).into()
        };
        rows.push(SummaryRow::new("Your posts today", posts));
    }
    if let Some(until) = visit.until_words() {
        rows.push(SummaryRow::new("Signed in until", format!("{until}, or later if you go on").as_str()));
    }
    let others = store.open_sessions(&account.id, door.sign_in.now()).await.map_err(broken)?.saturating_sub(1);
    let done = match address.value("done") {
        Some("password") => Some("Your password is changed. Wherever else you were signed in, you are signed out."),
        Some("others") => Some("Wherever else you were signed in, you are signed out."),
        _ => None,
    };
    let page = AccountPage {
        token: visit.token.clone(),
        done: done.map(|words| NotificationBanner { content: words.into(), ..NotificationBanner::default() }),
        facts: SummaryList { rows, ..SummaryList::default() },
        has_password,
        others,
        end_others: Button { variant: Some(ButtonVariant::Secondary), ..Button::submit("Sign out everywhere else") },
        shell: frame(&door, "Your account", &address, visit, &[]),
    };
    Ok(Page(page).into_response())
}

#[derive(Template)]
#[template(path = "sign_in/password.html")]
struct PasswordPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    name: String,
    current: Input,
    password: Input,
    again: Input,
    send: Button,
}

fn password_page(door: &Door, address: &Address, visit: Visit, name: &Name, errors: &[FieldError]) -> PasswordPage {
    let mut password = password_field("password", "New password", "new-password", errors);
    password.hint = Some(Hint::from("At least 12 characters. Three random words are easy to remember."));
    PasswordPage {
        token: visit.token.clone(),
        errors: summary(errors),
        name: name.to_string(),
        current: password_field("current", "Current password", "current-password", errors),
        password,
        again: password_field("again", "Type the new password again", "new-password", errors),
        send: Button::submit("Change password"),
        shell: frame(door, "Change your password", address, visit, errors)
            .under([Crumb::new("Home", "/"), Crumb::new("Your account", "/account")]),
    }
}

pub(super) async fn password(
    State(door): State<Door>,
    who: SignedIn,
    address: Address,
    visit: Visit,
) -> Result<Response, Problem> {
    let Some((_, name)) = own(&door, &who).await? else { return Ok(Redirect::to("/act-as").into_response()) };
    Ok(Page(password_page(&door, &address, visit, &name, &[])).into_response())
}

pub(super) async fn change_password(
    State(door): State<Door>,
    who: SignedIn,
    client: Client,
    address: Address,
    visit: Visit,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let (Some(store), Some(passwords), Some((account, name)), Some(session)) =
        (door.sign_in.store(), door.sign_in.passwords(), own(&door, &who).await?, &client.session)
    else {
        return Ok(Redirect::to("/act-as").into_response());
    };
    let (current, new) = (secret(&sent, "current"), secret(&sent, "password"));
    let mut errors = choose(&new, &secret(&sent, "again"), &name);
    if current.expose().is_empty() {
        errors.insert(0, error("current", "Enter your current password"));
    }
    let again = |errors: &[FieldError], status: StatusCode| {
        (status, Page(password_page(&door, &address, visit.clone(), &name, errors))).into_response()
    };
    if !errors.is_empty() {
        return Ok(again(&errors, StatusCode::BAD_REQUEST));
    }
    let counted = Counted::ChecksOfName(name.to_string());
    if let Err(limit) = door.sign_in.limits().take(counted.clone(), TRIES_OF_A_NAME, door.sign_in.now()) {
        return Ok(too_soon(limit));
    }
    if passwords.check(store, &name, &current).await.map_err(broken)? == Checked::Wrong {
        let errors = [error("current", "Your current password is another")];
        return Ok(refused(again(&errors, StatusCode::UNPROCESSABLE_ENTITY), "wrong-password"));
    }
    door.sign_in.limits().forgive(&counted);
    passwords.change(store, &account.id, &new, &session.hash()).await.map_err(broken)?;
    Ok(Redirect::to("/account?done=password").into_response())
}

pub(super) async fn end_others(State(door): State<Door>, who: SignedIn, client: Client) -> Result<Response, Problem> {
    if let (Some(store), Some(account), Some(session)) = (door.sign_in.store(), &who.account, &client.session) {
        store.end_other_sessions(account, &session.hash()).await.map_err(broken)?;
    }
    Ok(Redirect::to("/account?done=others").into_response())
}
