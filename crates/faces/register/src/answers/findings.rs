//! What the register noticed and did not settle in silence.

use std::collections::BTreeMap;

use register::{Finding, FindingKind, View};
use terms::{Date, OdsCode};

use ask::{Cell, Column, Kind, Table};
use naming::{code_cell, name};

/// Every kind of finding with its count and what it means; kinds without a finding are left out.
pub fn findings(found: &[Finding]) -> Table {
    let mut counts: BTreeMap<FindingKind, i64> = BTreeMap::new();
    for finding in found {
        *counts.entry(finding.kind).or_default() += 1;
    }
    let rows = counts.into_iter().map(|(kind, n)| {
        vec![
            Cell::link(kind.words(), format!("/findings/{}", kind.slug())),
            Cell::Number(n),
            kind.explanation().into(),
            kind.slug().into(),
        ]
    });
    Table {
        caption: "Findings by kind".to_owned(),
        columns: vec![
            Column::new("kind", "Kind", Kind::Link),
            Column::new("count", "Findings", Kind::Number),
            Column::new("meaning", "What it means", Kind::Text),
            Column::new("slug", "Word in files", Kind::Text),
        ],
        rows: rows.collect(),
        source: "worked out from all imported files".to_owned(),
        notes: Vec::new(),
    }
}

/// The findings of one kind, or all.
pub fn of_kind(view: &View<'_>, found: &[Finding], kind: FindingKind, on: Date) -> Table {
    let chosen = found.iter().filter(|finding| finding.kind == kind);
    let mut table = listed(view, chosen, on);
    kind.words().clone_into(&mut table.caption);
    table.notes = vec![kind.explanation().to_owned()];
    table
}

/// The findings about one body.
pub fn about(view: &View<'_>, found: &[Finding], code: OdsCode, on: Date) -> Table {
    let mut table = listed(view, found.iter().filter(|finding| &*finding.subject == code.as_str()), on);
    table.caption = format!("Findings about {code}");
    table
}

fn listed<'a>(view: &View<'_>, found: impl Iterator<Item = &'a Finding>, on: Date) -> Table {
    let says = |finding: &Finding, place: usize| {
        finding.sayings.get(place).map(|saying| {
            let released = saying.released.map(|released| format!(", {}", released.0.screen())).unwrap_or_default();
            format!("{}{released}: {}", saying.series.title(), saying.says)
        })
    };
    let rows = found.map(|finding| {
        let code: Option<OdsCode> = finding.subject.parse().ok().filter(|code| view.knows(*code));
        vec![
            code.map_or_else(|| Cell::from(&*finding.subject), code_cell),
            code.map(|code| name(view, code, on)).into(),
            finding.kind.words().into(),
            finding.detail.as_str().into(),
            says(finding, 0).into(),
            says(finding, 1).into(),
            finding.line.map(|line| Cell::Number(i64::from(line))).into(),
        ]
    });
    Table {
        caption: "Findings".to_owned(),
        columns: vec![
            Column::new("subject", "About", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("detail", "What was found", Kind::Text),
            Column::new("first_source", "One source says", Kind::Text),
            Column::new("second_source", "Another says", Kind::Text),
            Column::new("line", "Line of the file", Kind::Number),
        ],
        rows: rows.collect(),
        source: "worked out from all imported files".to_owned(),
        notes: Vec::new(),
    }
}
