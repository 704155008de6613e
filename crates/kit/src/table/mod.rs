//! A table on a page, and its files as answers.

mod download;
mod html;

pub use download::{FileFormat, download, download_links};
pub use html::{OnPage, ROWS_PER_PAGE, TableView, tag_colour};
