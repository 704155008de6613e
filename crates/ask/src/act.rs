//! An act, declared once: its form, its command and its part of the interface for programs follow.

use app::{Act, Lens};
use terms::PersonId;

use crate::field::Field;
use crate::sent::Reader;

/// An act that somebody may ask for.
///
/// What is offered is what would be accepted: `offered` asks the rules of the room, as deciding does.
pub struct ActForm {
    /// Its one name over all rooms: the end of its address for programs, and its command.
    pub name: &'static str,
    /// The address of its form; what stands in braces is a part of the subject, and the other parts stand in the query.
    pub path: &'static str,
    /// Under which heading it is listed.
    pub group: &'static str,
    /// What it is called: a verb first.
    pub title: &'static str,
    /// What it does, and what follows from it.
    pub about: &'static str,
    /// What the page says when it is done.
    pub done: &'static str,
    /// What it is done to.
    pub subject: &'static [Key],
    /// What is asked of whoever does it.
    pub fields: &'static [Field],
    /// Whether its form is written by hand; a command and an entry for programs it has all the same.
    pub by_hand: bool,
    /// The scene of the form: nothing where the subject is not on record, or not for whoever looks.
    pub scene: fn(&Lens, &Of<'_>) -> Option<Scene>,
    /// Whether whoever looks may do it now.
    pub offered: fn(&Lens, &Of<'_>) -> bool,
    /// Reads what was sent into acts, to be done in order.
    pub read: fn(&Lens, &Of<'_>, &mut Reader<'_>) -> Option<Vec<Act>>,
    /// The page that shows what came of it; empty where that is the page of what it is done to.
    pub to: fn(&Of<'_>, &[Act]) -> String,
    /// For whom a file that is sent is kept beside the record; nothing where the act takes none.
    pub keeps: Option<fn(&Act) -> Option<String>>,
}

/// A part of what an act is done to.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in addresses, in commands and for programs.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// One of its values.
    pub example: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Key {
    /// A part that must be there.
    pub const fn new(name: &'static str, about: &'static str, example: &'static str) -> Self {
        Self { name, about, example, optional: false }
    }

    /// The same, where it may be left out.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// What a form stands in.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// What the act is done to, over the title.
    pub caption: String,
    /// Sentences before the fields.
    pub lead: Vec<String>,
    /// The page of the thing, to go back to.
    pub back: String,
}

/// What an act is done to, as an address, a command or a program names it.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    keys: &'a [(String, String)],
    /// Which of many a repeated field is for; empty elsewhere.
    each: &'a str,
}

impl<'a> Of<'a> {
    /// The subject of these names and values.
    pub fn new(keys: &'a [(String, String)]) -> Self {
        Self { keys, each: "" }
    }

    /// The same, within one of many.
    #[must_use]
    pub fn each(self, each: &'a str) -> Self {
        Self { each, ..self }
    }

    /// Which of many a repeated field is for.
    pub fn this(&self) -> &'a str {
        self.each
    }

    /// A part as text.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let found = self.keys.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// A part by its identity; nothing if it is not there or is none.
    pub fn id<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }
}

/// Whoever looks through a lens, if it is a person.
pub fn me(lens: &Lens) -> Option<&PersonId> {
    match lens.viewer() {
        app::Viewer::Person(person) => Some(person),
        app::Viewer::Public | app::Viewer::Keeper => None,
    }
}
