//! One shape for every form: shown to whoever has the duty, sent back with its errors, or done and then at the thing.

use app::{AppError, Refusal};
use askama::Template;
use axum::extract::{FromRequest, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use mandate::{Act, Duties, Duty, PersonId};

use super::sheet::{duties, person};
use kit::components::{Button, Crumb};
pub(super) use kit::identity::opaque;
use kit::markup::Markup;
use kit::old_field::{Field, Sent};
use kit::page::Page;
use kit::question::summary;
use kit::refused::{FieldError, Problem};
use kit::security::CsrfToken;
use kit::shell::Shell;
use kit::show::Ask;
use kit::sign_in::{Refused, Visit, Who, to_sign_in};
use kit::site::{Site, sentence};

/// What a form is of.
pub(super) struct Form {
    pub(super) title: &'static str,
    pub(super) caption: String,
    pub(super) lead: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) send: &'static str,
    /// The thing it is about, to which one goes back.
    pub(super) back: String,
}

/// An act, and the page of the thing once it is done.
pub(super) type Read = Result<(Act, String), Vec<FieldError>>;

/// An act that one asks for by a form.
pub(super) trait Desk: Sized + Send + 'static {
    /// What the address is about.
    ///
    /// # Errors
    /// 404 when nothing on record has it.
    fn open(ask: &Ask, subject: &[String]) -> Result<Self, Problem>;

    /// Whether somebody with these duties may ask for it. What is not granted is denied.
    fn may(&self, ask: &Ask, duties: &Duties) -> bool;

    /// Whether somebody may ask for it because it is about themselves, whatever their duties.
    fn is_own(&self, _: &PersonId) -> bool {
        false
    }

    /// The form.
    fn form(&self, ask: &Ask) -> Form;

    /// The act that was asked for.
    ///
    /// # Errors
    /// What is wrong with each field.
    fn read(&self, ask: &Ask, sent: &Sent) -> Read;
}

/// The form at its address, and what it sends.
pub(super) fn desk<T: Desk>() -> MethodRouter<Site> {
    get(show::<T>).post(send::<T>)
}

#[derive(Template)]
#[template(path = "pages/form.html")]
pub(super) struct FormPage {
    pub(super) shell: Shell,
    pub(super) caption: String,
    pub(super) token: CsrfToken,
    pub(super) errors: Option<Markup>,
    pub(super) lead: Vec<String>,
    pub(super) before: Markup,
    pub(super) fields: Vec<Markup>,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) is_upload: bool,
    pub(super) send: Button,
    pub(super) back: String,
}

/// Nothing to see: the words are the same whether there is no such form or it is not for whoever asks.
pub(super) fn unseen() -> Problem {
    Problem::not_found(
        "If you typed the address, check it is right. What you may change here follows from the posts you hold today.",
    )
}

fn subject_of(params: &RawPathParams) -> Vec<String> {
    params.iter().map(|(_, value)| value.to_owned()).collect()
}

/// What the address is about, if whoever asks may ask for this act.
#[expect(clippy::result_large_err, reason = "the answer to send, as every handler returns it")]
fn opened<T: Desk>(ask: &Ask, who: &Who, visit: &Visit, params: &RawPathParams) -> Result<T, Response> {
    if who.person().is_none() && visit.can_sign_in {
        return Err(to_sign_in(&ask.address));
    }
    let desk = T::open(ask, &subject_of(params)).map_err(IntoResponse::into_response)?;
    let is_own = person(who).is_some_and(|me| desk.is_own(&me));
    if is_own || desk.may(ask, &duties(ask)) { Ok(desk) } else { Err(not_theirs()) }
}

/// [`unseen`], and in the record of refusals: it is there, and is not for whoever asks.
pub(super) fn not_theirs() -> Response {
    let mut response = unseen().into_response();
    response.extensions_mut().insert(Refused("not-theirs"));
    response
}

async fn show<T: Desk>(ask: Ask, who: Who, visit: Visit, token: CsrfToken, params: RawPathParams) -> Response {
    match opened::<T>(&ask, &who, &visit, &params) {
        Ok(desk) => page(&ask, token, desk.form(&ask), &Sent::default(), &[]).into_response(),
        Err(response) => response,
    }
}

async fn send<T: Desk>(
    State(site): State<Site>,
    ask: Ask,
    who: Who,
    visit: Visit,
    token: CsrfToken,
    params: RawPathParams,
    request: Request,
) -> Response {
    let desk = match opened::<T>(&ask, &who, &visit, &params) {
        Ok(desk) => desk,
        Err(response) => return response,
    };
    let Ok(axum::extract::Form(sent)) =
        axum::extract::Form::<Vec<(String, String)>>::from_request(request, &site).await
    else {
        return Problem::refused("The form could not be read. Nothing was recorded.").into_response();
    };
    let sent = Sent(sent);
    let errors = match desk.read(&ask, &sent) {
        Ok((act, to)) => match done(&site, &who, act, &to).await {
            Ok(response) => return response,
            Err(Stopped::Problem(problem)) => return problem.into_response(),
            Err(Stopped::Refused(why)) => vec![FieldError { field: String::new(), message: why }],
        },
        Err(errors) => errors,
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page(&ask, token, desk.form(&ask), &sent, &errors)).into_response()
}

/// Why an act was not done.
pub(super) enum Stopped {
    /// The rules do not allow it, in a sentence for the form.
    Refused(String),
    /// Nothing a form could put right.
    Problem(Problem),
}

/// Has an act done, and leads to the thing.
pub(super) async fn done(site: &Site, who: &Who, act: Act, to: &str) -> Result<Response, Stopped> {
    let person = person(who).ok_or_else(|| Stopped::Problem(unseen()))?;
    match site.footprint.act(&site.acting(person), act).await {
        Ok(recorded) => {
            let join = if to.contains('?') { '&' } else { '?' };
            Ok(Redirect::to(&format!("{to}{join}recorded={}", recorded.sequence)).into_response())
        }
        Err(error) => Err(stopped(site, &error)),
    }
}

/// What an error of the house is to whoever sent a form.
pub(super) fn stopped(site: &Site, error: &AppError) -> Stopped {
    match error {
        AppError::Refused(Refusal::Denied(_) | Refusal::KeeperOnly { .. }) => Stopped::Problem(unseen()),
        AppError::Refused(refusal) => {
            let said = site.footprint.known().state.mandate().now().by_name(&refusal.to_string());
            Stopped::Refused(sentence(&said))
        }
        AppError::Unchanged => Stopped::Refused(sentence(&error.to_string())),
        AppError::Journal(_) | AppError::Failed(_) => {
            tracing::error!(%error, "an act could not be recorded");
            Stopped::Problem(Problem::broken())
        }
    }
}

pub(super) fn page(ask: &Ask, token: CsrfToken, form: Form, sent: &Sent, errors: &[FieldError]) -> Page<FormPage> {
    let above = [Crumb::new("Home", "/"), Crumb::new("Who decides", "/powers")];
    Page(FormPage {
        shell: Shell { has_errors: !errors.is_empty(), ..ask.plain_frame(form.title, above) },
        caption: form.caption,
        token,
        errors: (!errors.is_empty()).then(|| summary(errors)),
        lead: form.lead,
        before: Markup::default(),
        fields: form.fields.iter().map(|field| field.show(sent, errors)).collect(),
        hidden: Vec::new(),
        is_upload: false,
        send: Button::submit(form.send),
        back: form.back,
    })
}

/// An identity made from words, such as `accountable-officer-10h`; with a few letters at random when one is taken.
pub(super) fn identity<T: std::str::FromStr>(words: &str, is_taken: impl Fn(&T) -> bool) -> Option<T> {
    let mut slug = String::new();
    for letter in words.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 48 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let plain: Option<T> = slug.parse().ok();
    plain.filter(|id| !is_taken(id)).or_else(|| opaque(if slug.is_empty() { "thing" } else { slug }))
}

/// Whether one of the duties is that of keeping something of any body.
pub(super) fn keeps_any_mandates(duties: &Duties) -> bool {
    duties.0.iter().any(|duty| matches!(duty, Duty::KeepMandates(_)))
}
