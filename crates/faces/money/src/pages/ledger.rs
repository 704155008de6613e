//! The ledger of a body: what stands on its accounts at the two clocks, and every transfer with the way to its chain.

use axum::extract::Path;
use axum::response::Response;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::tables_page::Part;

use super::{asked, of_body, offered, offered_at, problem, values_of};
use crate::answers::{Ledgers, Wanted, accounts, transfers};
use crate::questions::{ACCOUNTS, closed, year};

pub(super) async fn ledger(ask: Ask, _who: Who, Path(code): Path<String>) -> Result<Response, Problem> {
    let (ask, code) = (&ask, code.as_str());
    let values = values_of(ask, &ACCOUNTS, &[("code", code)])?;
    let asked = asked(&values, &ACCOUNTS);
    let body = ask.body(code)?;
    let (ledgers, year) = (Ledgers::of(ask), year(&asked).map_err(problem)?);
    let mut page = of_body(ask, body, ACCOUNTS.title, "accounts");
    let of_year = year.map_or_else(|| "in every year".to_owned(), |year| format!("in {year}"));
    page.lead = vec![
        format!(
            "What stood on each account {of_year} on {}, as known after entry {}. Choose another day, or an earlier state of \
             knowledge, in the line above.",
            ask::day(ledgers.on),
            ledgers.room.sequence()
        ),
        "Open a transfer to see its whole chain: the plan line that carries it, the mandate, the decision and its authority, and \
         which allotments its money came from."
            .to_owned(),
    ];
    if let Some(words) = closed(&ledgers, body) {
        page.lead = vec![words];
    }
    let wanted = Wanted { year, ..Wanted::default() };
    page.parts = vec![
        Part::new("accounts", "Accounts", accounts(&ledgers, body, year)),
        Part::new("transfers", "Transfers", transfers(&ledgers, body, &wanted)),
    ];
    page.acts = offered_at(ask, "/organisations/{code}/accounts", &[("code", body.as_str())]);
    let transfers = offered(ask, "body", body.as_str()).into_iter();
    for act in transfers.filter(|(_, href)| href.contains("/transfers")) {
        if !page.acts.contains(&act) {
            page.acts.push(act);
        }
    }
    page.answer(ask)
}
