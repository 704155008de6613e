//! What was refused: attempts that were turned away, for those who keep or audit the record.

use axum::Extension;
use axum::response::{IntoResponse, Response};
use mandate::{Duties, Duty, PersonId};
use store::{Refusal, Store};

use super::frame::{Part, duties, not_theirs, page_titled, unseen};
use crate::answers;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::{Visit, to_sign_in};
use kit::site::{civil_day, filled};
use kit::tables_page::TablesPage;

/// The most that are shown at once, on the page and in a file.
const ROWS_MAX: u32 = 2_000;

/// Where refusals are kept; nowhere when nobody can sign in.
#[derive(Clone)]
pub(crate) struct KeptRefusals(pub(crate) Option<Store>);

/// Those who keep the register, or audit.
pub(super) fn may_see(duties: &Duties) -> bool {
    duties.0.iter().any(|duty| matches!(duty, Duty::KeepRegister | Duty::Audit))
}

pub(super) async fn refusals(
    Extension(kept): Extension<KeptRefusals>,
    ask: Ask,
    visit: Visit,
) -> Result<Response, Response> {
    let Some(store) = kept.0 else { return Err(unseen().into_response()) };
    if visit.way_in(&ask.address).is_some() {
        return Err(to_sign_in(&ask.address));
    }
    if !may_see(&duties(&ask)) {
        return Err(not_theirs());
    }
    let before = filled(&ask.address, "before");
    let found = store.refusals(before, ROWS_MAX).await.map_err(|error| {
        tracing::error!(%error, "the refusals could not be read");
        Problem::broken().into_response()
    })?;
    list(&ask, &found).answer(&ask).map_err(IntoResponse::into_response)
}

fn list(ask: &Ask, found: &[Refusal]) -> TablesPage {
    let mut page = page_titled("Refused attempts");
    page.lead = vec![
        "Who was turned away from what, the latest first. What somebody typed is not kept, and neither is the address it was sent from. Each is forgotten after 90 days.".to_owned(),
        "“Not there, or not theirs” is a page that is not there for whoever asked: because there is none, or because their posts do not show it to them.".to_owned(),
    ];
    if let Some(last) = found.last().filter(|_| found.len() >= ROWS_MAX as usize) {
        page.acts.push(("Earlier refusals".to_owned(), format!("/refusals?before={}", last.id)));
    }
    page.parts = vec![Part::only(table(ask, found))];
    page
}

fn table(ask: &Ask, found: &[Refusal]) -> Table {
    let rows = found.iter().map(|refusal| {
        let on = civil_day(refusal.at);
        vec![
            Cell::Date(on),
            refusal.at.strftime("%H:%M:%S UTC").to_string().into(),
            who(ask, refusal),
            refusal.method.as_str().into(),
            refusal.route.as_str().into(),
            Cell::Number(i64::from(refusal.status)),
            words(&refusal.why).into(),
            refusal.why.as_str().into(),
        ]
    });
    Table {
        caption: format!(
            "Refused attempts up to {}",
            found.first().map_or_else(|| "now".to_owned(), |first| day(civil_day(first.at)))
        ),
        columns: vec![
            Column::new("on", "Day", Kind::Date),
            Column::new("at", "Time", Kind::Text),
            Column::new("person", "Who", Kind::Link),
            Column::new("method", "Method", Kind::Text),
            Column::new("route", "What they asked for", Kind::Text),
            Column::new("status", "Answer", Kind::Number),
            Column::new("words", "Why", Kind::Text),
            Column::new("why", "In the code’s word", Kind::Code),
        ],
        rows: rows.collect(),
        source: "The record of refusals of this installation, which is no part of the journal".to_owned(),
        notes: Vec::new(),
    }
}

/// By name where the record has one.
fn who(ask: &Ask, refusal: &Refusal) -> Cell {
    let Some(id) = &refusal.person else { return "nobody signed in".into() };
    let known = id.parse::<PersonId>().ok().filter(|id| ask.mandates().person(id).is_some());
    match known {
        Some(person) => {
            Cell::link(answers::person_words(&answers::Basis::of(ask), &person), answers::person_href(&person))
        }
        None => id.as_str().into(),
    }
}

/// The code's words for why, for people.
fn words(why: &str) -> &'static str {
    match why {
        "not-theirs" => "Not theirs to do",
        "not-seen" => "Not there, or not theirs",
        "not-signed-in" => "Not signed in",
        "forbidden" => "The form was not sent from a page of this service, or was too old",
        "refused" => "The rules did not allow it",
        "too-many-attempts" => "Too many attempts",
        "wrong-password" => "Wrong e-mail address or password",
        "no-account" => "No account here",
        _ if why.starts_with("invitation") => "The invitation could not be used",
        _ if why.starts_with("provider") => "The sign-in provider’s answer was not good",
        _ if why.starts_with("account") => "The account is not open",
        _ => "Refused",
    }
}
