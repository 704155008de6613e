//! The identities by which accounts, transfers and what they rest on are known.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use thiserror::Error;

/// Why a text is no identity of this room.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// A name with other characters than names have, or too many of them.
    #[error(
        "`{found}` is not {what}: write 1 to {NAME_LENGTH_MAX} letters, digits and `- . / _ :`, beginning with a letter or digit"
    )]
    Name {
        /// The text as given.
        found: String,
        /// What was expected.
        what: &'static str,
    },
    /// A transfer's identity is of another shape.
    #[error("`{found}` is not a transfer's identity: write 32 of 0-9 and a-f, neither all 0 nor all f")]
    Transfer {
        /// The text as given.
        found: String,
    },
}

/// The longest name. Units: characters.
const NAME_LENGTH_MAX: usize = 64;

/// How many hexadecimal digits a transfer's identity has.
const TRANSFER_DIGITS: usize = 32;

fn check_name(text: &str, what: &'static str) -> Result<Arc<str>, IdError> {
    let name = text.trim();
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let holds = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-./_:".contains(&byte));
    if begins && holds && name.len() <= NAME_LENGTH_MAX {
        Ok(name.into())
    } else {
        Err(IdError::Name { found: name.to_owned(), what })
    }
}

/// Declares names that are copied by sharing, ordered by their bytes and kept as plain text. Other rooms' identities are
/// lower case; the books of the NHS are not, so a name here keeps its case.
macro_rules! names {
    ($($(#[$outer:meta])* $name:ident = $what:literal;)*) => {$(
        $(#[$outer])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check_name(text, $what).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

names! {
    /// An account, e.g. `10Q/CORE/2019`.
    AccountId = "an account's identity";
    /// A fund, e.g. `PRIMARY_MEDICAL`.
    FundCode = "a fund's code";
    /// A decision on which money moves: a notice, or what bodies decided.
    DecisionReference = "a decision's identity";
    /// A mandate under which money moves.
    MandateReference = "a mandate's identity";
    /// The line of a plan that carries money.
    LineReference = "a plan line's identity";
    /// A published table of allocations in one of its versions, e.g. `icb-allocations-2023-25-v1.2`.
    VintageId = "a vintage's identity";
}

/// A transfer: 32 lower-case hexadecimal digits that its sender chose, neither all `0` nor all `f`, so that sending it again
/// is safe.
///
/// Source: spec 3.2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransferId(u128);

impl TransferId {
    /// Its first eight digits, by which answers show it.
    pub fn short(self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl FromStr for TransferId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_shaped = text.len() == TRANSFER_DIGITS && text.bytes().all(is_digit);
        let number = u128::from_str_radix(text, 16).ok().filter(|number| is_shaped && ![0, u128::MAX].contains(number));
        number.map(Self).ok_or_else(|| IdError::Transfer { found: text.to_owned() })
    }
}

impl fmt::Display for TransferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for TransferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransferId({self})")
    }
}

impl Serialize for TransferId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TransferId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_is_known_by_thirty_two_digits() {
        let id: TransferId = "000000010123456789abcdef01234567".parse().unwrap();
        assert_eq!((id.to_string().as_str(), id.short().as_str()), ("000000010123456789abcdef01234567", "00000001"));
        for wrong in ["", "xyz", &"0".repeat(32), &"f".repeat(32), "+0000010123456789abcdef012345678", &"A".repeat(32)]
        {
            assert!(wrong.parse::<TransferId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_name_keeps_its_case() {
        assert_eq!("NAT/CORE/2019".parse::<AccountId>().unwrap().as_str(), "NAT/CORE/2019");
        for wrong in ["", "/A", "A B", "A>B", &"A".repeat(65)] {
            assert!(wrong.parse::<AccountId>().is_err(), "{wrong}");
        }
    }
}
