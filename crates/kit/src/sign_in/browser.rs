//! Browsers in which somebody signed in by a password before.
//!
//! Wrong passwords are slowed down by account and by address, and anybody can send them. Who has signed in before is counted
//! apart, by their browser, so that nobody keeps them out of their own account by guessing at it.
//!
//! Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies"; NIST SP 800-63B, 3.2.2.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::{Name, Secret, StoreError};

/// The key of the marks.
#[derive(Clone, Copy)]
pub(super) struct Browsers([u8; 32]);

impl Browsers {
    pub(super) fn with_key(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A mark for a browser in which the person of that name has just signed in.
    pub(super) fn mark(&self, name: &Name) -> Result<Secret, StoreError> {
        let browser = Secret::random()?;
        let mac = self.mac(browser.expose(), name).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        Ok(Secret::given(format!("{}.{}", browser.expose(), mac.unwrap_or_default())))
    }

    /// Which browser a mark is of, if it is one of ours for that name.
    pub(super) fn known(&self, mark: &Secret, name: &Name) -> Option<String> {
        let (browser, mac) = mark.expose().split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.mac(browser, name)?.verify_slice(&mac).ok()?;
        Some(browser.to_owned())
    }

    fn mac(&self, browser: &str, name: &Name) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(browser.as_bytes());
        mac.update(b".");
        mac.update(name.as_str().as_bytes());
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_of_one_name_and_cannot_be_made_up() {
        let (ann, bo): (Name, Name) = ("ann@x.nhs.uk".parse().unwrap(), "bo@x.nhs.uk".parse().unwrap());
        let browsers = Browsers::with_key([3; 32]);
        let mark = browsers.mark(&ann).unwrap();
        assert!((20..=100).contains(&mark.expose().len()), "the cookie is read back");
        let known = browsers.known(&mark, &ann).unwrap();
        assert!(mark.expose().starts_with(&known));
        assert_eq!(browsers.known(&mark, &bo), None);
        assert_eq!(Browsers::with_key([4; 32]).known(&mark, &ann), None);
        for made_up in ["", ".", "abc", &format!("{known}."), &format!("x{}", mark.expose())] {
            assert_eq!(browsers.known(&Secret::given(made_up), &ann), None, "{made_up}");
        }
    }
}
