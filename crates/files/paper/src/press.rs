//! The typesetter: a world of one template, one sheet of values and our fonts, and nothing else.

use crate::error::PaperError;
use crate::sheet::Sheet;
use std::sync::{Arc, OnceLock};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, NativeElement as _, Smart};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Whether the file says of itself that it keeps PDF/UA-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It does, and the typesetter refuses what would make that untrue.
    PdfUa1,
    /// It is tagged just the same and says nothing.
    None,
}

/// A file as typeset, and where its parts begin.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) pdf: Vec<u8>,
    pub(crate) n_pages: usize,
    /// The page of each line of the agenda, from 1. Shape: parallel to the listing of the sheet.
    pub(crate) rows: Vec<usize>,
    /// The page of each part, from 1. Shape: parallel to the parts of the sheet.
    pub(crate) pages: Vec<usize>,
}

/// Sets a sheet.
///
/// # Errors
/// [`PaperError::Typesetting`]: a fault of the template, as texts are checked before.
pub(crate) fn print(sheet: &Sheet, ident: String, claim: Claim) -> Result<Printed, PaperError> {
    let world = Desk::new(sheet)?;
    let printed = world.print(ident, claim, sheet.listing.len());
    // What the typesetter remembers of one pack must not outlive it: packs are large, and some are private.
    typst::comemo::evict(0);
    let printed = printed?;
    if (printed.rows.len(), printed.pages.len()) != (sheet.listing.len(), sheet.parts.len()) {
        let (found, wanted) = (printed.rows.len() + printed.pages.len(), sheet.listing.len() + sheet.parts.len());
        let message = format!("{found} marks were found of {wanted}");
        return Err(PaperError::Typesetting { message });
    }
    Ok(printed)
}

/// Our fonts.
pub(crate) struct Fonts {
    all: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// Whether any of them has the character, or needs none to show it.
    pub(crate) fn print(&self, letter: char) -> bool {
        let invisible = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
        invisible || self.all.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// The fonts, read once.
pub(crate) fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    const FILES: [&[u8]; 6] = [
        include_bytes!("../fonts/Arimo-Regular.ttf"),
        include_bytes!("../fonts/Arimo-Bold.ttf"),
        include_bytes!("../fonts/Arimo-Italic.ttf"),
        include_bytes!("../fonts/Arimo-BoldItalic.ttf"),
        include_bytes!("../fonts/DejaVuSans.ttf"),
        include_bytes!("../fonts/DejaVuSansMono.ttf"),
    ];
    FONTS.get_or_init(|| {
        let all: Vec<Font> = FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect();
        assert_eq!(all.len(), FILES.len(), "an embedded font cannot be read");
        let book = LazyHash::new(FontBook::from_fonts(&all));
        Fonts { all, book }
    })
}

/// All that a template can reach.
struct Desk {
    library: LazyHash<Library>,
    template: Source,
    sheet_id: FileId,
    sheet: Bytes,
}

impl Desk {
    fn new(sheet: &Sheet) -> Result<Self, PaperError> {
        let sheet = serde_json::to_vec(sheet).map_err(|error| fault(&error.to_string()))?;
        let template = Source::new(file("template.typ")?, include_str!("template.typ").to_owned());
        let library = LazyHash::new(Library::builder().build());
        Ok(Self { library, template, sheet_id: file("sheet.json")?, sheet: Bytes::new(sheet) })
    }

    fn print(&self, ident: String, claim: Claim, n_rows: usize) -> Result<Printed, PaperError> {
        let document: PagedDocument = typst::compile(self).output.map_err(|errors| explain(&errors))?;
        let standards: &[PdfStandard] = match claim {
            Claim::PdfUa1 => &[PdfStandard::Ua_1],
            Claim::None => &[],
        };
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("Footprint".to_owned())),
            standards: PdfStandards::new(standards).map_err(|error| fault(error.message()))?,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| explain(&errors))?;
        let introspector: &Arc<_> = document.introspector();
        let marks = introspector.query(&MetadataElem::ELEM.select());
        let page = |mark: &typst::foundations::Content| Some(introspector.page(mark.location()?)?.get());
        let mut rows: Vec<usize> = marks.iter().filter_map(page).collect();
        let pages = rows.split_off(n_rows.min(rows.len()));
        Ok(Printed { pdf, n_pages: document.pages().len(), rows, pages })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.sheet_id { Ok(self.sheet.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| fault("a name of the template is no path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn fault(message: &str) -> PaperError {
    PaperError::Typesetting { message: message.to_owned() }
}

fn explain(errors: &[SourceDiagnostic]) -> PaperError {
    let messages: Vec<String> = errors.iter().map(|error| error.message.to_string()).collect();
    fault(&messages.join("; "))
}
