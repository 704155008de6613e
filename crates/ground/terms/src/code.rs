//! The codes that name bodies and areas.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;
use thiserror::Error;

/// Why a code was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Nothing was given.
    #[error("the code is empty")]
    Empty,
    /// Longer than any code of its kind.
    #[error("`{found}` is too long for a code: {length} characters, at most {most}")]
    TooLong {
        /// The text as given.
        found: String,
        /// Its length in characters.
        length: usize,
        /// The longest there is.
        most: usize,
    },
    /// A character no code holds.
    #[error("`{found}` holds `{character}`; an ODS code holds letters and digits only")]
    Character {
        /// The text as given.
        found: String,
        /// The first character that does not belong.
        character: char,
    },
    /// Not the shape of a GSS code.
    #[error("`{found}` is not a GSS code: one letter, then eight digits, such as E38000222")]
    NotGss {
        /// The text as given.
        found: String,
    },
}

const ODS_LENGTH_MAX: usize = 16;

/// An Organisation Data Service code, upper case, e.g. `14Y`.
///
/// A body that the national directory does not list (a place, an integrated care partnership) has a *local* code, which
/// begins `L-` and so can never collide with a published one.
///
/// The bytes are held in place, padded with zeros, so that a code is copied and compared like a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsCode([u8; ODS_LENGTH_MAX]);

impl OdsCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(ODS_LENGTH_MAX);
        // The constructor admits ASCII only, so the slice is always valid text.
        self.0.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// Whether this is a local code (`L-…`) and not one the Organisation Data Service gave out.
    pub fn is_local(&self) -> bool {
        self.0.starts_with(b"L-")
    }
}

impl FromStr for OdsCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(CodeError::Empty);
        }
        if trimmed.len() > ODS_LENGTH_MAX {
            return Err(CodeError::TooLong {
                found: trimmed.to_owned(),
                length: trimmed.chars().count(),
                most: ODS_LENGTH_MAX,
            });
        }
        let local = trimmed.len() > 2 && trimmed.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("L-"));
        let mut bytes = [0; ODS_LENGTH_MAX];
        for ((place, character), byte) in trimmed.char_indices().zip(bytes.iter_mut()) {
            if !(character.is_ascii_alphanumeric() || (local && place == 1)) {
                return Err(CodeError::Character { found: trimmed.to_owned(), character });
            }
            *byte = character.to_ascii_uppercase() as u8;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdsCode({})", self.as_str())
    }
}

/// A Government Statistical Service code of an area, e.g. `E38000222`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GssCode([u8; 9]);

impl GssCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The three characters that say what kind of area it is: `E38` is a clinical commissioning group or sub-ICB
    /// location, `E54` a sustainability and transformation partnership or integrated care board, `E01` a small area.
    pub fn entity(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }
}

impl FromStr for GssCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let trimmed = text.trim();
        let wrong = || CodeError::NotGss { found: trimmed.to_owned() };
        let bytes: [u8; 9] = trimmed.as_bytes().try_into().map_err(|_| wrong())?;
        let bytes = bytes.map(|byte| byte.to_ascii_uppercase());
        match bytes.split_first() {
            Some((letter, digits)) if letter.is_ascii_uppercase() && digits.iter().all(u8::is_ascii_digit) => {
                Ok(Self(bytes))
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GssCode({})", self.as_str())
    }
}

macro_rules! text_serde {
    ($($code:ty),*) => {$(
        impl Serialize for $code {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $code {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Words(PhantomData))
            }
        }
    )*};
}
text_serde!(OdsCode, GssCode);

/// Reads a code where it stands, without a copy of its text.
struct Words<T>(PhantomData<T>);

impl<T: FromStr<Err = CodeError>> Visitor<'_> for Words<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ods_code_is_trimmed_and_upper_cased() {
        let code: OdsCode = " 14y ".parse().unwrap();
        assert_eq!(code.as_str(), "14Y");
        assert_eq!(format!("{code:>5}"), "  14Y");
    }

    #[test]
    fn what_is_not_an_ods_code_is_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<OdsCode>().unwrap_err().to_string();
        assert_eq!(refused("  "), "the code is empty");
        assert_eq!(refused("14&Y"), "`14&Y` holds `&`; an ODS code holds letters and digits only");
        assert_eq!(refused("L-"), "`L-` holds `-`; an ODS code holds letters and digits only");
        assert_eq!(
            refused("ABCDEFGHIJKLMNOPQ"),
            "`ABCDEFGHIJKLMNOPQ` is too long for a code: 17 characters, at most 16"
        );
    }

    #[test]
    fn a_local_code_says_so() {
        assert!("l-oxon".parse::<OdsCode>().unwrap().is_local());
        assert!(!"LOXON".parse::<OdsCode>().unwrap().is_local());
    }

    #[test]
    fn a_gss_code_is_a_letter_and_eight_digits() {
        let code: GssCode = "e38000222".parse().unwrap();
        assert_eq!((code.as_str(), code.entity()), ("E38000222", "E38"));
        for wrong in ["E3800022", "E380002222", "338000222", "E3800022X", ""] {
            assert!(wrong.parse::<GssCode>().is_err(), "{wrong}");
        }
    }
}
