//! Committees.

use axum::extract::Path;
use axum::response::Response;
use mandate::{CommitteeId, Duty};

use super::sheet::{Part, duties, may, sheet, ways};
use crate::answers;
use kit::components::{Crumb, InsetText};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;

pub(super) async fn committees(ask: Ask) -> Result<Response, Problem> {
    let basis = answers::Basis::of(&ask);
    let mut sheet = sheet("Committees");
    sheet.ways = ways(&ask, "/committees");
    sheet.lead = vec![
        "Where bodies decide together. Some committees can hold the powers of their members; most hold none, and each body decides by its own.".to_owned(),
    ];
    sheet.parts = vec![Part::only(answers::committees(&basis))];
    sheet.answer(&ask)
}

pub(super) async fn committee(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No committee on record has this address. See the list of committees.");
    let id: CommitteeId = id.parse().map_err(|_| unknown())?;
    let basis = answers::Basis::of(&ask);
    let committee = basis.mandates.committee(&id).ok_or_else(unknown)?;
    let mut sheet = sheet(committee.name.clone());
    sheet.caption = committee.shape.words().to_owned();
    sheet.above.push(Crumb::new("Committees", "/committees"));
    let established = basis
        .mandates
        .instrument(&committee.instrument)
        .map_or_else(|| committee.instrument.to_string(), |held| held.title.clone());
    sheet.lead = vec![format!("Sits {}. Established by {established}.", committee.period.screen())];
    let said: Vec<String> = answers::power_statement(&basis, committee)
        .into_iter()
        .enumerate()
        .map(|(place, words)| {
            let words = Markup::escaped(&words);
            if place == 0 { format!("<p><strong>{words}</strong></p>") } else { format!("<p>{words}</p>") }
        })
        .collect();
    sheet.before = Markup::of(&InsetText { content: Markup::trusted(said.join("")).into(), ..InsetText::default() });
    sheet.parts = vec![
        Part::new("members", "Member bodies", answers::members(&basis, committee)),
        Part::new("seats", "Seats", answers::seats(&basis, committee)),
        Part::new("remit", "Remit", answers::remit(&basis, committee)),
    ];
    let stays = format!("/stays-local?committee={id}");
    sheet.acts.push(("What stays local for its members".to_owned(), stays));
    let room = ask.house().mandate().now();
    let keeps = room.kept_by(&committee.members, ask.today()).is_some_and(|body| may(&ask, &Duty::KeepMandates(body)));
    let any = duties(&ask).0.iter().any(|duty| matches!(duty, Duty::KeepMandates(_)));
    if any {
        sheet.acts.push(("Have a body join".to_owned(), format!("/committees/{id}/join")));
        sheet.acts.push(("Have a body leave".to_owned(), format!("/committees/{id}/leave")));
    }
    if keeps {
        for (words, end) in [
            ("Seat a post", "seats/new"),
            ("End a post’s seats", "seats/end"),
            ("Let the remit grow", "remit/grow"),
            ("Take a service out of the remit", "remit/shrink"),
            ("End the committee", "end"),
        ] {
            sheet.acts.push((words.to_owned(), format!("/committees/{id}/{end}")));
        }
    }
    sheet.answer(&ask)
}
