//! Notices to members: what the clerk told them, for those of the forum and nobody else.

use executive::{Notice, NoticeSubject};

use super::Desk;
use ask::{Cell, Column, Kind, Table};

/// The notices that the reader is among the members to be told of, the latest first.
pub fn seen<'a>(desk: &Desk<'a>) -> Vec<&'a Notice> {
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

/// Notices as a table.
pub fn table(desk: &Desk<'_>, notices: &[&Notice]) -> Table {
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
        source: format!("the record of meetings, to entry {}", desk.executive.sequence()),
        notes: Vec::new(),
    }
}
