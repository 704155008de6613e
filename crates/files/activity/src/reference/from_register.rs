//! Practices, commissioners, successions and trusts from the register.

use assign::{AssignError, ReferenceBuilder, Table};
use register::{BodyKind, Fact, Status, Tie, View};
use std::collections::BTreeSet;
use terms::{Date, FuzzyDate, OdsCode, Period};

/// One dated row of a practice; rows side by side that say the same are one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    commissioner: Option<OdsCode>,
    region: Option<OdsCode>,
    system: Option<OdsCode>,
    status: &'static str,
    postcode: String,
}

/// Adds every practice with the commissioner it had on each day, every commissioner with its dates, every succession, and every
/// trust with the postcode of its main site.
///
/// National grouping and health geography of a practice are those of its commissioner on the day, as the register knows
/// them: the practice file's own are often stale. Hubs are told apart by the name the directory gives them.
///
/// # Errors
/// [`AssignError`] when the builder is full.
pub fn add_register(builder: &mut ReferenceBuilder, view: View<'_>) -> Result<(), AssignError> {
    for code in view.codes() {
        let kinds = view.kinds(code);
        if kinds.iter().any(|(kind, _)| matches!(kind, BodyKind::Practice | BodyKind::CostCentre)) {
            practice(builder, view, code)?;
        }
        let kind = kinds.iter().rev().find_map(|(kind, _)| match kind {
            BodyKind::CommissioningGroup | BodyKind::SubIcbLocation => Some("SUB_ICB"),
            BodyKind::CommissioningHub => Some(hub_kind(view, code)),
            _ => None,
        });
        if let Some(kind) = kind {
            commissioner(builder, view, code, kind)?;
        }
        if kinds.iter().any(|(kind, _)| *kind == BodyKind::Trust) {
            provider(builder, view, code)?;
        }
        for link in view.successions_of(code) {
            let on = link.on.latest().to_string();
            add(
                builder,
                Table::Succession,
                &[("old_code", link.from.as_str()), ("new_code", link.to.as_str()), ("effective_date", &on)],
            )?;
        }
    }
    Ok(())
}

fn add(builder: &mut ReferenceBuilder, table: Table, cells: &[(&'static str, &str)]) -> Result<(), AssignError> {
    builder.add(table, &|column| cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text))
}

fn hub_kind(view: View<'_>, code: OdsCode) -> &'static str {
    let names = view.names(code);
    let called = |words: &str| names.iter().any(|name| name.text.to_uppercase().contains(words));
    if called("H&J") || called("HEALTH AND JUSTICE") {
        "HJ_HUB"
    } else if called("NATIONAL COMMISSIONING HUB") {
        "NATIONAL_HUB"
    } else {
        "SPEC_HUB"
    }
}

fn commissioner(builder: &mut ReferenceBuilder, view: View<'_>, code: OdsCode, kind: &str) -> Result<(), AssignError> {
    let (from, last) = days(view.lives(code).counting().unwrap_or(Period::ALWAYS));
    let day = last.or(from).unwrap_or(Date::MAX);
    let [icb, region] = [Tie::System, Tie::Region].map(|tie| text(view.parent(code, tie, day).nominal()));
    add(
        builder,
        Table::Commissioners,
        &[
            ("code", code.as_str()),
            ("type", kind),
            ("icb", &icb),
            ("region", &region),
            ("valid_from", &text(from)),
            ("valid_to", &text(last)),
        ],
    )
}

fn provider(builder: &mut ReferenceBuilder, view: View<'_>, code: OdsCode) -> Result<(), AssignError> {
    let (from, last) = days(view.lives(code).counting().unwrap_or(Period::ALWAYS));
    // Where a trust is now stands for where it was: the directory of trusts gives one main site.
    let day = last.unwrap_or(Date::MAX);
    let Some((address, _)) = view.address_on(code, day) else { return Ok(()) };
    let name = view.name_on(code, day).map_or_else(String::new, |name| name.text.to_string());
    add(
        builder,
        Table::Providers,
        &[
            ("provider_code", code.as_str()),
            ("name", &name),
            ("postcode", &address.postcode),
            ("valid_from", &text(from)),
            ("valid_to", &text(last)),
        ],
    )
}

fn practice(builder: &mut ReferenceBuilder, view: View<'_>, code: OdsCode) -> Result<(), AssignError> {
    let life = view.lives(code).counting().unwrap_or(Period::ALWAYS);
    let observed = observations(view, code);
    let mut edges = BTreeSet::from([Date::MIN]);
    let mut edge = |date: Option<FuzzyDate>| {
        if let Some(date) = date {
            edges.insert(date.latest());
        }
    };
    edge(life.from());
    edge(life.to());
    for membership in view.memberships(code).into_iter().filter(|membership| membership.tie == Tie::Commissioner) {
        edge(membership.period.from());
        edge(membership.period.to());
        for above in view.memberships(membership.parent) {
            if matches!(above.tie, Tie::Region | Tie::System) {
                edge(above.period.from());
                edge(above.period.to());
            }
        }
    }
    edges.extend(observed.iter().map(|(on, _)| *on));
    let edges: Vec<Date> = edges.into_iter().collect();
    let mut held: Option<(Date, Standing)> = None;
    for (place, from) in edges.iter().enumerate() {
        let standing = standing(view, code, *from, life, &observed);
        match &held {
            Some((_, before)) if *before == standing => {}
            _ => {
                if let Some((start, before)) = held.replace((*from, standing)) {
                    row(builder, code, start, from.yesterday().ok(), &before)?;
                }
            }
        }
        if place + 1 == edges.len()
            && let Some((start, last)) = held.take()
        {
            row(builder, code, start, None, &last)?;
        }
    }
    Ok(())
}

/// What each snapshot says of the practice's standing, by its day.
fn observations(view: View<'_>, code: OdsCode) -> Vec<(Date, Status)> {
    let mut observed = Vec::new();
    for said in view.attestations(code) {
        if let Fact::Stood { status, code: subject } = said.fact
            && *subject == code
        {
            observed.extend(said.imports.iter().map(|import| (import.released.observed_on(), *status)));
        }
    }
    observed.sort_unstable();
    observed
}

fn standing(view: View<'_>, code: OdsCode, day: Date, life: Period, observed: &[(Date, Status)]) -> Standing {
    let commissioner = view.parent(code, Tie::Commissioner, day).nominal();
    let above = |tie| commissioner.and_then(|commissioner| view.parent(commissioner, tie, day).nominal());
    // The newest snapshot not later than the day, or else the oldest later one.
    let last = observed.iter().rev().find(|(on, _)| *on <= day).or(observed.first()).map(|(_, status)| *status);
    let closed = life.to().is_some_and(|to| to.latest() <= day);
    let begun = life.from().is_none_or(|from| from.latest() <= day);
    let status = match last {
        _ if closed => "C",
        Some(Status::Dormant) => "D",
        // A closed practice was open from its opening to its closing day; before that only a proposed one counts.
        Some(Status::Proposed) => "P",
        _ if begun => "A",
        _ => "C",
    };
    let postcode = view.address_on(code, day).map_or(String::new(), |(address, _)| address.postcode.to_string());
    Standing { commissioner, region: above(Tie::Region), system: above(Tie::System), status, postcode }
}

fn row(
    builder: &mut ReferenceBuilder,
    code: OdsCode,
    from: Date,
    last: Option<Date>,
    standing: &Standing,
) -> Result<(), AssignError> {
    add(
        builder,
        Table::Practices,
        &[
            ("practice_code", code.as_str()),
            ("national_grouping", &text(standing.region)),
            ("hlhg", &text(standing.system)),
            ("postcode", &standing.postcode),
            ("status", standing.status),
            ("commissioner", &text(standing.commissioner)),
            ("valid_from", &if from == Date::MIN { String::new() } else { from.to_string() }),
            ("valid_to", &text(last)),
        ],
    )
}

fn days(period: Period) -> (Option<Date>, Option<Date>) {
    let last = period.to().and_then(|to| to.latest().yesterday().ok());
    (period.from().map(FuzzyDate::latest), last)
}

fn text(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
