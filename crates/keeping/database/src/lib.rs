//! An open database, SQLite or PostgreSQL.
//!
//! *Question:* where is it kept, and how is it opened, brought up to date and written to?
//! *Answer:* [`Location`], [`Database::open`] and [`Database::in_transaction`], the same for all who keep tables in it.
//! *Invariant:* one connection writes, and what is written in a transaction takes effect whole or not at all.

mod location;
mod open;
mod tables;

pub use location::{Engine, Location};
pub use open::{Database, Failed, OpenError};
pub use tables::Tables;
