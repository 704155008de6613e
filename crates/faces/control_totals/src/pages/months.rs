//! Reporting months from a file: the file, what is wrong with it cell by cell, or the forecast that follows from it.

use ask::{ActForm, FieldError, Of, Sent};
use axum::Router;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use crate::acts::{REPORT_MONTHS, REPORT_SYSTEM_MONTHS, judge, reporter};
use crate::answers::{MONTH_BYTES_MAX, MonthFault, faults_table};
use crate::api::FACE;
use kit::acts::{FormPage, done, form_page, receive, subject};
use kit::markup::Markup;
use kit::room::link;
use kit::security::CsrfToken;
use kit::show::Ask;
use kit::site::Site;
use kit::table::OnPage as _;

pub(super) fn routes() -> Router<Site> {
    let body = |keys: &[(String, String)]| {
        Of::new(keys).text("body").map(|body| format!("/organisations/{body}/financial-year/month-file"))
    };
    let system = |keys: &[(String, String)]| {
        Of::new(keys).text("system").map(|system| format!("/control-totals/{system}/month-file"))
    };
    // What stands around a file takes little.
    let limit = || DefaultBodyLimit::max(MONTH_BYTES_MAX + 64 * 1024);
    Router::new()
        .route(REPORT_MONTHS.path, route(&REPORT_MONTHS, body).layer(limit()))
        .route(REPORT_SYSTEM_MONTHS.path, route(&REPORT_SYSTEM_MONTHS, system).layer(limit()))
}

/// Where the file to be filled in is, by what the form is about.
type Template = fn(&[(String, String)]) -> Option<String>;

fn route(form: &'static ActForm, template: Template) -> MethodRouter<Site> {
    let show = move |ask: Ask, token: CsrfToken, path: RawPathParams| async move {
        let keys = subject(form, &ask, &path);
        Desk { form, template, ask, token, keys }.again(&Sent::default(), &[], &[])
    };
    let send = move |ask: Ask, token: CsrfToken, path: RawPathParams, request: Request| async move {
        let keys = subject(form, &ask, &path);
        Desk { form, template, ask, token, keys }.send(request).await
    };
    get(show).post(send)
}

/// The form, with who asks and what it is about.
struct Desk {
    form: &'static ActForm,
    template: Template,
    ask: Ask,
    token: CsrfToken,
    keys: Vec<(String, String)>,
}

impl Desk {
    fn page(&self, sent: &Sent, errors: &[FieldError]) -> Result<FormPage, Response> {
        form_page(&FACE, self.form, &self.ask, &self.token, &self.keys, sent, errors)
    }

    /// The form with what is wrong, and the file to be filled in.
    fn again(&self, sent: &Sent, errors: &[FieldError], faults: &[MonthFault]) -> Response {
        let mut page = match self.page(sent, errors) {
            Ok(page) => page,
            Err(other) => return other,
        };
        let mut before = Vec::new();
        if !faults.is_empty() {
            let name = sent.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
            before.push(faults_table(&name, faults).alone());
        }
        if let Some(href) = (self.template)(&self.keys) {
            before.push(link("The file to be filled in", &href));
        }
        page.before = Markup::joined(before);
        page.answer()
    }

    async fn send(&self, request: Request) -> Response {
        // Whoever may not is told so before what they send is read.
        if let Err(other) = self.page(&Sent::default(), &[]) {
            return other;
        }
        let sent = match receive(request).await {
            Ok(sent) => sent,
            Err(problem) => return problem.into_response(),
        };
        let faults = self.faults(&sent);
        if !faults.is_empty() {
            let n = naming::counted(faults.len() as u64, "thing", "things");
            let message = format!("Put right {n} in the file, listed below, and upload it again. Nothing was recorded");
            return self.again(&sent, &[FieldError { field: "file".to_owned(), message }], &faults);
        }
        match done(self.form, &self.ask, &self.keys, sent.clone()).await {
            Ok(response) => response,
            Err(Ok(errors)) => self.again(&sent, &errors, &[]),
            Err(Err(problem)) => problem.into_response(),
        }
    }

    /// Everything that is wrong with the file that was sent.
    fn faults(&self, sent: &Sent) -> Vec<MonthFault> {
        let lens = kit::acts::now(&self.ask.site, &self.ask.visit().who);
        let by = reporter(&lens, &Of::new(&self.keys));
        match (by, &sent.file) {
            (Some(by), Some(file)) => judge(&lens, by, &file.name, &file.bytes).err().unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}
