//! Who decides, as pages, forms, downloads and interface.

pub mod answers;
pub mod api;
pub mod pages;
