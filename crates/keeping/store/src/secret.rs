//! Tokens: random, kept only as a hash, never shown by accident.

use std::fmt::{self, Debug, Display, Formatter, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// What the secret of every token begins with.
pub const TOKEN_PREFIX: &str = "footprint_";

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

    /// A secret of a token that a person makes for a program: 256 random bits behind a beginning by which those who look for secrets
    /// in published code find it.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn of_token() -> Result<Self, StoreError> {
        Ok(Self(format!("{TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(random::<32>()?))))
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

    /// Whether another is the same, in a time that does not depend on where they differ.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let differs = self.0.bytes().zip(other.0.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
        self.0.len() == other.0.len() && differs == 0
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
    fn the_secret_of_a_token_says_whose_it_is() {
        let secret = Secret::of_token().unwrap();
        let bits = secret.expose().strip_prefix("footprint_").unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(bits).unwrap().len(), 32);
        assert_ne!(secret, Secret::of_token().unwrap());
    }

    #[test]
    fn hashes_are_the_same_in_every_digit_or_not_at_all() {
        let hash = Secret::given("abc").hash();
        assert!(hash.is_same(&hash.clone()));
        for at in [0, 31, 63] {
            let mut digits = hash.0.clone().into_bytes();
            digits[at] ^= 1;
            assert!(!hash.is_same(&SecretHash(String::from_utf8(digits).unwrap())));
        }
        assert!(!hash.is_same(&SecretHash(String::new())) && !hash.is_same(&SecretHash(format!("{hash}0"))));
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
