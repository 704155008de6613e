//! One item: who may decide it now, what was declared and said, and what is proposed.

use executive::{Item, Meeting, Proposal, Route, Voice};

use super::{Basis, clock};
use ask::{Column, Kind, Table};

fn source(basis: &Basis<'_>) -> String {
    format!("the record of the meeting, to entry {}", basis.executive.sequence())
}

/// Everybody in the room and what they may do about the item, one row each.
pub fn room(basis: &Basis<'_>, meeting: &Meeting, item: &Item) -> Option<Table> {
    let room = basis.executive.room(basis.mandates, &item.id)?;
    let rows = room.sittings.iter().map(|sitting| {
        let speaks: Vec<String> = sitting.speaks_for.iter().map(|body| basis.body(*body, meeting.held_on)).collect();
        let may = if sitting.seats.is_empty() {
            "Attends"
        } else if !sitting.is_eligible {
            "Does not decide: has declared an interest"
        } else if !speaks.is_empty() {
            "Decides for the bodies named"
        } else if sitting.has(Voice::Votes) {
            "Votes"
        } else if !sitting.represents.is_empty() {
            "Deputy: speaks only while the principal is absent"
        } else {
            "Speaks"
        };
        let seats: Vec<&str> = sitting.seats.iter().map(|seat| seat.name.as_str()).collect();
        vec![basis.person(&sitting.person).into(), seats.join("; ").into(), may.into(), speaks.join(", ").into()]
    });
    Some(Table {
        caption: "Who may decide this item now".to_owned(),
        columns: vec![
            Column::new("person", "In the room", Kind::Text),
            Column::new("seat", "Seat", Kind::Text),
            Column::new("may", "What they may do", Kind::Text),
            Column::new("speaks_for", "For which bodies", Kind::Text),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: Vec::new(),
    })
}

/// Interests declared in the item, in order.
pub fn declarations(basis: &Basis<'_>, declared: &[executive::Declaration]) -> Table {
    let rows = declared.iter().map(|declared| {
        vec![
            basis.person(&declared.person).into(),
            declared.category.words().into(),
            declared.nature.as_str().into(),
            declared.recusal.words().into(),
            clock::day_and_time(declared.stamp).into(),
        ]
    });
    Table {
        caption: "Interests declared".to_owned(),
        columns: vec![
            Column::new("person", "Who", Kind::Text),
            Column::new("category", "Category", Kind::Text),
            Column::new("nature", "What it is", Kind::Text),
            Column::new("recusal", "What follows", Kind::Text),
            Column::new("declared", "Declared", Kind::Text),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: vec!["The last declaration of each person counts.".to_owned()],
    }
}

/// What was said to the item, for the record.
pub fn remarks(basis: &Basis<'_>, item: &Item) -> Table {
    let rows = item
        .remarks
        .iter()
        .map(|said| vec![clock::time(said.stamp).into(), basis.person(&said.person).into(), said.text.as_str().into()]);
    Table {
        caption: "Said for the record".to_owned(),
        columns: vec![
            Column::new("time", "Time", Kind::Text),
            Column::new("person", "Who", Kind::Text),
            Column::new("remark", "What", Kind::Text),
        ],
        rows: rows.collect(),
        source: source(basis),
        notes: Vec::new(),
    }
}

/// The proposals put at an item, or that had effect there, that the reader may see, in the order tabled.
pub fn proposals<'a>(basis: &Basis<'a>, item: &Item) -> Vec<&'a Proposal> {
    let here = |proposal: &Proposal| {
        matches!(&proposal.route, Route::Item { item: at } if *at == item.id)
            || proposal.settlements.iter().any(|held| held.item.as_ref() == Some(&item.id))
    };
    let mut found: Vec<&Proposal> =
        basis.executive.proposals().filter(|proposal| here(proposal) && basis.may_see(proposal)).collect();
    found.sort_by_key(|proposal| proposal.stamp);
    found
}
