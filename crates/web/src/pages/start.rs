//! The start page: what this is, a way in for each question, and what the register holds.

use askama::Template;
use axum::response::Response;
use register::View;
use terms::{Date, OdsCode};

use super::search::question;
use super::show::Ask;
use crate::answers;
use crate::clocks::day;
use crate::components::{Button, Input};
use crate::refused::Problem;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/start.html")]
struct Start {
    shell: Shell,
    question: Input,
    search: Button,
    bodies: String,
    facts: String,
    imports: String,
    findings: String,
    is_empty: bool,
    example: Option<Example>,
    known: String,
}

/// A worked example, shown only when its bodies are on the register.
struct Example {
    before: String,
    after: String,
    links: Vec<(String, String)>,
}

/// The commissioners of Buckinghamshire, Oxfordshire and Berkshire West between 2018 and 2022.
const EXAMPLE: [&str; 3] = ["14Y", "10Q", "15A"];

pub(super) async fn start(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held() {
        return Ok(held);
    }
    let n_findings = ask.work(|look, site| site.footprint.findings(&look.known.state, look.as_at.known).len()).await?;
    let view = ask.view();
    let n_imports = view.imports().count();
    Ok(ask.page(Start {
        shell: ask.plain_frame("", []),
        question: question(""),
        search: Button::submit("Search"),
        bodies: answers::thousands(view.state().n_bodies() as u64),
        facts: answers::thousands(view.state().n_facts() as u64),
        imports: answers::thousands(n_imports as u64),
        findings: answers::thousands(n_findings as u64),
        is_empty: n_imports == 0,
        example: example(&view),
        known: format!("{} (entry {})", day(ask.clocks.known_on), ask.clocks.entry),
    }))
}

fn example(view: &View<'_>) -> Option<Example> {
    let codes: Vec<OdsCode> = EXAMPLE.iter().filter_map(|code| code.parse().ok()).collect();
    if codes.len() < EXAMPLE.len() || !codes.iter().all(|code| view.knows(*code)) {
        return None;
    }
    let (first, second) = (Date::constant(2013, 4, 1), Date::constant(2019, 10, 1));
    let diff = view.diff(&codes, first, second);
    if diff.before.is_empty() || diff.after.is_empty() {
        return None;
    }
    let counted = |n: usize| answers::counted(n as u64, "commissioner", "commissioners");
    let link = |words: &str, href: &str| (words.to_owned(), href.to_owned());
    Some(Example {
        before: format!("{} on {}", counted(diff.before.len()), day(first)),
        after: format!("{} on {}", diff.after.len(), day(second)),
        links: vec![
            link("What changed there, and why", "/diff?place=14Y%2C10Q%2C15A&from=2013-04-01&to=2019-10-01"),
            link("What became of 10Y, Aylesbury Vale", "/organisations/10Y/successors"),
            link(
                "Who belonged to 14Y, Buckinghamshire, on 1 April 2018",
                "/organisations/14Y/members?valid_at=2018-04-01",
            ),
        ],
    })
}
