//! Enums of fixed words: one slug for files and addresses, one set of words for people.

use thiserror::Error;

/// A word that is none of those expected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not {what}")]
pub struct UnknownWord {
    /// The text as given.
    pub found: String,
    /// What was expected, e.g. "a kind of body".
    pub what: &'static str,
}

/// Writes an enum of fixed words once: its slug in files and addresses, and the words people read.
#[macro_export]
macro_rules! words {
    ($(#[$outer:meta])* $name:ident, $what:literal, { $($(#[$inner:meta])* $variant:ident = $slug:literal, $words:literal;)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in files, on the command line and in addresses.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// The words people read.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, $crate::UnknownWord> {
                match text {
                    $($slug => Ok(Self::$variant),)*
                    _ => Err($crate::UnknownWord { found: text.to_owned(), what: $what }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.slug())
            }
        }
    };
}

/// Writes the kinds of an enum once, without what each holds: one variant of the same name for each of the whole's, with its
/// slug. A variant of one that the other lacks does not compile, so that nothing new is forgotten wherever kinds are told
/// apart.
///
/// ```
/// enum Act {
///     Call { place: String },
///     Cancel,
/// }
/// terms::kinds! {
///     /// A kind of act.
///     ActKind of Act, "an act of this room", {
///         /// Call a meeting.
///         Call = "call";
///         /// Call it off.
///         Cancel = "cancel";
///     }
/// }
/// assert_eq!(Act::Call { place: "Hall".to_owned() }.kind().slug(), "call");
/// assert_eq!("cancel".parse(), Ok(ActKind::Cancel));
/// ```
#[macro_export]
macro_rules! kinds {
    ($(#[$outer:meta])* $name:ident of $whole:ident, $what:literal, { $($(#[$inner:meta])* $variant:ident = $slug:literal;)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word used in the record, on the command line and in addresses.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }
        }

        impl $whole {
            /// Which kind it is.
            pub const fn kind(&self) -> $name {
                match self { $(Self::$variant { .. } => $name::$variant,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, $crate::UnknownWord> {
                match text {
                    $($slug => Ok(Self::$variant),)*
                    _ => Err($crate::UnknownWord { found: text.to_owned(), what: $what }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.slug())
            }
        }
    };
}
