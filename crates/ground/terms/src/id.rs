//! The identities that callers choose for what they record.

use std::sync::Arc;
use thiserror::Error;

/// The longest identity, in characters.
pub const ID_LENGTH_MAX: usize = 64;

/// Why a text is no identity.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{found}` is not {what}: write 1 to {ID_LENGTH_MAX} of a-z, 0-9 and `{marks}`, beginning with a letter or digit"
)]
pub struct IdError {
    /// The text as given.
    pub found: String,
    /// What was expected.
    pub what: &'static str,
    /// Which marks may stand inside.
    pub marks: &'static str,
}

/// Checks a text against the rule that all identities share.
pub fn check_id(text: &str, what: &'static str, marks: &'static str) -> Result<Arc<str>, IdError> {
    let trimmed = text.trim();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let begins = trimmed.chars().next().is_some_and(plain);
    if begins && trimmed.len() <= ID_LENGTH_MAX && trimmed.chars().all(|c| plain(c) || marks.contains(c)) {
        Ok(trimmed.into())
    } else {
        Err(IdError { found: trimmed.to_owned(), what, marks })
    }
}

/// Declares text identities that are copied by sharing, compared and ordered as text, and written as plain text.
#[macro_export]
macro_rules! ids {
    ($($(#[$outer:meta])* $name:ident = $what:literal, $marks:literal;)*) => {$(
        $(#[$outer])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The identity as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::IdError;

            fn from_str(text: &str) -> Result<Self, $crate::IdError> {
                $crate::check_id(text, $what, $marks).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A person. Made by the face that enters them and never carrying their name, e.g. `person-7f3a9c`.
    PersonId = "a person's identity", "-";
}
