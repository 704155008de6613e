//! Worlds, actors and faults for tests.

pub mod cut;
pub mod disk;
pub mod durable;
pub mod postgres;
pub mod tally;
