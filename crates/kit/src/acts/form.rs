//! The form of an act: shown to whoever may do it, sent back with its errors, or done and then at the thing.

use std::pin::Pin;

use ask::{ActForm, FieldError, Of, Sent, SentFile};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, RawPathParams, Request};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};

use super::{FILE_BYTES_MAX, landing, not_theirs, now, read, record};
use crate::components::{Button, Crumb};
use crate::face::Face;
use crate::field::{Drawing, takes_file};
use crate::gate::{Gate, one_at_a_time};
use crate::markup::Markup;
use crate::page::Page;
use crate::question::summary;
use crate::refused::Problem;
use crate::security::{CSRF_FIELD, CsrfToken};
use crate::shell::Shell;
use crate::show::Ask;
use crate::sign_in::{Refused, to_sign_in};
use crate::site::Site;

/// The forms of a face that are not written by hand.
pub fn routes(face: &'static Face) -> Router<Site> {
    let gate = Gate::new(8, 3);
    face.acts.iter().filter(|form| !form.by_hand).fold(Router::new(), |routes, form| {
        routes.route(form.path, limited(form, &gate, route(face, form, nothing_yet)))
    })
}

/// What the fields of a form hold at first, where that is looked up for the address it is shown at.
pub type Filled = Pin<Box<dyn Future<Output = Sent> + Send>>;

fn nothing_yet(_: &Ask) -> Filled {
    Box::pin(async { Sent::default() })
}

/// The form of an act whose fields are filled by a look-up, at an address that its face gives it.
pub fn filled_form(face: &'static Face, form: &'static ActForm, filled: fn(&Ask) -> Filled) -> MethodRouter<Site> {
    limited(form, &Gate::new(8, 3), route(face, form, filled))
}

fn route(face: &'static Face, form: &'static ActForm, filled: fn(&Ask) -> Filled) -> MethodRouter<Site> {
    let show = move |ask: Ask, token: CsrfToken, path: RawPathParams| show(face, form, ask, token, path, filled);
    let send = move |ask: Ask, token: CsrfToken, path: RawPathParams, request: Request| {
        send(face, form, ask, token, path, request)
    };
    get(show).post(send)
}

fn limited(form: &ActForm, gate: &Gate, route: MethodRouter<Site>) -> MethodRouter<Site> {
    if !takes_file(form.fields) {
        return route;
    }
    let gate = from_fn_with_state(gate.clone(), one_at_a_time);
    route.layer(DefaultBodyLimit::max(FILE_BYTES_MAX)).layer(gate)
}

/// A form as a page.
#[derive(Template)]
#[template(path = "pages/form.html")]
pub struct FormPage {
    shell: Shell,
    caption: String,
    token: CsrfToken,
    errors: Option<Markup>,
    /// Sentences before everything else.
    pub lead: Vec<String>,
    /// What stands before the fields.
    pub before: Markup,
    /// The fields, drawn.
    pub fields: Vec<Markup>,
    /// What goes along, not shown.
    pub hidden: Vec<(String, String)>,
    is_upload: bool,
    /// What sends it.
    pub send: Button,
    back: String,
}

impl FormPage {
    /// With another title than the act's.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.shell.title);
        self
    }

    /// The page, or the page with its errors.
    pub fn answer(self) -> Response {
        let status = if self.errors.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Page(self)).into_response()
    }
}

/// What an address is about: the parts in its path, then those in its query.
pub fn subject(form: &ActForm, ask: &Ask, path: &RawPathParams) -> Vec<(String, String)> {
    let mut keys: Vec<(String, String)> =
        path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let named = |name: &str| form.subject.iter().any(|key| key.name == name);
    keys.extend(ask.address.query.iter().filter(|(name, _)| named(name)).cloned());
    keys
}

async fn show(
    face: &'static Face,
    form: &'static ActForm,
    ask: Ask,
    token: CsrfToken,
    path: RawPathParams,
    filled: fn(&Ask) -> Filled,
) -> Response {
    let keys = subject(form, &ask, &path);
    let sent = filled(&ask).await;
    form_page(face, form, &ask, &token, &keys, &sent, &[]).map_or_else(|other| other, FormPage::answer)
}

/// The form.
///
/// # Errors
/// What else there is to send: whoever asks must sign in first, it is about nothing on record, or it is not theirs.
pub fn form_page(
    face: &'static Face,
    form: &'static ActForm,
    ask: &Ask,
    token: &CsrfToken,
    keys: &[(String, String)],
    sent: &Sent,
    errors: &[FieldError],
) -> Result<FormPage, Response> {
    let (lens, of) = (now(&ask.site, &ask.visit().who), Of::new(keys));
    if ask.visit().way_in(&ask.address).is_some() {
        return Err(to_sign_in(&ask.address));
    }
    let Some(scene) = (form.scene)(&lens, &of) else { return Err(nothing().into_response()) };
    if !(form.offered)(&lens, &of) {
        let mut response = not_theirs(form).into_response();
        response.extensions_mut().insert(Refused("not-theirs"));
        return Err(response);
    }
    let drawing = Drawing { lens: &lens, of, sent, errors };
    let above = [Crumb::new("Home", "/")].into_iter().chain(face.part.map(|part| Crumb::new(part.name, part.href)));
    Ok(FormPage {
        shell: Shell { has_errors: !errors.is_empty(), ..ask.plain_frame(form.title, above) },
        caption: scene.caption,
        token: token.clone(),
        errors: (!errors.is_empty()).then(|| summary(errors)),
        lead: if scene.lead.is_empty() { vec![form.about.to_owned()] } else { scene.lead },
        before: Markup::default(),
        fields: drawing.fields(form.fields),
        hidden: Vec::new(),
        is_upload: takes_file(form.fields),
        send: Button { prevent_double_click: Some(true), ..Button::submit(form.title) },
        back: scene.back,
    })
}

fn nothing() -> Problem {
    Problem::not_found("If you typed the address, check it is right. What this form is about is not on record.")
}

async fn send(
    face: &'static Face,
    form: &'static ActForm,
    ask: Ask,
    token: CsrfToken,
    path: RawPathParams,
    request: Request,
) -> Response {
    let keys = subject(form, &ask, &path);
    // Whoever may not is told so before what they send is read.
    if let Err(other) = form_page(face, form, &ask, &token, &keys, &Sent::default(), &[]) {
        return other;
    }
    let sent = match receive(request).await {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let errors = match done(form, &ask, &keys, sent.clone()).await {
        Ok(response) => return response,
        Err(Ok(errors)) => errors,
        Err(Err(problem)) => return problem.into_response(),
    };
    form_page(face, form, &ask, &token, &keys, &sent, &errors).map_or_else(|other| other, FormPage::answer)
}

/// Has what was sent recorded, and leads to the page that shows it.
///
/// # Errors
/// What is wrong with each field, or what a form cannot put right.
pub async fn done(
    form: &'static ActForm,
    ask: &Ask,
    keys: &[(String, String)],
    mut sent: Sent,
) -> Result<Response, Result<Vec<FieldError>, Problem>> {
    let (lens, of) = (now(&ask.site, &ask.visit().who), Of::new(keys));
    let person = ask.visit().who.person().cloned().ok_or_else(|| Err(nothing()))?;
    let acts = read(form, &ask.site.footprint, &lens, &of, &mut sent).map_err(Ok)?;
    let to = landing(form, &lens, &of, &acts);
    let (site, who) = (&ask.site, ask.site.acting(person.clone()));
    let recorded = record(form, &site.footprint, site.store.as_ref(), &who, acts, &sent).await;
    let recorded = recorded.map_err(super::Undone::in_form)?;
    let Some(recorded) = recorded else {
        let message = "There is nothing to record: you left everything empty".to_owned();
        return Err(Ok(vec![FieldError { field: String::new(), message }]));
    };
    Ok(Redirect::to(&site.seal.address(&to, form.name, recorded.sequence.0, person.as_str())).into_response())
}

/// What a form sent, within the limit of its route.
///
/// # Errors
/// When it breaks off, is no form or too large.
pub async fn receive(request: Request) -> Result<Sent, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let broken = || Problem::refused("The form broke off or is not one. Nothing was recorded. Send it again.");
    if !kind.starts_with("multipart/form-data") {
        let pairs = axum::extract::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let axum::extract::Form(pairs) = pairs.map_err(|_| broken())?;
        return Ok(Sent::of(pairs.into_iter().filter(|(name, _)| name != CSRF_FIELD).collect()));
    }
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let wrong = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => broken(),
    };
    let mut sent = Sent::default();
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(called) = field.file_name().map(str::to_owned) {
            let media_type = field.content_type().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(wrong)?.to_vec();
            if !bytes.is_empty() {
                sent.file = Some(SentFile { name: called, media_type, bytes });
            }
        } else if name != CSRF_FIELD {
            sent.pairs.push((name, field.text().await.map_err(wrong)?));
        }
    }
    Ok(sent)
}
