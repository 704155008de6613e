//! Plans and agreements: what the room brings to the service.

use axum::Router;
use kit::face::Face;
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "plan",
    part: Some(Part { name: "Plans", href: "/plans" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: VIEWS,
    tags: &[(
        "Plans",
        "What will be done, by whom, with which money, and who has signed for it: one operating plan in place of several, and \
         the agreements it stands on.",
    )],
    operations: &[],
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[],
    routes: crate::pages::routes,
};

/// The views of plans.
static VIEWS: &[(&str, &str)] = &[
    ("Plans", "/plans"),
    ("Template for plan lines", "/plan-template"),
    ("Agreements", "/agreements"),
    ("Contract tracker", "/contracts"),
    ("What a merger asks", "/merger-duties"),
    ("Tolerances", "/tolerances"),
];
