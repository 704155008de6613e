//! The register for programs.

mod lineage;
mod organisations;
mod places;
mod record;
mod schema;
mod shape;

use axum::Router;
use kit::api::Operation;
use kit::face::Face;
use kit::shell::Part;

/// What the register brings to the service.
pub static FACE: Face = Face {
    room: "register",
    part: Some(Part { name: "Organisations", href: "/search" }),
    questions: crate::questions::QUESTIONS,
    acts: &[],
    views: &[],
    tags: &[
        ("Organisations", "Finding organisations, and what is known of one."),
        ("Successions", "What became of organisations and where their totals belong."),
        ("Places", "What changed in a place."),
        ("Record", "What was imported, noticed and entered."),
    ],
    operations: OPERATIONS,
    is_by_now: false,
    programs: Router::new,
    paths: Vec::new,
    schemas: schema::components,
    views_of_body: &[
        ("Overview", ""),
        ("Members", "members"),
        ("Successors", "successors"),
        ("Predecessors", "predecessors"),
        ("Names", "names"),
        ("Sources", "sources"),
    ],
    routes: |_| crate::pages::routes(),
};

static OPERATIONS: &[Operation] = &[
    organisations::SEARCH,
    organisations::ORGANISATION,
    organisations::MEMBERS,
    organisations::MEMBERSHIPS,
    lineage::SUCCESSORS,
    lineage::PREDECESSORS,
    organisations::NAMES,
    places::COVERAGE,
    organisations::ATTESTATIONS,
    organisations::ARRANGEMENTS,
    places::DIFF,
    lineage::SUCCESSIONS,
    lineage::HEIRS,
    record::FINDINGS,
    record::IMPORTS,
    record::ENTRY,
    record::CHANGES,
];
