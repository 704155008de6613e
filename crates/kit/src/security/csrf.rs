//! Forms that prove they came from one of our pages.
//!
//! The browser holds a random value in a cookie no script can read and no other site can cause to be sent; each form holds
//! a keyed hash of it and of the session it was shown in. A form from elsewhere can have neither. The key is made when the
//! process starts, or read from a file when several servers share the work.
//!
//! Besides, browsers say which site a form comes from (`Sec-Fetch-Site`, `Origin`), and another's is turned away.

use std::convert::Infallible;
use std::path::Path;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{StreamExt, stream};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::form_key;
use crate::markup::Markup;
use crate::refused::Problem;
use crate::sign_in::Client;

/// The hidden field's name. In an upload it must come first.
pub const FIELD: &str = "form_token";
const COOKIE: &str = "footprint_form";
/// By HTTPS: no other host, and nobody on a line without it, can set a cookie of this name.
const COOKIE_BY_HTTPS: &str = "__Host-footprint_form";
/// How far into a body the token is looked for. A form's own fields are longer; the token comes first.
const HEAD_BYTES: usize = 16 * 1024;

/// The key of the forms' tokens.
#[derive(Clone)]
pub struct Csrf {
    key: [u8; 32],
    /// The site the service is reached at, such as `https://footprint.example.nhs.uk`; empty if it is not known.
    origin: String,
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
        Self { key, origin: String::new() }
    }

    /// The key in a file, which is made, for its owner alone to read, when it is not there.
    ///
    /// # Errors
    /// When the file cannot be read or made, holds something else, or may be read by others.
    pub fn from_file(path: &Path) -> std::io::Result<Self> {
        form_key::read_or_create(path).map(Self::with_key)
    }

    /// The same, for a service reached at `base`: forms of that site are taken, and by `https` the cookie is one of this host that is
    /// sent by HTTPS only.
    #[must_use]
    pub fn at(self, base: &str) -> Self {
        let site = base
            .split_once("://")
            .map(|(scheme, rest)| format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()).to_lowercase());
        Self { origin: site.unwrap_or_default(), ..self }
    }

    /// A key of its own for another purpose.
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        let mac = self.mac(&[purpose]);
        mac.map_or(self.key, |mac| mac.finalize().into_bytes().into())
    }

    fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    fn cookie_name(&self) -> &'static str {
        if self.is_secure() { COOKIE_BY_HTTPS } else { COOKIE }
    }

    fn mac(&self, parts: &[&str]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac)
    }

    fn token(&self, cookie: &str, session: &str) -> CsrfToken {
        let mac = self.mac(&["form", cookie, session]);
        CsrfToken(mac.map_or(String::new(), |mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
    }

    fn is_good(&self, cookie: &str, session: &str, token: &str) -> bool {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
        self.mac(&["form", cookie, session]).is_some_and(|mac| mac.verify_slice(&token).is_ok())
    }

    fn set_cookie(&self, value: &str) -> Option<HeaderValue> {
        let (name, secure) = (self.cookie_name(), if self.is_secure() { "; Secure" } else { "" });
        HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")).ok()
    }

    /// Whether a browser says that the request comes from a page of another site. What says nothing is no browser of today, and
    /// has the token to show.
    ///
    /// Source: W3C, Fetch Metadata Request Headers, 2.3; RFC 6454, 7.3.
    fn is_from_elsewhere(&self, headers: &HeaderMap) -> bool {
        match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
            Some(b"same-origin" | b"none") => return false,
            Some(_) => return true,
            None => {}
        }
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::to_lowercase);
        let Some(origin) = headers.get(header::ORIGIN) else { return false };
        let Some(origin) = origin.to_str().ok().map(str::to_lowercase) else { return true };
        let is_base = !self.origin.is_empty() && origin == self.origin;
        let asked = text(header::HOST);
        // The scheme is not compared: behind a proxy we do not see it.
        let is_host = asked.is_some_and(|host| origin.split_once("://").is_some_and(|(_, site)| site == host));
        !is_base && !is_host
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
/// The interfaces for programs are passed by, as routes and never by what a request says of itself: they only read, have no
/// forms, and refuse every writing method themselves.
pub async fn check_forms(State(csrf): State<Csrf>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    if route.is_some_and(|route| route.starts_with("/api/v1/") || route == "/fhir" || route.starts_with("/fhir/")) {
        return next.run(request).await;
    }
    let held = cookie(request.headers(), csrf.cookie_name());
    // The session the browser brought, open or ended: a form sent after its end leads to signing in, and back.
    let session = request.extensions().get::<Client>().and_then(|client| client.brought.as_ref());
    let session = session.map(|session| session.hash().as_str().to_owned()).unwrap_or_default();
    let is_safe = request.method().is_safe();
    let mut request = request;
    if !is_safe {
        if csrf.is_from_elsewhere(request.headers()) {
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
        if !token.is_some_and(|token| csrf.is_good(cookie, &session, &token)) {
            return Problem::stale_form().into_response();
        }
        request = Request::from_parts(parts, body);
    }
    let fresh = if held.is_some() { None } else { random() };
    if let Some(cookie) = held.as_ref().or(fresh.as_ref()) {
        request.extensions_mut().insert(csrf.token(cookie, &session));
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

fn cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value.to_owned())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default()
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
            Some(Err(_)) => return Err(Problem::broken_off()),
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

    fn answers_of(csrf: Csrf) -> Router {
        Router::new()
            .route(
                "/",
                get(|token: CsrfToken| async move { Html(token.field().to_string()) }).post(|| async { "took it" }),
            )
            .route("/api/v1/read", axum::routing::post(|| async { "read" }))
            .layer(axum::middleware::from_fn_with_state(csrf, check_forms))
    }

    async fn status(service: &Router, request: axum::http::request::Builder, body: &str) -> u16 {
        let answer = service.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        answer.status().as_u16()
    }

    #[tokio::test]
    async fn what_a_request_calls_itself_spares_it_nothing() {
        let service = answers_of(Csrf::with_key([7; 32]));
        let (cookie, _) = visit().await;
        for kind in ["application/json", "application/fhir+json", "text/plain", "APPLICATION/JSON", ""] {
            let post = Request::post("/").header("content-type", kind).header("cookie", &cookie);
            assert_eq!(status(&service, post, "{}").await, 403, "{kind}");
            let post = Request::post("/api/v1/read").header("content-type", kind);
            assert_eq!(status(&service, post, "{}").await, 200, "{kind}");
        }
        for path in ["/api/v1/../", "/api/v1/nowhere", "//api/v1/read"] {
            let post = Request::post(path).header("content-type", "application/json");
            assert_eq!(status(&service, post, "{}").await, 403, "{path}");
        }
    }

    #[tokio::test]
    async fn a_form_of_another_site_is_turned_away_whatever_it_holds() {
        let service = answers_of(Csrf::with_key([7; 32]).at("http://footprint.test:8080/"));
        let (cookie, token) = visit().await;
        let good = format!("{FIELD}={token}");
        for (site, origin, expected) in [
            ("", "", 200),
            ("same-origin", "", 200),
            ("none", "", 200),
            ("same-origin", "null", 200),
            ("cross-site", "http://footprint.test:8080", 403),
            ("same-site", "", 403),
            ("", "http://footprint.test:8080", 200),
            ("", "HTTP://Footprint.test:8080", 200),
            ("", "http://other.test", 200),
            ("", "http://footprint.test", 403),
            ("", "https://footprint.test:8080", 403),
            ("", "http://footprint.test:8080.evil.test", 403),
            ("", "http://evil.test", 403),
            ("", "null", 403),
        ] {
            let mut post =
                Request::post("/").header("content-type", FORM).header("cookie", &cookie).header("host", "other.test");
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if !value.is_empty() {
                    post = post.header(name, value);
                }
            }
            assert_eq!(status(&service, post, &good).await, expected, "{site:?} {origin:?}");
        }
    }

    #[tokio::test]
    async fn servers_that_share_the_key_take_each_others_forms() {
        let (cookie, token) = visit().await;
        let post = || Request::post("/").header("content-type", FORM).header("cookie", &cookie);
        let good = format!("{FIELD}={token}");
        assert_eq!(status(&answers_of(Csrf::with_key([7; 32])), post(), &good).await, 200);
        assert_eq!(status(&answers_of(Csrf::with_key([8; 32])), post(), &good).await, 403);
    }

    #[test]
    fn a_token_is_of_one_browser_and_one_session() {
        let csrf = Csrf::with_key([7; 32]);
        let CsrfToken(token) = csrf.token("browser", "session");
        assert!(csrf.is_good("browser", "session", &token));
        for (cookie, session) in [("other", "session"), ("browser", "other"), ("browser", ""), ("browsers", "ession")] {
            assert!(!csrf.is_good(cookie, session, &token), "{cookie} {session}");
        }
        assert_ne!(csrf.key_for("one"), csrf.key_for("other"));
    }

    #[test]
    fn by_https_the_cookie_is_of_this_host_alone() {
        let set = |base: &str| Csrf::with_key([7; 32]).at(base).set_cookie("v").unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            set("https://footprint.test/"),
            "__Host-footprint_form=v; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(set("http://127.0.0.1:8080"), "footprint_form=v; Path=/; HttpOnly; SameSite=Strict");
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
