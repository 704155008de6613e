//! Proofs of the crate.

#[cfg(test)]
mod agree;
#[cfg(test)]
mod local;
#[cfg(test)]
mod random;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod world;
