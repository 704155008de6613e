//! Proofs of the crate.

#[cfg(test)]
mod agree;
#[cfg(test)]
mod random;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod world;
