//! What each format gives, on rows written here; and what the published files give, where `FOOTPRINT_DATA` names them.

mod acceptance;
mod documents;
mod gathering;
mod lookups;
mod ods_files;
mod support;
mod tables;
mod workbooks;
