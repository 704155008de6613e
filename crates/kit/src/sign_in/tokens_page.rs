//! The tokens that a person makes for programs: shown once when made, then listed with their use, and taken back.

use std::collections::BTreeSet;

use ::ask::{FieldError, Reader, Sent, day};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use store::{Account, Scope, StoreError, Token, TokenDraft, TokenName, TokenState};

use super::Door;
use super::account_page::own;
use super::form::{broken, error, frame, message, summary};
use super::who::{SignedIn, Visit};
use crate::address::Address;
use crate::components::{
    Button, ButtonVariant, Checkbox, Checkboxes, Crumb, DateInput, ErrorSummary, Fieldset, Input, Legend, SummaryList,
    SummaryRow,
};
use crate::markup::Markup;
use crate::page::Page;
use crate::refused::Problem;
use crate::security::CsrfToken;
use crate::shell::Shell;
use crate::site::{civil_day, sentence};

/// How many tokens are listed at most.
const LISTED_MAX: u32 = 100;

#[derive(Template)]
#[template(path = "sign_in/tokens.html")]
struct TokensPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    /// The secret of one just made.
    made: Option<String>,
    tokens: Vec<Listed>,
    fields: Vec<Markup>,
    make: Button,
}

struct Listed {
    id: String,
    name: String,
    facts: SummaryList,
    take_back: Option<Button>,
}

/// The rooms in which a program may act: the name in a token's scope, and the words people know.
fn rooms(door: &Door) -> Vec<(&'static str, &'static str)> {
    let acting = door.faces.iter().filter(|face| !face.acts.is_empty());
    acting.map(|face| (face.room, face.part.map_or(face.room, |part| part.name))).collect()
}

fn listed(door: &Door, token: &Token, now: Timestamp) -> Listed {
    let state = match token.state(now) {
        TokenState::ToCome => format!("Good from {}", day(token.first_day)),
        TokenState::Good => format!("Good until {}", day(token.last_day)),
        TokenState::Expired => format!("Ended on {}", day(token.last_day)),
        TokenState::Revoked => {
            token.revoked_at.map_or_else(String::new, |at| format!("Taken back on {}", day(civil_day(at))))
        }
    };
    let known = rooms(door);
    let called = |room: &str| {
        known.iter().find(|(name, _)| *name == room).map_or(room.to_owned(), |(_, words)| (*words).to_owned())
    };
    let may: Vec<String> = token.scope.rooms().map(called).collect();
    let used = match token.used_at {
        Some(at) => format!("{}, last on {}", uses(token.uses), day(civil_day(at))),
        None => "Never".to_owned(),
    };
    let is_live = matches!(token.state(now), TokenState::Good | TokenState::ToCome);
    let words = format!("Take back {}", token.name);
    Listed {
        id: token.id.to_string(),
        name: token.name.to_string(),
        facts: SummaryList::new([
            SummaryRow::new("State", state.as_str()),
            SummaryRow::new("May act in", may.join(", ").as_str()),
            SummaryRow::new("Made on", day(civil_day(token.made_at)).as_str()),
            SummaryRow::new("Used", used.as_str()),
        ]),
        take_back: is_live
            .then(|| Button { variant: Some(ButtonVariant::Secondary), ..Button::submit(words.as_str()) }),
    }
}

fn uses(n: u64) -> String {
    if n == 1 { "Once".to_owned() } else { format!("{n} times") }
}

fn fields(door: &Door, sent: &Sent, errors: &[FieldError]) -> Vec<Markup> {
    let part = |part: &str| sent.text(&format!("last[{part}]")).unwrap_or_default().to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    let last = if errors.iter().any(|error| error.field == "last-day") { "last-day" } else { "last" };
    vec![
        Markup::of(&Input {
            name: "name".to_owned(),
            id: Some("name".to_owned()),
            label: "What is it for?".into(),
            hint: Some("Such as the program’s name. You see it in the list.".into()),
            value: sent.text("name").map(str::to_owned),
            error_message: message(errors, "name"),
            ..Input::default()
        }),
        Markup::of(&Checkboxes {
            name: "rooms".to_owned(),
            id_prefix: Some("rooms".to_owned()),
            fieldset: Some(Fieldset { legend: "Where may it act for you?".into(), ..Fieldset::default() }),
            items: rooms(door).into_iter().map(|(room, words)| Checkbox::new(room, words)).collect(),
            values: sent.all("rooms"),
            error_message: message(errors, "rooms"),
            small: true,
            ..Checkboxes::default()
        }),
        Markup::of(&DateInput {
            name_prefix: Some("last".to_owned()),
            hint: Some("At most a year from today. For example, 31 3 2027".into()),
            error_message: message(errors, last),
            ..DateInput::new("last", Legend::from("Last day on which it is good"), &day, &month, &year)
        }),
    ]
}

struct Shown<'a> {
    made: Option<String>,
    sent: &'a Sent,
    errors: &'a [FieldError],
}

async fn page(
    door: &Door,
    account: &Account,
    address: &Address,
    visit: Visit,
    shown: Shown<'_>,
) -> Result<Page<TokensPage>, Problem> {
    let Some(store) = door.sign_in.store() else { return Err(Problem::broken()) };
    let held = store.tokens_of(&account.id, LISTED_MAX).await.map_err(broken)?;
    let now = door.sign_in.now();
    Ok(Page(TokensPage {
        token: visit.token.clone(),
        errors: summary(shown.errors),
        made: shown.made,
        tokens: held.iter().map(|token| listed(door, token, now)).collect(),
        fields: fields(door, shown.sent, shown.errors),
        make: Button { prevent_double_click: Some(true), ..Button::submit("Make the token") },
        shell: frame(door, "Tokens for programs", address, visit, shown.errors)
            .under([Crumb::new("Home", "/"), Crumb::new("Your account", "/account")]),
    }))
}

pub(super) async fn show(
    State(door): State<Door>,
    who: SignedIn,
    address: Address,
    visit: Visit,
) -> Result<Response, Problem> {
    let Some((account, _)) = own(&door, &who).await? else { return Ok(Redirect::to("/act-as").into_response()) };
    let shown = Shown { made: None, sent: &Sent::default(), errors: &[] };
    Ok(page(&door, &account, &address, visit, shown).await?.into_response())
}

pub(super) async fn make(
    State(door): State<Door>,
    who: SignedIn,
    address: Address,
    visit: Visit,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (Some(store), Some((account, _))) = (door.sign_in.store(), own(&door, &who).await?) else {
        return Ok(Redirect::to("/act-as").into_response());
    };
    let (sent, now) = (Sent::of(pairs), door.sign_in.now());
    let made = match read(&door, &account, &sent, now) {
        Ok(draft) => match store.make_token(&draft, now).await {
            Ok(made) => Ok(made.secret.expose().to_owned()),
            Err(why @ StoreError::TokenDays { .. }) => {
                tracing::debug!(%why, "no such days");
                Err(vec![error("last-day", "Enter a last day from today on, at most a year ahead")])
            }
            Err(why @ StoreError::TooManyTokens { .. }) => {
                Err(vec![error("name", format!("{}. Take one back first", sentence(&why.to_string())))])
            }
            Err(why) => return Err(broken(why)),
        },
        Err(errors) => Err(errors),
    };
    let nothing = Sent::default();
    let (status, shown) = match &made {
        Ok(secret) => (StatusCode::OK, Shown { made: Some(secret.clone()), sent: &nothing, errors: &[] }),
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, Shown { made: None, sent: &sent, errors }),
    };
    Ok((status, page(&door, &account, &address, visit, shown).await?).into_response())
}

fn read(door: &Door, account: &Account, sent: &Sent, now: Timestamp) -> Result<TokenDraft, Vec<FieldError>> {
    let mut form = Reader::new(sent);
    let name: Option<TokenName> = form.word("name", "Say in at most 80 characters what it is for");
    let known: BTreeSet<&str> = rooms(door).into_iter().map(|(room, _)| room).collect();
    let chosen = sent.all("rooms");
    let words: Vec<String> = chosen.iter().map(|room| format!("act:{room}")).collect();
    let scope: Option<Scope> = words.join(" ").parse().ok();
    if scope.is_none() || !chosen.iter().all(|room| known.contains(room.as_str())) {
        form.wrong("rooms", "Choose where it may act for you");
    }
    let last_day = form.day("last", "Enter its last day");
    let draft = name.zip(scope).zip(last_day).map(|((name, scope), last_day)| TokenDraft {
        account: account.id.clone(),
        name,
        scope,
        first_day: civil_day(now),
        last_day,
    });
    form.done(draft)
}

pub(super) async fn revoke(
    State(door): State<Door>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (Some(store), Some((account, _))) = (door.sign_in.store(), own(&door, &who).await?) else {
        return Ok(Redirect::to("/act-as").into_response());
    };
    let none = || Problem::not_found("You have no token of this name. Your tokens are on your account page.");
    let id = id.parse().map_err(|_: StoreError| none())?;
    // One that was taken back before stays so: the list says since when.
    let held = store.tokens_of(&account.id, LISTED_MAX).await.map_err(broken)?;
    if !held.iter().any(|token| token.id == id) {
        return Err(none());
    }
    store.revoke_token(&account.id, &id, door.sign_in.now()).await.map_err(broken)?;
    Ok(Redirect::to("/account/tokens").into_response())
}
