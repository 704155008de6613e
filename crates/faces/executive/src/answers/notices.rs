//! Notices to members: what the clerk told them, for those of the forum and nobody else.

use executive::{Notice, NoticeSubject};

use super::Basis;
use ask::{Cell, Column, Kind, Table};

/// The notices that the reader is among the members to be told of, the latest first.
pub fn seen<'a>(basis: &Basis<'a>) -> Vec<&'a Notice> {
    let mut all: Vec<&Notice> = basis.executive.notices().filter(|notice| basis.is_within(&notice.forum)).collect();
    all.sort_by_key(|notice| std::cmp::Reverse(notice.stamp.entry));
    all
}

fn about(basis: &Basis<'_>, subject: &NoticeSubject) -> Cell {
    match subject {
        NoticeSubject::Meeting(id) => basis.executive.meeting(id).map_or(Cell::Empty, |meeting| {
            Cell::link(format!("{}, {}", meeting.title, meeting.when()), format!("/meetings/{id}"))
        }),
        NoticeSubject::Proposal(id) => basis
            .executive
            .proposal(id)
            .map_or(Cell::Empty, |proposal| Cell::link(proposal.title.to_string(), format!("/proposals/{id}"))),
    }
}

/// Notices as a table.
pub fn table(basis: &Basis<'_>, notices: &[&Notice]) -> Table {
    let row = |notice: &&Notice| {
        vec![
            Cell::Date(notice.on),
            basis.forum(&notice.forum, notice.on).into(),
            about(basis, &notice.subject),
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
        source: format!("the record of meetings, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}
