//! The pages that are written by hand: the ledger of a body, a transfer with its chain, waterfalls, and the file of transfers.

mod allocations;
mod ledger;
mod start;
mod transfer;
mod transfers_file;
mod waterfall;

use ask::{Asked, Fault, Question};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use kit::components::Crumb;
use kit::gate::{Gate, one_at_a_time};
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::SignIn;
use kit::site::Site;
use kit::tables_page::TablesPage;
use terms::OdsCode;

use crate::acts::{ACTS, RECORD_TRANSFERS};
use crate::answers::Ledgers;
use crate::transfers_file::BYTES_MAX;

/// The routes of this part.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    let upload = get(transfers_file::show).post(transfers_file::send);
    // A file of transfers comes with a form around it; one is read at a time from one address.
    let upload = upload.layer(DefaultBodyLimit::max(BYTES_MAX + 64 * 1024));
    let upload = upload.layer(from_fn_with_state(Gate::new(8, 3), one_at_a_time));
    Router::new()
        .route("/money", get(start::start))
        .route("/money/transfers-template", get(start::template))
        .route("/money/transfers/{transfer}", get(transfer::transfer))
        .route("/organisations/{code}/accounts", get(ledger::ledger))
        .route("/organisations/{code}/allocations", get(allocations::allocations))
        .route(RECORD_TRANSFERS.path, upload)
}

/// A page of money with nothing on it yet.
fn page(title: impl Into<String>) -> TablesPage {
    TablesPage { ways_label: "Money", ..TablesPage::new(title, [Crumb::new("Money", "/money")]) }
}

/// A view of a body with nothing on it yet.
fn of_body(ask: &Ask, code: OdsCode, title: &str, end: &str) -> TablesPage {
    let above = [Crumb::new("Organisations", "/search"), Crumb::new(code.as_str(), naming::href(code))];
    TablesPage {
        caption: Ledgers::of(ask).body(code),
        ways: ask.views_of_body(code, end),
        ways_label: "Views of this organisation",
        ..TablesPage::new(title, above)
    }
}

/// What whoever looks may do under a page.
fn offered_at(ask: &Ask, page: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let values: Vec<(String, String)> =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    kit::acts::acts_under(ask, ACTS, page, &values)
}

/// What whoever looks may do to something now.
fn offered(ask: &Ask, key: &str, id: &str) -> Vec<(String, String)> {
    kit::acts::acts_on(ask, ACTS, &[(key.to_owned(), id.to_owned())])
}

/// What a question is asked by its address, read and found to be lawful.
///
/// # Errors
/// 400 for the first parameter that is not.
fn values_of(ask: &Ask, question: &Question, path: &[(&str, &str)]) -> Result<Vec<(String, String)>, Problem> {
    let mut values: Vec<(String, String)> =
        path.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    values.extend(ask.address.query.iter().cloned());
    match kit::question::check(question.params, &values).into_iter().next() {
        Some(error) => Err(Problem::refused(format!("{}.", error.message))),
        None => Ok(values),
    }
}

/// What is wrong with what was asked, as a page.
fn problem(fault: Fault) -> Problem {
    match fault {
        Fault::Param(error) => Problem::refused(format!("{}.", error.message)),
        Fault::Unknown(words) => Problem::not_found(words),
    }
}

/// The answer of a question at an address.
fn asked<'v>(values: &'v [(String, String)], question: &'v Question) -> Asked<'v> {
    Asked::new(values, question.params)
}
