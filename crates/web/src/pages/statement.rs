//! What the service says of its own accessibility.

use askama::Template;
use axum::response::Response;

use kit::components::Crumb;
use kit::shell::Shell;
use kit::show::Ask;

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct Accessibility {
    shell: Shell,
}

pub(super) async fn accessibility(ask: Ask) -> Response {
    ask.page(Accessibility { shell: ask.plain_frame("Accessibility statement", [Crumb::new("Home", "/")]) })
}
