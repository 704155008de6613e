//! Adopting a scheme: a file, a look at what it says or what is wrong with it, and then the act.

use axum::extract::{RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::acts::ADOPT_SCHEME;
use crate::answers::{self as answers, Basis, SchemeFault};
use crate::api::FACE;
use ask::{Column, FieldError, Kind, Of, Sent, SentFile, Table};
use kit::acts::{FormPage, done, form_page, read, receive, subject};
use kit::components::Button;
use kit::security::CsrfToken;
use kit::show::Ask;
use kit::table::OnPage as _;

/// What was looked at is sent along under this name when it is confirmed.
const LOOKED_AT: &str = "looked_at";

/// The address, with who asks and what it is about.
struct Desk {
    ask: Ask,
    token: CsrfToken,
    keys: Vec<(String, String)>,
}

impl Desk {
    fn page(&self, sent: &Sent, errors: &[FieldError]) -> Result<FormPage, Response> {
        let mut page = form_page(&FACE, &ADOPT_SCHEME, &self.ask, &self.token, &self.keys, sent, errors)?;
        page.send = Button::submit("Look at what the file says");
        Ok(page)
    }

    /// The form with what was typed and what is wrong.
    fn again(&self, sent: &Sent, errors: &[FieldError], faults: &[SchemeFault]) -> Response {
        let mut page = match self.page(sent, errors) {
            Ok(page) => page,
            Err(other) => return other,
        };
        if !faults.is_empty() {
            page.before = answers::faults_table(faults).alone();
        }
        page.answer()
    }

    /// What the file says, to be looked at before it takes effect.
    fn look(&self, sent: &Sent, rows: &[mandate::SchemeRow], bytes: &[u8]) -> Response {
        let mut page = match self.page(sent, &[]) {
            Ok(page) => page,
            Err(other) => return other,
        };
        let n = naming::counted(rows.len() as u64, "row", "rows");
        let mut hidden: Vec<(String, String)> = sent.pairs.iter().filter(|(name, _)| is_field(name)).cloned().collect();
        hidden.push((LOOKED_AT.to_owned(), STANDARD.encode(bytes)));
        page.lead = vec![format!("The file has {n}, all of which can be read. Check them, then adopt the scheme.")];
        page.before = preview(rows).alone();
        page.fields = Vec::new();
        page.hidden = hidden;
        page.send = Button::submit("Adopt the scheme");
        page.titled("Check the scheme").answer()
    }
}

pub(super) async fn show(ask: Ask, token: CsrfToken, path: RawPathParams) -> Response {
    let keys = subject(&ADOPT_SCHEME, &ask, &path);
    Desk { ask, token, keys }.again(&Sent::default(), &[], &[])
}

pub(super) async fn send(ask: Ask, token: CsrfToken, path: RawPathParams, request: Request) -> Response {
    let keys = subject(&ADOPT_SCHEME, &ask, &path);
    let desk = Desk { ask, token, keys };
    // Whoever may not is told so before what they send is read.
    if let Err(other) = desk.page(&Sent::default(), &[]) {
        return other;
    }
    let mut sent = match receive(request).await {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    // What takes effect is what was seen, unless another file was chosen since.
    let held = sent.text(LOOKED_AT).and_then(|text| STANDARD.decode(text).ok());
    let is_confirmed = held.is_some() && sent.file.is_none();
    if let Some(bytes) = held.filter(|_| is_confirmed) {
        sent.file = Some(SentFile { bytes, ..SentFile::default() });
    }
    let read_so_far = {
        let lens = kit::acts::now(&desk.ask.site, &desk.ask.visit().who);
        let of = Of::new(&desk.keys);
        let errors =
            read(&ADOPT_SCHEME, &desk.ask.site.footprint, &lens, &of, &mut sent.clone()).err().unwrap_or_default();
        let body = of.id("body");
        let rows = sent.file.as_ref().zip(body).map(|(file, body)| {
            answers::read_scheme(&Basis::of(&lens), body, &file.bytes).map(|rows| (rows, file.bytes.clone()))
        });
        (errors, rows)
    };
    let (mut errors, rows) = read_so_far;
    let rows = match rows {
        Some(Err(faults)) => {
            // Each stands in the table; the summary counts them.
            errors.retain(|error| error.field != "file");
            let n = naming::counted(faults.len() as u64, "thing", "things");
            let message = format!("Put right {n} in the file, listed below, and upload it again. Nothing was recorded");
            errors.push(FieldError { field: "file".to_owned(), message });
            return desk.again(&sent, &errors, &faults);
        }
        Some(Ok(rows)) => Some(rows),
        None => None,
    };
    match rows {
        Some((rows, bytes)) if errors.is_empty() && !is_confirmed => desk.look(&sent, &rows, &bytes),
        Some(_) if errors.is_empty() => match done(&ADOPT_SCHEME, &desk.ask, &desk.keys, sent.clone()).await {
            Ok(response) => response,
            Err(Ok(errors)) => desk.again(&sent, &errors, &[]),
            Err(Err(problem)) => problem.into_response(),
        },
        _ => desk.again(&sent, &errors, &[]),
    }
}

fn is_field(name: &str) -> bool {
    ["title", "rests_on", "reference"].contains(&name) || name.starts_with("from[") || name.starts_with("to[")
}

fn preview(rows: &[mandate::SchemeRow]) -> Table {
    let mut lines = mandate::screen_scheme(rows).into_iter();
    let headings = lines.next().unwrap_or_default();
    Table {
        caption: "What the file says".to_owned(),
        columns: headings.into_iter().map(|heading| Column::new(heading.clone(), heading, Kind::Text)).collect(),
        rows: lines.map(|line| line.into_iter().map(Into::into).collect()).collect(),
        ..Table::default()
    }
}
