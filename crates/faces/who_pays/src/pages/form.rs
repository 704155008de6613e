//! One shape for the forms of overrides and challenges: shown to whoever may, sent back with its errors, or done and then
//! at the thing.

use std::collections::BTreeSet;

use app::{AppError, Refusal};
use askama::Template;
use axum::Extension;
use axum::extract::{FromRequest, Multipart, RawPathParams, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use jiff::Timestamp;
use mandate::PersonId;
use register::FileHash;
use store::{Blob, Offer, Store};
use terms::OdsCode;
use who_pays::{Act, OverrideId};

use kit::components::{Button, Crumb, ErrorLine, ErrorSummary, FileUpload};
use kit::markup::Markup;
use kit::offers::{is_recorded, settle};
use kit::old_field::{Field, Sent};
use kit::page::Page;
use kit::refused::{FieldError, Problem};
use kit::security::{CSRF_FIELD, CsrfToken};
use kit::shell::Shell;
use kit::show::Ask;
use kit::sign_in::{Visit, Who, to_sign_in};
use kit::site::{Site, sentence};

/// The most a form may carry: a file of evidence is the largest.
pub(super) const FORM_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Where files of evidence are kept, if they are.
#[derive(Clone, Default)]
pub(super) struct Shelf(pub(super) Option<Store>);

/// What a form is of.
pub(super) struct Form {
    pub(super) title: &'static str,
    pub(super) caption: String,
    pub(super) lead: Vec<String>,
    pub(super) fields: Vec<Field>,
    /// The label and the hint of a file, where the form takes one.
    pub(super) file: Option<(&'static str, &'static str)>,
    pub(super) send: &'static str,
    /// What the fields hold at first.
    pub(super) filled: Sent,
    /// The thing it is about, to which one goes back.
    pub(super) back: String,
}

/// A file that came with a form.
#[derive(Clone, Debug, Default)]
pub(super) struct SentFile {
    pub(super) media_type: String,
    pub(super) bytes: Vec<u8>,
}

impl SentFile {
    pub(super) fn hash(&self) -> FileHash {
        FileHash::of(&self.bytes)
    }
}

/// What a form comes to.
pub(super) struct Doing {
    pub(super) act: Act,
    /// The page of the thing once it is done.
    pub(super) to: String,
    /// For whom the file that was sent is kept, where it is.
    pub(super) keep_for: Option<String>,
}

/// An act that one asks for by a form.
pub(super) trait Desk: Sized + Send + Sync + 'static {
    /// What the address is about, for somebody with these bodies to settle for.
    ///
    /// # Errors
    /// 404 when nothing on record has it, or it is not theirs to do now.
    fn open(ask: &Ask, subject: &[String], mine: &Mine) -> Result<Self, Problem>;

    /// The form.
    fn form(&self, ask: &Ask, mine: &Mine) -> Form;

    /// The act that was asked for.
    ///
    /// # Errors
    /// What is wrong with each field.
    fn read(&self, ask: &Ask, sent: &Sent, file: Option<&SentFile>) -> Result<Doing, Vec<FieldError>>;

    /// What is to be looked up before the form is shown.
    fn prefill(_: &Ask, _: &Shelf, _: Timestamp) -> impl Future<Output = Sent> + Send {
        async { Sent::default() }
    }
}

/// Who asks, and the bodies for which they settle who pays today.
pub(super) struct Mine {
    pub(super) person: PersonId,
    bodies: BTreeSet<OdsCode>,
}

impl Mine {
    pub(super) fn of(ask: &Ask, who: &Who) -> Option<Self> {
        let person: PersonId = who.person().cloned()?;
        let bodies = ask.reader().settles_for().clone();
        Some(Self { person, bodies })
    }

    /// Whether they settle who pays for a body, or for its predecessor.
    pub(super) fn settles(&self, ask: &Ask, body: OdsCode) -> bool {
        self.bodies.contains(&ask.house().mandate().now().acting_body(body, ask.today()))
    }

    /// The bodies for which they do.
    pub(super) fn bodies(&self) -> &BTreeSet<OdsCode> {
        &self.bodies
    }
}

/// Nothing to see: the words are the same whether there is no such form or it is not for whoever asks.
pub(super) fn unseen() -> Problem {
    Problem::not_found(
        "If you typed the address, check it is right. What you may see and do here follows from the posts you hold today.",
    )
}

/// The form at its address, and what it sends.
pub(super) fn desk<T: Desk>() -> MethodRouter<Site> {
    get(show::<T>).post(send::<T>)
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormPage {
    shell: Shell,
    caption: String,
    token: CsrfToken,
    errors: Option<Markup>,
    lead: Vec<String>,
    before: Markup,
    fields: Vec<Markup>,
    hidden: Vec<(String, String)>,
    is_upload: bool,
    send: Button,
    back: String,
}

#[expect(clippy::result_large_err, reason = "the answer to send, as every handler returns it")]
fn opened<T: Desk>(ask: &Ask, visit: &Visit, params: &RawPathParams) -> Result<(T, Mine), Response> {
    if visit.who.person().is_none() && visit.can_sign_in {
        return Err(to_sign_in(&ask.address));
    }
    let subject: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    let mine = Mine::of(ask, &visit.who).ok_or_else(|| unseen().into_response())?;
    let desk = T::open(ask, &subject, &mine).map_err(IntoResponse::into_response)?;
    Ok((desk, mine))
}

async fn show<T: Desk>(
    State(site): State<Site>,
    ask: Ask,
    visit: Visit,
    token: CsrfToken,
    params: RawPathParams,
    Extension(shelf): Extension<Shelf>,
) -> Response {
    match opened::<T>(&ask, &visit, &params) {
        Ok((desk, mine)) => {
            let mut form = desk.form(&ask, &mine);
            form.filled.0.extend(T::prefill(&ask, &shelf, site.footprint.now()).await.0);
            let filled = form.filled.clone();
            page(&ask, token, &form, &filled, &[]).into_response()
        }
        Err(response) => response,
    }
}

async fn send<T: Desk>(
    State(site): State<Site>,
    ask: Ask,
    visit: Visit,
    token: CsrfToken,
    params: RawPathParams,
    Extension(shelf): Extension<Shelf>,
    request: Request,
) -> Response {
    let (desk, mine) = match opened::<T>(&ask, &visit, &params) {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let (sent, file) = match read(request).await {
        Ok(read) => read,
        Err(problem) => return problem.into_response(),
    };
    let errors = match desk.read(&ask, &sent, file.as_ref()) {
        Ok(doing) => match done(&site, &mine, doing, file, &shelf).await {
            Ok(response) => return response,
            Err(Stopped::Problem(problem)) => return problem.into_response(),
            Err(Stopped::Refused(message)) => vec![FieldError { field: String::new(), message }],
        },
        Err(errors) => errors,
    };
    // A key is typed once: it is not even shown again to whoever typed it.
    let shown = Sent(sent.0.into_iter().filter(|(name, _)| name != "key").collect());
    (StatusCode::UNPROCESSABLE_ENTITY, page(&ask, token, &desk.form(&ask, &mine), &shown, &errors)).into_response()
}

/// Why an act was not done.
enum Stopped {
    /// The rules do not allow it, in a sentence for the form.
    Refused(String),
    /// Nothing a form could put right.
    Problem(Problem),
}

async fn done(
    site: &Site,
    mine: &Mine,
    doing: Doing,
    file: Option<SentFile>,
    shelf: &Shelf,
) -> Result<Response, Stopped> {
    let who = site.acting(mine.person.clone());
    // The bytes are kept first: an entry never names a file that was not kept. What a refused act left is let go.
    let offer = match (doing.keep_for, file) {
        (Some(holder), Some(file)) => Some(offered(shelf, &holder, file, site.footprint.now()).await?),
        _ => None,
    };
    let recorded = match &doing.act {
        Act::EraseKey { id } => erase(site, &who, id).await,
        _ => site.footprint.act(&who, doing.act).await,
    };
    if let (Some(offer), Some(store)) = (&offer, &shelf.0)
        && let Some(is_recorded) = is_recorded(&recorded)
    {
        settle(store, offer, is_recorded).await;
    }
    let error = match recorded {
        Ok(recorded) => {
            return Ok(Redirect::to(&format!("{}?recorded={}", doing.to, recorded.sequence)).into_response());
        }
        Err(error) => error,
    };
    Err(match error {
        AppError::Refused(Refusal::Denied(_) | Refusal::KeeperOnly { .. }) => Stopped::Problem(unseen()),
        AppError::Refused(_) | AppError::Unchanged => Stopped::Refused(sentence(&error.to_string())),
        AppError::Journal(_) | AppError::Failed(_) => {
            tracing::error!(%error, "an act could not be recorded");
            Stopped::Problem(Problem::broken())
        }
    })
}

async fn erase(site: &Site, who: &app::Who, id: &OverrideId) -> Result<app::Recorded, AppError> {
    site.footprint.erase_key(who, id.clone()).await
}

async fn offered(shelf: &Shelf, holder: &str, file: SentFile, now: Timestamp) -> Result<Offer, Stopped> {
    let no_store = || Stopped::Problem(Problem::not_found("This server keeps no files."));
    let store = shelf.0.as_ref().ok_or_else(no_store)?;
    let blob = Blob { media_type: file.media_type, bytes: file.bytes };
    store.offer_blob(&blob, holder, now).await.map_err(|error| match error {
        store::StoreError::MediaTypeDiffers { .. } | store::StoreError::TooLarge { .. } => {
            Stopped::Refused(sentence(&error.to_string()))
        }
        error => {
            tracing::error!(%error, "a file of evidence could not be kept");
            Stopped::Problem(Problem::broken())
        }
    })
}

fn page(ask: &Ask, token: CsrfToken, form: &Form, sent: &Sent, errors: &[FieldError]) -> Page<FormPage> {
    let list = match form.back.as_str() {
        back if back.starts_with("/who-pays/overrides") => Crumb::new("Overrides", "/who-pays/overrides"),
        back if back.starts_with("/who-pays/challenges") => Crumb::new("Challenges", "/who-pays/challenges"),
        _ => Crumb::new("Editions and tables", "/who-pays/editions"),
    };
    let above = [Crumb::new("Home", "/"), Crumb::new("Who pays", "/who-pays"), list];
    let mut fields: Vec<Markup> = form.fields.iter().map(|field| field.show(sent, errors)).collect();
    if let Some((label, hint)) = form.file {
        let wrong = errors.iter().find(|error| error.field == "file");
        fields.push(Markup::of(&FileUpload {
            name: "file".to_owned(),
            id: Some("file".to_owned()),
            label: label.into(),
            hint: Some(hint.into()),
            error_message: wrong.map(|error| error.message.as_str().into()),
            ..FileUpload::default()
        }));
    }
    Page(FormPage {
        shell: Shell { has_errors: !errors.is_empty(), ..ask.plain_frame(form.title, above) },
        caption: form.caption.clone(),
        token,
        errors: (!errors.is_empty()).then(|| summary(errors)),
        lead: form.lead.clone(),
        before: Markup::default(),
        fields,
        hidden: Vec::new(),
        is_upload: form.file.is_some(),
        send: Button::submit(form.send),
        back: form.back.clone(),
    })
}

fn summary(errors: &[FieldError]) -> Markup {
    let line = |error: &FieldError| ErrorLine {
        content: error.message.as_str().into(),
        href: Some(format!("#{}", error.field)).filter(|_| !error.field.is_empty()),
    };
    Markup::of(&ErrorSummary::new(errors.iter().map(line)))
}

async fn read(request: Request) -> Result<(Sent, Option<SentFile>), Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let broken = || Problem::refused("The form broke off or is not one. Send it again. Nothing was recorded.");
    if !kind.starts_with("multipart/form-data") {
        let pairs = axum::extract::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        return pairs.map(|axum::extract::Form(pairs)| (Sent(pairs), None)).map_err(|_| broken());
    }
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
    let wrong = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => broken(),
    };
    let (mut sent, mut file) = (Sent::default(), None);
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_some() {
            let media_type = media_type(field.content_type().unwrap_or_default()).to_owned();
            let bytes = field.bytes().await.map_err(wrong)?.to_vec();
            if !bytes.is_empty() {
                file = Some(SentFile { media_type, bytes });
            }
        } else if name != CSRF_FIELD {
            sent.0.push((name, field.text().await.map_err(wrong)?));
        }
    }
    Ok((sent, file))
}

/// The kinds of file that evidence usually is; anything else is bytes. A file is only ever sent as a download.
fn media_type(named: &str) -> &'static str {
    const KNOWN: [&str; 6] = [
        "application/pdf",
        "text/csv",
        "text/plain",
        "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ];
    KNOWN.into_iter().find(|known| *known == named).unwrap_or("application/octet-stream")
}
