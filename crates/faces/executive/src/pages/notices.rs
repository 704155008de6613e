//! Notices to members: what the clerk told them, for those of the forum and nobody else.

use axum::response::{IntoResponse, Response};
use executive::{Notice, NoticeSubject};

use super::frame::{PageRequest, Section};
use crate::answers::Basis;
use crate::answers::notices::{seen, table};
use kit::refused::Problem;
use kit::sign_in::to_sign_in;

/// The notices of every forum the reader is within. Who is within none does not learn that there is such a page.
pub(super) async fn notices(at: PageRequest) -> Result<Response, Response> {
    if at.visit().way_in(&at.address).is_some() {
        return Err(to_sign_in(&at.address));
    }
    let basis = at.basis();
    if !basis.reader.is_within_any() {
        let words =
            "If you typed the address, check it is right. What you see here follows from the posts you hold today.";
        return Err(Problem::not_found(words).into_response());
    }
    let found = seen(&basis);
    at.listed("Notices to members", table(&basis, &found), |page| {
        page.lead.push("What members of your committees and governing bodies were told, the latest first.".to_owned());
    })
    .map_err(IntoResponse::into_response)
}

/// The notices about a meeting or proposal, for the page of it; nothing for a reader who is not to be told.
pub(super) fn section(at: &PageRequest, basis: &Basis<'_>, subject: &NoticeSubject) -> Option<Section> {
    let found: Vec<&Notice> = seen(basis).into_iter().filter(|notice| notice.subject == *subject).collect();
    (!found.is_empty()).then(|| Section::new("notices", "Notices to members", at.inner(table(basis, &found))))
}
