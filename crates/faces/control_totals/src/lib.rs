//! Control totals and all that is held against them, as pages, forms, downloads and interface.

pub mod acts;
pub mod answers;
pub mod api;
pub mod pages;
pub mod questions;
