//! The ledger and published allocations, as pages, forms, downloads and interface.

pub mod acts;
pub mod answers;
pub mod api;
pub mod pages;
pub mod questions;
pub mod transfers_file;
