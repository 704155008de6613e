//! The names that bodies give their own plans and the lines of them, as the files they bring have them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use thiserror::Error;

/// The longest name. Units: characters.
pub const NAME_LENGTH_MAX: usize = 64;

/// What may not stand in a name: lineage writes `plan:line` joined by `+`, and a key divides its parts with `|`.
const MARKS: [char; 3] = [':', '+', '|'];

/// Why a text names no plan and no line of one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not {what}: write 1 to {NAME_LENGTH_MAX} characters without blanks and without `:`, `+` or `|`")]
pub struct NameError {
    /// The text as given.
    pub found: String,
    /// What was expected.
    pub what: &'static str,
}

fn checked(text: &str, what: &'static str) -> Result<Arc<str>, NameError> {
    let text = text.trim();
    let is_plain = |letter: char| !letter.is_whitespace() && !letter.is_control() && !MARKS.contains(&letter);
    if text.is_empty() || text.chars().count() > NAME_LENGTH_MAX || !text.chars().all(is_plain) {
        return Err(NameError { found: text.to_owned(), what });
    }
    Ok(text.into())
}

macro_rules! names {
    ($($(#[$outer:meta])* $name:ident = $what:literal;)*) => {$(
        $(#[$outer])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                checked(text, $what).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )*};
}

names! {
    /// A plan that one or several bodies bring, as they call it, e.g. `P-OXON`.
    SourceName = "the name of a plan";
    /// A line of such a plan, unique within it, e.g. `O1`.
    LineName = "the name of a line";
}

/// A line of a plan, told from every other line of every plan: `P-OXON:O1`.
///
/// Ordered as its text is, byte by byte.
///
/// Source: lineage of merged lines, rule R52.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LineReference {
    /// The plan that has it.
    pub source: SourceName,
    /// Which line of it.
    pub line: LineName,
}

impl LineReference {
    fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        self.source.as_str().bytes().chain([b':']).chain(self.line.as_str().bytes())
    }
}

impl PartialOrd for LineReference {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LineReference {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl fmt::Display for LineReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.line)
    }
}

impl FromStr for LineReference {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError { found: text.to_owned(), what: "a line of a plan, written plan:line" };
        let (source, line) = text.split_once(':').ok_or_else(wrong)?;
        Ok(Self { source: source.parse()?, line: line.parse()? })
    }
}

macro_rules! text_serde {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
text_serde!(SourceName, LineName, LineReference);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_in_the_order_of_their_bytes() {
        let read = |text: &str| text.parse::<LineReference>().unwrap();
        // A colon comes after every digit.
        assert!(read("P-A1:x") < read("P-A:x"));
        assert!("P-A1:x" < "P-A:x");
        assert_eq!(read("P-OXON:O1").to_string(), "P-OXON:O1");
    }

    #[test]
    fn what_would_blur_a_lineage_is_no_name() {
        for wrong in ["", " ", "a b", "a:b", "a+b", "a|b", &"x".repeat(65)] {
            assert!(wrong.parse::<SourceName>().is_err(), "{wrong}");
        }
        assert!("P-OXON".parse::<LineReference>().is_err());
    }
}
