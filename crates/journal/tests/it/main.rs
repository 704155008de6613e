//! The journal, from the outside.

mod append;
mod proofs;
mod pure;
mod python;
mod world;
