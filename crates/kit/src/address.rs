//! The address of the page being shown, and addresses made from it.

use std::convert::Infallible;
use std::fmt::Write as _;

use axum::extract::{FromRequestParts, OriginalUri, Query};
use axum::http::request::Parts;

/// A path and its query, in order. Everything that decides what a page shows is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The path, still encoded, e.g. `/org/14Y`.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
}

impl Address {
    /// A path without a query.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), query: Vec::new() }
    }

    /// The first value of `key`.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The same address with `key` set to `value` and nothing else changed.
    #[must_use]
    pub fn with(&self, key: &str, value: impl Into<String>) -> Self {
        let mut address = self.without(&[key]);
        address.query.push((key.to_owned(), value.into()));
        address
    }

    /// The same address without some keys.
    #[must_use]
    pub fn without(&self, keys: &[&str]) -> Self {
        let query = self.query.iter().filter(|(name, _)| !keys.contains(&name.as_str())).cloned().collect();
        Self { path: self.path.clone(), query }
    }

    /// The address as a link has it.
    pub fn href(&self) -> String {
        let mut href = self.path.clone();
        for (index, (key, value)) in self.query.iter().enumerate() {
            href.push(if index == 0 { '?' } else { '&' });
            encode(&mut href, key);
            href.push('=');
            encode(&mut href, value);
        }
        href
    }
}

fn encode(to: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => to.push(char::from(byte)),
            b' ' => to.push('+'),
            other => {
                let _ = write!(to, "%{other:02X}");
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        // A query that cannot be read is as good as none; the values themselves are judged by the handler.
        let query = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
        Ok(Self { path: uri.path().to_owned(), query })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_is_read_and_changed_without_losing_the_rest() {
        let request =
            axum::http::Request::builder().uri("/members/14Y?valid_at=2018-04-01&q=a+b%26c&page=3").body(()).unwrap();
        let address = Address::from_request_parts(&mut request.into_parts().0, &()).await.unwrap();
        assert_eq!(address.value("q"), Some("a b&c"));
        assert_eq!(
            address.without(&["page"]).with("format", "csv").href(),
            "/members/14Y?valid_at=2018-04-01&q=a+b%26c&format=csv"
        );
        assert_eq!(address.with("q", "é\"").href(), "/members/14Y?valid_at=2018-04-01&page=3&q=%C3%A9%22");
        assert_eq!(Address::new("/").href(), "/");
    }
}
