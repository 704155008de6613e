//! What stands between a browser and the handlers: headers, forms that prove where they came from, limits.

mod csrf;
mod form_key;
mod headers;
mod turns;

pub use csrf::{Csrf, CsrfToken, FIELD as CSRF_FIELD, check_forms};
pub use headers::add_headers;
pub(crate) use turns::take_turn;
pub use turns::{Turn, Turns};
