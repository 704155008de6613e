//! The reference for people, at `/api`: the same table of routes as a page.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::acts::names;
use ask::{ActForm, CLOCKS, LIMITS, Param, Place};

use super::operation::Operation;
use super::operations;
use crate::address::Address;
use crate::components::{BodyCell, HeadCell, TableCaption, TableElement};
use crate::page::Page;
use crate::shell::Shell;
use crate::sign_in::Visit;
use crate::site::Site;

#[derive(Template)]
#[template(path = "api-reference.html")]
struct Reference {
    shell: Shell,
    clocks: TableElement,
    groups: Vec<Group>,
    acts: Vec<ActRoute>,
    limit: usize,
    limit_max: usize,
}

struct Group {
    name: &'static str,
    routes: Vec<Route>,
}

/// An act as the page lists it.
struct ActRoute {
    form: &'static ActForm,
    /// What may be sent with it.
    members: String,
}

struct Route {
    operation: Operation,
    params: Option<TableElement>,
}

/// The handler of `/api`.
pub(super) async fn show(State(site): State<Site>, address: Address, visit: Visit) -> Response {
    let mut groups: Vec<Group> = Vec::new();
    for operation in site.faces.iter().flat_map(|face| operations(face)) {
        let params = (!operation.params.is_empty()).then(|| table(operation.params, operation.summary));
        let route = Route { operation, params };
        match groups.iter_mut().find(|group| group.name == operation.tag) {
            Some(group) => group.routes.push(route),
            None => groups.push(Group { name: operation.tag, routes: vec![route] }),
        }
    }
    let acts = site.faces.iter().flat_map(|face| face.acts).copied();
    let acts = acts.map(|form| ActRoute { form, members: names(form).join(", ") }).collect();
    let shell =
        Shell::new("Interfaces for programs", address).with_parts(site.ways.parts, site.ways.footer).for_visit(visit);
    let clocks = table(CLOCKS, "every question");
    Page(Reference { shell, clocks, groups, acts, limit: LIMITS.0, limit_max: LIMITS.1 }).into_response()
}

fn table(params: &[Param], of: &str) -> TableElement {
    let head = ["Parameter", "What it takes", "What it means"]
        .map(|head| HeadCell { content: head.into(), ..HeadCell::default() });
    let rows = params.iter().map(|param| {
        let required = match param.place {
            Place::Path => " (in the path)",
            Place::Required => " (required)",
            Place::Query => "",
        };
        let name = format!("{}{required}", param.name);
        [name, param.wanted.words(), param.about.to_owned()]
            .map(|words| BodyCell { content: words.as_str().into(), ..BodyCell::default() })
            .into_iter()
            .collect()
    });
    TableElement {
        caption: Some(TableCaption {
            content: format!("Parameters of: {of}").as_str().into(),
            ..TableCaption::default()
        }),
        head: head.into_iter().collect(),
        rows: rows.collect(),
        first_cell_is_header: true,
        responsive: true,
        ..TableElement::default()
    }
}
