//! Control totals: what the room brings to the service.

use axum::Router;

use kit::face::Face;
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "control-totals",
    part: Some(Part { name: "Control totals", href: "/control-totals" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: VIEWS,
    tags: &[
        ("Control totals", "What each body and each system must come to in a year, and whether it will."),
        ("Running costs", "What bodies spend on running themselves, what they share, and what a merger does."),
    ],
    operations: &[],
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: VIEWS_OF_BODY,
    routes: crate::pages::routes,
};

/// The views of control totals, and then those of running costs.
static VIEWS: &[(&str, &str)] = &[
    // Control totals.
    ("Systems", "/control-totals"),
    ("Proposals to intervene", "/intervention-proposals"),
    ("Sustainability funds", "/sustainability-funds"),
    ("Deficit support", "/deficit-support"),
    ("Notices", "/control-total-notices"),
    ("Members", "/system-memberships"),
    ("Regimes", "/control-total-regimes"),
    ("Thresholds", "/forecast-thresholds"),
    ("Prices", "/deflators"),
    // Running costs.
    ("Work done more than once", "/duplicated-work"),
    ("Budgets restated", "/restated-budgets"),
    ("Template of posts", "/posts-template"),
];

/// The views of a body: the name, and the end of the address after the body's own.
static VIEWS_OF_BODY: &[(&str, &str)] = &[
    // Control totals.
    // Running costs.
    ("Running costs", "running-costs"),
    ("Risks", "risks"),
    ("Risk shares", "risk-shares"),
    ("Impact of a merger", "merger-impact"),
];
