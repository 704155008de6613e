//! What changed since: what began or ended between two days, and what was recorded between two entries.

use app::Reader;
use mandate::Event;
use terms::{Date, Sequence};

use super::words::Basis;
use ask::day;
use ask::{Cell, Column, Kind, Table};

/// What one compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// An earlier day, by what is known at the second clock.
    Day(Date),
    /// What was known after an earlier entry.
    Entry(Sequence),
}

/// What changed since, up to the two clocks of the basis, as far as the reader may see it.
pub fn changes(basis: &Basis<'_>, reader: &Reader<'_>, since: Since) -> Table {
    match since {
        Since::Day(from) => turned(basis, from),
        Since::Entry(entry) => recorded(basis, reader, entry),
    }
}

fn turned(basis: &Basis<'_>, from: Date) -> Table {
    let rows = basis.mandates.turned(from, basis.on()).into_iter().map(|turned| {
        vec![
            turned.on.into(),
            if turned.began { "began" } else { "ended the day before" }.into(),
            kit::site::sentence(turned.what).into(),
            subject(basis, turned.what, &turned.id),
            turned.id.into(),
        ]
    });
    Table {
        caption: format!("What changed after {} up to {}", day(from), day(basis.on())),
        columns: vec![
            Column::new("on", "Day", Kind::Date),
            Column::new("turn", "What happened", Kind::Text),
            Column::new("kind", "What", Kind::Text),
            Column::new("subject", "Subject", Kind::Link),
            Column::new("id", "Identity", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec!["A date that is not known to the day is taken at its latest.".to_owned()],
    }
}

/// The thing by name, leading to its page where it has one.
fn subject(basis: &Basis<'_>, what: &str, id: &str) -> Cell {
    let mandates = &basis.mandates;
    match what {
        "post" => id.parse().map_or(Cell::Empty, |post| super::words::post_cell(basis, &post)),
        "appointment" => {
            let Some((person, post)) = id.split_once(" as ") else { return Cell::Empty };
            let name = person.parse().map_or_else(|_| person.to_owned(), |id| super::person_words(basis, &id));
            let title = post.parse().map_or_else(|_| post.to_owned(), |id| super::words::post_words(basis, &id));
            Cell::link(format!("{name}, {title}"), format!("/people/{person}"))
        }
        "instrument" => id
            .parse()
            .ok()
            .and_then(|id| mandates.instrument(&id))
            .map_or(Cell::Empty, |held| Cell::Text(format!("{}: {}", held.kind.words(), held.title))),
        "power" => Cell::link(id, format!("/delegations/{id}")),
        "committee" | "membership" | "remit" => {
            let (of, committee) = id.split_once(" of ").unwrap_or(("", id));
            let name = committee.parse().ok().and_then(|id| mandates.committee(&id)).map(|held| held.name.clone());
            let name = name.unwrap_or_else(|| committee.to_owned());
            let text = if of.is_empty() { name } else { format!("{of}: {name}") };
            Cell::link(text, format!("/committees/{committee}"))
        }
        "mandate" | "transfer" => Cell::link(id, format!("/mandates/{id}")),
        "carry-over" => id.parse().map_or(Cell::Empty, |body| {
            Cell::link(format!("carried over to {}", basis.body(body)), naming::href(body))
        }),
        _ => Cell::Empty,
    }
}

fn recorded(basis: &Basis<'_>, reader: &Reader<'_>, after: Sequence) -> Table {
    let changed = basis.mandates.recorded_between(after, basis.at.known).into_iter();
    let rows = changed.filter(|changed| reader.opens_mandate(changed.event)).map(|changed| {
        let (said, href) = event_words(basis, changed.event);
        vec![
            Cell::link(changed.entry.to_string(), format!("/entries/{}", changed.entry)),
            Cell::Number(i64::from(changed.ordinal)),
            said.into(),
            href.map_or(Cell::Empty, |(text, href)| Cell::link(text, href)),
            changed.withdrawn.map(|entry| format!("withdrawn by entry {entry}")).into(),
        ]
    });
    Table {
        caption: format!("What was recorded after entry {after}, up to entry {}", basis.at.known),
        columns: vec![
            Column::new("entry", "Entry", Kind::Code),
            Column::new("fact", "Fact", Kind::Number),
            Column::new("said", "What was recorded", Kind::Text),
            Column::new("subject", "Subject", Kind::Link),
            Column::new("withdrawn", "Since then", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// An event in words, with the page of what it is about. A person is never named in the words.
fn event_words(basis: &Basis<'_>, event: &Event) -> (String, Option<(String, String)>) {
    let post = |id: &mandate::PostId| Some((super::words::post_words(basis, id), super::post_href(id)));
    let person = |id: &mandate::PersonId| Some((super::person_words(basis, id), super::person_href(id)));
    let committee = |id: &mandate::CommitteeId| {
        let words = super::holder_words(basis, &mandate::HolderId::Committee(id.clone()));
        Some((words, super::committee_href(id)))
    };
    let power = |id: &mandate::PowerId| Some((id.to_string(), super::power_href(id)));
    let mandate_of = |id: &mandate::MandateId| Some((id.to_string(), format!("/mandates/{id}")));
    let line = |id: &mandate::LineCode| Some((id.to_string(), format!("/services/{id}")));
    let scheme_of = |held: &mandate::Instrument| {
        held.body.map(|body| (held.title.clone(), format!("/organisations/{body}/scheme?version={}", held.id)))
    };
    match event {
        Event::PersonEntered { person: id, .. } => ("A person was entered".to_owned(), person(id)),
        Event::PersonForgotten { person: id } => ("A person was forgotten".to_owned(), person(id)),
        Event::PostCreated { post: held } => (format!("A post was created: {}", held.kind.words()), post(&held.id)),
        Event::PostShared { post: id, body } => {
            (format!("A post came to serve {} too, {}", body.body, body.period.screen()), post(id))
        }
        Event::PostEnded { post: id, on } => {
            (format!("A post ends: {} is the first day without it", day(*on)), post(id))
        }
        Event::Appointed { holding } => (
            format!("An appointment: {}, {}", holding.capacity.words().to_lowercase(), holding.period.screen()),
            post(&holding.post),
        ),
        Event::AppointmentEnded { post: id, on, .. } => {
            (format!("An appointment ends: {} is the first day without it", day(*on)), post(id))
        }
        Event::InterestDeclared { interest, .. } => (
            format!("An interest was declared: {}", interest.category.words().to_lowercase()),
            person(&interest.person),
        ),
        Event::InterestEnded { interest, on } => {
            (format!("The interest {interest} ends: not held from {}", day(*on)), None)
        }
        Event::InstrumentMade { instrument } => {
            (format!("{}: {}, {}", instrument.kind.words(), instrument.title, instrument.period.screen()), None)
        }
        Event::InstrumentEnded { instrument, on } => {
            (format!("{instrument} ends: not in force from {}", day(*on)), None)
        }
        Event::SchemeAdopted { scheme, rows } => {
            (format!("A scheme of {} rows was adopted, {}", rows.len(), scheme.period.screen()), scheme_of(scheme))
        }
        Event::PowerGranted { power: held } => {
            (format!("A power was given, {}, {}", held.limits.screen(), held.period.screen()), power(&held.id))
        }
        Event::PowerRevoked { power: id, on, .. } => (format!("A power was revoked from {}", day(*on)), power(id)),
        Event::CommitteeFormed { committee: held } => {
            (format!("A committee was formed: {}", held.shape.words().to_lowercase()), committee(&held.id))
        }
        Event::CommitteeJoined { committee: id, member } => {
            (format!("{} joins, {}", member.body, member.period.screen()), committee(id))
        }
        Event::CommitteeLeft { committee: id, body, on } => {
            (format!("{body} leaves: no member from {}", day(*on)), committee(id))
        }
        Event::SeatTaken { committee: id, seat } => {
            (format!("A seat as {}, {}", seat.role.words().to_lowercase(), seat.period.screen()), committee(id))
        }
        Event::SeatLeft { committee: id, on, .. } => {
            (format!("A seat ends: {} is the first day without it", day(*on)), committee(id))
        }
        Event::RemitGrown { committee: id, line } => {
            (format!("The remit grows by {}, {}", line.line, line.period.screen()), committee(id))
        }
        Event::RemitShrunk { committee: id, line, on } => {
            (format!("{line} leaves the remit from {}", day(*on)), committee(id))
        }
        Event::CommitteeEnded { committee: id, on } => {
            (format!("A committee ends: {} is the first day without it", day(*on)), committee(id))
        }
        Event::LineEntered { line: held } => (format!("A service line: {}", held.name), line(&held.code)),
        Event::LineEnded { line: code, on } => (format!("A service line ends: not from {}", day(*on)), line(code)),
        Event::UniverseNamed { universe } => (
            format!("A universe of {} lines was named", universe.lines.len()),
            Some((universe.name.clone(), format!("/coverage?universe={}", universe.id))),
        ),
        Event::MandateGiven { mandate: held, .. } => (
            format!(
                "A mandate at {} level over {}, {}",
                held.level.words().to_lowercase(),
                held.line,
                held.period.screen()
            ),
            mandate_of(&held.id),
        ),
        Event::MandateEnded { mandate: id, on } => (format!("A mandate ends: not from {}", day(*on)), mandate_of(id)),
        Event::FunctionTransferred { transfer } => (
            format!("{} passes from {} to {}, {}", transfer.line, transfer.from, transfer.to, transfer.period.screen()),
            mandate_of(&transfer.id),
        ),
        Event::TransferEnded { transfer, on } => {
            (format!("A transfer ends: reverted from {}", day(*on)), mandate_of(transfer))
        }
        Event::CarriedOver { carry } => {
            let old: Vec<String> = carry.predecessors.iter().map(ToString::to_string).collect();
            (format!("{} carried over to {} on {}", old.join(", "), carry.successor, day(carry.on)), None)
        }
        Event::PowerExercised { exercise } => {
            let money = exercise.amount.map(|amount| format!(" for {}", amount.pounds())).unwrap_or_default();
            (
                format!("A power was used for {}{money} on {}", exercise.body, day(exercise.on)),
                exercise.powers.first().and_then(power),
            )
        }
        Event::Withdrawn { entry, ordinal, .. } => (format!("Fact {ordinal} of entry {entry} was withdrawn"), None),
    }
}
