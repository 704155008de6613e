//! The room's rules in the field's own words, its laws by random acts, and the bytes of its events.

#[cfg(test)]
mod allowed;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod duties;
#[cfg(test)]
mod events;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod people;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod schemes;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod world;
