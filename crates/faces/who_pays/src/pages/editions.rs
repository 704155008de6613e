//! The editions of the method, drawn and as tables; and the reference tables in use.

use assign::{Drawing, Edition, Support, Target};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::answer::vintages;
use super::leaf::{Caller, ForOneself as _, failed, link, no_tables, paragraph, unseen};
use crate::acts::SET_CLOCKS;
use crate::answers::{rules, settings};
use crate::assigning::{Loaded, words};
use crate::walk::Walk;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use kit::acts::offered;
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::Problem;

fn day_words(day_of: Option<assign::Day>) -> Cell {
    day_of.and_then(|on| on.to_string().parse::<jiff::civil::Date>().ok()).into()
}

const fn support(edition: &Edition) -> &'static str {
    match edition.support {
        Support::Full => "full: the whole text and chart were read",
        Support::Partial => "partial: as far as the sources show",
    }
}

/// Whether the tables in use serve an edition, and for which days.
fn serves(loaded: Option<&Loaded>, edition: &Edition) -> String {
    let Some(loaded) = loaded else { return "no tables".to_owned() };
    let days = loaded.reference.serves().iter().filter(|serves| serves.edition == edition.id);
    let days: Vec<String> = days
        .map(|serves| {
            let shown = |day_of: Option<assign::Day>| {
                day_of.and_then(|on| on.to_string().parse().ok()).map_or_else(|| "open".to_owned(), day)
            };
            format!("{} to {}", shown(serves.span.first()), shown(serves.span.last()))
        })
        .collect();
    if days.is_empty() { "not served".to_owned() } else { days.join("; ") }
}

pub(super) async fn list(caller: Caller) -> Result<Response, Problem> {
    let loaded = caller.room().loaded(&caller.ask.site.footprint).await.map_err(|error| failed(&error))?;
    let editions = Edition::built_in().map_err(|error| failed(&error))?;
    let rows = editions.iter().map(|edition| {
        vec![
            Cell::link(edition.id.as_str(), format!("/who-pays/editions/{}", edition.id)),
            edition.title.as_str().into(),
            day_words(edition.span.first()),
            day_words(edition.span.last()),
            edition.guidance.as_str().into(),
            support(edition).into(),
            serves(loaded.as_deref(), edition).into(),
        ]
    });
    let table = Table {
        caption: "Editions of the Commissioner Assignment Method".to_owned(),
        columns: vec![
            Column::new("edition", "Edition", Kind::Link),
            Column::new("title", "Title", Kind::Text),
            Column::new("from", "For activity from", Kind::Date),
            Column::new("to", "To", Kind::Date),
            Column::new("guidance", "Guidance", Kind::Text),
            Column::new("support", "How far the sources support it", Kind::Text),
            Column::new("served", "Served by the tables in use", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    if let Some(file) = caller.file(&table, caller.ask.clocks.entry)? {
        return Ok(file);
    }
    let mut leaf = caller.leaf("Editions and tables", []);
    leaf.lead.push("The edition is chosen by the date of each record, never by today.".to_owned());
    leaf.before = Markup::of(&caller.ask.table(table));
    let body = match loaded.as_deref() {
        None => no_tables(),
        Some(loaded) => in_use(&caller, loaded),
    };
    leaf.part("tables", "Reference tables in use", body);
    leaf.part("days", "Days that are set", days(&caller));
    leaf.part("rules", "Rules, and how sure each is", caller.inner(rules()));
    Ok(leaf.send(StatusCode::OK))
}

/// The days of challenges and overrides, and the way to set them for who may.
fn days(caller: &Caller) -> Markup {
    let (state, known) = (&caller.ask.house(), caller.ask.at().known);
    let table = settings(state.who_pays().known(known), state.mandate().known(known));
    let words = "How long each side of a challenge has, and how long before its last day an override counts as about to expire, \
                 are settings of this service and no rule of the guidance.";
    let now = kit::acts::now(&caller.ask.site, &caller.visit.who);
    let set = offered(&now, &[&SET_CLOCKS], &[]).into_iter().map(|(words, href)| link(&words, &href));
    Markup::joined([paragraph(words), caller.inner(table)].into_iter().chain(set))
}

fn in_use(caller: &Caller, loaded: &Loaded) -> Markup {
    let mut parts = vec![caller.inner(vintages(&loaded.vintages))];
    if !loaded.absent.is_empty() {
        let names: Vec<&str> = loaded.absent.iter().map(|table| words::table(table.name())).collect();
        parts.push(paragraph(&format!(
            "Nothing was imported for: {}. What these tables would answer is answered with no, and said so by a flag where the \
             method has one.",
            names.join(", ")
        )));
    }
    Markup::joined(parts)
}

pub(super) async fn edition(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let editions = Edition::built_in().map_err(|error| failed(&error))?;
    let edition = editions.iter().find(|edition| edition.id == id).ok_or_else(unseen)?;
    let table = graph(edition);
    if let Some(file) = caller.file(&table, caller.ask.clocks.entry)? {
        return Ok(file);
    }
    let mut leaf = caller.leaf(&edition.title, [Crumb::new("Editions and tables", "/who-pays/editions")]);
    let (label, colour) = match edition.support {
        Support::Full => ("Full", TagColour::Green),
        Support::Partial => ("Partial", TagColour::Orange),
    };
    leaf.tags.push(Tag::new(label, colour));
    let span = [edition.span.first(), edition.span.last()]
        .map(|on| on.and_then(|on| on.to_string().parse().ok()).map_or_else(|| "open".to_owned(), day));
    leaf.before = Markup::of(&SummaryList::new([
        SummaryRow::new("Edition", edition.id.as_str()),
        SummaryRow::new("For activity", span.join(" to ")),
        SummaryRow::new("Guidance", edition.guidance.as_str()),
        SummaryRow::new("Flow chart", edition.chart.as_str()),
        SummaryRow::new("Sources", support(edition)),
    ]));
    leaf.lead.extend(edition.notes.iter().cloned());
    let drawing = Drawing::of(edition, &[]);
    let chart = Walk {
        id: "edition".to_owned(),
        title: format!("The chart of {}", edition.title),
        description: format!(
            "{} questions, each with where yes and no lead, and {} ends. The table below says the same.",
            edition.nodes().len(),
            edition.ends().len()
        ),
        drawing: &drawing,
        asked: Vec::new(),
    }
    .draw();
    let figure = chart.with_table(&caller.ask.carry(table), &caller.ask.address);
    leaf.part("chart", "The chart", Markup::of(&figure));
    leaf.part("scope", "Where records enter", caller.inner(entries(edition)));
    Ok(leaf.send(StatusCode::OK).into_response())
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

fn graph(edition: &Edition) -> Table {
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

fn entries(edition: &Edition) -> Table {
    let rows = edition.entries();
    let rows = rows.iter().map(|(cds, node)| {
        let dated = super::record::date_field(cds).name();
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
