//! Why a pack or paper could not be made.

use thiserror::Error;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PaperError {
    /// A pack marked for the public still holds something private.
    #[error("the pack is for the public but {what} is to be considered in private and is still in it")]
    StillPrivate {
        /// The item's number or the paper's reference.
        what: String,
    },
    /// Two papers are cited alike, so a page number could mean either.
    #[error("two papers of the pack have the reference {reference}")]
    SameReference {
        /// Which.
        reference: String,
    },
    /// The text of a paper holds what a paper may not.
    #[error("{what}, line {line}: {flaw}")]
    Text {
        /// The paper's reference, or the name of the field, e.g. `title`.
        what: String,
        /// From 1.
        line: usize,
        /// What was found.
        flaw: Flaw,
    },
    /// An uploaded PDF cannot be put into a pack.
    #[error("{what}: {flaw}")]
    Pdf {
        /// The paper's reference.
        what: String,
        /// What was found.
        flaw: PdfFlaw,
    },
    /// More pages than a pack may have.
    #[error("the pack has {found} pages of uploaded papers, at most {most}")]
    TooLong {
        /// How many.
        found: usize,
        /// The most.
        most: usize,
    },
    /// The typesetter refused what this crate made: a fault of ours, not of the paper.
    #[error("the pack could not be typeset: {message}")]
    Typesetting {
        /// What the typesetter said.
        message: String,
    },
}

/// What a text may not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// Raw HTML.
    #[error("HTML is not accepted in a paper; write it as Markdown")]
    Html,
    /// An image.
    #[error("an image is not accepted in a Markdown paper; upload the paper as PDF, or give the figures as a table")]
    Image,
    /// A link that is not to a web page or a mail address.
    #[error("a link goes to {target:?}; only http, https and mailto links are accepted")]
    Link {
        /// Where it goes.
        target: String,
    },
    /// A control character.
    #[error("the control character U+{code:04X} is not accepted")]
    Control {
        /// Its number.
        code: u32,
    },
    /// A character that no font of ours has: it would print as a box and read as nothing.
    #[error("the character {found:?} (U+{:04X}) cannot be printed", u32::from(*found))]
    Unprintable {
        /// Which.
        found: char,
    },
    /// Lists or quotations too deep in one another.
    #[error("lists or quotations are nested more than {most} deep")]
    TooDeep {
        /// The most.
        most: usize,
    },
    /// More parts than a paper may have: cells of tables, entries of lists, words in another dress.
    #[error("the paper has more than {most} {what}; make it shorter, or file it in parts")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// More text than a paper may have.
    #[error("the paper has {found} bytes of text, at most {most}")]
    TooLong {
        /// How many.
        found: usize,
        /// The most.
        most: usize,
    },
}

/// Why an uploaded PDF cannot be put into a pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfFlaw {
    /// It is no PDF, or is damaged.
    #[error("the file cannot be read as PDF: {reason}")]
    Malformed {
        /// What the reader said.
        reason: String,
    },
    /// It is encrypted, with or without a password.
    #[error("the PDF is encrypted; save it without protection and upload it again")]
    Encrypted,
    /// It asks for more than a paper may: reading it would hold everybody up.
    #[error("the PDF has {found} {what}, at most {most}; save it again as a smaller PDF, or upload it in parts")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How many.
        found: usize,
        /// The most.
        most: usize,
    },
    /// It has no page.
    #[error("the PDF has no pages")]
    NoPages,
    /// A page has no usable size.
    #[error("page {page} of the PDF has no usable size")]
    PageSize {
        /// From 1.
        page: usize,
    },
}
