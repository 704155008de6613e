//! The sign-off board of a plan.

use axum::extract::Path;
use axum::response::Response;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::tables_page::Part;
use terms::OdsCode;

use super::{offered, page};
use crate::answers::{self as answers, Desk};

pub(super) async fn board(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let desk = Desk::of(&ask);
    let plan = desk.plan(Some(&id)).map_err(|_| {
        Problem::not_found("No plan that you may read has this address. “Plans” lists those there are.")
    })?;
    let mut page = page(&ask, &desk, "Sign-off", plan, "");
    page.lead = answers::board_words(&desk, plan);
    page.parts = vec![
        Part::new("board", "Sign-off board", answers::board(&desk, plan)),
        Part::new("sources", "Plans it is made from", answers::sources(&desk, plan)),
        Part::new("versions", "Versions", answers::versions(plan)),
    ];
    page.acts = offered(&ask, &[("plan", plan.id.as_str())]);
    for body in plan.bodies.iter().filter(|_| ask.visit().who.person().is_some()) {
        let of_body = offered(&ask, &[("plan", plan.id.as_str()), ("body", body.as_str())]);
        page.acts.extend(of_body.into_iter().map(|(words, href)| (named(&desk, &words, *body), href)));
    }
    page.answer(&ask)
}

/// What an act is called, with the body that it is for.
fn named(desk: &Desk<'_>, words: &str, body: OdsCode) -> String {
    let words = words.strip_suffix(" for a body").unwrap_or(words);
    format!("{words} for {}", desk.body(body))
}
