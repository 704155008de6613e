//! Finding bodies: by a question, or a pasted list of codes.

use register::{SearchIndex, Tie, View};
use terms::{Certainty, Date, GssCode, OdsCode};

use ask::{Cell, Column, Kind, Table};
use naming::{code_cell, kind, name, open};

/// The most bodies a question finds.
pub const FOUND_MAX: usize = 200;
/// The most words of a pasted list that are looked up.
pub const LIST_MAX: usize = 5_000;

/// The body a word names by its ODS or GSS code.
pub fn one(view: &View<'_>, word: &str) -> Option<OdsCode> {
    let by_code = || word.parse::<OdsCode>().ok().filter(|code| view.knows(*code));
    let by_gss = || word.parse::<GssCode>().ok().and_then(|gss| view.by_gss(gss));
    by_code().or_else(by_gss)
}

/// The bodies a question finds: by code, GSS code, words of a name, or postcode.
pub fn found(view: &View<'_>, index: &SearchIndex, question: &str, on: Date) -> Table {
    let codes = index.find(view, question, on, FOUND_MAX);
    let mut notes = Vec::new();
    if codes.len() == FOUND_MAX {
        notes.push(format!("Only the first {FOUND_MAX} are shown: add a word to narrow the search."));
    }
    Table {
        caption: format!("Organisations found for “{question}”"),
        columns: columns(),
        rows: codes.into_iter().map(|code| row(view, code, on)).collect(),
        source: "every name, code and postcode in the imported files".to_owned(),
        notes,
    }
}

/// What each code of a pasted list is; a word that is none is listed and says so.
pub fn list(view: &View<'_>, text: &str, on: Date) -> Table {
    let mut asked = vec![Column::new("asked", "As pasted", Kind::Text)];
    asked.extend(columns());
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || [',', ';', '|', '"'].contains(&letter))
        .filter(|word| !word.is_empty())
        .collect();
    let mut n_unknown = 0_u64;
    let rows = words.iter().take(LIST_MAX).map(|word| {
        let mut cells = vec![Cell::from(*word)];
        if let Some(code) = one(view, word) {
            cells.extend(row(view, code, on));
        } else {
            n_unknown += 1;
            cells.extend([Cell::Empty, "Not on the register".into()]);
            cells.extend([const { Cell::Empty }; 4]);
        }
        cells
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let mut notes = vec![format!(
        "{} looked up, {} not on the register.",
        super::counted(rows.len() as u64, "code", "codes"),
        super::thousands(n_unknown)
    )];
    if words.len() > LIST_MAX {
        notes.push(format!("Only the first {} were looked up.", super::thousands(LIST_MAX as u64)));
    }
    Table {
        caption: "The codes you pasted".to_owned(),
        columns: asked,
        rows,
        source: "every code in the imported files".to_owned(),
        notes,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("code", "Code", Kind::Code),
        Column::new("name", "Name", Kind::Text),
        Column::new("kind", "Kind", Kind::Text),
        Column::new("open", "On the day", Kind::Text),
        Column::new("commissioner", "Commissioner", Kind::Code),
        Column::new("became", "Succeeded by", Kind::Code),
    ]
}

fn row(view: &View<'_>, code: OdsCode, on: Date) -> Vec<Cell> {
    let parent = view.parent(code, Tie::Commissioner, on);
    let commissioner = match parent.nominal() {
        Some(code) if parent.is_uncertain() => Cell::Text(format!("{code} (uncertain)")),
        Some(code) => code_cell(code),
        None => Cell::Empty,
    };
    let mut became = Vec::new();
    if view.was_open(code, on) == Certainty::No {
        became = view.successions_of(code).into_iter().map(|link| link.to).collect();
        became.dedup();
    }
    let became = match became.as_slice() {
        [] => Cell::Empty,
        [one] => code_cell(*one),
        several => several.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ").into(),
    };
    vec![
        code_cell(code),
        name(view, code, on).into(),
        kind(view, code, on).into(),
        open(view, code, on).into(),
        commissioner,
        became,
    ]
}
