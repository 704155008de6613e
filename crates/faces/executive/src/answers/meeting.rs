//! One meeting: its agenda with papers and parts, who was there and when, and its quorum as things stand.

use executive::{Access, Item, Meeting, Paper, PaperVersion, QuorumCount, Reading, Stage, TermsVersion};
use mandate::PersonId;

use super::{Basis, clock};
use ask::{Cell, Column, Kind, Table};

/// One line of an agenda.
#[derive(Clone, Debug)]
pub struct AgendaLine<'a> {
    /// Its number on the agenda, from 1.
    pub number: usize,
    /// The item.
    pub item: &'a Item,
    /// Whether the reader may open it; otherwise only its number and the reason for closing it are shown.
    pub is_readable: bool,
    /// Its papers that the reader may read, each in its last version.
    pub papers: Vec<(&'a Paper, &'a PaperVersion)>,
    /// How many papers of an item they may open the reader may not read.
    pub n_withheld: usize,
}

/// The agenda as this reader has it.
pub fn agenda<'a>(basis: &Basis<'a>, meeting: &'a Meeting) -> Vec<AgendaLine<'a>> {
    basis
        .agenda(meeting)
        .into_iter()
        .enumerate()
        .map(|(place, item)| {
            let is_readable = basis.open_item(&item.id).is_some();
            let held: Vec<(&Paper, &PaperVersion)> = papers(basis, item);
            let n_all = held.len();
            let papers: Vec<(&Paper, &PaperVersion)> = held
                .into_iter()
                .filter(|(paper, version)| is_readable && basis.may_read_paper(paper, version))
                .collect();
            // Of an item that is closed, not even how many papers it has.
            let n_withheld = if is_readable { n_all - papers.len() } else { 0 };
            AgendaLine { number: place + 1, item, is_readable, n_withheld, papers }
        })
        .collect()
}

/// An item's papers, each in its last version.
pub fn papers<'a>(basis: &Basis<'a>, item: &Item) -> Vec<(&'a Paper, &'a PaperVersion)> {
    let papers = item.papers.iter().filter_map(|id| basis.executive.paper(id));
    papers.filter_map(|paper| paper.versions.last().map(|last| (paper, last))).collect()
}

/// Public or confidential, with the reason.
pub fn part(reading: &Reading) -> String {
    match (reading.access, &reading.reason) {
        (Access::Confidential, Some(reason)) => format!("Confidential: {reason}"),
        (access, _) => access.words().to_owned(),
    }
}

/// The version of the terms of reference a meeting is held under, or would be.
pub fn terms<'a>(basis: &Basis<'a>, meeting: &Meeting) -> Option<&'a TermsVersion> {
    meeting.terms.map_or_else(
        || basis.executive.terms_on(&meeting.forum, meeting.held_on),
        |version| basis.executive.terms_version(&meeting.forum, version),
    )
}

/// The quorum as things stand for the item being taken, or else for the first: who is present and eligible changes by item.
/// Nothing before the meeting is open.
pub fn quorum(basis: &Basis<'_>, meeting: &Meeting) -> Option<QuorumCount> {
    if meeting.stage != Stage::Open {
        return None;
    }
    let items = || meeting.items.iter().filter_map(|id| basis.executive.item(id));
    let now = items().find(|item| item.stage == Stage::Open).or_else(|| items().next())?;
    basis.executive.quorum(basis.mandates, &now.id)
}

/// A quorum in words: `5 of 7 bodies, quorum 5: quorate`. `members` is how many bodies there are.
pub fn quorum_words(count: &QuorumCount, members: Option<usize>) -> String {
    let mut parts = Vec::new();
    let people = if count.persons == 1 { "person" } else { "people" };
    parts.push(format!("{} {people}, quorum {}", count.persons, count.persons_required));
    if count.bodies_required > 0 || members.is_some() {
        let of = members.map_or(String::new(), |members| format!(" of {members}"));
        parts.insert(0, format!("{}{of} bodies, quorum {}", count.bodies, count.bodies_required));
    }
    for class in &count.classes {
        parts.push(format!("{} {}, quorum {}", class.n, class.class, class.required));
    }
    let verdict = if count.is_quorate() { "quorate" } else { "not quorate" };
    format!("{}: {verdict}", parts.join("; "))
}

/// How many bodies could be represented at a meeting.
pub fn n_members(basis: &Basis<'_>, meeting: &Meeting) -> Option<usize> {
    match &meeting.forum {
        executive::Forum::Committee(id) => {
            basis.mandates.committee(id).map(|committee| committee.members_on(meeting.held_on).len())
        }
        executive::Forum::GoverningBody(_) => None,
    }
}

/// Who was there, when they came and left, and for which bodies they could speak.
pub fn attendance(basis: &Basis<'_>, meeting: &Meeting) -> Table {
    let seats = |person: &PersonId| {
        let Some(terms) = terms(basis, meeting) else { return String::new() };
        let seats = executive::seats_of(basis.mandates, &terms.terms, person, meeting.held_on);
        seats.iter().map(|seat| seat.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let represents = |person: &PersonId| match &meeting.forum {
        executive::Forum::Committee(id) => basis
            .mandates
            .represents(person, id, meeting.held_on)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        executive::Forum::GoverningBody(_) => String::new(),
    };
    let came = meeting.attendance.iter().map(|held| {
        vec![
            basis.person(&held.person).into(),
            seats(&held.person).into(),
            represents(&held.person).into(),
            clock::time_on(held.joined, meeting.held_on).into(),
            held.left.and_then(|left| clock::time_on(left, meeting.held_on)).into(),
            "present".into(),
        ]
    });
    let away = meeting.apologies.iter().filter(|person| !meeting.attendance.iter().any(|held| held.person == **person));
    let away = away.map(|person| {
        vec![
            basis.person(person).into(),
            seats(person).into(),
            represents(person).into(),
            Cell::Empty,
            Cell::Empty,
            "apologies".into(),
        ]
    });
    Table {
        caption: "Who was there".to_owned(),
        columns: vec![
            Column::new("person", "Who", Kind::Text),
            Column::new("seat", "Seat", Kind::Text),
            Column::new("represents", "Represents", Kind::Text),
            Column::new("joined", "Came", Kind::Text),
            Column::new("left", "Left", Kind::Text),
            Column::new("state", "Present or apologies", Kind::Text),
        ],
        rows: came.chain(away).collect(),
        source: format!("the record of the meeting, to entry {}", basis.executive.sequence()),
        notes: vec![
            "Times are those at which coming and going were recorded, as clocks in England show them. What was entered after the day has none.".to_owned(),
        ],
    }
}

/// The agenda as a table.
pub fn agenda_table(basis: &Basis<'_>, meeting: &Meeting) -> Table {
    let lines = match basis.executive.meeting(&meeting.id) {
        Some(meeting) => agenda(basis, meeting),
        None => Vec::new(),
    };
    let rows = lines.into_iter().map(|line| {
        let item = line.item;
        let title = if line.is_readable {
            Cell::link(item.title.as_str(), format!("/meetings/{}/items/{}", meeting.id, item.id))
        } else {
            "To be taken in private".into()
        };
        vec![
            Cell::Number(line.number as i64),
            title,
            item.kind.words().into(),
            part(&item.reading).into(),
            if item.is_supplement { "added later" } else { "" }.into(),
            item.stage.words().into(),
            if line.is_readable { Cell::Number((line.papers.len() + line.n_withheld) as i64) } else { Cell::Empty },
        ]
    });
    Table {
        caption: "Agenda".to_owned(),
        columns: vec![
            Column::new("number", "Item", Kind::Number),
            Column::new("title", "What about", Kind::Link),
            Column::new("kind", "For", Kind::Text),
            Column::new("access", "Public or confidential", Kind::Text),
            Column::new("supplement", "Supplement", Kind::Text),
            Column::new("stage", "Stage", Kind::Text),
            Column::new("n_papers", "Papers", Kind::Number),
        ],
        rows: rows.collect(),
        source: format!("the record of the meeting, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use executive::ClassCount;

    #[test]
    fn a_quorum_is_said_in_words() {
        let count = QuorumCount { persons: 4, persons_required: 3, bodies: 5, bodies_required: 5, classes: Vec::new() };
        assert_eq!(quorum_words(&count, Some(7)), "5 of 7 bodies, quorum 5; 4 people, quorum 3: quorate");
        let lacking = QuorumCount {
            persons: 1,
            bodies: 0,
            bodies_required: 0,
            classes: vec![ClassCount { class: "lay".to_owned(), n: 0, required: 1 }],
            ..count
        };
        assert_eq!(quorum_words(&lacking, None), "1 person, quorum 3; 0 lay, quorum 1: not quorate");
    }
}
