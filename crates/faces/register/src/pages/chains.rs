//! What became of a body and what it came from: the chart, the chain, and where its totals belong on another day.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use register::{Link, View, Weights};
use terms::{Date, OdsCode};

use super::flow::flow;
use crate::answers::{self, successions::own_day};
use ask::Table;
use ask::day;
use kit::components::{Button, Choice, Crumb, ErrorLine, ErrorMessage, ErrorSummary, Fieldset, Input, Radios};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::shell::Shell;
use kit::show::{Ask, Way};
use kit::site::{date_in, filled};
use kit::table::{OnPage as _, TableView};

#[derive(Template)]
#[template(path = "pages/chain.html")]
struct ChainPage {
    shell: Shell,
    caption: String,
    ways: Vec<Way>,
    errors: Option<ErrorSummary>,
    none: Option<String>,
    flow: Option<Markup>,
    links: Option<TableView>,
    kept: Vec<(String, String)>,
    day: Input,
    by: Radios,
    show: Button,
    shares_heading: String,
    shares: TableView,
}

/// Which way a chain is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    On,
    Back,
}

pub(super) async fn successors(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    chain(&ask, &code, Direction::On)
}

pub(super) async fn predecessors(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    chain(&ask, &code, Direction::Back)
}

/// The table of shares alone, for its files.
pub(super) async fn shares(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let code = ask.body(&code)?;
    let chosen = Chosen::read(&ask).map_err(|error| Problem::invalid([error]))?;
    let view = ask.register();
    let table =
        answers::shares(&view, code, own_day(&view, ask.at(), code), chosen.day.unwrap_or(ask.today()), chosen.by);
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    Ok(ask.page(kit::show::TablePage {
        shell: ask.frame(
            "Where its totals belong",
            [Crumb::new("Home", "/"), Crumb::new(code.as_str(), answers::href(code))],
        ),
        caption: format!("{} ({code})", answers::name(&view, code, ask.at().valid)),
        ways: ask.views_of_body(code, "shares"),
        lead: Vec::new(),
        before: Markup::default(),
        table: ask.table(table),
    }))
}

/// What the form asks for.
struct Chosen {
    day: Option<Date>,
    by: Weights,
}

impl Chosen {
    fn read(ask: &Ask) -> Result<Self, FieldError> {
        let by = filled(&ask.address, "by")
            .map_or(Ok(Weights::ListSize), str::parse)
            .map_err(|error| FieldError { field: "by".to_owned(), message: kit::site::sentence(&error.to_string()) })?;
        Ok(Self { day: date_in(&ask.address, "to")?, by })
    }
}

fn chain(ask: &Ask, code: &str, way: Direction) -> Result<Response, Problem> {
    let code = ask.body(code)?;
    let view = ask.register();
    let (chosen, error) = match Chosen::read(ask) {
        Ok(chosen) => (chosen, None),
        Err(error) => (Chosen { day: None, by: Weights::ListSize }, Some(error)),
    };
    let table = match way {
        Direction::On => answers::successors(&view, code, chosen.day),
        Direction::Back => answers::predecessors(&view, code, chosen.day),
    };
    if let (None, Some(file)) = (&error, ask.file(&table)?) {
        return Ok(file);
    }
    if let Some(held) = ask.held() {
        return Ok(held);
    }
    let page = page(ask, &view, code, way, &chosen, table, error.as_ref());
    let mut response = ask.page(page);
    if error.is_some() {
        *response.status_mut() = axum::http::StatusCode::BAD_REQUEST;
    }
    Ok(response)
}

fn page(
    ask: &Ask,
    view: &View<'_>,
    code: OdsCode,
    way: Direction,
    chosen: &Chosen,
    table: Table,
    error: Option<&FieldError>,
) -> ChainPage {
    let (heading, end, nothing, question) = match way {
        Direction::On => ("Successors", "successors", "No imported file says that anything took its place", "Up to"),
        Direction::Back => ("Predecessors", "predecessors", "No imported file says what was there before", "Back to"),
    };
    let other_day = chosen.day.unwrap_or(match way {
        Direction::On => ask.today().max(ask.at().valid),
        Direction::Back => {
            view.lives(code).counting().and_then(|life| life.from()).map_or(ask.at().valid, answers::successions::eve)
        }
    });
    let links: Vec<Link> = match way {
        Direction::On => view.successors(code, chosen.day),
        Direction::Back => view.predecessors(code, chosen.day),
    };
    let from = own_day(view, ask.at(), code);
    let shares = answers::shares(view, code, from, other_day, chosen.by);
    let shares_at = ask
        .beside(&format!("{}/shares", answers::href(code)))
        .with("to", other_day.to_string())
        .with("by", chosen.by.to_string());
    let crumbs = [
        Crumb::new("Home", "/"),
        Crumb::new("Organisations", "/search"),
        Crumb::new(code.as_str(), answers::href(code)),
    ];
    let has_errors = error.is_some();
    let message = |field: &str| error.filter(|error| error.field == field).map(|error| error.message.as_str());
    ChainPage {
        shell: Shell { has_errors, ..ask.frame(heading, crumbs) },
        caption: format!("{} ({code})", answers::name(view, code, ask.at().valid)),
        ways: ask.views_of_body(code, end),
        errors: error.map(|error| {
            ErrorSummary::new([ErrorLine {
                content: error.message.as_str().into(),
                href: Some(format!("#{}", error.field)),
            }])
        }),
        none: links.is_empty().then(|| format!("{nothing}.")),
        flow: (!links.is_empty() && links.len() <= 40)
            .then(|| flow(view, "chain", &table.caption, &[code], &links).boxed()),
        links: (!table.rows.is_empty()).then(|| ask.table(table)),
        kept: ask.beside("").query,
        day: Input {
            name: "to".to_owned(),
            id: Some("to".to_owned()),
            label: format!("{question} which day?").into(),
            hint: Some("Leave it empty to follow everything".into()),
            input_type: Some("date".to_owned()),
            value: filled(&ask.address, "to").map(str::to_owned),
            error_message: message("to").map(ErrorMessage::from),
            width: Some(10),
            ..Input::default()
        },
        by: weights(chosen.by),
        show: Button::submit("Show"),
        shares_heading: format!("Where a total of {} belongs on {}", day(from), day(other_day)),
        shares: ask.carry(shares).show(&shares_at),
    }
}

/// The choice of what a body with several successors is shared out by.
pub(super) fn weights(chosen: Weights) -> Radios {
    Radios {
        name: "by".to_owned(),
        id_prefix: Some("by".to_owned()),
        fieldset: Some(Fieldset {
            legend: "Where it passed to several, share it out by".into(),
            ..Fieldset::default()
        }),
        items: vec![
            Choice::new("list-size", "registered patients of the practices that passed each way"),
            Choice::new("small-area", "residents of the small areas that passed each way"),
        ],
        value: Some(chosen.to_string()),
        small: true,
        ..Radios::default()
    }
}
