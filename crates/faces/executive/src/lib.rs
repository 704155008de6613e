//! Meetings, proposals, decisions and what follows from them, as pages, forms, downloads and interface.

mod acts;
pub mod answers;
pub mod api;
pub mod pages;
mod questions;
