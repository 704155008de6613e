//! A file of transfers: uploaded, judged row by row, and recorded whole or not at all unless asked otherwise; every row that is
//! not taken is answered with its file, sheet, row, column, text and reason.

use app::Recorded;
use ask::{FieldError, Of, Sent};
use axum::extract::{RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use kit::acts::{FormPage, form_page, now, read, receive, record, subject};
use kit::components::{Button, NotificationBanner};
use kit::markup::Markup;
use kit::security::CsrfToken;
use kit::show::Ask;
use kit::table::OnPage as _;

use super::start::template_links;
use crate::acts::{RECORD_TRANSFERS, good_ones, judged};
use crate::api::FACE;
use crate::transfers_file::{BadRow, bad_rows_table};

/// The address, with who asks and whose money it is.
struct Upload {
    ask: Ask,
    token: CsrfToken,
    keys: Vec<(String, String)>,
}

impl Upload {
    fn page(&self, sent: &Sent, errors: &[FieldError]) -> Result<FormPage, Response> {
        let mut page = form_page(&FACE, &RECORD_TRANSFERS, &self.ask, &self.token, &self.keys, sent, errors)?;
        page.send = Button { prevent_double_click: Some(true), ..Button::submit("Record the transfers") };
        page.before = template_links(&self.ask);
        Ok(page)
    }

    /// The form with what is wrong, and each row that is not taken.
    fn again(&self, sent: &Sent, errors: &[FieldError], bad_rows: &[BadRow]) -> Response {
        match self.page(sent, errors) {
            Ok(mut page) => {
                if !bad_rows.is_empty() {
                    page.before = Markup::joined([page.before, rows(sent, bad_rows)]);
                }
                page.answer()
            }
            Err(other) => other,
        }
    }

    /// What was recorded, and each row that was not.
    fn in_part(&self, sent: &Sent, bad_rows: &[BadRow], n_good: usize, recorded: &Recorded) -> Response {
        match self.page(&Sent::default(), &[]) {
            Ok(mut page) => {
                let banner = NotificationBanner::success("The good transfers are recorded");
                page.before = Markup::joined([Markup::of(&banner), rows(sent, bad_rows), page.before]);
                page.lead = vec![format!(
                    "{} recorded, by entry {}; {} not, listed below with what is wrong. Put those right and upload the file again: \
                     what is recorded already takes no effect a second time.",
                    naming::counted(n_good as u64, "transfer is", "transfers are"),
                    recorded.sequence,
                    naming::counted(bad_rows.len() as u64, "row is", "rows are"),
                )];
                page.titled("Recorded in part").answer()
            }
            Err(other) => other,
        }
    }
}

fn rows(sent: &Sent, bad_rows: &[BadRow]) -> Markup {
    let name = sent.file.as_ref().map_or("the file", |file| file.name.as_str());
    bad_rows_table(name, bad_rows).alone()
}

pub(super) async fn show(ask: Ask, token: CsrfToken, path: RawPathParams) -> Response {
    let keys = subject(&RECORD_TRANSFERS, &ask, &path);
    Upload { ask, token, keys }.again(&Sent::default(), &[], &[])
}

pub(super) async fn send(ask: Ask, token: CsrfToken, path: RawPathParams, request: Request) -> Response {
    let keys = subject(&RECORD_TRANSFERS, &ask, &path);
    let upload = Upload { ask, token, keys };
    // Whoever may not is told so before what they send is read.
    if let Err(other) = upload.page(&Sent::default(), &[]) {
        return other;
    }
    let mut sent = match receive(request).await {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let (bad_rows, n_good, acts) = {
        let (lens, of) = (now(&upload.ask.site, &upload.ask.visit().who), Of::new(&upload.keys));
        let judged = sent.file.as_ref().and_then(|file| judged(&lens, &of, &file.bytes));
        let (bad_rows, n_good) =
            judged.as_ref().map_or_else(Default::default, |held| (held.bad_rows.clone(), held.n_good));
        let good = judged.and_then(|held| good_ones(&lens, &of, sent.text("strictness"), held));
        let acts = good.map_or_else(|| read(&RECORD_TRANSFERS, &upload.ask.site.footprint, &lens, &of, &mut sent), Ok);
        (bad_rows, n_good, acts)
    };
    let acts = match acts {
        Ok(acts) => acts,
        Err(mut errors) => {
            if !bad_rows.is_empty() {
                // Each stands in the table; the summary counts them.
                errors.retain(|error| error.field != "file");
                let n = naming::counted(bad_rows.len() as u64, "row", "rows");
                let message =
                    format!("Put right {n} in the file, listed below, and upload it again. Nothing was recorded");
                errors.push(FieldError { field: "file".to_owned(), message });
            }
            return upload.again(&sent, &errors, &bad_rows);
        }
    };
    let site = &upload.ask.site;
    let Some(person) = upload.ask.visit().who.person().cloned() else {
        return upload.again(&sent, &[], &[]);
    };
    let who = site.acting(person.clone());
    match record(&RECORD_TRANSFERS, &site.footprint, site.store.as_ref(), &who, acts, &sent).await {
        Ok(Some(recorded)) if bad_rows.is_empty() => {
            let to = (RECORD_TRANSFERS.to)(&Of::new(&upload.keys), &[]);
            let to = site.seal.address(&to, RECORD_TRANSFERS.name, recorded.sequence.0, person.as_str());
            axum::response::Redirect::to(&to).into_response()
        }
        Ok(Some(recorded)) => upload.in_part(&sent, &bad_rows, n_good, &recorded),
        Ok(None) => {
            let message = "There is nothing to record: every transfer of the file is recorded already".to_owned();
            upload.again(&sent, &[FieldError { field: "file".to_owned(), message }], &bad_rows)
        }
        Err(undone) => match undone.in_form() {
            Ok(errors) => upload.again(&sent, &errors, &bad_rows),
            Err(problem) => problem.into_response(),
        },
    }
}
