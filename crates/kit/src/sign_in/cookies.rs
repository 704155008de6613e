//! The cookies of signing in.

use axum::http::{HeaderMap, HeaderValue, header};
use store::Secret;

/// How cookies are named and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    /// By HTTPS: cookies carry `Secure`, and the `__Host-` name that no other host can set.
    Https,
    /// By plain HTTP, as on one's own computer.
    Http,
}

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session.
    Session,
    /// The browser that left for a provider.
    Leaving,
    /// A browser in which somebody signed in by a password before.
    Browser,
}

/// How long a browser is known. Units: seconds.
const KNOWN_SECONDS: u32 = 400 * 24 * 3600;

impl Cookie {
    fn name(self, transport: Transport) -> &'static str {
        match (self, transport) {
            (Self::Session, Transport::Https) => "__Host-footprint_session",
            (Self::Session, Transport::Http) => "footprint_session",
            (Self::Leaving, Transport::Https) => "__Host-footprint_leaving",
            (Self::Leaving, Transport::Http) => "footprint_leaving",
            (Self::Browser, Transport::Https) => "__Host-footprint_browser",
            (Self::Browser, Transport::Http) => "footprint_browser",
        }
    }

    /// What the browser sent, if it could be one of ours.
    pub(crate) fn read(self, headers: &HeaderMap, transport: Transport) -> Option<Secret> {
        let name = self.name(transport);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, value)| *found == name && (20..=100).contains(&value.len()))
            .map(|(_, value)| Secret::given(value))
    }

    /// Has the browser keep it until it closes. `Lax`, so that it is there when a provider sends the person back.
    pub(crate) fn set(self, secret: &Secret, transport: Transport) -> Option<HeaderValue> {
        self.write(secret.expose(), "", transport)
    }

    /// Has the browser keep it for a year and more.
    pub(crate) fn set_for_long(self, secret: &Secret, transport: Transport) -> Option<HeaderValue> {
        self.write(secret.expose(), &format!("; Max-Age={KNOWN_SECONDS}"), transport)
    }

    /// Has the browser forget it.
    pub(crate) fn clear(self, transport: Transport) -> Option<HeaderValue> {
        self.write("", "; Max-Age=0", transport)
    }

    fn write(self, value: &str, more: &str, transport: Transport) -> Option<HeaderValue> {
        let secure = if transport == Transport::Https { "; Secure" } else { "" };
        let name = self.name(transport);
        let mut value =
            HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")).ok()?;
        // Not shown by whatever prints headers.
        value.set_sensitive(true);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_for_this_host_and_no_script() {
        let secret = Secret::given("0123456789012345678901234567890123456789012");
        let set = Cookie::Session.set(&secret, Transport::Https).unwrap();
        assert!(set.is_sensitive());
        assert_eq!(
            set.to_str().unwrap(),
            "__Host-footprint_session=0123456789012345678901234567890123456789012; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert!(!Cookie::Session.set(&secret, Transport::Http).unwrap().to_str().unwrap().contains("Secure"));
        let mut headers = HeaderMap::new();
        let sent = format!("a=b; footprint_session={}", secret.expose());
        headers.insert(header::COOKIE, sent.parse().unwrap());
        assert_eq!(Cookie::Session.read(&headers, Transport::Http), Some(secret));
        // Over HTTPS a cookie that another host could have set counts for nothing.
        assert_eq!(Cookie::Session.read(&headers, Transport::Https), None);
        assert_eq!(Cookie::Leaving.read(&headers, Transport::Http), None);
    }
}
