//! The journal, from the outside.

mod append;
mod world;
