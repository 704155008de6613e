//! Who decides: what the room brings to the service.

use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::response::Redirect;
use axum::routing::get;

use kit::face::Face;
use kit::shell::Part;
use kit::site::Site;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "mandate",
    part: Some(Part { name: "Who decides", href: "/who-decides" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: VIEWS,
    tags: &[("Who decides", "Who may decide what, for whom, up to how much, on whose authority.")],
    operations: &[],
    is_by_now: true,
    programs,
    paths: Vec::new,
    schemas: Vec::new,
    views_of_body: &[("Posts", "posts"), ("Scheme", "scheme")],
    routes: crate::pages::routes,
};

/// The views of who decides.
static VIEWS: &[(&str, &str)] = &[
    ("Ask who decides", "/who-decides"),
    ("People", "/people"),
    ("Committees", "/committees"),
    ("Services", "/services"),
    ("What stays local", "/stays-local"),
    ("Place and system", "/place-and-system"),
    ("Coverage", "/coverage"),
    ("Vacant posts", "/vacancies"),
    ("About to lapse", "/expiring"),
    ("What changed", "/powers-changed"),
];

/// What programs called otherwise before is led on for good.
fn programs() -> Router<Site> {
    let may_decide =
        |Path(person): Path<String>, query| async move { moved(&format!("/api/v1/people/{person}/may-decide"), query) };
    Router::new().route("/api/v1/people/{person}/powers", get(may_decide))
}

/// Leads on for good, with what was asked.
pub(crate) fn moved(to: &str, RawQuery(query): RawQuery) -> Redirect {
    match query {
        Some(query) => Redirect::permanent(&format!("{to}?{query}")),
        None => Redirect::permanent(to),
    }
}
