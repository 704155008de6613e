//! Parquet in and out, without writing again what is already there.

mod codes;
mod splice;

pub use codes::{CodeColumn, encode};
pub use splice::{Splice, added_field};
