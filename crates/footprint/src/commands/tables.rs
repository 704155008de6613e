//! Tables of the answers.

use app::House;
use journal::Known;
use register::{FindingKind, Link, Released, Tie, View, Weights};
use std::collections::BTreeMap;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period, Sequence};
use web::table::{Cell, Column, Kind, Table};

fn columns<const N: usize>(all: [(&'static str, &str, Kind); N]) -> Vec<Column> {
    all.into_iter().map(|(key, label, kind)| Column::new(key, label, kind)).collect()
}

fn name(view: &View<'_>, code: OdsCode, day: Date) -> String {
    view.name_on(code, day).map_or_else(String::new, |name| name.text.to_string())
}

fn kind(view: &View<'_>, code: OdsCode, day: Date) -> &'static str {
    view.kind_on(code, day).map_or("", register::BodyKind::words)
}

fn edge(date: Option<FuzzyDate>) -> Cell {
    match date {
        None => Cell::Empty,
        Some(date) if date.is_exact() => Cell::Date(date.latest()),
        Some(date) => Cell::Text(date.screen()),
    }
}

fn first(period: Period) -> Cell {
    edge(period.from())
}

fn last(period: Period) -> Cell {
    edge(period.to().map(FuzzyDate::previous_day))
}

fn certainty(certainty: Certainty) -> Cell {
    match certainty {
        Certainty::Yes => "yes".into(),
        Certainty::Uncertain => "perhaps: the date is not known to the day".into(),
        Certainty::No => "no".into(),
    }
}

fn code(code: OdsCode) -> Cell {
    Cell::link(code.as_str(), format!("/organisations/{code}"))
}

/// The organisation on the day, as a list of what is known of it.
pub(crate) fn summary(view: &View<'_>, of: OdsCode, day: Date) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut put = |what: &str, cell: String| {
        if !cell.is_empty() {
            rows.push(vec![what.into(), cell.into()]);
        }
    };
    put("Code", of.to_string());
    if let Some(name) = view.name_on(of, day) {
        let later = if name.later { " (a later name: none is known for this day)" } else { "" };
        put("Name", format!("{}{later}", name.text));
    }
    put("Kind", kind(view, of, day).to_owned());
    let lives = view.lives(of);
    put("In law", lives.legal.map_or_else(String::new, |life| life.screen()));
    put("In practice", lives.operational.map_or_else(String::new, |life| life.screen()));
    let open = match view.was_open(of, day) {
        Certainty::Yes => "yes",
        Certainty::Uncertain => "perhaps: its dates are not known to the day",
        Certainty::No => "no",
    };
    put("Open on the day", open.to_owned());
    let gss: Vec<String> = view.gss_codes(of).iter().map(ToString::to_string).collect();
    put("GSS code", gss.join(", "));
    if let Some((address, import)) = view.address_on(of, day) {
        let mut lines: Vec<&str> = address.lines.iter().map(AsRef::as_ref).collect();
        lines.push(&address.postcode);
        put("Address", format!("{} ({}, {})", lines.join(", "), import.series.title(), import.released.0.screen()));
    }
    if let Some((status, import)) = view.status_on(of, day) {
        put("Status", format!("{} ({}, {})", status.words(), import.series.title(), import.released.0.screen()));
    }
    if let Some((on, heads)) = view.list_size(of, day) {
        put("Patients", format!("{} on {}", heads.0, FuzzyDate::day(on).screen()));
    }
    Table {
        caption: format!("{of} {}", name(view, of, day)),
        columns: columns([("what", "What", Kind::Text), ("value", "As recorded", Kind::Text)]),
        rows,
        ..Table::default()
    }
}

/// Its names over time.
pub(crate) fn names(view: &View<'_>, of: OdsCode) -> Table {
    let rows = view.names(of).into_iter().map(|name| {
        vec![
            name.text.to_string().into(),
            first(name.period),
            last(name.period),
            name.series.title().into(),
            name.released.0.screen().into(),
        ]
    });
    Table {
        caption: "Names".into(),
        columns: columns([
            ("name", "Name", Kind::Text),
            ("from", "From, or first seen", Kind::Date),
            ("to", "To", Kind::Date),
            ("source", "Source", Kind::Text),
            ("released", "Released", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// What it was over time.
pub(crate) fn kinds(view: &View<'_>, of: OdsCode) -> Table {
    let rows = view.kinds(of).into_iter().map(|(kind, period)| vec![kind.words().into(), first(period), last(period)]);
    Table {
        caption: "What it was".into(),
        columns: columns([("kind", "Kind", Kind::Text), ("from", "From", Kind::Date), ("to", "To", Kind::Date)]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// To whom it belonged over time.
pub(crate) fn parents(view: &View<'_>, of: OdsCode, day: Date) -> Table {
    let rows = view.memberships(of).into_iter().map(|membership| {
        let on = membership.period.from().map_or(day, FuzzyDate::latest);
        vec![
            membership.tie.words().into(),
            code(membership.parent),
            name(view, membership.parent, on).into(),
            first(membership.period),
            last(membership.period),
        ]
    });
    Table {
        caption: "Belonged to".into(),
        columns: columns([
            ("tie", "As its", Kind::Text),
            ("code", "Code", Kind::Code),
            ("name", "Name then", Kind::Text),
            ("from", "From", Kind::Date),
            ("to", "To", Kind::Date),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Arrangements short of merger.
pub(crate) fn arrangements(view: &View<'_>, of: OdsCode) -> Table {
    let rows = view.arrangements(of).into_iter().map(|arrangement| {
        let members: Vec<String> = arrangement.members.iter().map(ToString::to_string).collect();
        vec![
            arrangement.kind.words().into(),
            arrangement.name.to_string().into(),
            members.join(", ").into(),
            first(arrangement.period),
            last(arrangement.period),
            arrangement.source.to_string().into(),
        ]
    });
    Table {
        caption: "Arrangements short of merger".into(),
        columns: columns([
            ("kind", "Kind", Kind::Text),
            ("name", "Name", Kind::Text),
            ("members", "Members", Kind::Text),
            ("from", "From", Kind::Date),
            ("to", "To", Kind::Date),
            ("source", "Source", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Which local authorities it covered.
pub(crate) fn coverage(view: &View<'_>, of: OdsCode, day: Date) -> Table {
    let rows = view.coverage(of, day).into_iter().map(|covered| {
        vec![
            covered.authority.to_string().into(),
            view.area_name(covered.authority).map_or(Cell::Empty, |name| name.to_string().into()),
            (covered.n_areas as i64).into(),
            (covered.n_areas_of_authority as i64).into(),
            covered.residents.map(|heads| heads.0 as i64).into(),
            Cell::Date(covered.counted),
        ]
    });
    Table {
        caption: "Local authorities covered".into(),
        columns: columns([
            ("gss", "GSS code", Kind::Code),
            ("name", "Name", Kind::Text),
            ("areas", "Small areas here", Kind::Number),
            ("areas_all", "of", Kind::Number),
            ("residents", "Residents here", Kind::Number),
            ("counted", "By the lookup of", Kind::Date),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Who belonged to it on the day.
pub(crate) fn members(view: &View<'_>, of: OdsCode, day: Date, wanted: impl Fn(OdsCode, Tie) -> bool) -> Table {
    let rows = view.members(of, day).into_iter().filter(|member| wanted(member.code, member.tie)).map(|member| {
        vec![
            code(member.code),
            name(view, member.code, day).into(),
            kind(view, member.code, day).into(),
            member.tie.words().into(),
            certainty(member.certainty),
        ]
    });
    Table {
        caption: format!("Members of {of} {}", name(view, of, day)),
        columns: columns([
            ("code", "Code", Kind::Code),
            ("name", "Name", Kind::Text),
            ("kind", "Kind", Kind::Text),
            ("tie", "Has it as its", Kind::Text),
            ("surely", "On the day", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// A chain of successions.
pub(crate) fn links(view: &View<'_>, caption: String, links: &[Link]) -> Table {
    let rows = links.iter().map(|link| {
        let before = link.on.latest().yesterday().unwrap_or(link.on.latest());
        vec![
            edge(Some(link.on)),
            code(link.from),
            name(view, link.from, before).into(),
            code(link.to),
            name(view, link.to, link.on.latest()).into(),
            link.cause.words().into(),
            if link.cause_stated { "stated".into() } else { "worked out".into() },
            link.instrument.to_string().into(),
        ]
    });
    Table {
        caption,
        columns: columns([
            ("on", "On", Kind::Date),
            ("from", "Old", Kind::Code),
            ("from_name", "Old name", Kind::Text),
            ("to", "New", Kind::Code),
            ("to_name", "New name", Kind::Text),
            ("cause", "How", Kind::Text),
            ("cause_is", "How is", Kind::Text),
            ("instrument", "Order", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Who holds what it held, with shares.
pub(crate) fn heirs(view: &View<'_>, of: OdsCode, from: Date, to: Date, by: Weights) -> Table {
    let caption = format!("Where {of} of {from} is on {to}");
    let columns = columns([
        ("code", "Code", Kind::Code),
        ("name", "Name", Kind::Text),
        ("weight", "Weight", Kind::Number),
        ("share", "Share (%)", Kind::Number),
    ]);
    match view.heirs(of, from, to, by) {
        Err(why) => Table { caption, columns, notes: vec![format!("{of}: {why}.")], ..Table::default() },
        Ok(heirs) => {
            let all: u64 = heirs.shares.iter().map(|(_, weight)| *weight).sum();
            let rows = heirs.shares.iter().map(|(heir, weight)| {
                vec![
                    code(*heir),
                    name(view, *heir, to).into(),
                    (*weight as i64).into(),
                    Cell::Decimal { value: *weight as f64 * 100.0 / all.max(1) as f64, places: 1 },
                ]
            });
            let note = match heirs.placing {
                register::Placing::Direct => "The body itself is still there.".to_owned(),
                register::Placing::Followed => "Followed whole through its successions.".to_owned(),
                register::Placing::Apportioned { by, counted, unit } => {
                    format!("Shared out by {by}, {unit:?} counted on {}.", FuzzyDate::day(counted).screen())
                }
            };
            Table { caption, columns, rows: rows.collect(), notes: vec![note], ..Table::default() }
        }
    }
}

/// The kinds of finding, with how many there are of each.
pub(crate) fn finding_kinds(findings: &[register::Finding]) -> Table {
    let mut counts: BTreeMap<FindingKind, i64> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.kind).or_default() += 1;
    }
    let rows = counts
        .into_iter()
        .map(|(kind, count)| vec![kind.slug().into(), kind.words().into(), count.into(), kind.explanation().into()]);
    Table {
        caption: "Findings by kind".into(),
        columns: columns([
            ("kind", "Kind", Kind::Text),
            ("words", "What", Kind::Text),
            ("count", "How many", Kind::Number),
            ("meaning", "What it means", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The findings of one kind.
pub(crate) fn findings(findings: &[register::Finding], wanted: FindingKind) -> Table {
    let rows = findings.iter().filter(|finding| finding.kind == wanted).map(|finding| {
        let sayings: Vec<String> = finding
            .sayings
            .iter()
            .map(|saying| {
                let released = saying.released.map_or_else(String::new, |released| format!(" {released}"));
                format!("{}{released}: {}", saying.series, saying.says)
            })
            .collect();
        vec![
            finding.subject.to_string().into(),
            finding.detail.clone().into(),
            sayings.join("; ").into(),
            finding.line.map(i64::from).into(),
        ]
    });
    Table {
        caption: wanted.words().into(),
        columns: columns([
            ("subject", "Subject", Kind::Text),
            ("detail", "What was found", Kind::Text),
            ("sources", "Who says what", Kind::Text),
            ("line", "Line", Kind::Number),
        ]),
        rows: rows.collect(),
        notes: vec![wanted.explanation().to_owned()],
        ..Table::default()
    }
}

/// The files taken in.
pub(crate) fn imports(known: &Known<House>, view: &View<'_>) -> Table {
    let house = &known.state;
    let rows = view.state().imports().iter().filter(|import| import.recorded <= view.known()).map(|import| {
        let retracted = import.retracted.filter(|retracted| *retracted <= view.known());
        vec![
            (import.recorded.0 as i64).into(),
            house.recorded_at(import.recorded).map(|time| time.strftime("%Y-%m-%d %H:%M:%SZ").to_string()).into(),
            import.series.title().into(),
            Released::to_string(&import.released).into(),
            import.source_name.to_string().into(),
            (import.rows as i64).into(),
            retracted.map(|Sequence(entry)| format!("retracted by entry {entry}")).into(),
            import.source_hash.to_string().get(..12).unwrap_or_default().into(),
        ]
    });
    Table {
        caption: "Files taken in".into(),
        columns: columns([
            ("entry", "Entry", Kind::Number),
            ("recorded_at", "Recorded", Kind::Text),
            ("series", "What it is", Kind::Text),
            ("released", "Released", Kind::Text),
            ("file", "File or source", Kind::Text),
            ("rows", "Rows", Kind::Number),
            ("retracted", "Retracted", Kind::Text),
            ("sha256", "SHA-256 begins", Kind::Code),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Everything any file says of it.
pub(crate) fn sources(view: &View<'_>, of: OdsCode) -> Table {
    let rows = view.attestations(of).into_iter().map(|said| {
        let releases: Vec<String> = said.imports.iter().map(|import| import.released.to_string()).collect();
        vec![
            super::change::number_of(said.series, said.fact).into(),
            said.series.slug().into(),
            releases.join(", ").into(),
            said.fact.to_string().replace('\t', " · ").into(),
        ]
    });
    Table {
        caption: format!("What the sources say of {of}"),
        columns: columns([
            ("number", "Number", Kind::Code),
            ("series", "Series", Kind::Text),
            ("releases", "Releases", Kind::Text),
            ("fact", "Says", Kind::Text),
        ]),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// What changed in a place.
pub(crate) fn diff(view: &View<'_>, place: &[OdsCode], from: Date, to: Date) -> Vec<Table> {
    let diff = view.diff(place, from, to);
    let bodies = |caption: &str, codes: &[OdsCode], day: Date| Table {
        caption: format!("{caption} {}: {}", FuzzyDate::day(day).screen(), codes.len()),
        columns: columns([("code", "Code", Kind::Code), ("name", "Name", Kind::Text)]),
        rows: codes.iter().map(|held| vec![code(*held), name(view, *held, day).into()]).collect(),
        ..Table::default()
    };
    let practices = Table {
        caption: "Practices that passed".into(),
        columns: columns([
            ("from", "From", Kind::Code),
            ("to", "To", Kind::Code),
            ("practices", "Practices", Kind::Number),
        ]),
        rows: diff
            .practices
            .iter()
            .map(|((from, to), count)| vec![code(*from), code(*to), (*count as i64).into()])
            .collect(),
        notes: diff.unexplained.iter().map(|code| format!("{code} opened or closed without a succession.")).collect(),
        ..Table::default()
    };
    vec![
        bodies("On", &diff.before, from),
        bodies("On", &diff.after, to),
        links(view, "What happened in between".into(), &diff.links),
        practices,
    ]
}
