//! The journal, from the outside.

#[cfg(test)]
mod append;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod forged;
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
