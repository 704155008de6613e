//! What the pages of who decides share.

use axum::response::{IntoResponse, Response};
use mandate::Duties;

use crate::acts::ACTS;
use kit::components::Crumb;
use kit::refused::Problem;
use kit::show::{Ask, Way};
use kit::sign_in::Refused;
pub(super) use kit::tables_page::Part;

/// A page of who decides with nothing on it yet.
pub(super) fn page_titled(title: impl Into<String>) -> kit::tables_page::TablesPage {
    let above = [Crumb::new("Who decides", "/who-decides")];
    kit::tables_page::TablesPage { ways_label: "Who decides", ..kit::tables_page::TablesPage::new(title, above) }
}

/// The views under “Who decides”; the one at this address is here.
pub(super) fn ways(ask: &Ask, here: &str) -> Vec<Way> {
    crate::api::FACE.ways(ask, here)
}

/// What whoever looks may do today, by what is known now.
pub(super) fn duties(ask: &Ask) -> Duties {
    ask.reader().duties().clone()
}

/// What whoever looks may do to something now: what each act is called, and where it is done; for a visitor, the way in.
pub(super) fn offered(ask: &Ask, key: &str, id: &str) -> Vec<(String, String)> {
    kit::acts::acts_on(ask, ACTS, &[(key.to_owned(), id.to_owned())])
}

/// What whoever looks may do under a page.
pub(super) fn offered_at(ask: &Ask, page: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let values: Vec<(String, String)> =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    kit::acts::acts_under(ask, ACTS, page, &values)
}

/// Nothing to see: the words are the same whether there is no such page or it is not for whoever asks.
pub(super) fn unseen() -> Problem {
    Problem::not_found(
        "If you typed the address, check it is right. What you may change here follows from the posts you hold today.",
    )
}

/// [`unseen`], and in the record of refusals: it is there, and is not for whoever asks.
pub(super) fn not_theirs() -> Response {
    let mut response = unseen().into_response();
    response.extensions_mut().insert(Refused("not-theirs"));
    response
}
