//! A page about one thing, as the rooms show theirs: what it is, then its parts, then what the reader may do.

use askama::Template;

use super::show::{Ask, Way};
use crate::components::{ErrorLine, ErrorSummary, NotificationBanner, Tag};
use crate::markup::Markup;
use crate::refused::FieldError;
use crate::shell::Shell;
use crate::table::Table;

/// A page about one thing.
#[derive(Template)]
#[template(path = "pages/room.html")]
pub(super) struct RoomPage {
    pub(super) shell: Shell,
    /// The views of the room, where it has several, and what they are views of.
    pub(super) ways: Vec<Way>,
    pub(super) ways_label: &'static str,
    pub(super) caption: String,
    pub(super) done: Option<NotificationBanner>,
    pub(super) errors: Option<ErrorSummary>,
    pub(super) tags: Vec<Tag>,
    pub(super) lead: Vec<String>,
    pub(super) before: Markup,
    pub(super) sections: Vec<Section>,
    pub(super) after: Markup,
    /// What the reader may do: the words and the address of its form.
    pub(super) deeds: Vec<(String, String)>,
    /// The page's own address, where it changes while one looks.
    pub(super) refresh: Option<String>,
}

impl RoomPage {
    /// A page with its frame and nothing else yet.
    pub(super) fn of(shell: Shell) -> Self {
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
            deeds: Vec::new(),
            refresh: None,
        }
    }

    /// Adds a part.
    pub(super) fn part(&mut self, id: &'static str, heading: impl Into<String>, body: Markup) {
        self.sections.push(Section::new(id, heading, body));
    }

    /// Says what is wrong with the form on the page.
    pub(super) fn wrong(&mut self, errors: &[FieldError]) {
        self.shell.has_errors = !errors.is_empty();
        let lines = errors.iter().map(|error| ErrorLine {
            content: error.message.as_str().into(),
            href: (!error.field.is_empty()).then(|| format!("#{}", error.field)),
        });
        self.errors = (!errors.is_empty()).then(|| ErrorSummary::new(lines));
    }
}

/// A part of a page, with a heading.
pub(super) struct Section {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) body: Markup,
}

impl Section {
    pub(super) fn new(id: &'static str, heading: impl Into<String>, body: Markup) -> Self {
        Self { id: id.to_owned(), heading: heading.into(), body }
    }

    /// One of many parts of a kind.
    pub(super) fn numbered(id: &str, heading: String, body: Markup) -> Self {
        Self { id: id.to_owned(), heading, body }
    }
}

/// A table inside a page, with links that keep the reader's clocks and without links to its files.
pub(super) fn inner(ask: &Ask, table: Table) -> Markup {
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
pub(super) fn paragraph(words: &str) -> Markup {
    Markup::trusted(format!("<p>{}</p>", Markup::escaped(words)))
}

/// A link in a paragraph of its own.
pub(super) fn link(words: &str, href: &str) -> Markup {
    Markup::trusted(format!("<p><a href=\"{}\">{}</a></p>", Markup::escaped(href), Markup::escaped(words)))
}
