//! How is a file that somebody else wrote read without being harmed by it?
//!
//! Every file from outside goes through here: delimited text, workbooks, Parquet and zip files, from the command line and from
//! pages. What a file may ask for is stated once, in [`Limits`], and is checked *before* the library that would do the work is
//! called: a library trusts what a file declares of itself, and small files declare large things.
//!
//! * [`Records`]: delimited text, record by record, with the line of each; a quote that is never closed is an error, one that
//!   swallows lines and closes later is told.
//! * [`decode`] and [`utf8`]: bytes to text; nothing that cannot be decoded passes unsaid.
//! * [`Archive`]: the members of a zip file, each unpacked through a counter.
//! * [`Workbook`]: the sheets of an XLSX, cell by cell, never as the rectangle they span.
//! * [`parquet`]: what a Parquet file would unpack to, found before it is unpacked; batches that fit a budget of bytes.
//!
//! Invariant: what is held at once is bounded by the limits, whatever the file says.

mod archive;
mod bounded;
mod error;
mod guarded;
mod limits;
pub mod parquet;
mod records;
mod text;
mod workbook;

pub use archive::{Archive, Member, is_zip};
pub use bounded::{Bounded, bytes_of};
pub use error::ReadError;
pub use guarded::guarded;
pub use limits::Limits;
pub use records::{Fault, Record, Records, delimiter_of};
pub use text::{Decoded, Encoding, Undecoded, decode, mend, utf8};
pub use workbook::{Sheet, SheetRow, Workbook, is_workbook};
