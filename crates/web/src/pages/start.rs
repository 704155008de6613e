//! The start page: what this is, a way in for each question, and what the register holds.

use askama::Template;
use axum::response::Response;
use register::View;
use terms::{Date, OdsCode};

use super::PARTS;
use ask::day;
use kit::components::{Button, Input};
use kit::refused::Problem;
use kit::shell::Shell;
use kit::show::Ask;
use register_face::answers;
use register_face::pages::question;

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
    rooms: Vec<&'static Room>,
    begin: Vec<&'static Room>,
}

/// A room, or another place to begin: what its link says, where that leads, and what is found there.
struct Room {
    name: &'static str,
    href: &'static str,
    words: &'static str,
}

/// The rooms in the order in which one leads to the next.
const ROOMS: &[Room] = &[
    Room { name: "Organisations", href: "/search", words: "Who exists, whom they serve, and what became of them." },
    Room {
        name: "Who decides",
        href: "/who-decides",
        words: "Who may decide what, for whom, up to how much, and on whose authority. People, posts, schemes, committees.",
    },
    Room {
        name: "Meetings",
        href: "/meetings",
        words: "How several bodies decide together without any of them losing its own power. Agendas, papers, minutes.",
    },
    Room {
        name: "Decisions",
        href: "/decisions",
        words: "What was decided for each body, by whom, by which power, and a proof of it. Then actions and questions.",
    },
    Room {
        name: "Who pays",
        href: "/who-pays",
        words: "Which commissioner pays for a record of care, by which rule, and why.",
    },
];

/// Where a demonstration is best begun.
const BEGIN: &[Room] = &[
    Room {
        name: "Take the tour",
        href: "/tour",
        words: "How seven bodies came to decide together, step by step, each step as it was known then.",
    },
    Room {
        name: "Act as somebody",
        href: "/act-as",
        words: "Be an accountable officer, a chair or a clerk, and do what their posts let them do. Nothing you do lasts.",
    },
    Room {
        name: "Ask who decides",
        href: "/who-decides",
        words: "Choose a service, a body and an amount: the answer has the whole chain from statute to person.",
    },
    Room {
        name: "Join the meeting that is going on",
        href: "/meetings",
        words: "Three boards are about to take positions on one proposal.",
    },
];

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
    let n_findings = ask.work(|look, site| site.footprint.findings(look.house(), look.at().known).len()).await?;
    let view = ask.register();
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
        rooms: ROOMS.iter().filter(|room| PARTS.iter().any(|part| part.href == room.href)).collect(),
        begin: begin(&ask),
    }))
}

/// The places to begin that this demonstration has; none where it is not one.
fn begin(ask: &Ask) -> Vec<&'static Room> {
    let visit = ask.visit();
    let is_there = |room: &&Room| match room.href {
        "/tour" => !ask.site.config.tour.is_empty(),
        "/act-as" => visit.can_act,
        _ => true,
    };
    if visit.is_demo { BEGIN.iter().filter(is_there).collect() } else { Vec::new() }
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
