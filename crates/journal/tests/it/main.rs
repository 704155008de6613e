//! The journal, from the outside.

mod append;
mod postgres;
mod proofs;
mod pure;
mod python;
mod world;
