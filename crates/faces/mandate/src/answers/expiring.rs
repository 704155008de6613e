//! What is about to lapse: powers, appointments, committees, mandates and transfers.

use terms::{Certainty, Date, Period};

use super::words::{Basis, holder_words_of, matter_words, matters_words, person_words};
use ask::day;
use ask::{Cell, Column, Kind, Table};

/// How far ahead one looks unless one says otherwise. Units: days.
pub const EXPIRING_DAYS: i64 = 180;

/// What ends by itself within some days after the day asked about, the soonest first.
pub fn expiring(basis: &Basis<'_>, days: i64) -> Table {
    let on = basis.on();
    let until = on.checked_add(jiff::Span::new().days(days.clamp(0, 36_500))).unwrap_or(Date::MAX);
    // The last day on which a thing that holds today holds, if that comes soon.
    let soon = |period: &Period| {
        let last = period.to()?.previous_day();
        (period.contains(on) != Certainty::No && last.earliest() <= until).then(|| last.earliest())
    };
    let mut found: Vec<(Date, &'static str, Cell, String, String)> = Vec::new();
    let within = u32::try_from(days.clamp(0, 36_500)).unwrap_or_default();
    for held in basis.mandates.expiring(on, within) {
        let power = held.power;
        let what = format!(
            "{} by {}",
            matters_words(basis, &power.matters),
            holder_words_of(basis, &power.holder, power.body)
        );
        let cell = Cell::link(power.id.as_str(), super::power_href(&power.id));
        let last = held.on.yesterday().unwrap_or(held.on);
        let why = if held.cause == power.id.as_str() {
            held.by.words().to_owned()
        } else {
            format!("{} ({})", held.by.words(), held.cause)
        };
        found.push((last, "Power", cell, format!("{what} for {}", basis.body(power.body)), why));
    }
    for post in basis.mandates.posts() {
        for holding in basis.mandates.holders_of(&post.id, on) {
            if let Some(last) = soon(&holding.period) {
                let what = format!("{}, {}", person_words(basis, &holding.person), post.title);
                let cell = Cell::link(post.title.as_str(), super::post_href(&post.id));
                found.push((
                    last,
                    "Appointment",
                    cell,
                    what,
                    format!("{} holder until then", holding.capacity.words()),
                ));
            }
        }
    }
    for committee in basis.mandates.committees() {
        if let Some(last) = soon(&committee.period) {
            let cell = Cell::link(committee.name.as_str(), super::committee_href(&committee.id));
            found.push((last, "Committee", cell, committee.name.clone(), "the committee ends".to_owned()));
        }
        for row in committee.shape.legality().filter(|_| committee.sits(on)) {
            if let Some(last) = soon(&row.period()) {
                let cell = Cell::link(committee.name.as_str(), super::committee_href(&committee.id));
                found.push((
                    last,
                    "Committee",
                    cell,
                    committee.name.clone(),
                    format!("its shape is no longer lawful: {}", row.source),
                ));
            }
        }
    }
    for mandate in basis.mandates.mandates() {
        if let Some(last) = soon(&mandate.period) {
            let line = matter_words(basis, &mandate::Matter::Service(mandate.line.clone()));
            let cell = Cell::link(mandate.id.as_str(), format!("/mandates/{}", mandate.id));
            let who = basis.bodies(mandate.commissioners.iter().copied());
            found.push((
                last,
                "Mandate",
                cell,
                format!("{line}, commissioned by {who}"),
                "the mandate ends".to_owned(),
            ));
        }
    }
    for transfer in basis.mandates.transfers() {
        if let Some(last) = soon(&transfer.period) {
            let line = matter_words(basis, &mandate::Matter::Service(transfer.line.clone()));
            let what = format!("{line}, from {} to {}", basis.body(transfer.from), basis.body(transfer.to));
            let cell = Cell::link(transfer.id.as_str(), format!("/mandates/{}", transfer.id));
            found.push((last, "Transfer", cell, what, "the function reverts".to_owned()));
        }
    }
    for body in basis.mandates.bodies() {
        if let Some(last) = soon(&basis.mandates.life(body)) {
            let carried = basis.mandates.carries().filter(|carry| carry.predecessors.contains(&body));
            let heirs: Vec<terms::OdsCode> = carried.map(|carry| carry.successor).collect();
            let why = if heirs.is_empty() {
                "the body closes: what it holds lapses unless it is carried over".to_owned()
            } else {
                format!("the body closes: what it holds passes to {}", basis.bodies(heirs))
            };
            let cell = Cell::link(body.to_string(), format!("/organisations/{body}"));
            found.push((last, "Body", cell, basis.body(body), why));
        }
    }
    found.sort_by(|one, two| (one.0, one.1, &one.3).cmp(&(two.0, two.1, &two.3)));
    let rows = found
        .into_iter()
        .map(|(last, kind, subject, what, why)| vec![last.into(), kind.into(), subject, what.into(), why.into()]);
    Table {
        caption: format!("About to lapse: {} to {}", day(on), day(until)),
        columns: vec![
            Column::new("last_day", "Last day", Kind::Date),
            Column::new("kind", "What", Kind::Text),
            Column::new("subject", "Subject", Kind::Link),
            Column::new("detail", "Detail", Kind::Text),
            Column::new("why", "Why it lapses", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec!["A date that is not known to the day is taken at its earliest.".to_owned()],
    }
}
