//! The binary as its users meet it: what it prints, what it refuses, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on must stop, and says where"
)]

mod answers;
mod assigning;
mod changes;
mod conform;
mod deciding;
mod episodes;
mod help;
mod imports;
mod journal;
mod keeping;
mod kept_tables;
mod restate;
mod results;
mod serving;
mod who_pays;
mod world;
