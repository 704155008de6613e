//! A page of one or several tables, each of which can be had as a file at an address of its own.

use askama::Template;
use axum::response::Response;
use mandate::{Duties, Duty};

use ask::Table;
use kit::components::{Crumb, NotificationBanner};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::shell::Shell;
use kit::show::{Ask, Way};
use kit::sign_in::Who;
use kit::table::{OnPage as _, TableView};

/// A table on a page, with what is said over it.
pub(super) struct Part {
    /// Its name in the address, `table=…`; empty for a page's only table.
    name: &'static str,
    heading: &'static str,
    words: Vec<String>,
    before: Markup,
    table: Option<Table>,
}

impl Part {
    /// A page's only table.
    pub(super) fn only(table: Table) -> Self {
        Self { name: "", heading: "", words: Vec::new(), before: Markup::default(), table: Some(table) }
    }

    /// One table of several.
    pub(super) fn new(name: &'static str, heading: &'static str, table: Table) -> Self {
        Self { name, heading, ..Self::only(table) }
    }

    /// A section that is no table.
    pub(super) fn words(name: &'static str, heading: &'static str, words: Vec<String>, before: Markup) -> Self {
        Self { name, heading, words, before, table: None }
    }

    /// With something between its heading and its table.
    pub(super) fn after(self, before: Markup) -> Self {
        Self { before, ..self }
    }
}

/// What a page is of.
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) caption: String,
    pub(super) above: Vec<Crumb>,
    pub(super) ways: Vec<Way>,
    pub(super) ways_label: &'static str,
    pub(super) lead: Vec<String>,
    pub(super) before: Markup,
    pub(super) parts: Vec<Part>,
    /// What whoever looks may do here: the words and where they lead.
    pub(super) actions: Vec<(String, String)>,
    pub(super) has_errors: bool,
}

impl Sheet {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            caption: String::new(),
            above: vec![Crumb::new("Home", "/"), Crumb::new("Who decides", "/powers")],
            ways: Vec::new(),
            ways_label: "Who decides",
            lead: Vec::new(),
            before: Markup::default(),
            parts: Vec::new(),
            actions: Vec::new(),
            has_errors: false,
        }
    }
}

struct Section {
    id: &'static str,
    heading: &'static str,
    words: Vec<String>,
    before: Markup,
    table: Option<TableView>,
}

#[derive(Template)]
#[template(path = "pages/sheet.html")]
struct SheetPage {
    shell: Shell,
    notice: Option<NotificationBanner>,
    caption: String,
    ways: Vec<Way>,
    ways_label: &'static str,
    lead: Vec<String>,
    before: Markup,
    sections: Vec<Section>,
    actions: Vec<(String, String)>,
}

impl Sheet {
    /// The page, or the table the address asks for as a file.
    pub(super) fn answer(self, ask: &Ask) -> Result<Response, Problem> {
        let wanted = kit::site::filled(&ask.address, "table");
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
        let plain = ask.address.without(&["recorded", "table", "page"]);
        let sections =
            self.parts.into_iter().filter(|part| wanted.is_none_or(|wanted| part.name == wanted)).map(|part| {
                let mut address = plain.clone();
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
                    words.push("There is nothing to show.".to_owned());
                    words.extend(empty.notes);
                }
                Section {
                    id: part.name,
                    heading: part.heading,
                    words,
                    before: part.before,
                    table: table.map(|table| ask.carry(table).show(&address)),
                }
            });
        let actions = self.actions.into_iter().map(|(words, href)| (words, ask.keep(&href))).collect();
        let shell = Shell { has_errors: self.has_errors, ..ask.frame(&self.title, self.above) };
        Ok(ask.page(SheetPage {
            shell,
            notice: notice(ask),
            caption: self.caption,
            ways: self.ways,
            ways_label: self.ways_label,
            lead: self.lead,
            before: self.before,
            sections: sections.collect(),
            actions,
        }))
    }
}

/// News of what was just recorded, after an act led here.
fn notice(ask: &Ask) -> Option<NotificationBanner> {
    let entry: u64 = kit::site::filled(&ask.address, "recorded")?.parse().ok()?;
    ask.house().recorded_at(terms::Sequence(entry))?;
    let words = format!(
        "<p class=\"nhsuk-notification-banner__heading\">Recorded as <a class=\"nhsuk-notification-banner__link\" \
         href=\"/entries/{entry}\">entry {entry}</a>.</p>"
    );
    Some(NotificationBanner {
        content: Markup::trusted(words).into(),
        variant: Some("success".to_owned()),
        ..NotificationBanner::default()
    })
}

/// The views under “Who decides”; the one at this address is here.
pub(super) fn ways(ask: &Ask, here: &str) -> Vec<Way> {
    let all = [
        ("Ask who decides", "/powers"),
        ("People", "/people"),
        ("Committees", "/committees"),
        ("Services", "/services"),
        ("What stays local", "/stays-local"),
        ("Place and system", "/place-and-system"),
        ("Coverage", "/coverage"),
        ("About to lapse", "/powers/expiring"),
        ("What changed", "/powers/changes"),
    ];
    all.into_iter().map(|(name, href)| Way { name, href: ask.keep(href), is_here: href == here }).collect()
}

/// Who looks, as the rules know them.
pub(super) fn person(who: &Who) -> Option<mandate::PersonId> {
    who.person().cloned()
}

/// What whoever looks may do today, by what is known now.
pub(super) fn duties(ask: &Ask) -> Duties {
    ask.reader().duties().clone()
}

/// Whether whoever looks may do something today.
pub(super) fn may(ask: &Ask, duty: &Duty) -> bool {
    ask.reader().has(duty)
}
