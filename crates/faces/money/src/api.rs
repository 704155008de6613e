//! The ledger: what the room brings to the service.

use axum::Router;

use kit::face::Face;
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "money",
    part: Some(Part { name: "Money", href: "/money" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: VIEWS,
    tags: &[("Money", "Who has how much for what, on whose decision: accounts, transfers and published allocations.")],
    operations: &[],
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[("Ledger", "accounts"), ("Allocations", "allocations")],
    routes: crate::pages::routes,
};

/// The views of money.
static VIEWS: &[(&str, &str)] = &[
    ("Money", "/money"),
    ("Funds", "/money/funds"),
    ("Published allocations", "/money/vintages"),
    ("Two vintages", "/money/vintages-compared"),
    ("Control sums", "/money/control-sums"),
];
