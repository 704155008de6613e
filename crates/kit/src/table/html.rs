//! A table on a page.

use askama::Template;

use super::download_links;
use ask::{Cell, Colour, Kind, Table, thousands};

use crate::address::Address;
use crate::components::{
    BodyCell, Format, HeadCell, PageLink, Pagination, Size, Step, TableCaption, TableElement, Tag, TagColour,
};
use crate::markup::{Classes, Markup};

/// How many rows one page shows.
pub const ROWS_PER_PAGE: usize = 100;
/// With more rows than this they stand close together.
const MOST_OPEN_ROWS: usize = 12;

/// A table as pages show it.
pub trait OnPage {
    /// All of the table, without what belongs under it: for a table that is not a page's own answer.
    fn alone(&self) -> Markup;

    /// The table as a page at `address` shows it: one page of its rows (`page` in the address), what it is drawn from,
    /// and the links to all of it.
    fn show(&self, address: &Address) -> TableView;
}

impl OnPage for Table {
    fn alone(&self) -> Markup {
        Markup::of(&element(self, &self.rows))
    }

    fn show(&self, address: &Address) -> TableView {
        let n_pages = self.rows.len().div_ceil(ROWS_PER_PAGE).max(1);
        let asked = address.value("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
        let page = asked.clamp(1, n_pages);
        let from = (page - 1) * ROWS_PER_PAGE;
        let shown = self.rows.get(from..).unwrap_or_default();
        let shown = shown.get(..ROWS_PER_PAGE).unwrap_or(shown);
        let extent = (n_pages > 1).then(|| {
            let all = thousands(&self.rows.len().to_string());
            format!(
                "Rows {} to {} of {all}",
                thousands(&(from + 1).to_string()),
                thousands(&(from + shown.len()).to_string())
            )
        });
        TableView {
            table: Markup::of(&element(self, shown)),
            empty: self.rows.is_empty().then(|| Empty::at(address)),
            extent,
            pagination: (n_pages > 1).then(|| pagination(address, page, n_pages)),
            source: self.source.clone(),
            notes: self.notes.clone(),
            downloads: download_links(address),
        }
    }
}

/// The table alone, some of its rows.
fn element(table: &Table, rows: &[Vec<Cell>]) -> TableElement {
    let head = table.columns.iter().map(|column| HeadCell {
        content: column.label.as_str().into(),
        format: matches!(column.kind, Kind::Number | Kind::Money).then_some(Format::Numeric),
        ..HeadCell::default()
    });
    let rows_shown = rows.len();
    let rows = rows.iter().map(|row| {
        row.iter()
            .zip(&table.columns)
            .map(|(cell, column)| BodyCell {
                content: match cell {
                    Cell::Tagged { text, colour } => Markup::of(&Tag::new(text.as_str(), tag_colour(*colour))).into(),
                    _ => cell.shown().into(),
                },
                href: match cell {
                    Cell::Link { href, .. } => Some(href.clone()),
                    _ => None,
                },
                classes: Classes::default()
                    .and_if(column.kind == Kind::Code, "fp-code")
                    .and_if(matches!(cell, Cell::Date(_)), "fp-date"),
                ..BodyCell::default()
            })
            .collect()
    });
    TableElement {
        caption: Some(TableCaption {
            content: table.caption.as_str().into(),
            size: Some(Size::M),
            ..TableCaption::default()
        }),
        head: head.collect(),
        rows: rows.collect(),
        scroll: true,
        focusable: true,
        stacked: true,
        // Many rows are scanned rather than read.
        compact: rows_shown > MOST_OPEN_ROWS,
        ..TableElement::default()
    }
}

/// The colour of a tag for a cell that says a state.
pub fn tag_colour(colour: Colour) -> TagColour {
    match colour {
        Colour::Grey => TagColour::Grey,
        Colour::Green => TagColour::Green,
        Colour::AquaGreen => TagColour::AquaGreen,
        Colour::Blue => TagColour::Blue,
        Colour::Pink => TagColour::Pink,
        Colour::Purple => TagColour::Purple,
        Colour::Orange => TagColour::Orange,
        Colour::Red => TagColour::Red,
    }
}

/// A table with what belongs under it. A page's template writes `{{ table }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "table-view.html")]
pub struct TableView {
    table: Markup,
    empty: Option<Empty>,
    extent: Option<String>,
    pagination: Option<Pagination>,
    source: String,
    notes: Vec<String>,
    downloads: Markup,
}

impl askama::filters::HtmlSafe for TableView {}

/// What is said in place of a table without rows: what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Empty {
    /// The same address without what narrows the answer, if something does.
    wider: Option<String>,
}

impl Empty {
    /// Of a page at an address.
    pub(super) fn at(address: &Address) -> Self {
        let wider = address.without(&NARROWS_NOTHING);
        let kept: Vec<&str> = wider.query.iter().map(|(key, _)| key.as_str()).collect();
        Self { wider: (!kept.is_empty()).then(|| address.without(&kept).without(&["page"]).href()) }
    }

    /// The words, with the link if there is one.
    pub(super) fn words(&self) -> Markup {
        let words = match &self.wider {
            Some(href) => format!(
                "Nothing fits what you asked for. <a class=\"nhsuk-link\" href=\"{}\">Ask for all of it</a>, or ask for something else.",
                Markup::escaped(href)
            ),
            None => "Nothing is on record here on this day, as far as you may see. Choose another day to look at, or come back when more is on record."
                .to_owned(),
        };
        Markup::trusted(words)
    }
}

/// What in an address chooses the day and the part of an answer, and leaves nothing out of it.
const NARROWS_NOTHING: [&str; 8] = ["valid_at", "known_at", "page", "format", "table", "recorded", "done", "seal"];

/// The first and last page, this one and its neighbours, with gaps between.
fn pagination(address: &Address, page: usize, n_pages: usize) -> Pagination {
    let href = |number: usize| address.with("page", number.to_string()).href();
    let mut items: Vec<PageLink> = Vec::new();
    let mut last = 0;
    for number in (1..=n_pages).filter(|n| *n == 1 || *n == n_pages || n.abs_diff(page) <= 1) {
        if number > last + 1 {
            items.push(PageLink { ellipsis: true, ..PageLink::default() });
        }
        items.push(PageLink {
            number: Some(number as u64),
            href: href(number),
            current: number == page,
            ellipsis: false,
        });
        last = number;
    }
    let step = |number| Step { href: href(number), ..Step::default() };
    Pagination {
        previous: (page > 1).then(|| step(page - 1)),
        next: (page < n_pages).then(|| step(page + 1)),
        items,
        ..Pagination::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ask::table::examples::table;

    #[test]
    fn a_table_on_a_page() {
        let address = Address::new("/members/10Q").with("valid_at", "2018-04-01");
        insta::assert_snapshot!(table().show(&address).render().unwrap());
    }

    #[test]
    fn an_empty_table_says_what_to_do_next() {
        let table = Table { rows: Vec::new(), ..table() };
        let words = |address: Address| table.show(&address).empty.unwrap().words().to_string();
        let at = Address::new("/findings").with("valid_at", "2018-04-01").with("page", "3");
        assert!(words(at.clone()).starts_with("Nothing is on record here on this day"), "{}", words(at));
        let narrowed = at.with("kind", "a&b").with("body", "14Y");
        let link = "<a class=\"nhsuk-link\" href=\"/findings?valid_at=2018-04-01\">Ask for all of it</a>";
        assert!(words(narrowed.clone()).contains(link), "{}", words(narrowed));
    }

    #[test]
    fn each_cell_says_its_heading_for_where_the_head_is_not_seen() {
        let html = table().show(&Address::new("/members/10Q")).render().unwrap();
        assert!(html.contains(r#"data-heading="Member from""#), "{html}");
        // The column that leads to what a row is about comes first there.
        assert!(
            html.contains(r#"<td class="nhsuk-table__cell fp-lead fp-code" role="cell" data-heading="Code"><a"#),
            "{html}"
        );
        assert!(html.contains(r#"role="table""#) && html.contains(r#"role="cell""#), "{html}");
    }

    #[test]
    fn a_long_table_is_shown_a_page_at_a_time() {
        let table = Table { rows: vec![vec![Cell::Number(7)]; 1_050], ..table() };
        let address = Address::new("/t").with("page", "6");
        let view = table.show(&address);
        assert_eq!(view.extent.as_deref(), Some("Rows 501 to 600 of 1,050"));
        let items = view.pagination.unwrap().items;
        let numbers: Vec<_> =
            items.iter().map(|item| item.number.map_or("…".to_owned(), |number| number.to_string())).collect();
        assert_eq!(numbers.join(" "), "1 … 5 6 7 … 11");
        let beyond = table.show(&Address::new("/t").with("page", "999"));
        assert_eq!(beyond.extent.as_deref(), Some("Rows 1,001 to 1,050 of 1,050"));
    }
}
