//! What a line says: a whole figure in its unit, or words.

use crate::kind::{LineKind, Unit};
use crate::length::Bound;
use executive::TextHash;
use serde::{Deserialize, Serialize};
use terms::Text;
use thiserror::Error;

/// Why a text is no value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ValueError {
    /// Nothing is written.
    #[error("no value is written: leave the line out, or write 0")]
    Empty,
    /// Not a whole number, or written in a second way.
    #[error("`{found}` is not a whole number of {}: write digits alone, such as 410000 or -5", unit.words())]
    NotWhole {
        /// The text as given.
        found: String,
        /// In what.
        unit: Unit,
    },
    /// Words past what is kept of a narrative.
    #[error("the text has {length} characters, at most {}: shorten it", Bound::Narrative.most())]
    TooLong {
        /// How many it has.
        length: usize,
    },
    /// Not a unit of such lines.
    #[error("a line of {} is not planned in {}", kind.words().to_lowercase(), unit.words())]
    Unit {
        /// What is planned.
        kind: LineKind,
        /// In what.
        unit: Unit,
    },
}

/// What a line says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A whole figure.
    Figure {
        /// In what.
        unit: Unit,
        /// How many.
        amount: i64,
    },
    /// Words. They are told apart by their hash, which stays when the words are erased.
    Narrative {
        /// The hash of the words.
        hash: TextHash,
        /// The words, which are kept beside the record.
        #[serde(skip, default = "erased")]
        text: Text,
    },
}

const fn erased() -> Text {
    Text::Erased
}

/// Two values are the same when they say the same, erased or not.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Figure { unit, amount }, Self::Figure { unit: other_unit, amount: other_amount }) => {
                (unit, amount) == (other_unit, other_amount)
            }
            (Self::Narrative { hash, .. }, Self::Narrative { hash: other_hash, .. }) => hash == other_hash,
            (Self::Figure { .. }, Self::Narrative { .. }) | (Self::Narrative { .. }, Self::Figure { .. }) => false,
        }
    }
}

impl Eq for Value {}

impl Value {
    /// Words.
    pub fn narrative(text: &str) -> Self {
        Self::Narrative { hash: TextHash::of(text.as_bytes()), text: Text::Held(text.into()) }
    }

    /// Reads what a line of a kind says, in a unit of its kind.
    ///
    /// A figure can be written in one way only, so that two are the same exactly when their texts are.
    ///
    /// # Errors
    /// [`ValueError`] when it is empty, no whole number or not in a unit of such lines.
    ///
    /// Source: rule R52, which compares the texts of values.
    pub fn read(kind: LineKind, unit: Unit, text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if !kind.units().contains(&unit) {
            return Err(ValueError::Unit { kind, unit });
        }
        if text.is_empty() {
            return Err(ValueError::Empty);
        }
        if unit == Unit::Text {
            let length = text.chars().count();
            let fits = length <= Bound::Narrative.most();
            return if fits { Ok(Self::narrative(text)) } else { Err(ValueError::TooLong { length }) };
        }
        let amount = text.parse::<i64>().ok().filter(|amount| amount.to_string() == text);
        let wrong = || ValueError::NotWhole { found: text.to_owned(), unit };
        amount.map(|amount| Self::Figure { unit, amount }).ok_or_else(wrong)
    }

    /// In what it is planned.
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Figure { unit, .. } => *unit,
            Self::Narrative { .. } => Unit::Text,
        }
    }

    /// The figure; `None` for words.
    pub const fn amount(&self) -> Option<i64> {
        match self {
            Self::Figure { amount, .. } => Some(*amount),
            Self::Narrative { .. } => None,
        }
    }

    /// The words, held or erased; `None` for a figure.
    pub const fn words(&self) -> Option<&Text> {
        match self {
            Self::Figure { .. } => None,
            Self::Narrative { text, .. } => Some(text),
        }
    }

    /// As a file holds it; `None` for words that were erased, which nobody wrote so.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Figure { amount, .. } => Some(amount.to_string()),
            Self::Narrative { text: Text::Held(text), .. } => Some(text.to_string()),
            Self::Narrative { text: Text::Erased, .. } => None,
        }
    }

    /// As it enters a version's hash: the same whether or not the words were erased since.
    pub(crate) fn canonical(&self) -> String {
        match self {
            Self::Figure { unit, amount } => format!("{unit} {amount}"),
            Self::Narrative { hash, .. } => hash.to_string(),
        }
    }

    /// The same with words that were kept beside the record.
    #[must_use]
    pub(crate) fn with_text(self, text: Text) -> Self {
        match self {
            Self::Narrative { hash, .. } => Self::Narrative { hash, text },
            Self::Figure { .. } => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_written_in_one_way() {
        let read = |text: &str| Value::read(LineKind::Finance, Unit::Pence, text);
        assert_eq!(read(" -5 "), Ok(Value::Figure { unit: Unit::Pence, amount: -5 }));
        for wrong in ["", "+5", "05", "-0", "5.0", "1,000", "9223372036854775808"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(Value::read(LineKind::Finance, Unit::Count, "5").is_err());
    }

    #[test]
    fn words_that_were_erased_are_still_told_from_others() {
        let words = Value::narrative("one function");
        assert_eq!(words.clone().with_text(Text::Erased), words);
        assert_ne!(words, Value::narrative("two functions"));
    }
}
