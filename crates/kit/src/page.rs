//! From a page's struct to an answer.

use std::fmt::Write as _;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::assets::is_held;
use crate::refused::Problem;

/// A page: an Askama struct, rendered when it is sent.
///
/// A browser may keep it only to go back to it, since the same address may say more tomorrow.
#[derive(Debug)]
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(page) => ([(header::CACHE_CONTROL, "private, no-cache")], Html(page)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page could not be rendered");
                Problem::broken().into_response()
            }
        }
    }
}

/// `body` with a strong entity tag of its content, or 304 if the client holds it.
pub fn tagged(request: &HeaderMap, media_type: &'static str, body: Vec<u8>) -> Response {
    let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(&body)));
    let held = is_held(request, &etag);
    let etag = HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    let kept = [(header::ETAG, etag), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if held {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_is_sent_once() {
        let first = tagged(&HeaderMap::new(), "application/json", b"{}".to_vec());
        assert_eq!(first.status(), StatusCode::OK);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(tagged(&headers, "application/json", b"{}".to_vec()).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(tagged(&headers, "application/json", b"[]".to_vec()).status(), StatusCode::OK);
    }
}
