//! Committees: members, seats, remit, and whether they hold any power.

use mandate::{Committee, CommitteeId, PowerHoldingCommittee, Shape};

use super::words::{Basis, matter_words, person_words, post_cell};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{certainty, code_cell, from, last_day, period_columns};

/// Where a committee's page is.
pub fn committee_href(committee: &CommitteeId) -> String {
    format!("/committees/{committee}")
}

/// Every committee, with how it decides on the day.
pub fn committees(basis: &Basis<'_>) -> Table {
    let on = basis.on();
    let rows = basis.mandates.committees().map(|committee| {
        vec![
            Cell::link(committee.name.as_str(), committee_href(&committee.id)),
            committee.shape.words().into(),
            if PowerHoldingCommittee::of(committee).is_ok() { "yes" } else { "no" }.into(),
            committee.members_on(on).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
            from(&committee.period),
            last_day(&committee.period),
            certainty(committee.period.contains(on)).into(),
            committee.id.to_string().into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Committees, as on {}", day(on)),
        columns: vec![
            Column::new("committee", "Committee", Kind::Link),
            Column::new("shape", "How it decides", Kind::Text),
            Column::new("can_hold_power", "Can hold power", Kind::Text),
            Column::new("members", "Members on the day", Kind::Text),
            first,
            last,
            Column::new("on_the_day", "Sits on the day", Kind::Text),
            Column::new("id", "Identity", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// Whether a committee holds power, and why: a few sentences.
pub fn power_statement(basis: &Basis<'_>, committee: &Committee) -> Vec<String> {
    let shape = committee.shape;
    let mut said = Vec::new();
    match PowerHoldingCommittee::of(committee) {
        Err(mandate::Powerless::ByShape { .. }) => {
            said.push("This committee holds no power.".to_owned());
            said.push(match shape {
                Shape::CommitteesInCommon => {
                    "Each body’s own committee meets in the same room and passes its own resolution; nothing is decided in common.".to_owned()
                }
                _ => "Each body gave its power to its own representative. The representatives decide together, each for the body they represent, and no body is bound unless its own representative agrees.".to_owned(),
            });
        }
        Err(why) => said.push(format!("This committee holds no power: {why}.")),
        Ok(_) => {
            let held = basis
                .mandates
                .powers()
                .filter(|power| power.holder == mandate::HolderId::Committee(committee.id.clone()))
                .filter(|power| power.period.contains(basis.on()) == terms::Certainty::Yes)
                .count();
            said.push(format!(
                "This committee can hold what its members delegate to it. On {} {} given to it by their own dates.",
                day(basis.on()),
                match held {
                    0 => "no power is".to_owned(),
                    1 => "1 power is".to_owned(),
                    n => format!("{n} powers are"),
                }
            ));
        }
    }
    for row in shape.legality() {
        said.push(format!(
            "{} is a lawful way to decide together {}. Source: {} ({}).",
            shape.words(),
            row.period().screen(),
            row.source,
            row.standing.words()
        ));
    }
    said
}

/// The member bodies of a committee, ever.
pub fn members(basis: &Basis<'_>, committee: &Committee) -> Table {
    let rows = committee.members.iter().map(|dated| {
        let holds = dated.period.contains(basis.on()).min(committee.period.contains(basis.on()));
        vec![
            code_cell(dated.body),
            basis.name(dated.body).into(),
            from(&dated.period),
            last_day(&dated.period),
            certainty(holds).into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Members of {}", committee.name),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(basis.on())), Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// The seats of a committee, ever, with who holds each on the day.
pub fn seats(basis: &Basis<'_>, committee: &Committee) -> Table {
    let on = basis.on();
    let rows = committee.seats.iter().map(|seat| {
        let holders = basis.mandates.holders_of(&seat.post, on).into_iter().map(|holding| {
            let name = person_words(basis, &holding.person);
            match holding.capacity {
                mandate::Capacity::Substantive => name,
                other => format!("{name} ({})", other.words().to_lowercase()),
            }
        });
        let holders: Vec<String> = holders.collect();
        vec![
            post_cell(basis, &seat.post),
            seat.role.words().into(),
            seat.represents.iter().map(|body| basis.body(*body)).collect::<Vec<_>>().join("; ").into(),
            if holders.is_empty() { "vacant".to_owned() } else { holders.join("; ") }.into(),
            from(&seat.period),
            last_day(&seat.period),
            certainty(seat.period.contains(on).min(committee.period.contains(on))).into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Seats on {}", committee.name),
        columns: vec![
            Column::new("post", "Post", Kind::Link),
            Column::new("role", "Role", Kind::Text),
            Column::new("represents", "Speaks for", Kind::Text),
            Column::new("holders", format!("Holder on {}", day(on)), Kind::Text),
            first,
            last,
            Column::new("on_the_day", "Seated on the day", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![
            "A member who speaks for no body takes part and is recorded, but neither binds a body nor stands in its way."
                .to_owned(),
        ],
    }
}

/// What a committee may discuss, over time.
pub fn remit(basis: &Basis<'_>, committee: &Committee) -> Table {
    let rows = committee.remit.iter().map(|dated| {
        vec![
            matter_words(basis, &mandate::Matter::Service(dated.line.clone())).into(),
            dated.line.to_string().into(),
            from(&dated.period),
            last_day(&dated.period),
            certainty(dated.period.contains(basis.on()).min(committee.period.contains(basis.on()))).into(),
            basis
                .mandates
                .instrument(&dated.instrument)
                .map_or_else(|| dated.instrument.to_string(), |held| held.title.clone())
                .into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Remit of {}", committee.name),
        columns: vec![
            Column::new("service", "Service", Kind::Text),
            Column::new("line", "Line", Kind::Code),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(basis.on())), Kind::Text),
            Column::new("decision", "By the decision", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec!["Remit is what may be on the agenda. It gives no power to decide.".to_owned()],
    }
}
