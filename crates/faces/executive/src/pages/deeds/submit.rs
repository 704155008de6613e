//! A form shown, and a form sent.

use app::AppError;
use axum::extract::{FromRequest, Multipart, Path, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use executive::Act;
use mandate::PersonId;

use super::sheet::{Sent, Sheet, Values, summary};
use super::{Deed, Doing, Subject};
use crate::answers::Desk;
use crate::pages::look::AtDesk;
use crate::pages::pack::Papers;
use kit::address::Address;
use kit::components::{Button, Crumb};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::security::{CSRF_FIELD, CsrfToken};
use kit::site::sentence;

/// The most a form may carry: a paper is the largest.
pub(crate) const FORM_BYTES_MAX: usize = 32 * 1024 * 1024;

/// The deed an address names, its subject, and who would do it.
///
/// # Errors
/// 404 when there is no such deed, or it is not theirs to do: nobody learns what they may not see.
fn prepare<'a>(desk: &Desk<'a>, deed: &str, address: &Address) -> Result<(Deed, Subject<'a>), Problem> {
    let deed: Deed = deed.parse().map_err(|_| Problem::not_found("There is no such form."))?;
    let subject = Subject::read(desk, address)?;
    if !deed.is_allowed(desk, &subject) {
        return Err(Problem::not_found(
            "There is no such form for you today. What one may do follows from the posts one holds on the day.",
        ));
    }
    Ok((deed, subject))
}

fn me(at: &AtDesk) -> Option<PersonId> {
    at.who.person().cloned()
}

pub(crate) async fn show(at: AtDesk, token: CsrfToken, Path(deed): Path<String>) -> Result<Response, Response> {
    at.who.require_signed_in(&at.address)?;
    drawn(&at, &token, &deed, &Values::default(), &[]).map_err(IntoResponse::into_response)
}

fn drawn(
    at: &AtDesk,
    token: &CsrfToken,
    deed: &str,
    values: &Values,
    errors: &[FieldError],
) -> Result<Response, Problem> {
    let desk = at.desk();
    let (deed, subject) = prepare(&desk, deed, &at.address)?;
    let me = me(at).ok_or_else(|| Problem::not_found("There is no such form for you today."))?;
    let doing = Doing { desk: &desk, subject: &subject, me: &me };
    let mut sheet = Sheet::new(values, errors);
    deed.draw(&doing, &mut sheet).ok_or_else(|| Problem::not_found("This form makes no sense there now."))?;
    let kind = if sheet.takes_file { " enctype=\"multipart/form-data\"" } else { "" };
    let body = Markup::joined([
        Markup::trusted(format!(
            "<div class=\"nhsuk-u-reading-width\"><form method=\"post\" action=\"{}\"{kind}>",
            Markup::escaped(&at.address.href())
        )),
        token.field(),
        sheet.finish(),
        Markup::of(&Button { prevent_double_click: Some(true), ..Button::submit(deed.words()) }),
        Markup::trusted(format!(
            "<p><a href=\"{}\">Go back without doing it</a></p></form></div>",
            Markup::escaped(&subject.page())
        )),
    ]);
    let mut page = at.room(deed.words(), [Crumb::new("Meetings", "/meetings")]);
    page.shell.clocks = None;
    page.shell.has_errors = !errors.is_empty();
    page.caption = subject.title(&desk);
    page.errors = summary(errors);
    page.before = body;
    let mut response = at.show(page);
    if !errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

pub(crate) async fn submit(
    at: AtDesk,
    token: CsrfToken,
    Path(slug): Path<String>,
    Extension(papers): Extension<Papers>,
    request: Request,
) -> Result<Response, Response> {
    at.who.require_signed_in(&at.address)?;
    let values = read(request).await.map_err(IntoResponse::into_response)?;
    match done(&at, &slug, &values, &papers).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(Undone::Problem(problem)) => Err(problem.into_response()),
        Err(Undone::Faults(errors)) => drawn(&at, &token, &slug, &values, &errors).map_err(IntoResponse::into_response),
    }
}

enum Undone {
    Problem(Problem),
    Faults(Vec<FieldError>),
}

impl From<Problem> for Undone {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

async fn done(at: &AtDesk, slug: &str, values: &Values, papers: &Papers) -> Result<String, Undone> {
    let (acts, page, me) = {
        let desk = at.desk();
        let (deed, subject) = prepare(&desk, slug, &at.address)?;
        let me = me(at).ok_or_else(|| Problem::not_found("There is no such form for you today."))?;
        let doing = Doing { desk: &desk, subject: &subject, me: &me };
        let acts = deed.read(&doing, values).map_err(Undone::Faults)?;
        (acts, subject.page(), me)
    };
    let mut to = page;
    for act in acts {
        // The bytes are there before the entry that names them, and stay only if it is recorded.
        let offer = match &act {
            Act::FilePaper { paper, hash, media_type, .. } => {
                Some(papers.offer(paper, *hash, media_type, values, at.site.footprint.now()).await?)
            }
            _ => None,
        };
        to = landing(&act).unwrap_or(to);
        let who = at.site.acting(me.clone());
        let outcome = at.site.footprint.act(&who, act).await;
        if let Some(offer) = &offer {
            papers.settle(offer, &outcome).await;
        }
        outcome.map_err(|error| refused(at, &error))?;
    }
    let joint = if to.contains('?') { '&' } else { '?' };
    Ok(format!("{to}{joint}done={slug}"))
}

/// The page of what an act makes; nothing when it makes no page of its own.
fn landing(act: &Act) -> Option<String> {
    match act {
        Act::Call { meeting, .. } => Some(format!("/meetings/{meeting}")),
        Act::AddItem { meeting, item, .. } => Some(format!("/meetings/{meeting}/items/{item}")),
        Act::Propose(new) => Some(format!("/proposals/{}", new.proposal)),
        Act::Plan { .. } => Some("/forward-plan".to_owned()),
        Act::WriteMinutes { meeting, .. } | Act::ApproveMinutes { meeting, .. } => {
            Some(format!("/meetings/{meeting}/minutes"))
        }
        Act::RaiseAction { action, .. } => Some(format!("/actions/{action}")),
        Act::AskQuestion { question, .. } => Some(format!("/questions/{question}")),
        _ => None,
    }
}

/// A refusal goes back into the form, with people by name.
fn refused(at: &AtDesk, error: &AppError) -> Undone {
    match error {
        AppError::Refused(refusal) => {
            let message = sentence(&at.desk().named(&refusal.to_string()));
            Undone::Faults(vec![FieldError { field: String::new(), message }])
        }
        AppError::Unchanged => {
            Undone::Faults(vec![FieldError { field: String::new(), message: sentence(&error.to_string()) }])
        }
        other => {
            tracing::error!(error = %other, "an act could not be recorded");
            Undone::Problem(Problem::broken())
        }
    }
}

async fn read(request: Request) -> Result<Values, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let broken = || Problem::refused("The form broke off or is not one. Send it again.");
    if !kind.starts_with("multipart/form-data") {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &()).await.map_err(|_| broken())?;
        return Ok(Values { pairs: pairs.into_iter().filter(|(name, _)| name != CSRF_FIELD).collect(), file: None });
    }
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let mut values = Values::default();
    let wrong = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => broken(),
    };
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            let bytes = field.bytes().await.map_err(wrong)?.to_vec();
            if !bytes.is_empty() {
                values.file = Some(Sent { name: file, bytes });
            }
        } else if name != CSRF_FIELD {
            values.pairs.push((name, field.text().await.map_err(wrong)?));
        }
    }
    Ok(values)
}
