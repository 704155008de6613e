//! A page of one or several tables, each of which can be had as a file at an address of its own.

use ask::Table;
use askama::Template;
use axum::response::Response;

use crate::components::{Crumb, NotificationBanner};
use crate::markup::Markup;
use crate::refused::Problem;
use crate::shell::Shell;
use crate::show::{Ask, Way};
use crate::site::filled;
use crate::table::{OnPage as _, TableView};

/// A table on a page, with what is said over it.
pub struct Part {
    /// Its name in the address, `table=…`; empty for a page's only table.
    name: &'static str,
    heading: String,
    words: Vec<String>,
    before: Markup,
    table: Option<Table>,
}

impl Part {
    /// A page's only table.
    pub fn only(table: Table) -> Self {
        Self { name: "", heading: String::new(), words: Vec::new(), before: Markup::default(), table: Some(table) }
    }

    /// One table of several.
    pub fn new(name: &'static str, heading: impl Into<String>, table: Table) -> Self {
        Self { name, heading: heading.into(), ..Self::only(table) }
    }

    /// A section that is no table.
    pub fn words(name: &'static str, heading: impl Into<String>, words: Vec<String>, before: Markup) -> Self {
        Self { name, heading: heading.into(), words, before, table: None }
    }

    /// With something between its heading and its table.
    #[must_use]
    pub fn after(self, before: Markup) -> Self {
        Self { before, ..self }
    }
}

/// What a page is of.
#[derive(Default)]
pub struct TablesPage {
    /// What it is called.
    pub title: String,
    /// What it is a page of.
    pub caption: String,
    /// The pages above it.
    pub above: Vec<Crumb>,
    /// Other views of the same thing.
    pub ways: Vec<Way>,
    /// What those are views of.
    pub ways_label: &'static str,
    /// Sentences before everything else.
    pub lead: Vec<String>,
    /// What stands before its parts.
    pub before: Markup,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What whoever looks may do here: the words and where they lead.
    pub acts: Vec<(String, String)>,
    /// Whether the form on it has errors.
    pub has_errors: bool,
}

struct Section {
    id: &'static str,
    heading: String,
    words: Vec<String>,
    before: Markup,
    table: Option<TableView>,
}

#[derive(Template)]
#[template(path = "pages/tables.html")]
struct TablesTemplate {
    shell: Shell,
    notice: Option<NotificationBanner>,
    caption: String,
    ways: Vec<Way>,
    ways_label: &'static str,
    lead: Vec<String>,
    before: Markup,
    sections: Vec<Section>,
    acts: Vec<(String, String)>,
}

impl TablesPage {
    /// A page with nothing on it yet.
    pub fn new(title: impl Into<String>, above: impl IntoIterator<Item = Crumb>) -> Self {
        let above = [Crumb::new("Home", "/")].into_iter().chain(above).collect();
        Self { title: title.into(), above, ..Self::default() }
    }

    /// The page, or the table the address asks for as a file.
    ///
    /// # Errors
    /// 404 for a table that is not on it, 400 for a kind of file that is not written.
    pub fn answer(self, ask: &Ask) -> Result<Response, Problem> {
        let wanted = filled(&ask.address, "table");
        if ask.address.value("format").is_some() {
            let tables = || self.parts.iter().filter_map(|part| part.table.as_ref().map(|table| (part.name, table)));
            let found = match wanted {
                Some(wanted) => tables().find(|(name, _)| *name == wanted),
                None => tables().next(),
            };
            let Some((_, table)) = found else {
                return Err(Problem::not_found(
                    "This page has no table of that name. Go to the page and follow its links.",
                ));
            };
            return Ok(ask.file(table)?.unwrap_or_default());
        }
        let sections = self.parts.into_iter().filter(|part| wanted.is_none_or(|wanted| part.name == wanted));
        let sections = sections.map(|part| section(ask, part, wanted)).collect();
        let acts = self.acts.into_iter().map(|(words, href)| (words, ask.keep(&href))).collect();
        let shell = Shell { has_errors: self.has_errors, ..ask.frame(&self.title, self.above) };
        Ok(ask.page(TablesTemplate {
            shell,
            notice: ask.done(),
            caption: self.caption,
            ways: self.ways,
            ways_label: self.ways_label,
            lead: self.lead,
            before: self.before,
            sections,
            acts,
        }))
    }
}

fn section(ask: &Ask, part: Part, wanted: Option<&str>) -> Section {
    let mut address = ask.address.without(&["recorded", "done", "seal", "table", "page"]);
    if !part.name.is_empty() {
        address = address.with("table", part.name);
    }
    if let Some(page) = ask.address.value("page").filter(|_| wanted.is_some() || part.name.is_empty()) {
        address = address.with("page", page);
    }
    let (mut words, mut table) = (part.words, part.table);
    // Under a heading of its own an empty table says less than a sentence.
    if !part.heading.is_empty()
        && let Some(empty) = table.take_if(|table| table.rows.is_empty())
    {
        words.push("There is nothing here yet.".to_owned());
        words.extend(empty.notes);
    }
    Section {
        id: part.name,
        heading: part.heading,
        words,
        before: part.before,
        table: table.map(|table| ask.carry(table).show(&address)),
    }
}
