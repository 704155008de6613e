//! What came of building a pack: the file, and where everything is in it.

/// A pack as PDF, and the pages of its items, papers and headings.
///
/// Page numbers are from 1 and are those stamped on the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub n_pages: usize,
    /// Shape: parallel to the pack's items.
    pub items: Vec<ItemPages>,
    /// Shape: parallel to the pack's supplements.
    pub supplements: Vec<SupplementPages>,
    /// What the file says of its own accessibility.
    pub conformance: Conformance,
}

/// What the file says of its own accessibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conformance {
    /// Every page is tagged and the file says that it keeps PDF/UA-1.
    PdfUa1,
    /// The file makes no such claim, because of these papers.
    NotClaimed {
        /// Papers uploaded without tags: a screen reader cannot tell their headings, tables or order.
        untagged: Vec<String>,
        /// Papers uploaded with tags, which the pack does not carry over; the paper on its own has them.
        tags_left_behind: Vec<String>,
    },
}

/// The pages of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPages {
    /// The item's number.
    pub number: String,
    /// Its first page: the one of its heading or, when it has no papers, of its line in the agenda.
    pub first_page: usize,
    /// How many pages it takes, its papers included; 0 when it has only its line in the agenda.
    pub n_pages: usize,
    /// Shape: parallel to the item's papers.
    pub papers: Vec<PaperPages>,
}

/// The pages of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPages {
    /// The paper's reference.
    pub reference: String,
    /// The page of its heading.
    pub first_page: usize,
    /// How many pages it takes, the one of its heading included.
    pub n_pages: usize,
    /// Its headings in order; none of an uploaded PDF.
    pub headings: Vec<HeadingPage>,
    /// The page on which each of its blocks begins. Shape: parallel to the blocks of its Markdown.
    pub(crate) blocks: Vec<usize>,
}

/// The page of a heading within a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingPage {
    /// Its words.
    pub title: String,
    /// 1 for the highest within the paper.
    pub level: u8,
    /// Its page.
    pub page: usize,
}

/// The pages of a supplement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupplementPages {
    /// The supplement's title.
    pub title: String,
    /// The page of its list of papers.
    pub first_page: usize,
    /// How many pages it takes.
    pub n_pages: usize,
    /// Shape: parallel to the supplement's papers.
    pub papers: Vec<PaperPages>,
}
