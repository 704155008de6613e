//! The fields of a form, as an act declares them.

use app::Lens;

use crate::act::Of;

/// What is sent, and the words that say it.
pub type Choice = (String, String);

/// A field of a form, an option of a command, a member of what a program sends.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks.
    pub label: &'static str,
    /// What helps to answer; empty if nothing.
    pub hint: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it holds at first.
    pub first: Option<fn(&Lens, &Of<'_>) -> String>,
    /// Whether it is there at all.
    pub shown: Option<fn(&Lens, &Of<'_>) -> bool>,
}

/// What a field takes.
#[derive(Clone, Copy)]
pub enum Takes {
    /// A line of text.
    Line,
    /// Several lines.
    Lines,
    /// A line that is typed once and never shown again: not with its form's errors, and never as a word of a command.
    Secret,
    /// A body: its code, or its name or postcode.
    Body,
    /// Codes separated by commas.
    Codes,
    /// A day.
    Day,
    /// A time of day.
    Time,
    /// An amount of money.
    Money,
    /// A whole number.
    Number,
    /// A file.
    File,
    /// What is sent and not shown.
    Hidden,
    /// One of some answers.
    One(fn(&Lens, &Of<'_>) -> Vec<Choice>),
    /// Any of some answers.
    Any(fn(&Lens, &Of<'_>) -> Vec<Choice>),
    /// No field but a sentence between fields.
    Words(fn(&Lens, &Of<'_>) -> String),
    /// No field but a heading between fields.
    Heading,
    /// The same fields once for each of many, their names followed by `-` and which: what that is and what it is called.
    Each(fn(&Lens, &Of<'_>) -> Vec<Choice>, &'static [Field]),
}

impl Field {
    /// A field.
    pub const fn new(name: &'static str, label: &'static str, takes: Takes) -> Self {
        Self { name, label, hint: "", takes, first: None, shown: None }
    }

    /// A line of text.
    pub const fn line(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Line)
    }

    /// Several lines of text.
    pub const fn lines(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Lines)
    }

    /// A line that is never shown again.
    pub const fn secret(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Secret)
    }

    /// A body.
    pub const fn body(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Body)
    }

    /// A day.
    pub const fn day(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Day)
    }

    /// An amount of money.
    pub const fn money(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Takes::Money)
    }

    /// One of some answers.
    pub const fn one(name: &'static str, label: &'static str, choices: fn(&Lens, &Of<'_>) -> Vec<Choice>) -> Self {
        Self::new(name, label, Takes::One(choices))
    }

    /// Any of some answers.
    pub const fn any(name: &'static str, label: &'static str, choices: fn(&Lens, &Of<'_>) -> Vec<Choice>) -> Self {
        Self::new(name, label, Takes::Any(choices))
    }

    /// A sentence between fields.
    pub const fn words(words: fn(&Lens, &Of<'_>) -> String) -> Self {
        Self::new("", "", Takes::Words(words))
    }

    /// The first day of a thing, the first of two that [`Field::TO`] ends.
    pub const FROM: Self = Self::day("from", "First day");
    /// The last day of a thing, if it has one.
    pub const TO: Self = Self::day("to", "Last day").hint("Leave it empty if there is no end.");
    /// The first day without a thing.
    pub const END: Self = Self::day("on", "First day without it");

    /// With what helps to answer.
    #[must_use]
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// With what it holds at first.
    #[must_use]
    pub const fn first(self, first: fn(&Lens, &Of<'_>) -> String) -> Self {
        Self { first: Some(first), ..self }
    }

    /// There only under a condition.
    #[must_use]
    pub const fn when(self, shown: fn(&Lens, &Of<'_>) -> bool) -> Self {
        Self { shown: Some(shown), ..self }
    }

    /// Whether it is there.
    pub fn is_shown(&self, lens: &Lens, of: &Of<'_>) -> bool {
        self.shown.is_none_or(|shown| shown(lens, of))
    }

    /// Whether it takes something: words and headings do not.
    pub const fn asks(&self) -> bool {
        !matches!(self.takes, Takes::Words(_) | Takes::Heading)
    }
}
