//! A paper on its own: minutes, a decision notice, a letter of record.

use crate::built::HeadingPage;
use crate::error::PaperError;
use crate::letters::check_field;
use crate::markdown::{Block, plain, read_named};
use crate::press::{Claim, print};
use crate::sheet::{Part, Sheet, set_under, ymd};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

/// A paper on its own, with its title and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// E.g. "Minutes".
    pub title: String,
    /// The body whose document it is.
    pub body: String,
    /// When it was made or the meeting held, in words; at the head of each page.
    pub held_on: String,
    /// Under the title: what, and its value, e.g. "Place" and "County Hall".
    pub details: Vec<(String, String)>,
    /// In a box under the title where one is needed, e.g. "Draft: not yet approved"; empty otherwise.
    pub warning: String,
    /// The only date in the file, so that the same document gives the same bytes.
    pub made_on: Date,
    /// The text (`CommonMark` with tables).
    pub markdown: String,
}

/// A document as PDF, which says that it keeps PDF/UA-1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltDocument {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub n_pages: usize,
    /// Its headings in order, and their pages.
    pub headings: Vec<HeadingPage>,
}

impl Document {
    /// Makes the document's PDF.
    ///
    /// # Errors
    /// [`PaperError::Text`] with the line that cannot be printed.
    pub fn build(&self) -> Result<BuiltDocument, PaperError> {
        for (what, text) in
            [("title", &self.title), ("body", &self.body), ("date", &self.held_on), ("warning", &self.warning)]
        {
            check_field(what, text)?;
        }
        for (what, value) in &self.details {
            check_field("details", what)?;
            check_field("details", value)?;
        }
        let blocks = read_named(&self.title, &self.markdown)?;
        let mut headings = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            if let Block::Heading { level, body } = block {
                headings.push((index, *level, plain(body)));
            }
        }
        let parts = set_under(0, blocks).into_iter().map(|block| Part::Block { fresh: false, block });
        let sheet = Sheet {
            title: format!("{}, {}", self.title, self.held_on),
            heading: self.title.clone(),
            author: self.body.clone(),
            made_on: ymd(self.made_on),
            over: Some(self.body.clone()),
            details: self.details.clone(),
            warning: (!self.warning.is_empty()).then(|| self.warning.clone()),
            notices: Vec::new(),
            running: format!("{}: {}", self.body, self.title),
            held_on: self.held_on.clone(),
            mark: String::new(),
            listing: Vec::new(),
            parts: parts.collect(),
            strip: 0.0,
        };
        let ident = format!("{:x}", Sha256::digest(format!("{self:?}")));
        let printed = print(&sheet, ident, Claim::PdfUa1)?;
        let page = |part: usize| printed.pages.get(part).copied().unwrap_or(printed.n_pages);
        let headings =
            headings.into_iter().map(|(part, level, title)| HeadingPage { title, level, page: page(part) }).collect();
        Ok(BuiltDocument { n_pages: printed.n_pages, headings, pdf: printed.pdf })
    }
}
