//! Parquet in and out, without writing again what is already there.

mod codes;
mod splice;

pub(crate) use codes::{CodeColumn, encode, in_order_met};
pub(crate) use splice::Splice;
#[cfg(test)]
pub(crate) use splice::added_field;
