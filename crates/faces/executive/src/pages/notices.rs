//! Notices to members: what the clerk told them, for those of the forum and nobody else.

use axum::response::{IntoResponse, Response};
use executive::{Notice, NoticeSubject};

use super::look::{AtDesk, Section};
use crate::answers::Desk;
use ask::{Cell, Column, Kind, Table};
use kit::refused::Problem;

/// The notices that the reader is among the members to be told of, the latest first.
fn seen<'a>(desk: &Desk<'a>) -> Vec<&'a Notice> {
    let mut all: Vec<&Notice> = desk.executive.notices().filter(|notice| desk.is_within(&notice.forum)).collect();
    all.sort_by_key(|notice| std::cmp::Reverse(notice.stamp.entry));
    all
}

fn about(desk: &Desk<'_>, subject: &NoticeSubject) -> Cell {
    match subject {
        NoticeSubject::Meeting(id) => desk.executive.meeting(id).map_or(Cell::Empty, |meeting| {
            Cell::link(format!("{}, {}", meeting.title, meeting.when()), format!("/meetings/{id}"))
        }),
        NoticeSubject::Proposal(id) => desk
            .executive
            .proposal(id)
            .map_or(Cell::Empty, |proposal| Cell::link(proposal.title.to_string(), format!("/proposals/{id}"))),
    }
}

fn table(desk: &Desk<'_>, notices: &[&Notice]) -> Table {
    let row = |notice: &&Notice| {
        vec![
            Cell::Date(notice.on),
            desk.forum(&notice.forum, notice.on).into(),
            about(desk, &notice.subject),
            notice.text.to_string().into(),
        ]
    };
    Table {
        caption: "Notices to members".to_owned(),
        columns: vec![
            Column::new("on", "Given", Kind::Date),
            Column::new("forum", "To the members of", Kind::Text),
            Column::new("about", "About", Kind::Link),
            Column::new("text", "What it says", Kind::Text),
        ],
        rows: notices.iter().map(row).collect(),
        source: "The record of meetings and decisions".to_owned(),
        notes: Vec::new(),
    }
}

/// The notices of every forum the reader is within. Who is within none does not learn that there is such a page.
pub(super) async fn notices(at: AtDesk) -> Result<Response, Response> {
    at.who.require_signed_in(&at.address)?;
    let desk = at.desk();
    if !desk.reader.is_within_any() {
        let words =
            "If you typed the address, check it is right. What you see here follows from the posts you hold today.";
        return Err(Problem::not_found(words).into_response());
    }
    let found = seen(&desk);
    at.listed("Notices to members", table(&desk, &found), &[], |page| {
        page.lead.push("What members of your committees and governing bodies were told, the latest first.".to_owned());
    })
    .map_err(IntoResponse::into_response)
}

/// The notices about a meeting or proposal, for the page of it; nothing for a reader who is not to be told.
pub(super) fn section(at: &AtDesk, desk: &Desk<'_>, subject: &NoticeSubject) -> Option<Section> {
    let found: Vec<&Notice> = seen(desk).into_iter().filter(|notice| notice.subject == *subject).collect();
    (!found.is_empty()).then(|| Section::new("notices", "Notices to members", at.inner(table(desk, &found))))
}
