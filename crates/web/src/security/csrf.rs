//! Forms that prove they came from one of our pages.
//!
//! The browser holds a random value in a cookie no script can read and no other site can cause to be sent; each form holds
//! a keyed hash of it. A form from elsewhere can have neither. The key is made when the process starts, or given when
//! several servers share the work.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{StreamExt, stream};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::markup::Markup;
use crate::refused::Problem;

/// The hidden field's name. In an upload it must come first.
pub const FIELD: &str = "form_token";
const COOKIE: &str = "footprint_form";
/// How far into a body the token is looked for. A form's own fields are longer; the token comes first.
const HEAD_BYTES: usize = 16 * 1024;

/// The key of the forms' tokens.
#[derive(Clone)]
pub struct Csrf {
    key: [u8; 32],
    is_secure: bool,
}

impl std::fmt::Debug for Csrf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Csrf").finish_non_exhaustive()
    }
}

impl Csrf {
    /// A key made now.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> std::io::Result<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(Self::with_key(key))
    }

    /// A key several servers share.
    pub fn with_key(key: [u8; 32]) -> Self {
        Self { key, is_secure: false }
    }

    /// The same, for a service reached by HTTPS: the cookie is then sent by HTTPS only.
    #[must_use]
    pub fn over_https(self) -> Self {
        Self { is_secure: true, ..self }
    }

    fn mac(&self, cookie: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(cookie.as_bytes());
        Some(mac)
    }

    fn token(&self, cookie: &str) -> CsrfToken {
        CsrfToken(self.mac(cookie).map_or(String::new(), |mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
    }

    fn is_good(&self, cookie: &str, token: &str) -> bool {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
        self.mac(cookie).is_some_and(|mac| mac.verify_slice(&token).is_ok())
    }

    fn set_cookie(&self, value: &str) -> Option<HeaderValue> {
        let secure = if self.is_secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")).ok()
    }
}

/// The token for the forms of one answer: a handler takes it as an argument and its page writes `{{ token.field() }}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsrfToken(String);

impl CsrfToken {
    /// The hidden field, to be written first in every form that posts.
    pub fn field(&self) -> Markup {
        Markup::trusted(format!("<input type=\"hidden\" name=\"{FIELD}\" value=\"{}\">", self.0))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CsrfToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Middleware: gives every browser a cookie and every handler a [`CsrfToken`], and turns away a form without one.
///
/// A request with a JSON body passes: a page of another site cannot send one without leave, which we never give.
///
/// The interfaces for programs are passed by: they only read, have no forms, and refuse every writing method themselves.
pub async fn check_forms(State(csrf): State<Csrf>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/v1/") || path.starts_with("/fhir/") {
        return next.run(request).await;
    }
    let held = cookie(request.headers());
    let is_safe = request.method().is_safe();
    let mut request = request;
    if !is_safe && !has_json(request.headers()) {
        if is_from_elsewhere(request.headers()) {
            return Problem::stale_form().into_response();
        }
        let Some(cookie) = &held else { return Problem::stale_form().into_response() };
        let (parts, body) = request.into_parts();
        let boundary = boundary(&parts.headers);
        let (head, body) = match read_head(body, boundary.as_deref()).await {
            Ok(read) => read,
            Err(problem) => return problem.into_response(),
        };
        let token = match &boundary {
            Some(boundary) => token_of_upload(&head, boundary),
            None => token_of_form(&head),
        };
        if !token.is_some_and(|token| csrf.is_good(cookie, &token)) {
            return Problem::stale_form().into_response();
        }
        request = Request::from_parts(parts, body);
    }
    let fresh = if held.is_some() { None } else { random() };
    if let Some(cookie) = held.as_ref().or(fresh.as_ref()) {
        request.extensions_mut().insert(csrf.token(cookie));
    }
    let mut response = next.run(request).await;
    // Only a page needs the cookie; an embedded file is shared by everybody.
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(set) = fresh.filter(|_| is_page).and_then(|value| csrf.set_cookie(&value)) {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
    response
}

fn random() -> Option<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value.to_owned())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
}

fn has_json(headers: &HeaderMap) -> bool {
    let kind = content_type(headers).split(';').next().unwrap_or_default().trim();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Newer browsers say where a request came from.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = content_type(headers);
    kind.starts_with("multipart/form-data")
        .then(|| kind.split("boundary=").nth(1))
        .flatten()
        .map(|boundary| boundary.trim().trim_matches('"').to_owned())
}

/// The start of the body, and the whole body again: an upload is not held in memory to look at its first field.
async fn read_head(body: Body, boundary: Option<&str>) -> Result<(Bytes, Body), Problem> {
    let mut rest = body.into_data_stream();
    let mut head = Vec::new();
    while head.len() < HEAD_BYTES {
        if boundary.is_some_and(|boundary| token_of_upload(&head, boundary).is_some()) {
            break;
        }
        match rest.next().await {
            Some(Ok(chunk)) => head.extend_from_slice(&chunk),
            Some(Err(_)) => return Err(Problem::too_large()),
            None => break,
        }
    }
    let head = Bytes::from(head);
    let whole = stream::once(std::future::ready(Ok(head.clone()))).chain(rest).fuse();
    Ok((head, Body::from_stream(whole)))
}

fn token_of_form(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    // A token has only letters that a form does not encode.
    head.split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == FIELD)
        .map(|(_, value)| value.to_owned())
}

fn token_of_upload(head: &[u8], boundary: &str) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let first = head.trim_start().strip_prefix("--")?.strip_prefix(boundary)?;
    let (headers, rest) = first.split_once("\r\n\r\n")?;
    let (value, _) = rest.split_once(&format!("\r\n--{boundary}"))?;
    headers.contains(&format!("name=\"{FIELD}\"")).then(|| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::response::Html;
    use axum::routing::get;
    use tower::ServiceExt;

    fn service() -> Router {
        let page = |token: CsrfToken| async move { Html(token.field().to_string()) };
        let posted = |body: String| async move { format!("took {} bytes", body.len()) };
        Router::new()
            .route("/", get(page).post(posted))
            .layer(axum::middleware::from_fn_with_state(Csrf::with_key([7; 32]), check_forms))
    }

    async fn send(request: axum::http::request::Builder, body: &str) -> (StatusCode, HeaderMap, String) {
        let answer = service().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn visit() -> (String, String) {
        let (_, headers, page) = send(Request::get("/"), "").await;
        let set = headers[header::SET_COOKIE].to_str().unwrap();
        assert!(set.contains("HttpOnly; SameSite=Strict"), "{set}");
        let cookie = set.split(';').next().unwrap().to_owned();
        let token = page.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        (cookie, token)
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[tokio::test]
    async fn only_a_form_from_our_page_is_taken() {
        let (cookie, token) = visit().await;
        let post = |cookie: &str| Request::post("/").header("content-type", FORM).header("cookie", cookie.to_owned());
        let good = format!("{FIELD}={token}&name=x");
        assert_eq!(send(post(&cookie), &good).await.2, format!("took {} bytes", good.len()));
        assert_eq!(send(post(&cookie), "name=x").await.0, StatusCode::FORBIDDEN);
        assert_eq!(send(post(&cookie), &format!("{FIELD}={token}A")).await.0, StatusCode::FORBIDDEN);
        assert_eq!(send(post("footprint_form=other"), &good).await.0, StatusCode::FORBIDDEN);
        assert_eq!(send(post("x=y"), &good).await.0, StatusCode::FORBIDDEN);
        assert_eq!(send(post(&cookie).header("sec-fetch-site", "cross-site"), &good).await.0, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn an_upload_carries_the_token_first() {
        let (cookie, token) = visit().await;
        let post =
            || Request::post("/").header("content-type", "multipart/form-data; boundary=b0").header("cookie", &cookie);
        let part = |name: &str, value: &str| {
            format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = part("file", &"0123456789".repeat(10_000));
        let good = format!("{}{file}--b0--\r\n", part(FIELD, &token));
        assert_eq!(send(post(), &good).await.2, format!("took {} bytes", good.len()));
        let late = format!("{file}{}--b0--\r\n", part(FIELD, &token));
        assert_eq!(send(post(), &late).await.0, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_browser_that_has_a_cookie_keeps_it() {
        let (cookie, token) = visit().await;
        let (_, headers, page) = send(Request::get("/").header("cookie", &cookie), "").await;
        assert!(!headers.contains_key(header::SET_COOKIE));
        assert!(page.contains(&token));
    }
}
