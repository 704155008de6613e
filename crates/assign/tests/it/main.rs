//! Proofs of the crate.

#[cfg(test)]
mod world;

#[cfg(test)]
mod vectors;
