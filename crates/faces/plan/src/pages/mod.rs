//! The pages that are written by hand: the sign-off board of a plan, and a line with where it comes from, its decision and its
//! money.

mod board;
mod line;

use axum::Router;
use axum::routing::get;
use kit::components::Crumb;
use kit::show::{Ask, Way};
use kit::sign_in::SignIn;
use kit::site::Site;
use kit::tables_page::TablesPage;
use plan::Plan;

use crate::acts::ACTS;
use crate::answers::{Desk, pages, plan_href};

/// The routes of this part.
pub(super) fn routes(_: &SignIn) -> Router<Site> {
    Router::new().route("/plans/{plan}", get(board::board)).route("/plans/{plan}/line", get(line::line))
}

/// A page of a plan with nothing on it yet.
fn page(ask: &Ask, desk: &Desk<'_>, title: impl Into<String>, plan: &Plan, here: &str) -> TablesPage {
    TablesPage {
        caption: plan.title.to_string(),
        ways: ways(ask, desk, plan, here),
        ways_label: "Pages of this plan",
        ..TablesPage::new(title, [Crumb::new("Plans", "/plans")])
    }
}

/// The pages of a plan that whoever looks may read.
fn ways(ask: &Ask, desk: &Desk<'_>, plan: &Plan, here: &str) -> Vec<Way> {
    let of = |(name, end): (&'static str, &'static str)| Way {
        name,
        href: ask.keep(&format!("{}{end}", plan_href(&plan.id))),
        is_here: end == here,
    };
    let is_within = desk.is_within(plan);
    pages().into_iter().filter(|(_, end)| is_within || ["", "/lines", "/figures"].contains(end)).map(of).collect()
}

/// What whoever looks may do to what is named now: what each act is called, and where it is done.
fn offered(ask: &Ask, subject: &[(&str, &str)]) -> Vec<(String, String)> {
    let subject: Vec<(String, String)> =
        subject.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    // What is done to a plan alone stands on its board, and what is done to a part of it with the part.
    let (last, _) = subject.last().cloned().unwrap_or_default();
    let of_it: Vec<_> = ACTS.iter().copied().filter(|form| form.subject.iter().any(|key| key.name == last)).collect();
    kit::acts::acts_on(ask, &of_it, &subject)
}
