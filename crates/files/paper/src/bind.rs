//! From a pack to its pages.

use crate::built::{Built, Conformance, HeadingPage, ItemPages, PaperPages, SupplementPages};
use crate::error::PaperError;
use crate::letters::{breakable, check_field};
use crate::markdown::{Block, plain, read_named};
use crate::pack::{Audience, Content, Hearing, Pack, PackItem, PackPaper, Supplement};
use crate::press::{Claim, Printed, print};
use crate::sheet::{Part, Row, Sheet, label, set_under, ymd};
use crate::splice::{Placed, splice};
use crate::upload::{Tagging, Upload};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// The strip under an uploaded page that carries its number, in points.
pub(crate) const STRIP: f32 = 28.0;

/// The most pages of uploads in one pack.
const UPLOADED_MAX: usize = 5_000;

/// Headings of items and papers stand above those within a paper.
pub(crate) const ABOVE: u8 = 2;

/// Makes the pack's PDF.
///
/// Everything of ours is tagged. The file says that it keeps PDF/UA-1 only when nothing in it was uploaded as PDF; else
/// [`Built::conformance`] names the papers in the way, and the agenda marks them.
///
/// # Errors
/// A [`PaperError`] naming the paper, and the line, that cannot be printed; [`PaperError::StillPrivate`] when a pack for
/// the public holds something private.
pub fn build(pack: &Pack) -> Result<Built, PaperError> {
    check(pack)?;
    let mut binder = Binder::default();
    for item in &pack.items {
        binder.item(item)?;
    }
    for supplement in &pack.supplements {
        binder.supplement(supplement)?;
    }
    let found = binder.uploads.iter().map(|(_, placed)| placed.upload.pages.len()).sum();
    if found > UPLOADED_MAX {
        return Err(PaperError::TooLong { found, most: UPLOADED_MAX });
    }
    let conformance = binder.conformance();
    let claim = if conformance == Conformance::PdfUa1 { Claim::PdfUa1 } else { Claim::None };
    let sheet = Sheet {
        title: format!("{}, {}", pack.title, pack.held_on),
        author: pack.body.clone(),
        made_on: ymd(pack.made_on),
        over: Some(pack.body.clone()),
        details: vec![("Date".to_owned(), pack.held_on.clone()), ("Place".to_owned(), pack.place.clone())],
        heading: pack.title.clone(),
        warning: (pack.audience == Audience::Confidential)
            .then(|| "Confidential: for members and those they invite. Not for publication.".to_owned()),
        notices: pack.notices.clone(),
        running: format!("{}: {}", pack.body, pack.title),
        held_on: pack.held_on.clone(),
        mark: if pack.audience == Audience::Confidential { "Confidential".to_owned() } else { String::new() },
        listing: binder.listing,
        parts: binder.parts,
        strip: STRIP,
    };
    let printed = print(&sheet, fingerprint(pack), claim)?;
    let (items, supplements) = places(pack, &sheet, &binder.papers, &printed);
    let mut pdf = printed.pdf;
    if !binder.uploads.is_empty() {
        let mut placed = Vec::new();
        for (part, mut entry) in binder.uploads {
            entry.first_page = printed.pages.get(part).copied().unwrap_or_default();
            placed.push(entry);
        }
        pdf = splice(&pdf, &placed)?;
    }
    Ok(Built { pdf, n_pages: printed.n_pages, items, supplements, conformance })
}

/// Checks every text that is printed, and that each reference means one paper.
fn check(pack: &Pack) -> Result<(), PaperError> {
    if pack.audience == Audience::Public
        && let Some(what) = pack.still_private()
    {
        return Err(PaperError::StillPrivate { what: what.to_owned() });
    }
    let mut references = BTreeSet::new();
    for paper in pack.papers() {
        if !references.insert(&paper.reference) {
            return Err(PaperError::SameReference { reference: paper.reference.clone() });
        }
        let what = format!("paper {}", paper.reference);
        for text in [&paper.reference, &paper.title, &paper.owner, &paper.version, &paper.sha256] {
            check_field(&what, text)?;
        }
        check_hearing(&what, &paper.hearing)?;
    }
    for item in &pack.items {
        let what = format!("item {}", item.number);
        for text in [&item.number, &item.title, &item.purpose] {
            check_field(&what, text)?;
        }
        check_hearing(&what, &item.hearing)?;
    }
    for supplement in &pack.supplements {
        check_field("supplement", &supplement.title)?;
        check_field("supplement", &supplement.published_on)?;
        supplement.papers.iter().try_for_each(|entry| check_field("supplement", &entry.item))?;
    }
    pack.notices.iter().try_for_each(|notice| check_field("notice", notice))?;
    for (what, text) in
        [("title", &pack.title), ("body", &pack.body), ("date of the meeting", &pack.held_on), ("place", &pack.place)]
    {
        check_field(what, text)?;
    }
    Ok(())
}

fn check_hearing(what: &str, hearing: &Hearing) -> Result<(), PaperError> {
    match hearing {
        Hearing::Public => Ok(()),
        Hearing::Private { shown_as, reason } => {
            check_field(what, shown_as)?;
            check_field(what, reason)
        }
    }
}

/// Identifies the file: two packs that differ in anything printed differ in this.
fn fingerprint(pack: &Pack) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{pack:?}"));
    format!("{:x}", hash.finalize())
}

/// Where a paper stands among the parts.
struct PaperParts {
    /// `None` when nothing but its line in the agenda is here.
    head: Option<usize>,
    row: usize,
    headings: Vec<(usize, u8, String)>,
    blocks: std::ops::Range<usize>,
}

#[derive(Default)]
struct Binder {
    listing: Vec<Row>,
    parts: Vec<Part>,
    /// Shape: parallel to the papers of the pack in reading order.
    papers: Vec<PaperParts>,
    /// With the part that keeps the place of the first page.
    uploads: Vec<(usize, Placed)>,
}

impl Binder {
    fn item(&mut self, item: &PackItem) -> Result<(), PaperError> {
        let reason = private_reason(&item.hearing);
        let shown = item.papers.iter().any(|paper| !paper.withheld());
        let head = shown.then_some(self.parts.len());
        self.listing.push(Row {
            number: item.number.clone(),
            title: item.title.clone(),
            purpose: item.purpose.clone(),
            notes: reason.iter().map(|reason| considered_in_private(reason)).collect(),
            paper: false,
            target: head.map(label),
            page: if item.papers.is_empty() && reason.is_none() { "No paper".to_owned() } else { String::new() },
        });
        if shown {
            self.parts.push(Part::Item {
                fresh: true,
                number: item.number.clone(),
                title: item.title.clone(),
                purpose: item.purpose.clone(),
                reason,
            });
        }
        let mut fresh = false;
        for paper in &item.papers {
            let row = self.paper(paper, fresh)?;
            self.listing.push(row);
            fresh |= !paper.withheld();
        }
        Ok(())
    }

    fn supplement(&mut self, supplement: &Supplement) -> Result<(), PaperError> {
        let head = self.parts.len();
        let (title, published_on) = (supplement.title.clone(), supplement.published_on.clone());
        self.parts.push(Part::Supplement { fresh: true, title, published_on, listing: Vec::new() });
        let mut rows = Vec::new();
        for entry in &supplement.papers {
            let mut row = self.paper(&entry.paper, true)?;
            row.number.clone_from(&entry.item);
            row.paper = false;
            rows.push(row);
        }
        if let Some(Part::Supplement { listing, .. }) = self.parts.get_mut(head) {
            *listing = rows;
        }
        Ok(())
    }

    /// Sets a paper and gives its line in the agenda.
    fn paper(&mut self, paper: &PackPaper, fresh: bool) -> Result<Row, PaperError> {
        let reason = private_reason(&paper.hearing);
        let mut notes: Vec<String> = reason.iter().map(|reason| considered_in_private(reason)).collect();
        let row = self.listing.len();
        let blank = self.parts.len()..self.parts.len();
        if paper.withheld() {
            self.papers.push(PaperParts { head: None, row, headings: Vec::new(), blocks: blank });
            return Ok(line(paper, notes, None));
        }
        let head = self.parts.len();
        let mut details = Vec::new();
        for (what, value) in [("Owner", &paper.owner), ("Version", &paper.version), ("SHA-256", &paper.sha256)] {
            if !value.is_empty() {
                details.push((what.to_owned(), breakable(value)));
            }
        }
        let mut said = Vec::new();
        let mut parts = Vec::new();
        let mut headings = Vec::new();
        match &paper.content {
            Content::Markdown(text) => {
                for (index, block) in read_named(&format!("paper {}", paper.reference), text)?.into_iter().enumerate() {
                    if let Block::Heading { level, body } = &block {
                        headings.push((head + 1 + index, *level, plain(body)));
                    }
                    parts.extend(
                        set_under(ABOVE, vec![block]).into_iter().map(|block| Part::Block { fresh: false, block }),
                    );
                }
            }
            Content::Pdf(pdf) => {
                let upload = Upload::read(&format!("paper {}", paper.reference), pdf)?;
                said.push(format!("Uploaded as PDF; its {} unchanged.", pages_follow(upload.pages.len())));
                let (here, in_agenda) = match upload.tagging {
                    Tagging::Untagged => (
                        "Not accessible: the PDF has no tags, so assistive technology cannot tell its headings, tables or \
                         reading order.",
                        "Not accessible: uploaded as a PDF without tags",
                    ),
                    Tagging::Tagged => (
                        "Not accessible in this pack: the PDF's tags are not carried over. The paper on its own has them.",
                        "Not accessible in this pack: the paper on its own is tagged",
                    ),
                };
                said.push(here.to_owned());
                notes.push(in_agenda.to_owned());
                for page in &upload.pages {
                    let (width, height) = page.size();
                    parts.push(Part::Page { width, height });
                }
                let what = paper.reference.clone();
                self.uploads.push((head + 1, Placed { what, upload, first_page: 0 }));
            }
        }
        self.papers.push(PaperParts { head: Some(head), row, headings, blocks: head + 1..head + 1 + parts.len() });
        self.parts.push(Part::Paper {
            fresh,
            reference: paper.reference.clone(),
            title: paper.title.clone(),
            reason,
            details,
            notes: said,
        });
        self.parts.extend(parts);
        Ok(line(paper, notes, Some(label(head))))
    }

    fn conformance(&self) -> Conformance {
        let of = |tagging| {
            let some = self.uploads.iter().filter(move |(_, placed)| placed.upload.tagging == tagging);
            some.map(|(_, placed)| placed.what.clone()).collect::<Vec<_>>()
        };
        let (untagged, tags_left_behind) = (of(Tagging::Untagged), of(Tagging::Tagged));
        if untagged.is_empty() && tags_left_behind.is_empty() {
            return Conformance::PdfUa1;
        }
        Conformance::NotClaimed { untagged, tags_left_behind }
    }
}

fn private_reason(hearing: &Hearing) -> Option<String> {
    match hearing {
        Hearing::Public => None,
        Hearing::Private { reason, .. } => Some(reason.clone()),
    }
}

fn considered_in_private(reason: &str) -> String {
    format!("Considered in private. {reason}")
}

fn pages_follow(n: usize) -> String {
    if n == 1 { "page follows".to_owned() } else { format!("{n} pages follow") }
}

fn line(paper: &PackPaper, notes: Vec<String>, target: Option<String>) -> Row {
    let title = format!("Paper {}: {}", paper.reference, paper.title);
    Row { number: String::new(), title, purpose: String::new(), notes, paper: true, target, page: String::new() }
}

/// The pages of everything, from where the parts were set.
fn places(
    pack: &Pack,
    sheet: &Sheet,
    papers: &[PaperParts],
    printed: &Printed,
) -> (Vec<ItemPages>, Vec<SupplementPages>) {
    let page = |part: usize| printed.pages.get(part).copied().unwrap_or(printed.n_pages);
    let begins = |part: &Part| matches!(part, Part::Item { .. } | Part::Supplement { .. });
    let begins_paper = |part: &Part| matches!(part, Part::Paper { fresh: true, .. });
    // How many pages from a part to the next that begins on a page of its own.
    let extent = |from: usize, ends: &dyn Fn(&Part) -> bool| {
        let mut after = sheet.parts.iter().enumerate().skip(from + 1);
        let end = after.find(|(_, part)| ends(part)).map_or(printed.n_pages + 1, |(next, _)| page(next));
        end - page(from)
    };
    let mut papers = papers.iter();
    let mut paper_pages = |paper: &PackPaper| {
        let found = papers.next()?;
        let (first_page, n_pages) = match found.head {
            Some(head) => (page(head), extent(head, &|part| begins(part) || begins_paper(part))),
            None => (printed.rows.get(found.row).copied().unwrap_or(1), 0),
        };
        let heading = |(part, level, title): &(usize, u8, String)| HeadingPage {
            title: title.clone(),
            level: *level,
            page: page(*part),
        };
        Some(PaperPages {
            reference: paper.reference.clone(),
            first_page,
            n_pages,
            headings: found.headings.iter().map(heading).collect(),
            blocks: found.blocks.clone().map(page).collect(),
        })
    };
    let mut heads = sheet.parts.iter().enumerate().filter(|(_, part)| begins(part)).map(|(index, _)| index);
    let mut rows = sheet.listing.iter().zip(&printed.rows).filter(|(row, _)| !row.paper);
    let items = pack.items.iter().map(|item| {
        let row = rows.next();
        let head = row.filter(|(row, _)| row.target.is_some()).and_then(|_| heads.next());
        let papers = item.papers.iter().filter_map(&mut paper_pages).collect();
        let (first_page, n_pages) = match head {
            Some(head) => (page(head), extent(head, &begins)),
            None => (row.map_or(1, |(_, page)| *page), 0),
        };
        ItemPages { number: item.number.clone(), first_page, n_pages, papers }
    });
    let items = items.collect();
    let supplements = pack.supplements.iter().map(|supplement| {
        let head = heads.next().unwrap_or_default();
        let (first_page, n_pages) = (page(head), extent(head, &begins));
        let mut papers: Vec<_> = supplement.papers.iter().filter_map(|entry| paper_pages(&entry.paper)).collect();
        // A paper withheld has only its line in the supplement's own list.
        papers.iter_mut().filter(|paper| paper.n_pages == 0).for_each(|paper| paper.first_page = first_page);
        SupplementPages { title: supplement.title.clone(), first_page, n_pages, papers }
    });
    (items, supplements.collect())
}
