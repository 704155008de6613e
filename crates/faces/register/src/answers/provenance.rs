//! Where the register's facts come from.

use jiff::Timestamp;
use register::View;
use terms::{Date, OdsCode, Sequence};

use ask::{Cell, Column, Kind, Table};
use naming::{count, fact};

/// Every file taken in, in the order of recording; a retracted one says so.
pub fn imports(view: &View<'_>, recorded_at: impl Fn(Sequence) -> Option<Timestamp>) -> Table {
    let known = view.known();
    let taken = view.state().imports().iter().filter(|import| import.recorded <= known);
    let rows = taken.map(|import| {
        let retracted = import.retracted.filter(|entry| *entry <= known);
        vec![
            Cell::link(import.recorded.to_string(), format!("/entries/{}", import.recorded)),
            import.series.title().into(),
            import.released.0.into(),
            Cell::from(&*import.source_name),
            count(import.rows),
            recorded_at(import.recorded).map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).into(),
            retracted.map_or("counts".to_owned(), |entry| format!("retracted by entry {entry}")).into(),
            import.source_hash.to_string().into(),
        ]
    });
    Table {
        caption: "Imported files".to_owned(),
        columns: vec![
            Column::new("entry", "Entry", Kind::Link),
            Column::new("series", "Series", Kind::Text),
            Column::new("released", "Released", Kind::Date),
            Column::new("file", "File", Kind::Text),
            Column::new("rows", "Rows", Kind::Number),
            Column::new("recorded_at", "Recorded", Kind::Text),
            Column::new("state", "State", Kind::Text),
            Column::new("sha256", "SHA-256 of the file", Kind::Code),
        ],
        rows: rows.collect(),
        source: format!("the register's journal, to entry {known}"),
        notes: Vec::new(),
    }
}

/// Everything any source says about a body, in words, with the releases that say it.
pub fn sources(view: &View<'_>, code: OdsCode, on: Date) -> Table {
    let rows = view.attestations(code).into_iter().map(|said| {
        let releases: Vec<String> = said.imports.iter().map(|import| import.released.0.screen()).collect();
        let (first, last) = (releases.first().cloned().unwrap_or_default(), releases.last().cloned());
        let files: Vec<&str> = said.imports.iter().map(|import| &*import.source_name).collect();
        vec![
            fact(view, said.fact, code, on).into(),
            said.series.title().into(),
            first.into(),
            last.into(),
            Cell::Number(releases.len() as i64),
            files.join("; ").into(),
        ]
    });
    Table {
        caption: format!("What the sources say about {code}"),
        columns: vec![
            Column::new("says", "What is said", Kind::Text),
            Column::new("series", "Series", Kind::Text),
            Column::new("first_release", "First release", Kind::Text),
            Column::new("last_release", "Last release", Kind::Text),
            Column::new("releases", "Releases", Kind::Number),
            Column::new("files", "Files", Kind::Text),
        ],
        rows: rows.collect(),
        source: format!("the imports that count after entry {}", view.known()),
        notes: vec![
            "Everything said is listed, also what a better source overrules; the findings say which is overruled."
                .to_owned(),
        ],
    }
}

/// Every name a body has had.
pub fn names(view: &View<'_>, code: OdsCode) -> Table {
    let rows = view.names(code).into_iter().map(|name| {
        vec![
            Cell::from(&*name.text),
            name.period.from().into(),
            naming::last_day(&name.period),
            name.series.title().into(),
            name.released.0.into(),
        ]
    });
    Table {
        caption: format!("Names of {code}"),
        columns: vec![
            Column::new("name", "Name", Kind::Text),
            Column::new("from", "First observed, or from", Kind::Date),
            Column::new("last_day", "To", Kind::Date),
            Column::new("series", "Series", Kind::Text),
            Column::new("released", "Released", Kind::Date),
        ],
        rows: rows.collect(),
        source: format!("every imported file that names {code}, as known after entry {}", view.known()),
        notes: vec!["A name from a file without dates of its own is shown from the day of its release.".to_owned()],
    }
}
