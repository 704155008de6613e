//! What the service is, who runs it, and what it keeps of those who use it.

use askama::Template;
use axum::response::Response;

use kit::components::Crumb;
use kit::shell::Shell;
use kit::show::Ask;
use kit::site::Operator;

#[derive(Template)]
#[template(path = "pages/about.html")]
struct About {
    shell: Shell,
    operator: Operator,
}

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct Privacy {
    shell: Shell,
    operator: Operator,
    /// Whether people can sign in here; where nobody can, nothing is kept of anybody.
    has_accounts: bool,
}

pub(super) async fn about(ask: Ask) -> Response {
    let shell = ask.plain_frame("About Footprint", [Crumb::new("Home", "/")]);
    ask.page(About { shell, operator: ask.site.config.operator.clone() })
}

pub(super) async fn privacy(ask: Ask) -> Response {
    let shell = ask.plain_frame("Privacy", [Crumb::new("Home", "/")]);
    let has_accounts = shell.visit.can_sign_in || shell.visit.who.signed_in().is_some();
    ask.page(Privacy { shell, operator: ask.site.config.operator.clone(), has_accounts })
}
