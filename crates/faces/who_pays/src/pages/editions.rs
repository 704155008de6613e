//! The editions of the method, drawn and as tables; and the reference tables in use.

use assign::{Drawing, Edition, Support};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::answer::vintages;
use super::frame::{Caller, ForOneself as _, failed, link, no_tables, paragraph, unseen};
use crate::acts::SET_CLOCKS;
use crate::answers::{editions_table, entries, graph, rules, settings, support};
use crate::assignment::{Loaded, words};
use crate::walk::Walk;
use ask::day;
use ask::{Column, Kind, Table};
use kit::acts::acts_on;
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::Problem;

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

/// The same, with the days for which the tables in use serve each.
fn with_service(mut table: Table, editions: &[Edition], loaded: Option<&Loaded>) -> Table {
    table.columns.push(Column::new("served", "Served by the tables in use", Kind::Text));
    for (row, edition) in table.rows.iter_mut().zip(editions) {
        row.push(serves(loaded, edition).into());
    }
    table
}

pub(super) async fn list(caller: Caller) -> Result<Response, Problem> {
    let loaded = caller.room().loaded(&caller.ask.site.footprint).await.map_err(|error| failed(&error))?;
    let editions = Edition::built_in().map_err(|error| failed(&error))?;
    let table = with_service(editions_table(editions), editions, loaded.as_deref());
    if let Some(file) = caller.file(&table, caller.ask.clocks.entry)? {
        return Ok(file);
    }
    let mut page = caller.page("Editions and tables", []);
    page.lead.push("The edition is chosen by the date of each record, never by today.".to_owned());
    page.before = Markup::of(&caller.ask.table(table));
    let body = match loaded.as_deref() {
        None => no_tables(),
        Some(loaded) => in_use(&caller, loaded),
    };
    page.part("tables", "Reference tables in use", body);
    page.part("days", "Days that are set", days(&caller));
    page.part("rules", "Rules, and how sure each is", caller.inner(rules()));
    Ok(page.send(StatusCode::OK))
}

/// The days of challenges and overrides, and the way to set them for who may.
fn days(caller: &Caller) -> Markup {
    let (state, known) = (&caller.ask.house(), caller.ask.at().known);
    let table = settings(state.who_pays().known(known), state.mandate().known(known));
    let words = "How long each side of a challenge has, and how long before its last day an override counts as about to expire, \
                 are settings of this service and no rule of the guidance.";
    let set = acts_on(&caller.ask, &[&SET_CLOCKS], &[]).into_iter().map(|(words, href)| link(&words, &href));
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
    let mut page = caller.page(&edition.title, [Crumb::new("Editions and tables", "/who-pays/editions")]);
    let (label, colour) = match edition.support {
        Support::Full => ("Full", TagColour::Green),
        Support::Partial => ("Partial", TagColour::Orange),
    };
    page.tags.push(Tag::new(label, colour));
    let span = [edition.span.first(), edition.span.last()]
        .map(|on| on.and_then(|on| on.to_string().parse().ok()).map_or_else(|| "open".to_owned(), day));
    page.before = Markup::of(&SummaryList::new([
        SummaryRow::new("Edition", edition.id.as_str()),
        SummaryRow::new("For activity", span.join(" to ")),
        SummaryRow::new("Guidance", edition.guidance.as_str()),
        SummaryRow::new("Flow chart", edition.chart.as_str()),
        SummaryRow::new("Sources", support(edition)),
    ]));
    page.lead.extend(edition.notes.iter().cloned());
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
    page.part("chart", "The chart", Markup::of(&figure));
    page.part("scope", "Where records enter", caller.inner(entries(edition)));
    Ok(page.send(StatusCode::OK).into_response())
}
