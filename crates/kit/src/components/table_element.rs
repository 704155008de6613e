//! The table as the design system marks it up. [`ask::Table`] is what a page holds; it renders through this.

use super::{Card, Description, Heading, Size, component, names, part};
use crate::markup::{Attributes, Classes, Content, Markup};

/// With more columns than this, rows are set as lists on paper as well.
const COLUMNS_ON_PAPER: usize = 6;

names! {
    /// How cells are set.
    Format {
        /// Figures, to the right and in figures of one width.
        Numeric = "numeric",
        /// Words.
        String = "string",
    }
}

component! {
    /// A table.
    "components/table.html" TableElement {
        /// Its caption, which also names it for a screen reader.
        caption: Option<TableCaption>,
        /// The head of each column.
        head: Vec<HeadCell>,
        /// The rows.
        rows: Vec<Vec<BodyCell>>,
        /// Whether the first cell of a row names the row.
        first_cell_is_header: bool,
        /// Whether its rows are close together.
        compact: bool,
        /// Whether every other row is shaded.
        striped: bool,
        /// Whether it becomes a list on a narrow screen.
        responsive: bool,
        /// Whether on a narrow screen each row is a list: what names the row, and under it each cell with its column's heading.
        stacked: bool,
        /// Whether it scrolls sideways inside its own box.
        scroll: bool,
        /// Whether that box can be reached by the keyboard without a script; one with a script sees to it itself.
        focusable: bool,
        /// Whether rows have a line under them: they do unless said otherwise.
        border: Option<bool>,
        /// Whether the last row does.
        last_row_border: Option<bool>,
        /// `reverse` on a dark ground.
        variant: Option<String>,
        /// A card around it.
        card: Option<Card>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// The caption of a table.
    TableCaption {
        /// What it says.
        content: Content,
        /// Its size.
        size: Option<Size>,
        /// Extra class names.
        classes: Classes,
        /// The element's id.
        id: Option<String>,
    }
}

part! {
    /// The head of a column.
    HeadCell {
        /// What it says.
        content: Content,
        /// How the column is set.
        format: Option<Format>,
        /// Where it leads, if the server can sort by it.
        href: Option<String>,
        /// `none`, `ascending` or `descending`, if the column can be sorted.
        sort: Option<String>,
        /// The order a first press gives.
        sort_next: Option<String>,
        /// Its part of the width, e.g. `one-third`.
        width: Option<String>,
        /// `left`, `centre` or `right`.
        align: Option<String>,
        /// Words for a screen reader only.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

part! {
    /// A cell of a row.
    BodyCell {
        /// What it says.
        content: Content,
        /// How it is set, if not as its column.
        format: Option<Format>,
        /// Where it leads.
        href: Option<String>,
        /// What it sorts by, if not what it says.
        sort_value: Option<String>,
        /// Words for a screen reader only.
        visually_hidden_text: Option<String>,
        /// Extra class names.
        classes: Classes,
    }
}

impl TableElement {
    fn is_sortable(&self) -> bool {
        self.head.iter().any(|cell| cell.sort.is_some())
    }

    fn is_sorted_by_server(&self) -> bool {
        self.head.iter().any(|cell| cell.href.is_some())
    }

    fn class(&self) -> Classes {
        Classes::default()
            .and_if(self.variant.as_deref() == Some("reverse"), "nhsuk-table--reverse")
            .and_if(self.compact, "nhsuk-table--compact")
            .and_if(self.responsive, "nhsuk-table--responsive")
            .and_if(self.stacked, "fp-stacked")
            .and_if(self.stacked && self.head.len() > COLUMNS_ON_PAPER, "fp-stacked--wide")
            .and_if(self.border == Some(false), "nhsuk-table--no-border")
            .and_if(
                self.border != Some(false) && self.last_row_border == Some(false),
                "nhsuk-table--no-last-row-border",
            )
            .and_if(self.is_sortable(), "nhsuk-table--sortable")
            .and_if(self.striped, "nhsuk-table--striped")
            .with(&self.classes)
    }

    fn own_attributes(&self) -> Attributes {
        let by_script = self.is_sortable() && !self.is_sorted_by_server();
        Attributes::default()
            .and_some("id", self.id.as_deref())
            .and_some("data-module", by_script.then_some("nhsuk-table"))
            .and_some("role", self.has_roles().then_some("table"))
    }

    fn caption_id(&self) -> Option<String> {
        let caption = self.caption.as_ref()?;
        let own = caption.id.clone();
        let from_table = || self.id.as_ref().filter(|_| self.scroll).map(|id| format!("{id}-caption"));
        let from_words = || {
            let words = caption.content.text();
            let slug: String = words.replace(' ', "-").to_lowercase().chars().take(40).collect();
            Some(format!("table-{slug}-caption")).filter(|_| self.scroll && !words.is_empty())
        };
        own.or_else(from_table).or_else(from_words)
    }

    fn caption(&self) -> Option<Heading> {
        self.caption.as_ref().map(|caption| Heading {
            content: caption.content.clone(),
            size: caption.size.filter(|size| matches!(size, Size::S | Size::M | Size::L | Size::Xl)),
            classes: caption.classes.clone(),
            id: self.caption_id(),
            visually_hidden_text: self.is_sortable().then(|| "(Column headers are sortable)".to_owned()),
            element: Some("caption".to_owned()),
            class_name: Some("nhsuk-table__caption"),
            class_prefix: Some("nhsuk-table__caption--"),
            ..Heading::default()
        })
    }

    /// A table that is set as a list says its roles, which browsers forget with the look of one.
    fn has_roles(&self) -> bool {
        self.responsive || self.stacked
    }

    fn role(&self, role: &'static str) -> Attributes {
        Attributes::default().and_some("role", self.has_roles().then_some(role))
    }

    /// The column that matters most, which comes first where each row is a list: the first that leads somewhere.
    fn lead(&self) -> usize {
        let leads = |row: &Vec<BodyCell>| row.iter().position(|cell| cell.href.is_some());
        if self.first_cell_is_header { 0 } else { self.rows.iter().filter_map(leads).min().unwrap_or_default() }
    }

    fn head_cell(&self, cell: &HeadCell) -> Markup {
        let sort = cell.sort.as_deref();
        let align = cell.align.as_ref().map_or(String::new(), |align| format!("nhsuk-u-text-align-{align}"));
        let width = cell.width.as_ref().map_or(String::new(), |width| format!("nhsuk-u-width-{width}"));
        let classes = Classes::default()
            .and_if(cell.format == Some(Format::Numeric), "nhsuk-table__header--numeric")
            .and(&align)
            .and(&width)
            .with(&cell.classes);
        let attributes = Attributes::default()
            .and("scope", "col")
            .with(&self.role("columnheader"))
            .and_if(sort.is_some(), "data-sort")
            .and_some(
                "data-sort-next",
                cell.sort_next.as_deref().filter(|_| self.is_sortable() && !self.is_sorted_by_server()),
            )
            .and_some("aria-sort", sort.filter(|sort| *sort != "none"));
        let words = linked(cell.href.as_deref(), &worded(&cell.content, cell.visually_hidden_text.as_deref()));
        Markup::trusted(format!("<th class=\"nhsuk-table__header{classes}\"{attributes}>{words}</th>"))
    }

    fn body_cell(&self, cell: &BodyCell, index: usize) -> Markup {
        let head = self.head.get(index);
        let column_format = head.and_then(|head| head.format);
        let names_row = index == 0 && self.first_cell_is_header;
        let (element, class) = if names_row { ("th", "nhsuk-table__header") } else { ("td", "nhsuk-table__cell") };
        let numeric = cell.format.or(column_format) == Some(Format::Numeric);
        // Words in a column of figures stand where the figures do.
        let words_among_figures = cell.format == Some(Format::String) && column_format == Some(Format::Numeric);
        let align = if words_among_figures { Some("right") } else { head.and_then(|head| head.align.as_deref()) };
        let align = align.map_or(String::new(), |align| format!("nhsuk-u-text-align-{align}"));
        let numeric = if numeric { format!("{class}--numeric") } else { String::new() };
        let leads = self.stacked && index == self.lead();
        let classes = Classes::default().and(&numeric).and(&align).and_if(leads, "fp-lead").with(&cell.classes);
        let stacked = head.filter(|_| self.stacked).map(|head| head.content.text());
        let attributes = Attributes::default()
            .and_some("scope", names_row.then_some("row"))
            .with(&self.role(if names_row { "rowheader" } else { "cell" }))
            .and_some("data-sort-value", cell.sort_value.as_deref())
            .and_some("data-heading", stacked);
        let words = linked(cell.href.as_deref(), &worded(&cell.content, cell.visually_hidden_text.as_deref()));
        let heading = head
            .filter(|_| self.responsive)
            .map(|head| worded(&head.content, head.visually_hidden_text.as_deref()))
            .map_or(String::new(), |heading| {
                format!("<span class=\"nhsuk-table__heading\" aria-hidden=\"true\">{heading} </span>")
            });
        let words = if heading.is_empty() || cell.content.is_text() { words } else { format!("<span>{words}</span>") };
        Markup::trusted(format!("<{element} class=\"{class}{classes}\"{attributes}>{heading}{words}</{element}>"))
    }

    fn table(&self) -> Markup {
        let table = Markup::of(&Grid { table: self });
        if !self.scroll {
            return table;
        }
        let reverse = if self.variant.as_deref() == Some("reverse") { " nhsuk-scroll--reverse" } else { "" };
        let label = Attributes::default()
            .and_some("aria-labelledby", self.caption_id())
            .and_some("tabindex", self.focusable.then_some("0"));
        Markup::trusted(format!(
            "<div class=\"nhsuk-scroll{reverse}\" data-module=\"nhsuk-scroll\">\
             <div class=\"nhsuk-scroll__content\" role=\"region\"{label}>{table}</div></div>"
        ))
    }

    fn carded(&self) -> Option<Card> {
        self.card.clone().map(|card| Card {
            description: Description { content: self.table().into(), ..Description::default() },
            ..card
        })
    }
}

fn worded(content: &Content, hidden: Option<&str>) -> String {
    let space = if content.is_empty() { "" } else { " " };
    let hidden = hidden.map_or(String::new(), |hidden| {
        format!("<span class=\"nhsuk-u-visually-hidden\">{space}{}</span>", Markup::escaped(hidden))
    });
    format!("{content}{hidden}")
}

fn linked(href: Option<&str>, words: &str) -> String {
    href.map_or_else(
        || words.to_owned(),
        |href| format!("<a class=\"nhsuk-link\" href=\"{}\">{words}</a>", Markup::escaped(href)),
    )
}

/// The table itself, without its scrolling box and its card.
#[derive(askama::Template)]
#[template(path = "components/table-grid.html")]
struct Grid<'a> {
    table: &'a TableElement,
}
