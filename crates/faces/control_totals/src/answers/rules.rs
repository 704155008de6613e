//! What is set nationally or recorded of systems: regimes, thresholds, prices, memberships and notices.

use ask::{Cell, Kind, Table};
use money::{FundScheme, Moves, Regime, Threshold, thresholds_at_first};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence};

use super::basis::{Basis, table};

/// The regimes by which months are judged, in order of their days.
pub fn regimes(basis: &Basis<'_>) -> Table {
    let recorded: Vec<_> = basis.room.regimes().map(|held| &held.code).collect();
    let rows = basis.room.regimes_in_use().into_iter().map(|held| {
        let whose = if recorded.contains(&&held.code) { "Recorded here" } else { "Came with this edition" };
        vec![
            held.code.to_string().into(),
            naming::from(&held.period),
            naming::last_day(&held.period),
            moves_words(held.moves).into(),
            held.break_even.words().into(),
            held.fund.as_ref().map(scheme_words).into(),
            held.source.clone().into(),
            held.standing.words().into(),
            whose.into(),
        ]
    });
    let columns = [
        ("code", "Regime", Kind::Code),
        ("from", "From", Kind::Date),
        ("last_day", "To", Kind::Date),
        ("moves", "May members move control total?", Kind::Text),
        ("break_even", "Who must break even", Kind::Text),
        ("fund", "How a fund is divided", Kind::Text),
        ("source", "Source", Kind::Text),
        ("standing", "How sure it is", Kind::Text),
        ("whose", "Where it comes from", Kind::Text),
    ];
    Table {
        notes: vec!["A month is judged by the regime in force on its first day.".to_owned()],
        ..table("Regimes of control totals", basis.source(), &columns, rows)
    }
}

fn moves_words(moves: Moves) -> String {
    match moves {
        Moves::Forbidden => "No".to_owned(),
        Moves::Allowed => "Yes, the sum unchanged".to_owned(),
        Moves::AllowedUntil(month) => format!("Yes up to {month}, the sum unchanged"),
    }
}

fn scheme_words(scheme: &FundScheme) -> String {
    let access: Vec<String> = scheme.access.iter().map(|(element, part)| format!("{element} {part}")).collect();
    let quarters = scheme.quarters.0.map(|weight| weight.to_string()).join(" : ");
    let mut words = format!("finance {}", scheme.finance);
    if scheme.system_share.weight() > 0 {
        words.push_str(&format!(", of which {} hangs on the system", scheme.system_share));
    }
    if !access.is_empty() {
        words.push_str(&format!("; access: {}", access.join(", ")));
    }
    format!("{words}; quarters {quarters}")
}

/// What a month's regime lets members do, in a sentence.
pub fn regime_sentence(basis: &Basis<'_>, year: FinancialYear, month: FinancialMonth) -> String {
    let Some(Regime { code, moves, .. }) = basis.room.regime(year, month) else {
        return format!("No regime is recorded for {month} of {year}, so nobody can move control total in it.");
    };
    match moves {
        Moves::Forbidden => format!("Under regime {code} no control total can be moved between bodies."),
        Moves::Allowed => format!(
            "Under regime {code} members may move control total between them, the sum unchanged, when every body whose total \
             changes signs."
        ),
        Moves::AllowedUntil(last) => format!(
            "Under regime {code} members may move control total between them up to {last}, the sum unchanged, when every body \
             whose total changes signs."
        ),
    }
}

/// The thresholds of triggers, by the day from which they hold.
pub fn thresholds(basis: &Basis<'_>) -> Table {
    let row = |from: Cell, source: &str, (trigger, held): (&money::Trigger, &Threshold)| {
        vec![
            from,
            trigger.slug().to_uppercase().into(),
            trigger.words().into(),
            held.share.to_string().into(),
            held.until.map(|month| i64::from(month.number())).into(),
            held.standing.words().into(),
            source.to_owned().into(),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for held in &thresholds_at_first().0 {
        rows.push(row(Cell::Empty, "Came with this edition; holds until a set recorded here does", held));
    }
    for set in basis.room.threshold_sets() {
        rows.extend(set.thresholds.0.iter().map(|held| row(set.from.into(), &set.source, held)));
    }
    let columns = [
        ("from", "From", Kind::Date),
        ("trigger", "Trigger", Kind::Code),
        ("what", "What it tells", Kind::Text),
        ("share", "Share of the year’s resource", Kind::Text),
        ("until", "Last month tested", Kind::Number),
        ("standing", "How sure it is", Kind::Text),
        ("source", "Source", Kind::Text),
    ];
    let notes = vec![
        "A set takes the place of all before it from its day. A trigger that is not in a set is not tested.".to_owned(),
        "A trigger proposes or asks somebody to look. Nothing starts by itself.".to_owned(),
    ];
    Table { notes, ..table("Thresholds of triggers", basis.source(), &columns, rows.into_iter()) }
}

/// Published indices of prices.
pub fn deflators(basis: &Basis<'_>) -> Table {
    let rows = basis.room.deflators().map(|(series, year, index)| {
        vec![series.to_string().into(), year.to_string().into(), index.to_string().into()]
    });
    let columns =
        [("series", "Series", Kind::Code), ("year", "Financial year", Kind::Text), ("index", "Index", Kind::Number)];
    table("Indices of prices", basis.source(), &columns, rows)
}

/// Who belongs to which system, since when, and with how much of its figures; of one system or of all.
pub fn memberships(basis: &Basis<'_>, only: Option<OdsCode>) -> Table {
    let held = basis.room.all_memberships().filter(|held| only.is_none_or(|only| held.system == only));
    let rows = held.map(|held| {
        vec![
            Cell::link(held.system.to_string(), format!("/control-totals/{}", held.system)),
            basis.name(held.system),
            naming::code_cell(held.body),
            basis.name(held.body),
            held.side.words().into(),
            held.share.to_string().into(),
            naming::from(&held.period),
            naming::last_day(&held.period),
        ]
    });
    let columns = [
        ("system", "System", Kind::Link),
        ("system_name", "Called", Kind::Text),
        ("body", "Body", Kind::Link),
        ("body_name", "Called", Kind::Text),
        ("side", "Side", Kind::Text),
        ("share", "Share of its figures that counts", Kind::Text),
        ("from", "From", Kind::Date),
        ("last_day", "To", Kind::Date),
    ];
    table("Members of systems", basis.source(), &columns, rows)
}

/// National notices of control totals, one row for each body they name.
pub fn notices(basis: &Basis<'_>, only: Option<OdsCode>, year: Option<FinancialYear>) -> Table {
    let is_asked = |held: &&money::totals::Notice| {
        only.is_none_or(|only| held.system == only) && year.is_none_or(|year| held.year == year)
    };
    let held = basis.room.notices().filter(is_asked);
    let rows = held.flat_map(|held| {
        held.totals.iter().map(|(body, total): (&OdsCode, &Pence)| {
            vec![
                held.id.to_string().into(),
                held.system.to_string().into(),
                held.year.to_string().into(),
                i64::from(held.month.number()).into(),
                held.issued_on.into(),
                naming::code_cell(*body),
                basis.name(*body),
                (*total).into(),
                held.source.clone().into(),
                Cell::link(held.stamp.entry.to_string(), format!("/entries/{}", held.stamp.entry)),
            ]
        })
    });
    let columns = [
        ("notice", "Notice", Kind::Code),
        ("system", "System", Kind::Code),
        ("year", "Financial year", Kind::Text),
        ("month", "From month", Kind::Number),
        ("issued_on", "Issued on", Kind::Date),
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("total", "Control total", Kind::Money),
        ("source", "Source", Kind::Text),
        ("entry", "Entry", Kind::Link),
    ];
    Table {
        notes: vec!["A deficit is negative. A system’s total changes by a national notice alone.".to_owned()],
        ..table("National notices of control totals", basis.source(), &columns, rows)
    }
}
