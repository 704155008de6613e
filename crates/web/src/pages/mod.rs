//! The register's pages.

use app::Footprint;
use axum::Router;

use crate::refused::Ways;
use crate::security::Csrf;
use crate::serve::framed;
use crate::shell::Part;
use crate::site::{Config, Site};

/// The parts of the service, for the navigation.
pub const PARTS: &[Part] = &[
    Part { name: "Organisations", href: "/search" },
    Part { name: "What changed", href: "/diff" },
    Part { name: "Restate figures", href: "/restate" },
    Part { name: "Findings", href: "/findings" },
    Part { name: "Imports", href: "/imports" },
];

/// The links at the foot.
pub const FOOTER: &[Part] = &[
    Part { name: "All successions", href: "/successions" },
    Part { name: "Changes to the register", href: "/changes" },
    Part { name: "Accessibility statement", href: "/accessibility" },
];

/// The whole service: pages, files, programs' interfaces, and the frame around them.
pub fn router(footprint: Footprint, config: Config, csrf: Csrf) -> Router {
    let site = Site { footprint, config };
    let routes: Router<Site> = Router::new();
    framed(routes.with_state(site), csrf, Ways { parts: PARTS, footer: FOOTER })
}
