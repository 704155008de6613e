//! What the template is given: values only, in the order of the pages.

use crate::letters::{breakable, breakable_code};
use crate::markdown::{Block, Inline};
use jiff::civil::Date;
use serde::Serialize;

/// Everything on the pages.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sheet {
    /// Of the file, as a reader's window shows it.
    pub(crate) title: String,
    /// On the first page.
    pub(crate) heading: String,
    pub(crate) author: String,
    /// Year, month and day.
    pub(crate) made_on: (i16, i8, i8),
    /// Above the title.
    pub(crate) over: Option<String>,
    /// Under the title: what, and its value.
    pub(crate) details: Vec<(String, String)>,
    /// In a box, where everybody sees it.
    pub(crate) warning: Option<String>,
    pub(crate) notices: Vec<String>,
    /// At the head of each page but the first.
    pub(crate) running: String,
    pub(crate) held_on: String,
    /// At the foot of each page.
    pub(crate) mark: String,
    pub(crate) listing: Vec<Row>,
    pub(crate) parts: Vec<Part>,
    /// How much taller than the uploaded page its page in the pack is: the strip with the page number, in points.
    pub(crate) strip: f32,
}

/// A line of the agenda.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) purpose: String,
    pub(crate) notes: Vec<String>,
    /// Whether it is a paper under an item.
    pub(crate) paper: bool,
    /// The label of the part it leads to.
    pub(crate) target: Option<String>,
    /// What stands for the page when there is none.
    pub(crate) page: String,
}

/// A part of the pages, in reading order.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub(crate) enum Part {
    /// Where an item begins.
    Item { fresh: bool, number: String, title: String, purpose: String, reason: Option<String> },
    /// Where a paper begins.
    Paper {
        fresh: bool,
        reference: String,
        title: String,
        reason: Option<String>,
        details: Vec<(String, String)>,
        notes: Vec<String>,
    },
    /// Where a supplement begins.
    Supplement { fresh: bool, title: String, published_on: String, listing: Vec<Row> },
    /// A block of a paper in Markdown.
    Block { fresh: bool, block: Block },
    /// The place of an uploaded page; points.
    Page { width: f32, height: f32 },
}

/// The name by which the template labels the part.
pub(crate) fn label(part: usize) -> String {
    format!("part-{part}")
}

pub(crate) fn ymd(date: Date) -> (i16, i8, i8) {
    (date.year(), date.month(), date.day())
}

/// The deepest heading of PDF and HTML alike.
const LEVEL_MAX: u8 = 6;

/// The blocks with their headings under `above` levels and their long words breakable.
pub(crate) fn set_under(above: u8, blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().map(|block| set_block(above, block)).collect()
}

fn set_block(above: u8, block: Block) -> Block {
    match block {
        Block::Heading { level, body } => Block::Heading { level: level_under(above, level), body: set_words(body) },
        Block::Paragraph(body) => Block::Paragraph(set_words(body)),
        Block::List { start, tight, items } => {
            Block::List { start, tight, items: items.into_iter().map(|blocks| set_under(above, blocks)).collect() }
        }
        Block::Quote(blocks) => Block::Quote(set_under(above, blocks)),
        Block::Code(text) => Block::Code(breakable_code(&text)),
        Block::Rule => Block::Rule,
        Block::Table { align, head, rows } => {
            let row = |cells: Vec<Vec<Inline>>| cells.into_iter().map(set_words).collect::<Vec<_>>();
            Block::Table { align, head: row(head), rows: rows.into_iter().map(row).collect() }
        }
    }
}

/// A heading's level under others.
pub(crate) fn level_under(above: u8, level: u8) -> u8 {
    above.saturating_add(level).min(LEVEL_MAX)
}

fn set_words(body: Vec<Inline>) -> Vec<Inline> {
    let set = |inline| match inline {
        Inline::Text(text) => Inline::Text(breakable(&text)),
        Inline::Code(text) => Inline::Code(breakable(&text)),
        Inline::Emphasis(body) => Inline::Emphasis(set_words(body)),
        Inline::Strong(body) => Inline::Strong(set_words(body)),
        Inline::Link { to, body } => Inline::Link { to, body: set_words(body) },
        Inline::Break => Inline::Break,
    };
    body.into_iter().map(set).collect()
}
