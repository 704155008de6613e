//! What do the papers of a meeting look like, on paper and on screen?
//!
//! A [`Pack`] is all that goes before one meeting: the agenda and the papers, in reading order. [`build`] makes one tagged,
//! bookmarked PDF of it with continuous page numbers; [`html()`] gives the same papers as HTML with the same page numbers. A
//! [`Document`] is one paper on its own: minutes, a decision notice.
//!
//! Text is data, never a program: papers reach the typesetter as values beside a fixed template, which sees no file, no
//! network and no clock. The same pack gives the same bytes.
//!
//! Invariant: a pack for the public is refused when anything to be considered in private is still in it.

mod bind;
mod built;
mod document;
mod error;
mod html;
mod letters;
mod markdown;
mod pack;
mod press;
mod sheet;
mod splice;
mod upload;
mod weigh;

pub use bind::build;
pub use built::{Built, Conformance, HeadingPage, ItemPages, PaperPages, SupplementPages};
pub use document::{BuiltDocument, Document};
pub use error::{Flaw, PaperError, PdfFlaw};
pub use html::{ItemHtml, PackHtml, PaperBody, PaperHtml, SupplementHtml, fragment, html};
pub use markdown::check;
pub use pack::{Audience, Content, Hearing, Pack, PackItem, PackPaper, Supplement, SupplementPaper};
pub use upload::{Inspected, Tagging, inspect};
