//! Files made to do harm, and files that are only unusual.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod packed;
mod parquet_files;
mod text;
mod workbooks;
