//! What does the room answer to these questions?
//!
//! A file of questions goes in, a row each with an `id`; a file of answers comes out. The same file can be given to another
//! implementation and the answers compared, which is how a specification's worked examples are proved. A [`Kind`] is one sort of
//! question of one room; its world is a folder of the tables that the questions speak of.
//!
//! Invariant: every question is answered or the whole file is refused, with the line that could not be read.

mod answers;
mod error;
mod intervention;
mod money;
mod money_totals;
mod plan;
mod questions;
mod world;

pub use answers::Answers;
pub use error::ConformError;
pub use questions::{Question, Questions};
pub use world::World;

/// One sort of question that a room answers.
pub struct Kind {
    /// The room asked.
    pub room: &'static str,
    /// What is asked of it.
    pub name: &'static str,
    /// The answers to all the questions of a file.
    pub answer: fn(&World, &Questions) -> Result<Answers, ConformError>,
}

/// Every kind of question there is, room by room.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let rooms: [&[Kind]; 4] = [plan::KINDS, money::KINDS, money_totals::KINDS, intervention::KINDS];
    rooms.into_iter().flatten()
}
