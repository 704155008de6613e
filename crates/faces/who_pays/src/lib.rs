//! Who pays, as pages, forms, downloads and interface.

pub mod acts;
pub mod answers;
pub mod api;
pub mod assignment;
pub mod pages;
pub mod questions;
pub mod vintages;
pub mod walk;
