//! The same papers as HTML, from the same reading, with the page numbers of the PDF.
//!
//! Every text is escaped where it stands; there is no way for a paper to write a tag, an attribute or a style. Classes are
//! those of the NHS design system. Inline styles and scripts are never written, so a strict content policy holds.

use crate::bind::ABOVE;
use crate::built::{Built, PaperPages};
use crate::error::PaperError;
use crate::markdown::{Align, Block, Inline, read_named};
use crate::pack::{Content, Hearing, Pack, PackPaper};
use crate::sheet::level_under;
use crate::upload::{Tagging, inspect};
use std::fmt::Write as _;

/// A pack on screen. Texts outside [`PaperBody::Html`] are plain and must be escaped when shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackHtml {
    /// Shape: parallel to the pack's items.
    pub items: Vec<ItemHtml>,
    /// Shape: parallel to the pack's supplements.
    pub supplements: Vec<SupplementHtml>,
}

/// An item on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHtml {
    /// Its number.
    pub number: String,
    /// Its title; plain text.
    pub title: String,
    /// What is asked of the meeting; plain text.
    pub purpose: String,
    /// The lawful reason when it is heard in private; plain text, empty otherwise.
    pub private_reason: String,
    /// Its first page in the PDF.
    pub first_page: usize,
    /// How many pages it takes there; 0 when it has only its line in the agenda.
    pub n_pages: usize,
    /// Its papers, in reading order.
    pub papers: Vec<PaperHtml>,
}

/// A paper on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperHtml {
    /// Its reference.
    pub reference: String,
    /// Its title; plain text.
    pub title: String,
    /// Who answers for it; plain text.
    pub owner: String,
    /// The lawful reason when it is heard in private; plain text, empty otherwise.
    pub private_reason: String,
    /// Its first page in the PDF.
    pub first_page: usize,
    /// How many pages it takes there.
    pub n_pages: usize,
    /// What it says.
    pub body: PaperBody,
}

/// What a paper says, on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperBody {
    /// Safe HTML, to be put into a page as it is. Its headings begin at `h4`: the page's own is `h1`, the item's `h2` and
    /// the paper's `h3`.
    Html(String),
    /// An uploaded PDF: to be offered as a file.
    Pdf {
        /// How many pages the file has.
        n_pages: usize,
        /// Whether it is tagged.
        tagging: Tagging,
    },
    /// Considered in private and not here.
    Withheld,
}

/// A supplement on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementHtml {
    /// Its title; plain text.
    pub title: String,
    /// Its first page in the PDF.
    pub first_page: usize,
    /// Its papers, in reading order, each with the number of its item.
    pub papers: Vec<(String, PaperHtml)>,
}

/// A pack on screen, with the page numbers of its PDF.
///
/// `built` must be what [`build`](crate::build) gave for this very pack.
///
/// # Errors
/// As [`build`](crate::build): none for a pack that was built.
pub fn html(pack: &Pack, built: &Built) -> Result<PackHtml, PaperError> {
    let mut items = Vec::new();
    for (item, pages) in pack.items.iter().zip(&built.items) {
        let papers = item.papers.iter().zip(&pages.papers).map(|(paper, pages)| paper_html(paper, pages));
        items.push(ItemHtml {
            number: item.number.clone(),
            title: item.title.clone(),
            purpose: item.purpose.clone(),
            private_reason: private_reason(&item.hearing),
            first_page: pages.first_page,
            n_pages: pages.n_pages,
            papers: papers.collect::<Result<_, _>>()?,
        });
    }
    let mut supplements = Vec::new();
    for (supplement, pages) in pack.supplements.iter().zip(&built.supplements) {
        let mut papers = Vec::new();
        for (entry, pages) in supplement.papers.iter().zip(&pages.papers) {
            papers.push((entry.item.clone(), paper_html(&entry.paper, pages)?));
        }
        supplements.push(SupplementHtml { title: supplement.title.clone(), first_page: pages.first_page, papers });
    }
    Ok(PackHtml { items, supplements })
}

/// One paper as safe HTML without page numbers. `what` names it in the error; its highest headings are at level
/// `above + 1`.
///
/// # Errors
/// [`PaperError::Text`] with the line that cannot be shown.
pub fn fragment(what: &str, markdown: &str, above: u8) -> Result<String, PaperError> {
    let mut writer = Writer { out: String::new(), above, prefix: anchor(what), n_headings: 0 };
    writer.blocks(&read_named(what, markdown)?);
    Ok(writer.out)
}

fn paper_html(paper: &PackPaper, pages: &PaperPages) -> Result<PaperHtml, PaperError> {
    let what = format!("paper {}", paper.reference);
    let body = match &paper.content {
        _ if paper.withheld() => PaperBody::Withheld,
        Content::Pdf(pdf) => {
            let found = inspect(&what, pdf)?;
            PaperBody::Pdf { n_pages: found.n_pages, tagging: found.tagging }
        }
        Content::Markdown(text) => {
            // One more than in the PDF: the page's own heading is an `h1`.
            let mut writer = Writer { out: String::new(), above: ABOVE + 1, prefix: anchor(&what), n_headings: 0 };
            let mut shown = pages.first_page;
            for (index, block) in read_named(&what, text)?.iter().enumerate() {
                if let Some(&page) = pages.blocks.get(index).filter(|&&page| page > shown) {
                    let _ = writeln!(writer.out, "<p class=\"fp-page\" id=\"page-{page}\">Page {page}</p>");
                    shown = page;
                }
                writer.block(block);
            }
            PaperBody::Html(writer.out)
        }
    };
    Ok(PaperHtml {
        reference: paper.reference.clone(),
        title: paper.title.clone(),
        owner: paper.owner.clone(),
        private_reason: private_reason(&paper.hearing),
        first_page: pages.first_page,
        n_pages: pages.n_pages,
        body,
    })
}

fn private_reason(hearing: &Hearing) -> String {
    match hearing {
        Hearing::Public => String::new(),
        Hearing::Private { reason, .. } => reason.clone(),
    }
}

/// A name that may stand in an `id`.
fn anchor(what: &str) -> String {
    what.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }).collect()
}

struct Writer {
    out: String,
    above: u8,
    prefix: String,
    n_headings: usize,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, body } => {
                let level = level_under(self.above, *level);
                self.n_headings += 1;
                let id = format!("{}-heading-{}", self.prefix, self.n_headings);
                let _ = write!(self.out, "<h{level} class=\"nhsuk-heading-s\" id=\"{id}\">");
                self.words(body);
                let _ = writeln!(self.out, "</h{level}>");
            }
            Block::Paragraph(body) => self.wrapped("<p>", body, "</p>\n"),
            Block::List { start: None, tight, items } => {
                self.list("<ul class=\"nhsuk-list nhsuk-list--bullet\">", *tight, items, "</ul>\n");
            }
            Block::List { start: Some(start), tight, items } => {
                let open = format!("<ol class=\"nhsuk-list nhsuk-list--number\" start=\"{start}\">");
                self.list(&open, *tight, items, "</ol>\n");
            }
            Block::Quote(blocks) => {
                self.out.push_str("<blockquote class=\"nhsuk-inset-text\">\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            Block::Code(text) => {
                // A reader without a mouse must be able to scroll what is too wide.
                self.out.push_str("<pre tabindex=\"0\"><code>");
                self.escaped(text);
                self.out.push_str("</code></pre>\n");
            }
            Block::Rule => self.out.push_str("<hr class=\"nhsuk-section-break nhsuk-section-break--visible\">\n"),
            Block::Table { align, head, rows } => self.table(align, head, rows),
        }
    }

    fn list(&mut self, open: &str, tight: bool, items: &[Vec<Block>], close: &str) {
        self.out.push_str(open);
        self.out.push('\n');
        for item in items {
            self.out.push_str("<li>");
            for block in item {
                match block {
                    Block::Paragraph(body) if tight => self.words(body),
                    other => self.block(other),
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str(close);
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.out.push_str("<table class=\"nhsuk-table\">\n<thead class=\"nhsuk-table__head\"><tr>");
        for (cell, align) in head.iter().zip(align) {
            let numeric = if *align == Align::Right { " nhsuk-table__header--numeric" } else { "" };
            let _ = write!(self.out, "<th scope=\"col\" class=\"nhsuk-table__header{numeric}\">");
            self.words(cell);
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
        for row in rows {
            self.out.push_str("<tr class=\"nhsuk-table__row\">");
            for (cell, align) in row.iter().zip(align) {
                let numeric = if *align == Align::Right { " nhsuk-table__cell--numeric" } else { "" };
                let _ = write!(self.out, "<td class=\"nhsuk-table__cell{numeric}\">");
                self.words(cell);
                self.out.push_str("</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
    }

    fn wrapped(&mut self, open: &str, body: &[Inline], close: &str) {
        self.out.push_str(open);
        self.words(body);
        self.out.push_str(close);
    }

    fn words(&mut self, body: &[Inline]) {
        for inline in body {
            match inline {
                Inline::Text(text) => self.escaped(text),
                Inline::Code(text) => {
                    self.out.push_str("<code>");
                    self.escaped(text);
                    self.out.push_str("</code>");
                }
                Inline::Emphasis(body) => self.wrapped("<em>", body, "</em>"),
                Inline::Strong(body) => self.wrapped("<strong>", body, "</strong>"),
                Inline::Link { to, body } => {
                    // Checked when read: http, https or mailto.
                    self.out.push_str("<a href=\"");
                    self.escaped(to);
                    self.wrapped("\">", body, "</a>");
                }
                Inline::Break => self.out.push_str("<br>"),
            }
        }
    }

    /// The one way for text into the page: good between tags and within quoted attributes alike.
    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                other => self.out.push(other),
            }
        }
    }
}
