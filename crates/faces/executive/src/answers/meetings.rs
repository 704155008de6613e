//! Meetings as a list: to come, and past.

use executive::{Forum, Hours, ItemKind, Meeting, Stage};
use terms::Date;

use super::Basis;
use ask::{Cell, Column, Kind, Table};

/// Which meetings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Of one forum only.
    pub forum: Option<Forum>,
    /// On this day or later.
    pub from: Option<Date>,
    /// On this day or earlier.
    pub to: Option<Date>,
}

impl MeetingFilter {
    fn takes(&self, meeting: &Meeting) -> bool {
        self.forum.as_ref().is_none_or(|forum| *forum == meeting.forum)
            && self.from.is_none_or(|from| meeting.held_on >= from)
            && self.to.is_none_or(|to| meeting.held_on <= to)
    }
}

/// The meetings a filter takes, by day.
pub fn found<'a>(basis: &Basis<'a>, filter: &MeetingFilter) -> Vec<&'a Meeting> {
    // Those whose time is not settled come first on their day.
    let key = |meeting: &Meeting| (meeting.held_on, meeting.hours.map(Hours::from), meeting.id.clone());
    let mut found: Vec<&Meeting> = basis.executive.meetings().filter(|meeting| filter.takes(meeting)).collect();
    found.sort_by_key(|meeting| key(meeting));
    found
}

/// Meetings as a table, by day.
pub fn meetings(basis: &Basis<'_>, filter: &MeetingFilter) -> Table {
    let rows = found(basis, filter).into_iter().map(|meeting| {
        let items = basis.agenda(meeting);
        let decisions = items.iter().filter(|item| item.kind == ItemKind::Decision).count();
        vec![
            meeting.held_on.into(),
            meeting.hours.map_or(Cell::Empty, |hours| hours.to_string().into()),
            Cell::link(meeting.title.as_str(), format!("/meetings/{}", meeting.id)),
            basis.forum(&meeting.forum, meeting.held_on).into(),
            meeting.place.as_str().into(),
            stage(meeting).into(),
            Cell::Number(items.len() as i64),
            Cell::Number(decisions as i64),
            meeting.id.to_string().into(),
        ]
    });
    Table {
        caption: "Meetings".to_owned(),
        columns: vec![
            Column::new("held_on", "Day", Kind::Date),
            Column::new("hours", "Time", Kind::Text),
            Column::new("title", "Meeting", Kind::Link),
            Column::new("forum", "Who meets", Kind::Text),
            Column::new("place", "Where", Kind::Text),
            Column::new("stage", "Stage", Kind::Text),
            Column::new("n_items", "Items", Kind::Number),
            Column::new("n_for_decision", "For decision", Kind::Number),
            Column::new("id", "Reference", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: format!("the record of meetings, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}

/// How far a meeting has come, in words.
pub fn stage(meeting: &Meeting) -> &'static str {
    match meeting.stage {
        Stage::Planned if meeting.agenda.is_some() => "Agenda published",
        Stage::Planned => "Called",
        Stage::Open => "Going on",
        Stage::Closed if meeting.approved.is_some() => "Closed, minutes approved",
        Stage::Closed => "Closed",
        Stage::Cancelled => "Called off",
    }
}

/// Every forum that has met or has terms of reference, in order.
pub fn forums(basis: &Basis<'_>) -> Vec<Forum> {
    let met = basis.executive.meetings().map(|meeting| &meeting.forum);
    let all: std::collections::BTreeSet<&Forum> = basis.executive.forums().chain(met).collect();
    all.into_iter().cloned().collect()
}
