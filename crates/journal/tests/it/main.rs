//! The journal, from the outside.

#[cfg(test)]
mod append;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod pure;
#[cfg(test)]
mod python;
#[cfg(test)]
mod world;
