//! The register as pages, downloads and interface: who exists, whom they serve, what became of them.

pub mod answers;
pub mod api;
pub mod pages;
pub mod questions;
