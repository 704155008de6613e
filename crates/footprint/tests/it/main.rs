//! The binary as its users meet it: what it prints, what it refuses, and how it ends.

mod answers;
mod changes;
mod help;
mod imports;
mod journal;
mod restate;
mod serving;
mod world;
