//! Uploaded PDFs: whether one can go into a pack, its pages and whether it is tagged.

use crate::error::{PaperError, PdfFlaw};
use crate::weigh::{check_read, within_limits};
use lopdf::{Dictionary, Document, Error, Object, ObjectId};

/// What can be told of an uploaded PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// How many pages it has.
    pub n_pages: usize,
    /// Whether it is tagged.
    pub tagging: Tagging,
}

/// Whether a PDF says what is a heading, a table, a list, and in which order to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// It says so of itself (`MarkInfo`) and has a structure tree. Whether the tags are right only a person can tell.
    Tagged,
    /// It does not: a screen reader is left to guess.
    Untagged,
}

/// Looks at an uploaded PDF: to be asked when it comes in. `what` names it in the error.
///
/// # Errors
/// [`PaperError::Pdf`] when it cannot go into a pack, with the reason.
pub fn inspect(what: &str, pdf: &[u8]) -> Result<Inspected, PaperError> {
    let upload = Upload::read(what, pdf)?;
    Ok(Inspected { n_pages: upload.pages.len(), tagging: upload.tagging })
}

/// A PDF read, with its pages.
pub(crate) struct Upload {
    pub(crate) document: Document,
    pub(crate) pages: Vec<UploadedPage>,
    pub(crate) tagging: Tagging,
}

/// A page of an uploaded PDF.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct UploadedPage {
    pub(crate) id: ObjectId,
    pub(crate) turn: Turn,
    /// What of the page is seen: left, bottom, right, top, in the page's own units.
    pub(crate) seen: [f32; 4],
    /// Points in one of the page's units.
    pub(crate) unit: f32,
}

/// How far a page is turned clockwise when shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// The largest side of a page that readers must show, in points (ISO 32000-1, Annex C).
const SIDE_MAX: f32 = 14_400.0;
/// No smaller page has room for its number.
const SIDE_MIN: f32 = 100.0;

impl Upload {
    pub(crate) fn read(what: &str, pdf: &[u8]) -> Result<Self, PaperError> {
        Self::parse(pdf).map_err(|flaw| PaperError::Pdf { what: what.to_owned(), flaw })
    }

    fn parse(pdf: &[u8]) -> Result<Self, PdfFlaw> {
        let options = within_limits(pdf)?;
        let document = Document::load_mem_with_options(pdf, options).map_err(|error| match error {
            Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => PdfFlaw::Encrypted,
            other => PdfFlaw::Malformed { reason: other.to_string() },
        })?;
        check_read(&document)?;
        if document.trailer.has(b"Encrypt") || document.was_encrypted() {
            return Err(PdfFlaw::Encrypted);
        }
        let catalog = document.catalog().map_err(|error| PdfFlaw::Malformed { reason: error.to_string() })?;
        let marked = document
            .get_dict_in_dict(catalog, b"MarkInfo")
            .and_then(|marks| marks.get_deref(b"Marked", &document))
            .and_then(Object::as_bool)
            .unwrap_or(false);
        let tree = document.get_dict_in_dict(catalog, b"StructTreeRoot").is_ok();
        let tagging = if marked && tree { Tagging::Tagged } else { Tagging::Untagged };
        let mut pages = Vec::new();
        for (index, id) in document.page_iter().enumerate() {
            pages.push(page(&document, id).ok_or(PdfFlaw::PageSize { page: index + 1 })?);
        }
        if pages.is_empty() {
            return Err(PdfFlaw::NoPages);
        }
        Ok(Self { document, pages, tagging })
    }
}

impl UploadedPage {
    /// Width and height as shown, in points.
    pub(crate) fn size(&self) -> (f32, f32) {
        let [left, bottom, right, top] = self.seen;
        let (across, up) = ((right - left) * self.unit, (top - bottom) * self.unit);
        match self.turn {
            Turn::None | Turn::Half => (across, up),
            Turn::Quarter | Turn::ThreeQuarters => (up, across),
        }
    }
}

fn page(document: &Document, id: ObjectId) -> Option<UploadedPage> {
    let media = rectangle(document, &inherited(document, id, b"MediaBox")?)?;
    let crop = inherited(document, id, b"CropBox").and_then(|object| rectangle(document, &object));
    let seen = crop.map_or(media, |crop| overlap(media, crop));
    let degrees = inherited(document, id, b"Rotate").and_then(|object| object.as_i64().ok()).unwrap_or(0);
    let turn = match degrees.rem_euclid(360) {
        90 => Turn::Quarter,
        180 => Turn::Half,
        270 => Turn::ThreeQuarters,
        _ => Turn::None,
    };
    let own = document.get_dictionary(id).ok()?;
    let unit = own.get_deref(b"UserUnit", document).and_then(Object::as_float).unwrap_or(1.0);
    let page = UploadedPage { id, turn, seen, unit };
    let (width, height) = page.size();
    let fits = |side: f32| side.is_finite() && (SIDE_MIN..=SIDE_MAX).contains(&side);
    (unit > 0.0 && fits(width) && fits(height)).then_some(page)
}

/// A page tree deeper than this goes round in a circle.
const DEPTH_MAX: usize = 64;

/// A value of a page that it may have from the nodes above it.
pub(crate) fn inherited(document: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    let mut node: &Dictionary = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH_MAX {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found.clone());
        }
        node = document.get_dict_in_dict(node, b"Parent").ok()?;
    }
    None
}

fn rectangle(document: &Document, object: &Object) -> Option<[f32; 4]> {
    let corner = |object: &Object| document.dereference(object).ok()?.1.as_float().ok();
    let corners: Vec<f32> = object.as_array().ok()?.iter().filter_map(corner).collect();
    let [a, b, c, d] = <[f32; 4]>::try_from(corners).ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

fn overlap(one: [f32; 4], two: [f32; 4]) -> [f32; 4] {
    let [left, bottom, right, top] = one;
    let [left_two, bottom_two, right_two, top_two] = two;
    [left.max(left_two), bottom.max(bottom_two), right.min(right_two), top.min(top_two)]
}
