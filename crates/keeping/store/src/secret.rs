//! Tokens: random, kept only as a hash, never shown by accident.

use std::fmt::{self, Debug, Display, Formatter, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// Something only its owner may know. `Debug` does not show it and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 256 random bits as 43 letters that need no escaping in an address or a cookie.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> Result<Self, StoreError> {
        Ok(Self(URL_SAFE_NO_PAD.encode(random::<32>()?)))
    }

    /// What a person or a browser sent.
    pub fn given(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself: to be sent to its owner and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    ///
    /// Plain SHA-256 is enough: a token has 256 random bits. A password has not, and goes through [`crate::Passwords`].
    pub fn hash(&self) -> SecretHash {
        SecretHash(hex(&Sha256::digest(self.0.as_bytes())))
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of a token: its SHA-256 in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretHash(pub(crate) String);

impl SecretHash {
    /// As text, to compare with.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for SecretHash {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Random(error.to_string()))?;
    Ok(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
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
    fn a_secret_is_long_differs_each_time_and_is_not_shown() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.expose().len(), 43);
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }

    #[test]
    fn the_hash_is_sha_256() {
        // Source: FIPS 180-4, the example "abc".
        assert_eq!(
            Secret::given("abc").hash().as_str(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
