//! The room's rules in the field's own words, its laws by random acts, and the shape of its events.

#[cfg(test)]
mod consents;
#[cfg(test)]
mod directions;
#[cfg(test)]
mod events;
#[cfg(test)]
mod instruments;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod measures;
#[cfg(test)]
mod mergers;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod world;
