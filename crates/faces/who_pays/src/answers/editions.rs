//! The editions of the method, as tables.

use ask::{Cell, Column, Kind, Table};
use assign::{AssignError, Edition, Support, Target};

use crate::assignment::words;
use crate::pages::date_field;

fn day_words(day_of: Option<assign::Day>) -> Cell {
    day_of.and_then(|on| on.to_string().parse::<jiff::civil::Date>().ok()).into()
}

/// How far the sources of an edition reach.
pub(crate) const fn support(edition: &Edition) -> &'static str {
    match edition.support {
        Support::Full => "full: the whole text and chart were read",
        Support::Partial => "partial: as far as the sources show",
    }
}

/// The editions that this program has.
///
/// # Errors
/// When one cannot be read, which a test rules out.
pub(crate) fn editions() -> Result<Table, AssignError> {
    Ok(editions_table(Edition::built_in()?))
}

/// Editions, each with the days of activity it is for.
pub(crate) fn editions_table(editions: &[Edition]) -> Table {
    let rows = editions.iter().map(|edition| {
        vec![
            Cell::link(edition.id.as_str(), format!("/who-pays/editions/{}", edition.id)),
            edition.title.as_str().into(),
            day_words(edition.span.first()),
            day_words(edition.span.last()),
            edition.guidance.as_str().into(),
            support(edition).into(),
        ]
    });
    Table {
        caption: "Editions of the Commissioner Assignment Method".to_owned(),
        columns: vec![
            Column::new("edition", "Edition", Kind::Link),
            Column::new("title", "Title", Kind::Text),
            Column::new("from", "For activity from", Kind::Date),
            Column::new("to", "To", Kind::Date),
            Column::new("guidance", "Guidance", Kind::Text),
            Column::new("support", "How far the sources support it", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn target(edition: &Edition, target: Target) -> String {
    match target {
        Target::Node(node) => edition.nodes().get(usize::from(node)).map_or_else(String::new, |node| node.key.clone()),
        Target::End { end, category } => {
            let name = edition.ends().get(usize::from(end)).map_or("", |end| end.name.as_str());
            let category = category.to_string();
            if category.is_empty() {
                format!("{} ({name})", words::terminal(name))
            } else {
                format!("{} ({name}), service category {category}", words::terminal(name))
            }
        }
    }
}

/// Every question of an edition, and where its answers lead.
pub(crate) fn graph(edition: &Edition) -> Table {
    let rows = edition.nodes().iter().map(|node| {
        vec![
            node.key.as_str().into(),
            node.question.as_str().into(),
            node.predicate.name().into(),
            target(edition, node.yes).into(),
            target(edition, node.no).into(),
        ]
    });
    Table {
        caption: format!("Questions of {}", edition.title),
        columns: vec![
            Column::new("node", "Question", Kind::Code),
            Column::new("question", "In words", Kind::Text),
            Column::new("test", "Exact test", Kind::Code),
            Column::new("yes", "Yes leads to", Kind::Text),
            Column::new("no", "No leads to", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// With which question each type of data set begins.
pub(crate) fn entries(edition: &Edition) -> Table {
    let rows = edition.entries();
    let rows = rows.iter().map(|(cds, node)| {
        let dated = date_field(cds).name();
        vec![cds.as_str().into(), words::field(dated).into(), node.key.as_str().into()]
    });
    Table {
        caption: "Types of data set".to_owned(),
        columns: vec![
            Column::new("type", "CDS type", Kind::Code),
            Column::new("date", "Date that decides", Kind::Text),
            Column::new("first", "First question", Kind::Code),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
