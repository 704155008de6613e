//! Adopting a scheme: a file, a look at what it says or what is wrong with it, and then the act.

use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mandate::{Act, Duty, Instrument, InstrumentId, InstrumentKind};
use terms::OdsCode;

use super::form::{Form, FormPage, Stopped, done, identity, not_theirs, page};
use super::keep_powers::instruments;
use super::sheet::may;
use crate::answers::{self as answers, SCHEME_BYTES_MAX, SchemeFault};
use ask::{Column, Kind, Table};
use kit::components::FileUpload;
use kit::markup::Markup;
use kit::old_field::{Field, Reader, Sent, Takes, period_fields};
use kit::page::Page;
use kit::refused::{FieldError, Problem};
use kit::security::CsrfToken;
use kit::show::Ask;
use kit::sign_in::{Visit, Who, to_sign_in};
use kit::site::Site;
use kit::table::OnPage as _;

fn form(ask: &Ask, body: OdsCode) -> Form {
    let constitutions = instruments(ask, |held| held.kind == InstrumentKind::Constitution && held.body == Some(body));
    let mut fields = vec![
        Field::new("title", "Title of the scheme", Takes::Line),
        Field::new("rests_on", "Under which constitution?", Takes::One(constitutions)),
        Field::new("reference", "Where is it published, or which minute approved it?", Takes::Line),
    ];
    fields.extend(period_fields());
    let href = format!("{}/scheme", naming::href(body));
    Form {
        title: "Adopt a scheme",
        caption: answers::Basis::of(ask).body(body),
        lead: vec![
            "From its first day it takes the place of the scheme before. Upload the table as CSV or XLSX: one row for each matter, one column for each holder, as the scheme’s own page gives it for download.".to_owned(),
        ],
        fields,
        send: "Look at what the file says",
        back: href,
    }
}

fn upload(errors: &[FieldError]) -> Markup {
    let wrong = errors.iter().find(|error| error.field == "file");
    Markup::of(&FileUpload {
        name: "file".to_owned(),
        id: Some("file".to_owned()),
        label: "The scheme as a table".into(),
        hint: Some("CSV or XLSX, up to 4 MB.".into()),
        error_message: wrong.map(|error| error.message.as_str().into()),
        ..FileUpload::default()
    })
}

/// The body, if whoever asks keeps its scheme.
#[expect(clippy::result_large_err, reason = "the answer to send, as every handler returns it")]
fn opened(ask: &Ask, who: &Who, visit: &Visit, code: &str) -> Result<OdsCode, Response> {
    if who.person().is_none() && visit.can_sign_in {
        return Err(to_sign_in(&ask.address));
    }
    let body = ask.body(code).map_err(IntoResponse::into_response)?;
    if may(ask, &Duty::KeepScheme(body)) { Ok(body) } else { Err(not_theirs()) }
}

/// The empty form, or the form with what was typed and what is wrong.
fn shown(
    ask: &Ask,
    token: CsrfToken,
    body: OdsCode,
    sent: &Sent,
    errors: &[FieldError],
    faults: &[SchemeFault],
) -> Page<FormPage> {
    let Page(mut form) = page(ask, token, form(ask, body), sent, errors);
    form.fields.push(upload(errors));
    form.is_upload = true;
    if !faults.is_empty() {
        form.before = answers::faults_table(faults).alone();
    }
    Page(form)
}

pub(super) async fn show(ask: Ask, who: Who, visit: Visit, token: CsrfToken, Path(code): Path<String>) -> Response {
    match opened(&ask, &who, &visit, &code) {
        Ok(body) => shown(&ask, token, body, &Sent::default(), &[], &[]).into_response(),
        Err(response) => response,
    }
}

pub(super) async fn send(
    State(site): State<Site>,
    ask: Ask,
    who: Who,
    visit: Visit,
    token: CsrfToken,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    let body = match opened(&ask, &who, &visit, &code) {
        Ok(body) => body,
        Err(response) => return response,
    };
    let Ok(multipart) = Multipart::from_request(request, &site).await else {
        return Problem::refused("The form could not be read. Nothing was recorded.").into_response();
    };
    let (sent, file) = match parts(multipart).await {
        Ok(parts) => parts,
        Err(problem) => return problem.into_response(),
    };
    let again = |errors: &[FieldError], faults: &[SchemeFault]| {
        let page = shown(&ask, token.clone(), body, &sent, errors, faults);
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let mut errors = Vec::new();
    let scheme = scheme(&ask, body, &sent, &mut errors);
    // What was looked at is sent along when it is confirmed, so that what takes effect is what was seen.
    let held = sent.text("looked_at").and_then(|text| STANDARD.decode(text).ok());
    let is_confirmed = held.is_some() && file.is_empty();
    let bytes = held.filter(|_| file.is_empty()).unwrap_or(file);
    if bytes.is_empty() {
        errors.push(FieldError { field: "file".to_owned(), message: "Choose a file with the scheme".to_owned() });
    }
    let read =
        if bytes.is_empty() { Ok(Vec::new()) } else { answers::read_scheme(&answers::Basis::of(&ask), body, &bytes) };
    let rows = match read {
        Ok(rows) => rows,
        Err(faults) => {
            let n = naming::counted(faults.len() as u64, "thing", "things");
            let message = format!("Put right {n} in the file, listed below, and upload it again. Nothing was recorded");
            errors.push(FieldError { field: "file".to_owned(), message });
            return again(&errors, &faults);
        }
    };
    let Some(scheme) = scheme.filter(|_| errors.is_empty()) else { return again(&errors, &[]) };
    if !is_confirmed {
        return look(&ask, token.clone(), body, &sent, &rows, &bytes).into_response();
    }
    let to = format!("{}/scheme?version={}", naming::href(body), scheme.id);
    match done(&site, &who, Act::AdoptScheme { scheme, rows }, &to).await {
        Ok(response) => response,
        Err(Stopped::Problem(problem)) => problem.into_response(),
        Err(Stopped::Refused(why)) => again(&[FieldError { field: String::new(), message: why }], &[]),
    }
}

/// What the file says, to be looked at before it takes effect.
fn look(
    ask: &Ask,
    token: CsrfToken,
    body: OdsCode,
    sent: &Sent,
    rows: &[mandate::SchemeRow],
    bytes: &[u8],
) -> Page<FormPage> {
    let mut form = form(ask, body);
    form.title = "Check the scheme";
    form.send = "Adopt the scheme";
    form.fields = Vec::new();
    let n = naming::counted(rows.len() as u64, "row", "rows");
    form.lead = vec![format!("The file has {n}, all of which can be read. Check them, then adopt the scheme.")];
    let Page(mut page) = page(ask, token, form, sent, &[]);
    page.before = preview(rows).alone();
    page.is_upload = true;
    page.hidden = sent.0.iter().filter(|(name, _)| is_field(name)).cloned().collect();
    page.hidden.push(("looked_at".to_owned(), STANDARD.encode(bytes)));
    Page(page)
}

fn is_field(name: &str) -> bool {
    ["title", "rests_on", "reference"].contains(&name) || name.starts_with("from[") || name.starts_with("to[")
}

fn preview(rows: &[mandate::SchemeRow]) -> Table {
    let mut lines = mandate::print_scheme(rows).into_iter();
    let headings = lines.next().unwrap_or_default();
    Table {
        caption: "What the file says".to_owned(),
        columns: headings.into_iter().map(|heading| Column::new(heading.clone(), heading, Kind::Text)).collect(),
        rows: lines.map(|line| line.into_iter().map(Into::into).collect()).collect(),
        ..Table::default()
    }
}

fn scheme(ask: &Ask, body: OdsCode, sent: &Sent, errors: &mut Vec<FieldError>) -> Option<Instrument> {
    let mut form = Reader::new(sent);
    let title = form.line("title", "Enter the title of the scheme");
    let rests_on: Option<InstrumentId> = form.word("rests_on", "Choose the constitution it rests on");
    let period = form.period("Enter the first day of the scheme");
    let room = ask.house().mandate().now();
    // Rows get their numbers after the scheme's own identity, so it is kept short.
    let from = period.from().map(|from| from.latest().to_string()).unwrap_or_default();
    let id: Option<InstrumentId> = identity(&format!("{body} scheme {from}"), |id| room.instrument(id).is_some());
    let read = form.done(id.map(|id| Instrument {
        id,
        kind: InstrumentKind::Scheme,
        title,
        body: Some(body),
        rests_on,
        period,
        reference: sent.text("reference").map(str::to_owned),
    }));
    read.map_err(|wrong| errors.extend(wrong)).ok()
}

async fn parts(mut multipart: Multipart) -> Result<(Sent, Vec<u8>), Problem> {
    let wrong = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::refused("The upload broke off or is not one. Send it again."),
    };
    let (mut sent, mut file) = (Sent::default(), Vec::new());
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(wrong)?;
        if bytes.len() > 2 * SCHEME_BYTES_MAX {
            return Err(Problem::too_large());
        }
        if name == "file" {
            file = bytes.to_vec();
        } else {
            sent.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((sent, file))
}
