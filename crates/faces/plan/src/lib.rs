//! What will be done, by whom, with which money, and who has signed for it: as pages, forms, downloads and interface.

pub mod acts;
pub mod answers;
pub mod api;
pub mod pages;
pub mod questions;
