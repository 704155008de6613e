//! What an uploaded PDF asks for, found before it is read: a reader trusts the file, and a small file can ask for a minute and
//! gigabytes.

use crate::error::PdfFlaw;
use lopdf::LoadOptions;

/// The most bytes of an uploaded PDF.
pub(crate) const BYTES_MAX: usize = 32 << 20;

/// The most objects of an uploaded PDF. A tagged paper of 500 pages has some 30,000; reading takes time for each.
pub(crate) const OBJECTS_MAX: usize = 60_000;

/// The most that all streams of objects together may unpack to. Units: bytes.
const UNPACKED_MAX: usize = 16 << 20;

/// How the PDF may be read.
///
/// # Errors
/// [`PdfFlaw::TooLarge`] when it asks for more than a paper may.
pub(crate) fn within_limits(pdf: &[u8]) -> Result<LoadOptions, PdfFlaw> {
    if pdf.len() > BYTES_MAX {
        return Err(PdfFlaw::TooLarge { what: "bytes", found: pdf.len(), most: BYTES_MAX });
    }
    let count = |mark: &[u8]| memchr::memmem::find_iter(pdf, mark).count();
    // Each object that is not in a stream of objects ends so; where the end is left out, its beginning counts.
    let found = count(b"endobj").max(count(b" obj"));
    if found > OBJECTS_MAX {
        return Err(PdfFlaw::TooLarge { what: "objects", found, most: OBJECTS_MAX });
    }
    let n_streams = count(b"ObjStm") + count(b"XRef");
    let each = UNPACKED_MAX.checked_div(n_streams).unwrap_or(UNPACKED_MAX).max(64 << 10);
    Ok(LoadOptions { max_decompressed_size: Some(each), ..LoadOptions::default() })
}

/// Whether what was read is no more than a paper may have.
///
/// # Errors
/// [`PdfFlaw::TooLarge`].
pub(crate) fn check_read(document: &lopdf::Document) -> Result<(), PdfFlaw> {
    let found = document.objects.len();
    if found > OBJECTS_MAX {
        return Err(PdfFlaw::TooLarge { what: "objects", found, most: OBJECTS_MAX });
    }
    Ok(())
}
