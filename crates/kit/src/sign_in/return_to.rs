//! Where somebody goes after signing in: only to a page of this service.

use axum::http::Uri;

/// The most bytes of an address to return to.
const BYTES_MAX: usize = 2000;

/// A path of this service, with its query. Anything else becomes the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The start page.
    pub fn start() -> Self {
        Self("/".to_owned())
    }

    /// Reads an address somebody sent.
    ///
    /// A browser takes `//host`, `/\host` and `/⇥/host` for another site, so none of them is a path here.
    pub fn read(text: &str) -> Self {
        let mut letters = text.bytes();
        let begins = letters.next() == Some(b'/') && !matches!(letters.next(), Some(b'/' | b'\\'));
        let is_plain = text.len() <= BYTES_MAX && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let is_path = text.parse::<Uri>().is_ok_and(|uri| uri.authority().is_none() && uri.scheme().is_none());
        // To return to signing in or out would be to go in a circle.
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let is_door = ["/sign-in", "/sign-out", "/signed-out", "/session", "/invitation", "/act-as"]
            .iter()
            .any(|door| path == *door || path.strip_prefix(door).is_some_and(|rest| rest.starts_with('/')));
        if begins && is_plain && is_path && !is_door { Self(text.to_owned()) } else { Self::start() }
    }

    /// What an address or a form sent, if it sent one.
    pub fn sent(text: Option<&str>) -> Self {
        text.map_or_else(Self::start, Self::read)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_returned_to() {
        for ours in ["/", "/meetings/12?valid_at=2018-04-01#decisions", "/a//b", "/search?q=https://other.example"] {
            assert_eq!(ReturnTo::read(ours).as_str(), ours);
        }
        for other in [
            "",
            "https://other.example",
            "//other.example",
            "/\\other.example",
            "\\\\other.example",
            "/\t/other.example",
            "/\n/other.example",
            "javascript:alert(1)",
            "meetings",
            " /meetings",
            "/meetings\r\nSet-Cookie: x=y",
            "///other.example",
            "/sign-out",
            "/sign-in?return=/",
            "/session/until",
            "/é",
        ] {
            assert_eq!(ReturnTo::read(other), ReturnTo::start(), "{other:?}");
        }
        assert_eq!(ReturnTo::read(&format!("/{}", "a".repeat(BYTES_MAX))), ReturnTo::start());
    }
}
