//! Leaving for a provider, and coming back.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use store::{Account, PendingDraft, Secret, SecretHash, SessionOf, Store, StoreError};

use super::Door;
use super::cookies::Cookie;
use super::form::{broken, let_in, refused, set_cookie, too_soon};
use super::limits::{Counted, TRIES_OF_AN_ADDRESS};
use super::provider::{Identity, ProviderError, Relying};
use super::return_to::ReturnTo;
use super::visit::Client;
use crate::address::Address;
use crate::refused::Problem;

/// How long somebody may stay at a provider: a smartcard and a forgotten PIN take their time.
const AWAY: SignedDuration = SignedDuration::from_mins(15);

fn relying<'a>(door: &'a Door, slug: &str) -> Result<(&'a Store, &'a Relying), Problem> {
    let found = door.sign_in.relying().iter().find(|relying| relying.provider().slug == slug);
    let unknown = || Problem::not_found("One cannot sign in with that here. Go to the sign-in page.");
    Ok((door.sign_in.store().ok_or_else(unknown)?, found.ok_or_else(unknown)?))
}

pub(super) async fn leave(
    State(door): State<Door>,
    Path(slug): Path<String>,
    client: Client,
    address: Address,
) -> Result<Response, Problem> {
    let (store, relying) = relying(&door, &slug)?;
    let now = door.sign_in.now();
    let counted = Counted::TriesOfAddress(client.address.clone());
    if let Err(limit) = door.sign_in.limits().take(counted, TRIES_OF_AN_ADDRESS, now) {
        return Ok(too_soon(limit));
    }
    let leave = match relying.leave(now).await {
        Ok(leave) => leave,
        Err(error) => return Ok(unable(relying, &error)),
    };
    let browser = Secret::random().map_err(broken)?;
    let draft = PendingDraft {
        state: leave.state.hash(),
        browser: browser.hash(),
        provider: slug,
        nonce: leave.nonce,
        verifier: leave.verifier,
        return_to: ReturnTo::sent(address.value("return")).as_str().to_owned(),
        invitation: address.value("invitation").map(|token| Secret::given(token).hash()),
        expires_at: now.saturating_add(AWAY).unwrap_or(now),
    };
    store.begin_pending(&draft).await.map_err(broken)?;
    let mut response = Redirect::to(&leave.url).into_response();
    set_cookie(&mut response, Cookie::Leaving.set(&browser, door.sign_in.transport()));
    Ok(response)
}

pub(super) async fn come_back(
    State(door): State<Door>,
    Path(slug): Path<String>,
    client: Client,
    address: Address,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (store, relying) = relying(&door, &slug)?;
    let now = door.sign_in.now();
    let browser = Cookie::Leaving.read(&headers, door.sign_in.transport());
    let state = address.value("state").map(Secret::given);
    let pending = match (browser, state) {
        (Some(browser), Some(state)) => {
            store.take_pending(&state.hash(), &browser.hash(), now).await.map_err(broken)?
        }
        _ => None,
    };
    let Some(pending) = pending.filter(|pending| pending.provider == slug) else {
        let detail =
            "It took too long, was tried twice, or began in another browser. Start again from the sign-in page.";
        return Ok(away("Signing in was not finished", detail, "provider-state-unknown"));
    };
    let Some(code) = address.value("code") else {
        // The provider's own words are not shown: anybody can write them into an address.
        let detail = format!("{} did not sign you in. Start again from the sign-in page.", relying.provider().name);
        return Ok(away("You are not signed in", &detail, "provider-refused"));
    };
    let identity = match relying.identify(code.to_owned(), &pending, now).await {
        Ok(identity) => identity,
        Err(error) => return Ok(unable(relying, &error)),
    };
    let found = account(store, &identity, pending.invitation.as_ref(), now).await.map_err(broken)?;
    let Some((account, name)) = found.and_then(|account| {
        let name = account.name.clone()?;
        account.may_sign_in().then_some((account, name))
    }) else {
        let detail = format!(
            "{} knows you, but no account here is linked to you. An account is made by an invitation: ask whoever runs this \
             service for one, and open its link.",
            relying.provider().name
        );
        return Ok(away("You have no account here", &detail, "no-account"));
    };
    let of = SessionOf::Account { account: account.id, person: account.person, name };
    let mut response = let_in(&door, &client, of, &ReturnTo::read(&pending.return_to)).await?;
    set_cookie(&mut response, Cookie::Leaving.clear(door.sign_in.transport()));
    Ok(response)
}

/// The account of an identity: one it is linked to, or else one whose invitation it came with or whose address it is vouched for.
/// Nobody else.
async fn account(
    store: &Store,
    identity: &Identity,
    invitation: Option<&SecretHash>,
    now: jiff::Timestamp,
) -> Result<Option<Account>, StoreError> {
    let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
    if let Some(account) = store.linked(issuer, subject).await? {
        return Ok(Some(account));
    }
    if let Some(invitation) = invitation {
        match store.accept_link(invitation, issuer, subject, now).await {
            Ok(account) => return Ok(Some(account)),
            Err(StoreError::InvitationSpent | StoreError::LinkTaken) => {}
            Err(error) => return Err(error),
        }
    }
    let Some(name) = &identity.vouched else { return Ok(None) };
    match store.accept_vouched(name, issuer, subject, now).await {
        Err(StoreError::InvitationSpent | StoreError::LinkTaken) => Ok(None),
        answer => answer,
    }
}

fn away(title: &str, detail: &str, why: &'static str) -> Response {
    let problem = Problem {
        status: StatusCode::FORBIDDEN,
        title: title.to_owned(),
        detail: detail.to_owned(),
        errors: Vec::new(),
    };
    refused(problem.into_response(), why)
}

fn unable(relying: &Relying, error: &ProviderError) -> Response {
    let provider = &relying.provider().slug;
    tracing::warn!(provider, %error, "signing in at a provider failed");
    let status = match error {
        ProviderError::Unreachable(_) => StatusCode::BAD_GATEWAY,
        ProviderError::Code(_) | ProviderError::Token(_) => StatusCode::FORBIDDEN,
    };
    let detail = format!(
        "{} could not confirm who you are. Start again from the sign-in page; if it fails again, tell whoever runs this service \
         when it happened.",
        relying.provider().name
    );
    let problem = Problem { status, title: "You are not signed in".to_owned(), detail, errors: Vec::new() };
    refused(problem.into_response(), error.why())
}
