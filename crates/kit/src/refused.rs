//! When the answer is no: error pages for people, problem details (RFC 9457) for programs.

use askama::Template;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

pub use ask::FieldError;

use crate::address::Address;
use crate::components::{Button, ErrorLine, ErrorSummary};
use crate::markup::Content;
use crate::observe::RequestId;
use crate::serve::BrokeOff;
use crate::shell::{Part, Shell};
use crate::sign_in::{ComeBack, Visit, WayIn};

/// How long whoever came when the database was busy waits before they ask again. Units: seconds.
const BUSY_SECONDS: u32 = 5;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What happened, in a few words.
    pub title: String,
    /// Why, and what to do; may cite the rule that refused.
    pub detail: String,
    /// What is wrong with each field.
    pub errors: Vec<FieldError>,
}

impl Problem {
    fn new(status: StatusCode, title: &str, detail: impl Into<String>) -> Self {
        Self { status, title: title.to_owned(), detail: detail.into(), errors: Vec::new() }
    }

    /// 400: fields are wrong. A page that shows the form again is better; this is for what has no form.
    pub fn invalid(errors: impl IntoIterator<Item = FieldError>) -> Self {
        let errors: Vec<FieldError> = errors.into_iter().collect();
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, "There is a problem with what was sent", "") }
    }

    /// 403: a form was not sent from our own page, or is too old.
    pub fn stale_form() -> Self {
        let detail = "This form is too old, or was not sent from a page of this service. Nothing was recorded. Go back, load the page again and send it once more.";
        Self::new(StatusCode::FORBIDDEN, "The form was not accepted", detail)
    }

    /// 400: what was sent broke off on the way.
    pub(crate) fn broken_off() -> Self {
        let detail = "What was sent broke off on the way. Nothing was recorded. Send it again.";
        Self::new(StatusCode::BAD_REQUEST, "What was sent did not arrive", detail)
    }

    /// 404: nothing at this address.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Page not found", detail)
    }

    /// 409: somebody else changed the same thing first.
    pub fn contended(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Somebody else changed this first", detail)
    }

    /// 413: more was sent than is taken.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is too large",
            "More was sent than this page takes. Nothing was recorded.",
        )
    }

    /// 422: understood, and refused, for the reason given.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "This was refused", reason)
    }

    /// 500: our own fault. Nothing is said of the cause, which is in the log.
    pub fn broken() -> Self {
        let detail = "The service failed to answer. What was not confirmed was not recorded. Try again; if it fails again, tell whoever runs this service when it happened.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "There is a problem with the service", detail)
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(
                "If you typed the address, check it is right. A code may never have existed: search for the organisation by name.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "That cannot be done here", "This address does not take that method.")
            }
            status if status.is_server_error() => Self { status, ..Self::broken() },
            status => Self::new(
                status,
                status.canonical_reason().unwrap_or("Not done"),
                "The request could not be understood.",
            ),
        }
    }

    /// 503, and when to ask again: the database is busy, and who asks cannot be known without it.
    pub(crate) fn busy() -> Response {
        let detail = "The service is too busy to see who you are. Nothing was done, and you are still signed in. Wait a moment, then load \
                      the page again.";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment", detail);
        let mut response = problem.into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_SECONDS));
        response
    }

    /// The same for a visitor who can come in: how they do, that an ended session is why they must, and that what they sent is not
    /// recorded.
    fn with_way_in(mut self, way_in: &WayIn, visit: &Visit, is_sent: bool) -> Self {
        self.title = format!("{} to do this", way_in.words);
        if visit.has_ended {
            self.detail = format!("Your session has ended. {}", self.detail);
        }
        if is_sent {
            self.detail.push_str(" Nothing was recorded.");
        }
        self
    }

    /// The page a person sees.
    fn page(&self, address: Address, visit: Visit, ways: Ways, way_in: Option<WayIn>) -> String {
        let shell = Shell::new(&self.title, address).with_parts(ways.parts, ways.footer).for_visit(visit);
        let shell = Shell { has_errors: !self.errors.is_empty(), ..shell };
        let lines = self.errors.iter().map(|error| ErrorLine {
            content: Content::from(error.message.as_str()),
            href: Some(format!("#{}", error.field)).filter(|href| href.len() > 1),
        });
        let summary = (!self.errors.is_empty()).then(|| ErrorSummary::new(lines));
        let way_in =
            way_in.map(|way_in| Button { content: way_in.words.into(), href: Some(way_in.href), ..Button::default() });
        let page = ProblemPage { shell, summary, problem: self, way_in };
        page.render().unwrap_or_else(|_| self.title.clone())
    }

    /// The problem details a program sees. Source: RFC 9457; `errors` is ours.
    pub fn details(&self) -> Response {
        let errors: Vec<_> =
            self.errors.iter().map(|error| json!({ "field": error.field, "detail": error.message })).collect();
        let mut body = json!({ "type": "about:blank", "title": self.title, "status": self.status.as_u16() });
        if let Some(body) = body.as_object_mut() {
            if !self.detail.is_empty() {
                body.insert("detail".to_owned(), json!(self.detail));
            }
            if !errors.is_empty() {
                body.insert("errors".to_owned(), json!(errors));
            }
        }
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// Only the status and the problem itself: [`show_problems`] writes the page or the details, knowing the address.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    shell: Shell,
    summary: Option<ErrorSummary>,
    problem: &'a Problem,
    /// Where a visitor comes in, where that is what is wanting.
    way_in: Option<Button>,
}

/// The parts of the service an error page leads to.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    /// The navigation.
    pub parts: &'static [Part],
    /// The foot.
    pub footer: &'static [Part],
}

/// Middleware: an error without a page gets one, or problem details under `/api` and `/fhir`.
pub async fn show_problems(ways: Ways, address: Address, request: Request, next: Next) -> Response {
    let is_program = ["/api/", "/fhir/"].iter().any(|start| address.path.starts_with(start));
    let is_sent = !request.method().is_safe();
    let id = request.extensions().get::<RequestId>().cloned();
    let broke_off = request.extensions().get::<BrokeOff>().cloned();
    let response = next.run(request).await;
    let told = broke_off.filter(|_| !response.status().is_success()).and_then(|broke_off| broke_off.answer());
    let response = told.unwrap_or(response);
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let problem = response.extensions().get::<Problem>().cloned();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A handler that wrote its own answer, such as a form with its errors, is left alone.
    if problem.is_none() && !kind.is_empty() && !kind.starts_with("text/plain") {
        return response;
    }
    let mut problem = problem.unwrap_or_else(|| Problem::of_status(status));
    if let (true, Some(RequestId(id))) = (status == StatusCode::INTERNAL_SERVER_ERROR, id) {
        problem.detail.push_str(&format!(" The number of this request is {id}."));
    }
    let visit = response.extensions().get::<Visit>().cloned().unwrap_or_default();
    let come_back = response.extensions().get::<ComeBack>();
    let way_in = come_back.and_then(|ComeBack(page)| visit.way_in(page));
    if let Some(way_in) = &way_in {
        problem = problem.with_way_in(way_in, &visit, is_sent);
    }
    let mut shown = if is_program {
        problem.details()
    } else {
        let status = problem.status;
        let mut page = (status, Html(problem.page(address, visit, ways, way_in))).into_response();
        if status == StatusCode::UNAUTHORIZED {
            // What is unauthorised says how one shows who one is; a browser does not know this way and asks for no password itself.
            // Source: RFC 9110, 11.6.1.
            page.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Cookie"));
        }
        page
    };
    for kept in [header::ALLOW, header::RETRY_AFTER, header::CACHE_CONTROL, header::CONNECTION] {
        if let Some(value) = response.headers().get(&kept) {
            shown.headers_mut().insert(kept, value.clone());
        }
    }
    shown
}
