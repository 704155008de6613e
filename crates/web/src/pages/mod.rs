//! The register's pages: who asks, what they ask, work it out, show it.

mod chains;
mod changed;
mod changes;
mod executive;
mod findings;
mod flow;
pub(crate) mod mandate;
mod organisation;
mod record;
mod restate;
mod restated;
mod room;
mod search;
mod show;
mod start;
mod statement;
mod uploads;
pub(crate) mod who_pays;

use app::Footprint;
use axum::Router;
use axum::routing::{get, post};

use crate::refused::Ways;
use crate::security::Csrf;
use crate::serve::framed_with;
use crate::shell::Part;
use crate::sign_in::SignIn;
use crate::site::{Config, Site};

pub use uploads::Uploads;

/// The parts of the service, for the navigation.
pub const PARTS: &[Part] = &[
    Part { name: "Organisations", href: "/search" },
    Part { name: "Who decides", href: "/powers" },
    Part { name: "Who pays", href: "/who-pays" },
    Part { name: "Meetings", href: "/meetings" },
    Part { name: "Decisions", href: "/decisions" },
    Part { name: "What changed", href: "/diff" },
    Part { name: "Old codes to new", href: "/successions" },
    Part { name: "Restate figures", href: "/restate" },
    Part { name: "Findings", href: "/findings" },
    Part { name: "Imports", href: "/imports" },
];

/// The links at the foot.
pub const FOOTER: &[Part] = &[
    Part { name: "Changes to the register", href: "/changes" },
    Part { name: "Accessibility statement", href: "/accessibility" },
];

/// Where the navigation and the foot lead.
pub const WAYS: Ways = Ways { parts: PARTS, footer: FOOTER };

/// The whole service: pages, files, programs' interfaces, and the frame around them.
pub fn router(footprint: Footprint, config: Config, csrf: Csrf) -> Router {
    router_with(footprint, config, csrf, SignIn::none())
}

/// The same, where people may sign in, or which is a demonstration.
pub fn router_with(footprint: Footprint, config: Config, csrf: Csrf, sign_in: SignIn) -> Router {
    let (metrics, sign_in) = (config.metrics.clone(), sign_in.with_key(&csrf));
    let site = Site { footprint, config, uploads: Uploads::default() };
    let programs = crate::api::routes(site.clone(), WAYS).merge(crate::fhir::routes(site.clone()));
    let door = crate::sign_in::routes(sign_in.clone(), WAYS);
    framed_with(routes(&sign_in).with_state(site).merge(programs).merge(door), csrf, WAYS, sign_in, metrics)
}

fn routes(sign_in: &SignIn) -> Router<Site> {
    mandate::routes(sign_in)
        .merge(executive::routes(sign_in))
        .merge(who_pays::routes(sign_in))
        .route("/", get(start::start))
        .route("/search", get(search::search))
        .route("/organisations/{code}", get(organisation::organisation))
        .route("/organisations/{code}/members", get(organisation::members))
        .route("/organisations/{code}/successors", get(chains::successors))
        .route("/organisations/{code}/predecessors", get(chains::predecessors))
        .route("/organisations/{code}/shares", get(chains::shares))
        .route("/organisations/{code}/successions", get(organisation::successions))
        .route("/organisations/{code}/names", get(organisation::names))
        .route("/organisations/{code}/sources", get(organisation::sources))
        .route("/organisations/{code}/timeline", get(organisation::timeline))
        .route("/organisations/{code}/parents", get(organisation::parents))
        .route("/organisations/{code}/coverage", get(organisation::coverage))
        .route("/organisations/{code}/findings", get(organisation::findings))
        .route("/diff", get(changed::diff))
        .route("/successions", get(changed::successions))
        .route("/findings", get(findings::findings))
        .route("/findings/{kind}", get(findings::of_kind))
        .route("/imports", get(record::imports))
        .route("/entries/{sequence}", get(record::entry))
        .route("/entries/{sequence}/proof", get(record::proof))
        .route("/entries/{sequence}/stored", get(record::stored))
        .route("/changes", get(changes::changes))
        .route("/changes.atom", get(changes::feed))
        .route("/restate", restate::upload_route())
        .route("/restate/{id}", get(restate::columns))
        .route("/restate/{id}/forget", post(restate::forget))
        .route("/accessibility", get(statement::accessibility))
}
