//! One binary of tests: a plan from draft to signature, agreements, laws, the shape of events.

#[cfg(test)]
mod agreements;
#[cfg(test)]
mod allowed;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod drill;
#[cfg(test)]
mod events;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod room_laws;
#[cfg(test)]
mod signing;
#[cfg(test)]
mod world;
