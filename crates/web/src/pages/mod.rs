//! Every page, file and interface, from the faces of the rooms.

mod about;
mod start;
mod statement;

use app::Footprint;
use axum::Router;
use axum::routing::get;
use kit::done::Seal;
use kit::face::Face;
use kit::refused::Ways;
use kit::security::Csrf;
use kit::serve::framed_with;
use kit::shell::Part;
use kit::sign_in::SignIn;
use kit::site::{Config, Site};
use register_face::pages::Uploads;

/// The faces of the rooms, in the order in which one leads to the next.
pub static FACES: &[&Face] = &[
    &register_face::api::FACE,
    &mandate_face::api::FACE,
    &executive_face::api::FACE,
    &plan_face::api::FACE,
    &money_face::api::FACE,
    &control_totals_face::api::FACE,
    &who_pays_face::api::FACE,
];

/// The parts of the service, for the navigation.
pub const PARTS: &[Part] = &[
    Part { name: "Organisations", href: "/search" },
    Part { name: "Who decides", href: "/who-decides" },
    Part { name: "Who pays", href: "/who-pays" },
    Part { name: "Meetings", href: "/meetings" },
    Part { name: "Decisions", href: "/decisions" },
    Part { name: "Plans", href: "/plans" },
    Part { name: "Money", href: "/money" },
    Part { name: "Control totals", href: "/control-totals" },
    Part { name: "What changed", href: "/diff" },
    Part { name: "Old codes to new", href: "/successions" },
    Part { name: "Restate figures", href: "/restate" },
    Part { name: "Findings", href: "/findings" },
    Part { name: "Imports", href: "/imports" },
];

/// The links at the foot.
pub const FOOTER: &[Part] = &[
    Part { name: "About", href: "/about" },
    Part { name: "Contact", href: "/about#contact" },
    Part { name: "Privacy", href: "/privacy" },
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
    let site = Site {
        footprint,
        config: config.with(Uploads::default()),
        ways: WAYS,
        store: sign_in.store().cloned(),
        seal: Seal(csrf.key_for("what is done")),
        faces: FACES,
    };
    let programs = kit::api::routes(site.clone()).merge(fhir_face::routes(site.clone()));
    let door = kit::sign_in::routes(sign_in.clone(), WAYS, FACES);
    framed_with(routes(&sign_in).with_state(site).merge(programs).merge(door), csrf, WAYS, sign_in, metrics)
}

fn routes(sign_in: &SignIn) -> Router<Site> {
    let own = Router::new()
        .route("/", get(start::start))
        .route("/about", get(about::about))
        .route("/privacy", get(about::privacy))
        .route("/accessibility", get(statement::accessibility));
    FACES.iter().copied().fold(own, |routes, face| {
        routes.merge((face.routes)(sign_in)).merge(kit::question::routes(face)).merge(kit::acts::routes(face))
    })
}
