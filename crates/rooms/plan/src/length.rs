//! How much of anything an act may bring: what is recorded is kept for ever, and read by people.

use crate::refusal::Refusal;

/// The most lines a plan that is brought has.
pub const LINES_MAX: usize = 500_000;

/// The most bodies, parties or years that one thing names.
const NAMED_MAX: usize = 200;

/// The most that the words of one plan's narratives come to together. Units: characters.
const WORDS_MAX: usize = 4_000_000;

/// How long a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A name: of a plan, an agreement, a source, a file.
    Title,
    /// Why something was done, or what shows it.
    Reason,
    /// The words of one narrative.
    Narrative,
}

impl Bound {
    /// The most characters.
    pub const fn most(self) -> usize {
        match self {
            Self::Title => 200,
            Self::Reason => 4_000,
            Self::Narrative => 20_000,
        }
    }

    /// Whether a text is no longer.
    pub(crate) fn hold(self, what: &str, text: &str) -> Result<(), Refusal> {
        within(what, "characters", text.chars().count(), self.most())
    }
}

/// Whether some lines are no more than a plan has.
pub(crate) fn hold_lines(n_lines: usize) -> Result<(), Refusal> {
    within("a plan that is brought", "lines", n_lines, LINES_MAX)
}

/// Whether some bodies, parties or years are no more than one thing names.
pub(crate) fn hold_named(what: &str, of: &'static str, count: usize) -> Result<(), Refusal> {
    within(what, of, count, NAMED_MAX)
}

/// Whether the words of some narratives are no more than one plan has.
pub(crate) fn hold_words(count: usize) -> Result<(), Refusal> {
    within("the words of the plan’s narratives", "characters", count, WORDS_MAX)
}

fn within(what: &str, of: &'static str, count: usize, most: usize) -> Result<(), Refusal> {
    if count <= most { Ok(()) } else { Err(Refusal::TooMuch { what: what.to_owned(), of, count, most }) }
}
