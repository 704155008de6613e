//! The pages of a system: its control totals as bars, with the ways from one view to the next.

use app::Lens;
use ask::Asked;
use axum::Router;

use crate::answers::{Basis, SystemMonth};
use crate::api::FACE;
use crate::questions::{CONTRACTS_INSIDE, DUTY_TESTS, SYSTEM_TOTALS, asked_month};
use kit::markup::Markup;
use kit::question::drawn;
use kit::room::link;
use kit::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(SYSTEM_TOTALS.path, drawn(&FACE, &SYSTEM_TOTALS, |lens, asked| views(lens, asked, "")))
        .route(CONTRACTS_INSIDE.path, drawn(&FACE, &CONTRACTS_INSIDE, |lens, asked| views(lens, asked, "contracts")))
        .route(DUTY_TESTS.path, drawn(&FACE, &DUTY_TESTS, |lens, asked| views(lens, asked, "duties")))
}

/// The other views of a system, and where each is.
const VIEWS: [(&str, &str); 4] =
    [("Control totals", ""), ("Forecast", "forecast"), ("Contracts inside", "contracts"), ("Financial duties", "duties")];

/// Links to the other views of the system in the same month, for whoever may read them.
pub(super) fn views(lens: &Lens, asked: &Asked<'_>, here: &str) -> Markup {
    let basis = Basis::of(lens);
    let Ok(at) = asked_month(&basis, lens, asked) else { return Markup::default() };
    if !basis.reader.sees_system(at.system) {
        return Markup::default();
    }
    links(at, here)
}

fn links(at: SystemMonth, here: &str) -> Markup {
    let others = VIEWS.iter().filter(|(_, view)| *view != here);
    let mut all: Vec<Markup> = others.map(|(words, view)| link(words, &at.href(view))).collect();
    all.push(link("The file by which members report months", &file_href(at)));
    Markup::joined(all)
}

fn file_href(at: SystemMonth) -> String {
    format!("/control-totals/{}/month-file?year={}", at.system, crate::answers::year_in_address(at.year))
}
