//! What the register noticed, by kind.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use register::FindingKind;

use crate::answers;
use kit::components::Crumb;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::{Ask, TablePage};
use kit::site::filled;

pub(super) async fn findings(ask: Ask) -> Result<Response, Problem> {
    if let Some(kind) = filled(&ask.address, "kind") {
        let address = ask.address.without(&["kind"]);
        let kind: FindingKind = kind.parse().map_err(|_| no_such_kind(kind))?;
        let path = format!("/findings/{}", kind.slug());
        return Ok(Redirect::to(&kit::address::Address { path, ..address }.href()).into_response());
    }
    if let Some(held) = ask.held().filter(|_| ask.address.value("format").is_none()) {
        return Ok(held);
    }
    let found = ask.work(|viewpoint, site| site.footprint.findings(viewpoint.house(), viewpoint.at().known)).await?;
    let table = answers::findings::findings(&found);
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    let mut shown = table;
    // The word in files is for those who take the file.
    shown.columns.pop();
    shown.rows.iter_mut().for_each(|row| {
        row.pop();
    });
    Ok(ask.page(TablePage {
        shell: ask.frame("Findings", [Crumb::new("Home", "/")]),
        caption: String::new(),
        ways: Vec::new(),
        lead: vec![
            format!(
                "{} in the imported files: where two sources contradict each other, where a file leaves a gap, and what was read with care.",
                answers::counted(found.len() as u64, "finding", "findings")
            ),
            "Each is shown with what the sources say. A finding goes when a file that settles it is imported, or when whoever keeps the register records a correction with its source.".to_owned(),
        ],
        before: Markup::default(),
        table: ask.table(shown),
    }))
}

pub(super) async fn of_kind(ask: Ask, Path(kind): Path<String>) -> Result<Response, Problem> {
    let kind: FindingKind = kind.parse().map_err(|_| no_such_kind(&kind))?;
    if let Some(held) = ask.held().filter(|_| ask.address.value("format").is_none()) {
        return Ok(held);
    }
    let answer = move |viewpoint: &kit::site::Viewpoint, site: &kit::site::Site| {
        let found = site.footprint.findings(viewpoint.house(), viewpoint.at().known);
        answers::findings::of_kind(&viewpoint.register(), &found, kind, viewpoint.at().valid)
    };
    let mut table = ask.work(answer).await?;
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    // On the page the explanation stands above the table, not below it; and every row is of this kind.
    table.notes.clear();
    if let Some(place) = table.columns.iter().position(|column| column.key == "kind") {
        table.columns.remove(place);
        table.rows.iter_mut().for_each(|row| {
            row.remove(place);
        });
    }
    Ok(ask.page(TablePage {
        shell: ask.frame(kind.words(), [Crumb::new("Home", "/"), Crumb::new("Findings", "/findings")]),
        caption: String::new(),
        ways: Vec::new(),
        lead: vec![
            answers::counted(table.rows.len() as u64, "finding", "findings") + ".",
            kind.explanation().to_owned(),
        ],
        before: Markup::default(),
        table: ask.table(table),
    }))
}

fn no_such_kind(found: &str) -> Problem {
    Problem::not_found(format!("“{found}” is not a kind of finding. The findings page lists every kind there is."))
}
