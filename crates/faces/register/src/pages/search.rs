//! Search: one question, or a pasted list of codes.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

use crate::answers::search::{found, list, one};
use kit::components::{Button, Crumb, Input, Textarea};
use kit::refused::Problem;
use kit::shell::Shell;
use kit::show::Ask;
use kit::site::{Site, Viewpoint, filled};
use kit::table::TableView;

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    shell: Shell,
    question: Input,
    list: Textarea,
    search: Button,
    look_up: Button,
    kept: Vec<(String, String)>,
    table: Option<TableView>,
    is_none: bool,
    asked: String,
}

/// The search field, as the start page has it too.
pub fn question(value: &str) -> Input {
    Input {
        name: "q".to_owned(),
        id: Some("q".to_owned()),
        label: "Find an organisation".into(),
        hint: Some("By code, GSS code, name or postcode. For example, 14Y, E38000010, Chiltern or HP20".into()),
        value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        spellcheck: Some(false),
        ..Input::default()
    }
}

fn codes(value: &str) -> Textarea {
    Textarea {
        name: "list".to_owned(),
        id: Some("list".to_owned()),
        label: "Paste a list of codes".into(),
        hint: Some("ODS or GSS codes, one on a line or separated by commas or spaces".into()),
        value: value.to_owned(),
        rows: Some(5),
        spellcheck: Some(false),
        ..Textarea::default()
    }
}

pub(super) async fn search(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held() {
        return Ok(held);
    }
    let question_asked = filled(&ask.address, "q").unwrap_or_default().to_owned();
    let pasted = filled(&ask.address, "list").unwrap_or_default().to_owned();
    // A whole code is no question: it leads to its page. A file was asked for by a program, which wants the table.
    if let Some(code) = one(&ask.register(), &question_asked).filter(|_| filled(&ask.address, "format").is_none()) {
        return Ok(Redirect::to(&ask.keep(&crate::answers::href(code))).into_response());
    }
    let table = match (question_asked.as_str(), pasted.as_str()) {
        ("", "") => None,
        ("", _) => {
            let pasted = pasted.clone();
            Some(ask.work(move |viewpoint, _| list(&viewpoint.register(), &pasted, viewpoint.at().valid)).await?)
        }
        _ => {
            let asked = question_asked.clone();
            let answer = move |viewpoint: &Viewpoint, site: &Site| {
                let index = site.footprint.search_index(viewpoint.house(), viewpoint.at().known);
                found(&viewpoint.register(), &index, &asked, viewpoint.at().valid)
            };
            Some(ask.work(answer).await?)
        }
    };
    if let Some(table) = &table
        && let Some(file) = ask.file(table)?
    {
        return Ok(file);
    }
    Ok(ask.page(SearchPage {
        shell: ask.frame("Find an organisation", [Crumb::new("Home", "/")]),
        question: question(&question_asked),
        list: codes(&pasted),
        search: Button::submit("Search"),
        look_up: Button::submit("Look up codes"),
        kept: ask.beside("").query,
        is_none: table.as_ref().is_some_and(|table| table.rows.is_empty()),
        table: table.filter(|table| !table.rows.is_empty()).map(|table| ask.table(table)),
        asked: question_asked,
    }))
}
