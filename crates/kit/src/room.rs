//! A page about one thing, as the rooms show theirs: what it is, then its parts, then what the reader may do.

use askama::Template;

use super::show::{Ask, Way};
use crate::components::{ErrorLine, ErrorSummary, NotificationBanner, Tag};
use crate::markup::Markup;
use crate::refused::FieldError;
use crate::shell::Shell;
use crate::table::OnPage as _;
use ask::Table;

/// A page about one thing.
#[derive(Template)]
#[template(path = "pages/room.html")]
pub struct RoomPage {
    /// Its frame.
    pub shell: Shell,
    /// The views of the room, where it has several, and what they are views of.
    pub ways: Vec<Way>,
    /// What those views are views of.
    pub ways_label: &'static str,
    /// What it is a page of.
    pub caption: String,
    /// That something was recorded.
    pub done: Option<NotificationBanner>,
    /// What is wrong with the form on it.
    pub errors: Option<ErrorSummary>,
    /// Words that say the state of the thing.
    pub tags: Vec<Tag>,
    /// Sentences before everything else.
    pub lead: Vec<String>,
    /// What stands before its parts.
    pub before: Markup,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What stands after its parts.
    pub after: Markup,
    /// What the reader may do: the words and the address of its form.
    pub acts: Vec<(String, String)>,
    /// The page's own address, where it changes while one looks.
    pub refresh: Option<String>,
}

impl RoomPage {
    /// A page with its frame and nothing else yet.
    pub fn of(shell: Shell) -> Self {
        Self {
            shell,
            ways: Vec::new(),
            ways_label: "",
            caption: String::new(),
            done: None,
            errors: None,
            tags: Vec::new(),
            lead: Vec::new(),
            before: Markup::default(),
            sections: Vec::new(),
            after: Markup::default(),
            acts: Vec::new(),
            refresh: None,
        }
    }

    /// Adds a part.
    pub fn part(&mut self, id: &'static str, heading: impl Into<String>, body: Markup) {
        self.sections.push(Section::new(id, heading, body));
    }

    /// Says what is wrong with the form on the page.
    pub fn wrong(&mut self, errors: &[FieldError]) {
        self.shell.has_errors = !errors.is_empty();
        let lines = errors.iter().map(|error| ErrorLine {
            content: error.message.as_str().into(),
            href: (!error.field.is_empty()).then(|| format!("#{}", error.field)),
        });
        self.errors = (!errors.is_empty()).then(|| ErrorSummary::new(lines));
    }
}

/// A part of a page, with a heading.
pub struct Section {
    /// Its id on the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub body: Markup,
}

impl Section {
    /// A part of a page.
    pub fn new(id: &'static str, heading: impl Into<String>, body: Markup) -> Self {
        Self { id: id.to_owned(), heading: heading.into(), body }
    }

    /// One of many parts of a kind.
    pub fn numbered(id: &str, heading: String, body: Markup) -> Self {
        Self { id: id.to_owned(), heading, body }
    }
}

/// A table inside a page, with links that keep the reader's clocks and without links to its files.
pub fn inner(ask: &Ask, table: Table) -> Markup {
    let table = ask.carry(table);
    let notes: Vec<String> = table
        .notes
        .iter()
        .map(|note| format!("<p class=\"nhsuk-body-s fp-table__note\">{}</p>", Markup::escaped(note)))
        .collect();
    Markup::joined([
        Markup::trusted("<div class=\"fp-table\">"),
        table.alone(),
        Markup::trusted(notes.concat()),
        Markup::trusted("</div>"),
    ])
}

/// Words in a paragraph.
pub fn paragraph(words: &str) -> Markup {
    Markup::trusted(format!("<p>{}</p>", Markup::escaped(words)))
}

/// A link in a paragraph of its own.
pub fn link(words: &str, href: &str) -> Markup {
    Markup::trusted(format!("<p><a href=\"{}\">{}</a></p>", Markup::escaped(href), Markup::escaped(words)))
}
