//! What the room brings to the service.

use axum::Router;
use kit::face::Face;
use kit::shell::Part;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "executive",
    part: Some(Part { name: "Meetings", href: "/meetings" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: &[
        ("Meetings", "/meetings"),
        ("Decisions", "/decisions"),
        ("Forward plan", "/forward-plan"),
        ("Actions", "/actions"),
        ("Questions of scrutiny", "/questions"),
    ],
    tags: &[("Meetings and decisions", "Meetings, proposals, decisions and what follows from them.")],
    operations: &[],
    is_by_now: true,
    programs: Router::new,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[],
    routes: crate::pages::routes,
};
