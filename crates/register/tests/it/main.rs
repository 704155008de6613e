//! The laws of the register, by random registers.

mod laws;
mod rules;
