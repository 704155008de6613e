//! Middleware: who asks, how often they may, and what was refused.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use store::{RefusalDraft, Secret, Session, SessionOf, Store, StoreError};

use super::SignIn;
use super::cookies::Cookie;
use super::form::too_soon;
use super::limits::{ACTS_OF_A_PERSON, Counted, FORMS_OF_AN_ADDRESS, KEPT_REFUSALS};
use super::settings::Forwarded;
use super::who::{ComeBack, SignedIn, Visit, Who};
use crate::refused::Problem;

/// A session's end is put off in steps of this, so that reading pages does not write to the database each time.
const STEP: SignedDuration = SignedDuration::from_secs(60);

/// The word a refusal is kept under, put on a response by a handler that knows more than its status says.
///
/// One of the code's own words (`wrong-password`), never anything a person sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// The network address: whole for IPv4, the first half for IPv6, where one person has the rest.
    pub(crate) address: String,
    /// The session's token, if the browser brought one that is open.
    pub(crate) session: Option<Secret>,
    /// The session's token the browser brought, open or not.
    pub(crate) brought: Option<Secret>,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Middleware: finds who asks, gives it to handlers and pages, holds back whoever asks too often, keeps what was refused.
///
/// A page for somebody who signed in is not kept by the browser: the next person at the same machine must not see it.
pub async fn visit(State(sign_in): State<SignIn>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/assets/") || path == "/healthz" || path == "/robots.txt" {
        return next.run(request).await;
    }
    let now = sign_in.now();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let address = client_address(request.headers(), peer, sign_in.forwarded());
    let brought = Cookie::Session.read(request.headers(), sign_in.transport());
    let (visit, client) = match look(&sign_in, Client { address, session: None, brought }, now).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "a session could not be looked up");
            return Problem::busy();
        }
    };
    let (method, is_safe) = (request.method().to_string(), request.method().is_safe());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let is_door = ["/sign-in", "/invitation", "/account"].iter().any(|start| route.starts_with(start));
    let held_back = if is_safe { Ok(()) } else { count_form(&sign_in, &visit, &client, now) };
    request.extensions_mut().insert(visit.clone());
    request.extensions_mut().insert(client.clone());
    let mut response = match held_back {
        Ok(()) => next.run(request).await,
        Err(limit) => too_soon(limit),
    };
    if is_door || visit.who != Who::Visitor {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    if let (Some(store), Some(why)) = (sign_in.store(), why(&response, &visit.who, &route)) {
        let signed_in = visit.who.signed_in();
        let draft = RefusalDraft {
            account: signed_in.and_then(|signed_in| signed_in.account.clone()),
            person: signed_in.map(|signed_in| signed_in.person.clone()),
            method,
            route,
            status: response.status().as_u16(),
            why,
        };
        keep(&sign_in, store, &draft, &client, now).await;
    }
    response.extensions_mut().insert(visit);
    response
}

/// Who asks.
///
/// # Errors
/// When the browser brought a session that cannot be looked up just now: whoever has signed in is never taken for a visitor.
async fn look(sign_in: &SignIn, client: Client, now: Timestamp) -> Result<(Visit, Client), StoreError> {
    let mut visit = Visit {
        can_sign_in: sign_in.can_sign_in(),
        is_demo: sign_in.is_demo(),
        can_act: sign_in.is_demo() && sign_in.store().is_some() && !sign_in.people().everyone().is_empty(),
        ..Visit::default()
    };
    let (Some(store), Some(token)) = (sign_in.store(), client.brought.clone()) else { return Ok((visit, client)) };
    let found = match find(sign_in, store, &token, now).await {
        Ok(found) => found,
        Err(error) if error.may_pass() => return Err(error),
        Err(error) => {
            // It will never be read: whoever brought it must sign in anew, and until then sees what everybody does.
            tracing::error!(%error, "a session does not read");
            None
        }
    };
    let Some(session) = found else {
        visit.has_ended = true;
        return Ok((visit, client));
    };
    let person = session.of.person().clone();
    let known = sign_in.people().person(&person).map(|persona| persona.name);
    let (account, name) = match &session.of {
        SessionOf::Account { account, name, .. } => (Some(account.clone()), known.unwrap_or_else(|| name.to_string())),
        SessionOf::Acting(person) => (None, known.unwrap_or_else(|| person.to_string())),
    };
    visit.until = Some(session.until());
    visit.seconds_left = session.until().duration_since(now).as_secs();
    visit.can_extend = session.idle_until < session.ends_at;
    visit.who = Who::SignedIn(SignedIn { person, name, account });
    Ok((visit, Client { session: Some(token), ..client }))
}

/// The open session of a token, its idle end put off.
async fn find(sign_in: &SignIn, store: &Store, token: &Secret, now: Timestamp) -> Result<Option<Session>, StoreError> {
    let hash = token.hash();
    let Some(session) = store.session(&hash, now).await? else { return Ok(None) };
    // Only a demonstration has visitors acting as others, whatever its database held before.
    if matches!(session.of, SessionOf::Acting(_)) && !sign_in.is_demo() {
        return Ok(None);
    }
    let lifetimes = sign_in.lifetimes();
    let put_off = now.saturating_add(lifetimes.idle).unwrap_or(now).min(session.ends_at);
    let gained = put_off.duration_since(session.idle_until);
    let is_last = put_off == session.ends_at && gained.is_positive();
    if gained < STEP && !is_last {
        return Ok(Some(session));
    }
    match store.touch_session(&hash, &session, now, lifetimes).await {
        Ok(idle_until) => Ok(idle_until.map(|idle_until| Session { idle_until, ..session })),
        Err(error) => {
            // The disk is full, or the database can only be read. The session is open, and stays so until it ends by itself.
            tracing::warn!(%error, "the end of a session could not be put off");
            Ok(Some(session))
        }
    }
}

fn count_form(sign_in: &SignIn, visit: &Visit, client: &Client, now: Timestamp) -> Result<(), super::limits::TooSoon> {
    match visit.who.person() {
        Some(person) => sign_in.limits().take(Counted::ActsOfPerson(person.to_string()), ACTS_OF_A_PERSON, now),
        None => sign_in.limits().take(Counted::FormsOfAddress(client.address.clone()), FORMS_OF_AN_ADDRESS, now),
    }
}

/// The word for a refusal; nothing when the answer is none.
///
/// To somebody who signed in, a page that is not there may be one that their posts do not show them: the answer is the same,
/// so all of them are kept. An address that no page could have says nothing of anybody.
fn why(response: &Response, who: &Who, route: &str) -> Option<&'static str> {
    if let Some(Refused(why)) = response.extensions().get() {
        return Some(why);
    }
    // Whoever is shown the way in was refused nothing yet.
    if response.extensions().get::<ComeBack>().is_some() {
        return None;
    }
    match response.status() {
        StatusCode::UNAUTHORIZED => Some("not-signed-in"),
        StatusCode::FORBIDDEN => Some("forbidden"),
        StatusCode::UNPROCESSABLE_ENTITY => Some("refused"),
        StatusCode::TOO_MANY_REQUESTS => Some("too-many-attempts"),
        StatusCode::NOT_FOUND if *who != Who::Visitor && route != "none" => Some("not-seen"),
        _ => None,
    }
}

async fn keep(sign_in: &SignIn, store: &Store, draft: &RefusalDraft, client: &Client, now: Timestamp) {
    let counted = Counted::RefusalsOfAddress(client.address.clone());
    if sign_in.limits().take(counted, KEPT_REFUSALS, now).is_err() {
        tracing::warn!(route = draft.route, why = draft.why, "a refusal is not kept: too many from one address");
        return;
    }
    tracing::info!(method = draft.method, route = draft.route, status = draft.status, why = draft.why, "refused");
    if let Err(error) = store.keep_refusal(draft, now).await {
        tracing::error!(%error, "a refusal could not be kept");
    }
}

fn client_address(headers: &HeaderMap, peer: Option<IpAddr>, forwarded: Forwarded) -> String {
    let told = || {
        let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = match forwarded {
        Forwarded::Ignored => peer,
        Forwarded::LastHop => told().or(peer),
    };
    match address.map(|address| address.to_canonical()) {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_believed_only_from_our_own_proxy() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        let peer = Some("10.0.0.1".parse().unwrap());
        assert_eq!(client_address(&headers, peer, Forwarded::Ignored), "10.0.0.1");
        assert_eq!(client_address(&headers, peer, Forwarded::LastHop), "198.51.100.7");
        assert_eq!(client_address(&HeaderMap::new(), peer, Forwarded::LastHop), "10.0.0.1");
        assert_eq!(client_address(&headers, None, Forwarded::Ignored), "unknown");
        let one = Some("2001:db8:1:2:aaaa::1".parse().unwrap());
        assert_eq!(client_address(&headers, one, Forwarded::Ignored), "2001:db8:1:2::/64");
    }
}
