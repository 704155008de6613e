//! A committee.

use axum::extract::Path;
use axum::response::Response;
use mandate::CommitteeId;

use super::frame::{Part, offered, page_titled};
use crate::answers;
use kit::components::{Crumb, InsetText};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;

pub(super) async fn committee(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No committee on record has this address. See the list of committees.");
    let id: CommitteeId = id.parse().map_err(|_| unknown())?;
    let basis = answers::Basis::of(&ask);
    let committee = basis.mandates.committee(&id).ok_or_else(unknown)?;
    let mut page = page_titled(committee.name.clone());
    page.caption = committee.shape.words().to_owned();
    page.above.push(Crumb::new("Committees", "/committees"));
    let established = basis
        .mandates
        .instrument(&committee.instrument)
        .map_or_else(|| committee.instrument.to_string(), |held| held.title.clone());
    page.lead = vec![format!("Sits {}. Established by {established}.", committee.period.screen())];
    let said: Vec<String> = answers::power_statement(&basis, committee)
        .into_iter()
        .enumerate()
        .map(|(place, words)| {
            let words = Markup::escaped(&words);
            if place == 0 { format!("<p><strong>{words}</strong></p>") } else { format!("<p>{words}</p>") }
        })
        .collect();
    page.before = Markup::of(&InsetText { content: Markup::trusted(said.join("")).into(), ..InsetText::default() });
    page.parts = vec![
        Part::new("members", "Member bodies", answers::members(&basis, committee)),
        Part::new("seats", "Seats", answers::seats(&basis, committee)),
        Part::new("remit", "Remit", answers::remit(&basis, committee)),
    ];
    let stays = format!("/stays-local?committee={id}");
    page.acts.push(("What stays local for its members".to_owned(), stays));
    page.acts.extend(offered(&ask, "committee", id.as_str()));
    page.answer(&ask)
}
