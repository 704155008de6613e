//! The embedded style sheets, scripts and images, each under a path that holds the hash of its content.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// What our sources call it, e.g. `footprint.css`.
    pub name: &'static str,
    /// Where it is served, e.g. `/assets/footprint-0123456789abcdef.css`.
    pub path: &'static str,
    /// A strong entity tag, quoted.
    pub etag: &'static str,
    /// The media type, with the character set of a text.
    pub media_type: &'static str,
    /// The content.
    pub bytes: &'static [u8],
}

/// Every embedded file.
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The path to serve `name` from: `/assets/footprint-….css` for `footprint.css`.
///
/// An unknown name gives the path it would have, which answers 404: a page without its picture is better than no page.
pub fn asset_path(name: &str) -> String {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or_else(|| format!("/assets/{name}"), |asset| asset.path.to_owned())
}

/// The handler of `/assets/{file}`.
///
/// The content under a path never changes, so a browser keeps it for a year and does not ask again.
pub async fn serve_asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(file.as_str())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = [
        (header::ETAG, HeaderValue::from_static(asset.etag)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    if is_held(&headers, asset.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type))], asset.bytes).into_response()
}

/// Whether `If-None-Match` names `etag` (or any, by `*`): the client already holds this content.
pub fn is_held(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> &'static str {
        let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
        std::str::from_utf8(asset.bytes).unwrap()
    }

    #[test]
    fn a_style_sheet_fetches_nothing_from_elsewhere() {
        for name in ["nhsuk-frontend.css", "footprint.css"] {
            let style = text(name);
            assert!(
                !style.contains("@font-face") && !style.contains("@import") && !style.contains("Frutiger"),
                "{name}"
            );
            for (_, address) in style.match_indices("url(").map(|(at, _)| (at, &style[at + 4..])) {
                let address = address.split(')').next().unwrap().trim_matches(['"', '\'']);
                let known = ASSETS.iter().any(|asset| asset.path == address);
                assert!(known || address.starts_with("data:"), "{name} refers to {address}");
            }
        }
        assert!(text("nhsuk-frontend.css").len() > 200_000);
    }

    #[test]
    fn the_script_finds_the_design_system_by_its_hashed_path() {
        let path = asset_path("nhsuk-frontend.js");
        assert!(path.len() > "/assets/nhsuk-frontend-.js".len());
        assert!(text("footprint.js").contains(&path));
        assert!(!text("nhsuk-frontend.js").contains("sourceMappingURL"));
    }

    #[tokio::test]
    async fn an_asset_is_served_once_and_then_held() {
        let asset = &ASSETS[0];
        let file = asset.path.strip_prefix("/assets/").unwrap().to_owned();
        let first = serve_asset(Path(file.clone()), HeaderMap::new()).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(asset.etag));
        assert_eq!(serve_asset(Path(file), headers).await.status(), StatusCode::NOT_MODIFIED);
        let other = serve_asset(Path("other.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(other.status(), StatusCode::NOT_FOUND);
    }
}
