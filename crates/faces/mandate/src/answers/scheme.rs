//! A body's scheme of reservation and delegation as the table people know: matters down, holders across.

use mandate::{HolderId, Instrument, InstrumentKind, PowerId, print_scheme, screen_scheme};
use terms::OdsCode;

use super::words::{Basis, conditions_words, holder_cell, holder_words, limit_cell, matters_words, populations_words};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{certainty, from, last_day, period_columns};

/// Where a power's page is.
pub fn power_href(power: &PowerId) -> String {
    format!("/delegations/{power}")
}

/// The scheme of a body in force on the day; no table when it has none.
pub fn scheme(basis: &Basis<'_>, body: OdsCode) -> Option<(Instrument, Table)> {
    let scheme = basis.mandates.scheme_on(body, basis.on())?;
    Some((scheme.clone(), scheme_table(basis, scheme)))
}

fn scheme_table(basis: &Basis<'_>, scheme: &Instrument) -> Table {
    let rows = basis.mandates.rows(&scheme.id);
    let (mut lines, shown) = (print_scheme(rows).into_iter(), screen_scheme(rows).into_iter().skip(1));
    let headings = lines.next().unwrap_or_default();
    let columns = headings.into_iter().map(|heading| {
        let kind = if heading == "Code" { Kind::Code } else { Kind::Text };
        let label = match (holder_of(&heading), scheme.body) {
            (Some(holder), _) => holder_words(basis, &holder),
            (None, Some(body)) if heading == "Governing body" && basis.board_words(body) == "board" => {
                "Board".to_owned()
            }
            (None, _) => heading.clone(),
        };
        Column::new(heading, label, kind)
    });
    Table {
        caption: scheme.title.clone(),
        columns: columns.collect(),
        rows: shown.zip(lines).map(|(shown, line)| shown.into_iter().zip(line).map(both).collect()).collect(),
        source: match &scheme.reference {
            Some(reference) => format!("{reference}; {}", basis.source()),
            None => basis.source(),
        },
        notes: vec![
            "R: reserved, only that holder may decide. An amount: delegated to that holder up to it. x: delegated without a limit of money. Empty: not theirs.".to_owned(),
        ],
    }
}

/// A cell as a page shows it and as a file holds it.
fn both((shown, line): (String, String)) -> Cell {
    Cell::brief(shown, line)
}

/// The holder a heading of the table names: `post ID` or `committee ID`.
fn holder_of(heading: &str) -> Option<HolderId> {
    match heading.split_once(' ')? {
        ("post", id) => id.parse().ok().map(HolderId::Post),
        ("committee", id) => id.parse().ok().map(HolderId::Committee),
        _ => None,
    }
}

/// The schemes of a body, each with the days on which it is in force.
pub fn versions(basis: &Basis<'_>, body: OdsCode) -> Table {
    let is_scheme = |held: &&Instrument| held.kind == InstrumentKind::Scheme && held.body == Some(body);
    let mut schemes: Vec<&Instrument> = basis.mandates.instruments().filter(is_scheme).collect();
    schemes.sort_by_key(|scheme| scheme.period.from().map(terms::FuzzyDate::latest));
    let rows = schemes.into_iter().map(|scheme| {
        let in_force = basis.mandates.effective(scheme);
        let first = in_force.from().map(|first| first.latest().to_string()).unwrap_or_default();
        vec![
            Cell::link(scheme.title.as_str(), format!("/organisations/{body}/scheme?version={}", scheme.id)),
            scheme.id.to_string().into(),
            from(&in_force),
            last_day(&in_force),
            certainty(in_force.contains(basis.on())).into(),
            Cell::Number(i64::try_from(basis.mandates.rows(&scheme.id).len()).unwrap_or(i64::MAX)),
            scheme.rests_on.as_ref().map(ToString::to_string).into(),
            scheme.reference.clone().into(),
            first.into(),
        ]
    });
    let [first, last] = period_columns();
    let mut table = Table {
        caption: format!("Schemes of {body}"),
        columns: vec![
            Column::new("scheme", "Scheme", Kind::Link),
            Column::new("id", "Identity", Kind::Code),
            first,
            last,
            Column::new("on_the_day", format!("In force on {}", day(basis.on())), Kind::Text),
            Column::new("rows", "Rows", Kind::Number),
            Column::new("rests_on", "Rests on", Kind::Code),
            Column::new("reference", "Published or approved", Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec!["From its first day a scheme takes the place of the one before.".to_owned()],
    };
    table.rows.iter_mut().for_each(|row| row.truncate(8));
    table
}

/// One version of a body's scheme by its identity, whether or not it is in force on the day.
pub fn version(basis: &Basis<'_>, body: OdsCode, id: &str) -> Option<(Instrument, Table)> {
    let id = id.parse().ok()?;
    let scheme = basis.mandates.instrument(&id)?;
    let theirs = scheme.kind == InstrumentKind::Scheme && scheme.body == Some(body);
    theirs.then(|| (scheme.clone(), scheme_table(basis, scheme)))
}

/// Every power of a body that is or was recorded, by scheme, agreement or direction.
pub fn powers(basis: &Basis<'_>, body: OdsCode) -> Table {
    let rows = basis.mandates.powers_of(body).map(|power| {
        let state = match power.revoked {
            Some(on) if on <= basis.on() => format!("no: revoked from {}", day(on)),
            _ => certainty(power.period.contains(basis.on())).to_owned(),
        };
        vec![
            Cell::link(power.id.as_str(), power_href(&power.id)),
            matters_words(basis, &power.matters).into(),
            holder_cell(basis, &power.holder, power.body),
            limit_cell(power.limits.per_decision),
            limit_cell(power.limits.per_year),
            limit_cell(power.limits.lifetime),
            conditions_words(&power.conditions).into(),
            populations_words(basis, &power.populations).into(),
            power.instrument.to_string().into(),
            power.clause.clone().into(),
            from(&power.period),
            last_day(&power.period),
            state.into(),
        ]
    });
    let [first, last] = period_columns();
    Table {
        caption: format!("Powers given by {body}"),
        columns: vec![
            Column::new("power", "Power", Kind::Code),
            Column::new("matter", "Over", Kind::Text),
            Column::new("holder", "Held by", Kind::Link),
            Column::new("per_decision", "Up to, per decision", Kind::Money),
            Column::new("per_year", "Up to, per financial year", Kind::Money),
            Column::new("lifetime", "Up to, in all", Kind::Money),
            Column::new("conditions", "Conditions", Kind::Text),
            Column::new("populations", "For whom, if not for all", Kind::Text),
            Column::new("instrument", "Instrument", Kind::Code),
            Column::new("clause", "Clause", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("In force by its own dates on {}", day(basis.on())), Kind::Text),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec![
            "A power that rests on something no longer in force lapses by itself, whatever its own dates.".to_owned(),
        ],
    }
}
