//! The start of the room: what it answers and where.

use axum::http::StatusCode;
use axum::response::Response;

use super::frame::{Caller, ForOneself as _, no_tables};
use kit::components::{Details, NotificationBanner};
use kit::markup::Markup;

pub(super) async fn start(caller: Caller) -> Response {
    let mut page = caller.page("Who pays?", []);
    page.done = match caller.ask.address.value("deleted") {
        Some("answer") => Some(NotificationBanner::success("The answer was deleted")),
        Some("run") => Some(NotificationBanner::success("The run was deleted, with everything of it")),
        _ => None,
    };
    page.lead.push(
        "Which organisation pays for a hospital record, by the Commissioner Assignment Method of the edition in force on the \
         record’s date, and why."
            .to_owned(),
    );
    let loaded = caller.room().loaded(&caller.ask.site.footprint).await;
    if matches!(loaded, Ok(None)) {
        page.before = no_tables();
    }
    let card = |href: &str, heading: &str, words: &str| {
        format!(
            "<li class=\"nhsuk-grid-column-one-half nhsuk-card-group__item\"><div class=\"nhsuk-card nhsuk-card--clickable\">\
             <div class=\"nhsuk-card__content\"><h2 class=\"nhsuk-card__heading nhsuk-heading-m\">\
             <a class=\"nhsuk-card__link\" href=\"{}\">{}</a></h2><p class=\"nhsuk-card__description\">{}</p></div></div></li>",
            Markup::escaped(&caller.ask.keep(href)),
            Markup::escaped(heading),
            Markup::escaped(words)
        )
    };
    let of_cases = [
        card(
            "/who-pays/overrides",
            "Overrides",
            "Payers that no record shows: each with an owner, a reason and a last day, after which it stops by itself.",
        ),
        card(
            "/who-pays/challenges",
            "Challenges",
            "Records that two bodies dispute: claim, evidence, answers, deadlines and outcome, as one pack.",
        ),
    ];
    let of_cases = if caller.sees_cases() { of_cases.concat() } else { String::new() };
    let cards = [
        card(
            "/who-pays/record",
            "One record",
            "Settle one case: the answer, every question that was asked, and the table row behind each.",
        ),
        card(
            "/who-pays/runs",
            "A file of records",
            "Upload CSV, Parquet or Arrow: control totals, submitted against derived commissioner, and what if.",
        ),
        card(
            "/who-pays/editions",
            "Editions and tables",
            "The chart of each edition with its questions in words, and the reference tables in use.",
        ),
        card(
            "/api",
            "For programs",
            "The same answer for one record as JSON, and the totals of a run. The command line takes files of any size.",
        ),
    ];
    let list = format!("<ul class=\"nhsuk-grid-row nhsuk-card-group\">{}{of_cases}</ul>", cards.concat());
    let what = Markup::of(&Details {
        summary: kit::components::Description {
            content: "What the method does not decide".into(),
            ..kit::components::Description::default()
        },
        content: Markup::trusted(
            "<p>The method interprets the rules on who pays; it does not make anybody eligible and cannot know local agreements. \
             Looked-after children placed elsewhere, aftercare under section 117 and continuing care placements cannot be seen in \
             a record: they are local overrides, with an owner, a reason and a last day.</p>",
        )
        .into(),
        ..Details::default()
    });
    page.before = Markup::joined([page.before, Markup::trusted(list), what]);
    page.send(StatusCode::OK)
}
