//! Markdown as values: one reading that the PDF and the HTML share.

mod read;

use crate::error::PaperError;
use serde::Serialize;

pub(crate) use read::read;

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "t", content = "v", rename_all = "kebab-case")]
pub(crate) enum Block {
    /// A heading; `level` is from 1, and never more than one deeper than the heading before it.
    Heading {
        level: u8,
        body: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// `start` is the number of the first entry of a numbered list. A tight list has no space between its entries.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Code(String),
    Rule,
    /// Rows have as many cells as the head; so has `align`.
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "t", content = "v", rename_all = "kebab-case")]
pub(crate) enum Inline {
    Text(String),
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Link { to: String, body: Vec<Inline> },
    Break,
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// Whether a Markdown text can be a paper: to be asked when it comes in. `what` names it in the error.
///
/// # Errors
/// [`PaperError::Text`] with the line and what was found there.
pub fn check(what: &str, markdown: &str) -> Result<(), PaperError> {
    read_named(what, markdown).map(|_| ())
}

/// Reads a paper; the error names it.
pub(crate) fn read_named(what: &str, markdown: &str) -> Result<Vec<Block>, PaperError> {
    read(markdown).map_err(|(line, flaw)| PaperError::Text { what: what.to_owned(), line, flaw })
}

/// The words of a line without their dress.
pub(crate) fn plain(body: &[Inline]) -> String {
    let mut out = String::new();
    for inline in body {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(body) | Inline::Strong(body) | Inline::Link { body, .. } => out.push_str(&plain(body)),
            Inline::Break => out.push(' '),
        }
    }
    out
}
