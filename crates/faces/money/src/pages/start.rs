//! The start of money: what is here, and for whom.

use axum::response::Response;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::room::link;
use kit::show::Ask;
use kit::tables_page::Part;

use super::{offered_at, page};
use crate::answers::{Ledgers, vintages};
use crate::transfers_file::template as template_table;

pub(super) async fn start(ask: Ask) -> Result<Response, Problem> {
    let ledgers = Ledgers::of(&ask);
    let mut page = page("Money");
    page.ways = crate::api::FACE.ways(&ask, "/money");
    page.lead = vec![
        "Who has how much for what, on whose decision: accounts and the transfers between them, each with the decision, mandate \
         and plan line on which it rests; and what each body is given, as published, figure by figure."
            .to_owned(),
        "Funds and published allocations are for anybody. A body’s ledger is for those who answer for its money, by the posts they \
         hold today: you find it on the organisation’s page."
            .to_owned(),
    ];
    page.parts = vec![
        Part::new("vintages", "Published allocations", vintages(&ledgers)),
        Part::words("file", "A file of transfers", Vec::new(), template_links(&ask)),
    ];
    page.acts = offered_at(&ask, "/money", &[]);
    page.answer(&ask)
}

/// Where the template of a file of transfers can be had.
pub(super) fn template_links(ask: &Ask) -> Markup {
    let file = |format: &str, words: &str| {
        link(words, &ask.keep(&format!("/money/transfers-template?format={format}"))).as_str().to_owned()
    };
    Markup::trusted(format!(
        "<p>Take the template, fill in a row for each transfer, and upload it from the ledger of the body whose money moves: {} or \
         {}.</p>",
        file("csv", "template as CSV"),
        file("xlsx", "template as XLSX")
    ))
}

/// The template of a file of transfers.
pub(super) async fn template(ask: Ask) -> Result<Response, Problem> {
    let table = template_table();
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    let mut page = page("Template of a file of transfers");
    page.lead = vec![
        "One row for each transfer. An amount is in pounds; a day is written as 2019-04-01. Rows marked Y stand or fall with the \
         next, up to one marked N."
            .to_owned(),
    ];
    page.parts = vec![Part::only(table)];
    page.answer(&ask)
}
