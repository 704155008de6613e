//! One body: what it is, its life as dated rows, to whom it belonged.

use register::{Address, Import, Lives, Membership, Name, Released, View};
use terms::{AsAt, Certainty, Date, FuzzyDate, GssCode, Heads, Held, OdsCode, Period};

use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{MEMBERSHIPS, certainty, code_cell, count, from, kind, last_day, name, open, period_columns, series_of};

/// A body on a day.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its code.
    pub code: OdsCode,
    /// What it was called, as published; empty if no file names it.
    pub name: String,
    /// How the name is known.
    pub named: Option<Name>,
    /// What it was, in words.
    pub kind: &'static str,
    /// Whether it was open, in words.
    pub open: String,
    /// Whether it was open.
    pub was_open: Certainty,
    /// Its dates.
    pub lives: Lives,
    /// Its codes from the Office for National Statistics.
    pub gss: Vec<GssCode>,
    /// Where it was, and the release that says so.
    pub address: Option<(Address, Released)>,
    /// The status a snapshot gives it, and the release.
    pub status: Option<(&'static str, Released)>,
    /// Registered patients, with the day of the count; for a commissioner, of its practices on the day.
    pub patients: Option<(Date, Heads)>,
    /// How many bodies belonged to it on the day, by what it was to them.
    pub n_members: u64,
    /// To whom it belonged on the day.
    pub parents: Vec<(Membership, Certainty)>,
    /// What took its place, one step on, if anything did by the day its closure is judged.
    pub became: Vec<OdsCode>,
}

/// What is known of a body on a day; nothing if the register does not know the code.
pub fn organisation(view: &View<'_>, at: AsAt, code: OdsCode) -> Option<Organisation> {
    if !view.knows(code) {
        return None;
    }
    let named = view.name_on(code, at.valid);
    let members = view.members(code, at.valid);
    let own = view.list_size(code, at.valid);
    let patients = own.or_else(|| {
        let counts: Vec<(Date, Heads)> = members
            .iter()
            .filter(|member| member.tie == register::Tie::Commissioner)
            .filter_map(|member| view.list_size(member.code, at.valid))
            .collect();
        let counted = counts.first()?.0;
        Some((counted, Heads(counts.iter().map(|(_, heads)| heads.0).sum())))
    });
    let released = |import: &Import| import.released;
    Some(Organisation {
        code,
        name: named.as_ref().map(|name| name.text.to_string()).unwrap_or_default(),
        named,
        kind: kind(view, code, at.valid),
        open: open(view, code, at.valid),
        was_open: view.was_open(code, at.valid),
        lives: view.lives(code),
        gss: view.gss_codes(code),
        address: view.address_on(code, at.valid).map(|(address, import)| (address.clone(), released(import))),
        status: view.status_on(code, at.valid).map(|(status, import)| (status.words(), released(import))),
        patients,
        n_members: members.len() as u64,
        parents: view
            .memberships(code)
            .into_iter()
            .map(|held| (held, held.period.contains(at.valid)))
            .filter(|(_, holds)| *holds != Certainty::No)
            .collect(),
        became: {
            let mut became: Vec<OdsCode> = view.successions_of(code).into_iter().map(|link| link.to).collect();
            became.dedup();
            became
        },
    })
}

/// What is known of a body on a day, as a table of two columns.
pub fn summary(view: &View<'_>, at: AsAt, code: OdsCode) -> Table {
    let rows = organisation(view, at, code).map(|body| summary_rows(view, at, &body)).unwrap_or_default();
    Table {
        caption: format!("{code} on {}", day(at.valid)),
        columns: vec![Column::new("what", "What", Kind::Text), Column::new("value", "Value", Kind::Text)],
        rows: rows.into_iter().map(|(what, value)| vec![Cell::from(what), value]).collect(),
        source: format!("every imported file that names {code}, as known after entry {}", at.known),
        notes: Vec::new(),
    }
}

/// The summary's lines: what, and the value.
pub fn summary_rows(view: &View<'_>, at: AsAt, body: &Organisation) -> Vec<(&'static str, Cell)> {
    let mut rows: Vec<(&'static str, Cell)> = vec![
        ("ODS code", body.code.as_str().into()),
        ("Name", name(view, body.code, at.valid).into()),
        ("Kind", body.kind.into()),
        ("On the day", body.open.clone().into()),
    ];
    let life = |period: Option<Period>| period.map(|period| Cell::from(period.screen()));
    rows.extend(life(body.lives.legal).map(|cell| ("In law", cell)));
    rows.extend(life(body.lives.operational).map(|cell| ("In practice", cell)));
    rows.extend(body.status.map(|(status, released)| {
        ("Status in the file", Cell::from(format!("{status}, in the file released {}", released.0.screen())))
    }));
    for (held, holds) in &body.parents {
        let doubt = if *holds == Certainty::Uncertain { " (perhaps: the date is not known to the day)" } else { "" };
        let text = format!("{} {}{doubt}", held.parent, name(view, held.parent, at.valid));
        rows.push((held.tie.words(), Cell::link(text, super::href(held.parent))));
    }
    if body.n_members > 0 {
        let href = format!("{}/members", super::href(body.code));
        rows.push(("Members", Cell::link(super::counted(body.n_members, "body", "bodies"), href)));
    }
    rows.extend(body.patients.map(|(counted, heads)| {
        let text = format!("{} (counted {})", super::thousands(heads.0), day(counted));
        ("Registered patients", Cell::from(text))
    }));
    rows.extend(body.address.as_ref().map(|(address, released)| {
        let mut lines: Vec<&str> = address.lines.iter().map(AsRef::as_ref).collect();
        lines.push(&address.postcode);
        lines.retain(|line| !line.is_empty());
        ("Address", Cell::from(format!("{}; from the file released {}", lines.join(", "), released.0.screen())))
    }));
    if !body.gss.is_empty() {
        let codes: Vec<&str> = body.gss.iter().map(GssCode::as_str).collect();
        rows.push(("GSS code (ONS)", codes.join(", ").into()));
    }
    rows
}

/// One dated thing about a body.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The row of the chart, and the column of the table: `Name`, `Commissioner`, `Open in law`.
    pub what: &'static str,
    /// What held.
    pub value: String,
    /// The other body it is about.
    pub other: Option<OdsCode>,
    /// When.
    pub period: Period,
    /// Who says so, where one source does.
    pub source: String,
}

/// Everything dated about a body: its lives, what it was, its names, memberships, successions and arrangements.
pub fn happenings(view: &View<'_>, code: OdsCode) -> Vec<Happening> {
    let lives = view.lives(code);
    let mut all = Vec::new();
    let mut add = |what, value: String, other, period, source: String| {
        all.push(Happening { what, value, other, period, source });
    };
    if let Some(period) = lives.legal {
        add("Open in law", "Open".into(), None, period, String::new());
    }
    if let Some(period) = lives.operational {
        add("Open in practice", "Open".into(), None, period, String::new());
    }
    for (kind, period) in view.kinds(code) {
        let period = lives.counting().and_then(|life| life.intersection(&period)).unwrap_or(period);
        add("Kind", kind.words().into(), None, period, String::new());
    }
    for held in view.names(code) {
        let source = format!("{}, released {}", held.series.title(), held.released.0.screen());
        add("Name", held.text.to_string(), None, held.period, source);
    }
    for held in view.memberships(code) {
        let on = held.period.from().map_or(Date::MIN, FuzzyDate::latest);
        add(
            held.tie.words(),
            format!("{} {}", held.parent, name(view, held.parent, on)),
            Some(held.parent),
            held.period,
            String::new(),
        );
    }
    for link in view.predecessions_of(code) {
        let period = Period::new(Some(link.on), Some(link.on.next_day())).unwrap_or(Period::ALWAYS);
        let value = format!("{}: took the place of {}", link.cause.words(), link.from);
        add("Succession", value, Some(link.from), period, link.instrument.to_string());
    }
    for link in view.successions_of(code) {
        let period = Period::new(Some(link.on), Some(link.on.next_day())).unwrap_or(Period::ALWAYS);
        let value = format!("{}: gave way to {}", link.cause.words(), link.to);
        add("Succession", value, Some(link.to), period, link.instrument.to_string());
    }
    for held in view.arrangements(code) {
        let value = format!("{}: {}", held.kind.words(), held.name);
        add("Arrangement", value, None, held.period, held.source.to_string());
    }
    all.sort_by_key(|happening| happening.period.from().map(|on| (on.latest(), on.earliest())));
    all
}

/// Everything dated about a body, as rows.
pub fn timeline(view: &View<'_>, code: OdsCode) -> Table {
    let [first, last] = period_columns();
    let rows = happenings(view, code).into_iter().map(|happening| {
        vec![
            from(&happening.period),
            last_day(&happening.period),
            happening.what.into(),
            happening.value.into(),
            happening.other.map(code_cell).into(),
            happening.source.into(),
        ]
    });
    Table {
        caption: format!("Timeline of {code}"),
        columns: vec![
            first,
            last,
            Column::new("what", "What", Kind::Text),
            Column::new("value", "Detail", Kind::Text),
            Column::new("other", "Other body", Kind::Code),
            Column::new("source", "Source, where one alone says so", Kind::Text),
        ],
        rows: rows.collect(),
        source: format!("every imported file that names {code}, as known after entry {}", view.known()),
        notes: vec![
            "A date is as precise as the sources: “between” means that the change came on some day between two releases."
                .to_owned(),
        ],
    }
}

/// To whom a body belonged, ever, and whether on the day asked about.
pub fn parents(view: &View<'_>, at: AsAt, code: OdsCode) -> Table {
    let [first, last] = period_columns();
    let rows = view.memberships(code).into_iter().map(|held| {
        let on = held.period.from().map_or(Date::MIN, FuzzyDate::latest);
        vec![
            held.tie.words().into(),
            code_cell(held.parent),
            name(view, held.parent, on).into(),
            from(&held.period),
            last_day(&held.period),
            certainty(held.period.contains(at.valid)).into(),
        ]
    });
    Table {
        caption: format!("What {code} belonged to"),
        columns: vec![
            Column::new("membership", "Membership", Kind::Text),
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            first,
            last,
            Column::new("on_the_day", format!("On {}", day(at.valid)), Kind::Text),
        ],
        rows: rows.collect(),
        source: series_of(view, MEMBERSHIPS),
        notes: vec!["Which source counts when they differ is settled by the table of precedence.".to_owned()],
    }
}

/// Which bodies belonged to one on the day.
pub fn members(view: &View<'_>, at: AsAt, code: OdsCode) -> Table {
    let ever = view.members_ever(code);
    let mut counted = None;
    let rows: Vec<Vec<Cell>> = view
        .members(code, at.valid)
        .into_iter()
        .map(|member| {
            let period = ever
                .iter()
                .filter(|(held, tie, _)| (*held, *tie) == (member.code, member.tie))
                .map(|(_, _, period)| period)
                .find(|period| period.contains(at.valid) != Certainty::No);
            let patients = view.list_size(member.code, at.valid);
            counted = counted.or(patients.map(|(on, _)| on));
            vec![
                code_cell(member.code),
                name(view, member.code, at.valid).into(),
                kind(view, member.code, at.valid).into(),
                member.tie.words().into(),
                period.map_or(Cell::Empty, from),
                period.map_or(Cell::Empty, last_day),
                certainty(member.certainty).into(),
                patients.map(|(_, heads)| count(heads.0)).into(),
            ]
        })
        .collect();
    let [first, last] = period_columns();
    let mut notes = vec![match counted {
        Some(on) => format!("Registered patients are those counted on {}, the count nearest to the day.", day(on)),
        None => "No list sizes of these bodies are imported.".to_owned(),
    }];
    if rows.iter().any(|row| row.get(6).is_some_and(|cell| cell.plain() != "yes")) {
        notes.push("A member marked uncertain belonged either to this body or to another on the day.".to_owned());
    }
    Table {
        caption: format!("Members of {code} on {}", day(at.valid)),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("membership", "This body is its", Kind::Text),
            first,
            last,
            Column::new("on_the_day", "Member on the day", Kind::Text),
            Column::new("patients", "Registered patients", Kind::Number),
        ],
        rows,
        source: series_of(view, MEMBERSHIPS),
        notes,
    }
}

/// The parent to work with, and whether it is certain.
pub fn held_words(view: &View<'_>, held: Held<OdsCode>, on: Date) -> String {
    let one = |code: Option<OdsCode>| code.map_or("none".to_owned(), |code| format!("{code} {}", name(view, code, on)));
    match held {
        Held::Surely(code) => one(code),
        Held::Either(before, after) => format!("uncertain: {} or {}", one(before), one(after)),
    }
}
