//! From Markdown text to blocks, refusing what a paper may not hold.

use super::{Align, Block, Inline};
use crate::error::Flaw;
use crate::letters;
use pulldown_cmark::{Alignment, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Lists, quotations and emphasis within one another: deeper is a mistake or an attack on the reader.
const NESTED_MAX: usize = 12;

/// The most text of one paper: some five hundred pages.
const BYTES_MAX: usize = 2 << 20;

/// Parts of a paper: blocks, entries, pieces of lines. Setting each takes the typesetter time.
const PARTS_MAX: usize = 50_000;

/// Cells of tables. A few letters can ask for many: a row is filled up to as many as its head has.
const CELLS_MAX: usize = 20_000;

/// Something open: what it gathers, and what it will be.
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
}

enum Kind {
    Paper,
    Paragraph,
    Heading(u8),
    Quote,
    Code(String),
    List { start: Option<u64>, tight: bool, items: Vec<Vec<Block>> },
    Item,
    Table { align: Vec<Align>, head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>> },
    Row(Vec<Vec<Inline>>),
    Cell,
    Emphasis,
    Strong,
    Link(String),
}

/// Reads a paper.
///
/// # Errors
/// The line, from 1, and what was found there.
pub(crate) fn read(markdown: &str) -> Result<Vec<Block>, (usize, Flaw)> {
    if markdown.len() > BYTES_MAX {
        return Err((1, Flaw::TooLong { found: markdown.len(), most: BYTES_MAX }));
    }
    letters::check(markdown)?;
    let mut reader = Reader { open: vec![Open::new(Kind::Paper)], levels: Vec::new(), n_parts: 0, n_cells: 0 };
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        reader.take(event).map_err(|flaw| {
            let before = markdown.get(..range.start).unwrap_or_default();
            (before.matches('\n').count() + 1, flaw)
        })?;
    }
    reader.flush();
    Ok(reader.open.pop().map(|paper| paper.blocks).unwrap_or_default())
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new(), inlines: Vec::new() }
    }
}

struct Reader {
    open: Vec<Open>,
    /// The levels as written of the headings that hold the present place: their number is the level as shown.
    levels: Vec<u8>,
    n_parts: usize,
    n_cells: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), Flaw> {
        self.n_parts += usize::from(!matches!(event, Event::End(_)));
        self.n_cells += usize::from(matches!(event, Event::Start(Tag::TableCell)));
        if self.n_cells > CELLS_MAX {
            return Err(Flaw::TooMany { what: "cells in tables", most: CELLS_MAX });
        }
        // Cells are counted on their own, and their words with them.
        if self.n_parts > PARTS_MAX + 2 * self.n_cells {
            return Err(Flaw::TooMany { what: "parts", most: PARTS_MAX });
        }
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag),
            // The last three are not asked for in the options, so never met; shown as written if they should be.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text)?;
            }
            Event::Code(text) => {
                printable(&text)?;
                self.inline(Inline::Code(text.into_string()));
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => {
                self.flush();
                self.block(Block::Rule);
            }
            Event::Html(_) | Event::InlineHtml(_) => return Err(Flaw::Html),
            Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), Flaw> {
        let kind = match tag {
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(_) => Kind::Code(String::new()),
            Tag::List(start) => Kind::List { start, tight: true, items: Vec::new() },
            Tag::Item => Kind::Item,
            Tag::Table(alignments) => {
                let align = alignments.iter().map(|&alignment| align(alignment)).collect();
                Kind::Table { align, head: Vec::new(), rows: Vec::new() }
            }
            Tag::TableHead | Tag::TableRow => Kind::Row(Vec::new()),
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                Kind::Link(address(&format!("mailto:{dest_url}"))?)
            }
            Tag::Link { dest_url, .. } => Kind::Link(address(&dest_url)?),
            Tag::Image { .. } => return Err(Flaw::Image),
            Tag::HtmlBlock => return Err(Flaw::Html),
            // A paragraph, or an extension that is not asked for.
            _ => Kind::Paragraph,
        };
        if !matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Link(_)) {
            self.flush();
        }
        if matches!(kind, Kind::Paragraph) {
            self.loosen();
        }
        if self.open.len() > NESTED_MAX {
            return Err(Flaw::TooDeep { most: NESTED_MAX });
        }
        self.open.push(Open::new(kind));
        Ok(())
    }

    /// A paragraph straight within an entry means that the list is spaced.
    fn loosen(&mut self) {
        if let [.., list, item] = self.open.as_mut_slice()
            && matches!(item.kind, Kind::Item)
            && let Kind::List { tight, .. } = &mut list.kind
        {
            *tight = false;
        }
    }

    fn end(&mut self, _: TagEnd) {
        self.flush();
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { kind, blocks, inlines }) = self.open.pop() else { return };
        match kind {
            // A heading of no words would be an empty bookmark, and names nothing.
            Kind::Heading(_) if super::plain(&inlines).trim().is_empty() => {}
            Kind::Heading(written) => {
                self.levels.retain(|&above| above < written);
                self.levels.push(written);
                self.block(Block::Heading { level: self.levels.len() as u8, body: inlines });
            }
            Kind::Paragraph if inlines.is_empty() => {}
            Kind::Paper | Kind::Paragraph => self.block(Block::Paragraph(inlines)),
            Kind::Quote => self.block(Block::Quote(blocks)),
            Kind::Code(text) => self.block(Block::Code(text)),
            Kind::List { start, tight, items } => self.block(Block::List { start, tight, items }),
            Kind::Item => {
                if let Some(Kind::List { items, .. }) = self.holder() {
                    items.push(blocks);
                }
            }
            Kind::Table { align, head, rows } => self.block(Block::Table { align, head, rows }),
            Kind::Row(cells) => {
                if let Some(Kind::Table { head, rows, .. }) = self.holder() {
                    if head.is_empty() {
                        *head = cells;
                    } else {
                        rows.push(cells);
                    }
                }
            }
            Kind::Cell => {
                if let Some(Kind::Row(cells)) = self.holder() {
                    cells.push(inlines);
                }
            }
            Kind::Emphasis => self.inline(Inline::Emphasis(inlines)),
            Kind::Strong => self.inline(Inline::Strong(inlines)),
            Kind::Link(to) => {
                let body = if inlines.is_empty() { vec![Inline::Text(to.clone())] } else { inlines };
                self.inline(Inline::Link { to, body });
            }
        }
    }

    fn holder(&mut self) -> Option<&mut Kind> {
        self.open.last_mut().map(|open| &mut open.kind)
    }

    fn text(&mut self, text: &str) -> Result<(), Flaw> {
        printable(text)?;
        if let Some(Kind::Code(code)) = self.holder() {
            code.push_str(text);
        } else {
            self.inline(Inline::Text(text.replace(['\t', '\n', '\r'], " ")));
        }
        Ok(())
    }

    fn inline(&mut self, inline: Inline) {
        if let Some(open) = self.open.last_mut() {
            // The reader gives a line in pieces; one piece is shorter to carry and breaks into words as a whole.
            if let (Some(Inline::Text(last)), Inline::Text(more)) = (open.inlines.last_mut(), &inline) {
                last.push_str(more);
            } else {
                open.inlines.push(inline);
            }
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
        }
    }

    /// The words straight within an entry of a tight list are a paragraph, which ends where a block begins.
    fn flush(&mut self) {
        if let Some(open) = self.open.last_mut()
            && matches!(open.kind, Kind::Item | Kind::Quote | Kind::Paper)
            && !open.inlines.is_empty()
        {
            let words = std::mem::take(&mut open.inlines);
            open.blocks.push(Block::Paragraph(words));
        }
    }
}

/// References such as `&#1;` make characters that the text itself does not show.
fn printable(text: &str) -> Result<(), Flaw> {
    letters::check(text).map_err(|(_, flaw)| flaw)
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}

/// A link leads to the web or to a mail box; anything else leads nowhere on paper and may do harm on screen.
fn address(target: &str) -> Result<String, Flaw> {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let accepted = matches!(scheme.as_deref(), Some("http" | "https" | "mailto"));
    let clean = !target.chars().any(|letter| letter.is_control() || letter.is_whitespace());
    if accepted && clean { Ok(target.to_owned()) } else { Err(Flaw::Link { target: target.to_owned() }) }
}
