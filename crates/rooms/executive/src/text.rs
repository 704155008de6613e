//! The hashes of wordings, which positions bind.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use terms::{OdsCode, Pence};
use thiserror::Error;

/// Why a text is not a hash.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a SHA-256 hash: 64 of 0-9 and a-f")]
pub struct TextHashError {
    /// The text as given.
    pub found: String,
}

/// The SHA-256 of a text or a file, in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of a proposal's wording: its text and then, for each body whose amount is stated, a line of its code, a
    /// space and whole pence. A wording that commits no money hashes as its text alone.
    pub fn of_wording(text: &str, schedule: &BTreeMap<OdsCode, Pence>) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(text.as_bytes());
        for (body, amount) in schedule {
            hasher.update(format!("\n{body} {}", amount.0).as_bytes());
        }
        Self(hasher.finalize().into())
    }

    /// The first eight characters, for people.
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
        let text: String = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
        f.pad(&text)
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextHash({self})")
    }
}

impl FromStr for TextHash {
    type Err = TextHashError;

    fn from_str(text: &str) -> Result<Self, TextHashError> {
        let wrong = || TextHashError { found: text.to_owned() };
        let plain = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !plain {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(place * 2..place * 2 + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for TextHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_without_money_hashes_as_its_text() {
        // The digest of "abc" is the worked example of FIPS 180-4.
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(TextHash::of_wording("abc", &BTreeMap::new()).to_string(), known);
        assert_eq!(known.parse::<TextHash>().unwrap(), TextHash::of(b"abc"));
        let schedule = BTreeMap::from([("10H".parse().unwrap(), Pence(100))]);
        assert_eq!(TextHash::of_wording("abc", &schedule), TextHash::of(b"abc\n10H 100"));
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for wrong in ["", "ba78", &"g".repeat(64), &"A".repeat(64)] {
            assert!(wrong.parse::<TextHash>().is_err(), "{wrong}");
        }
    }
}
