//! A chain of authority as an ordered list: from statute to person, each link with its dates, clause and limit.

use askama::Template;
use mandate::Link;

use crate::answers::{Basis, link_title};
use kit::markup::Markup;

#[derive(Template)]
#[template(path = "chain-of-authority.html")]
struct Chain {
    steps: Vec<Step>,
}

struct Step {
    kind: &'static str,
    title: String,
    clause: String,
    when: String,
    limits: String,
}

/// The chain as a list.
pub(crate) fn chain(basis: &Basis<'_>, links: &[Link]) -> Markup {
    let steps = links.iter().map(|link| Step {
        kind: link.kind.words(),
        title: link_title(basis, link),
        clause: link.clause.clone().unwrap_or_default(),
        when: link.period.screen(),
        limits: if link.limits.is_unlimited() { String::new() } else { format!("up to {}", link.limits.screen()) },
    });
    Markup::of(&Chain { steps: steps.collect() })
}
