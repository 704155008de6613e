//! Worked examples, where they are to be had, answered and compared.

mod intervention;
mod vectors;
