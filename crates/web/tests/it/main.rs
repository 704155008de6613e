//! The pages over a small world, in process and in a browser.

mod browser;
mod feed;
mod pages;
mod refusals;
mod restating;
mod world;
